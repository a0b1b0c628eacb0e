"""From roads and places to a TravelMatrix: the roads priced for one metric, and what may be asked of them.

``contract`` once per map, ``price_roads`` for each band, vehicle or closed road, ``matrix`` for each set of places.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from geodata.dijkstra import Dijkstra
from geodata.engine import CLOSED_MS, DM_MASK, Drives, Engine
from geodata.errors import UnreachableError
from geodata.hierarchy import Hierarchy, build_hierarchy, customise
from geodata.order import node_order
from geodata.places import Place
from geodata.roads import RoadGraph, SnappedPlace, snap
from geodata.standing import sources, stand, stay_on_the_road, targets
from geodata.sweep import Sweep
from geodata.travel import UNREACHABLE_S, TravelMatrix


@dataclass(frozen=True, slots=True, eq=False)
class PricedRoads:
    """Roads under one metric: what it costs to drive between places, and along which arcs.

    Parameters
    ----------
    roads
        The roads.
    road_ms
        Milliseconds of each road from end to end, as ``RoadGraph.road_metric`` gives them.
    hierarchy
        Their contracted shape; None if the engine does without.
    engine
        What answers.
    """

    roads: RoadGraph
    road_ms: NDArray[np.int32]
    hierarchy: Hierarchy | None
    engine: Engine

    def repriced(self, road_ms: NDArray[np.int32]) -> "PricedRoads":
        """Return the same roads under another metric; their shape is not contracted again."""
        return price_roads(self.roads, road_ms, hierarchy=self.hierarchy, by="sweep" if self.hierarchy else "scipy")

    def drives(self, starts: Sequence[SnappedPlace], goals: Sequence[SnappedPlace]) -> Drives:
        """Return milliseconds and decimetres from each start to each goal.

        Raises
        ------
        ValueError
            If a way may be longer than can be told (1,677 km).
        """
        start, goal = stand(self.roads, self.road_ms, starts), stand(self.roads, self.road_ms, goals)
        found = self.engine.drives(sources(self.roads, start), targets(self.roads, goal))
        _refuse_overflow(self, found)
        stay_on_the_road(found, start, goal)
        return found

    def matrix(self, places: Sequence[Place], within_m: float = 250.0) -> TravelMatrix:
        """Return whole seconds and metres between each two places.

        Seconds are rounded up, so that they obey the triangle inequality wherever milliseconds do: everywhere but by
        way of a place that lets a vehicle do what it may not do in passing, such as turn round where no U-turn is
        allowed, or cross private ground.

        Raises
        ------
        OffTheMapError
            If a place is farther than ``within_m`` from every road; the text names it.
        """
        snapped = snap(self.roads, places, within_m)
        return to_matrix(tuple(places), self.drives(snapped, snapped))


def travel_matrix(
    roads: RoadGraph,
    places: Sequence[Place],
    road_ms: NDArray[np.int32],
    *,
    by: Literal["sweep", "scipy"] = "sweep",
    within_m: float = 250.0,
) -> TravelMatrix:
    """Return the matrix of some places in one go; whoever asks twice keeps the ``price_roads``.

    Examples
    --------
    >>> from geodata.osm import read_pbf  # doctest: +SKIP
    >>> from geodata.speeds import TimeBand, british_profile
    >>> roads = read_pbf("county.osm.pbf")  # doctest: +SKIP
    >>> school_run = roads.road_metric(british_profile(), when=TimeBand.MORNING)  # doctest: +SKIP
    >>> travel_matrix(roads, places, school_run).seconds_between("gate-1", "gate-2")  # doctest: +SKIP
    611
    """
    return price_roads(roads, road_ms, by=by).matrix(places, within_m)


def contract(roads: RoadGraph, cache: Path | None = None) -> Hierarchy:
    """Contract the shape of the roads: seconds for a county, once per map.

    Parameters
    ----------
    roads
        The roads.
    cache
        A file in which the node order is kept. One that is absent, unreadable or of other roads is written anew.
    """
    shape = hashlib.blake2b(roads.tail.tobytes() + roads.head.tobytes(), digest_size=16).hexdigest()
    order = _kept_order(cache, shape, roads.nodes) if cache else None
    if order is None:
        order = node_order(roads.node_lat, roads.node_lon, roads.tail, roads.head)
        if cache:
            part = cache.with_name(cache.name + ".part.npz")
            np.savez(part, order=order, shape=shape)
            part.replace(cache)
    return build_hierarchy(order, roads.tail, roads.head)


def price_roads(
    roads: RoadGraph,
    road_ms: NDArray[np.int32],
    *,
    hierarchy: Hierarchy | None = None,
    by: Literal["sweep", "scipy"] = "sweep",
) -> PricedRoads:
    """Price roads for one metric.

    Parameters
    ----------
    roads
        The roads.
    road_ms
        Milliseconds of each road, as ``RoadGraph.road_metric`` gives them.
    hierarchy
        What ``contract`` gave for these roads; contracted here if None.
    by
        ``"sweep"``, the quick engine; ``"scipy"``, the slow one that needs no numba. Both give the same numbers.
    """
    if len(road_ms) != roads.roads:
        raise ValueError(f"road_ms must have one value for each of {roads.roads} roads, not {len(road_ms)}.")
    ms = np.append(road_ms, np.int32(0))[roads.road].astype(np.int32)  # an arc without a road takes no time
    if by == "scipy":
        engine = Dijkstra(roads.nodes, roads.tail, roads.head, ms, roads.length_dm)
        return PricedRoads(roads, road_ms, None, engine)
    hierarchy = hierarchy or contract(roads)
    return PricedRoads(roads, road_ms, hierarchy, Sweep(hierarchy, customise(hierarchy, ms, roads.length_dm)))


def to_matrix(places: tuple[Place, ...], drives: Drives) -> TravelMatrix:
    """Round drives between places to whole seconds (up) and metres (to the nearest).

    Where there is no way both are ``UNREACHABLE_S``, so that nobody takes such a leg for a short one.
    """
    no_way = drives.ms >= CLOSED_MS
    seconds = np.where(no_way, UNREACHABLE_S, (drives.ms + 999) // 1000)
    metres = np.where(no_way, UNREACHABLE_S, (drives.dm + 5) // 10)
    for cells in (seconds, metres):
        np.fill_diagonal(cells, 0)
    return TravelMatrix(places, seconds.astype(np.int32), metres.astype(np.int32))


def refuse_unreachable(*matrices: TravelMatrix) -> None:
    """Make sure that some vehicle can drive from each place to each other.

    Parameters
    ----------
    matrices
        Of the same places, for vehicles of different size; a way that one of them has is a way.

    Raises
    ------
    UnreachableError
        If not; the text names the places that are cut off from the most, and which way.
    """
    places = matrices[0].places
    open_way = np.logical_or.reduce([matrix.seconds < UNREACHABLE_S for matrix in matrices])
    if bool(open_way.all()):
        return
    _, part = connected_components(open_way, directed=True, connection="strong")
    most = part == np.bincount(part).argmax()
    lines = []
    for row in np.flatnonzero(~most):
        reached, leaves = bool(open_way[most, row].any()), bool(open_way[row, most].any())
        lines.append(f"{places[row].id} ({_cut_off(reached=reached, leaves=leaves)})")
    if not lines:  # each can reach each by way of others, which is no way for a single leg
        i, j = np.argwhere(~open_way)[0]
        lines = [f"{places[i].id} to {places[j].id} (no way without a stop between)"]
    raise UnreachableError(
        f"Cut off from the other places: {', '.join(lines)}. "
        "Move the pin to a road that a vehicle may use, or see whether a road is closed or missing on the map."
    )


def _cut_off(*, reached: bool, leaves: bool) -> str:
    if reached:
        return "one cannot drive on from it"
    return "one cannot drive to it" if leaves else "one can drive neither to it nor from it"


def _kept_order(cache: Path, shape: str, nodes: int) -> NDArray[np.int32] | None:
    """Return the order kept in a file; None if there is none, or it is of other roads."""
    try:
        with np.load(cache) as kept:
            order = kept["order"]
            same = str(kept["shape"]) == shape
    except (OSError, KeyError, ValueError, BadZipFile):
        return None
    return order if same and len(order) == nodes else None


def _refuse_overflow(priced: PricedRoads, drives: Drives) -> None:
    """Make sure that no drive is so long that its decimetres ran over into its milliseconds."""
    ms, dm = priced.road_ms, priced.roads.road_length_dm
    driven = (ms > 0) & (ms < CLOSED_MS)
    fastest_dm_per_ms = float((dm[driven] / ms[driven]).max(initial=0.0))
    longest_ms = int(drives.ms.max(initial=0, where=drives.ms < CLOSED_MS))
    if longest_ms * fastest_dm_per_ms + int(dm[ms == 0].sum()) > DM_MASK:
        raise ValueError(
            f"A drive of {longest_ms / 3_600_000:.1f} hours may be longer than the {DM_MASK / 10_000:,.0f} km "
            "that can be told exactly; use a map of a smaller area."
        )
