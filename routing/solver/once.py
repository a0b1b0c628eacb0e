"""Whoever is on two shifts of a choice gets off one: a choice that covers everyone is easier found than one that parts.

A shift without some of its pupils is one too, and mostly cheaper, so nothing is lost by looking for shifts that carry
everyone at least once; and who then gets off where that saves most makes shifts that no search has met.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from routing.solver.price import price_of_nodes
from routing.solver.tables import NEVER, NOBODY, Tables, Work


@dataclass(frozen=True, slots=True)
class Taken:
    """A shift: a vehicle type, nodes in order, and the price."""

    kind: int
    nodes: tuple[int, ...]
    pence: int


def nodes_without(tables: Tables, nodes: Sequence[int], gone: Collection[int]) -> tuple[int, ...]:
    """Return the nodes of a shift without some pupils, and without visits to schools that no one needs then."""
    aboard: list[int] = []
    kept: list[int] = []
    for node in nodes:
        pupil = int(tables.node_pupil[node])
        if pupil == NOBODY:
            left = [each for each in aboard if tables.pupil_school[each] != tables.node_school[node]]
            if len(left) == len(aboard):
                continue
            aboard = left
        elif pupil in gone:
            continue
        else:
            aboard.append(pupil)
        kept.append(int(node))
    return tuple(kept)


def each_once(tables: Tables, work: Work, shifts: Sequence[Taken]) -> list[Taken] | None:
    """Return shifts that carry whomever some shifts carry, each party on one of them; None if that cannot be.

    It cannot where drives are so odd that the way without someone is longer than that with them.
    """
    taken = list(shifts)
    on: dict[int, list[int]] = {}
    for k, shift in enumerate(taken):
        pupils = (int(tables.node_pupil[node]) for node in shift.nodes)
        for party in dict.fromkeys(int(tables.party[pupil]) for pupil in pupils if pupil != NOBODY):
            on.setdefault(party, []).append(k)
    for party, rows in on.items():
        if len(rows) == 1:
            continue
        members = tables.party_pupils[tables.party_start[party] : tables.party_start[party + 1]].tolist()
        without = {k: _without(tables, work, taken[k], members) for k in rows}
        stays = min(rows, key=lambda k: taken[k].pence - without[k].pence)
        for k in rows:
            if k != stays:
                taken[k] = without[k]
    return None if any(shift.pence >= NEVER for shift in taken) else [shift for shift in taken if shift.nodes]


def _without(tables: Tables, work: Work, shift: Taken, gone: Collection[int]) -> Taken:
    nodes = nodes_without(tables, shift.nodes, gone)
    if not nodes:
        return Taken(shift.kind, (), 0)
    return Taken(shift.kind, nodes, price_of_nodes(tables, work, nodes, shift.kind))
