"""A road whose tags are silent is urban where residential streets lie around it."""

import numpy as np

from geodata.areas import SILENT, settle_areas
from geodata.speeds import Area, RoadClass
from tests.geodata.maps import METRES_EAST, METRES_NORTH


def settle(pieces: list[tuple[int, RoadClass, float, float, float]]) -> list[int]:
    said, classes, metres, east, north = zip(*pieces, strict=True)
    lat, lon = 52.65 + np.array(north) * METRES_NORTH, np.array(east) * METRES_EAST
    said_of, class_of = np.array(said, dtype=np.int8), np.array(classes, dtype=np.int8)
    return [int(area) for area in settle_areas(said_of, class_of, np.array(metres), lat, lon)]


STREET = (Area.URBAN, RoadClass.RESIDENTIAL)
SILENT_ROAD = (SILENT, RoadClass.TERTIARY)


def test_streets_nearby_make_a_silent_road_urban_and_far_ones_do_not() -> None:
    streets = [(*STREET, 100.0, 10.0 * each, 0.0) for each in range(7)]
    near, far = (*SILENT_ROAD, 100.0, 0.0, 200.0), (*SILENT_ROAD, 100.0, 0.0, 2000.0)
    assert settle([*streets, near, far])[-2:] == [Area.URBAN, Area.RURAL]


def test_a_hamlet_is_not_a_town() -> None:
    assert settle([(*STREET, 300.0, 0.0, 0.0), (*SILENT_ROAD, 100.0, 0.0, 50.0)])[-1] == Area.RURAL


def test_what_the_tags_say_stays() -> None:
    streets = [(*STREET, 500.0, 10.0 * each, 0.0) for each in range(3)]
    assert settle([*streets, (Area.RURAL, RoadClass.TRUNK, 100.0, 0.0, 0.0)])[-1] == Area.RURAL


def test_squares_do_not_wrap_round_the_edge_of_the_map() -> None:
    streets = [(*STREET, 500.0, 5000.0, 0.0), (*STREET, 500.0, 5000.0, 0.0)]
    west = [(*SILENT_ROAD, 10.0, 0.0, 250.0 * row) for row in range(4)]
    assert settle([*streets, *west])[2:] == [Area.RURAL] * 4


def test_no_pieces_are_no_areas() -> None:
    none = np.zeros(0)
    assert len(settle_areas(none.astype(np.int8), none.astype(np.int8), none, none, none)) == 0
