import pytest

from geodata.base_map import LAYERS, area_of, line_of, point_of, written_on


@pytest.mark.parametrize(
    ("tags", "kind", "from_zoom"),
    [
        ({"highway": "motorway"}, "motorway", 4),
        ({"highway": "residential", "name": "Mill Lane"}, "street", 12),
        ({"highway": "footway"}, "path", 14),
        ({"railway": "rail"}, "rail", 10),
        ({"waterway": "river"}, "river", 8),
    ],
)
def test_ways_are_drawn_as_lines(tags: dict[str, str], kind: str, from_zoom: int) -> None:
    drawn = line_of(tags)
    assert drawn is not None
    assert (drawn.kind, drawn.from_zoom, drawn.layer in LAYERS) == (kind, from_zoom, True)


@pytest.mark.parametrize(
    "tags",
    [
        {},
        {"highway": "proposed"},
        {"highway": "pedestrian", "area": "yes"},
        {"railway": "rail", "service": "yard"},
        {"railway": "razed"},
        {"waterway": "stream", "tunnel": "culvert"},
        {"building": "yes"},
    ],
)
def test_what_leads_nowhere_is_no_line(tags: dict[str, str]) -> None:
    assert line_of(tags) is None


@pytest.mark.parametrize(
    ("tags", "layer", "kind"),
    [
        ({"natural": "water"}, "water", "water"),
        ({"landuse": "forest"}, "land", "wood"),
        ({"leisure": "park"}, "land", "green"),
        ({"amenity": "school"}, "land", "grounds"),
        ({"amenity": "school", "building": "yes"}, "buildings", "building"),
    ],
)
def test_areas_are_drawn(tags: dict[str, str], layer: str, kind: str) -> None:
    drawn = area_of(tags)
    assert drawn is not None
    assert (drawn.layer, drawn.kind) == (layer, kind)


def test_what_no_one_finds_their_way_by_is_no_area() -> None:
    assert area_of({"amenity": "parking"}) is None
    assert area_of({"building": "no"}) is None


def test_settlements_are_drawn_if_they_have_a_name() -> None:
    village = point_of({"place": "village", "name": "Nash"})
    assert village is not None
    assert (village.layer, village.kind) == ("places", "village")
    assert point_of({"place": "village"}) is None
    assert point_of({"place": "farm", "name": "New Farm"}) is None


def test_names_are_written_on_roads_and_on_no_house() -> None:
    tags = {"highway": "primary", "name": "Chepstow Road", "ref": "B4237", "maxspeed": "30 mph"}
    road, house = line_of(tags), area_of({"building": "yes"})
    assert road is not None
    assert house is not None
    assert written_on(road, tags) == {"kind": "primary", "name": "Chepstow Road", "ref": "B4237"}
    assert written_on(house, {"name": "Rose Cottage"}) == {"kind": "building"}
