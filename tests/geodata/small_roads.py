"""Roads small enough to be checked by eye, read through the ordinary loader, and places on them."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import osmium

from geodata.county import write_county
from geodata.osm import read_pbf
from geodata.places import Place, PlaceId
from geodata.roads import RoadGraph

METRE = 1 / 111_195


def place(name: str, east_m: float, north_m: float = 0.0) -> Place:
    """A place so many metres from the equator's beginning, where a degree is as long either way."""
    return Place(PlaceId(name), north_m * METRE, east_m * METRE)


def roads_of(
    nodes: Sequence[tuple[float, float]], ways: Sequence[tuple[Sequence[int], Mapping[str, str]]]
) -> RoadGraph:
    """Write nodes (metres east and north) and ways (numbers of nodes from 0, tags) to a file and read them."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "small.osm.pbf"
        with osmium.SimpleWriter(str(path)) as writer:
            for i, (east_m, north_m) in enumerate(nodes):
                where = (east_m * METRE, north_m * METRE)
                writer.add_node(osmium.osm.mutable.Node(id=i + 1, location=where))
            for i, (way, tags) in enumerate(ways):
                tagged = {"highway": "residential", **tags}
                writer.add_way(osmium.osm.mutable.Way(id=i + 1, nodes=[node + 1 for node in way], tags=tagged))
        return read_pbf(path)


@cache
def county_roads() -> RoadGraph:
    """The demonstration county, drawn once."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "county.osm.pbf"
        write_county(path, seed=1)
        return read_pbf(path)


def scattered(roads: RoadGraph, count: int, seed: int = 1) -> tuple[Place, ...]:
    """Places beside the roads, a few metres off; some share a road, the first two share a point."""
    rng = np.random.default_rng(seed)
    at = rng.choice(len(roads.shape_lat), count, replace=False)
    at[1] = at[0]
    off = rng.normal(0, 8 * METRE, (2, count))
    off[:, 1] = off[:, 0]
    lat, lon = roads.shape_lat[at] + off[0], roads.shape_lon[at] + off[1]
    return tuple(
        Place(PlaceId(f"place-{i}"), float(north), float(east))
        for i, (north, east) in enumerate(zip(lat, lon, strict=True))
    )
