"""The best choice among shifts met, against a listing of all choices; and what a relaxation finds each shift worth."""

from itertools import product

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import csr_array

from routing.solver.choosing import Choosing, best_of
from routing.solver.columns import Columns, Supply, reduced_costs

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


def cheapest(columns: Columns, supply: Supply) -> int:
    """Return the least that any choice costs, by listing them."""
    aboard, best = columns.aboard.toarray(), 10**9
    for each in product((0, 1), repeat=aboard.shape[1]):
        taken = np.array(each, bool)
        carried = aboard[:, taken].sum(axis=1)
        used = np.bincount(columns.kind[taken], minlength=KINDS)
        if (carried <= 1).all() and (used <= supply.free).all():
            missing = int((carried == 0).sum())
            best = min(best, int(columns.pence[taken].sum()) + missing * supply.unplaced_pence)
    return best


@pytest.mark.parametrize("seed", range(6))
def test_no_choice_is_cheaper(seed: int) -> None:
    columns, own, supply = drawn(seed, shifts=8)
    asked = Choosing(columns, np.isin(np.arange(len(columns.pence)), own), supply)
    chosen = best_of(asked, 10.0, None)
    best = cheapest(columns, supply)
    if chosen is None:
        assert columns.pence_of(asked.stands, supply) == best
        return
    assert columns.pence_of(chosen, supply) == best < columns.pence_of(asked.stands, supply)
    assert (columns.aboard[:, chosen].sum(axis=1) <= 1).all()
    assert (np.bincount(columns.kind[chosen], minlength=KINDS) <= supply.free).all()


def test_what_stands_is_kept_where_nothing_is_cheaper() -> None:
    columns, own, supply = drawn(1)
    dear = Columns(columns.nodes, columns.length, columns.kind, columns.pence.copy(), columns.aboard)
    dear.pence[: own[0]] += 10_000
    assert best_of(Choosing(dear, np.isin(np.arange(len(dear.pence)), own), supply), 10.0, None) is None


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
