"""A plan under way, as kernels hold it: sequences of nodes, and the pool of all good shifts met."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from routing.solver.inner import inner
from routing.solver.price import lay_out, price
from routing.solver.tables import (
    KIND_PROFILE,
    NEVER,
    NOBODY,
    NODE_PUPIL,
    PUPIL_NODE,
    PUPIL_SCHOOL,
    SCHOOL_GATE,
    TRIAL,
    UNPLACED,
    WIDTH,
    Ints,
    Tables,
    Work,
)

POOL_CELLS = 48_000_000
MOST_IN_POOL = 600_000
FULL = 0.9
"""The share of its rows in use by which a pool is full."""


class State(NamedTuple):
    """Shifts in rows; a row of length 0 is free."""

    nodes: Ints  # (rows, width)
    length: Ints  # (rows,)
    kind: Ints  # (rows,)
    pence: Ints  # (rows,)
    shift_of: Ints  # (P,) row, or NOBODY while unplaced
    free: Ints  # (T,) vehicles left of each type


class Pool(NamedTuple):
    """Shifts met, at most one for each set of pupils and vehicle type: the cheapest."""

    nodes: NDArray[np.int32]  # (most, width)
    length: Ints
    kind: Ints
    pence: Ints
    hashes: Ints
    slot: Ints  # open addressing: row, or -1
    used: Ints  # (1,) rows in use
    word: Ints  # (P,) the random word of each pupil


class Alone(NamedTuple):
    """The price of each pupil's own shift, by vehicle type."""

    pence: Ints  # (P, T)
    order: Ints  # (P, T) types, cheapest first
    node: Ints  # (P, T) where they board, NOBODY if that type cannot carry them
    gate: Ints  # (P, T)


def empty_state(tables: Tables) -> State:
    """Return the plan in which everyone is unplaced."""
    pupils = len(tables.pupil_school)
    rows = max(1, min(pupils, int(tables.type_count.sum())))
    return State(
        nodes=np.zeros((rows, int(tables.number[WIDTH])), np.int64),
        length=np.zeros(rows, np.int64),
        kind=np.zeros(rows, np.int64),
        pence=np.zeros(rows, np.int64),
        shift_of=np.full(pupils, NOBODY, np.int64),
        free=tables.type_count.copy(),
    )


def copy_of(state: State) -> State:
    """Return a copy that shares nothing."""
    return State(*(array.copy() for array in state))


def empty_pool(tables: Tables, most: int = MOST_IN_POOL) -> Pool:
    """Return a pool without shifts, for so many at most, and no larger than memory should bear."""
    width, pupils = int(tables.number[WIDTH]), len(tables.pupil_school)
    most = max(1000, min(POOL_CELLS // width, most, 2000 * (pupils + 1)))
    words = np.random.default_rng(20_260_901).integers(1, 2**62, size=pupils, dtype=np.int64)
    slots = 1 << int(2 * most).bit_length()
    return Pool(
        nodes=np.zeros((most, width), np.int32),
        length=np.zeros(most, np.int64),
        kind=np.zeros(most, np.int64),
        pence=np.zeros(most, np.int64),
        hashes=np.zeros(most, np.int64),
        slot=np.full(slots, -1, np.int64),
        used=np.zeros(1, np.int64),
        word=words,
    )


def is_full(pool: Pool) -> bool:
    """Say whether there is hardly room for more shifts."""
    return int(pool.used[0]) > FULL * len(pool.length)


def forget_all(pool: Pool) -> None:
    """Leave a pool without shifts."""
    pool.used[0] = 0
    pool.slot[:] = -1


@inner
def remember(tab: Tables, pool: Pool, nodes: Ints, count: int, kind: int, pence: int) -> None:
    """Put a shift into the pool, unless the pool is full or knows a cheaper one for the same pupils and type."""
    key = np.int64(kind + 1) * np.int64(0x9E3779B97F4A7C1)
    for i in range(count):
        pupil = tab.node[nodes[i], NODE_PUPIL]
        if pupil != NOBODY:
            key ^= pool.word[pupil]
    mask = pool.slot.shape[0] - 1
    at = (key ^ (key >> 29)) & mask
    while pool.slot[at] >= 0:
        row = pool.slot[at]
        if pool.hashes[row] == key:
            if pence >= pool.pence[row]:
                return
            break
        at = (at + 1) & mask
    row = pool.slot[at]
    if row < 0:
        row = pool.used[0]
        if row >= pool.length.shape[0]:
            return
        pool.used[0] += 1
        pool.slot[at] = row
    pool.hashes[row], pool.length[row], pool.kind[row], pool.pence[row] = key, count, kind, pence
    for i in range(count):
        pool.nodes[row, i] = nodes[i]


@njit(cache=True)
def remember_all(
    tab: Tables, pool: Pool, whole: Ints, nodes: NDArray[np.int32], length: Ints, kind: Ints, pence: Ints
) -> None:
    """Put shifts into a pool, whose node ``whole[n]`` is their node n."""
    own = np.zeros(nodes.shape[1], np.int64)
    for row in range(length.shape[0]):
        for i in range(length[row]):
            own[i] = whole[nodes[row, i]]
        remember(tab, pool, own, length[row], kind[row], pence[row])


@njit(cache=True)
def price_alone(tab: Tables, work: Work, alone: Alone) -> None:
    """Fill the prices of shifts of one pupil."""
    for pupil in range(alone.pence.shape[0]):
        for kind in range(alone.pence.shape[1]):
            alone.pence[pupil, kind] = NEVER
            alone.node[pupil, kind] = NOBODY
            if tab.changed[pupil, kind] < 0:
                continue
            school = tab.pupil[pupil, PUPIL_SCHOOL]
            for node in range(tab.pupil[pupil, PUPIL_NODE], tab.pupil[pupil + 1, PUPIL_NODE]):
                for gate in range(tab.school[school, SCHOOL_GATE], tab.school[school + 1, SCHOOL_GATE]):
                    work.line[TRIAL, 0], work.line[TRIAL, 1] = node, gate
                    if lay_out(tab, work, work.line[TRIAL], 2, tab.kind[kind, KIND_PROFILE], False):  # noqa: FBT003 -- a kernel
                        pence = price(tab, work, work.line[TRIAL], 2, kind)
                        if pence < alone.pence[pupil, kind]:
                            alone.pence[pupil, kind] = pence
                            alone.node[pupil, kind], alone.gate[pupil, kind] = node, gate


def alone_of(tables: Tables, work: Work) -> Alone:
    """Return the price of each pupil's own shift."""
    shape = (len(tables.pupil_school), len(tables.type_count))
    alone = Alone(*(np.zeros(shape, np.int64) for _ in range(4)))
    price_alone(tables, work, alone)
    alone.order[:] = np.argsort(alone.pence, axis=1, kind="stable")
    return alone


def total_pence(tables: Tables, state: State) -> int:
    """Return what a plan under way costs, unplaced pupils at their price."""
    unplaced = int((state.shift_of == NOBODY).sum())
    return int(state.pence[state.length > 0].sum()) + unplaced * int(tables.number[UNPLACED])
