"""Small maps written by hand, as .osm.pbf files: junctions by name, the ways between them, what forbids what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import numpy as np
import osmium
from numpy.typing import NDArray
from osmium.osm.mutable import Node, Relation, Way
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geodata.roads import INF, RoadGraph
from geodata.speeds import TimeBand, british_profile
from geodata.vehicles import CAR, RoadVehicle

Tags = Mapping[str, str]

ORIGIN_LAT, ORIGIN_LON = 52.65, -0.70
METRES_NORTH, METRES_EAST = 1 / 111_195, 1 / 67_450
RESIDENTIAL = {"highway": "residential"}


@dataclass
class SmallMap:
    """A map in the making; junctions are named by one letter and placed in metres east and north of a corner."""

    places: dict[str, tuple[float, float]]
    ways: dict[int, tuple[str, Tags]] = field(default_factory=dict)
    node_tags: dict[str, Tags] = field(default_factory=dict)
    restrictions: list[tuple[Tags, int, str | int, int]] = field(default_factory=list)

    def way(self, along: str, tags: Tags | None = None, **more: str) -> int:
        """Add a way along junctions, residential unless said, and return its id."""
        way_id = 100 + len(self.ways)
        self.ways[way_id] = (along, {**(tags or RESIDENTIAL), **more})
        return way_id

    def restrict(self, kind: str, from_way: int, via: str | int, to_way: int, **tags: str) -> None:
        """Add a turn restriction via a junction (by name) or a way (by id)."""
        self.restrictions.append(({"type": "restriction", "restriction": kind, **tags}, from_way, via, to_way))

    def node_id(self, name: str) -> int:
        """Return the id of a junction."""
        return 1 + list(self.places).index(name)

    def where(self, name: str) -> tuple[float, float]:
        """Return latitude and longitude of a junction."""
        east, north = self.places[name]
        return ORIGIN_LAT + north * METRES_NORTH, ORIGIN_LON + east * METRES_EAST

    def write(self, folder: Path) -> Path:
        """Write the map into a folder and return the file."""
        path = folder / "small.osm.pbf"
        with osmium.SimpleWriter(str(path), overwrite=True) as writer:
            for name in self.places:
                lat, lon = self.where(name)
                node_tags = dict(self.node_tags.get(name, {}))
                writer.add_node(Node(id=self.node_id(name), location=(lon, lat), tags=node_tags))
            for way_id, (along, tags) in self.ways.items():
                writer.add_way(Way(id=way_id, nodes=[self.node_id(name) for name in along], tags=dict(tags)))
            for number, (tags, from_way, via, to_way) in enumerate(self.restrictions, start=1):
                between = ("w", via, "via") if isinstance(via, int) else ("n", self.node_id(via), "via")
                members = [("w", from_way, "from"), between, ("w", to_way, "to")]
                writer.add_relation(Relation(id=number, members=members, tags=dict(tags)))
        return path


def road(roads: RoadGraph, world: SmallMap, pair: str) -> int:
    """Return the road from one junction straight to another, both by name."""
    ends = [np.array(world.where(name)) for name in pair]
    for number in range(roads.roads):
        shape = roads.shape(number)
        if (
            len(shape) > 1
            and np.allclose(shape[0], ends[0], atol=2e-6, rtol=0)
            and np.allclose(shape[-1], ends[1], atol=2e-6, rtol=0)
        ):
            return number
    raise LookupError(f"no road {pair}")


def distances_ms(roads: RoadGraph, metric: NDArray[np.int32], source: int) -> NDArray[np.float64]:
    """Return the milliseconds of the fastest way from a node to each, inf where there is none."""
    open_arcs = np.flatnonzero(metric < INF)
    order = open_arcs[np.lexsort((metric[open_arcs], roads.head[open_arcs], roads.tail[open_arcs]))]
    _, first = np.unique(np.column_stack([roads.tail[order], roads.head[order]]), axis=0, return_index=True)
    arcs = order[first]
    matrix = csr_array(
        (metric[arcs].astype(np.float64), (roads.tail[arcs], roads.head[arcs])), shape=(roads.nodes, roads.nodes)
    )
    return np.asarray(dijkstra(matrix, indices=[source])[0])


def drive_m(
    roads: RoadGraph,
    world: SmallMap,
    first: str,
    last: str,
    vehicle: RoadVehicle = CAR,
    when: datetime | TimeBand | None = None,
) -> float:
    """Return metres from the end of one road to the beginning of another (both by the names of their ends).

    The way is the fastest at an even speed; inf if there is none.
    """
    metric = roads.metric(british_profile(), vehicle, when)
    price = np.where(metric >= INF, INF, roads.length_dm).astype(np.int32)
    start, goal = road(roads, world, first), road(roads, world, last)
    from_node = int(roads.exit_node[start])
    into = roads.entry_node[roads.entry_ptr[goal] : roads.entry_ptr[goal + 1]]
    return float(distances_ms(roads, price, from_node)[into].min()) / 10


def names_of(world: SmallMap, points: Sequence[tuple[float, float]]) -> str:
    """Return the names of junctions at some places."""
    return "".join(
        name
        for lat, lon in points
        for name in world.places
        if np.allclose(world.where(name), (lat, lon), atol=2e-6, rtol=0)
    )
