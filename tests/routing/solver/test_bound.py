"""The lower bound is never above what the cheapest plan of a small town costs, found by listing all plans."""

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ortools.math_opt.python import mathopt

from geodata import PlaceId
from routing.cost import cost
from routing.problem import Direction, Problem
from routing.solver.bound import APART, SLACK_PENCE, lower_bound, no_duals, proven_by
from routing.solver.compiled import compile_problem
from routing.solver.master import Duals, Hands, Master, Terms
from routing.solver.pricing import LABELS, Pricing, price_runs
from routing.solver.subproblem import labels_for
from routing.solver.tables import NOBODY
from routing.synthesis import plane_problem
from tests.enumeration import MOST_JUDGED, cheapest_plan
from tests.strategies import towns
from tests.towns import assistant, contract, crossroads, pupil, school, street, vehicle

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


@st.composite
def days(draw: st.DrawFn) -> Problem:
    """Draw a town in which one vehicle, and one assistant, may make several runs: schools begin one after the other."""
    town = draw(towns(most_vehicles=2))
    later_s = 60 * draw(st.sampled_from([0, 5, 12, 20, 40]))
    gates = [PlaceId("oak"), PlaceId("corner")]
    schools = [
        replace(
            each,
            from_s=each.from_s + number * later_s,
            until_s=each.until_s + number * later_s + 60 * draw(st.integers(0, 3)),
            gates=tuple(gates[: draw(st.integers(1, 2))]) if each.id == "oak" else each.gates,
            handover_s=60 * draw(st.integers(0, 4)),
        )
        for number, each in enumerate(town.schools)
    ]
    if draw(st.booleans()):
        schools[0] = replace(schools[0], until_s=schools[0].from_s + 60 * 9)
    contracts = tuple(
        replace(
            each, day_rate_pence=draw(st.sampled_from([0, 500, 4000])), hour_rate_pence=draw(st.sampled_from([0, 600]))
        )
        for each in town.contracts
    )
    pence = draw(st.sampled_from([0, 600]))
    pupils = tuple(
        replace(each, needs=replace(each.needs, solo=draw(st.booleans()), together_with=frozenset()))
        for each in town.pupils
    )
    paid_s = draw(st.sampled_from([0, 1200, 3600]))
    policy = replace(town.policy, ride_hour_pence=pence, assistant_minimum_paid_s=paid_s)
    return replace(town, schools=tuple(schools), contracts=contracts, pupils=pupils, policy=policy)


@settings(max_examples=15, deadline=None, suppress_health_check=SLOW)
@given(towns())
def test_no_plan_of_a_small_town_is_cheaper_than_its_bound(problem: Problem) -> None:
    best = cheapest_plan(problem, most_judged=MOST_JUDGED)
    bound = lower_bound(problem, iterations=60).bound
    assert best is None or bound.pence <= cost(problem, best), bound.relaxes


@settings(max_examples=15, deadline=None, suppress_health_check=SLOW)
@given(days(), st.integers(0, 2**20))
def test_no_plan_is_cheaper_where_runs_follow_one_another_whatever_the_duals(problem: Problem, seed: int) -> None:
    best = cheapest_plan(problem, most_judged=MOST_JUDGED)
    if best is None:
        return
    pence = cost(problem, best)
    assert lower_bound(problem, iterations=60).bound.pence <= pence
    rng, compiled = np.random.default_rng(seed), compile_problem(problem)
    nothing = no_duals(compiled)
    for _ in range(20):
        duals = Duals(**{each.name: drawn(rng, getattr(nothing, each.name)) for each in fields(Duals)})
        assert proven_by(compiled, duals, int(rng.integers(len(APART)))) <= pence + SLACK_PENCE


def drawn(rng: np.random.Generator, like: Any) -> Any:
    """Draw duals of one field, of every size, many of them nothing."""
    return rng.exponential(10.0 ** rng.uniform(0, 4), np.shape(like)) * (rng.random(np.shape(like)) < rng.random())


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


def test_assistants_who_are_paid_nothing_are_in_the_proof() -> None:
    unpaid = replace(assistant("amy"), hour_rate_pence=0)
    problem = crossroads(*(pupil(name, name, assistant="shared") for name in "ab"), assistants=(unpaid,))
    best, proof = cheapest_plan(problem), lower_bound(problem, iterations=40)
    assert best is not None
    assert "shortest rides" not in proof.bound.relaxes
    assert 0 < proof.bound.pence <= cost(problem, best)


def test_another_solver_is_asked_where_one_does_not_come_to_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = plane_problem(10, 2, seed=1)
    expected = lower_bound(problem, iterations=40).bound.pence
    asked: list[Any] = []

    def endless(_: object, *, params: mathopt.SolveParameters) -> None:
        asked.append(params.time_limit)
        raise RuntimeError("the time is up.")

    monkeypatch.setattr(mathopt.IncrementalSolver, "solve", endless)
    assert abs(lower_bound(problem, iterations=40).bound.pence - expected) < 0.02 * expected
    assert asked
    assert None not in asked


def test_a_bound_that_is_stopped_at_once_is_still_one_and_says_how_weak() -> None:
    problem = street(pupil("ann", "a"))
    proof = lower_bound(problem, stop=lambda: True)
    best = cheapest_plan(problem)
    assert best is not None
    assert proof.bound.pence <= cost(problem, best)
    assert "no time" in proof.bound.relaxes


def test_only_what_is_told_apart_more_finely_is_forgotten() -> None:
    pricing = Pricing(compile_problem(plane_problem(12, 2, seed=1)).tables)
    terms = Terms(pricing, Hands(np.zeros(1, np.int64), np.full(1, 1300), np.full(1, 9)))
    master = Master(terms)
    duals = terms.feasible(master.solve())
    worth = terms.worth(duals)
    one, other = (sub for sub in pricing.subproblems if sub.kinds[0] == 0 and sub.other == NOBODY)
    for sub in (one, other):
        rooms = labels_for(LABELS, sub.local.ng.shape[1])
        found = price_runs(sub, worth, rooms, most=0, apart=APART[0])
        assert found is not None
        master.add([replace(found.columns[0], blurred=True), replace(found.columns[1], blurred=False)], worth, duals)
    master.forget_blurred([one])
    assert [column.last for column in master.blurred.values()] == [other.last]
    assert len(master.runs) == 3
    master.forget_blurred([other])
    assert len(master.runs) == 2
    assert master.solve().pupil.size == pricing.tab.pupil_school.size
