"""The polyline of a leg: where a vehicle drives, from where one place stands on the roads to where another does."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geodata.engine import NO_WAY, UNIT, Ways, unpriced
from geodata.errors import UnreachableError
from geodata.matrix import PricedRoads
from geodata.roads import NO_ROAD, RoadGraph, SnappedPlace
from geodata.standing import Standing, sources, stand, targets


@dataclass(frozen=True, slots=True, eq=False)
class LegPath:
    """How a leg is driven.

    Parameters
    ----------
    points
        Degrees of latitude and longitude, shape (k, 2) with k at least 2: from snapped point to snapped point.
    ms, dm
        Milliseconds and decimetres; the cell of the matrix is their rounding.
    roads
        The roads driven, in order; the first and the last perhaps in part.
    """

    points: NDArray[np.float64]
    ms: int
    dm: int
    roads: NDArray[np.int32]

    @property
    def seconds(self) -> int:
        """Whole seconds, rounded up as in the matrix."""
        return (self.ms + 999) // 1000

    @property
    def metres(self) -> int:
        """Whole metres."""
        return (self.dm + 5) // 10


def leg_path(priced: PricedRoads, start: SnappedPlace, end: SnappedPlace) -> LegPath:
    """Return how one drives from one place to another; see ``leg_paths`` for many."""
    return leg_paths(priced, (start, end), [(0, 1)])[0]


def leg_paths(
    priced: PricedRoads, places: Sequence[SnappedPlace], legs: Sequence[tuple[int, int]]
) -> tuple[LegPath, ...]:
    """Return how each leg is driven.

    Parameters
    ----------
    priced
        The roads under the metric of the matrix.
    places
        Where the places stand (``geodata.roads.snap``).
    legs
        Indices of ``places``: from where, to where.

    Raises
    ------
    UnreachableError
        If there is no way for a leg; the text names both places.
    """
    standing = stand(priced.roads, priced.road_ms, places)
    pairs = np.array(legs, np.int32).reshape(-1, 2)
    found = priced.engine.ways(sources(priced.roads, standing), targets(priced.roads, standing), pairs)
    chosen = _choose(priced.roads, standing, pairs, found)
    paths = []
    for (i, j), way in zip(pairs.tolist(), chosen, strict=True):
        if way is None:
            raise UnreachableError(
                f"No way to drive from {places[i].place.id} to {places[j].place.id}: "
                "see whether a road is closed, or missing on the map."
            )
        paths.append(_drawn(priced.roads, standing, way))
    return tuple(paths)


class _Way(NamedTuple):
    """A leg found: its price, the snaps it begins and ends with, and all roads driven."""

    price: float
    start: int
    goal: int
    roads: list[int]


def _choose(roads: RoadGraph, standing: Standing, pairs: NDArray[np.int32], found: Ways) -> Iterator[_Way | None]:
    """Choose for each leg between the way over the network and the one that stays on a road."""
    goal_snap = np.repeat(np.arange(len(standing.road)), np.diff(roads.entry_ptr)[standing.road])
    first = np.searchsorted(standing.place, np.arange(standing.places + 1)).tolist()
    for leg, (i, j) in enumerate(pairs.tolist()):
        best = _on_one_road(standing, range(first[i], first[i + 1]), range(first[j], first[j + 1]))
        if found.price[leg] < (best.price if best else NO_WAY):
            start, goal = int(found.source_end[leg]), int(goal_snap[found.target_end[leg]])  # one exit to a snap
            between = roads.road[found.arc[found.first[leg] : found.first[leg + 1]]]
            driven = [standing.road[start], *between[between != NO_ROAD], standing.road[goal]]
            best = _Way(float(found.price[leg]), start, goal, [int(road) for road in driven])
        yield best


def _on_one_road(standing: Standing, starts: range, goals: range) -> _Way | None:
    """Return the best leg that stays on one road; None if there is none."""
    return min(
        (
            _Way(
                (standing.done_ms[b] - standing.done_ms[a]) * UNIT + (standing.done_dm[b] - standing.done_dm[a]),
                a,
                b,
                [int(standing.road[a])],
            )
            for a in starts
            for b in goals
            if standing.road[a] == standing.road[b] and standing.fraction[a] <= standing.fraction[b]
        ),
        default=None,
    )


def _drawn(roads: RoadGraph, standing: Standing, way: _Way) -> LegPath:
    """Draw a way: the rest of the first road, the whole of those between, the beginning of the last."""
    start, goal = float(standing.fraction[way.start]), float(standing.fraction[way.goal])
    if len(way.roads) == 1:
        pieces = [_piece(roads.shape(way.roads[0]), start, goal)]
    else:
        first, *between, last = way.roads
        ends = _piece(roads.shape(first), start, 1.0), _piece(roads.shape(last), 0.0, goal)
        pieces = [ends[0], _shapes(roads, np.array(between, np.intp)), ends[1]]
    points = np.concatenate(pieces)
    moves = np.append((np.diff(points, axis=0) != 0).any(axis=1), True)
    moves[0] |= len(points) > 1 and not moves[:-1].any()  # a leg of no length is two points
    ms, dm = unpriced(np.array([way.price]))
    return LegPath(points[moves], int(ms[0]), int(dm[0]), np.array(way.roads, np.int32))


def _shapes(roads: RoadGraph, chosen: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return the polylines of several roads, one after the other."""
    count = np.diff(roads.shape_ptr)[chosen]
    before = np.cumsum(count) - count
    at = np.repeat(roads.shape_ptr[chosen] - before, count) + np.arange(count.sum())
    return np.column_stack([roads.shape_lat[at], roads.shape_lon[at]])


def _piece(shape: NDArray[np.float64], begin: float, end: float) -> NDArray[np.float64]:
    """Return a polyline from one fraction of its length to another."""
    north, east = np.diff(shape[:, 0]), np.diff(shape[:, 1]) * np.cos(np.radians(shape[0, 0]))
    along = np.append(0.0, np.cumsum(np.hypot(north, east)))
    begin_at, end_at = begin * along[-1], end * along[-1]
    inner = shape[(along > begin_at) & (along < end_at)]
    ends = [[np.interp(at, along, shape[:, axis]) for axis in (0, 1)] for at in (begin_at, end_at)]
    return np.vstack([ends[:1], inner, ends[1:]])
