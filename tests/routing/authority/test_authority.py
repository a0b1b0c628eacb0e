"""The problem of a day holds who travels then, from where they live then, to the schools that are open."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from geodata import Place, PlaceId, TravelMatrix
from routing.authority import Authority, read_authority
from routing.errors import FilesError
from routing.problem import Direction, Problem
from routing.records import RoadProfile
from routing.synthesis import draw, plane_ground, plane_travels
from tests.routing.authority.folders import write_folder

TUESDAY, FRIDAY = date(2026, 11, 24), date(2026, 11, 27)


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return read_authority(write_folder(tmp_path / "authority"))


def anywhere(postcode: str) -> Place:
    """Return a place for any postcode."""
    return Place(PlaceId(postcode), 52.6, -0.7)


def travels(places: tuple[Place, ...]) -> Mapping[RoadProfile, TravelMatrix]:
    return plane_travels(places)


def problem_of(authority: Authority, day: date, direction: Direction = Direction.TO_SCHOOL) -> Problem:
    return authority.problem(day, direction, travels(authority.places(day, direction, anywhere)))


def test_only_those_travel_whose_day_it_is_and_whose_school_is_open(authority: Authority) -> None:
    assert [pupil.id for pupil in problem_of(authority, TUESDAY).pupils] == ["P1", "P2", "P3", "P4"]
    friday = problem_of(authority, FRIDAY)
    assert [pupil.id for pupil in friday.pupils] == ["P3"]
    assert [school.id for school in friday.schools] == ["ASH"]


def test_those_who_stay_at_home_are_no_ones_company(authority: Authority) -> None:
    monday = {pupil.id: pupil for pupil in problem_of(authority, date(2026, 11, 25)).pupils}
    assert "P2" not in monday
    assert monday[authority.pupils[0].id].needs.together_with == frozenset()
    assert monday[authority.pupils[0].id].needs.apart_from == {"P3"}


def test_a_pupil_is_brought_to_where_they_live_that_day(authority: Authority) -> None:
    homes = {
        (day, direction): problem_of(authority, day, direction).pupil[authority.pupils[3].id].home
        for day in (TUESDAY, date(2026, 11, 26))
        for direction in Direction
    }
    assert [place for (day, _), place in homes.items() if day != TUESDAY] == ["home-P4", "home-P4"]
    assert homes[TUESDAY, Direction.TO_SCHOOL] == "home-P4"
    assert homes[TUESDAY, Direction.FROM_SCHOOL] == "home-P4-1-2-from-school"


def test_a_schools_times_are_of_the_direction_and_of_the_day(authority: Authority) -> None:
    def hours(day: date, direction: Direction) -> tuple[int, int]:
        school = problem_of(authority, day, direction).schools[0]
        return school.from_s // 60, school.until_s // 60

    assert hours(TUESDAY, Direction.TO_SCHOOL) == (8 * 60 + 35, 8 * 60 + 55)
    assert hours(TUESDAY, Direction.FROM_SCHOOL) == (15 * 60, 15 * 60 + 30)
    assert hours(date(2026, 12, 18), Direction.FROM_SCHOOL) == (13 * 60, 13 * 60 + 40)


def test_promises_are_of_their_own_direction(authority: Authority) -> None:
    assert [usual.pupil for usual in problem_of(authority, TUESDAY).usuals] == ["P1"]
    assert problem_of(authority, TUESDAY, Direction.FROM_SCHOOL).usuals == ()


def test_a_lapsed_or_missing_risk_assessment_is_no_error_but_a_reason(authority: Authority) -> None:
    problem = problem_of(authority, TUESDAY)
    assert {pupil.id: problem.why_not_planned(pupil.id) for pupil in problem.pupils} == {
        "P1": None,
        "P2": None,
        "P3": "the risk assessment lapsed on 31 August 2026",
        "P4": "no risk assessment is recorded",
    }


def test_of_several_risk_assessments_the_newest_that_has_begun_counts(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "authority")
    with (folder / "risk_assessments.csv").open("a", encoding="utf-8") as stream:
        stream.write("P3,2026-11-01,2027-10-31,RA4,\nP3,2026-12-01,2027-10-31,RA5,\nP4,2026-12-01,2027-11-30,RA5,\n")
    problem = problem_of(read_authority(folder), TUESDAY)
    signed = {each.pupil: each.signed_by for each in problem.assessments}
    assert signed == {"P1": "RA1", "P2": "RA1", "P3": "RA4", "P4": "RA5"}
    assert problem.why_not_planned(problem.pupils[3].id) == "the risk assessment begins only on 1 December 2026"


def test_pick_up_points_go_with_the_first_home_alone(authority: Authority) -> None:
    problem = problem_of(authority, TUESDAY)
    assert [point.place for point in problem.pupils[1].pick_up_points] == ["corner"]
    assert problem.pupils[1].boarding_places == ("home-P2", "corner")


def test_places_are_just_those_that_the_problem_names(authority: Authority) -> None:
    places = [place.id for place in authority.places(TUESDAY, Direction.TO_SCHOOL, anywhere)]
    assert sorted(places) == sorted(["ann's", "home-P2", "home-P3", "home-P4", "gate", "gate-ASH-1", "corner", "depot"])


def test_every_day_of_the_year_is_a_problem_or_has_a_reason() -> None:
    authority = draw(plane_ground(12, 2, 1), 12, 2, 1)
    planned = 0
    for ordinal in range(date(2026, 9, 1).toordinal(), date(2027, 8, 1).toordinal()):
        day = date.fromordinal(ordinal)
        if any(authority.calendar.why_closed(school.id, day) is None for school in authority.schools):
            planned += len(problem_of(authority, day).pupils) > 0
        else:
            with pytest.raises(FilesError, match=r"^calendar.csv: .* choose a school day$"):
                problem_of(authority, day)
    assert 180 <= planned <= 195
