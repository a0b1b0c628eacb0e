"""RoadGraph: the roads of an area as arrays; what each costs to drive, and how places snap to them.

A *road* is one physical piece of road between two junctions in one direction. An *arc* joins two nodes of the graph
along a road. They differ, because a junction becomes several nodes where what a driver may do next depends on how
they came; then several arcs drive along one road.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from geodata.closures import TimedClosure, shut_roads
from geodata.errors import OffTheMapError
from geodata.places import Place
from geodata.report import LoadReport
from geodata.speeds import KPH_PER_MPH, KPH_PER_MPS, RoadClass, SpeedProfile, TimeBand, band_at, default_limits_kph
from geodata.vehicles import CAR, RoadVehicle, VehicleKind

INF = 2**29
"""Milliseconds of an arc that is closed: large, and twice it still fits an int32."""

NO_ROAD = -1
"""The road of an arc that drives nowhere: it only says that one who was leaving a private ground stays there."""

EARTH_RADIUS_M = 6_371_008.8


@dataclass(frozen=True, slots=True, eq=False)
class RoadGraph:
    """The roads of an area.

    Turn restrictions are kept exactly: a junction with a restricted approach has a further node that only this
    approach enters and that lacks the forbidden arcs. Private ground is kept exactly: a junction that no public road
    touches is two nodes, one for legs that begin there (they can only get out) and one for legs that end there (they
    can only go deeper), joined by an arc of no length (``NO_ROAD``). So no leg cuts through. A private road between
    two public junctions has no arc at all, but places snap to it. Turning round is allowed wherever no restriction
    forbids it: it is lawful, and in a dead end it is the only way. Arcs may be parallel, and their milliseconds may
    be 0: whoever builds a sparse matrix takes the least of parallel ones and does not add them.

    Parameters
    ----------
    node_lat, node_lon
        float64 of shape (nodes,), degrees.
    tail, head
        int32 of shape (arcs,), nodes.
    length_dm
        int32 of shape (arcs,), decimetres.
    road
        int32 of shape (arcs,), the road along which the arc drives, or ``NO_ROAD``.
    way_id
        int64 of shape (roads,), as are all that follow in their own types: the way in OpenStreetMap.
    road_class, area, access
        int8: ``RoadClass``, ``Area``, and ``PUBLIC`` or ``END_ONLY`` of ``geodata.access``.
    kinds
        uint8, the set of ``VehicleKind`` that may pass.
    road_length_dm
        int32, decimetres; 0 for the passage through a gate.
    maxspeed_kph
        float32, nan where not recorded.
    max_height_m, max_width_m, max_weight_t
        float32, inf where there is no limit.
    dual, lit, signals
        bool: one carriageway of several; street lights recorded; traffic lights at the road's end.
    reverse
        int32, the same piece the other way, or -1.
    exit_node
        int32, the node at which one who is on the road leaves it.
    entry_ptr, entry_node
        int32; ``entry_node[entry_ptr[r]:entry_ptr[r + 1]]`` are the nodes from which one may drive into road r.
    shape_ptr, shape_lat, shape_lon
        int64 of shape (roads + 1,) and float64: the polyline of road r is ``shape_ptr[r]`` to ``shape_ptr[r + 1]``.
    name, names
        int32, index into ``names``; names[0] is empty.
    closures
        Roads that are shut at certain hours.
    report
        What was read and what was dropped.
    """

    node_lat: NDArray[np.float64]
    node_lon: NDArray[np.float64]
    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    length_dm: NDArray[np.int32]
    road: NDArray[np.int32]
    way_id: NDArray[np.int64]
    road_class: NDArray[np.int8]
    area: NDArray[np.int8]
    access: NDArray[np.int8]
    kinds: NDArray[np.uint8]
    road_length_dm: NDArray[np.int32]
    maxspeed_kph: NDArray[np.float32]
    max_height_m: NDArray[np.float32]
    max_width_m: NDArray[np.float32]
    max_weight_t: NDArray[np.float32]
    dual: NDArray[np.bool_]
    lit: NDArray[np.bool_]
    signals: NDArray[np.bool_]
    reverse: NDArray[np.int32]
    exit_node: NDArray[np.int32]
    entry_ptr: NDArray[np.int32]
    entry_node: NDArray[np.int32]
    shape_ptr: NDArray[np.int64]
    shape_lat: NDArray[np.float64]
    shape_lon: NDArray[np.float64]
    name: NDArray[np.int32]
    names: tuple[str, ...] = ("",)
    closures: tuple[TimedClosure, ...] = ()
    report: LoadReport = field(default_factory=LoadReport)

    @property
    def nodes(self) -> int:
        """How many nodes."""
        return len(self.node_lat)

    @property
    def arcs(self) -> int:
        """How many arcs."""
        return len(self.tail)

    @property
    def roads(self) -> int:
        """How many roads: physical pieces, counted by direction."""
        return len(self.way_id)

    def metric(
        self,
        speeds: SpeedProfile,
        vehicle: RoadVehicle = CAR,
        when: datetime | TimeBand | None = None,
        closed_ways: Collection[int] = (),
    ) -> NDArray[np.int32]:
        """Return the milliseconds of each arc, int32 of shape (arcs,); ``INF`` where the vehicle may not drive.

        Parameters
        ----------
        speeds
            What share of the limit is driven.
        vehicle
            Whose kind, size and permit the roads are asked about.
        when
            A moment of local time, which picks the band and the timed closures; or a band, and then a road that is
            shut at any moment of it on a school day is shut; or None: empty roads, and nothing shut.
        closed_ways
            Ids of ways that are closed today.
        """
        road_ms = self.road_metric(speeds, vehicle, when, closed_ways)
        return np.append(road_ms, np.int32(0))[self.road]  # NO_ROAD is -1 and so picks the 0 at the end

    def road_metric(
        self,
        speeds: SpeedProfile,
        vehicle: RoadVehicle = CAR,
        when: datetime | TimeBand | None = None,
        closed_ways: Collection[int] = (),
        open_roads: Collection[int] | NDArray[np.intp] = (),
    ) -> NDArray[np.int32]:
        """Return the milliseconds of each road from end to end, int32 of shape (roads,); see ``metric``.

        ``open_roads`` are spared by timed closures, as if the vehicle had a permit for them alone.
        """
        band = band_at(when) if isinstance(when, datetime) else when or TimeBand.FREE_FLOW
        driven_s = self.road_length_dm / 10 / self.speeds_mps(speeds, vehicle, band)
        delay_s = np.where(self.signals, speeds.signal_delay_s, 0.0)
        road_ms = np.minimum(np.rint((driven_s + delay_s) * speeds.margin * 1000), INF).astype(np.int32)
        road_ms[~self.passable(vehicle)] = INF
        if not vehicle.has_permit:
            shut = np.array(shut_roads(self.closures, when), dtype=np.intp)
            road_ms[shut[~np.isin(shut, list(open_roads))]] = INF
        if closed_ways:
            road_ms[np.isin(self.way_id, np.fromiter(closed_ways, np.int64))] = INF
        return road_ms

    def speeds_mps(self, speeds: SpeedProfile, vehicle: RoadVehicle, band: TimeBand) -> NDArray[np.float64]:
        """Return the metres per second on each road, float64 of shape (roads,), without delays and margins.

        A minibus is held to 50 mph on single and 60 mph on dual carriageways outside motorways (Road Traffic
        Regulation Act 1984, Schedule 6).
        """
        limit_kph = np.where(
            np.isnan(self.maxspeed_kph),
            default_limits_kph(self.road_class, self.area, self.dual),
            self.maxspeed_kph,
        )
        speed_kph = limit_kph * speeds.factors[self.road_class, self.area, band]
        if vehicle.kind == VehicleKind.MINIBUS:
            cap_kph = np.where(self.dual, 60.0, 50.0) * KPH_PER_MPH
            speed_kph = np.where(self.road_class <= RoadClass.MOTORWAY_LINK, speed_kph, np.minimum(speed_kph, cap_kph))
        return np.asarray(speed_kph / KPH_PER_MPS)

    def passable(self, vehicle: RoadVehicle) -> NDArray[np.bool_]:
        """Tell of each road whether a vehicle of that kind and size may pass, whatever the hour."""
        fits = (vehicle.height_m <= self.max_height_m) & (vehicle.width_m <= self.max_width_m)
        return np.asarray(fits & (vehicle.weight_t <= self.max_weight_t) & ((self.kinds & int(vehicle.kind)) != 0))

    def shape(self, road: int) -> NDArray[np.float64]:
        """Return the polyline of a road, float64 of shape (points, 2): latitude, longitude."""
        points = slice(self.shape_ptr[road], self.shape_ptr[road + 1])
        return np.column_stack([self.shape_lat[points], self.shape_lon[points]])


def exits(roads: RoadGraph, road: int) -> NDArray[np.int32]:
    """Return the nodes at which one who is on the road may leave it (one node)."""
    return roads.exit_node[road : road + 1]


def entries(roads: RoadGraph, road: int) -> NDArray[np.int32]:
    """Return the nodes from which one may drive into the road, to end a leg on it."""
    return roads.entry_node[roads.entry_ptr[road] : roads.entry_ptr[road + 1]]


@dataclass(frozen=True, slots=True)
class Snap:
    """A point on a road: 0 at its start, 1 at its end."""

    road: int
    fraction: float


@dataclass(frozen=True, slots=True)
class SnappedPlace:
    """A place and where it stands on the roads: one snap for each direction in which the road may be driven."""

    place: Place
    snaps: tuple[Snap, ...]
    distance_m: float


def snap(
    roads: RoadGraph, places: Sequence[Place], within_m: float = 250.0, *, kerbside: bool = False
) -> tuple[SnappedPlace, ...]:
    """Return where each place stands on the nearest road that a car may use, motorways apart.

    With ``kerbside``, a place beside a road of class secondary or above is reached only with the road's left side at
    its door, as one drives in Britain, so that nobody has to cross that road.

    Raises
    ------
    OffTheMapError
        If a place is farther than ``within_m`` from every road; the text names every such place with its distance.
    """
    for_cars = (roads.kinds & int(VehicleKind.CAR)) != 0
    one_is_enough = (roads.reverse < 0) | (np.arange(roads.roads) < roads.reverse) | ~for_cars[roads.reverse]
    eligible = np.flatnonzero(
        for_cars & one_is_enough & (roads.road_length_dm > 0) & (roads.road_class > RoadClass.MOTORWAY_LINK)
    )
    if not places:
        return ()
    if not len(eligible):
        raise OffTheMapError("The map holds no road to which a place could snap.")
    lines = _mercator_lines(roads, eligible)
    points = np.asarray(shapely.points(mercator([p.lat for p in places], [p.lon for p in places])))
    nearest = _nearest(lines, points)
    on_line = shapely.line_locate_point(lines[nearest], points, normalized=True)
    scale = np.cos(np.radians([place.lat for place in places]))  # Mercator keeps shapes and stretches lengths
    distance_m = shapely.distance(lines[nearest], points) * scale
    _refuse_far(places, distance_m, within_m)
    side = _sides(lines[nearest], points, on_line) if kerbside else np.zeros(len(places))
    side[roads.road_class[eligible[nearest]] > RoadClass.SECONDARY_LINK] = 0
    return tuple(
        SnappedPlace(place, _both_ways(roads, int(road), float(fraction), float(left)), float(metres))
        for place, road, fraction, left, metres in zip(
            places, eligible[nearest], on_line, side, distance_m, strict=True
        )
    )


def _both_ways(roads: RoadGraph, road: int, fraction: float, left: float) -> tuple[Snap, ...]:
    """Return the snaps on a road and its reverse; of a place to the left (above 0) or right only the nearer side's."""
    forth, back = Snap(road, fraction), Snap(int(roads.reverse[road]), 1 - fraction)
    if back.road < 0 or left > 0:
        return (forth,)
    return (forth, back) if left == 0 else (back,)


def _sides(
    lines: NDArray[np.object_], points: NDArray[np.object_], on_line: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return more than 0 for a point to the left of its line, less for one to the right, 0 for one upon it."""
    here = on_line * shapely.length(lines)
    before, after = (
        shapely.get_coordinates(shapely.line_interpolate_point(lines, np.clip(here + step, 0, shapely.length(lines))))
        for step in (-1.0, 1.0)
    )
    along, across = after - before, shapely.get_coordinates(points) - before
    cross = along[:, 0] * across[:, 1] - along[:, 1] * across[:, 0]
    return np.where(shapely.distance(lines, points) > 1.0, cross, 0.0)


def _refuse_far(places: Sequence[Place], distance_m: NDArray[np.float64], within_m: float) -> None:
    far = [
        f"{place.id} ({metres:,.0f} m)" for place, metres in zip(places, distance_m, strict=True) if metres > within_m
    ]
    if far:
        raise OffTheMapError(
            f"Farther than {within_m:g} m from any road on the map: {', '.join(far)}. "
            "Correct the coordinates, or use a map that covers them."
        )


def mercator(lat: ArrayLike, lon: ArrayLike) -> NDArray[np.float64]:
    """Return metres of the Mercator projection, in which nearest is nearest wherever one stands."""
    north = np.arcsinh(np.tan(np.radians(np.clip(lat, -85, 85))))
    return EARTH_RADIUS_M * np.column_stack([np.radians(lon), north])


def _mercator_lines(roads: RoadGraph, chosen: NDArray[np.intp]) -> NDArray[np.object_]:
    counts = np.diff(roads.shape_ptr)[chosen]
    line = np.repeat(np.arange(len(chosen)), counts)
    first = np.repeat(roads.shape_ptr[chosen] - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts)
    point = first + np.arange(len(line))
    points = mercator(roads.shape_lat[point], roads.shape_lon[point])
    return np.asarray(shapely.linestrings(points, indices=line))


def _nearest(lines: NDArray[np.object_], points: NDArray[np.object_]) -> NDArray[np.intp]:
    """Return the line nearest to each point; of several equally near ones the first, so as to be repeatable."""
    point, line = shapely.STRtree(lines).query_nearest(points)
    order = np.lexsort((line, point))
    _, first = np.unique(point[order], return_index=True)
    found: NDArray[np.intp] = line[order][first]
    return found
