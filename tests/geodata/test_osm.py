"""Maps written by hand, read back: who may drive where, by which tag; and that bad files are refused in a sentence."""

from datetime import datetime
from pathlib import Path

import pytest

from geodata.access import END_ONLY
from geodata.errors import MapFileError
from geodata.osm import read_pbf
from geodata.roads import INF
from geodata.speeds import Area, RoadClass, TimeBand, british_profile
from geodata.vehicles import CAR, RoadVehicle, VehicleKind
from tests.geodata.maps import SmallMap, drive_m, names_of, road

SQUARE = {
    "A": (0.0, 0.0),
    "B": (100.0, 0.0),
    "C": (200.0, 0.0),
    "D": (200.0, 100.0),
    "E": (100.0, 100.0),
    "F": (0.0, 100.0),
}
MINIBUS, TAXI = RoadVehicle(VehicleKind.MINIBUS), RoadVehicle(VehicleKind.TAXI)


@pytest.fixture
def town() -> SmallMap:
    """Return two squares side by side, A-B-C below and F-E-D above, with every side drawn but B-E between them."""
    world = SmallMap(SQUARE)
    ring(world)
    return world


def ring(world: SmallMap) -> None:
    for side in ("AB", "BC", "CD", "DE", "EF", "FA"):
        world.way(side)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Return local time in March 2026, of which the 3rd is a Tuesday."""
    return datetime(2026, 3, day, hour, minute)  # noqa: DTZ001 -- roads know local time only


def near(metres: float) -> object:
    return pytest.approx(metres, abs=2)


def test_a_way_between_is_taken_in_both_directions(town: SmallMap, tmp_path: Path) -> None:
    town.way("BE")
    roads = read_pbf(town.write(tmp_path))
    assert drive_m(roads, town, "AB", "EF") == near(100)
    assert drive_m(roads, town, "FE", "BA") == near(100)


@pytest.mark.parametrize(("oneway", "there", "back"), [("yes", 100, 300), ("-1", 300, 100), ("no", 100, 100)])
def test_a_one_way_street_is_driven_one_way(
    town: SmallMap, tmp_path: Path, oneway: str, there: float, back: float
) -> None:
    town.way("BE", oneway=oneway)
    roads = read_pbf(town.write(tmp_path))
    assert drive_m(roads, town, "AB", "ED") == near(there)
    assert drive_m(roads, town, "DE", "BA") == near(back)


def test_a_one_way_street_with_a_contraflow_for_buses_is_two_way_for_minibuses(town: SmallMap, tmp_path: Path) -> None:
    town.way("BE", {"highway": "residential", "oneway": "yes", "oneway:bus": "no"})
    roads = read_pbf(town.write(tmp_path))
    assert drive_m(roads, town, "DE", "BA") == near(300)
    assert drive_m(roads, town, "DE", "BA", MINIBUS) == near(100)


def test_a_reversible_street_is_left_out_and_counted(town: SmallMap, tmp_path: Path) -> None:
    town.way("BE", oneway="reversible")
    assert read_pbf(town.write(tmp_path)).report.closed_ways == {"of changing direction": 1}


def test_a_roundabout_is_driven_round_as_it_is_drawn(tmp_path: Path) -> None:
    world = SmallMap({**SQUARE, "G": (-100.0, 0.0), "H": (300.0, 0.0)})
    world.way("ABCDEFA", junction="roundabout")
    world.way("GA")
    world.way("CH")
    roads = read_pbf(world.write(tmp_path))
    assert drive_m(roads, world, "GA", "CH") == near(200)
    assert drive_m(roads, world, "HC", "AG") == near(400)


@pytest.mark.parametrize(
    ("tags", "metres"),
    [
        ({"barrier": "bollard"}, 300),
        ({"barrier": "bollard", "motor_vehicle": "yes"}, 100),
        ({"barrier": "gate"}, 100),
        ({"barrier": "gate", "access": "private"}, 300),
        ({"barrier": "lift_gate", "access": "no"}, 300),
        ({"barrier": "gate", "locked": "yes"}, 300),
        ({"barrier": "cattle_grid"}, 100),
        ({"highway": "crossing"}, 100),
    ],
)
def test_a_barrier_stops_whom_it_should(town: SmallMap, tmp_path: Path, tags: dict[str, str], metres: float) -> None:
    town.places = {**SQUARE, "X": (100.0, 50.0)}
    town.way("BXE")
    town.node_tags["X"] = tags
    assert drive_m(read_pbf(town.write(tmp_path)), town, "AB", "ED") == near(metres)


def test_one_may_turn_round_at_a_bollard_and_stop_on_either_side(town: SmallMap, tmp_path: Path) -> None:
    town.places = {**SQUARE, "X": (100.0, 50.0)}
    town.way("BXE")
    town.node_tags["X"] = {"barrier": "bollard"}
    roads = read_pbf(town.write(tmp_path))
    assert drive_m(roads, town, "BX", "BC") == near(50)
    assert drive_m(roads, town, "BX", "EX") == near(50 + 300)
    assert drive_m(roads, town, "BX", "XE") == near(50 + 300 + 50)


def test_ground_behind_a_private_gate_is_for_the_ends_of_a_leg(tmp_path: Path) -> None:
    world = SmallMap({**SQUARE, "G": (0.0, -50.0), "H": (0.0, -100.0)})
    ring(world)
    world.way("AGH")
    world.node_tags["G"] = {"barrier": "gate", "access": "private"}
    roads = read_pbf(world.write(tmp_path))
    assert drive_m(roads, world, "BA", "GH") == near(50)
    assert drive_m(roads, world, "HG", "AB") == near(50)
    assert roads.access[road(roads, world, "GH")] == END_ONLY
    assert roads.report.barriers == {"for the ends of a leg only": 1}


def test_a_private_drive_is_reached_and_left(tmp_path: Path) -> None:
    world = SmallMap({**SQUARE, "G": (0.0, -50.0), "H": (0.0, -100.0)})
    ring(world)
    world.way("AG", {"highway": "service", "access": "private"})
    world.way("GH", {"highway": "service"})
    roads = read_pbf(world.write(tmp_path))
    assert drive_m(roads, world, "BA", "GH") == near(50)
    assert drive_m(roads, world, "GH", "AF") == near(100)
    assert drive_m(roads, world, "HG", "GH") == near(0)


@pytest.mark.parametrize("value", ["private", "destination", "customers", "permit"])
def test_nobody_cuts_through_private_ground(town: SmallMap, tmp_path: Path, value: str) -> None:
    town.places = {**SQUARE, "X": (100.0, 50.0)}
    town.way("BX", {"highway": "service", "motor_vehicle": value})
    town.way("XE", {"highway": "service", "motor_vehicle": value})
    roads = read_pbf(town.write(tmp_path))
    assert drive_m(roads, town, "AB", "ED") == near(300)
    assert drive_m(roads, town, "AB", "XE") == near(50), "but one may end a leg there, from either side"
    assert drive_m(roads, town, "DE", "XB") == near(50)
    assert drive_m(roads, town, "BX", "ED") == near(50), "and begin one"


def test_a_private_road_between_two_public_junctions_is_only_for_those_who_have_business_there(
    town: SmallMap, tmp_path: Path
) -> None:
    town.way("BE", access="private")
    roads = read_pbf(town.write(tmp_path))
    assert drive_m(roads, town, "AB", "ED") == near(300)
    private = road(roads, town, "BE")
    assert private not in roads.road
    assert drive_m(roads, town, "AB", "BE") == near(0)
    assert drive_m(roads, town, "BE", "ED") == near(0)


def test_a_school_street_is_shut_to_those_without_a_permit_at_its_hours(town: SmallMap, tmp_path: Path) -> None:
    street = {"highway": "residential", "motor_vehicle:conditional": "no @ (Mo-Fr 08:15-09:00,15:00-15:45)"}
    town.way("BE", street)
    roads = read_pbf(town.write(tmp_path))
    tuesday, saturday = 3, 7
    assert drive_m(roads, town, "AB", "ED", when=at(tuesday, 8, 30)) == near(300)
    assert drive_m(roads, town, "AB", "ED", when=at(tuesday, 10)) == near(100)
    assert drive_m(roads, town, "AB", "ED", when=at(saturday, 8, 30)) == near(100)
    assert drive_m(roads, town, "AB", "ED", RoadVehicle(has_permit=True), at(tuesday, 8, 30)) == near(100)
    assert drive_m(roads, town, "AB", "ED", when=TimeBand.MORNING) == near(300)
    assert drive_m(roads, town, "AB", "ED", when=TimeBand.BETWEEN) == near(100)
    assert drive_m(roads, town, "AB", "ED") == near(100)
    assert roads.report.timed_closures == 1


def test_a_street_that_only_opens_at_certain_hours_is_shut_at_others(town: SmallMap, tmp_path: Path) -> None:
    town.way("BE", {"highway": "pedestrian", "vehicle": "no", "vehicle:conditional": "yes @ (18:00-24:00)"})
    roads = read_pbf(town.write(tmp_path))
    assert drive_m(roads, town, "AB", "ED", when=at(3, 8, 30)) == near(300)
    assert drive_m(roads, town, "AB", "ED", when=at(3, 19)) == near(100)


def test_a_condition_that_is_not_understood_is_reported(town: SmallMap, tmp_path: Path) -> None:
    way = town.way("BE", {"highway": "residential", "access:conditional": "no @ (full moon); no @ (weight>3.5)"})
    unclear = read_pbf(town.write(tmp_path)).report.conditions_unclear
    assert unclear == ((way, "no @ (full moon)"), (way, "no @ (weight>3.5)"))


@pytest.mark.parametrize(
    ("tags", "too_big"),
    [
        ({"maxheight": "2.5"}, RoadVehicle(height_m=2.6)),
        ({"maxheight": "8'6\""}, RoadVehicle(height_m=2.6)),
        ({"maxwidth": "6'6\""}, RoadVehicle(width_m=2.0)),
        ({"maxweight": "3 t"}, RoadVehicle(weight_t=3.5)),
    ],
)
def test_a_limit_stops_a_vehicle_that_is_too_big_and_no_other(
    town: SmallMap, tmp_path: Path, tags: dict[str, str], too_big: RoadVehicle
) -> None:
    town.way("BE", {"highway": "residential", **tags})
    roads = read_pbf(town.write(tmp_path))
    assert drive_m(roads, town, "AB", "ED", too_big) == near(300)
    assert drive_m(roads, town, "AB", "ED", RoadVehicle(height_m=1.8, width_m=1.8, weight_t=2.0)) == near(100)
    assert drive_m(roads, town, "AB", "ED", CAR) == near(100)


def test_a_height_barrier_stops_what_is_higher(town: SmallMap, tmp_path: Path) -> None:
    town.places = {**SQUARE, "X": (100.0, 50.0)}
    town.way("BXE")
    town.node_tags["X"] = {"barrier": "height_restrictor", "maxheight": "2.1"}
    roads = read_pbf(town.write(tmp_path))
    assert drive_m(roads, town, "AB", "ED") == near(100)
    assert drive_m(roads, town, "AB", "ED", RoadVehicle(height_m=2.6)) == near(300)


@pytest.mark.parametrize(
    ("tags", "passes"),
    [
        ({"motor_vehicle": "no", "bus": "yes"}, {MINIBUS}),
        ({"motor_vehicle": "no", "psv": "yes"}, {MINIBUS, TAXI}),
        ({"access": "no", "taxi": "yes"}, {TAXI}),
        ({"access": "no", "motorcar": "yes"}, {CAR, TAXI}),
        ({"motorcar": "no"}, {MINIBUS}),
    ],
)
def test_a_bus_gate_lets_through_the_kinds_it_names(
    town: SmallMap, tmp_path: Path, tags: dict[str, str], passes: set[RoadVehicle]
) -> None:
    town.way("BE", {"highway": "unclassified", **tags})
    roads = read_pbf(town.write(tmp_path))
    assert {each for each in (CAR, TAXI, MINIBUS) if drive_m(roads, town, "AB", "ED", each) < 200} == passes


def test_minibuses_drive_through_a_bus_gate_and_on_along_a_busway(town: SmallMap, tmp_path: Path) -> None:
    town.places = {**SQUARE, "X": (100.0, 25.0), "Y": (100.0, 50.0), "Z": (150.0, 50.0)}
    town.way("BX")
    town.way("XYE", {"highway": "busway"})
    town.way("YZ", {"highway": "service", "motor_vehicle": "no", "psv": "yes"})
    town.node_tags["X"] = {"barrier": "bollard", "bus": "yes"}
    roads = read_pbf(town.write(tmp_path))
    assert drive_m(roads, town, "AB", "ED", MINIBUS) == near(300), "a busway needs a tag to be a way for minibuses"
    town.ways[107] = ("XYE", {"highway": "busway", "bus": "designated"})
    roads = read_pbf(town.write(tmp_path))
    assert drive_m(roads, town, "AB", "ED", MINIBUS) == near(100)
    assert drive_m(roads, town, "AB", "ED", CAR) == near(300)


def test_a_street_that_only_a_bus_gate_leads_to_is_closed_to_cars(town: SmallMap, tmp_path: Path) -> None:
    town.places = {**SQUARE, "Y": (300.0, 0.0), "Z": (400.0, 0.0)}
    town.way("CY", {"highway": "residential", "motor_vehicle": "no", "bus": "yes"})
    town.way("YZ")
    roads = read_pbf(town.write(tmp_path))
    assert drive_m(roads, town, "BC", "YZ", MINIBUS) == near(100)
    assert not roads.passable(CAR)[road(roads, town, "YZ")]


def test_a_street_closed_to_motor_vehicles_is_left_out_and_counted(town: SmallMap, tmp_path: Path) -> None:
    town.way("BE", motor_vehicle="no")
    assert read_pbf(town.write(tmp_path)).report.closed_ways == {"closed to motor vehicles": 1}


def test_footpaths_and_tracks_are_no_roads_unless_a_tag_says_so(town: SmallMap, tmp_path: Path) -> None:
    town.way("BE", {"highway": "track"})
    town.way("BD", {"highway": "footway"})
    town.way("AE", {"highway": "track", "motor_vehicle": "yes"})
    roads = read_pbf(town.write(tmp_path))
    assert roads.report.ways == 7
    assert roads.road_class[road(roads, town, "AE")] == RoadClass.TRACK


def test_what_lies_apart_is_dropped_and_reported(town: SmallMap, tmp_path: Path) -> None:
    town.places = {**SQUARE, "X": (900.0, 0.0), "Y": (1000.0, 0.0), "Z": (1000.0, 80.0)}
    apart = town.way("XY")
    trap = town.way("CZ", oneway="yes")
    report = read_pbf(town.write(tmp_path)).report
    assert report.dropped_way_ids == (apart, trap)
    assert (report.roads, report.kept_roads) == (15, 12)
    assert (report.dropped_apart, report.dropped_traps) == (2, 1)
    assert "nothing joins them to the rest: 2 pieces" in str(report)


def test_a_road_is_cut_where_others_meet_it_and_keeps_its_bends(tmp_path: Path) -> None:
    world = SmallMap({**SQUARE, "G": (50.0, 50.0)})
    world.way("ABCDEFA")
    world.way("DG")
    roads = read_pbf(world.write(tmp_path))
    assert sorted(roads.road_length_dm.tolist()) == pytest.approx([1581, 1581, 3000, 3000, 3000, 3000], abs=9)
    bends = roads.shape(road(roads, world, "AD"))
    assert names_of(world, [(lat, lon) for lat, lon in bends]) in {"ABCD", "AFED"}


def test_a_road_bears_its_name_limit_light_and_area(town: SmallMap, tmp_path: Path) -> None:
    town.way("BE", {"highway": "tertiary", "name": "High Street", "maxspeed": "20 mph", "lit": "yes", "ref": "B1"})
    town.way("AE", {"highway": "primary", "ref": "A1", "maxspeed:type": "GB:nsl_single"})
    roads = read_pbf(town.write(tmp_path))
    street, main = road(roads, town, "BE"), road(roads, town, "AE")
    assert roads.names[roads.name[street]] == "High Street"
    assert roads.names[roads.name[main]] == "A1"
    assert roads.maxspeed_kph[street] == pytest.approx(32.19, abs=0.01)
    assert roads.maxspeed_kph[main] == pytest.approx(96.56, abs=0.01)
    assert (roads.area[street], roads.area[main]) == (Area.URBAN, Area.RURAL)
    assert roads.lit[street]
    assert not roads.lit[main]


def test_traffic_lights_delay_those_who_drive_up_to_them(town: SmallMap, tmp_path: Path) -> None:
    town.way("BE")
    town.node_tags["E"] = {"highway": "traffic_signals"}
    roads = read_pbf(town.write(tmp_path))
    up, down = road(roads, town, "BE"), road(roads, town, "EB")
    assert roads.signals[up]
    assert not roads.signals[down]
    road_ms = roads.road_metric(british_profile())
    assert road_ms[up] - road_ms[down] == 8_000


def test_a_closed_way_is_closed_that_day(town: SmallMap, tmp_path: Path) -> None:
    way = town.way("BE")
    roads = read_pbf(town.write(tmp_path))
    metric = roads.metric(british_profile(), closed_ways={way})
    closed = (metric == INF).nonzero()[0]
    assert {int(roads.way_id[roads.road[arc]]) for arc in closed} == {way}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "no map file"),
        (b"", "is empty"),
        (b"<osm/>" * 100, "not an .osm.pbf"),
        (b"\x00\x00\x00\x0d\x0a\x09OSMHeader" * 9, "corrupt"),
    ],
)
def test_a_file_that_is_no_map_is_refused_in_a_sentence(tmp_path: Path, content: bytes | None, says: str) -> None:
    path = tmp_path / "county.osm.pbf"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(MapFileError, match=says):
        read_pbf(path)


def test_a_map_that_breaks_off_is_refused(town: SmallMap, tmp_path: Path) -> None:
    path = town.write(tmp_path)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(MapFileError, match="corrupt"):
        read_pbf(path)


def test_a_map_without_roads_is_refused(tmp_path: Path) -> None:
    world = SmallMap(SQUARE)
    world.way("ABCD", {"highway": "footway"})
    with pytest.raises(MapFileError, match="holds no roads"):
        read_pbf(world.write(tmp_path))


def test_a_map_on_which_nobody_gets_back_is_refused(tmp_path: Path) -> None:
    world = SmallMap(SQUARE)
    world.way("AB", oneway="yes")
    with pytest.raises(MapFileError, match="and back"):
        read_pbf(world.write(tmp_path))
