"""What the routing library is offered: vehicles with so many assistants aboard, in layouts that are a linear limit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from routing.solver.compiled import Compiled
from routing.solver.rooms import Box, in_groups

MOST_ASSISTANTS = 3
"""No offer has more aboard; one-to-one pupils in large numbers travel in several vehicles."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One vehicle of a type, as the routing library may use it.

    Parameters
    ----------
    kind
        The type.
    assistants
        How many are aboard from the first stop to the last.
    most, weights, limit
        The most of each load, assistants' seats taken off, and a linear limit on all of them together.
    """

    kind: int
    assistants: int
    most: Box
    weights: Box
    limit: int


def offers_of(compiled: Compiled) -> Iterator[tuple[Offer, int]]:
    """Yield each offer, and how many of it there may be at once."""
    tab = compiled.tables
    hands = len(compiled.hands)
    needing = int((tab.crew_kind > 0).sum())
    aboard = tuple(int(each) for each in tab.assistant_takes)
    for kind in range(tab.type_day.size):
        carried = tab.changed[:, kind] >= 0
        may_need = int(carried.sum())
        if not may_need:
            continue
        boxes = [tuple(int(each) for each in box) for box in tab.room[kind] if box.min() >= 0]
        for assistants in range(MOST_ASSISTANTS + 1):
            most = min(int(tab.type_count[kind]), may_need)
            if assistants:
                most = min(most, hands // assistants, needing)
            left = [tuple(room - assistants * each for room, each in zip(box, aboard, strict=True)) for box in boxes]
            for group, (weights, limit) in in_groups([box for box in left if min(box) >= 0]):
                room = tuple(max(box[k] for box in group) for k in range(len(group[0])))
                if most > 0:
                    yield Offer(kind, assistants, room, weights, limit), most


def clusters(compiled: Compiled, most: int) -> list[int]:
    """Return for each school its cluster: no more than so many schools, near each other, that may share runs.

    A run may serve any so many schools; the routing library cannot count them, so it is told which ones: that is
    stricter, and never wrong.
    """
    tab = compiled.tables
    schools = tab.school_gate.shape[0] - 1
    gate = tab.node_place[tab.school_gate[:schools]]
    apart_s = tab.seconds[0][np.ix_(gate, gate)].astype(np.int64)
    apart_s = apart_s + apart_s.T
    cluster = list(range(schools))
    size = dict.fromkeys(cluster, 1)
    if most <= 1:
        return cluster
    pairs = sorted((int(apart_s[i, j]), i, j) for i in range(schools) for j in range(i))
    for _, i, j in pairs:
        one, other = cluster[i], cluster[j]
        if one == other or size[one] + size[other] > most or _object(compiled, cluster, one, other):
            continue
        cluster = [one if each == other else each for each in cluster]
        size[one] += size.pop(other)
    return cluster


def _object(compiled: Compiled, cluster: Sequence[int], one: int, other: int) -> bool:
    """Say whether schools of two clusters share no run."""
    apart = compiled.tables.school_apart
    members = [[s for s, each in enumerate(cluster) if each == which] for which in (one, other)]
    return any(apart[i, j] for i in members[0] for j in members[1])
