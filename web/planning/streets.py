"""Streets that may be closed, found by name: a name that several towns share is several streets."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from geodata.roads import EARTH_RADIUS_M, RoadGraph

Point = tuple[float, float]
"""Latitude and longitude, in degrees."""
APART_M = 1_000.0
"""Pieces of one name that are further apart than this are streets of different places."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Street:
    """A street of the map.

    Parameters
    ----------
    ways
        The ways of OpenStreetMap of which it is made.
    near, near_m
        Which known place is nearest, and how far away it is; None if no place is known.
    """

    name: str
    ways: tuple[int, ...]
    near: str | None = None
    near_m: int = 0


def find_streets(roads: RoadGraph, text: str, places: Mapping[str, Point], most: int = 20) -> list[Street]:
    """Return the streets whose name holds a text, by name and then by what they are near to.

    Parameters
    ----------
    places
        Where known places are, by what people call them.
    most
        How many at most.
    """
    wanted = text.strip().casefold()
    numbers = [number for number, name in enumerate(roads.names) if wanted and wanted in name.casefold()]
    numbers.sort(key=lambda number: (not roads.names[number].casefold().startswith(wanted), roads.names[number]))
    found: list[Street] = []
    for number in numbers:
        found += sorted(_streets_of(roads, number, places), key=lambda street: street.near_m)
        if len(found) >= most:
            break
    return found[:most]


def _streets_of(roads: RoadGraph, number: int, places: Mapping[str, Point]) -> Iterator[Street]:
    """Yield the streets of one name."""
    chosen = np.flatnonzero(roads.name == number)
    points = _ground(np.array([roads.shape(int(road)).mean(axis=0) for road in chosen]))
    pairs = cKDTree(points).query_pairs(APART_M, output_type="ndarray")
    joined = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(chosen), len(chosen)))
    count, of = connected_components(joined, directed=False)
    for which in range(count):
        here = of == which
        ways = tuple(sorted({int(way) for way in roads.way_id[chosen[here]]}))
        near, near_m = _nearest(points[here].mean(axis=0), places)
        yield Street(name=roads.names[number], ways=ways, near=near, near_m=near_m)


def _nearest(point: NDArray[np.float64], places: Mapping[str, Point]) -> tuple[str | None, int]:
    if not places:
        return None, 0
    names = list(places)
    away_m = np.linalg.norm(_ground(np.array([places[name] for name in names])) - point, axis=1)
    nearest = int(away_m.argmin())
    return names[nearest], round(float(away_m[nearest]))


def _ground(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return points as metres north and east, near enough for telling streets apart."""
    north = np.radians(points[:, 0])
    east = np.radians(points[:, 1]) * np.cos(np.radians(_MIDDLE_LAT))
    return np.column_stack([north, east]) * EARTH_RADIUS_M


_MIDDLE_LAT = 52.5
"""About the middle of England."""
