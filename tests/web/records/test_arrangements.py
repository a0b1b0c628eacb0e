"""Travel arrangements without a seat: which pupils they take off which plans, on which days, which way."""

from datetime import date

import pytest

from routing.authority import Authority
from routing.problem import Direction
from tests.web.records.offices import changed, small
from web.records.arrangements import Arrangements
from web.records.building import authority_of
from web.records.rows import Row, canonical, row_of

MARCH = date(2027, 3, 1)
TO, HOME = Direction.TO_SCHOOL, Direction.FROM_SCHOOL


def arranged(pupil: str = "P1", **more: str) -> Row:
    return row_of("arrangements", {"pupil": pupil, "from": "2027-03-01", "mode": "independent", **more})


def authority(day: date, direction: Direction | None, more: dict[str, str] | None = None) -> Authority:
    row = arranged(**(more or {}))
    office = changed(small(), "arrangements", row.key, **row.values)
    return authority_of(office, day=day, direction=direction, unmet=lambda _: None)  # some training has lapsed by then


@pytest.mark.parametrize(
    ("more", "day", "direction", "is_carried"),
    [
        ({}, date(2027, 2, 26), TO, True),
        ({}, MARCH, TO, False),
        ({}, MARCH, HOME, False),
        ({}, MARCH, None, False),
        ({"direction": "from-school"}, MARCH, HOME, False),
        ({"direction": "from-school"}, MARCH, TO, True),
        ({"direction": "from-school"}, MARCH, None, True),
        ({"until": "2027-03-05"}, date(2027, 3, 5), TO, False),
        ({"until": "2027-03-05"}, date(2027, 3, 8), TO, True),
    ],
)
def test_a_seat_ends_from_its_day_that_way_and_comes_back_after_the_last(
    more: dict[str, str], day: date, direction: Direction | None, *, is_carried: bool
) -> None:
    assert ("P1" in {pupil.id for pupil in authority(day, direction, more).pupils}) is is_carried


def test_where_somebody_lives_who_needs_no_seat_reaches_no_plan() -> None:
    assert "home-P1" not in {site.id for site in authority(MARCH, TO).sites}
    assert "home-P1" in {site.id for site in authority(MARCH, TO, {"direction": "from-school"}).sites}


def test_without_a_day_nobody_is_left_out() -> None:
    row = arranged()
    found = authority_of(changed(small(), "arrangements", row.key, **row.values), direction=TO)
    assert "P1" in {pupil.id for pupil in found.pupils}


def test_how_somebody_travels_is_known_once_they_need_no_seat_either_way() -> None:
    home = arranged(direction="from-school", mode="pass")
    assert Arrangements([home]).mode("P1", MARCH) is None
    assert Arrangements([home, arranged(direction="to-school")]).mode("P1", MARCH) == "independent"
    assert Arrangements([arranged()]).mode("P2", MARCH) is None


def test_of_two_arrangements_the_later_counts() -> None:
    found = Arrangements([arranged(**{"from": "2027-04-12"}, mode="pass"), arranged()])
    assert found.mode("P1", date(2027, 4, 11)) == "independent"
    assert found.mode("P1", date(2027, 4, 12)) == "pass"


def test_an_arrangement_that_ends_before_it_begins_and_one_with_a_seat_are_refused() -> None:
    backwards = {**arranged().values, "until": "2027-02-01"}
    assert [each.column for each in canonical("arrangements", backwards).wrong] == ["from"]
    assert [each.column for each in canonical("arrangements", {**arranged().values, "mode": "taxi"}).wrong] == ["mode"]
