"""Streets found by name."""

from tests.geodata.small_roads import METRE, roads_of
from web.planning.streets import find_streets

ROADS = roads_of(
    [(0, 0), (400, 0), (800, 0), (30_000, 0), (30_400, 0), (0, 400)],
    [
        ([0, 1], {"name": "High Street"}),
        ([1, 2], {"name": "High Street"}),
        ([3, 4], {"name": "High Street"}),
        ([0, 5], {"name": "Old High Road"}),
        ([2, 3], {}),
    ],
)
PLACES = {"Oak School": (0.0, 0.0), "Elm School": (0.0, 30_000 * METRE)}


def test_one_name_in_two_towns_is_two_streets_each_with_its_ways_and_what_it_is_near() -> None:
    found = find_streets(ROADS, " high st", PLACES)
    assert {(street.name, street.ways, street.near) for street in found} == {
        ("High Street", (1, 2), "Oak School"),
        ("High Street", (3,), "Elm School"),
    }
    assert all(100 < street.near_m < 500 for street in found)


def test_names_that_begin_with_what_is_looked_for_come_first() -> None:
    assert [street.name for street in find_streets(ROADS, "high", {})] == [
        "High Street",
        "High Street",
        "Old High Road",
    ]
    assert [street.near for street in find_streets(ROADS, "old", {})] == [None]


def test_nothing_looked_for_finds_nothing_and_there_are_never_too_many() -> None:
    assert find_streets(ROADS, "  ", PLACES) == []
    assert find_streets(ROADS, "zeppelin", PLACES) == []
    assert len(find_streets(ROADS, "high", PLACES, most=2)) == 2
