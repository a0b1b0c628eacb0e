"""The best way to make a run breaks the fewest rules, then costs least, then changes least."""

from dataclasses import replace

import numpy as np
import pytest

from geodata import UNREACHABLE_S, TravelMatrix
from routing.checker import check
from routing.edits.choosing import best_of
from routing.edits.slots import Slot, new_slots, slot_of
from routing.errors import CannotBeDoneError
from routing.problem import Problem
from routing.records import VehicleId
from routing.rules import RULES
from routing.said import said_by
from routing.timing import outline_of
from tests.towns import CAR, plan, pupil, run, school, seconds, street, vehicle

BUS = VehicleId("bus")


def morning(**more: object) -> Problem:
    return street(pupil("ann", "a"), pupil("bob", "b"), vehicles=(vehicle("bus"), vehicle("cab")), **more)


def test_the_cheapest_way_that_keeps_the_rules_is_taken() -> None:
    problem = morning()
    short = run(problem, "bus", "a: +ann", "b: +bob", "oak: -ann -bob", at="08:40")
    long = run(problem, "bus", "b: +bob", "a: +ann", "oak: -ann -bob", at="08:40")
    options = [(Slot(BUS), outline_of(each)) for each in (long, short)]
    best = best_of(problem, said_by(problem, RULES), plan(), options)
    assert [stop.place for stop in best.runs[0].stops] == ["a", "b", "oak"]
    assert check(problem, best) == []


def test_of_ways_that_all_break_a_rule_the_one_that_breaks_fewest_is_taken_though_it_is_dearer() -> None:
    problem = street(pupil("ann", "a", ride_limit_s=300), pupil("bob", "b", ride_limit_s=1100))
    short = run(problem, "bus", "a: +ann", "b: +bob", "oak: -ann -bob", at="08:40")
    long = run(problem, "bus", "b: +bob", "a: +ann", "oak: -ann -bob", at="08:40")
    options = [(Slot(BUS), outline_of(each)) for each in (long, short)]
    best = best_of(problem, said_by(problem, RULES), plan(), options)
    assert [each.pupils for each in check(problem, best)] == [("ann",)]


def test_runs_that_stand_are_preferred_to_their_equals() -> None:
    problem = morning()
    stands = run(problem, "bus", "a: +ann", "b: +bob", "oak: -ann -bob", at="08:33")
    slot = slot_of(plan(stands), BUS, stands)
    said = said_by(problem, RULES)
    best = best_of(problem, said, plan(stands), [(slot, outline_of(stands))], standing=[slot.filled(stands)])
    assert best == plan(stands)


def test_what_is_wrong_already_is_not_held_against_a_way() -> None:
    problem = street(pupil("ann", "a", ride_limit_s=300), pupil("bob", "b"), schools=(school(between="08:30-08:45"),))
    now = run(problem, "bus", "a: +ann", "oak: -ann", at="08:40")
    slot = slot_of(plan(now), BUS, now)
    best = best_of(problem, said_by(problem, RULES), plan(now), [(slot, outline_of(now))], standing=[slot.filled(now)])
    assert best.runs == (now,)


def test_a_bay_is_found_by_coming_earlier() -> None:
    problem = morning(schools=(school(bays=1),))
    cab = plan(run(problem, "cab", "b: +bob", "oak: -bob", at="08:45"))
    option = (new_slots(cab, BUS)[0], outline_of(run(problem, "bus", "a: +ann", "oak: -ann", at="08:45")))
    best = best_of(problem, said_by(problem, RULES), cab, [option])
    assert check(problem, best) == []
    assert best.runs[0].stops[-1].arrive_s == seconds("08:41")


def test_the_vehicles_other_run_is_moved_where_only_that_makes_room() -> None:
    problem = morning(schools=(school(between="08:15-09:00"),))
    late = plan(run(problem, "bus", "b: +bob", "oak: -bob", at="08:33"))
    option = (new_slots(late, BUS)[0], outline_of(run(problem, "bus", "a: +ann", "oak: -ann", at="08:15")))
    best = best_of(problem, said_by(problem, RULES), late, [option])
    assert check(problem, best) == []
    assert best.runs[1].stops[-1].arrive_s > seconds("08:33")


def test_unless_told_to_insist_nobody_elses_times_are_moved_for_it() -> None:
    problem = morning(schools=(school(bays=1),))
    cab = plan(run(problem, "cab", "b: +bob", "oak: -bob", at="08:45"))
    option = (new_slots(cab, BUS)[0], outline_of(run(problem, "bus", "a: +ann", "oak: -ann", at="08:45")))
    best = best_of(problem, said_by(problem, RULES), cab, [option], insist=False)
    assert {each.rule for each in check(problem, best)} == {"SchoolsHaveABayForEach"}


def test_where_no_road_leads_the_run_is_refused_in_a_sentence() -> None:
    problem = morning()
    told = problem.travels[CAR]
    walled = np.full_like(told.seconds, UNREACHABLE_S)
    problem = replace(problem, travels={CAR: TravelMatrix(told.places, walled, told.metres)})
    outline = outline_of(run(morning(), "bus", "a: +ann", "oak: -ann", at="08:45"))
    with pytest.raises(CannotBeDoneError, match=r"^No way leads there within the day, so the run cannot be driven\.$"):
        best_of(problem, said_by(problem, RULES), plan(), [(Slot(BUS), outline)])
