import re
from collections import Counter
from pathlib import Path

import numpy as np
import osmium
import pytest

from geodata.county import Chart, draw_county, write_county
from geodata.matrix import price_roads, refuse_unreachable
from geodata.osm import read_pbf
from geodata.speeds import british_profile
from tests.geodata.small_roads import county_roads, scattered

CHART = draw_county(seed=1)


def ways(chart: Chart = CHART, **tags: str) -> list[int]:
    wanted = {key.replace("__", ":"): value for key, value in tags.items()}
    return [i for i, way in enumerate(chart.ways) if wanted.items() <= way.tags.items()]


def with_key(key: str) -> list[int]:
    return [i for i, way in enumerate(CHART.ways) if key in way.tags]


def places(kind: str) -> list[int]:
    return [node for node, tags in CHART.node_tags.items() if tags.get("place") == kind]


def test_the_county_reads_as_one_part_of_which_nothing_is_dropped() -> None:
    report = county_roads().report
    assert report.kept_roads == report.roads
    assert report.dropped_way_ids == ()
    assert report.restrictions_kept == len(CHART.restrictions)
    assert report.restrictions_unclear == report.conditions_unclear == ()


def test_one_can_drive_from_everywhere_to_everywhere() -> None:
    roads = county_roads()
    refuse_unreachable(price_roads(roads, roads.road_metric(british_profile())).matrix(scattered(roads, 200, seed=5)))


@pytest.mark.parametrize("seed", [0, 12])
def test_other_seeds_draw_other_counties_that_hang_together_too(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "county.osm.pbf"
    write_county(path, seed)
    report = read_pbf(path).report
    assert report.kept_roads == report.roads > 4_000
    assert report.roads != county_roads().report.roads


def test_the_same_seed_draws_the_same_county() -> None:
    again = draw_county(seed=1)
    assert np.array_equal(again.lat, CHART.lat)
    assert np.array_equal(again.lon, CHART.lon)
    assert (again.ways, again.node_tags, again.restrictions) == (CHART.ways, CHART.node_tags, CHART.restrictions)


def test_it_is_as_large_as_a_small_english_county() -> None:
    assert 8_000 <= len(CHART.lat) <= 20_000
    north_m, east_m = np.ptp(CHART.lat) * 111_195, np.ptp(CHART.lon) * 111_195 * np.cos(np.radians(52.4))
    assert 29_000 < north_m < 33_000
    assert 39_000 < east_m < 43_000


def test_it_has_towns_and_villages_of_different_names() -> None:
    assert len(places("town")) == 5
    assert 25 <= len(places("village")) <= 40
    named = [tags["name"] for tags in CHART.node_tags.values() if "place" in tags]
    assert len(set(named)) == len(named)


def test_it_has_every_class_of_road_from_the_trunk_road_to_the_drive() -> None:
    classes = {way.tags["highway"] for way in CHART.ways if "highway" in way.tags}
    assert classes == {"trunk", "primary", "secondary", "tertiary", "unclassified", "residential", "service"}
    assert all(
        CHART.ways[i].tags["ref"].startswith("A") for i in ways(highway="primary") if "ref" in CHART.ways[i].tags
    )
    assert any(CHART.ways[i].tags["ref"].startswith("B") for i in ways(highway="secondary"))
    assert len(ways(highway="trunk", oneway="yes", dual_carriageway="yes")) >= 4
    assert len(ways(junction="roundabout")) >= 10


def test_some_streets_are_one_way_and_come_in_both_directions() -> None:
    assert ways(highway="residential", oneway="yes")
    assert ways(highway="residential", oneway="-1")


def test_roundabouts_are_driven_clockwise() -> None:
    for i in ways(junction="roundabout"):
        nodes = list(CHART.ways[i].nodes)
        north, east = CHART.lat[nodes], CHART.lon[nodes]
        assert np.sum(east[:-1] * north[1:] - east[1:] * north[:-1]) < 0


def test_a_dual_carriageway_is_driven_on_the_left() -> None:
    """Eastbound lies north of westbound on the trunk road."""
    trunk = [CHART.ways[i] for i in ways(highway="trunk", ref="A6600")]
    trunk = [way for way in trunk if "bridge" not in way.tags]
    ends = [(CHART.lon[way.nodes[0]], CHART.lon[way.nodes[-1]], way.nodes) for way in trunk]
    east, west = (
        np.array(
            [(CHART.lon[n], CHART.lat[n]) for begin, end, nodes in ends if (begin < end) == onwards for n in nodes]
        )
        for onwards in (True, False)
    )
    nearest = np.abs(east[:, :1] - west[:, 0]).argmin(axis=1)
    assert np.mean(east[:, 1] > west[nearest, 1]) > 0.95


def test_the_river_has_few_bridges_of_which_two_are_not_for_every_vehicle() -> None:
    assert len(ways(waterway="river")) == 1
    bridges = {CHART.ways[i].tags.get("name", "") for i in with_key("bridge")}
    assert {"Old Bridge", "Mill Bridge"} <= bridges
    assert len(with_key("maxweight")) == len(with_key("maxheight")) == 1
    assert 5 <= len(ways(bridge="yes", layer="1")) <= 20


def test_one_street_is_a_school_street() -> None:
    (street,) = with_key("motor_vehicle:conditional")
    assert CHART.ways[street].tags["motor_vehicle:conditional"].startswith("no @ (Mo-Fr 08:15-09:00")
    assert len(county_roads().closures) > 0


def test_turn_restrictions_lead_from_the_end_of_a_way_to_that_of_another() -> None:
    kinds = Counter(kind for kind, *_ in CHART.restrictions)
    assert {"no_right_turn", "no_left_turn", "no_u_turn", "only_left_turn"} <= kinds.keys()
    for _, start, via, end in CHART.restrictions:
        for way in (start, end):
            assert via in (CHART.ways[way].nodes[0], CHART.ways[way].nodes[-1])


def test_schools_have_gates_and_the_special_ones_a_private_drive() -> None:
    schools = ways(amenity="school")
    assert 12 <= len(schools) <= 15
    special = ways(amenity="school", school="special_education_needs")
    assert len(special) == len(ways(highway="service", access="private")) == 5
    for i in schools:
        gates = [node for node in CHART.ways[i].nodes if CHART.node_tags.get(node, {}).get("barrier") == "gate"]
        assert len(set(gates)) == 2


def test_limits_lights_and_pavements_are_recorded_on_some_streets_only() -> None:
    streets = ways(highway="residential")
    for key in ("maxspeed", "lit", "sidewalk"):
        recorded = sum(key in CHART.ways[i].tags for i in streets)
        assert 0.05 < recorded / len(streets) < 0.5


def test_postcodes_are_many_and_of_an_area_that_does_not_exist() -> None:
    codes = [tags["addr:postcode"] for tags in CHART.node_tags.values() if "addr:postcode" in tags]
    assert len(codes) > 1_000
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"ZZ\d \d[ABD-HJLNP-UW-Z]{2}", code) for code in codes)


def test_there_are_signals_and_bollards() -> None:
    assert sum(tags.get("highway") == "traffic_signals" for tags in CHART.node_tags.values()) >= 5
    assert sum(tags.get("barrier") == "bollard" for tags in CHART.node_tags.values()) == 3


def test_the_file_says_that_the_county_is_invented(tmp_path: Path) -> None:
    path = tmp_path / "county.osm.pbf"
    write_county(path)
    with osmium.io.Reader(str(path)) as reader:
        assert "no such county exists" in reader.header().get("generator")
    assert all("no such county" in tags["note"] for tags in CHART.node_tags.values() if "place" in tags)
    assert [file.name for file in tmp_path.iterdir()] == ["county.osm.pbf"]


def test_a_file_that_is_there_already_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "county.osm.pbf"
    path.write_bytes(b"mine")
    with pytest.raises(FileExistsError, match="exists already"):
        write_county(path)
    assert path.read_bytes() == b"mine"
