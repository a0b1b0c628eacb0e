"""Where places stand on priced roads: the ends of legs, and the legs that never leave their road.

A place that stands at a fraction of a road divides its milliseconds and decimetres into what is done and what is left,
in whole numbers that add up. So the parts of a leg always add up to the leg.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geodata.engine import CLOSED_MS, Drives, Ends, price
from geodata.roads import RoadGraph, SnappedPlace


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """The snaps of some places on roads that are open, one element each, in the order of the places.

    Parameters
    ----------
    places
        How many places there are; one on a closed road has no snap here.
    place
        Which place it is.
    road, fraction
        The road, and how far along it.
    done_ms, done_dm, left_ms, left_dm
        From the road's start to the place, and from the place to the road's end.
    """

    places: int
    place: NDArray[np.int32]
    road: NDArray[np.int32]
    fraction: NDArray[np.float64]
    done_ms: NDArray[np.int32]
    done_dm: NDArray[np.int32]
    left_ms: NDArray[np.int32]
    left_dm: NDArray[np.int32]


class Direct(NamedTuple):
    """Legs that stay on one road: indices of a start and a goal snap, and the drive between them."""

    start: NDArray[np.intp]
    goal: NDArray[np.intp]
    ms: NDArray[np.int32]
    dm: NDArray[np.int32]


def stand(roads: RoadGraph, road_ms: NDArray[np.int32], snapped: Sequence[SnappedPlace]) -> Standing:
    """Return where places stand on roads that take ``road_ms`` milliseconds from end to end."""
    place = np.repeat(np.arange(len(snapped), dtype=np.int32), [len(one.snaps) for one in snapped])
    road = np.array([s.road for one in snapped for s in one.snaps], np.int32)
    fraction = np.array([s.fraction for one in snapped for s in one.snaps], np.float64)
    is_open = road_ms[road] < CLOSED_MS
    place, road, fraction = place[is_open], road[is_open], fraction[is_open]
    ms, dm = road_ms[road], roads.road_length_dm[road]
    done_ms, done_dm = np.rint(fraction * ms).astype(np.int32), np.rint(fraction * dm).astype(np.int32)
    return Standing(len(snapped), place, road, fraction, done_ms, done_dm, ms - done_ms, dm - done_dm)


def sources(roads: RoadGraph, standing: Standing) -> Ends:
    """Return how legs that begin at the places reach the network: by the end of their road."""
    node = roads.exit_node[standing.road]
    return Ends(_first(standing.places, standing.place), node, standing.left_ms, standing.left_dm)


def targets(roads: RoadGraph, standing: Standing) -> Ends:
    """Return how legs that end at the places leave the network: by the start of their road."""
    counts = np.diff(roads.entry_ptr)[standing.road]
    node = np.concatenate([*(_entries(roads, int(road)) for road in standing.road), np.zeros(0, np.int32)])
    first = _first(standing.places, np.repeat(standing.place, counts))
    return Ends(first, node, np.repeat(standing.done_ms, counts), np.repeat(standing.done_dm, counts))


def direct(starts: Standing, goals: Standing) -> Direct:
    """Return every leg whose goal stands on the same road as its start, and not behind it."""
    order = np.argsort(goals.road, kind="stable")
    begin = np.searchsorted(goals.road[order], starts.road, side="left")
    count = np.searchsorted(goals.road[order], starts.road, side="right") - begin
    start = np.repeat(np.arange(len(starts.road)), count)
    within = np.arange(len(start)) - np.repeat(np.cumsum(count) - count, count)
    goal = order[np.repeat(begin, count) + within]
    ahead = starts.fraction[start] <= goals.fraction[goal]
    start, goal = start[ahead], goal[ahead]
    return Direct(start, goal, goals.done_ms[goal] - starts.done_ms[start], goals.done_dm[goal] - starts.done_dm[start])


def stay_on_the_road(drives: Drives, starts: Standing, goals: Standing) -> None:
    """Better in place those drives which are quicker without leaving the road."""
    legs = direct(starts, goals)
    row, column = starts.place[legs.start], goals.place[legs.goal]
    better = np.flatnonzero(price(legs.ms, legs.dm) < price(drives.ms[row, column], drives.dm[row, column]))
    better = better[np.argsort(-price(legs.ms, legs.dm)[better], kind="stable")]  # the best is written last
    drives.ms[row[better], column[better]] = legs.ms[better]
    drives.dm[row[better], column[better]] = legs.dm[better]


def _entries(roads: RoadGraph, road: int) -> NDArray[np.int32]:
    return roads.entry_node[roads.entry_ptr[road] : roads.entry_ptr[road + 1]]


def _first(places: int, place: NDArray[np.int32]) -> NDArray[np.int32]:
    return np.searchsorted(place, np.arange(places + 1)).astype(np.int32)
