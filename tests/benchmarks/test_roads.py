from pathlib import Path

import pytest

from geodata.county import write_county
from tests.benchmarks.roads import Figures, Task, measure_networkx, measure_ours, measure_scipy, report, write_drivable


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Figures]:
    folder = tmp_path_factory.mktemp("roads")
    task = Task(folder / "county.osm.pbf", places=25, sample=3, work=folder)
    write_county(task.file)
    return {
        "xml": write_drivable(task),
        "ours": measure_ours(task),
        "scipy": measure_scipy(task),
        "networkx": measure_networkx(task),
    }


def test_all_agree_on_the_county(figures: dict[str, Figures]) -> None:
    assert [figures[name]["wrong"] for name in ("ours", "scipy", "networkx")] == [0, 0, 0]


def test_the_figures_stand_side_by_side(figures: dict[str, Figures]) -> None:
    osmnx = {"load_s": 2.0, "load_cpu_s": 2.0, "peak_mb": 400.0}
    told = report(Task(Path("county.osm.pbf"), 25, 3, Path()), figures | {"osmnx": osmnx})
    assert "Cells and paths that differ: 0." in told
    assert "scaled from 3 sources" in told
