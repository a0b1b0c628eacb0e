"""Maps written by hand, read as walk networks: what joins, what stops a walker, what is kept only to be crossed."""

from pathlib import Path

import pytest

from geodata.errors import MapFileError
from geodata.walk_map import read_walks
from geodata.walk_tags import CrossingKind, WalkClass
from tests.geodata.maps import SmallMap, names_of
from tests.geodata.walks import spot, walked_m, walker_of

FOOTWAY = {"highway": "footway"}


@pytest.fixture
def square() -> SmallMap:
    """Return three sides of a square; the fourth, A-D, is for each test to draw."""
    world = SmallMap({"A": (0, 0), "B": (100, 0), "C": (100, 100), "D": (0, 100), "M": (0, 50)})
    world.way("ABCD")
    return world


def a_to_d(world: SmallMap, folder: Path) -> float:
    return walked_m(walker_of(world, folder), spot(0, 0), spot(0, 100))


def near(metres: float) -> object:
    return pytest.approx(metres, rel=0.005)


@pytest.mark.parametrize("highway", ["footway", "steps", "bridleway", "track"])
def test_a_path_is_walked_both_ways_against_any_one_way(square: SmallMap, tmp_path: Path, highway: str) -> None:
    square.way("AMD", {"highway": highway, "oneway": "yes"})
    walker = walker_of(square, tmp_path)
    assert walked_m(walker, spot(0, 0), spot(0, 100)) == near(100)
    assert walked_m(walker, spot(0, 100), spot(0, 0)) == near(100)


@pytest.mark.parametrize(
    "tags", [{"highway": "footway", "access": "private"}, {"highway": "trunk", "foot": "no"}, {"highway": "motorway"}]
)
def test_nobody_walks_where_it_is_private_or_forbidden(square: SmallMap, tmp_path: Path, tags: dict[str, str]) -> None:
    square.way("AMD", tags)
    assert a_to_d(square, tmp_path) == near(300)


@pytest.mark.parametrize(
    ("tags", "metres"),
    [
        ({"barrier": "gate"}, 100),
        ({"barrier": "bollard"}, 100),
        ({"barrier": "stile"}, 100),
        ({"barrier": "gate", "access": "private"}, 300),
        ({"barrier": "gate", "locked": "yes"}, 300),
        ({"barrier": "gate", "locked": "yes", "foot": "yes"}, 100),
        ({"barrier": "fence"}, 300),
    ],
    ids=str,
)
def test_a_barrier_stops_a_walker_only_if_it_says_so(
    square: SmallMap, tmp_path: Path, tags: dict[str, str], metres: float
) -> None:
    square.way("AMD", FOOTWAY)
    square.node_tags["M"] = tags
    assert a_to_d(square, tmp_path) == near(metres)


def test_a_barrier_at_a_junction_parts_every_way_that_ends_there(square: SmallMap, tmp_path: Path) -> None:
    square.way("AM", FOOTWAY)
    square.way("MD", FOOTWAY)
    square.node_tags["M"] = {"barrier": "wall"}
    assert a_to_d(square, tmp_path) == near(300)


@pytest.mark.parametrize("along", ["AM", "MA"])
def test_a_road_for_motors_alone_is_kept_to_be_crossed(square: SmallMap, tmp_path: Path, along: str) -> None:
    square.way(along, {"highway": "motorway"})
    network = read_walks(square.write(tmp_path))
    kept = {WalkClass(kind) for kind in network.walk_class[network.way].tolist()}
    assert kept == {WalkClass.MOTORWAY, WalkClass.RESIDENTIAL}
    assert network.walkable[network.way].sum() == 1


def test_what_nothing_joins_is_dropped_and_counted(square: SmallMap, tmp_path: Path) -> None:
    square.places |= {"X": (500, 500), "Y": (600, 500)}
    square.way("XY", FOOTWAY)
    assert read_walks(square.write(tmp_path)).report.apart == 1


def test_ways_are_cut_at_crossings_which_keep_their_kind(square: SmallMap, tmp_path: Path) -> None:
    square.node_tags["B"] = {"highway": "crossing", "crossing": "zebra"}
    network = read_walks(square.write(tmp_path))
    assert network.edges == 2
    kinds = [network.crossings[at].kind for at in network.node_crossing.tolist() if at >= 0]
    assert kinds == [CrossingKind.ZEBRA]


def test_named_places_are_kept_with_their_corners(square: SmallMap, tmp_path: Path) -> None:
    square.places |= {"P": (10, 10), "Q": (90, 10), "R": (50, 90)}
    square.node_tags["M"] = {"amenity": "library", "name": "Ringland Library"}
    square.way("PQRP", {"leisure": "park", "name": "Oak Park"})
    library, park = read_walks(square.write(tmp_path)).landmarks
    assert (library.tags.name, library.tags.safe) == ("Ringland Library", True)
    assert names_of(square, library.corners) == "M"
    assert names_of(square, park.corners) == "PQR"


def test_a_map_without_ways_to_walk_is_refused(tmp_path: Path) -> None:
    world = SmallMap({"A": (0, 0), "B": (100, 0)})
    world.way("AB", {"highway": "motorway"})
    with pytest.raises(MapFileError, match="holds no way to walk"):
        read_walks(world.write(tmp_path))


def test_a_corrupt_map_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "broken.osm.pbf"
    path.write_bytes(b"not a map")
    with pytest.raises(MapFileError, match=r"broken\.osm\.pbf is not an \.osm\.pbf"):
        read_walks(path)
