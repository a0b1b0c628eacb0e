from pathlib import Path

import pytest

from geodata.landmarks import LandmarkFinder, Passed
from tests.geodata.maps import SmallMap
from tests.geodata.walks import find_walk, spot, walker_of


def passed(world: SmallMap, folder: Path) -> dict[str, Passed]:
    walker = walker_of(world, folder)
    walk = find_walk(walker, spot(0, 0), spot(500, 0))
    assert walk is not None
    return {each.tags.name: each for each in LandmarkFinder(walker.network).passed(walker, walk)}


@pytest.fixture
def street() -> SmallMap:
    world = SmallMap({"A": (0, 0), "B": (500, 0), "L": (100, 30), "P": (300, -20), "F": (200, 80), "E": (530, 0)})
    world.way("AB")
    world.node_tags |= {
        "L": {"amenity": "library", "name": "Library"},
        "P": {"amenity": "pub", "name": "The Oak"},
        "F": {"shop": "bakery", "name": "Too Far"},
        "E": {"amenity": "school", "name": "Oak School"},
    }
    return world


def test_what_is_within_sixty_metres_is_told_in_order_with_its_side(street: SmallMap, tmp_path: Path) -> None:
    found = passed(street, tmp_path)
    assert list(found) == ["Library", "The Oak", "Oak School"]
    assert (found["Library"].side, found["The Oak"].side, found["Oak School"].side) == (1, -1, 0)
    assert (found["Library"].at_m, found["Library"].off_m) == pytest.approx((100, 30), abs=1)


def test_a_large_ground_is_told_once_where_it_is_nearest(street: SmallMap, tmp_path: Path) -> None:
    street.places |= {"w": (200, 50), "x": (400, 20), "y": (400, 400)}
    street.way("wxyw", {"leisure": "park", "name": "Oak Park"})
    park = passed(street, tmp_path)["Oak Park"]
    assert (park.at_m, park.off_m) == pytest.approx((400, 20), abs=1)


def test_a_map_without_names_has_no_landmarks(tmp_path: Path) -> None:
    world = SmallMap({"A": (0, 0), "B": (500, 0)})
    world.way("AB")
    assert passed(world, tmp_path) == {}


def test_around_a_point_the_nearest_comes_first(street: SmallMap, tmp_path: Path) -> None:
    finder = LandmarkFinder(walker_of(street, tmp_path).network)
    here = spot(240, 0)
    assert [each.name for each in finder.near(here.lat, here.lon, 150)] == ["The Oak", "Too Far", "Library"]
    assert finder.near(here.lat, here.lon, 40) == ()
