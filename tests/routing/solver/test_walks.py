"""Walks side by side: what one has met is of use to all, the best of all is kept, every rule holds."""

import numpy as np
import pytest

from routing.checker import check
from routing.problem import Problem
from routing.solver import Budget, fleet, recipe, solve, walks
from routing.solver.budget import Watch
from routing.solver.search import Search
from routing.solver.stages import Stage, improve
from routing.solver.state import Pool, total_pence
from routing.solver.tables import NOBODY
from routing.solver.walks import MOST_WALKS, cores, put_together, seed_of, side_by_side, walks_from
from routing.synthesis import plane_problem
from tests.routing.solver.mornings import searched


def shifts_of(pool: Pool) -> dict[int, int]:
    """Return the price of each set of pupils and vehicle type that is remembered, by its key."""
    used = int(pool.used[0])
    return dict(zip(pool.hashes[:used].tolist(), pool.pence[:used].tolist(), strict=True))


@pytest.fixture
def problem() -> Problem:
    return plane_problem(20, 2, seed=1)


def test_results_come_in_order_and_the_mistake_of_any_is_told() -> None:
    assert side_by_side([lambda: 1, lambda: 2, lambda: 3]) == [1, 2, 3]
    with pytest.raises(ZeroDivisionError):
        side_by_side([lambda: 1, lambda: 1 // 0])


@pytest.mark.parametrize(("number", "walked"), [(None, 1), (1, 1), (2, 2), (64, MOST_WALKS)])
def test_there_is_a_walk_for_each_core_by_the_clock_alone(
    monkeypatch: pytest.MonkeyPatch, number: int | None, walked: int
) -> None:
    monkeypatch.setattr(walks, "cpu_count", lambda: number)
    assert cores(Budget(seconds=1.0)) == walked
    assert cores(Budget(iterations=1)) == 1


def test_walks_begin_at_the_best_plan(problem: Problem) -> None:
    search = searched(problem, 100)
    begun = walks_from(search, 3)
    assert begun[0] is search
    assert [each.best_pence for each in begun] == [search.best_pence] * 3
    assert len({seed_of(k, 7) for k in range(3)}) == 3


def test_what_any_has_met_is_remembered_and_the_best_of_all_is_kept(problem: Problem) -> None:
    begun = walks_from(searched(problem, 1), 3)
    for number, walk in enumerate(begun):
        walk.improve(40 * number, number, 0.0, 1.0)
    met = [shifts_of(each.pool) for each in begun]
    best = min(each.best_pence for each in begun)
    put_together(begun)
    every = met[0] | met[1] | met[2]
    assert shifts_of(begun[0].pool) == {key: min(each.get(key, pence) for each in met) for key, pence in every.items()}
    assert [each.best_pence for each in begun] == [best] * 3
    assert [int(each.pool.used[0]) for each in begun[1:]] == [0, 0]


def whole(search: Search) -> bool:
    """Say whether the best plan is one: its price is that of its shifts, and each pupil is on the one that says so."""
    tables, best = search.compiled.tables, search.best
    aboard = {row: set(np.flatnonzero(best.shift_of == row).tolist()) for row in np.flatnonzero(best.length).tolist()}
    for row, pupils in aboard.items():
        carried = tables.node_pupil[best.nodes[row, : best.length[row]]]
        if set(carried[carried != NOBODY].tolist()) != pupils:
            return False
    return total_pence(tables, best) == search.best_pence


@pytest.mark.parametrize("number", [1, 2])
def test_by_the_clock_each_walk_improves_a_plan(problem: Problem, number: int) -> None:
    begun = walks_from(searched(problem, 1), number)
    before = begun[0].best_pence
    improve(begun, Watch(Budget(seconds=0.5)), 1, Stage("improving", 0.0, 1.0, 0.0))
    assert all(each.best_pence < before for each in begun)
    assert all(map(whole, begun))


def test_an_interrupt_keeps_what_every_walk_has_found(problem: Problem, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[Search] = []

    def remembered(search: Search, number: int) -> list[Search]:
        begun.extend(walks_from(search, number))
        return begun

    def interrupted(*_: object) -> None:
        begun[1].improve(4000, 1, 0.0, 1.0)
        raise KeyboardInterrupt

    monkeypatch.setattr(walks, "cpu_count", lambda: 2)
    monkeypatch.setattr(recipe, "walks_from", remembered)
    monkeypatch.setattr(recipe, "improve", interrupted)
    plan = solve(problem, budget=Budget(seconds=5.0), seed=1)
    assert check(problem, plan) == []
    assert begun[0].best_pence == begun[1].best_pence
    assert whole(begun[0])


def test_an_interrupt_while_naming_leaves_the_plan_as_naming_has_it(
    problem: Problem, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be dearer by what the search takes assistants to cost, and then no other walk's plan stands for it."""
    kept: list[Search] = []

    def interrupted(search: Search, *_: object) -> None:
        search.best = searched(problem, 1).best
        kept.append(search)
        raise KeyboardInterrupt

    monkeypatch.setattr(walks, "cpu_count", lambda: 2)
    monkeypatch.setattr(recipe, "mend_crews", interrupted)
    assert check(problem, solve(problem, budget=Budget(seconds=1.0), seed=1)) == []
    assert kept[0].best_pence == searched(problem, 1).best_pence


def test_vehicles_are_spared_by_walks_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walks, "cpu_count", lambda: 2)
    search = searched(plane_problem(30, 3, seed=1), 200)
    before = int((search.best.length > 0).sum())
    fleet.spare_vehicles(search, Watch(Budget(seconds=1.5)), 1, share=1.0, iterations=0)
    assert int((search.best.length > 0).sum()) <= before
    assert whole(search)


def test_a_plan_made_by_walks_side_by_side_keeps_every_rule(problem: Problem, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walks, "cpu_count", lambda: 2)
    assert check(problem, solve(problem, budget=Budget(seconds=1.5, proof=False), seed=1)) == []
