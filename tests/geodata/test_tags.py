"""Tags are read as a driver would: classes, directions, limits of size, town or country, barriers."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.access import END_ONLY, PUBLIC
from geodata.speeds import Area, RoadClass
from geodata.tags import WayTags, parse_metres, parse_tonnes, read_barrier, read_way
from geodata.vehicles import ALL_KINDS, VehicleKind


def way(**tags: str) -> WayTags:
    found = read_way({"highway": "residential", **{key.replace("__", ":"): value for key, value in tags.items()}})
    assert isinstance(found, WayTags)
    return found


@pytest.mark.parametrize(
    ("text", "metres"),
    [("3.2", 3.2), ("3.2 m", 3.2), ("250 cm", 2.5), ("10'6\"", 3.2004), ("10 ft 6 in", 3.2004), ("6'", 1.8288)],
)
def test_heights_and_widths_are_metres_however_they_are_written(text: str, metres: float) -> None:
    assert parse_metres(text) == pytest.approx(metres)


@pytest.mark.parametrize(("text", "tonnes"), [("7.5", 7.5), ("7.5 t", 7.5), ("3500 kg", 3.5), ("3 lt", 3.04814)])
def test_weights_are_tonnes_however_they_are_written(text: str, tonnes: float) -> None:
    assert parse_tonnes(text) == pytest.approx(tonnes, rel=1e-4)


@given(st.none() | st.sampled_from(["default", "none", "below_default", ""]) | st.text(alphabet="abc'\" "))
def test_what_is_no_measure_is_no_limit(text: str | None) -> None:
    assert parse_metres(text) == parse_tonnes(text) == math.inf


@given(st.dictionaries(st.sampled_from(["highway", "access", "maxspeed", "oneway", "maxheight", "lit"]), st.text()))
def test_no_tags_break_the_reading(tags: dict[str, str]) -> None:
    assert isinstance(read_way(tags), WayTags | str)
    assert isinstance(read_barrier(tags), tuple)


@pytest.mark.parametrize(
    "tags", [{}, {"highway": "footway"}, {"highway": "service", "area": "yes"}, {"highway": "track"}]
)
def test_what_is_no_road_is_not_even_counted(tags: dict[str, str]) -> None:
    assert read_way(tags) == ""


def test_a_road_that_is_closed_gives_the_reason() -> None:
    assert read_way({"highway": "residential", "access": "no"}) == "closed to motor vehicles"
    assert read_way({"highway": "residential", "oneway": "reversible"}) == "of changing direction"


def test_motorways_and_roundabouts_are_one_way_by_nature() -> None:
    for tags in ({"highway": "motorway"}, {"junction": "roundabout"}):
        assert way(**tags).backward_kinds == 0
    assert way(junction="roundabout", oneway="no").backward_kinds == ALL_KINDS
    assert way(highway="motorway_link").backward_kinds == ALL_KINDS


def test_limits_may_differ_by_direction() -> None:
    found = way(maxspeed="30 mph", maxspeed__backward="20 mph")
    assert (found.forward_kph, found.backward_kph) == pytest.approx((48.28, 32.19), abs=0.01)


@pytest.mark.parametrize(
    ("tags", "area"),
    [
        ({}, Area.URBAN),
        ({"highway": "tertiary"}, None),
        ({"highway": "tertiary", "lit": "yes"}, Area.URBAN),
        ({"highway": "tertiary", "sidewalk": "left"}, Area.URBAN),
        ({"highway": "tertiary", "sidewalk": "none"}, None),
        ({"highway": "tertiary", "maxspeed": "30 mph"}, Area.URBAN),
        ({"highway": "tertiary", "maxspeed": "40 mph"}, None),
        ({"highway": "tertiary", "maxspeed": "60 mph", "lit": "yes"}, Area.RURAL),
        ({"highway": "tertiary", "source:maxspeed": "GB:nsl_single"}, Area.RURAL),
    ],
)
def test_tags_speak_of_town_or_country_or_are_silent(tags: dict[str, str], area: Area | None) -> None:
    assert way(**tags).area == area


def test_one_carriageway_of_several_is_dual_and_a_slip_road_is_not() -> None:
    assert way(highway="trunk", oneway="yes").dual
    assert not way(highway="trunk").dual
    assert not way(highway="trunk", oneway="yes", junction="roundabout").dual
    assert not way(highway="trunk_link", oneway="yes").dual


def test_a_pedestrian_street_is_a_road_where_a_tag_lets_vehicles_in() -> None:
    found = way(highway="pedestrian", motor_vehicle="destination")
    assert (found.road_class, found.access) == (RoadClass.LIVING_STREET, END_ONLY)


@pytest.mark.parametrize(
    ("tags", "passes"),
    [
        ({"barrier": "bollard"}, (PUBLIC, 0)),
        ({"barrier": "bollard", "access": "private"}, (END_ONLY, ALL_KINDS)),
        ({"barrier": "bollard", "bus": "yes"}, (PUBLIC, VehicleKind.MINIBUS)),
        ({"barrier": "gate"}, (PUBLIC, ALL_KINDS)),
        ({"barrier": "gate", "motor_vehicle": "no"}, (END_ONLY, ALL_KINDS)),
        ({"barrier": "swing_gate", "locked": "yes"}, (END_ONLY, ALL_KINDS)),
        ({"barrier": "kerb"}, (PUBLIC, ALL_KINDS)),
        ({"barrier": "toll_booth"}, (PUBLIC, ALL_KINDS)),
    ],
)
def test_a_barrier_lets_pass_whom_its_tags_say(tags: dict[str, str], passes: tuple[int, int]) -> None:
    access, kinds, height_m = read_barrier(tags)
    assert kinds == passes[1]
    assert not kinds or access == passes[0]
    assert height_m == math.inf
