"""Slots in a shift, and the times of a run in one: kept where they can be, honestly broken where they cannot."""

from dataclasses import replace

import pytest

from routing.checker import check
from routing.edits.slots import (
    Slot,
    broken_times,
    driven,
    in_turn,
    kept_times,
    moved_times,
    new_slots,
    runs_of,
    slot_of,
    spread_times,
    with_runs,
)
from routing.errors import CannotBeDoneError
from routing.plan import Plan, Run
from routing.problem import Direction, Problem
from routing.records import VehicleId
from routing.risk import PupilId
from routing.rules import RULES
from routing.said import said_by
from routing.timing import outline_of
from tests.towns import assistant, plan, pupil, run, school, seconds, street, vehicle

BUS, CAB = VehicleId("bus"), VehicleId("cab")


def morning(direction: Direction = Direction.TO_SCHOOL, between: str = "08:00-09:15") -> Problem:
    people = (pupil("ann", "a"), pupil("bob", "b"), pupil("cat", "d"))
    return street(
        *people,
        direction=direction,
        vehicles=(vehicle("bus", depot="depot"), vehicle("cab")),
        schools=(school(between=between),),
    )


def two_runs(problem: Problem) -> Plan:
    first = run(problem, "bus", "b: +bob", "oak: -bob", at="08:20")
    return plan(first, run(problem, "bus", "d: +cat", "oak: -cat", at="09:00"))


def arrivals(runs: tuple[Run, ...]) -> list[list[int]]:
    return [[stop.arrive_s for stop in each.stops] for each in runs]


def test_a_slot_lies_among_the_other_runs_of_the_vehicle_and_can_be_filled_or_left_empty() -> None:
    told = two_runs(morning())
    first, second = told.runs
    slot = slot_of(told, BUS, second)
    assert (slot.before, slot.after, slot.now) == ((first,), (), second)
    assert slot.filled(second) == (first, second)
    assert slot.filled(None) == (first,)
    assert [each.before for each in new_slots(told, BUS)] == [(), (first,), (first, second)]
    assert new_slots(told, CAB) == [Slot(CAB)]


def test_a_run_that_has_changed_is_known_by_who_is_on_it() -> None:
    problem = morning()
    before, told = run(problem, "bus", "a: +ann", "b: +bob", "oak: -ann -bob", at="08:20"), two_runs(morning())
    assert slot_of(told, BUS, before, {PupilId("bob")}).after == (told.runs[1],)
    assert slot_of(told, BUS, before, set()).after == told.runs  # nobody is left on it: both runs begin later


def test_a_vehicle_makes_its_runs_in_the_order_in_which_they_begin_and_stands_where_the_day_lists_it() -> None:
    problem = morning()
    told = two_runs(problem)
    late, early = told.runs[1], told.runs[0]
    cab = plan(run(problem, "cab", "a: +ann", "oak: -ann", at="08:30"))
    both = with_runs(problem, cab, BUS, (late, early))
    assert [shift.vehicle for shift in both.shifts] == [BUS, CAB]
    assert runs_of(both, BUS) == (early, late)
    assert with_runs(problem, both, BUS, ()) == cab
    assert with_runs(problem, both, CAB, ()) == told


@pytest.mark.parametrize("direction", list(Direction))
def test_times_are_first_those_at_which_the_school_expects_the_vehicle(direction: Direction) -> None:
    to_school = direction is Direction.TO_SCHOOL
    problem = morning(direction, "08:00-09:15" if to_school else "15:30-16:00")
    visits = ("b: +bob", "oak: -bob") if to_school else ("oak: +bob", "b: -bob")
    now = run(problem, "bus", *visits, at="08:40" if to_school else "15:40")
    told, said = plan(now), said_by(problem, RULES)
    as_now, best = kept_times(problem, said, slot_of(told, BUS, now), outline_of(now))
    assert as_now == (now,)
    school_stop = best[0].stops[-1 if to_school else 0]
    assert school_stop.arrive_s == seconds("09:15") if to_school else school_stop.leave_s == seconds("15:30")


def test_other_runs_are_kept_to_until_only_moving_them_makes_room() -> None:
    problem = morning()
    told, said = two_runs(problem), said_by(morning(), RULES)
    longer = outline_of(run(problem, "bus", "a: +ann", "b: +bob", "oak: -ann -bob", at="08:20"))
    slot = slot_of(told, BUS, told.runs[0])
    for runs in kept_times(problem, said, slot, longer):
        assert runs[1] == told.runs[1]
        assert not [each for each in check(problem, with_runs(problem, told, BUS, runs)) if each.vehicle]
    tight = morning(between="08:55-09:05")
    late = slot_of(told, BUS, told.runs[0])
    assert list(kept_times(tight, said_by(tight, RULES), late, longer)) == []
    moved = list(moved_times(tight, said_by(tight, RULES), late, outline_of(told.runs[0])))
    assert moved == []  # b and d cannot both be brought within ten minutes by one bus
    wide = morning(between="08:20-09:15")
    (runs,) = moved_times(wide, said_by(wide, RULES), late, longer)
    assert runs[1] != told.runs[1]


def test_times_are_spread_earlier_and_earlier_within_the_schools_hours() -> None:
    problem = morning(between="08:30-08:35")
    now = run(problem, "cab", "a: +ann", "oak: -ann", at="08:35")
    spread = spread_times(problem, said_by(problem, RULES), slot_of(plan(now), CAB, now), outline_of(now))
    assert [runs[0].stops[-1].arrive_s for runs in spread] == [seconds("08:33"), seconds("08:31")]


def test_a_run_is_driven_from_and_to_a_stop_without_waiting_but_for_a_door_that_is_closed() -> None:
    people = (pupil("ann", "a"), pupil("bob", "b", home_from_s=seconds("08:15")))
    problem = street(*people, schools=(school(between="08:45-08:50"),))
    outline = outline_of(run(problem, "bus", "a: +ann", "b: +bob", "oak: -ann -bob", at="08:45"))
    made = driven(problem, BUS, outline, 0, seconds("08:00"))
    assert made is not None
    assert arrivals((made,)) == [[seconds("08:00"), seconds("08:15"), seconds("08:45")]]
    later = driven(problem, BUS, outline, 1, seconds("08:30"))
    assert later is not None
    assert arrivals((later,)) == [[seconds("08:23"), seconds("08:30"), seconds("08:47")]]
    home = street(pupil("ann", "a"), direction=Direction.FROM_SCHOOL)
    back = driven(home, BUS, outline_of(run(home, "bus", "oak: +ann", "a: -ann", at="15:30")), 1, seconds("16:00"))
    assert back is not None
    assert [stop.leave_s for stop in back.stops] == [seconds("15:40"), seconds("16:02")]


def test_no_run_is_driven_before_midnight_or_after_it() -> None:
    problem = morning()
    outline = outline_of(run(problem, "bus", "a: +ann", "oak: -ann", at="08:45"))
    assert driven(problem, BUS, outline, 1, seconds("00:10")) is None
    assert driven(problem, BUS, outline, 0, seconds("23:50")) is None


def test_broken_times_keep_what_they_can_and_only_the_checker_says_what_they_break() -> None:
    problem = street(
        pupil("ann", "a", ride_limit_s=600), vehicles=(vehicle("bus"),), schools=(school(between="08:30-08:45"),)
    )
    now = run(problem, "bus", "a: +ann", "oak: -ann", at="08:35")
    said, slot = said_by(problem, RULES), slot_of(plan(now), BUS, now)
    assert list(kept_times(problem, said, slot, outline_of(now))) == []
    tried = [runs[0] for runs in broken_times(problem, said, slot, outline_of(now))]
    assert [each.stops[-1].arrive_s for each in tried] == [seconds("08:35"), seconds("08:45"), seconds("08:30")]
    for each in tried:
        assert {violation.rule for violation in check(problem, plan(each))} == {"NoOneRidesTooLong"}


def test_broken_times_include_leaving_when_the_vehicle_can_and_being_done_when_it_must() -> None:
    problem = morning()
    told = two_runs(problem)
    outline = outline_of(run(problem, "bus", "a: +ann", "oak: -ann", at="08:40"))
    slot = new_slots(told, BUS)[1]
    tried = {runs[1].begins_s for runs in broken_times(problem, said_by(problem, RULES), slot, outline)}
    assert (
        told.runs[0].ends_s
        + problem.travel_of(BUS).seconds_between(told.runs[0].stops[-1].place, outline.visits[0].place)
        in tried
    )
    ends = {runs[1].ends_s for runs in broken_times(problem, said_by(problem, RULES), slot, outline)}
    assert told.runs[1].begins_s - 300 in ends  # oak to d takes five minutes


def test_an_order_in_which_someone_alights_before_they_board_is_refused_by_name() -> None:
    problem = morning()
    outline = outline_of(run(problem, "bus", "a: +ann", "b: +bob", "oak: -ann -bob", at="08:40"))
    assert in_turn(outline) is outline
    with pytest.raises(CannotBeDoneError, match=r"^In that order bob would alight before boarding\.$"):
        in_turn(replace(outline, visits=(outline.visits[0], outline.visits[2], outline.visits[1])))


def test_a_shift_with_an_assistant_to_collect_is_timed_around_them() -> None:
    problem = street(pupil("ann", "a", assistant="shared"), assistants=(assistant("zoe", joins_at="b"),))
    now = run(problem, "bus", "b: >zoe", "a: +ann", "oak: -ann", "b: <zoe", at="08:40", crew="zoe")
    as_now, *_ = kept_times(problem, said_by(problem, RULES), slot_of(plan(now), BUS, now), outline_of(now))
    assert as_now == (now,)
