"""A plan cut into parts and put together again is the same plan; parts improved side by side keep every rule."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

import numpy as np
import pytest

from routing.checker import check
from routing.plan import Plan
from routing.problem import Direction, Problem
from routing.solver import Budget, solve, stages
from routing.solver.abreast import LARGE, improve_abreast, number_of_parts
from routing.solver.compiled import compile_problem
from routing.solver.parts import cut, joined
from routing.solver.price import price_of
from routing.solver.search import Search, begin_search
from routing.solver.state import State, total_pence
from routing.solver.tables import NOBODY, work_for
from routing.synthesis import plane_problem


def tied(problem: Problem) -> Problem:
    """Return a problem in which a few who go to one school must travel together."""
    one = problem.pupils[0]
    other = next(each for each in problem.pupils[1:] if each.school == one.school)
    both = [
        replace(
            each, needs=replace(each.needs, together_with=frozenset({friend.id}), apart_from=frozenset(), solo=False)
        )
        for each, friend in ((one, other), (other, one))
    ]
    changed = {each.id: each for each in both}
    return replace(problem, pupils=tuple(changed.get(each.id, each) for each in problem.pupils))


def searched() -> Search:
    search = begin_search(compile_problem(tied(plane_problem(60, 4, seed=2))))
    search.place_all(0)
    search.improve(100, 1, 0.5, 0.6)
    some = np.flatnonzero(search.best.length)[:2]  # whom parts must carry though they are unplaced
    search.state = search.best_copy()
    for row in some:
        search.state.shift_of[search.state.shift_of == row] = NOBODY
        search.state.free[search.state.kind[row]] += 1
        search.state.length[row] = 0
    return search


def shifts(state: State) -> set[tuple[int, int, tuple[int, ...]]]:
    return {
        (int(state.kind[row]), int(state.pence[row]), tuple(state.nodes[row, : state.length[row]].tolist()))
        for row in np.flatnonzero(state.length)
    }


@pytest.mark.parametrize("number", [1, 2, 5])
def test_parts_put_together_are_the_whole(number: int) -> None:
    search = searched()
    tables, state = search.compiled.tables, search.state
    parts = cut(tables, state, number, np.random.default_rng(3))
    assert len(parts) == number
    again = joined(tables, parts, [part.state for part in parts])
    assert shifts(again) == shifts(state)
    assert again.free.tolist() == state.free.tolist()
    assert total_pence(tables, again) == total_pence(tables, state)
    assert sorted(pupil for part in parts for pupil in part.pupils) == list(range(len(state.shift_of)))
    assert np.sum([part.tables.type_count for part in parts], axis=0).tolist() == tables.type_count.tolist()


def test_a_part_prices_its_shifts_as_the_whole_does_and_knows_its_own() -> None:
    search = searched()
    tables = search.compiled.tables
    for part in cut(tables, search.state, 4, np.random.default_rng(4)):
        own, work = part.tables, work_for(part.tables)
        for row in np.flatnonzero(part.state.length):
            count, kind = int(part.state.length[row]), int(part.state.kind[row])
            assert price_of(own, work, part.state.nodes[row], count, kind, True) == part.state.pence[row]  # noqa: FBT003 -- a kernel
        assert (own.takes == tables.takes[part.pupils]).all()
        assert (own.node_limit == tables.node_limit[part.nodes]).all()
        starts = own.apart_start
        for k, pupil in enumerate(part.pupils):
            apart = set(tables.kept_apart[tables.apart_start[pupil] : tables.apart_start[pupil + 1]].tolist())
            assert set(part.pupils[own.kept_apart[starts[k] : starts[k + 1]]].tolist()) == apart & set(part.pupils)


def test_vehicles_that_are_free_are_shared_out_and_never_used_twice() -> None:
    search = searched()
    before = search.best_pence
    for k in range(3):
        improve_abreast(search, 100, k, (0.3 * k, 0.3 * k + 0.3), None)
        assert (search.state.free >= 0).all()
        assert (search.best.free >= 0).all()
    assert search.best_pence <= before


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have plans of forty pupils count as large."""
    monkeypatch.setattr("routing.solver.abreast.PART", 20)
    monkeypatch.setattr("routing.solver.abreast.LARGE", 40)
    monkeypatch.setattr(stages, "ROUND", 100)


def made(problem: Problem, budget: Budget) -> Plan:
    plan = solve(problem, budget=budget, seed=3)
    assert [str(each) for each in check(problem, plan)] == []
    return plan


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("direction", list(Direction))
def test_one_worker_and_four_make_the_same_plan(direction: Direction) -> None:
    problem = plane_problem(60, 4, seed=5)
    if direction is Direction.FROM_SCHOOL:
        later = (replace(each, from_s=each.from_s + 25_000, until_s=each.until_s + 25_000) for each in problem.schools)
        problem = replace(problem, direction=direction, schools=tuple(later))
    unasked = made(problem, Budget(iterations=1500, proof=False))
    for workers in (1, 4):
        with ThreadPoolExecutor(workers) as executor:
            assert made(problem, Budget(iterations=1500, proof=False, executor=executor)) == unasked


@pytest.mark.usefixtures("small_parts")
def test_processes_that_die_take_nothing_with_them() -> None:
    problem = plane_problem(60, 4, seed=5)
    alone = made(problem, Budget(iterations=800, proof=False))
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        killed: list[bool] = []

        def kill_all() -> bool:
            """Kill every worker, once, while parts are at work."""
            workers = list((executor._processes or {}).values())  # noqa: SLF001 -- there is no public way to kill one
            if not killed:
                for worker in workers:
                    worker.kill()
                    killed.append(True)
            return False

        plan = solve(problem, budget=Budget(iterations=800, proof=False, executor=executor), seed=3, stop=kill_all)
    assert killed
    assert plan == alone


@pytest.mark.usefixtures("small_parts")
def test_by_the_clock_a_large_plan_is_made_in_parts_too() -> None:
    problem = plane_problem(60, 4, seed=5)
    search = begin_search(compile_problem(problem))
    assert number_of_parts(search) == 3
    made(problem, Budget(seconds=1.5, proof=False))


def test_plans_of_a_town_are_improved_whole() -> None:
    assert LARGE > 200
