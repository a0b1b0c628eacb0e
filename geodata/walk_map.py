"""OpenStreetMap to a walk network: one pass over an .osm.pbf file, then arrays. ``read_walks`` is the recipe."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import osmium
from numpy.typing import NDArray
from pyproj import Geod
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from geodata.errors import MapFileError
from geodata.osm import content_hash, corrupt_files_are_named, open_map
from geodata.walk_network import Landmark, WalkNetwork, WalkReport, arcs_of
from geodata.walk_tags import (
    LANDMARK_KEYS,
    CrossingTags,
    Tags,
    WalkTags,
    may_walk,
    read_crossing,
    read_landmark,
    read_walk_way,
)

GEOD = Geod(ellps="WGS84")
_DEGREE = 1e-7
_KEYS = ("highway", "crossing", "barrier", *LANDMARK_KEYS)
_STOPS_WALKERS = frozenset({"wall", "fence", "hedge", "ditch", "guard_rail", "retaining_wall", "jersey_barrier"})
_GATES = frozenset({"gate", "lift_gate", "sliding_gate", "swing_gate", "kissing_gate", "wicket_gate", "hampshire_gate"})


def read_walks(path: Path) -> WalkNetwork:
    """Read the ways that one may walk from an ``.osm.pbf`` file.

    Raises
    ------
    MapFileError
        If the file is absent, empty, not an .osm.pbf, corrupt, or holds no way to walk.
    """
    drawn = _Drawn()
    with corrupt_files_are_named(path):
        things = open_map(path).with_locations("flex_mem")
        drawn.map_date = things.header.get("osmosis_replication_timestamp")[:10]
        for thing in things.with_filter(osmium.filter.KeyFilter(*_KEYS)):
            drawn.add(thing)
    if not any(tags.walkable for tags in drawn.ways):
        raise MapFileError(f"The map file {path} holds no way to walk. Was it filtered, or is it of the sea?")
    report = WalkReport(
        source=path.name,
        content_hash=content_hash(path),
        map_date=drawn.map_date or drawn.newest,
        left_out=drawn.left_out,
        shut=len(drawn.shut),
    )
    return _build(drawn, report)


def shuts_out_walkers(tags: Tags) -> bool:
    """Tell whether a barrier stops those who walk; of what no tag says so, only walls and their like do."""
    barrier = tags["barrier"]
    locked = barrier in _GATES and tags.get("locked") == "yes" and "foot" not in tags
    return locked or not may_walk(tags, said=barrier not in _STOPS_WALKERS)


@dataclass(slots=True)
class _Drawn:
    """What one pass over the map collects."""

    ways: list[WalkTags] = field(default_factory=list)
    way_ids: list[int] = field(default_factory=list)
    points: list[int] = field(default_factory=list)
    refs: "array[int]" = field(default_factory=lambda: array("q"))
    lat: "array[int]" = field(default_factory=lambda: array("i"))
    lon: "array[int]" = field(default_factory=lambda: array("i"))
    crossings: dict[int, CrossingTags] = field(default_factory=dict)
    shut: set[int] = field(default_factory=set)
    landmarks: list[Landmark] = field(default_factory=list)
    left_out: int = 0
    map_date: str = ""
    newest: str = ""

    def add(self, thing: object) -> None:
        """Keep what concerns a walker."""
        if isinstance(thing, osmium.osm.Node):
            self._add_node(thing)
        elif isinstance(thing, osmium.osm.Way):
            self._add_way(thing)

    def _add_node(self, node: osmium.osm.Node) -> None:
        tags = {tag.k: tag.v for tag in node.tags}
        crossing = read_crossing(tags)
        if crossing is not None:
            self.crossings[node.id] = crossing
        if "barrier" in tags and shuts_out_walkers(tags):
            self.shut.add(node.id)
        self._add_landmark(tags, [(node.location.lat, node.location.lon)])

    def _add_way(self, way: osmium.osm.Way) -> None:
        tags = {tag.k: tag.v for tag in way.tags}
        known = [node for node in way.nodes if node.location.valid()]
        if len(known) < 2:  # noqa: PLR2004 -- a line
            return
        self._add_landmark(tags, [(node.lat, node.lon) for node in known])
        read = read_walk_way(tags)
        if isinstance(read, str):
            self.left_out += bool(read)
            return
        self.newest = max(self.newest, f"{way.timestamp:%Y-%m-%d}" if way.timestamp.year > 2000 else "")  # noqa: PLR2004 -- 1970 says that the file has no times
        self.ways.append(read)
        self.way_ids.append(way.id)
        self.points.append(len(known))
        self.refs.extend(node.ref for node in known)
        self.lat.extend(node.location.y for node in known)
        self.lon.extend(node.location.x for node in known)

    def _add_landmark(self, tags: Tags, points: Sequence[tuple[float, float]]) -> None:
        read = read_landmark(tags)
        if read is not None:
            self.landmarks.append(Landmark(read, tuple(dict.fromkeys(points))))


def _build(drawn: _Drawn, report: WalkReport) -> WalkNetwork:
    """Cut ways at junctions, crossings and shut gates, measure the pieces, and keep those that hang together."""
    refs = np.frombuffer(drawn.refs, np.int64)
    lat, lon = (np.frombuffer(each, np.int32).astype(np.float64) * _DEGREE for each in (drawn.lat, drawn.lon))
    node_id, seen_at, node, count = np.unique(refs, return_index=True, return_inverse=True, return_counts=True)
    shut = np.isin(node_id, list(drawn.shut))
    way = np.repeat(np.arange(len(drawn.ways)), drawn.points)
    changes = np.diff(way) > 0
    cut = np.append(changes, [True]) | np.append([True], changes) | (count > 1)[node]
    cut = np.flatnonzero(cut | np.isin(refs, list(drawn.crossings)) | shut[node])
    joined = way[cut[:-1]] == way[cut[1:]]
    first, last = cut[:-1][joined], cut[1:][joined]
    start, end = _behind_shut_gates(node[first], shut, len(node_id)), node[last]
    end = _behind_shut_gates(end, shut, max(len(node_id), start.max(initial=0) + 1))
    place = np.zeros(max(len(node_id), start.max() + 1, end.max() + 1), np.int64)
    place[start], place[end] = first, last
    place[: len(node_id)] = seen_at
    ids = np.full(len(place), -1, np.int64)
    ids[: len(node_id)] = np.where(shut, -1, node_id)
    walkable = np.array([tags.walkable for tags in drawn.ways])[way[first]]
    keep = _hanging_together(start, end, walkable, len(place))
    report = _with_counts(report, way[first][keep], keep, walkable)
    return _assembled(drawn, report, (lat, lon), (start, end, first, last, way[first], keep), (ids, place))


def _behind_shut_gates(ends: NDArray[np.int64], shut: NDArray[np.bool_], next_node: int) -> NDArray[np.int64]:
    """Return the ends of pieces, each that lies at a shut gate as a node of its own."""
    stopped = np.flatnonzero(shut[ends])
    ends = ends.copy()
    ends[stopped] = next_node + np.arange(len(stopped))
    return ends


def _hanging_together(
    start: NDArray[np.int64], end: NDArray[np.int64], walkable: NDArray[np.bool_], nodes: int
) -> NDArray[np.int64]:
    """Return the pieces of the largest part that can be walked, and the carriageways that touch it."""
    ones = np.ones(int(walkable.sum()))
    graph = csr_array((ones, (start[walkable], end[walkable])), shape=(nodes, nodes))
    _, part = connected_components(graph, directed=False)
    largest = np.bincount(part[start[walkable]]).argmax()
    touches = (part[start] == largest) | (part[end] == largest)
    return np.flatnonzero(touches)


def _with_counts(
    report: WalkReport, way: NDArray[np.int64], keep: NDArray[np.int64], walkable: NDArray[np.bool_]
) -> WalkReport:
    counts = {"ways": len(np.unique(way)), "edges": len(keep), "apart": int(walkable.sum() - walkable[keep].sum())}
    return WalkReport(
        source=report.source,
        content_hash=report.content_hash,
        map_date=report.map_date,
        left_out=report.left_out,
        shut=report.shut,
        **counts,
    )


def _assembled(
    drawn: _Drawn,
    report: WalkReport,
    points: tuple[NDArray[np.float64], NDArray[np.float64]],
    pieces: tuple[NDArray[np.int64], ...],
    of_nodes: tuple[NDArray[np.int64], NDArray[np.int64]],
) -> WalkNetwork:
    (lat, lon), (ids, place) = points, of_nodes
    keep = pieces[-1]
    tail, head, first, last, way = (each[keep] for each in pieces[:-1])
    used, ends = np.unique(np.concatenate([tail, head]), return_inverse=True)
    start, end = np.split(ends.astype(np.int32), 2)
    count = last - first + 1
    ptr = np.concatenate([[0], np.cumsum(count)])
    point = np.repeat(first, count) + np.arange(ptr[-1]) - np.repeat(ptr[:-1], count)
    travelled = travelled_m(lat, lon)
    arc_first, arc_head, arc_edge = arcs_of(len(used), start, end)
    kinds = tuple(dict.fromkeys([*drawn.crossings.values(), *(t.crossing for t in drawn.ways if t.crossing)]))
    number = {kind: index for index, kind in enumerate(kinds)}
    at_node = [number[drawn.crossings[each]] if each in drawn.crossings else -1 for each in ids[used].tolist()]
    return WalkNetwork(
        node_id=ids[used],
        node_lat=lat[place[used]],
        node_lon=lon[place[used]],
        node_crossing=np.array(at_node, np.int32),
        start=start,
        end=end,
        way=way.astype(np.int32),
        length_m=travelled[last] - travelled[first],
        shape_ptr=ptr,
        shape_lat=lat[point],
        shape_lon=lon[point],
        first=arc_first,
        arc_head=arc_head,
        arc_edge=arc_edge,
        way_id=np.array(drawn.way_ids, np.int64),
        way_crossing=np.array([number[t.crossing] if t.crossing else -1 for t in drawn.ways], np.int32),
        **_columns(drawn.ways),
        crossings=kinds,
        landmarks=tuple(drawn.landmarks),
        report=report,
    )


def travelled_m(lat: NDArray[np.float64], lon: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the metres on the ellipsoid from the first point to each, from point to point."""
    _, _, step = GEOD.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])
    return np.concatenate([[0.0], np.cumsum(step)])


def _columns(ways: list[WalkTags]) -> dict[str, Any]:
    """Return the fields of a network that say what its ways are."""
    names, name = np.unique(["", *(each.name for each in ways)], return_inverse=True)
    kinds = {"walk_class": np.int8, "walkable": np.bool_, "footway": np.int8, "paved": np.int8, "lit": np.int8}
    return {
        **{key: np.array([getattr(each, key) for each in ways], kind) for key, kind in kinds.items()},
        "oneway": np.array([each.oneway for each in ways], np.bool_),
        "limit_mph": np.array([-1 if each.limit_mph is None else each.limit_mph for each in ways], np.int16),
        "lanes": np.array([-1 if each.lanes is None else min(each.lanes, 99) for each in ways], np.int16),
        "name": name[1:].astype(np.int32),
        "names": tuple(names.tolist()),
    }
