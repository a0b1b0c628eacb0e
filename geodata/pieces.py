"""Ways to physical roads: ways are cut at junctions and barriers, and each piece becomes a road in each direction.

``build_roads`` is the recipe. A barrier that stops someone becomes a junction of its own: every piece of way that
ends at it has its own end, joined to the barrier by a passage of no length which those may use whom the barrier lets
through. So a gate is the boundary of the private ground behind it, and a bollard lets nobody through.
"""

import math
from array import array
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geodata.access import END_ONLY
from geodata.areas import SILENT, settle_areas
from geodata.closures import TimedClosure
from geodata.network import PhysicalRoads, assemble
from geodata.report import LoadReport
from geodata.roads import EARTH_RADIUS_M, RoadGraph
from geodata.tags import WayTags
from geodata.turns import Restriction, settle_turns

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_DEGREE = 1e-7


@dataclass(slots=True)
class MapData:
    """Drivable ways and what concerns them, as one pass over a map collects them.

    Parameters
    ----------
    ways, way_ids, points
        What each way's tags mean, its id, and how many points it has.
    refs, lat, lon
        Id and place (in 10⁻⁷ degrees) of each point of each way, one way after the other.
    barriers
        Of a node: ``PUBLIC`` or ``END_ONLY``, the kinds of vehicle that it lets pass, metres of height.
    signals
        Nodes with traffic lights, and the direction (of the way) in which they stand, or "both".
    restrictions
        Turn restrictions; ``via`` is the id of a node.
    """

    ways: list[WayTags] = field(default_factory=list)
    way_ids: list[int] = field(default_factory=list)
    points: list[int] = field(default_factory=list)
    refs: "array[int]" = field(default_factory=lambda: array("q"))
    lat: "array[int]" = field(default_factory=lambda: array("i"))
    lon: "array[int]" = field(default_factory=lambda: array("i"))
    barriers: dict[int, tuple[int, int, float]] = field(default_factory=dict)
    signals: dict[int, str] = field(default_factory=dict)
    restrictions: list[Restriction] = field(default_factory=list)


def build_roads(data: MapData, report: LoadReport) -> RoadGraph:
    """Return the graph of what a map holds; ``report`` has what is known so far, and the graph's report has all."""
    pieces = _cut(data)
    physical = _both_directions(data, pieces)
    via = np.array([each.via for each in data.restrictions], dtype=np.int64)
    junction = np.minimum(np.searchsorted(pieces.node_ids, via), len(pieces.node_ids) - 1)
    ours = np.flatnonzero(pieces.node_ids[junction] == via).tolist()
    turns = settle_turns(
        (data.restrictions[each]._replace(via=int(junction[each])) for each in ours),
        physical.start,
        physical.end,
        physical.way_id,
        physical.reverse,
    )
    report = replace(
        report,
        ways=len(data.ways),
        nodes=len(pieces.node_ids),
        barriers=_count_barriers(data, pieces),
        restrictions_kept=turns.kept,
        restrictions_elsewhere=report.restrictions_elsewhere + turns.elsewhere + len(via) - len(ours),
        restrictions_unclear=(*report.restrictions_unclear, *turns.unclear),
        timed_closures=sum(bool(each.conditions) for each in data.ways),
        conditions_unclear=tuple(
            (way_id, text) for way_id, each in zip(data.way_ids, data.ways, strict=True) for text in each.unclear
        ),
    )
    return assemble(physical, turns.forbidden, report)


@dataclass(frozen=True, slots=True, eq=False)
class _Pieces:
    """Ways cut at junctions and barriers; after them, one piece of no length for each passage through a barrier.

    Parameters
    ----------
    node_ids
        Distinct points, sorted; a junction's number is its place here, and the ends at barriers come after.
    lat, lon
        Degrees of each junction.
    tags, way_ids, way
        What is known of each way, its id, and the way of each piece; a passage is a way of its own.
    first, last
        Of each piece: positions of its first and last point among the points of all ways.
    start, end
        Of each piece: its junctions.
    metres
        Length of each piece.
    """

    node_ids: Ints
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    tags: list[WayTags]
    way_ids: list[int]
    way: Ints
    first: Ints
    last: Ints
    start: Ints
    end: Ints
    metres: NDArray[np.float64]


def _cut(data: MapData) -> _Pieces:
    refs = np.frombuffer(data.refs, dtype=np.int64)
    lat, lon = _degrees(data)
    node_ids, seen_at, node, count = np.unique(refs, return_index=True, return_inverse=True, return_counts=True)
    way_of = np.repeat(np.arange(len(data.ways)), data.points)
    changes = np.diff(way_of) > 0
    is_end = np.append(changes, [True]) | np.append([True], changes)
    is_barrier = np.isin(node_ids, list(data.barriers))
    cut = np.flatnonzero(is_end | (count > 1)[node] | is_barrier[node])
    same_way = way_of[cut[:-1]] == way_of[cut[1:]]
    first, last = cut[:-1][same_way], cut[1:][same_way]
    start, end = node[first], node[last]
    at_start, at_end = np.flatnonzero(is_barrier[start]), np.flatnonzero(is_barrier[end])
    stopped = np.concatenate([at_start, at_end])
    barrier = np.concatenate([start[at_start], end[at_end]])
    point = np.concatenate([first[at_start], last[at_end]])
    own_end = len(node_ids) + np.arange(len(stopped))
    start[at_start], end[at_end] = own_end[: len(at_start)], own_end[len(at_start) :]
    travelled = _travelled_m(lat, lon)
    place = np.concatenate([seen_at, point])
    return _Pieces(
        node_ids=node_ids,
        lat=lat[place],
        lon=lon[place],
        tags=data.ways + _passages(data, node_ids[barrier], way_of[first][stopped]),
        way_ids=data.way_ids + [data.way_ids[on] for on in way_of[first][stopped].tolist()],
        way=np.concatenate([way_of[first], len(data.ways) + np.arange(len(stopped))]),
        first=np.concatenate([first, point]),
        last=np.concatenate([last, point]),
        start=np.concatenate([start, own_end]),
        end=np.concatenate([end, barrier]),
        metres=np.concatenate([travelled[last] - travelled[first], np.zeros(len(stopped))]),
    )


def _passages(data: MapData, node_ids: Ints, way: Ints) -> list[WayTags]:
    """Return the tags of the passages through barriers: those of the way, but for whom the barrier lets through."""
    tags = []
    for node_id, on in zip(node_ids.tolist(), way.tolist(), strict=True):
        access, kinds, height_m = data.barriers[node_id]
        tags.append(
            replace(
                data.ways[on],
                access=access,
                forward_kinds=kinds,
                backward_kinds=kinds,
                max_height_m=height_m,
                conditions=(),
            )
        )
    return tags


def _degrees(data: MapData) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    north, east = (np.frombuffer(each, dtype=np.int32).astype(np.float64) for each in (data.lat, data.lon))
    return north * _DEGREE, east * _DEGREE


def _travelled_m(lat: NDArray[np.float64], lon: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the metres from the first point to each, in a straight line from point to point."""
    north, east = np.radians(lat), np.radians(lon)
    step = np.hypot(np.diff(north), np.diff(east) * np.cos((north[1:] + north[:-1]) / 2))
    return np.concatenate([[0.0], np.cumsum(step)]) * EARTH_RADIUS_M


def _both_directions(data: MapData, pieces: _Pieces) -> PhysicalRoads:
    """Return the roads of all pieces: those forward, then those backward."""
    forward = np.flatnonzero(_column(pieces.tags, "forward_kinds", np.uint8)[pieces.way])
    backward = np.flatnonzero(_column(pieces.tags, "backward_kinds", np.uint8)[pieces.way])
    piece, is_back = np.concatenate([forward, backward]), np.repeat([False, True], [len(forward), len(backward)])
    way = pieces.way[piece]
    length_dm = np.maximum(np.rint(pieces.metres * 10), pieces.metres > 0).astype(np.int32)
    shape_ptr, point = _points_of(pieces.first[piece], pieces.last[piece], is_back)
    lat, lon = _degrees(data)
    return PhysicalRoads(
        lat=pieces.lat,
        lon=pieces.lon,
        start=np.where(is_back, pieces.end[piece], pieces.start[piece]),
        end=np.where(is_back, pieces.start[piece], pieces.end[piece]),
        reverse=_reverses(forward, backward, len(pieces.way)),
        way_id=np.array(pieces.way_ids, dtype=np.int64)[way],
        area=_areas(data, pieces)[piece],
        kinds=np.where(is_back, *(_column(pieces.tags, f"{each}_kinds", np.uint8)[way] for each in _DIRECTIONS)),
        maxspeed_kph=np.where(is_back, *(_column(pieces.tags, f"{each}_kph", np.float32)[way] for each in _DIRECTIONS)),
        road_length_dm=length_dm[piece],
        signals=_signals(data, pieces.first[piece], pieces.last[piece], is_back),
        shape_ptr=shape_ptr,
        shape_lat=lat[point],
        shape_lon=lon[point],
        **columns_of_ways(pieces.tags, way),
    )


_DIRECTIONS = ("backward", "forward")
_OF_A_WAY: dict[str, type[np.generic]] = {
    "road_class": np.int8,
    "access": np.int8,
    "max_height_m": np.float32,
    "max_width_m": np.float32,
    "max_weight_t": np.float32,
    "dual": np.bool_,
    "lit": np.bool_,
}


def columns_of_ways(tags: list[WayTags], way: Ints) -> dict[str, Any]:
    """Return the fields of ``PhysicalRoads`` that are the same in both directions, for roads on the given ways."""
    names, name_of = np.unique(["", *(each.name for each in tags)], return_inverse=True)
    closures = (TimedClosure(road, *each) for road, on in enumerate(way.tolist()) for each in tags[on].conditions)
    return {
        **{column: _column(tags, column, kind)[way] for column, kind in _OF_A_WAY.items()},
        "name": name_of[1:][way].astype(np.int32),
        "names": tuple(names.tolist()),
        "closures": tuple(closures),
    }


def _column(tags: list[WayTags], name: str, kind: type[np.generic]) -> NDArray[Any]:
    return np.array([getattr(each, name) for each in tags], dtype=kind)


def _reverses(forward: Ints, backward: Ints, pieces: int) -> Ints:
    """Return the road that is the same piece the other way, or -1."""
    road_of = np.full((2, pieces), -1)
    road_of[0, forward] = np.arange(len(forward))
    road_of[1, backward] = len(forward) + np.arange(len(backward))
    return np.concatenate([road_of[1, forward], road_of[0, backward]])


def _points_of(first: Ints, last: Ints, is_back: Bools) -> tuple[Ints, Ints]:
    """Return the pointers and the positions of the points of each road, in the order in which it is driven."""
    count = last - first + 1
    ptr = np.concatenate([[0], np.cumsum(count)])
    step = np.arange(ptr[-1]) - np.repeat(ptr[:-1], count)
    begin, sign = np.where(is_back, last, first), np.where(is_back, -1, 1)
    return ptr, np.repeat(begin, count) + np.repeat(sign, count) * step


def _areas(data: MapData, pieces: _Pieces) -> NDArray[np.int8]:
    said = np.array([SILENT if each.area is None else each.area for each in pieces.tags], dtype=np.int8)
    road_class = _column(pieces.tags, "road_class", np.int8)
    middle = (pieces.first + pieces.last) // 2
    lat, lon = _degrees(data)
    return settle_areas(said[pieces.way], road_class[pieces.way], pieces.metres, lat[middle], lon[middle])


def _signals(data: MapData, first: Ints, last: Ints, is_back: Bools) -> Bools:
    """Tell which roads pass traffic lights that stand for their direction, their beginning apart."""
    refs = np.frombuffer(data.refs, dtype=np.int64)
    passed = []
    for against in ("backward", "forward"):
        lights = [node_id for node_id, direction in data.signals.items() if direction != against]
        passed.append(np.concatenate([[0], np.cumsum(np.isin(refs, lights))]))
    ahead, back = passed
    return np.asarray(np.where(is_back, back[last] - back[first], ahead[last + 1] - ahead[first + 1]) > 0)


def _count_barriers(data: MapData, pieces: _Pieces) -> dict[str, int]:
    """Count the barriers on drivable ways by what they do."""
    met = np.intersect1d(pieces.node_ids, np.fromiter(data.barriers, np.int64, len(data.barriers)))
    return dict(Counter(_effect(*data.barriers[node_id]) for node_id in met.tolist()))


def _effect(access: int, kinds: int, height_m: float) -> str:
    if not kinds:
        return "closed"
    if access == END_ONLY:
        return "for the ends of a leg only"
    return "for some kinds of vehicle" if height_m == math.inf else "for vehicles that are not too high"
