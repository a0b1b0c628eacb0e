"""From physical roads to the graph: private ends, turn restrictions, and the largest part that hangs together.

``assemble`` is a recipe; the two ideas that make the graph exact stand below it, each in one function:
``_lay_arcs`` (nobody cuts through private ground) and ``_split`` (nobody makes a forbidden turn).
"""

from collections.abc import Collection
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, connected_components

from geodata.access import END_ONLY, PUBLIC
from geodata.closures import TimedClosure
from geodata.errors import MapFileError
from geodata.report import LoadReport
from geodata.roads import NO_ROAD, RoadGraph
from geodata.turns import Forbidden
from geodata.vehicles import ALL_KINDS, VehicleKind

Ints = NDArray[np.int64]

_PER_ROAD = (
    "way_id",
    "road_class",
    "area",
    "access",
    "kinds",
    "road_length_dm",
    "maxspeed_kph",
    "max_height_m",
    "max_width_m",
    "max_weight_t",
    "dual",
    "lit",
    "signals",
    "name",
)


@dataclass(frozen=True, slots=True, eq=False)
class PhysicalRoads:
    """Roads between junctions as they lie on the ground, before anyone asks who may go where.

    Parameters
    ----------
    lat, lon
        Degrees of each junction, float64 of shape (junctions,).
    start, end
        Junctions of each road, int64 of shape (roads,).
    reverse
        The same piece the other way, or -1.

    Notes
    -----
    The other fields are those of ``RoadGraph``.
    """

    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    start: Ints
    end: Ints
    reverse: Ints
    way_id: Ints
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
    name: NDArray[np.int32]
    shape_ptr: Ints
    shape_lat: NDArray[np.float64]
    shape_lon: NDArray[np.float64]
    names: tuple[str, ...] = ("",)
    closures: tuple[TimedClosure, ...] = ()


@dataclass(slots=True)
class _Arcs:
    """Arcs while they are being laid.

    Nodes are numbered: first the junctions, then a second node for each junction outside the core, then the nodes of
    restricted approaches. ``origin`` says of which of the first two sorts a node is a copy; it may be itself.
    """

    tail: Ints
    head: Ints
    road: Ints
    origin: Ints
    approaches: dict[tuple[int, int], int] = field(default_factory=dict)
    """The node to which (a restricted road, the node at its end) leads instead."""


def assemble(physical: PhysicalRoads, forbidden: Forbidden, report: LoadReport) -> RoadGraph:
    """Return the graph of the largest part that hangs together.

    That part is the largest set of junctions between which a car may drive on public roads, with what buses and taxis
    add to it, and the private grounds that can be both entered from it and left to it. A public road outside it is
    reached through private ground or not at all, so it is for the ends of a leg too; one inside it that only a bus
    gate leads to is closed to cars.

    Raises
    ------
    MapFileError
        If no two roads hang together.
    """
    for_cars = _core(physical, forbidden, VehicleKind.CAR)
    core = _core(physical, forbidden, ALL_KINDS, around=for_cars)
    inside = core[physical.start] & core[physical.end]
    access = np.where((physical.access == PUBLIC) & inside, PUBLIC, END_ONLY).astype(np.int8)
    cut_off = (access == PUBLIC) & ~(for_cars[physical.start] & for_cars[physical.end])
    kinds = np.where(cut_off, physical.kinds & ~np.uint8(VehicleKind.CAR), physical.kinds)
    physical = replace(physical, access=access, kinds=kinds)
    arcs, leave = _lay_arcs(physical, core)
    _split(arcs, forbidden, tuple((road, int(leave[road])) for road in forbidden))
    entry_road, entry_node = _entries(physical, arcs, forbidden)
    alive = _alive(arcs, core)
    for (road, node), approach in arcs.approaches.items():
        if leave[road] == node:
            leave[road] = approach
    usable = alive[leave] & (np.bincount(entry_road[alive[entry_node]], minlength=len(leave)) > 0)
    entry = np.flatnonzero(usable[entry_road] & alive[entry_node])
    entries = entry_road[entry], entry_node[entry]
    roads = _compact(physical, arcs, leave, entries, _junctions(arcs, core), (alive, usable))
    return replace(roads, report=_reported(report, physical, usable))


def _core(
    physical: PhysicalRoads, forbidden: Forbidden, kinds: VehicleKind, around: NDArray[np.bool_] | None = None
) -> NDArray[np.bool_]:
    """Tell which junctions belong to the largest part in which one gets from everywhere to everywhere publicly.

    Only roads open to some of ``kinds`` count. With ``around`` the part around those junctions is meant instead.
    """
    junctions = len(physical.lat)
    road = np.flatnonzero((physical.access == PUBLIC) & ((physical.kinds & int(kinds)) != 0))
    arcs = _Arcs(physical.start[road], physical.end[road], road, np.arange(junctions))
    _split(arcs, forbidden, ())
    _, part = connected_components(_matrix(arcs), directed=True, connection="strong")
    candidates = part if around is None else part[around[arcs.origin]]
    core = np.zeros(junctions, dtype=np.bool_)
    core[arcs.origin[part == np.bincount(candidates).argmax()]] = True
    if np.count_nonzero(core) < 2:  # noqa: PLR2004 -- a road has two ends
        raise MapFileError(
            "The map holds no roads on which a car can get from one junction to another and back. "
            "Use a map of a whole town or county from which no roads have been filtered."
        )
    return core


def _lay_arcs(physical: PhysicalRoads, core: NDArray[np.bool_]) -> tuple[_Arcs, Ints]:
    """Lay the arcs so that private ground serves only the ends of a leg.

    A junction outside the core is two nodes: its own number for legs that end there, and a second one for legs that
    begin there. The first kind leads only deeper, the second only out, and a free arc from the second to the first
    lets a leg begin and end on the same ground. A private road between two junctions of the core has no arc.

    Returns
    -------
    arcs, leave
        The arcs, and for each road the node at which a leg that begins on it leaves it.
    """
    start, end = physical.start, physical.end
    road = np.arange(len(start))
    outside = np.flatnonzero(~core)
    twin = np.arange(len(core))
    twin[outside] = len(core) + np.arange(len(outside))
    leave = twin[end]
    public = physical.access == PUBLIC
    deeper = ~public & ~core[end]
    out = ~public & ~core[start]
    arcs = _Arcs(
        tail=np.concatenate([start[public], start[deeper], twin[start[out]], twin[outside]]),
        head=np.concatenate([end[public], end[deeper], leave[out], outside]),
        road=np.concatenate([road[public], road[deeper], road[out], np.full(len(outside), NO_ROAD)]),
        origin=np.arange(len(core) + len(outside)),
    )
    return arcs, leave


def _split(arcs: _Arcs, forbidden: Forbidden, leaving: Collection[tuple[int, int]]) -> None:
    """Give each restricted approach a node of its own at its end, which lacks the forbidden ways on.

    ``leaving`` are approaches (a restricted road, the node at its end) that a leg may make without an arc.
    """
    restricted = np.flatnonzero(np.isin(arcs.road, list(forbidden)))
    approaches = zip(arcs.road[restricted].tolist(), arcs.head[restricted].tolist(), strict=True)
    nodes = len(arcs.origin)
    arcs.approaches = {approach: nodes + extra for extra, approach in enumerate(dict.fromkeys([*approaches, *leaving]))}
    for arc in restricted.tolist():
        arcs.head[arc] = arcs.approaches[int(arcs.road[arc]), int(arcs.head[arc])]
    by_tail = np.argsort(arcs.tail, kind="stable")
    first = np.searchsorted(arcs.tail[by_tail], np.arange(nodes + 1))
    tail, head, road = [arcs.tail], [arcs.head], [arcs.road]
    for (approach, node), copy in arcs.approaches.items():
        onward = by_tail[first[node] : first[node + 1]]
        onward = onward[~np.isin(arcs.road[onward], list(forbidden[approach]))]
        heads = arcs.head[onward]
        for free in np.flatnonzero(arcs.road[onward] == NO_ROAD):  # who stays has come along the same road
            heads[free] = arcs.approaches.get((approach, int(heads[free])), heads[free])
        tail.append(np.full(len(onward), copy))
        head.append(heads)
        road.append(arcs.road[onward])
    arcs.tail, arcs.head, arcs.road = np.concatenate(tail), np.concatenate(head), np.concatenate(road)
    copied = np.fromiter((node for _, node in arcs.approaches), np.int64, len(arcs.approaches))
    arcs.origin = np.concatenate([arcs.origin, copied])


def _entries(physical: PhysicalRoads, arcs: _Arcs, forbidden: Forbidden) -> tuple[Ints, Ints]:
    """Return pairs (a road, a node from which a leg that ends on the road may drive into it)."""
    by_start = np.argsort(physical.start, kind="stable")
    first = np.searchsorted(physical.start[by_start], np.arange(len(physical.lat) + 1))
    road, node = [np.arange(len(physical.start))], [physical.start]
    for (approach, junction), copy in arcs.approaches.items():
        if junction < len(physical.lat):  # not one at which legs only begin
            onto = by_start[first[junction] : first[junction + 1]]
            onto = onto[~np.isin(onto, list(forbidden[approach]))]
            road.append(onto)
            node.append(np.full(len(onto), copy))
    return np.concatenate(road), np.concatenate(node)


def _alive(arcs: _Arcs, core: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell which nodes are of use: the core, and private ground that can be both entered from it and left to it."""
    junction = _junctions(arcs, core)
    is_core, begins = core[junction], arcs.origin >= len(core)
    matrix = _matrix(arcs)
    _, part = connected_components(matrix, directed=True, connection="strong")
    centre = int(np.flatnonzero(is_core & (part == np.bincount(part[is_core]).argmax()))[0])
    reached, reaches = np.zeros(len(part), dtype=np.bool_), np.zeros(len(part), dtype=np.bool_)
    reached[breadth_first_order(matrix, centre, return_predecessors=False)] = True
    reaches[breadth_first_order(matrix.T.tocsr(), centre, return_predecessors=False)] = True
    entered, left = np.zeros_like(core), np.zeros_like(core)
    entered[junction[reached & ~begins]] = True
    left[junction[reaches & (begins | is_core)]] = True
    # from private ground one may come to the core by an approach that is not reached from the core itself
    of_core = reaches & (reached | (np.arange(len(part)) >= len(part) - len(arcs.approaches)))
    of_private = np.where(begins, reaches & entered[junction], reached & left[junction])
    return np.asarray(np.where(is_core, of_core, of_private))


def _junctions(arcs: _Arcs, core: NDArray[np.bool_]) -> Ints:
    """Return the junction at which each node lies."""
    return np.concatenate([np.arange(len(core)), np.flatnonzero(~core)])[arcs.origin]


def _reported(report: LoadReport, physical: PhysicalRoads, usable: NDArray[np.bool_]) -> LoadReport:
    lies_on_a_way = physical.road_length_dm > 0  # and is not the passage through a gate
    dropped = lies_on_a_way & ~usable
    every_road = _Arcs(physical.start, physical.end, np.arange(len(usable)), np.arange(len(physical.lat)))
    _, part = connected_components(_matrix(every_road), directed=False)
    apart = ~np.isin(part[physical.start], part[physical.start[usable]])
    return replace(
        report,
        roads=int(np.count_nonzero(lies_on_a_way)),
        kept_roads=int(np.count_nonzero(lies_on_a_way & usable)),
        end_only_roads=int(np.count_nonzero(lies_on_a_way & usable & (physical.access == END_ONLY))),
        dropped_apart=int(np.count_nonzero(dropped & apart)),
        dropped_traps=int(np.count_nonzero(dropped & ~apart)),
        dropped_way_ids=tuple(np.unique(physical.way_id[dropped]).tolist()),
    )


def _matrix(arcs: _Arcs) -> csr_array:
    shape = (len(arcs.origin), len(arcs.origin))
    return csr_array((np.ones(len(arcs.tail), dtype=np.int8), (arcs.tail, arcs.head)), shape=shape)


def _compact(
    physical: PhysicalRoads,
    arcs: _Arcs,
    leave: Ints,
    entries: tuple[Ints, Ints],
    junction: Ints,
    kept: tuple[NDArray[np.bool_], NDArray[np.bool_]],
) -> RoadGraph:
    """Return the graph of the nodes that are alive and the roads that are usable, renumbered."""
    alive, usable = kept
    chosen = np.flatnonzero(usable)
    node_of = np.cumsum(alive, dtype=np.int32) - 1
    road_of = np.where(usable, np.cumsum(usable, dtype=np.int32) - 1, NO_ROAD)
    road_of = np.append(road_of, NO_ROAD).astype(np.int32)  # so that NO_ROAD, being -1, stays what it is
    arc = np.flatnonzero(alive[arcs.tail] & alive[arcs.head] & (np.append(usable, [True])[arcs.road]))
    road = road_of[arcs.road[arc]]
    length_dm = physical.road_length_dm[chosen]
    entry_road, entry_node = entries
    by_road = np.argsort(entry_road, kind="stable")
    shape_ptr, point = gather(physical.shape_ptr, chosen)
    return RoadGraph(
        node_lat=physical.lat[junction[alive]],
        node_lon=physical.lon[junction[alive]],
        tail=node_of[arcs.tail[arc]],
        head=node_of[arcs.head[arc]],
        length_dm=np.append(length_dm, np.int32(0))[road],
        road=road,
        reverse=road_of[physical.reverse[chosen]],
        exit_node=node_of[leave[chosen]],
        entry_ptr=np.searchsorted(road_of[entry_road[by_road]], np.arange(len(chosen) + 1)).astype(np.int32),
        entry_node=node_of[entry_node[by_road]],
        shape_ptr=shape_ptr,
        shape_lat=physical.shape_lat[point],
        shape_lon=physical.shape_lon[point],
        names=physical.names,
        closures=tuple(each._replace(road=int(road_of[each.road])) for each in physical.closures if usable[each.road]),
        **{name: getattr(physical, name)[chosen] for name in _PER_ROAD},
    )


def gather(ptr: Ints, chosen: NDArray[np.intp]) -> tuple[Ints, Ints]:
    """Return the new pointers, and the positions, of chosen rows of a ragged array."""
    counts = np.diff(ptr)[chosen]
    new_ptr = np.concatenate([[0], np.cumsum(counts)])
    return new_ptr, np.arange(new_ptr[-1]) + np.repeat(ptr[chosen] - new_ptr[:-1], counts)
