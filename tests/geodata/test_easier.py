from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.crossings import DEFAULT_PENALTIES, Penalties, crossings_met
from geodata.easier import find_easier_walk, strain_m, weights_m
from geodata.walk_tags import CrossingKind
from geodata.walking import Walk, Walker
from tests.geodata.maps import SmallMap
from tests.geodata.walks import find_walk, spot, walker_of

MAIN = {"highway": "primary", "sidewalk": "both"}
PATH = {"highway": "footway"}


@pytest.fixture
def two_ways(tmp_path: Path) -> Walker:
    """Return a main road between home and school: straight across it, or 200 m round by the lights."""
    world = SmallMap({"W": (-99, 0), "M": (0, 0), "L": (100, 0), "E": (150, 0), "H": (0, 50), "S": (0, -50)})
    world.places |= {"h": (100, 50), "s": (100, -50)}
    world.way("WMLE", MAIN)
    world.way("HMS", PATH)
    world.way("HhLsS", PATH)
    world.node_tags["L"] = {"highway": "crossing", "crossing": "traffic_signals"}
    return walker_of(world, tmp_path)


def shortest(walker: Walker) -> Walk:
    walk = find_walk(walker, spot(0, 50), spot(0, -50))
    assert walk is not None
    return walk


def test_the_way_round_by_the_lights_is_longer_and_easier(two_ways: Walker) -> None:
    easier = find_easier_walk(two_ways, shortest(two_ways), at_most_m=400)
    assert easier is not None
    assert easier.along_m == pytest.approx(300, rel=0.01)
    assert [each.tags.kind for each in crossings_met(two_ways, easier)] == [CrossingKind.SIGNALS]
    assert strain_m(two_ways, easier) < strain_m(two_ways, shortest(two_ways))


def test_no_easier_walk_is_longer_than_may_be(two_ways: Walker) -> None:
    assert find_easier_walk(two_ways, shortest(two_ways), at_most_m=250) is None


def test_who_minds_no_crossing_is_shown_no_way_round(two_ways: Walker) -> None:
    unafraid = Penalties(kind_share=type(DEFAULT_PENALTIES.kind_share)(dict.fromkeys(CrossingKind, 0.0)))
    assert find_easier_walk(two_ways, shortest(two_ways), at_most_m=400, penalties=unafraid) is None


def test_steps_and_a_main_road_without_a_recorded_pavement_weigh_more(tmp_path: Path) -> None:
    world = SmallMap({"A": (0, 0), "B": (100, 0), "C": (200, 0), "D": (300, 0)})
    for along, tags in (("AB", {"highway": "steps"}), ("BC", {"highway": "primary"}), ("CD", PATH)):
        world.way(along, tags)
    walker = walker_of(world, tmp_path)
    nothing_to_cross = Penalties(class_m=type(DEFAULT_PENALTIES.class_m)({}))
    assert weights_m(walker, nothing_to_cross).tolist() == pytest.approx([150, 200, 100], rel=0.01)
    walk = find_walk(walker, spot(0, 0), spot(300, 0))
    assert walk is not None
    assert strain_m(walker, walk, nothing_to_cross) == pytest.approx(450, rel=0.01)


@settings(max_examples=20, deadline=None)
@given(ends=st.lists(st.tuples(st.floats(0, 300), st.floats(0, 300)), min_size=2, max_size=2))
def test_weights_are_never_less_than_metres(ends: list[tuple[float, float]], small_town: Walker) -> None:
    assert (weights_m(small_town, DEFAULT_PENALTIES) >= small_town.cost_m).all()
    walk = find_walk(small_town, spot(*ends[0]), spot(*ends[1]))
    assert walk is not None
    easier = find_easier_walk(small_town, walk, at_most_m=2000)
    assert easier is None or strain_m(small_town, easier) < strain_m(small_town, walk)
    assert np.isfinite(strain_m(small_town, walk))


@pytest.fixture(scope="module")
def small_town(tmp_path_factory: pytest.TempPathFactory) -> Walker:
    places = {chr(97 + 4 * row + column): (100.0 * column, 100.0 * row) for row in range(4) for column in range(4)}
    world = SmallMap(places, node_tags={"f": {"highway": "crossing", "crossing": "zebra"}})
    for row in range(4):
        world.way("".join(list(places)[4 * row : 4 * row + 4]), {"highway": "tertiary" if row % 2 else "footway"})
        world.way("".join(list(places)[row::4]))
    return walker_of(world, tmp_path_factory.mktemp("town"))
