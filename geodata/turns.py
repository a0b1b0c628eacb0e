"""Turn restrictions: from relations in OpenStreetMap to the pairs of roads that no leg may drive in turn."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Forbidden = Mapping[int, frozenset[int]]
"""Of each restricted road, the roads into which one must not drive at its end."""


class Restriction(NamedTuple):
    """A restriction at a junction: from some ways into (``no_...``), or only into (``only_...``), other ways."""

    id: int
    kind: str
    from_ways: tuple[int, ...]
    via: int
    """The junction, as a node of the network."""
    to_ways: tuple[int, ...]


@dataclass(slots=True)
class Turns:
    """What became of the restrictions: the forbidden turns, and the counts for the report."""

    forbidden: dict[int, frozenset[int]] = field(default_factory=dict)
    kept: int = 0
    elsewhere: int = 0
    unclear: list[tuple[int, str]] = field(default_factory=list)


def settle_turns(
    restrictions: Iterable[Restriction],
    start: NDArray[np.int64],
    end: NDArray[np.int64],
    way_id: NDArray[np.int64],
    reverse: NDArray[np.int64],
) -> Turns:
    """Return the forbidden pairs of roads of all restrictions.

    Parameters
    ----------
    start, end, way_id, reverse
        The junctions of each road, its way, and the same road the other way (-1 where there is none).
    """
    restrictions = tuple(restrictions)
    junctions = np.unique(np.fromiter((each.via for each in restrictions), np.int64, len(restrictions)))
    into: defaultdict[int, list[int]] = defaultdict(list)
    out_of: defaultdict[int, list[int]] = defaultdict(list)
    for road in np.flatnonzero(np.isin(end, junctions)).tolist():
        into[int(end[road])].append(road)
    for road in np.flatnonzero(np.isin(start, junctions)).tolist():
        out_of[int(start[road])].append(road)
    turns = Turns()
    forbidden: defaultdict[int, set[int]] = defaultdict(set)
    for each in restrictions:
        pairs = _forbidden_pairs(each, into[each.via], out_of[each.via], way_id, reverse)
        if isinstance(pairs, str):
            turns.unclear.append((each.id, pairs))
        elif not pairs:
            turns.elsewhere += 1
        else:
            turns.kept += 1
            for road, onto in pairs:
                forbidden[road].add(onto)
    turns.forbidden = {road: frozenset(onto) for road, onto in forbidden.items()}
    return turns


def _forbidden_pairs(
    restriction: Restriction,
    into: list[int],
    out_of: list[int],
    way_id: NDArray[np.int64],
    reverse: NDArray[np.int64],
) -> list[tuple[int, int]] | str:
    """Return the pairs of roads that a restriction forbids (none: it concerns no road of ours), or what is unclear."""
    sources = [road for road in into if way_id[road] in restriction.from_ways]
    targets = [road for road in out_of if way_id[road] in restriction.to_ways]
    if not sources:
        return []
    turns_back = restriction.from_ways == restriction.to_ways
    if turns_back and restriction.kind.startswith("no_"):
        return [(road, int(reverse[road])) for road in sources if reverse[road] >= 0]
    if len(sources) > len(restriction.from_ways) or len(targets) > len(restriction.to_ways):
        return "a way runs on through the junction, so that either of its ends could be meant"
    if restriction.kind.startswith("only_"):
        others = [road for road in out_of if road not in targets]
        return [(road, onto) for road in sources for onto in others] if targets else "its only way out is closed"
    return [(road, onto) for road in sources for onto in targets]
