"""The runs of all shifts met, each by itself: who is aboard, what it costs alone, when it may begin and must end.

A run is the part of a shift between two moments when nobody is aboard. Many shifts share their runs, and runs make more
shifts than were ever met (``chaining.py``).
"""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from routing.solver.columns import Columns, columns_of
from routing.solver.price import lay_out, price, read_runs, time_it
from routing.solver.state import Pool, State, forget_all, remember_all
from routing.solver.tables import (
    DRIVE_S,
    JOINED,
    KIND_PROFILE,
    NEVER,
    RUNS,
    Ints,
    Tables,
    Work,
)
from routing.timing import END, LO, SERVICE, T

BEGINS_S, ENDS_S, PENCE = range(3)
"""Columns of what is known of a run by itself."""
SHIFT, FROM, UPTO, KEY = range(4)
"""Columns of where it was met: the row of a shift, its first node there and the one after its last, and its key."""
MINUTE_S = 60
MIX = 0x9E3779B97F4A7C1
"""Tells sequences of nodes apart: an odd number whose bits look drawn."""


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """R runs, each by itself; one that may be made at more than one time comes as late, and as early, as it can be.

    Attributes
    ----------
    columns
        Each as a shift of that run alone, the vehicle's day included.
    begins_s, ends_s
        (R,) when its first stop begins, and when the vehicle is free again.
    stands
        (R,) whether it is a run of the plan under way.
    """

    columns: Columns
    begins_s: Ints
    ends_s: Ints
    stands: NDArray[np.bool_]

    def only(self, which: Ints) -> "Runs":
        """Return some of the runs."""
        return Runs(self.columns.only(which), self.begins_s[which], self.ends_s[which], self.stands[which])


def runs_met(tables: Tables, work: Work, pool: Pool, state: State) -> Runs:
    """Return the runs of all shifts of a pool, and of a plan under way."""
    upto, rows = slice(0, int(pool.used[0])), np.flatnonzero(state.length)
    nodes = np.concatenate([state.nodes[rows].astype(np.int32), pool.nodes[upto]])
    length = np.concatenate([state.length[rows], pool.length[upto]])
    kind = np.concatenate([state.kind[rows], pool.kind[upto]])
    most = int(length.sum()) // 2 + 1  # nobody is fetched and set down in fewer than two visits
    cut: Ints = np.zeros((most, 4), np.int64)
    found = cut[: _cut(tables, work, nodes, length, kind, cut)]
    found = found[np.unique(found[:, KEY], return_index=True)[1]]  # the first of each, so those of the plan itself
    begin, count = found[:, FROM], found[:, UPTO] - found[:, FROM]
    at = begin[:, None] + np.arange(int(count.max(initial=1)))[None]
    runs = nodes[found[:, :1], np.minimum(at, nodes.shape[1] - 1)]
    runs[np.arange(runs.shape[1])[None] >= count[:, None]] = 0
    return _timed(tables, work, runs, count, kind[found[:, SHIFT]], found[:, SHIFT] < len(rows))


def _timed(
    tables: Tables, work: Work, nodes: NDArray[np.int32], length: Ints, kind: Ints, stands: NDArray[np.bool_]
) -> Runs:
    """Return runs as late as they can be made, and then as early those for which that is another time."""
    times: Ints = np.zeros((2, len(length), 3), np.int64)
    _time_alone(tables, work, nodes, length, kind, times)
    may = times[..., PENCE] < NEVER
    may[1] &= times[1, :, ENDS_S] < times[0, :, ENDS_S]
    early, which = np.nonzero(may)
    known = times[early, which]
    columns = columns_of(tables, nodes[which], length[which], kind[which], known[:, PENCE])
    return Runs(columns, known[:, BEGINS_S], known[:, ENDS_S], stands[which])


@njit(cache=True)
def _cut(tab: Tables, work: Work, nodes: NDArray[np.int32], length: Ints, kind: Ints, cut: Ints) -> int:
    """Fill, for each run of some shifts, its shift's row, where it begins and ends there, and what tells it apart."""
    line, found = work.line[JOINED], 0
    for row in range(length.shape[0]):
        for i in range(length[row]):
            line[i] = nodes[row, i]
        read_runs(tab, work, line, length[row])
        begin = 0
        for run in range(work.fact[RUNS]):
            key = np.int64(kind[row] + 1) * np.int64(MIX)
            for i in range(begin, work.line[END, run]):
                key = (key ^ (line[i] + 1)) * np.int64(MIX)
                key ^= key >> 31
            cut[found, SHIFT], cut[found, FROM], cut[found, UPTO], cut[found, KEY] = (
                row,
                begin,
                work.line[END, run],
                key,
            )
            found += 1
            begin = work.line[END, run]
    return found


@njit(cache=True)
def _time_alone(tab: Tables, work: Work, nodes: NDArray[np.int32], length: Ints, kind: Ints, times: Ints) -> None:
    """Fill when each run begins and ends, made as late as can be and then as early, and its price; or NEVER."""
    line = work.line[JOINED]
    for row in range(length.shape[0]):
        count, last = length[row], length[row] - 1
        for i in range(count):
            line[i] = nodes[row, i]
        times[0, row, PENCE] = times[1, row, PENCE] = NEVER
        if not lay_out(tab, work, line, count, tab.kind[kind[row], KIND_PROFILE], True):  # noqa: FBT003 -- a kernel
            continue
        pence = price(tab, work, line, count, kind[row])
        for early in range(2):
            if early and not time_it(tab, work, count, work.line[LO, 0], work.line[LO, last]):
                continue
            times[early, row, BEGINS_S] = work.line[T, 0]
            times[early, row, ENDS_S] = work.line[T, last] + work.line[SERVICE, last]
            times[early, row, PENCE] = pence


def only_remember(tables: Tables, pool: Pool, runs: Runs) -> None:
    """Forget all shifts of a pool, and remember some runs, each as a shift of its own."""
    forget_all(pool)
    met = runs.columns
    remember_all(tables, pool, np.arange(len(tables.node)), met.nodes, met.length, met.kind, met.pence)


def reach(tables: Tables, runs: Runs, kind: int) -> tuple[Ints, Ints, NDArray[np.bool_]]:
    """Return the runs of a vehicle type, where and when they end, and which ends are in time for which runs.

    Ends are taken to be as late as the next whole minute, so that there are few.

    Returns
    -------
    tuple
        (r,) rows of the runs; (r,) which of E ends is each's; (E, r) whether a vehicle that is free there can make it.
    """
    met = runs.columns
    own = np.flatnonzero(met.kind == kind)
    first = tables.node_place[met.nodes[own, 0]]
    last = tables.node_place[met.nodes[own, met.length[own] - 1]]
    ends, end_of = np.unique(np.stack([last, -(-runs.ends_s[own] // MINUTE_S) * MINUTE_S]), axis=1, return_inverse=True)
    drive = tables.way[int(tables.type_profile[kind]), :, :, DRIVE_S]
    free_s = ends[1][:, None] + drive[ends[0][:, None], first[None]]
    return own, end_of.ravel(), free_s <= runs.begins_s[own][None]
