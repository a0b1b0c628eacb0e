"""What tags mean to a walker: who may walk where, and that what is not said is never taken for yes or no."""

import pytest

from geodata.walk_tags import (
    CrossingKind,
    LandmarkTags,
    Recorded,
    WalkClass,
    WalkTags,
    read_crossing,
    read_landmark,
    read_walk_way,
)


def way(**tags: str) -> WalkTags:
    read = read_walk_way(tags)
    assert isinstance(read, WalkTags), read
    return read


@pytest.mark.parametrize("highway", ["footway", "bridleway", "track", "steps", "path", "cycleway", "residential"])
def test_ways_for_walkers_and_streets_may_be_walked(highway: str) -> None:
    assert way(highway=highway).walkable


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "footway", "access": "private"},
        {"highway": "path", "foot": "no"},
        {"highway": "track", "access": "no"},
        {"highway": "service", "access": "customers"},
    ],
    ids=str,
)
def test_what_is_private_or_shut_is_left_out_and_counted(tags: dict[str, str]) -> None:
    assert read_walk_way(tags) == "private or closed to walkers"


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "motorway"},
        {"highway": "trunk", "foot": "no"},
        {"highway": "primary", "motorroad": "yes"},
        {"highway": "residential", "access": "private"},
    ],
    ids=str,
)
def test_a_carriageway_that_nobody_may_walk_is_kept_to_be_crossed(tags: dict[str, str]) -> None:
    read = way(**tags)
    assert not read.walkable
    assert read.walk_class.is_carriageway


def test_a_square_is_walked_along_its_edge_and_a_car_park_is_not() -> None:
    assert way(highway="pedestrian", area="yes").walkable
    assert read_walk_way({"highway": "service", "area": "yes"}) == ""
    assert read_walk_way({"landuse": "grass"}) == ""


def test_foot_says_more_than_access() -> None:
    assert way(highway="track", access="private", foot="yes").walkable


def test_nothing_recorded_is_neither_yes_nor_no() -> None:
    street = way(highway="tertiary")
    assert {street.footway, street.paved, street.lit} == {Recorded.NOT_RECORDED}
    assert (street.limit_mph, street.lanes) == (None, None)


@pytest.mark.parametrize(
    ("key", "value", "attribute", "said"),
    [
        ("sidewalk", "both", "footway", Recorded.YES),
        ("sidewalk", "no", "footway", Recorded.NO),
        ("sidewalk:left", "separate", "footway", Recorded.YES),
        ("lit", "no", "lit", Recorded.NO),
        ("lit", "automatic", "lit", Recorded.YES),
        ("surface", "asphalt", "paved", Recorded.YES),
        ("surface", "mud", "paved", Recorded.NO),
    ],
)
def test_what_is_recorded_is_read(key: str, value: str, attribute: str, said: Recorded) -> None:
    assert getattr(way(highway="secondary", **{key: value}), attribute) == said


def test_a_link_counts_as_the_road_that_it_leads_to_and_limits_are_in_miles() -> None:
    link = way(highway="primary_link", maxspeed="40 mph", lanes="2", oneway="yes")
    assert (link.walk_class, link.limit_mph, link.lanes, link.oneway) == (WalkClass.PRIMARY, 40, 2, True)


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"highway": "crossing", "crossing": "traffic_signals"}, CrossingKind.SIGNALS),
        ({"highway": "crossing", "crossing_ref": "puffin"}, CrossingKind.SIGNALS),
        ({"highway": "crossing", "crossing": "uncontrolled", "crossing_ref": "zebra"}, CrossingKind.ZEBRA),
        ({"highway": "crossing", "crossing:markings": "zebra"}, CrossingKind.ZEBRA),
        ({"highway": "crossing", "crossing": "uncontrolled"}, CrossingKind.MARKED),
        ({"highway": "crossing", "crossing": "unmarked", "crossing:markings": "no"}, CrossingKind.UNMARKED),
        ({"highway": "crossing"}, CrossingKind.UNTYPED),
        ({"highway": "traffic_signals"}, CrossingKind.JUNCTION_SIGNALS),
        ({"railway": "level_crossing"}, CrossingKind.RAILWAY),
    ],
    ids=str,
)
def test_a_crossing_has_the_kind_that_its_tags_say(tags: dict[str, str], kind: CrossingKind) -> None:
    crossing = read_crossing(tags)
    assert crossing is not None
    assert crossing.kind == kind


def test_no_crossing_is_read_where_none_is_said() -> None:
    assert read_crossing({"highway": "give_way"}) is None
    assert read_crossing({"highway": "traffic_signals", "crossing": "no"}) is None


def test_an_island_a_sound_and_a_kerb_are_told_apart_from_silence() -> None:
    crossing = read_crossing({"highway": "crossing", "crossing:island": "yes", "kerb": "raised"})
    assert crossing is not None
    assert (crossing.island, crossing.lowered_kerb) == (Recorded.YES, Recorded.NO)
    assert {crossing.tactile, crossing.sound} == {Recorded.NOT_RECORDED}


def test_a_library_is_safe_and_a_church_is_a_landmark_and_a_nameless_shop_is_neither() -> None:
    assert read_landmark({"amenity": "library", "name": "Ringland"}) == LandmarkTags("Ringland", "library", safe=True)
    church = read_landmark({"amenity": "place_of_worship", "name": "St Mark"})
    assert church == LandmarkTags("St Mark", "place of worship", safe=False)
    assert read_landmark({"shop": "convenience"}) is None
    assert read_landmark({"shop": "vacant", "name": "Woolworths"}) is None
