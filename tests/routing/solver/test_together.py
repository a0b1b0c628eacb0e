"""Shifts chosen and assistants named together: never dearer, sometimes cheaper, every rule kept."""

from dataclasses import replace

import pytest

from routing.checker import check
from routing.cost import cost
from routing.plan import Plan
from routing.problem import Direction, Problem
from routing.records import AssistantNeed
from routing.solver.budget import Budget, Watch
from routing.solver.crews import Table
from routing.solver.finish import finished
from routing.solver.outlines import drafts_of
from routing.solver.price import crewless_pence
from routing.solver.search import Search
from routing.solver.together import choose_and_name
from routing.synthesis import plane_problem
from tests.routing.solver.mornings import searched

ITERATIONS = 4000


def named(search: Search) -> Plan:
    """Return the best plan with its assistants named."""
    return finished(search.compiled, search.work, search.alone, search.best).plan


def test_plans_become_cheaper_once_named_and_keep_every_rule() -> None:
    cheaper = 0
    for seed in range(4):
        problem = plane_problem(24, 3, seed=seed)
        search = searched(problem, ITERATIONS, seed)
        before = cost(problem, named(search))
        choose_and_name(search, Watch(Budget(iterations=ITERATIONS)), 1.0)
        plan = named(search)
        assert check(problem, plan) == []
        assert cost(problem, plan) <= before
        cheaper += int(cost(problem, plan) < before)
    assert cheaper


def test_the_same_is_chosen_again() -> None:
    problem = plane_problem(20, 2, seed=1)
    plans = []
    for _ in range(2):
        search = searched(problem, ITERATIONS)
        choose_and_name(search, Watch(Budget(iterations=ITERATIONS)), 1.0)
        plans.append(named(search))
    assert plans[0] == plans[1]


def without_assistants(problem: Problem) -> Problem:
    """Return a problem in which nobody needs an assistant."""
    needs = [replace(each.needs, assistant=AssistantNeed.NONE, training=frozenset()) for each in problem.pupils]
    pupils = (replace(each, needs=own) for each, own in zip(problem.pupils, needs, strict=True))
    return replace(problem, pupils=tuple(pupils))


@pytest.mark.parametrize("late", [True, False])
def test_nothing_is_chosen_when_it_is_late_or_nobody_needs_an_assistant(*, late: bool) -> None:
    problem = plane_problem(20, 2, seed=2)
    search = searched(problem if late else without_assistants(problem), ITERATIONS, 2)
    best = search.best
    choose_and_name(search, Watch(Budget(seconds=0.0) if late else Budget(iterations=ITERATIONS)), 1.0)
    assert search.best is best


@pytest.mark.parametrize("direction", Direction)
def test_a_shift_without_crew_costs_what_the_plan_says(direction: Direction) -> None:
    problem = plane_problem(25, 3, seed=1, direction=direction)
    search = searched(problem, ITERATIONS)
    compiled, state = search.compiled, search.best
    plain = Table(compiled, drafts_of(compiled, state)).plain
    rows = [row for row in range(len(state.length)) if state.length[row]]
    assert rows
    for row, shift in zip(rows, plain, strict=True):
        nodes = state.nodes[row, : state.length[row]].tolist()
        own = crewless_pence(compiled.tables, search.work, nodes, int(state.kind[row]))
        assert own == cost(problem, Plan(shifts=(shift,)))
