"""Small walk networks from maps written by hand, and walks over them by the names of junctions."""

from pathlib import Path

from geodata.places import Place, PlaceId
from geodata.walk_map import read_walks
from geodata.walking import Walk, Walker
from tests.geodata.maps import METRES_EAST, METRES_NORTH, ORIGIN_LAT, ORIGIN_LON, SmallMap


def walker_of(world: SmallMap, folder: Path) -> Walker:
    """Return a map ready to be walked."""
    return Walker(read_walks(world.write(folder)))


def spot(east_m: float, north_m: float, name: str = "here") -> Place:
    """Return a place some metres east and north of the corner of a small map."""
    return Place(PlaceId(name), ORIGIN_LAT + north_m * METRES_NORTH, ORIGIN_LON + east_m * METRES_EAST)


def find_walk(walker: Walker, start: Place, end: Place) -> Walk | None:
    """Return the shortest walk within five kilometres, None if there is none."""
    first, last = walker.stand([start, end])
    return walker.reach(first, 5000.0).find_walk(last)


def walked_m(walker: Walker, start: Place, end: Place) -> float:
    """Return the metres of the shortest walk along ways, inf if there is none."""
    walk = find_walk(walker, start, end)
    return float("inf") if walk is None else walk.along_m
