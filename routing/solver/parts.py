"""A plan under way cut into parts that share no pupil and no vehicle, each a small problem of its own.

Large problems are improved part by part, and the parts side by side (POPMUSIC, Taillard and Voss 2002, has the idea of
parts that are near by): each has a copy of the tables for its own pupils and places, the shifts that carry them, and a
share of the vehicles that are free. Put together again they are a plan of the whole. The cuts fall differently each
time, so that nobody is kept from a neighbour for long.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from routing.solver.state import State, empty_state
from routing.solver.tables import (
    DRIVE_S,
    KIND_COUNT,
    KIND_DEPOT,
    NOBODY,
    NODE_PLACE,
    NODE_PUPIL,
    PUPIL_NODE,
    PUPIL_PARTY,
    SCHOOL_GATE,
    Ints,
    Tables,
    in_one,
)


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One part.

    Attributes
    ----------
    tables, state
        The small problem, and how its pupils travel now.
    pupils, nodes
        The rows in the whole of each of its pupils and nodes.
    """

    tables: Tables
    state: State
    pupils: Ints
    nodes: Ints


def cut(tables: Tables, state: State, number: int, random: np.random.Generator) -> list[Part]:
    """Return a plan as so many parts, or as many as can be, of about as many pupils each.

    Every shift is in one part, and so is every party that is unplaced.
    """
    groups = _groups(tables, state, number, random)
    free = state.free.copy()
    parts = []
    for k, (rows, pupils) in enumerate(groups):
        share = (free + (np.arange(free.size) + k) % len(groups)) // (len(groups) - k) if k + 1 < len(groups) else free
        share = np.minimum(share, free)
        free -= share
        parts.append(_Cutter(tables, state, pupils).part(rows, share))
    return parts


def joined(tables: Tables, parts: Sequence[Part], states: Sequence[State]) -> State:
    """Return the plan of the whole, each part travelling as its state says."""
    whole, row = empty_state(tables), 0
    for part, state in zip(parts, states, strict=True):
        for own in np.flatnonzero(state.length):
            count = int(state.length[own])
            whole.nodes[row, :count] = part.nodes[state.nodes[own, :count]]
            whole.length[row], whole.kind[row], whole.pence[row] = count, state.kind[own], state.pence[own]
            whole.shift_of[part.pupils[state.shift_of == own]] = row
            row += 1
    used = np.bincount(whole.kind[:row], minlength=whole.free.size)
    whole.free[:] = tables.type_count - used
    return whole


Group = tuple[Ints, Ints]
"""Rows of shifts, and rows of the pupils who are on them or unplaced near them."""


def _groups(tables: Tables, state: State, number: int, random: np.random.Generator) -> list[Group]:
    """Return shifts and unplaced parties in groups of neighbours."""
    rows = np.flatnonzero(state.length)
    crews = [np.flatnonzero(state.shift_of == row) for row in rows]
    left = [each for each in _parties(tables) if state.shift_of[each[0]] == NOBODY]
    members = [*crews, *left]
    place = np.array([tables.node_place[tables.pupil_node[each[0]]] for each in members], np.int64)
    weight = np.array([len(each) for each in members], np.int64)
    groups = []
    for items in _split(tables, place, weight, np.arange(len(members)), number, random):
        shifts = rows[items[items < len(rows)]]
        groups.append((shifts, np.sort(np.concatenate([members[item] for item in items]))))
    return groups


def _parties(tables: Tables) -> Iterator[Ints]:
    starts = tables.party_start
    return (tables.parties[a:b] for a, b in pairwise(starts))


def _split(
    tables: Tables, place: Ints, weight: Ints, items: Ints, number: int, random: np.random.Generator
) -> Iterator[Ints]:
    """Yield items in so many groups of about the same weight: halved, and halved again, between two far ends."""
    if number <= 1 or len(items) <= 1:
        yield items
        return
    drive = tables.way[0, :, :, DRIVE_S]
    one = items[int(random.integers(len(items)))]
    other = items[int(np.argmax(drive[place[one], place[items]]))]
    nearer = drive[place[one], place[items]].astype(np.int64) - drive[place[other], place[items]]
    order = items[np.argsort(nearer, kind="stable")]
    few = number // 2
    upto = int(np.searchsorted(np.cumsum(weight[order]), weight[order].sum() * few / number))
    upto = min(max(upto, 1), len(items) - 1)
    yield from _split(tables, place, weight, order[:upto], few, random)
    yield from _split(tables, place, weight, order[upto:], number - few, random)


class _Cutter:
    """Cuts the tables for some pupils out of those of the whole."""

    def __init__(self, tables: Tables, state: State, pupils: Ints) -> None:
        self.tables, self.state, self.pupils = tables, state, pupils
        own = [np.arange(tables.pupil_node[p], tables.pupil_node[p + 1]) for p in pupils]
        gates = np.arange(tables.school_gate[0], len(tables.node))
        self.nodes: Ints = np.concatenate([*own, gates])
        self.row: Ints = np.full(len(tables.pupil), NOBODY, np.int64)
        self.row[pupils] = np.arange(len(pupils))
        self.node_row: Ints = np.full(len(tables.node), NOBODY, np.int64)
        self.node_row[self.nodes] = np.arange(len(self.nodes))
        depots = tables.type_depot[tables.type_depot != NOBODY]
        self.places = np.union1d(tables.node_place[self.nodes], depots)

    def part(self, rows: Ints, free: Ints) -> Part:
        """Return the part with those shifts and free vehicles."""
        tables = self._tables(np.bincount(self.state.kind[rows], minlength=free.size) + free)
        state = empty_state(tables)
        state.free[:] = free
        for own, row in enumerate(rows):
            count = int(self.state.length[row])
            state.nodes[own, :count] = self.node_row[self.state.nodes[row, :count]]
            state.length[own], state.kind[own] = count, self.state.kind[row]
            state.pence[own] = self.state.pence[row]
            state.shift_of[self.state.shift_of[self.pupils] == row] = own
        return Part(tables, state, self.pupils, self.nodes)

    def _tables(self, vehicles: Ints) -> Tables:
        tables, pupils = self.tables, self.pupils
        node = tables.node[self.nodes]
        node[:, NODE_PUPIL] = np.where(node[:, NODE_PUPIL] == NOBODY, NOBODY, self.row[node[:, NODE_PUPIL]])
        node[:, NODE_PLACE] = self._place_rows(node[:, NODE_PLACE])
        kind = tables.kind.copy()
        kind[:, KIND_COUNT], kind[:, KIND_DEPOT] = vehicles, self._place_rows(kind[:, KIND_DEPOT])
        parties = [self.row[each] for each in _parties(tables) if self.row[each[0]] != NOBODY]
        pupil = tables.pupil[[*pupils, -1]]
        pupil[:, PUPIL_NODE] = np.cumsum([0, *(tables.pupil_node[pupils + 1] - tables.pupil_node[pupils])])
        for number, members in enumerate(parties):
            pupil[members, PUPIL_PARTY] = number
        school = tables.school.copy()
        school[:, SCHOOL_GATE] += int(pupil[-1, PUPIL_NODE]) - int(tables.school_gate[0])
        apart = [self.row[tables.kept_apart[tables.apart_start[p] : tables.apart_start[p + 1]]] for p in pupils]
        return tables._replace(
            node=node,
            pupil=pupil,
            school=school,
            kind=kind,
            parties=in_one([each.tolist() for each in parties]),
            kept_apart=in_one([each[each != NOBODY].tolist() for each in apart]),
            changed=np.ascontiguousarray(tables.changed[pupils]),
            way=np.ascontiguousarray(tables.way[:, self.places][:, :, self.places]),
            near=self._near(),
        )

    def _place_rows(self, places: Ints) -> Ints:
        """Return rows of the part's matrices."""
        return np.where(places == NOBODY, NOBODY, np.searchsorted(self.places, places))

    def _near(self) -> Ints:
        """Return those of each pupil's near ones who are in the part, filled up with the pupil."""
        near = self.row[self.tables.near[self.pupils]]
        order = np.argsort(near == NOBODY, axis=1, kind="stable")
        near = np.take_along_axis(near, order, axis=1)
        return np.where(near == NOBODY, np.arange(len(near))[:, None], near)
