"""The routing library hears the same rules as the kernels: said, each is kept."""

import pytest
from hypothesis import HealthCheck, given, settings

from routing.checker import check
from routing.cost import cost
from routing.problem import Direction, Problem
from routing.rules import RULES
from routing.solver.bound import lower_bound
from routing.solver.routing_library import solve_with_routing_library
from routing.synthesis import plane_problem
from tests.strategies import towns
from tests.towns import pupil, street

SECONDS = 0.3


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(towns())
def test_whatever_it_plans_keeps_every_rule_and_is_no_cheaper_than_the_bound(problem: Problem) -> None:
    plan = solve_with_routing_library(problem, seconds=SECONDS)
    assert [str(each) for each in check(problem, plan)] == []
    assert lower_bound(problem, iterations=60).bound.pence <= cost(problem, plan)


@pytest.mark.parametrize("direction", Direction)
def test_a_lifelike_morning_and_afternoon_are_planned_with_no_one_left_who_may_travel(direction: Direction) -> None:
    problem = plane_problem(20, 2, seed=5, direction=direction)
    plan = solve_with_routing_library(problem, seconds=3)
    assert [str(each) for each in check(problem, plan)] == []
    assert {each.pupil for each in plan.unplaced} == {p.id for p in problem.pupils if problem.why_not_planned(p.id)}


def test_a_plan_given_to_begin_with_is_not_made_dearer() -> None:
    problem = plane_problem(15, 1, seed=2)
    first = solve_with_routing_library(problem, seconds=1)
    again = solve_with_routing_library(problem, seconds=1, start=first)
    assert cost(problem, again) <= 1.02 * cost(problem, first)


def test_each_better_plan_is_reported_and_asked_about() -> None:
    told: list[int] = []
    problem = plane_problem(8, 1, seed=2)
    plan = solve_with_routing_library(problem, seconds=5, report=told.append, stop=lambda: True)
    assert told
    assert check(problem, plan) == check(problem, plan)


def together(problem: Problem) -> bool:
    plan = solve_with_routing_library(problem, seconds=SECONDS, rules=RULES)
    return plan.find_run_of(problem.pupils[0].id) is plan.find_run_of(problem.pupils[1].id)


def test_said_those_kept_apart_are_apart_and_unsaid_they_share_a_run() -> None:
    assert together(street(pupil("ann", "a"), pupil("bob", "b")))
    assert not together(street(pupil("ann", "a", apart_from="bob"), pupil("bob", "b")))
    problem = street(pupil("ann", "a", apart_from="bob"), pupil("bob", "b"))
    silent = tuple(rule for rule in RULES if rule.id != "KeptApartStayApart")
    plan = solve_with_routing_library(problem, seconds=SECONDS, rules=silent)
    assert {each.rule for each in check(problem, plan)} == {"KeptApartStayApart"}


def test_without_any_vehicle_everyone_is_left_unplaced_and_nothing_crashes() -> None:
    problem = street(pupil("ann", "a"), vehicles=())
    assert [each.pupil for each in solve_with_routing_library(problem, seconds=SECONDS).unplaced] == ["ann"]
