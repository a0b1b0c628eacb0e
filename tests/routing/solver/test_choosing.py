"""The best choice among shifts met, against a listing of all choices; what a relaxation finds each shift worth; and how
whoever is on two of them gets off one."""

from itertools import product

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import csr_array

from routing.solver.choice import everyone, rebuilt
from routing.solver.choosing import Carried, Choosing, best_of
from routing.solver.columns import Columns, Supply, of_pool, of_state, reduced_costs
from routing.solver.compiled import compile_problem
from routing.solver.once import Taken, each_once, nodes_without
from routing.solver.price import price_of_nodes
from routing.solver.search import begin_search
from routing.solver.tables import NOBODY, Tables
from routing.synthesis import plane_problem

PUPILS, SHIFTS, KINDS = 5, 11, 2
UNPLACED_PENCE = 900


def drawn(seed: int, shifts: int = SHIFTS, pupils: int = PUPILS) -> tuple[Columns, np.ndarray, Supply]:
    """Return invented shifts, the last of which carry everyone alone and stand, and what is to be had besides."""
    random = np.random.default_rng(seed)
    aboard = np.hstack([random.random((pupils, shifts)) < 0.4, np.eye(pupils, dtype=bool)]).astype(np.int64)
    aboard[0, aboard.sum(axis=0) == 0] = 1
    total = shifts + pupils
    kind = np.concatenate([random.integers(KINDS, size=shifts), np.zeros(pupils, np.int64)])
    pence = np.concatenate([random.integers(200, 700, size=shifts), np.full(pupils, 500)])
    columns = Columns(np.zeros((total, 1), np.int32), np.ones(total, np.int64), kind, pence, csr_array(aboard))
    return columns, np.arange(shifts, total), Supply(np.array([pupils, 1]), UNPLACED_PENCE)


def cheapest(columns: Columns, supply: Supply, carried_by: Carried) -> int:
    """Return the least that any choice costs, by listing them."""
    aboard, best = columns.aboard.toarray(), 10**9
    for each in product((0, 1), repeat=aboard.shape[1]):
        taken = np.array(each, bool)
        carried = aboard[:, taken].sum(axis=1)
        used = np.bincount(columns.kind[taken], minlength=KINDS)
        parts = carried_by is not Carried.ONCE or (carried <= 1).all()
        if parts and (used <= supply.free).all():
            missing = int((carried == 0).sum())
            best = min(best, int(columns.pence[taken].sum()) + missing * supply.unplaced_pence)
    return best


@pytest.mark.parametrize("carried", Carried)
@pytest.mark.parametrize("seed", range(6))
def test_no_choice_is_cheaper(seed: int, carried: Carried) -> None:
    columns, own, supply = drawn(seed, shifts=8)
    asked = Choosing(columns, np.isin(np.arange(len(columns.pence)), own), supply)
    chosen = best_of(asked, carried, 10.0, None)
    best = cheapest(columns, supply, carried)
    if chosen is None:
        assert columns.pence_of(asked.stands, supply) == best
        return
    assert columns.pence_of(chosen, supply) == best < columns.pence_of(asked.stands, supply)
    assert carried is not Carried.ONCE or (columns.aboard[:, chosen].sum(axis=1) <= 1).all()
    assert (np.bincount(columns.kind[chosen], minlength=KINDS) <= supply.free).all()


def test_what_stands_is_kept_where_nothing_is_cheaper() -> None:
    columns, own, supply = drawn(1)
    dear = Columns(columns.nodes, columns.length, columns.kind, columns.pence.copy(), columns.aboard)
    dear.pence[: own[0]] += 10_000
    assert best_of(Choosing(dear, np.isin(np.arange(len(dear.pence)), own), supply), Carried.ONCE, 10.0, None) is None


@pytest.mark.parametrize("seed", range(4))
def test_shifts_are_worth_what_the_whole_relaxation_says(seed: int) -> None:
    columns, own, supply = drawn(seed, shifts=3000, pupils=25)
    reduced = reduced_costs(columns, own, supply)
    covers = np.hstack([columns.aboard.toarray(), np.eye(25)])
    kinds = np.array([[*(columns.kind == kind), *[0] * 25] for kind in range(KINDS)], float)
    pence = np.array([*columns.pence, *[UNPLACED_PENCE] * 25], float)
    limits = np.concatenate([-np.ones(25), supply.free])
    whole = linprog(pence, A_ub=np.vstack([-covers, kinds]), b_ub=limits, method="highs")
    assert whole.x is not None
    used = np.flatnonzero(whole.x[: len(columns.pence)] > 1e-6)
    assert reduced.min() > -5
    assert np.abs(reduced[used]).max() < 5


def test_a_plan_rebuilt_with_fewer_shifts_never_becomes_dearer_when_it_is_improved() -> None:
    search = begin_search(compile_problem(plane_problem(40, 2, seed=3)))
    search.place_all(1)
    first = search.best_copy()
    search.improve(5000, 1, 0.0, 1.0)
    few = of_state(search.compiled.tables, search.best).taken(np.arange(int((search.best.length > 0).sum())))
    search.best = first
    state = rebuilt(search, everyone(search), few)
    assert state is not None
    assert (state.length > 0).sum() < (first.length > 0).sum()
    assert not state.pence[state.length == 0].any()
    search.take(state)
    for seed in range(5):
        before = search.best_pence
        search.state = search.best_copy()
        assert search.improve(500, seed, 0.0, 1.0) <= before


def test_who_is_on_two_shifts_gets_off_one_where_that_saves_most() -> None:
    search = begin_search(compile_problem(plane_problem(40, 2, seed=3)))
    tables, work = search.compiled.tables, search.work
    search.place_all(1)
    search.improve(2000, 1, 0.0, 1.0)
    met = of_pool(tables, search.pool).taken(np.arange(int(search.pool.used[0])))
    stands = of_state(tables, search.best).taken(np.arange(int((search.best.length > 0).sum())))
    aboard = [aboard_of(tables, each) for each in (*stands, *met)]
    doubled = 0
    for k in range(len(stands), len(aboard), 97):
        shifts = [*stands, met[k - len(stands)]]
        taken = each_once(tables, work, shifts)
        if taken is None:
            continue
        on = [pupil for each in taken for pupil in aboard_of(tables, each)]
        assert sorted(on) == sorted(set().union(*aboard[: len(stands)]))
        assert sum(each.pence for each in taken) < sum(each.pence for each in shifts)
        for each in taken:
            assert price_of_nodes(tables, work, each.nodes, each.kind) == each.pence
        doubled += len(taken) == len(shifts)
    assert doubled  # in some, the shift beside them kept someone


def test_a_shift_without_a_pupil_passes_by_the_school_that_only_they_go_to() -> None:
    search = begin_search(compile_problem(plane_problem(40, 2, seed=3)))
    tables = search.compiled.tables
    one, other = (int(np.flatnonzero(tables.pupil_school == school)[0]) for school in (0, 1))
    node, gate = tables.pupil_node, tables.school_gate
    nodes = [int(node[one]), int(node[other]), int(gate[0]), int(gate[1])]
    assert nodes_without(tables, nodes, {one}) == (nodes[1], nodes[3])
    assert nodes_without(tables, nodes, {one, other}) == ()
    assert nodes_without(tables, nodes, ()) == tuple(nodes)


def aboard_of(tables: Tables, shift: Taken) -> set[int]:
    """Return the rows of the pupils on a shift."""
    return {int(tables.node_pupil[node]) for node in shift.nodes} - {NOBODY}
