"""Walks over the network: where places stand on it, and the shortest way between them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.errors import OffTheMapError, UnreachableError
from geodata.places import Place
from geodata.roads import mercator
from geodata.walk_map import GEOD, travelled_m
from geodata.walk_network import WalkNetwork
from geodata.walk_search import search

SNAP_M = 250.0
"""A place farther than this from every way that one may walk is not on the map."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A place, and where on the network one who is there begins to walk.

    Parameters
    ----------
    place
        The place itself.
    edge, fraction
        The nearest edge that one may walk, and how far along it: 0 at its start, 1 at its end.
    off_m
        Metres in a straight line from the place to that point.
    side
        1 if the place lies to the left of the edge as it is drawn, -1 to the right, 0 upon it.
    """

    place: Place
    edge: int
    fraction: float
    off_m: float
    side: int


@dataclass(frozen=True, slots=True)
class Walk:
    """A way on foot, from where one place stands to where another does.

    Parameters
    ----------
    start, end
        The ends.
    edges
        The edges in order, the first and the last perhaps in part.
    forward
        Of each edge, whether it is walked as it is drawn.
    along_m
        Metres over the network, on the ellipsoid, without the straight lines at the ends.
    """

    start: Standing
    end: Standing
    edges: tuple[int, ...]
    forward: tuple[bool, ...]
    along_m: float

    @property
    def total_m(self) -> float:
        """Metres from place to place, with the straight lines at both ends."""
        return self.start.off_m + self.along_m + self.end.off_m

    def back(self) -> "Walk":
        """Return the same way walked back."""
        return Walk(
            self.end, self.start, self.edges[::-1], tuple(not each for each in self.forward[::-1]), self.along_m
        )


class Walker:
    """A walk network made ready to be asked; shared by all who ask."""

    def __init__(self, network: WalkNetwork) -> None:
        self.network = network
        self.cost_m: NDArray[np.float64] = np.where(network.walkable[network.way], network.length_m, np.inf)

    @cached_property
    def _walkable(self) -> NDArray[np.intp]:
        return np.flatnonzero(np.isfinite(self.cost_m) & (self.cost_m > 0))

    @cached_property
    def _tree(self) -> shapely.STRtree:
        network = self.network
        points = mercator(network.shape_lat, network.shape_lon)
        edge_of = np.repeat(np.arange(network.edges), np.diff(network.shape_ptr))
        mine = np.isin(edge_of, self._walkable)
        _, line = np.unique(edge_of[mine], return_inverse=True)
        return shapely.STRtree(np.asarray(shapely.linestrings(points[mine], indices=line)))

    @cached_property
    def arc_forward(self) -> NDArray[np.bool_]:
        """Tell of each arc whether it leaves its node as its edge is drawn; of a loop's two arcs the first does."""
        network = self.network
        tail = np.repeat(np.arange(network.nodes), np.diff(network.first))
        forward = network.start[network.arc_edge] == tail
        loops = np.flatnonzero(network.start[network.arc_edge] == network.end[network.arc_edge])
        _, first = np.unique(network.arc_edge[loops], return_index=True)
        forward[np.delete(loops, first)] = False
        return np.asarray(forward, np.bool_)

    @cached_property
    def arc_bearing(self) -> NDArray[np.float64]:
        """Return in which direction each arc leaves its node: degrees clockwise from north."""
        network = self.network
        begin, after_end = network.shape_ptr[network.arc_edge], network.shape_ptr[network.arc_edge + 1]
        here = np.where(self.arc_forward, begin, after_end - 1)
        there = np.where(self.arc_forward, begin + 1, after_end - 2)
        north = network.shape_lat[there] - network.shape_lat[here]
        east = (network.shape_lon[there] - network.shape_lon[here]) * np.cos(np.radians(network.shape_lat[here]))
        return np.asarray(np.degrees(np.arctan2(east, north)) % 360, np.float64)

    def stand(self, places: Sequence[Place], within_m: float = SNAP_M) -> tuple[Standing, ...]:
        """Return where each place stands: on the nearest way that one may walk.

        Raises
        ------
        OffTheMapError
            If a place is farther than ``within_m`` from every way; the text names every such place.
        """
        found = self.stand_anywhere(places)
        far = [f"{each.place.id} ({each.off_m:,.0f} m)" for each in found if each.off_m > within_m]
        if far:
            raise OffTheMapError(
                f"Farther than {within_m:g} m from any way to walk on the map: {', '.join(far)}. "
                "Correct the coordinates, or use a map that covers them."
            )
        return found

    def stand_anywhere(self, places: Sequence[Place]) -> tuple[Standing, ...]:
        """Return where each place stands, however far that is."""
        if not places:
            return ()
        points = np.asarray(shapely.points(mercator([p.lat for p in places], [p.lon for p in places])))
        nearest = self._nearest(points)
        lines = self._tree.geometries[nearest]
        fraction = shapely.line_locate_point(lines, points, normalized=True)
        off_m = self._straight_m(places, self._walkable[nearest], fraction)
        side = [side_of(line, point) for line, point in zip(lines, points, strict=True)]
        found = zip(places, self._walkable[nearest].tolist(), fraction.tolist(), off_m.tolist(), side, strict=True)
        return tuple(Standing(*each) for each in found)

    def _nearest(self, points: NDArray[np.object_]) -> NDArray[np.intp]:
        """Return the line nearest to each point; of several equally near ones the first, so as to be repeatable."""
        point, line = self._tree.query_nearest(points)
        order = np.lexsort((line, point))
        _, first = np.unique(point[order], return_index=True)
        return np.asarray(line[order][first], np.intp)

    def _straight_m(
        self, places: Sequence[Place], edges: NDArray[np.intp], fraction: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        ends = [self.point_on(edge, at) for edge, at in zip(edges.tolist(), fraction.tolist(), strict=True)]
        lon, lat = [place.lon for place in places], [place.lat for place in places]
        _, _, metres = GEOD.inv(lon, lat, [end[1] for end in ends], [end[0] for end in ends])
        return np.asarray(metres, np.float64)

    def point_on(self, edge: int, fraction: float) -> tuple[float, float]:
        """Return the degrees of a point on an edge."""
        shape = self.network.shape(edge)
        along = travelled_m(shape[:, 0], shape[:, 1])
        at = fraction * along[-1]
        return float(np.interp(at, along, shape[:, 0])), float(np.interp(at, along, shape[:, 1]))

    def reach(self, start: Standing, limit_m: float, cost_m: NDArray[np.float64] | None = None) -> "Reach":
        """Return all that can be reached from where a place stands.

        Parameters
        ----------
        limit_m
            How far is looked, in the same measure as the costs.
        cost_m
            What each edge costs if that is not its length: float64 of shape (edges,).
        """
        network, cost = self.network, self.cost_m if cost_m is None else cost_m
        seeds = np.array([network.start[start.edge], network.end[start.edge]], np.int32)
        begin = cost[start.edge] * np.array([start.fraction, 1 - start.fraction])
        reached, by_arc = search(network.first, network.arc_head, network.arc_edge, cost, seeds, begin, float(limit_m))
        return Reach(self, start, cost, limit_m, reached, by_arc)

    def points(self, walk: Walk) -> NDArray[np.float64]:
        """Return the polyline of a walk from point to point on the network, float64 of shape (n, 2): degrees."""
        first, last = walk.edges[0], walk.edges[-1]
        begin, goal = self.point_on(first, walk.start.fraction), self.point_on(last, walk.end.fraction)
        between: list[NDArray[np.float64]] = []
        for at, (edge, forward) in enumerate(zip(walk.edges, walk.forward, strict=True)):
            shape = self.network.shape(edge)
            along = travelled_m(shape[:, 0], shape[:, 1])
            from_m = walk.start.fraction * along[-1] if at == 0 else (0.0 if forward else along[-1])
            to_m = walk.end.fraction * along[-1] if at == len(walk.edges) - 1 else (along[-1] if forward else 0.0)
            low, high = min(from_m, to_m), max(from_m, to_m)
            inner = shape[(along >= low) & (along <= high)]
            between.append(inner if forward else inner[::-1])
        points = np.vstack([[begin], *between, [goal]])
        moves = np.append(True, (np.diff(points, axis=0) != 0).any(axis=1))
        moves[-1] |= moves.sum() == 1  # a walk of no length is two points
        return np.asarray(points[moves], np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """All that can be reached on foot from one place."""

    walker: Walker
    start: Standing
    cost: NDArray[np.float64]
    limit_m: float
    reached: NDArray[np.float64]
    by_arc: NDArray[np.int32]

    def cost_to(self, end: Standing) -> float:
        """Return what it costs to get where another place stands; inf beyond the limit."""
        return self._best(end)[0]

    def costs_to(self, edge: NDArray[np.intp], fraction: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return what it costs to get to each of many points on edges; inf beyond the limit."""
        network, whole = self.walker.network, self.cost[edge]
        found = np.minimum(
            self.reached[network.start[edge]] + fraction * whole,
            self.reached[network.end[edge]] + (1 - fraction) * whole,
        )
        straight = np.abs(fraction - self.start.fraction) * whole
        found = np.where(edge == self.start.edge, np.minimum(found, straight), found)
        return np.where(found <= self.limit_m, found, np.inf)

    def find_walk(self, end: Standing) -> Walk | None:
        """Return the walk to where another place stands, None beyond the limit."""
        cost, last_node = self._best(end)
        if cost == np.inf:
            return None
        network, start = self.walker.network, self.start
        if last_node < 0:
            along_m = float(abs(end.fraction - start.fraction) * network.length_m[end.edge])
            return Walk(start, end, (end.edge,), (end.fraction >= start.fraction,), along_m)
        arcs, first_node = self._traced(last_node)
        edges = [start.edge, *(edge for edge, _ in arcs), end.edge]
        left_at_end = first_node == network.end[start.edge]
        entered_at_start = last_node == network.start[end.edge]
        if network.start[start.edge] == network.end[start.edge]:
            left_at_end = start.fraction > 0.5  # noqa: PLR2004 -- the shorter way round a loop
        if network.start[end.edge] == network.end[end.edge]:
            entered_at_start = end.fraction <= 0.5  # noqa: PLR2004 -- likewise
        forward = (bool(left_at_end), *(ahead for _, ahead in arcs), bool(entered_at_start))
        walk = Walk(start, end, tuple(edges), forward, 0.0)
        return replace(walk, along_m=float(lengths_m(network, walk).sum()))

    def get_walk(self, end: Standing) -> Walk:
        """Return the walk to where another place stands.

        Raises
        ------
        UnreachableError
            If it is beyond the limit.
        """
        walk = self.find_walk(end)
        if walk is None:
            raise UnreachableError(
                f"No way to walk from {self.start.place.id} to {end.place.id} within {self.limit_m:,.0f} m."
            )
        return walk

    def _best(self, end: Standing) -> tuple[float, int]:
        """Return the cost to a standing, and the node by which its edge is entered (-1: it is the edge we stand on)."""
        network, whole = self.walker.network, float(self.cost[end.edge])
        nodes = int(network.start[end.edge]), int(network.end[end.edge])
        ways = [(float(self.reached[nodes[0]]) + end.fraction * whole, nodes[0])]
        ways.append((float(self.reached[nodes[1]]) + (1 - end.fraction) * whole, nodes[1]))
        if end.edge == self.start.edge:
            ways.append((abs(end.fraction - self.start.fraction) * whole, -1))
        cost, node = min(ways)
        return (cost, node) if cost <= self.limit_m else (np.inf, node)

    def _traced(self, node: int) -> tuple[list[tuple[int, bool]], int]:
        """Return the edges by which a node is reached, with whether they are walked as drawn; and where they begin."""
        network, found = self.walker.network, list[tuple[int, bool]]()
        while (arc := int(self.by_arc[node])) >= 0:
            edge = int(network.arc_edge[arc])
            found.append((edge, bool(network.end[edge] == node)))
            node = int(np.searchsorted(network.first, arc, side="right")) - 1
        return found[::-1], node


def side_of(line: shapely.LineString, point: shapely.Point) -> int:
    """Return 1 for a point to the left of a line, -1 for one to the right, 0 for one upon it."""
    at = line.project(point)
    before, after = line.interpolate(max(at - 1, 0)), line.interpolate(min(at + 1, line.length))
    cross = (after.x - before.x) * (point.y - before.y) - (after.y - before.y) * (point.x - before.x)
    return int(np.sign(cross)) if line.distance(point) > 1 else 0


def lengths_m(network: WalkNetwork, walk: Walk) -> NDArray[np.float64]:
    """Return how many metres of each edge of a walk are walked."""
    metres = network.length_m[np.array(walk.edges)]
    if len(walk.edges) == 1:
        return np.array([walk.along_m])
    metres[0] *= 1 - walk.start.fraction if walk.forward[0] else walk.start.fraction
    metres[-1] *= walk.end.fraction if walk.forward[-1] else 1 - walk.end.fraction
    return np.asarray(metres, np.float64)
