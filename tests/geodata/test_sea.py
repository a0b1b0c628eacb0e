import numpy as np
import shapely

from geodata.sea import sea_within

BAY = [(0.0, 0.0), (1.0, 0.0), (1.0, 2.0), (2.0, 2.0), (2.0, 0.0), (3.0, 0.0)]
"""A coast that goes east with a bay that reaches north: water lies to its right."""


def sea(*coast: list[tuple[float, float]]) -> shapely.Geometry:
    return shapely.union_all(sea_within([np.array(piece) for piece in coast]))


def test_water_lies_to_the_right_of_a_coast() -> None:
    assert shapely.equals(sea(BAY), shapely.box(1, 0, 2, 2))


def test_a_coast_drawn_the_other_way_puts_the_water_on_the_other_side() -> None:
    land = shapely.union(shapely.box(0, 0, 1, 2), shapely.box(2, 0, 3, 2))
    assert shapely.equals(sea(BAY[::-1]), land)


def test_pieces_of_a_coast_are_joined() -> None:
    assert shapely.equals(sea(BAY[3:], BAY[:4]), sea(BAY))


def test_an_island_is_left_dry() -> None:
    island = [(1.4, 1.0), (1.6, 1.0), (1.6, 1.2), (1.4, 1.2), (1.4, 1.0)]
    assert np.isclose(shapely.area(sea(BAY, island)), 2 - 0.04)


def test_a_coast_that_ends_within_the_map_goes_on_to_its_edge() -> None:
    short = [(0.0, 1.0), (0.0, 0.0), (2.0, 0.0), (2.0, 0.9)]
    assert shapely.equals(sea(short[::-1]), shapely.box(0, 0, 2, 1))


def test_a_coast_with_a_gap_floods_no_land() -> None:
    land = shapely.union(shapely.box(0, 0.1, 0.9, 2), shapely.box(2.1, 0.1, 3, 2))
    for gap in range(len(BAY) - 1):
        pieces = [piece for piece in (BAY[: gap + 1], BAY[gap + 1 :]) if len(piece) > 1]
        assert not shapely.intersects(sea(*pieces), land)


def test_without_a_coast_there_is_no_sea() -> None:
    assert sea_within([]) == []
    assert sea_within([np.array([(0.0, 0.0), (1.0, 0.0)])]) == []
