"""Foreign formats: read, judged, and planned through the product; each judge refuses what breaks each of its rules."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks.darp import FORMAT as DARP
from tests.benchmarks.foreign import Asked, Format, planned, total, with_best
from tests.benchmarks.formats.ground import Route, Visit
from tests.benchmarks.hdarp import FORMAT as HDARP
from tests.benchmarks.pdptw import FORMAT as PDPTW

DARP_TEXT = """2 4 100 1 12
0 0.0 0.0 0 0 0 200
1 0.0 3.0 2 1 10 20
2 0.0 6.0 2 1 0 200
3 0.0 13.0 2 -1 0 200
4 0.0 9.0 2 -1 30 60
"""
PDPTW_TEXT = """2 10 1
0 0 0 0 0 200 0 0 0
1 0 3 6 10 20 2 0 3
2 0 6 5 0 200 2 0 4
3 0 13 -6 0 200 2 1 0
4 0 9 -5 30 60 2 2 0
"""
HDARP_TEXT = """2 2
100 1 1 0 0
100 0 0 1 1
0 0 0 0 0 0 0 0 0 0 200
1 0 3 2 12 1 1 0 0 10 20
2 0 6 2 12 0 0 0 1 0 200
3 0 13 2 0 -1 -1 0 0 0 200
4 0 9 2 0 0 0 0 -1 30 60
"""
FORMATS = {"darp": (DARP, DARP_TEXT), "pdptw": (PDPTW, PDPTW_TEXT), "hdarp": (HDARP, HDARP_TEXT)}

FIRST = Route(0, 7, (Visit(1, 10), Visit(3, 22)), 37)
SECOND = Route(1, 6, (Visit(2, 25), Visit(4, 30)), 41)
GOOD = (FIRST, SECOND)


def written(folder: Path, text: str) -> Path:
    path = folder / "tiny.txt"
    path.write_text(text, encoding="utf-8")
    return path


def wrong(folder: Path, name: str, routes: Sequence[Route]) -> list[str]:
    form, text = FORMATS[name]
    return form.judge(form.read(written(folder, text)), routes)


@pytest.mark.parametrize("name", FORMATS)
def test_a_good_plan_breaks_nothing(name: str, tmp_path: Path) -> None:
    assert wrong(tmp_path, name, GOOD) == []


def visits(route: Route, *nodes: tuple[int, float], **more: Any) -> Route:
    return replace(route, visits=tuple(Visit(*each) for each in nodes), **more)


BOTH = visits(FIRST, (1, 10), (2, 15), (4, 30), (3, 36), returns=51)
BROKEN: tuple[tuple[str, tuple[Route, ...], str], ...] = (
    ("darp pdptw hdarp", (FIRST,), "node 2 must be visited once"),
    ("darp pdptw hdarp", (FIRST, replace(FIRST, vehicle=1), SECOND), "node 1 must be visited once"),
    (
        "darp pdptw hdarp",
        (visits(FIRST, (1, 10), (4, 30), returns=41), visits(SECOND, (2, 25), (3, 34), returns=49)),
        "by the same vehicle",
    ),
    ("darp pdptw hdarp", (FIRST, visits(SECOND, (4, 30), (2, 35), returns=43)), "before node 4"),
    ("darp pdptw hdarp", (FIRST, visits(SECOND, (2, 25), (4, 30), (9, 32))), "node 9"),
    ("darp pdptw hdarp", (FIRST, replace(SECOND, vehicle=2)), "no vehicle 2"),
    ("darp pdptw hdarp", (FIRST, replace(SECOND, vehicle=0)), "2 routes"),
    ("darp pdptw hdarp", (replace(FIRST, leaves=-1), SECOND), "beyond the depot's hours"),
    ("darp pdptw hdarp", (replace(FIRST, returns=201), SECOND), "beyond the depot's hours"),
    ("darp pdptw hdarp", (replace(FIRST, leaves=7.1), SECOND), "cannot be at node 1"),
    ("darp pdptw hdarp", (visits(FIRST, (1, 10), (3, 21.9)), SECOND), "cannot be at node 3"),
    ("darp pdptw hdarp", (replace(FIRST, returns=36.9), SECOND), "cannot be back"),
    ("darp pdptw hdarp", (visits(FIRST, (1, 9.9), (3, 22), leaves=6), SECOND), "outside its window"),
    ("darp pdptw hdarp", (FIRST, visits(SECOND, (2, 55), (4, 60.1), returns=72)), "outside its window"),
    ("darp hdarp", (visits(FIRST, (1, 10), (3, 24.1), returns=40), SECOND), "12 are allowed"),
    ("darp hdarp", (replace(FIRST, leaves=0, returns=101), SECOND), "100 are allowed"),
    ("darp", (BOTH,), "carries 2"),
    ("pdptw", (BOTH,), "carries 11"),
    ("hdarp", (BOTH,), "1 for 0 wheelchair spaces"),
    ("hdarp", (replace(FIRST, vehicle=1), replace(SECOND, vehicle=0)), "2 for 1 stretchers and seats"),
)


@pytest.mark.parametrize(("name", "routes", "said"), [(n, *more) for names, *more in BROKEN for n in names.split()])
def test_a_judge_refuses(name: str, routes: tuple[Route, ...], said: str, tmp_path: Path) -> None:
    assert any(said in each for each in wrong(tmp_path, name, routes)), wrong(tmp_path, name, routes)


@pytest.mark.parametrize(
    ("name", "spoil", "said"),
    [
        ("darp", lambda text: text.replace("0.0 3.0", "0.0 x"), "line 3: only numbers"),
        ("darp", lambda text: text + "5 0 0 2\n", "must have 7 numbers, not 4"),
        ("darp", lambda text: text.replace("2 4 100", "2 8 100"), "8 nodes are announced"),
        ("pdptw", lambda text: text.replace("2 10 1", "2 10 2"), "a speed of 2"),
        ("pdptw", lambda text: text.replace("2 1 0", "2 2 0"), "do not name each other"),
        ("hdarp", lambda text: text.replace("2 2\n", "2 3\n", 1), "3 requests are announced"),
        ("hdarp", lambda text: text.replace("100 1 1 0 0", "100 1 1 0"), "a vehicle must have 5 numbers"),
    ],
)
def test_a_reader_says_what_is_wrong(name: str, spoil: Callable[[str], str], said: str, tmp_path: Path) -> None:
    form, text = FORMATS[name]
    with pytest.raises(ValueError, match=said):
        form.read(written(tmp_path, spoil(text)))


@pytest.mark.parametrize(("name", "vehicles", "far"), [("darp", 1, 32.0), ("pdptw", 1, 32.0), ("hdarp", 2, 44.0)])
def test_a_tiny_instance_is_planned_at_its_optimum(name: str, vehicles: int, far: float, tmp_path: Path) -> None:
    form, text = FORMATS[name]
    path = written(tmp_path, text)
    result = planned(Format(form.read, form.state, form.judge), Asked(None, 200, 1), path)
    assert (result.plan.vehicles, round(result.plan.distance, 6)) == (vehicles, far)
    assert (result.plan.unserved, result.plan.wrong) == (0, ())


def test_the_total_counts_what_is_as_good_as_the_best_known(tmp_path: Path) -> None:
    form, text = FORMATS["pdptw"]
    result = planned(form, Asked(None, 50, 1), written(tmp_path, text))
    best = tmp_path / "best.csv"
    best.write_text("instance,vehicles,distance_rounded\ntiny,1,31\n", encoding="utf-8")
    summary = total(list(with_best([result], best)))
    assert summary["as_few_vehicles_as_the_best"] == 1
    assert summary["of_those_within_1_percent"] == 0
    assert summary["mean_gap"] == pytest.approx(1 / 31, abs=1e-4)
