import json
import math
from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from tests.web.pages.views import LEGS, RUN, STOPS, many_runs, one_run
from web.pages.map_view import MapRun, MapStop, MapView, StopKind, chained, geojson


def test_a_run_is_told_as_its_legs_and_its_stops_in_order() -> None:
    told = geojson(one_run())
    stops = [feature for feature in told["features"] if feature["properties"]["is"] == "stop"]
    legs = [feature for feature in told["features"] if feature["properties"]["is"] == "leg"]
    assert [stop["properties"]["number"] for stop in stops] == [1, 2, 3, 4]
    assert [stop["properties"]["kind"] for stop in stops] == ["assistant", "home", "pick-up", "school"]
    assert [stop["geometry"]["coordinates"] for stop in stops] == [[stop.lon, stop.lat] for stop in STOPS]
    assert [leg["geometry"]["coordinates"] for leg in legs] == [leg[:, ::-1].tolist() for leg in LEGS]
    assert told["runs"] == [{"title": RUN.title, "href": "#run-1", "colour": "#0072b2"}]


def test_the_box_holds_all_that_is_drawn() -> None:
    assert geojson(one_run())["bbox"] == [-1.526, 52.327, -1.515, 52.357]
    detour = replace(RUN, legs=(np.array([(52.327, -1.523), (52.4, -1.6), (52.334, -1.515)]),))
    assert geojson(MapView("", (detour,)))["bbox"] == [-1.6, 52.327, -1.515, 52.4]


def test_a_school_of_many_runs_is_told_once() -> None:
    features = geojson(many_runs(3))["features"]
    schools = [feature["properties"] for feature in features if feature["properties"]["is"] == "school"]
    assert schools == [{"is": "school", "label": "Oak School"}]
    assert {feature["properties"].get("run") for feature in features} == {0, 1, 2, None}


def test_straight_lines_are_marked() -> None:
    straight = MapView("", (RUN, replace(RUN, follows_roads=False)))
    legs = [feature["properties"] for feature in geojson(straight)["features"] if feature["properties"]["is"] == "leg"]
    assert {(leg["run"], leg["dashed"]) for leg in legs} == {(0, False), (1, True)}


def test_a_run_without_legs_has_stops_all_the_same() -> None:
    told = geojson(MapView("", (MapRun("", STOPS),)))
    assert [feature["geometry"]["type"] for feature in told["features"]] == ["Point"] * 5


@given(st.lists(st.tuples(st.integers(0, 100_000), st.integers(0, 100_000)), min_size=2, max_size=30))
def test_a_line_is_thinned_by_no_more_than_a_few_metres(points: list[tuple[int, int]]) -> None:
    line = np.array([52.3, -1.5]) + np.array(points) / 1_000_000
    told = geojson(MapView("", (MapRun("", STOPS, (line,)),)))["features"][0]["geometry"]["coordinates"]
    whole, thin = shapely.LineString(line[:, ::-1]), shapely.LineString(told)
    assert shapely.hausdorff_distance(whole, thin) < 4e-5
    assert json.loads(json.dumps(told)) == told


@pytest.mark.parametrize(("lat", "lon"), [(91, 0), (0, 181), (math.nan, 0), (-1.1, 252.6)])
def test_a_stop_off_the_globe_is_refused(lat: float, lon: float) -> None:
    with pytest.raises(ValueError, match="degrees of the globe"):
        MapStop(lat, lon, StopKind.HOME)


def test_a_run_without_stops_is_refused() -> None:
    with pytest.raises(ValueError, match="must have stops"):
        MapRun("MB1/1", ())


def test_lines_are_chained_with_their_numbers() -> None:
    points, number = chained([np.zeros((2, 2)), np.ones((3, 2))])
    assert points.sum(axis=1).tolist() == [0, 0, 2, 2, 2]
    assert number.tolist() == [0, 0, 1, 1, 1]
    assert [len(part) for part in chained([])] == [0, 0]
