"""Walks over small networks drawn at random, against networkx; and places on the same edge, on loops, off the map."""

from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.errors import OffTheMapError, UnreachableError
from geodata.walk_map import travelled_m
from geodata.walking import Walker, lengths_m
from tests.geodata.maps import SmallMap
from tests.geodata.walks import find_walk, spot, walked_m, walker_of


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Walker:
    """Return a town of five by five junctions, of which some streets are missing."""
    rng = np.random.default_rng(4)
    places = {chr(97 + 5 * row + column): (100.0 * column, 100.0 * row) for row in range(5) for column in range(5)}
    world = SmallMap({name: (east + rng.uniform(-30, 30), north) for name, (east, north) in places.items()})
    for at, name in enumerate(places):
        if at % 5 < 4 and rng.random() < 0.85:
            world.way(name + chr(97 + at + 1))
        if at < 20 and rng.random() < 0.85:
            world.way(name + chr(97 + at + 5))
    return walker_of(world, tmp_path_factory.mktemp("town"))


def second_opinion_m(walker: Walker, start: tuple[int, float], end: tuple[int, float]) -> float:
    """Return the length of the shortest walk between two points on edges, by networkx."""
    network = walker.network
    graph: nx.MultiGraph[int | str] = nx.MultiGraph()
    for edge in range(network.edges):
        graph.add_edge(int(network.start[edge]), int(network.end[edge]), weight=float(network.length_m[edge]))
    for name, (edge, fraction) in (("start", start), ("end", end)):
        length = float(network.length_m[edge])
        graph.add_edge(name, int(network.start[edge]), weight=fraction * length)
        graph.add_edge(name, int(network.end[edge]), weight=(1 - fraction) * length)
    if start[0] == end[0]:
        graph.add_edge("start", "end", weight=abs(start[1] - end[1]) * float(network.length_m[start[0]]))
    return float(nx.shortest_path_length(graph, "start", "end", weight="weight"))


corner = st.tuples(st.floats(0, 400), st.floats(0, 400))


@settings(max_examples=60, deadline=None)
@given(here=corner, there=corner)
def test_the_shortest_walk_is_as_long_as_networkx_says_and_its_line_as_long_as_it_says(
    town: Walker, here: tuple[float, float], there: tuple[float, float]
) -> None:
    walk = find_walk(town, spot(*here), spot(*there))
    assert walk is not None
    ends = [(end.edge, end.fraction) for end in (walk.start, walk.end)]
    assert walk.along_m == pytest.approx(second_opinion_m(town, *ends), abs=1e-6)
    points = town.points(walk)
    assert travelled_m(points[:, 0], points[:, 1])[-1] == pytest.approx(walk.along_m, abs=0.01)
    assert lengths_m(town.network, walk).sum() == pytest.approx(walk.along_m)
    assert points[0] == pytest.approx(town.point_on(*ends[0]))


@settings(max_examples=30, deadline=None)
@given(here=corner, there=corner)
def test_there_and_back_are_equally_far(town: Walker, here: tuple[float, float], there: tuple[float, float]) -> None:
    assert walked_m(town, spot(*here), spot(*there)) == pytest.approx(walked_m(town, spot(*there), spot(*here)))


@settings(max_examples=30, deadline=None)
@given(here=corner, there=st.lists(corner, min_size=1, max_size=5))
def test_many_costs_at_once_are_the_same_as_one_by_one(
    town: Walker, here: tuple[float, float], there: list[tuple[float, float]]
) -> None:
    start, *ends = town.stand([spot(*here), *(spot(*each) for each in there)])
    reach = town.reach(start, 350.0)
    many = reach.costs_to(np.array([end.edge for end in ends]), np.array([end.fraction for end in ends]))
    assert many.tolist() == pytest.approx([reach.cost_to(end) for end in ends])


def test_a_place_says_how_far_off_and_on_which_side_it_lies(tmp_path: Path) -> None:
    world = SmallMap({"A": (0, 0), "B": (100, 0)})
    world.way("AB")
    walker = walker_of(world, tmp_path)
    left, right, upon = walker.stand([spot(50, 20), spot(50, -20), spot(50, 0)])
    assert (left.side, right.side, upon.side) == (1, -1, 0)
    assert left.off_m == pytest.approx(20, rel=0.01)
    assert left.fraction == pytest.approx(0.5, abs=0.01)


def test_a_loop_is_walked_the_shorter_way_round(tmp_path: Path) -> None:
    world = SmallMap({"A": (0, 0), "B": (100, 0), "C": (100, 100), "D": (0, 100), "X": (-100, 0)})
    world.way("ABCDA")
    world.way("XA")
    walker = walker_of(world, tmp_path)
    assert walked_m(walker, spot(-50, 0), spot(0, 50)) == pytest.approx(100, rel=0.01)
    assert walked_m(walker, spot(0, 50), spot(-50, 0)) == pytest.approx(100, rel=0.01)
    assert walked_m(walker, spot(100, 50), spot(-50, 0)) == pytest.approx(200, rel=0.01)


def test_a_place_off_the_map_is_named_with_its_distance(tmp_path: Path) -> None:
    world = SmallMap({"A": (0, 0), "B": (100, 0)})
    world.way("AB")
    with pytest.raises(OffTheMapError, match=r"far-away \(1,0\d\d m\)"):
        walker_of(world, tmp_path).stand([spot(50, 0), spot(50, 1000, "far-away")])


def test_what_is_beyond_the_limit_is_not_reached(town: Walker) -> None:
    start, end = town.stand([spot(0, 0), spot(400, 400, "oak")])
    with pytest.raises(UnreachableError, match="No way to walk from here to oak within 300 m"):
        town.reach(start, 300).get_walk(end)
