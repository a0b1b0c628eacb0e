"""The published method: the nearest gate on foot, what is told with it, and when a person decides."""

from pathlib import Path

import pytest

from geodata.errors import UnreachableError
from geodata.walking import Standing, Walk, Walker
from geodata.walking_distance import TWO_MILES_M, Answer, WalkingDistance, measure
from tests.geodata.maps import SmallMap
from tests.geodata.walks import spot, walker_of


@pytest.fixture
def ring(tmp_path: Path) -> Walker:
    world = SmallMap({"A": (0, 0), "B": (1000, 0), "C": (1000, 50), "D": (0, 50)})
    world.way("AB", {"highway": "primary"})
    world.way("BC", {"highway": "footway"})
    world.way("CD", {"highway": "residential"})
    return walker_of(world, tmp_path)


def test_the_nearest_gate_is_nearest_on_foot_and_not_as_the_crow_flies(ring: Walker) -> None:
    across_the_field, along_the_road = spot(10, 60, "across"), spot(900, 0, "along")
    found = measure(ring, spot(0, 0, "home"), [across_the_field, along_the_road])
    assert found.walk.end.place.id == "along"
    assert found.walk.along_m == pytest.approx(900, rel=0.005)


def test_the_straight_lines_at_the_ends_are_told_and_counted(ring: Walker) -> None:
    found = measure(ring, spot(0, -20, "home"), [spot(500, -30, "gate")])
    assert (found.walk.start.off_m, found.walk.end.off_m) == pytest.approx((20, 30), rel=0.01)
    assert found.walk.total_m == pytest.approx(550, rel=0.005)
    assert "Along main roads without a recorded pavement: 5" in str(found)


def test_a_school_out_of_reach_is_said_to_be(ring: Walker) -> None:
    with pytest.raises(UnreachableError, match="No gate can be reached on foot from home"):
        measure(ring, spot(0, 0, "home"), [spot(0, 50)], within_m=1700)


def of_length(along_m: float, off_m: float = 0.0) -> WalkingDistance:
    here = Standing(spot(0, 0), 0, 0.0, off_m, 0)
    return WalkingDistance(Walk(here, here, (0,), (True,), along_m), "2026-01-01", 0.0)


@pytest.mark.parametrize(
    ("beyond_m", "answer"),
    [
        (-70, Answer.WITHIN),
        (-60, Answer.A_PERSON_DECIDES),
        (0, Answer.A_PERSON_DECIDES),
        (60, Answer.A_PERSON_DECIDES),
        (70, Answer.BEYOND),
    ],
)
def test_near_two_miles_a_person_decides_within_two_per_cent(beyond_m: float, answer: Answer) -> None:
    assert of_length(TWO_MILES_M + beyond_m).answer(TWO_MILES_M) == answer


@pytest.mark.parametrize(("beyond_m", "answer"), [(-51, Answer.WITHIN), (-49, Answer.A_PERSON_DECIDES)])
def test_near_a_short_limit_a_person_decides_within_fifty_metres(beyond_m: float, answer: Answer) -> None:
    assert of_length(800 + beyond_m).answer(800) == answer


def test_the_straight_lines_never_decide() -> None:
    assert of_length(TWO_MILES_M + 20, off_m=100).answer(TWO_MILES_M) == Answer.A_PERSON_DECIDES
    assert of_length(TWO_MILES_M - 100, off_m=100).answer(TWO_MILES_M) == Answer.A_PERSON_DECIDES
