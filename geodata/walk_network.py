"""WalkNetwork: the ways of an area that one may walk, and the carriageways that one can only cross, as arrays.

An *edge* is one piece of way between two nodes, walked in either direction; nodes stand at junctions, at crossings
and at the ends of ways. Lengths are on the ellipsoid.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geodata.walk_tags import CrossingTags, LandmarkTags


@dataclass(frozen=True, slots=True)
class Landmark:
    """A named place and the corners of what is drawn of it, in degrees of latitude and longitude."""

    tags: LandmarkTags
    corners: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class WalkReport:
    """What was read and what was dropped.

    Parameters
    ----------
    source, content_hash
        Name of the map file and SHA-256 of its content.
    map_date
        Of what day the map is, as YYYY-MM-DD; "" where the file does not say.
    ways, edges
        Ways kept, and the pieces into which they were cut.
    left_out
        Ways that nobody walks, counted by reason.
    apart
        Pieces dropped because no walkable way joins them to the rest.
    shut
        Gates and barriers that stop walkers.
    """

    source: str = ""
    content_hash: str = ""
    map_date: str = ""
    ways: int = 0
    edges: int = 0
    left_out: int = 0
    apart: int = 0
    shut: int = 0

    def __str__(self) -> str:
        return (
            f"To walk: {self.ways:,} ways in {self.edges:,} pieces, of a map of {self.map_date or 'an unknown day'}.\n"
            f"Not for walkers: {self.left_out:,} ways, {self.shut:,} gates and barriers. "
            f"Dropped as nothing joins them to the rest: {self.apart:,} pieces."
        )


@dataclass(frozen=True, slots=True, eq=False)
class WalkNetwork:
    """The ways of an area that one may walk.

    Parameters
    ----------
    node_id, node_lat, node_lon
        Points of OpenStreetMap (-1 beside a shut gate) and where they are, in degrees.
    node_crossing
        int32, index into ``crossings``, or -1.
    start, end, way
        int32 of shape (edges,): nodes, and index into the arrays of ways.
    length_m
        float64, metres on the ellipsoid.
    shape_ptr, shape_lat, shape_lon
        The polyline of edge e is ``shape_ptr[e]`` to ``shape_ptr[e + 1]``.
    first, arc_head, arc_edge
        The edges at node n, whether or not they may be walked, are ``arc_edge[first[n]:first[n + 1]]``, and
        ``arc_head`` are the nodes at their other ends.
    way_id
        int64 of shape (ways,), as are all that follow in their own types: the way in OpenStreetMap.
    walk_class, walkable, name, footway, paved, lit, limit_mph, lanes, oneway
        As in ``WalkTags``; -1 where a number is not recorded; ``name`` is an index into ``names``.
    way_crossing
        int32, index into ``crossings`` of a way that is itself a crossing, or -1.
    names, crossings, landmarks, report
        What the indices mean; named places; what was read.
    """

    node_id: NDArray[np.int64]
    node_lat: NDArray[np.float64]
    node_lon: NDArray[np.float64]
    node_crossing: NDArray[np.int32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    way: NDArray[np.int32]
    length_m: NDArray[np.float64]
    shape_ptr: NDArray[np.int64]
    shape_lat: NDArray[np.float64]
    shape_lon: NDArray[np.float64]
    first: NDArray[np.int64]
    arc_head: NDArray[np.int32]
    arc_edge: NDArray[np.int32]
    way_id: NDArray[np.int64]
    walk_class: NDArray[np.int8]
    walkable: NDArray[np.bool_]
    name: NDArray[np.int32]
    footway: NDArray[np.int8]
    paved: NDArray[np.int8]
    lit: NDArray[np.int8]
    limit_mph: NDArray[np.int16]
    lanes: NDArray[np.int16]
    oneway: NDArray[np.bool_]
    way_crossing: NDArray[np.int32]
    names: tuple[str, ...]
    crossings: tuple[CrossingTags, ...]
    landmarks: tuple[Landmark, ...]
    report: WalkReport

    @property
    def nodes(self) -> int:
        """How many nodes."""
        return len(self.node_lat)

    @property
    def edges(self) -> int:
        """How many edges."""
        return len(self.start)

    def shape(self, edge: int) -> NDArray[np.float64]:
        """Return the polyline of an edge from its start to its end: latitude, longitude; float64 of shape (n, 2)."""
        points = slice(self.shape_ptr[edge], self.shape_ptr[edge + 1])
        return np.column_stack([self.shape_lat[points], self.shape_lon[points]])

    def name_of(self, edge: int) -> str:
        """Return the name of an edge's way, "" where it has none."""
        return self.names[int(self.name[self.way[edge]])]


def arcs_of(
    nodes: int, start: NDArray[np.int32], end: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """Return ``first``, ``arc_head`` and ``arc_edge`` of a network."""
    tail, head = np.concatenate([start, end]), np.concatenate([end, start])
    edge = np.tile(np.arange(len(start), dtype=np.int32), 2)
    order = np.argsort(tail, kind="stable")
    first = np.concatenate([[0], np.cumsum(np.bincount(tail, minlength=nodes))]).astype(np.int64)
    return first, head[order].astype(np.int32), edge[order]
