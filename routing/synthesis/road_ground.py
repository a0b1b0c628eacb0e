"""Ground from roads: homes along residential streets, schools along those that buses know."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from geodata.access import PUBLIC
from geodata.roads import INF, RoadGraph
from geodata.speeds import Area, RoadClass, TimeBand, british_profile
from geodata.vehicles import ALL_KINDS, RoadVehicle, VehicleKind
from routing.authority.authority import Authority
from routing.synthesis.draw import draw
from routing.synthesis.ground import M_PER_DEGREE, Ground

_LARGEST = RoadVehicle(VehicleKind.MINIBUS, height_m=3.6, width_m=2.55, weight_t=18.0)
"""Homes and schools lie where even a coach can come, so that whoever plans has a choice."""
_STEP_M = 90.0
"""A point for each so many metres of street."""

_HOMES: dict[RoadClass, tuple[float, float]] = {
    RoadClass.RESIDENTIAL: (0.6, 1.0),
    RoadClass.LIVING_STREET: (0.6, 1.0),
    RoadClass.UNCLASSIFIED: (0.08, 0.5),
    RoadClass.TERTIARY: (0.04, 0.4),
    RoadClass.SECONDARY: (0.03, 0.25),
    RoadClass.PRIMARY: (0.01, 0.15),
}
"""Homes to a metre of street, in the country and in towns; residential streets in towns are 1."""
_SCHOOLS: dict[RoadClass, tuple[float, float]] = {
    RoadClass.RESIDENTIAL: (0.3, 1.0),
    RoadClass.UNCLASSIFIED: (0.05, 0.8),
    RoadClass.TERTIARY: (0.05, 1.0),
    RoadClass.SECONDARY: (0.0, 0.3),
}


def synthesise(roads: RoadGraph, pupils: int, schools: int, seed: int) -> Authority:
    """Draw a lifelike authority on any roads; the same for the same roads, numbers and seed.

    Raises
    ------
    ValueError
        Fewer than one pupil or school; roads without a street on which someone could live.
    """
    return draw(road_ground(roads), pupils, schools, seed)


def road_ground(roads: RoadGraph) -> Ground:
    """Return points along the public streets that every kind of vehicle may enter.

    Raises
    ------
    ValueError
        There is no such street.
    """
    lat, lon, road = _points_along(roads, _open_streets(roads))
    urban = roads.area[road] == Area.URBAN
    weights = [_weights(roads.road_class[road], urban, table) for table in (_HOMES, _SCHOOLS)]
    if not len(lat) or not weights[0].any():
        raise ValueError("an authority cannot be drawn where there is no street to live on.")
    homes, schools = weights
    return Ground(lat, lon, homes, schools if schools.any() else homes)


def _open_streets(roads: RoadGraph) -> NDArray[np.bool_]:
    """Return which roads are public, open to all vehicles, and not the other way of one that is taken already."""
    first = (roads.reverse < 0) | (roads.reverse > np.arange(roads.roads))
    everyone = (roads.kinds & int(ALL_KINDS)) == int(ALL_KINDS)
    classes = np.isin(roads.road_class, [int(each) for each in _HOMES | _SCHOOLS])
    chosen: NDArray[np.bool_] = first & everyone & classes & (roads.access == PUBLIC) & _within_reach(roads)
    return chosen


def _within_reach(roads: RoadGraph) -> NDArray[np.bool_]:
    """Return to and from which roads the largest vehicle can drive, at both ends of the school day."""
    speeds = british_profile()
    metrics = [roads.road_metric(speeds, _LARGEST, band) for band in (TimeBand.MORNING, TimeBand.AFTERNOON)]
    is_open = np.append(np.maximum(*metrics) < INF, values=True)  # the last is NO_ROAD's
    arcs = is_open[roads.road]
    shape = (roads.nodes, roads.nodes)
    joined = csr_array((np.ones(arcs.sum(), np.int8), (roads.tail[arcs], roads.head[arcs])), shape)
    _, part_of = connected_components(joined, connection="strong")
    core = part_of == np.bincount(part_of).argmax()
    entered = np.repeat(np.arange(roads.roads), np.diff(roads.entry_ptr))
    enterable = np.bincount(entered, core[roads.entry_node], roads.roads) > 0
    found: NDArray[np.bool_] = is_open[:-1] & enterable & core[roads.exit_node]
    return found


def _points_along(
    roads: RoadGraph, chosen: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.intp]]:
    """Return latitudes and longitudes about every ``_STEP_M`` along the chosen roads, and the road of each."""
    points = np.diff(roads.shape_ptr)
    road_of = np.repeat(np.arange(roads.roads), points)
    start = np.flatnonzero((road_of[:-1] == road_of[1:]) & chosen[road_of[:-1]]) if len(road_of) else np.array([], int)
    north = (roads.shape_lat[start + 1] - roads.shape_lat[start]) * M_PER_DEGREE
    east = (roads.shape_lon[start + 1] - roads.shape_lon[start]) * M_PER_DEGREE
    length_m = np.hypot(north, east * np.cos(np.radians(roads.shape_lat[start])))
    before_m = np.cumsum(length_m)
    # A segment holds a point for each multiple of the step that is reached in it, all segments laid end to end.
    reached = np.floor(before_m / _STEP_M).astype(np.int64)
    count = np.diff(reached, prepend=0)
    segment = np.repeat(np.arange(len(start)), count)
    at_m = (np.arange(len(segment)) + 1) * _STEP_M
    share = 1 - (before_m[segment] - at_m) / np.maximum(length_m[segment], 1e-9)
    begin = start[segment]
    lat = roads.shape_lat[begin] + share * (roads.shape_lat[begin + 1] - roads.shape_lat[begin])
    lon = roads.shape_lon[begin] + share * (roads.shape_lon[begin + 1] - roads.shape_lon[begin])
    return lat, lon, road_of[begin]


def _weights(
    classes: NDArray[np.int8], urban: NDArray[np.bool_], table: dict[RoadClass, tuple[float, float]]
) -> NDArray[np.float64]:
    by_class = np.zeros((len(RoadClass), 2))
    for road_class, pair in table.items():
        by_class[road_class] = pair
    found: NDArray[np.float64] = by_class[classes, urban.astype(np.intp)]
    return found
