"""The lower bound is never above what the cheapest plan of a small town costs, found by listing all plans."""

from hypothesis import HealthCheck, given, settings

from routing.cost import cost
from routing.problem import Direction, Problem
from routing.solver.bound import lower_bound
from routing.synthesis import plane_problem
from tests.enumeration import cheapest_plan
from tests.strategies import towns
from tests.towns import assistant, contract, crossroads, pupil, school, street, vehicle


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(towns())
def test_no_plan_of_a_small_town_is_cheaper_than_its_bound(problem: Problem) -> None:
    best = cheapest_plan(problem)
    bound = lower_bound(problem, iterations=60).bound
    assert best is None or bound.pence <= cost(problem, best), bound.relaxes


def test_the_bound_of_one_pupil_alone_is_what_they_cost() -> None:
    problem = street(pupil("ann", "a"))
    best = cheapest_plan(problem)
    assert best is not None
    assert cost(problem, best) - 5 <= lower_bound(problem).bound.pence <= cost(problem, best)


def test_a_vehicle_that_makes_two_runs_is_paid_once() -> None:
    apart = [pupil("ann", "c", solo=True), pupil("bob", "d", solo=True)]
    problem = street(*apart, schools=(school(between="08:00-09:00"),), vehicles=(vehicle(), vehicle("van")))
    best = cheapest_plan(problem)
    assert best is not None
    assert len(best.shifts) == 1
    assert lower_bound(problem).bound.pence <= cost(problem, best)


def test_who_has_no_room_is_in_the_bound_at_their_price() -> None:
    problem = street(pupil("ann", "a", wheelchair=True))
    assert lower_bound(problem).bound.pence == problem.policy.unplaced_pence


def test_the_bound_is_the_same_again_for_the_same_iterations_and_on_two_workers() -> None:
    problem = plane_problem(6, 1, seed=3, direction=Direction.FROM_SCHOOL)
    one, two = (lower_bound(problem, iterations=40, workers=workers) for workers in (1, 2))
    assert (one.bound, len(one.columns)) == (two.bound, len(two.columns))


def test_a_solved_relaxation_meets_its_bound() -> None:
    problem = crossroads(
        *(pupil(name, name) for name in "abcd"), contracts=(contract(),), assistants=(assistant("amy"),)
    )
    proof = lower_bound(problem)
    assert proof.bound.pence >= 0.99 * proof.relaxation_pence


def test_a_bound_that_is_stopped_at_once_is_still_one_and_says_how_weak() -> None:
    problem = street(pupil("ann", "a"))
    proof = lower_bound(problem, stop=lambda: True)
    best = cheapest_plan(problem)
    assert best is not None
    assert proof.bound.pence <= cost(problem, best)
    assert "no time" in proof.bound.relaxes
