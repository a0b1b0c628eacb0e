import csv
import io
from pathlib import Path

import geopandas as gpd
import pytest

from routing.cost import cost
from tests.web.town import plan_for_nobody, plan_to_school, road_lines, town
from web.paper.exports import csv_files, csv_text, geo_layers, write_geopackage
from web.paper.road_lines import RoadLines


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_every_file_begins_with_a_byte_order_mark() -> None:
    problem = town()
    files = csv_files(problem, plan_to_school(problem))
    assert set(files) == {"runs.csv", "stops.csv", "rides.csv", "cost.csv", "unplaced.csv"}
    assert all(text.startswith("\ufeff") for text in files.values())


def test_runs_stops_and_rides_are_told() -> None:
    problem = town()
    files = csv_files(problem, plan_to_school(problem))
    assert [row["run"] for row in rows(files["runs.csv"])] == ["minibus-1/1", "taxi-7/1"]
    assert rows(files["runs.csv"])[0]["assistants"] == "a1; a2"
    assert len(rows(files["stops.csv"])) == 9
    assert {row["pupil"]: row["run"] for row in rows(files["rides.csv"])}["p5"] == "taxi-7/1"
    assert rows(files["unplaced.csv"]) == [{"pupil": "p6", "reason": "no risk assessment is recorded"}]


def test_the_lines_of_cost_add_up() -> None:
    problem = town()
    plan = plan_to_school(problem)
    told = sum(round(100 * float(row["pounds"])) for row in rows(csv_files(problem, plan)["cost.csv"]))
    assert told == cost(problem, plan)


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-x", "@x", "\tx"])
def test_no_text_begins_a_formula(cell: str) -> None:
    assert f"'{cell}" in csv_text([(cell,)])


def test_numbers_stay_numbers() -> None:
    assert csv_text([(-5,)]) == "\ufeff-5\r\n"


def test_a_geopackage_reads_back(tmp_path: Path) -> None:
    problem = town()
    plan = plan_to_school(problem)
    write_geopackage(tmp_path / "plan.gpkg", problem, plan, road_lines(problem, plan))
    runs = gpd.read_file(tmp_path / "plan.gpkg", layer="runs")
    assert list(runs["run"]) == ["minibus-1/1", "taxi-7/1"]
    assert runs.crs == "EPSG:4326"
    assert runs.geometry[0].bounds == pytest.approx((-1.14, 52.645, -1.096, 52.675), abs=0.05)
    assert len(runs.geometry[0].coords) > 10
    assert len(gpd.read_file(tmp_path / "plan.gpkg", layer="stops")) == 9
    pupils = gpd.read_file(tmp_path / "plan.gpkg", layer="pupils").set_index("pupil")
    assert pupils.loc["p5", "run"] == "taxi-7/1"
    assert len(gpd.read_file(tmp_path / "plan.gpkg", layer="schools")) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["plan.gpkg"]


def test_without_roads_runs_are_straight_lines() -> None:
    problem = town()
    layers = geo_layers(problem, plan_to_school(problem), RoadLines())
    assert len(layers["runs"].geometry[1].coords) == 2


def test_a_plan_for_nobody_is_exported_all_the_same(tmp_path: Path) -> None:
    problem = town()
    write_geopackage(tmp_path / "plan.gpkg", problem, plan_for_nobody(problem), RoadLines())
    assert gpd.read_file(tmp_path / "plan.gpkg", layer="pupils")["run"].isna().all()
    assert len(rows(csv_files(problem, plan_for_nobody(problem))["unplaced.csv"])) == 6
