"""Whole plans of small towns: every case that a morning may hold, each judged by the checker."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from routing.checker import check
from routing.cost import cost
from routing.plan import Plan, Run
from routing.policy import Policy
from routing.problem import Direction, Problem
from routing.records import Usual, VehicleId, Waiver
from routing.risk import PupilId, RuleId
from routing.solver import Budget, Locks, Progress, solve
from routing.solver.budget import Watch
from routing.solver.recipe import improved_once_more, mend_crews
from routing.synthesis import plane_problem
from tests.routing.solver.mornings import morning, searched
from tests.towns import assistant, contract, crossroads, pupil, run, school, seconds, street, vehicle
from tests.towns import plan as written

LITTLE = Budget(iterations=300)
BOTH_WAYS = pytest.mark.parametrize("direction", list(Direction))


def planned(problem: Problem, **more: Any) -> Plan:
    """A plan that the checker has passed."""
    plan = solve(problem, budget=more.pop("budget", LITTLE), seed=1, **more)
    assert [str(each) for each in check(problem, plan)] == []
    return plan


def run_of(plan: Plan, name: str) -> Run:
    found = plan.find_run_of(PupilId(name))
    assert found is not None
    return found


def crew(each: Run) -> list[str]:
    return [member.assistant for member in each.crew]


@BOTH_WAYS
def test_neighbours_share_a_vehicle(direction: Direction) -> None:
    plan = planned(street(pupil("ann", "a"), pupil("bob", "b"), direction=direction))
    assert len(plan.runs) == 1
    assert plan.unplaced == ()


@BOTH_WAYS
def test_pupils_of_two_schools_share_a_run_where_that_is_allowed(direction: Direction) -> None:
    pupils = pupil("ann", "c"), pupil("bob", "d", "elm")
    assert len(planned(crossroads(*pupils, direction=direction)).runs) == 1
    alone = crossroads(*pupils, direction=direction, policy=Policy(most_schools_per_run=1))
    assert all(len({alone.pupil[name].school for name in each.pupils}) == 1 for each in planned(alone).runs)


@BOTH_WAYS
def test_schools_that_share_with_no_one_are_served_apart(direction: Direction) -> None:
    to_school = direction is Direction.TO_SCHOOL
    between = "08:00-08:15" if to_school else "15:00-15:15", "09:00-09:15" if to_school else "16:00-16:15"
    schools = school("oak", between=between[0], shares_with=""), school("elm", between=between[1])
    problem = crossroads(pupil("ann", "c"), pupil("bob", "d", "elm"), schools=schools, direction=direction)
    plan = planned(problem)
    assert len(plan.runs) == 2
    assert len(plan.shifts) == 1, "one bus serves both bells and is paid once"


@BOTH_WAYS
def test_a_layout_is_chosen_for_each_run(direction: Direction) -> None:
    bus = vehicle("bus", (3, 0), (1, 1))
    pupils = pupil("ann", "a"), pupil("bob", "b"), pupil("cal", "c"), pupil("dee", "d", wheelchair=True)
    plan = planned(street(*pupils, vehicles=(bus, vehicle("more", (3, 0), (1, 1))), direction=direction))
    assert run_of(plan, "dee").layout.wheelchair_spaces == 1
    assert plan.unplaced == ()


@BOTH_WAYS
def test_an_assistant_is_collected_at_home_and_brought_back(direction: Direction) -> None:
    pupils = pupil("ann", "b", assistant="shared"), pupil("bob", "c", assistant="shared")
    problem = street(*pupils, assistants=(assistant("eve", joins_at="a"),), direction=direction)
    only = planned(problem).runs[0]
    assert crew(only) == ["eve"]
    assert (only.stops[0].joins, only.stops[-1].leaves) == (("eve",), ("eve",))


@BOTH_WAYS
def test_one_to_one_pupils_have_an_assistant_each_and_a_seat_for_them(direction: Direction) -> None:
    pupils = pupil("ann", "a", assistant="one-to-one", training="medication"), pupil("bob", "b", assistant="one-to-one")
    helpers = assistant("eve"), assistant("fay", "medication")
    problem = street(*pupils, assistants=helpers, vehicles=(vehicle("bus", (4, 0)),), direction=direction)
    only = planned(problem).runs[0]
    assert {member.one_to_one_with: member.assistant for member in only.crew} == {"ann": "fay", "bob": "eve"}
    tight = replace(problem, vehicles=(vehicle("bus", (3, 0)), vehicle("taxi", (3, 0))))
    assert len(planned(tight).runs) == 2


@BOTH_WAYS
def test_one_assistant_serves_two_runs_of_a_vehicle(direction: Direction) -> None:
    early, late = ("08:00-08:10", "08:50-09:00") if direction is Direction.TO_SCHOOL else ("15:00-15:10", "15:50-16:00")
    schools = school("oak", between=early, shares_with=""), school("elm", between=late)
    pupils = pupil("ann", "c", assistant="shared"), pupil("bob", "d", "elm", assistant="shared")
    problem = crossroads(*pupils, schools=schools, assistants=(assistant("eve"),), direction=direction)
    plan = planned(problem)
    assert plan.unplaced == ()
    assert [crew(each) for each in plan.runs] == [["eve"], ["eve"]]


def test_where_assistants_are_short_the_fewest_are_left_and_told_why() -> None:
    pupils = pupil("ann", "a", assistant="one-to-one"), pupil("bob", "b", assistant="one-to-one"), pupil("cal", "c")
    vehicles = vehicle("bus", (4, 0)), vehicle("taxi", (4, 0))
    plan = planned(street(*pupils, assistants=(assistant("eve"),), vehicles=vehicles))
    assert [each.pupil in ("ann", "bob") for each in plan.unplaced] == [True]
    assert "assistant" in plan.unplaced[0].reason


@BOTH_WAYS
def test_company_is_kept(direction: Direction) -> None:
    pupils = (
        pupil("ann", "a", apart_from="bob"),
        pupil("bob", "a"),
        pupil("cal", "b", together_with="bob"),
        pupil("dee", "c", solo=True),
        pupil("eli", "d", most_aboard=2),
    )
    vehicles = tuple(vehicle(name, (8, 0)) for name in ("v1", "v2", "v3", "v4"))
    plan = planned(street(*pupils, vehicles=vehicles, direction=direction))
    assert plan.unplaced == ()
    assert run_of(plan, "bob") is run_of(plan, "cal")
    assert run_of(plan, "dee").pupils == ("dee",)


def test_only_a_vehicle_with_what_a_pupil_needs_under_a_contract_for_the_school_carries_them() -> None:
    contracts = contract("firm", day_rate_pence=100), contract("dear"), contract("none", day_rate_pence=1, schools="")
    vehicles = (
        vehicle("a"),
        vehicle("b", contract="none", features="lift"),
        vehicle("c", contract="dear", features="lift"),
    )
    plan = planned(street(pupil("ann", "a", features="lift"), vehicles=vehicles, contracts=contracts))
    assert [shift.vehicle for shift in plan.shifts] == ["c"]


def test_a_waiver_lifts_a_ride_limit() -> None:
    ann = pupil("ann", "a", ride_limit_s=600)
    assert len(planned(street(ann)).unplaced) == 1
    waiver = Waiver(
        rule=RuleId("NoOneRidesTooLong"), pupil=ann.id, reason="parents ask", granted_by="TO1", until=date(2027, 1, 1)
    )
    assert planned(street(ann, waivers=(waiver,))).unplaced == ()


@BOTH_WAYS
def test_a_pick_up_point_is_used_where_it_saves(direction: Direction) -> None:
    near = pupil("ann", "a", walks={"c": 600})
    only = planned(street(near, direction=direction)).runs[0]
    assert "c" in {stop.place for stop in only.stops}


def test_a_promised_vehicle_and_time_are_kept_where_breaking_them_is_dearer() -> None:
    usual = Usual(pupil=PupilId("ann"), time_s=seconds("08:20"), tolerance_s=0, vehicle=VehicleId("v2"))
    vehicles = vehicle("v1"), vehicle("v2")
    plan = planned(street(pupil("ann", "c"), vehicles=vehicles, usuals=(usual,)))
    assert plan.shifts[0].vehicle == "v2"
    assert plan.runs[0].stops[0].arrive_s == seconds("08:20")


def test_vehicles_that_arrive_together_wait_their_turn_for_a_bay() -> None:
    pupils = tuple(pupil(name, name, solo=True) for name in "abcd")
    vehicles = tuple(vehicle(f"v{k}") for k in range(4))
    plan = planned(street(*pupils, schools=(school("oak", bays=1),), vehicles=vehicles))
    assert plan.unplaced == ()


def test_who_has_no_assessment_is_left_unplaced_and_nobody_waits_for_them() -> None:
    pupils = pupil("ann", "a"), pupil("bob", "b", together_with="ann"), pupil("cal", "c")
    problem = street(*pupils)
    problem = replace(problem, assessments=problem.assessments[1:])
    plan = planned(problem)
    assert [each.pupil for each in plan.unplaced] == ["ann"]
    assert "no risk assessment" in plan.unplaced[0].reason


@pytest.mark.parametrize("seed", range(4))
@BOTH_WAYS
def test_random_mornings_are_planned_without_a_violation(direction: Direction, seed: int) -> None:
    planned(morning(seed + 40, pupils=12, direction=direction))


def test_nobody_and_nothing_to_drive_make_plans_too() -> None:
    assert planned(street()).shifts == ()
    assert len(planned(street(pupil("ann", "a"), vehicles=())).unplaced) == 1


def test_the_same_iterations_give_the_same_plan() -> None:
    problem = morning(7, pupils=12)
    first, again = (solve(problem, budget=Budget(iterations=700), seed=3) for _ in range(2))
    assert first == again
    assert dict(first.versions).keys() >= {"python", "ortools", "numpy", "numba", "waymark"}


def test_a_budget_is_seconds_or_iterations_and_not_negative() -> None:
    for wrong in ({}, {"seconds": 1.0, "iterations": 5}, {"seconds": -1.0}):
        with pytest.raises(ValueError, match="budget"):
            Budget(**wrong)  # type: ignore[arg-type]  # a table of wrong ones


def test_it_stops_when_told_and_gives_the_best_plan_so_far() -> None:
    heard: list[Progress] = []
    problem = morning(5, pupils=12)
    plan = planned(problem, budget=Budget(iterations=10**7), stop=lambda: len(heard) > 3, report=heard.append)
    assert plan.runs
    assert heard[-1].cost_pence == cost(problem, plan)


def test_an_interrupt_from_the_keyboard_gives_the_best_plan_so_far() -> None:
    def interrupt(progress: Progress) -> None:
        if progress.doing == "improving":
            raise KeyboardInterrupt

    assert planned(morning(5, pupils=12), report=interrupt).runs


def test_a_plan_is_gone_on_from_and_never_made_worse() -> None:
    problem = morning(9, pupils=12)
    first = planned(problem, budget=Budget(iterations=900))
    again = planned(problem, budget=Budget(iterations=50), start=first)
    assert cost(problem, again) <= cost(problem, first)


def test_a_plan_made_by_hand_that_breaks_rules_is_mended() -> None:
    problem = street(pupil("ann", "a", apart_from="bob"), pupil("bob", "b"), vehicles=(vehicle("bus"), vehicle("taxi")))
    wrong = written(run(problem, "bus", "a: +ann", "b: +bob", "oak: -ann -bob", at="08:40"))
    assert planned(problem, start=wrong, budget=Budget(iterations=20)).unplaced == ()


def test_a_pupil_is_locked_to_a_vehicle_and_a_run_stays_as_it_stands() -> None:
    vehicles = vehicle("v1"), vehicle("v2"), vehicle("v3")
    problem = street(pupil("ann", "a"), pupil("bob", "b"), pupil("cal", "c"), vehicles=vehicles)
    stands = run(problem, "v3", "c: +cal", "oak: -cal", at="08:31")
    locks = Locks(aboard=frozenset({(PupilId("bob"), VehicleId("v2"))}), as_it_stands=(stands,))
    plan = planned(problem, locks=locks)
    assert run_of(plan, "bob").vehicle == "v2"
    assert run_of(plan, "cal") == stands


def test_a_budget_too_short_to_prove_goes_to_the_plan_which_still_bears_a_bound() -> None:
    told: list[Progress] = []
    problem = plane_problem(60, 3, seed=1)
    plan = planned(problem, budget=Budget(seconds=4.0), report=told.append)
    assert plan.bound is not None
    assert 0 < plan.bound.pence <= cost(problem, plan)
    assert plan.bound.relaxes.startswith("everything but the shortest rides")
    proving = [each for each in told if each.doing == "proving"]
    assert [each.bound_pence for each in proving] == [None]  # it was not begun


def test_what_naming_leaves_of_the_time_goes_to_the_plan() -> None:
    told: list[Progress] = []
    problem = plane_problem(20, 2, seed=1)
    search, watch = searched(problem, 1), Watch(Budget(seconds=1.0, proof=False), told.append)
    done = mend_crews(search, watch, 1)
    better = improved_once_more([search], watch, 1, done, took_s=0.0)
    assert check(problem, better.plan) == []
    assert cost(problem, better.plan) < cost(problem, done.plan)
    assert {"improving once more", "naming assistants"} <= {each.doing for each in told}


def test_a_plan_is_not_improved_once_more_where_naming_would_overrun() -> None:
    search = searched(plane_problem(20, 2, seed=1), 1)
    for watch in (Watch(Budget(seconds=1.0)), Watch(Budget(iterations=100))):
        done = mend_crews(search, watch, 1)
        assert improved_once_more([search], watch, 1, done, took_s=0.5) is done
