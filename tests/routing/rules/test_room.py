"""The room rules, with small mornings for each term: pupils, wheelchairs, assistants, layouts, moments, features."""

from typing import Any

import pytest

from routing.problem import Problem
from tests.towns import assistant, broken, pupil, run, school, street, vehicle


def three(*layouts: tuple[int, int], **more: Any) -> Problem:
    people = (pupil("ann", "a"), pupil("bob", "b"), pupil("cat", "c", wheelchair=True))
    return street(*people, vehicles=(vehicle("bus", *layouts),), assistants=(assistant("zoe"),), **more)


VISITS = ("a: +ann", "b: +bob", "c: +cat", "oak: -ann -bob -cat")


@pytest.mark.parametrize(("seats", "rules"), [(3, set()), (2, set()), (1, {"EveryoneHasASeat"})])
def test_everyone_who_is_not_in_a_wheelchair_takes_a_seat(seats: int, rules: set[str]) -> None:
    problem = three((seats, 1))
    assert broken(problem, run(problem, "bus", *VISITS, at="08:40")) == rules


@pytest.mark.parametrize(("seats", "rules"), [(4, set()), (3, set()), (2, {"EveryoneHasASeat"})])
def test_an_assistant_takes_a_seat(seats: int, rules: set[str]) -> None:
    problem = three((seats, 1))
    assert broken(problem, run(problem, "bus", *VISITS, at="08:40", crew="zoe")) == rules


@pytest.mark.parametrize(("seats", "rules"), [(1, set()), (0, {"EveryoneHasASeat"})])
def test_an_assistant_takes_a_seat_where_all_pupils_are_in_wheelchairs(seats: int, rules: set[str]) -> None:
    problem = three((seats, 1))
    assert broken(problem, run(problem, "bus", "c: +cat", "oak: -cat", at="08:40", crew="zoe")) == rules


@pytest.mark.parametrize(("spaces", "rules"), [(2, set()), (1, set()), (0, {"EveryWheelchairHasASpace"})])
def test_everyone_in_a_wheelchair_takes_a_space(spaces: int, rules: set[str]) -> None:
    problem = three((3, spaces))
    assert broken(problem, run(problem, "bus", *VISITS, at="08:40", crew="zoe")) == rules


def test_a_free_wheelchair_space_seats_nobody() -> None:
    problem = three((1, 3))
    assert broken(problem, run(problem, "bus", "a: +ann", "b: +bob", "oak: -ann -bob", at="08:40")) == {
        "EveryoneHasASeat"
    }


@pytest.mark.parametrize(
    ("layout", "rules"), [(0, {"EveryWheelchairHasASpace"}), (1, set()), (2, {"EveryoneHasASeat"})]
)
def test_the_layout_in_use_counts(layout: int, rules: set[str]) -> None:
    problem = three((4, 0), (2, 1), (1, 2))
    assert broken(problem, run(problem, "bus", *VISITS, at="08:40", layout=layout)) == rules


@pytest.mark.parametrize(("seats", "rules"), [(2, set()), (1, set()), (0, {"EveryoneHasASeat"})])
def test_a_seat_left_at_one_school_is_free_for_the_next_pupil(seats: int, rules: set[str]) -> None:
    schools = (school("oak", "b", between="08:00-09:00"), school("elm", "oak", between="08:00-09:00"))
    problem = street(
        pupil("ann", "a"), pupil("bob", "b", "elm"), schools=schools, vehicles=(vehicle("bus", (seats, 1)),)
    )
    bus = run(problem, "bus", "a: +ann", "b: -ann +bob", "oak: -bob", at="08:40")
    assert broken(problem, bus) == rules


@pytest.mark.parametrize(
    ("needs", "has", "rules"),
    [
        ("", "", set()),
        ("lift", "lift", set()),
        ("lift", "harness lift", set()),
        ("lift", "", {"TheVehicleHasWhatAPupilNeeds"}),
        ("harness lift", "lift", {"TheVehicleHasWhatAPupilNeeds"}),
    ],
)
def test_a_vehicle_has_what_a_pupil_needs(needs: str, has: str, rules: set[str]) -> None:
    ann = pupil("ann", "a", features=needs)
    problem = street(ann, vehicles=(vehicle("bus", features=has),))
    assert broken(problem, run(problem, "bus", "a: +ann", "oak: -ann", at="08:40")) == rules
