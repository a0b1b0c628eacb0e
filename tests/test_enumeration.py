"""The oracle, held against small mornings that can be done by hand, against itself, and against the recipe."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from routing.checker import check
from routing.cost import cost
from routing.problem import Direction, Problem
from routing.solver import Budget, solve
from tests.enumeration import cheapest_plan, listed_runs
from tests.strategies import towns
from tests.towns import assistant, contract, plan, pupil, run, street, vehicle

SLOW_IS_FINE = settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def price(problem: Problem) -> int:
    """Return the cost of the cheapest plan."""
    best = cheapest_plan(problem)
    assert best is not None
    assert check(problem, best) == []
    return cost(problem, best)


def test_every_order_of_two_pupils_is_listed_once_for_each_minute() -> None:
    problem = street(pupil("ann", "a"), pupil("bob", "b"))
    both = [each for each in listed_runs(problem) if len(each.pupils) == 2]
    assert {tuple(stop.place for stop in each.stops) for each in both} == {("a", "b", "oak"), ("b", "a", "oak")}
    assert len(both) == 2 * (15 + 4 + 1)
    assert len(set(both)) == len(both)


def test_the_cheapest_plan_of_a_morning_is_the_one_found_by_hand() -> None:
    problem = street(
        pupil("ann", "a", assistant="shared"),
        pupil("bob", "b"),
        vehicles=(vehicle("bus", (3, 0)), vehicle("cab", (3, 0))),
        assistants=(assistant("zoe", joins_at="b"),),
    )
    best = cheapest_plan(problem)
    by_hand = plan(
        run(problem, "bus", "b: >zoe", "a: +ann", "b: +bob", "oak: -ann -bob", "b: <zoe", at="08:40", crew="zoe")
    )
    assert best is not None
    assert check(problem, by_hand) == []
    assert cost(problem, best) == cost(problem, by_hand)
    assert [stop.place for stop in best.runs[0].stops] == ["b", "a", "b", "oak", "b"]


def test_who_has_no_room_is_unplaced_at_their_price() -> None:
    problem = street(pupil("ann", "a", wheelchair=True), contracts=(contract(),), direction=Direction.FROM_SCHOOL)
    assert price(problem) == problem.policy.unplaced_pence


@SLOW_IS_FINE
@given(problem=towns(most_pupils=2, most_vehicles=1))
def test_a_looser_limit_never_makes_the_best_plan_dearer(problem: Problem) -> None:
    longer = tuple(
        replace(each, needs=replace(each.needs, ride_limit_s=problem.ride_limit_s(each.id) + 300))
        for each in problem.pupils
    )
    wider = tuple(replace(each, until_s=each.until_s + 300) for each in problem.schools)
    before = price(problem)
    assert price(replace(problem, pupils=longer)) <= before
    assert price(replace(problem, schools=wider)) <= before


@SLOW_IS_FINE
@given(problem=towns(most_pupils=2, most_vehicles=1))
def test_the_order_of_records_does_not_matter(problem: Problem) -> None:
    turned = replace(
        problem,
        pupils=problem.pupils[::-1],
        vehicles=problem.vehicles[::-1],
        assistants=problem.assistants[::-1],
        schools=problem.schools[::-1],
    )
    assert price(turned) == price(problem)


@SLOW_IS_FINE
@given(problem=towns())
def test_whatever_the_recipe_plans_keeps_every_rule_and_places_everyone_whom_some_plan_places(problem: Problem) -> None:
    planned, best = solve(problem, budget=Budget(iterations=300), seed=1), cheapest_plan(problem)
    assert check(problem, planned) == []
    assert best is not None
    assert len(planned.unplaced) <= len(best.unplaced)
