"""Runs made into shifts: which vehicle makes which of them, one after another.

Which run follows which is an assignment: each run is followed by one other at most, and follows one, and what making
both in one shift saves is known for each two. Where every time is given that is the best there is; where runs may be
made earlier or later, a chain that no vehicle can make is cut.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter

import numpy as np
from numba import njit
from scipy.optimize import linear_sum_assignment

from routing.solver.once import Taken
from routing.solver.price import price_of, price_of_nodes
from routing.solver.tables import JOINED, NEVER, WIDTH, Ints, Tables, Work


def chained(tables: Tables, work: Work, runs: Sequence[Taken]) -> list[Taken]:
    """Return shifts that make all of some runs, each vehicle type as cheaply as pairs of runs that follow each other.

    Parameters
    ----------
    runs
        Each as a shift of its own.
    """
    shifts: list[Taken] = []
    for kind, group in groupby(sorted(runs, key=attrgetter("kind")), key=attrgetter("kind")):
        own = list(group)
        for order in _sequences(tables, work, own, kind):
            shifts += _made(tables, work, [own[k] for k in order], kind)
    return shifts


def _sequences(tables: Tables, work: Work, runs: Sequence[Taken], kind: int) -> Iterator[list[int]]:
    """Yield which runs follow each other."""
    saved = _saved(tables, work, runs, kind)
    before, after = linear_sum_assignment(saved, maximize=True)
    then = {int(a): int(b) for a, b in zip(before, after, strict=True) if saved[a, b] > 0}
    seen: set[int] = set()
    begin = set(range(len(runs))) - set(then.values())
    for first in (*sorted(begin), *range(len(runs))):  # the latter where runs follow each other in a ring
        order: list[int] = []
        at: int | None = first
        while at is not None and at not in seen:
            seen.add(at)
            order.append(at)
            at = then.get(at)
        if order:
            yield order


def _made(tables: Tables, work: Work, runs: Sequence[Taken], kind: int) -> Iterator[Taken]:
    """Yield the shifts that make some runs in order: one, or more where they cannot all be made by one vehicle."""
    shift = runs[0]
    for run in runs[1:]:
        nodes = (*shift.nodes, *run.nodes)
        pence = price_of_nodes(tables, work, nodes, kind) if len(nodes) <= tables.number[WIDTH] else NEVER
        if pence < NEVER:
            shift = Taken(kind, nodes, pence)
        else:
            yield shift
            shift = run
    yield shift


def _saved(tables: Tables, work: Work, runs: Sequence[Taken], kind: int) -> Ints:
    """Return what is saved by making one run (rows) and then another (columns) in one shift; 0 if nothing is."""
    length = np.array([len(run.nodes) for run in runs], np.int64)
    nodes: Ints = np.zeros((len(runs), int(length.max())), np.int64)
    for row, run in zip(nodes, runs, strict=True):
        row[: len(run.nodes)] = run.nodes
    pence = np.array([run.pence for run in runs], np.int64)
    saved: Ints = np.zeros((len(runs), len(runs)), np.int64)
    _fill_saved(tables, work, nodes, length, kind, pence, saved)
    return saved


@njit(cache=True)
def _fill_saved(tab: Tables, work: Work, nodes: Ints, length: Ints, kind: int, pence: Ints, saved: Ints) -> None:
    line = work.line[JOINED]
    for one in range(length.shape[0]):
        for i in range(length[one]):
            line[i] = nodes[one, i]
        for other in range(length.shape[0]):
            count = length[one] + length[other]
            if one == other or count > tab.number[WIDTH]:
                continue
            for i in range(length[other]):
                line[length[one] + i] = nodes[other, i]
            both = price_of(tab, work, line, count, kind, True)  # noqa: FBT003 -- a kernel
            if both < NEVER:
                saved[one, other] = max(0, pence[one] + pence[other] - both)
