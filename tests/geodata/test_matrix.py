from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from geodata.access import PUBLIC
from geodata.engine import CLOSED_MS, Drives
from geodata.errors import OffTheMapError, UnreachableError
from geodata.matrix import PricedRoads, contract, price_roads, refuse_unreachable, to_matrix, travel_matrix
from geodata.osm import read_pbf
from geodata.paths import leg_paths
from geodata.places import Place
from geodata.roads import INF, RoadGraph, snap
from geodata.speeds import TimeBand, british_profile
from geodata.travel import UNREACHABLE_S
from tests.geodata.small_roads import county_roads, place, roads_of, scattered

MAPS = ("rutland-2018-03.osm.pbf", "newport-2023-06-13.osm.pbf")


@pytest.fixture(scope="module", params=MAPS)
def real_roads(shared_data: Path, request: pytest.FixtureRequest) -> RoadGraph:
    return read_pbf(shared_data / "osm" / request.param)


def busiest_way(roads: RoadGraph, priced: PricedRoads, places: tuple[Place, ...]) -> int:
    """The way on which most of the legs between the places drive."""
    snapped = snap(roads, places, 1000)
    reached = priced.drives(snapped, snapped).ms < INF
    legs = [(i, j) for i, j in np.argwhere(reached).tolist() if i != j]
    driven = np.concatenate([path.roads for path in leg_paths(priced, snapped, legs)])
    ways, count = np.unique(roads.way_id[driven], return_counts=True)
    return int(ways[count.argmax()])


def assert_same(one: Drives, other: Drives) -> None:
    assert np.array_equal(one.ms, other.ms)
    assert np.array_equal(one.dm, other.dm)


def test_real_roads_are_driven_as_scipy_drives_them_in_every_band_and_with_a_road_closed(
    real_roads: RoadGraph,
) -> None:
    places = scattered(real_roads, 250)
    snapped = snap(real_roads, places, 1000)
    speeds = british_profile()
    priced = price_roads(real_roads, real_roads.road_metric(speeds))
    closed = [busiest_way(real_roads, priced, places[:40])]
    for band, closed_ways in ((TimeBand.FREE_FLOW, ()), (TimeBand.MORNING, ()), (TimeBand.MORNING, closed)):
        road_ms = real_roads.road_metric(speeds, when=band, closed_ways=closed_ways)
        again = priced.repriced(road_ms)
        assert again.hierarchy is priced.hierarchy
        drives = again.drives(snapped, snapped)
        assert_same(drives, price_roads(real_roads, road_ms, by="scipy").drives(snapped, snapped))
        assert not np.array_equal(drives.ms, priced.drives(snapped, snapped).ms) or band == TimeBand.FREE_FLOW


def test_a_closed_road_makes_drives_longer_and_none_shorter(real_roads: RoadGraph) -> None:
    places = scattered(real_roads, 60)
    free = price_roads(real_roads, real_roads.road_metric(british_profile()))
    way = busiest_way(real_roads, free, places)
    shut = free.repriced(real_roads.road_metric(british_profile(), closed_ways=[way]))
    before, after = free.matrix(places, 1000).seconds, shut.matrix(places, 1000).seconds
    assert (after >= before).all()
    assert (after > before).any()


def test_without_turn_restrictions_public_places_obey_the_triangle_inequality(shared_data: Path) -> None:
    roads = read_pbf(shared_data / "osm" / MAPS[0])
    assert roads.report.restrictions_kept == 0
    snapped = snap(roads, scattered(roads, 120), 1000)
    public = [one for one in snapped if all(roads.access[on.road] == PUBLIC for on in one.snaps)]
    priced = price_roads(roads, roads.road_metric(british_profile(), when=TimeBand.AFTERNOON))
    places = tuple(one.place for one in public)
    seconds = to_matrix(places, priced.drives(public, public)).seconds.astype(np.int64)
    assert len(public) > 80
    assert np.all((seconds[:, :, None] + seconds[None, :, :]).min(axis=1) >= seconds)


def test_the_county_obeys_the_triangle_inequality_in_whole_seconds() -> None:
    roads = county_roads()
    seconds = travel_matrix(roads, scattered(roads, 80), roads.road_metric(british_profile())).seconds.astype(np.int64)
    assert np.all((seconds[:, :, None] + seconds[None, :, :]).min(axis=1) >= seconds)


def test_both_engines_give_the_same_matrix() -> None:
    roads = county_roads()
    road_ms = roads.road_metric(british_profile(), when=TimeBand.MORNING)
    places = scattered(roads, 40)
    assert travel_matrix(roads, places, road_ms) == travel_matrix(roads, places, road_ms, by="scipy")


STREET = roads_of([(0, 0), (1000, 0)], [((0, 1), {})])
ONE_WAY_RING = roads_of(
    [(0, 0), (1000, 0), (1000, 1000), (0, 1000)], [((0, 1, 2), {"oneway": "yes"}), ((2, 3, 0), {"oneway": "yes"})]
)


def metres(roads: RoadGraph, *places: Place) -> list[list[int]]:
    found: list[list[int]] = travel_matrix(roads, places, roads.road_metric(british_profile())).metres.tolist()
    return found


def test_on_one_street_one_drives_straight_there_and_straight_back() -> None:
    a, b = place("a", 200), place("b", 700)
    assert metres(STREET, a, b) == [[0, 500], [500, 0]]


def test_on_a_one_way_street_one_drives_on_and_round_to_come_back() -> None:
    a, b = place("a", 200), place("b", 700)
    assert metres(ONE_WAY_RING, a, b) == [[0, 500], [3500, 0]]


def test_places_at_one_point_are_no_way_apart() -> None:
    assert metres(ONE_WAY_RING, place("a", 500), place("b", 500)) == [[0, 0], [0, 0]]


def test_a_place_a_little_off_the_road_counts_from_where_it_snaps() -> None:
    assert metres(STREET, place("a", 100, 40), place("b", 900, -40)) == [[0, 800], [800, 0]]


def test_a_place_on_a_closed_road_is_cut_off_and_named() -> None:
    roads = roads_of([(0, 0), (1000, 0), (2000, 0)], [((0, 1), {}), ((1, 2), {})])
    road_ms = roads.road_metric(british_profile(), closed_ways=[2])
    places = (place("home", 500), place("school", 300), place("far gate", 1500))
    matrix = travel_matrix(roads, places, road_ms)
    assert matrix.seconds[0, 2] == matrix.metres[2, 0] == UNREACHABLE_S
    assert matrix.seconds[2, 2] == 0
    with pytest.raises(UnreachableError, match=r"far gate \(one can drive neither to it nor from it\)") as refused:
        refuse_unreachable(matrix)
    assert "home" not in str(refused.value)


def test_where_all_is_reachable_nothing_is_refused() -> None:
    refuse_unreachable(travel_matrix(STREET, [place("a", 1), place("b", 9)], STREET.road_metric(british_profile())))


@pytest.mark.parametrize(
    ("ms", "said"),
    [
        ([[0, 1, 1], [1, 0, 1], [INF, INF, 0]], r"c \(one cannot drive on from it\)"),
        ([[0, 1, INF], [1, 0, INF], [1, 1, 0]], r"c \(one cannot drive to it\)"),
        ([[0, 1, INF], [1, 0, 1], [1, 1, 0]], r"a to c \(no way without a stop between\)"),
    ],
)
def test_it_is_said_which_way_a_place_is_cut_off(ms: list[list[int]], said: str) -> None:
    places = (place("a", 0), place("b", 1), place("c", 2))
    cells = np.array(ms, np.int32)
    with pytest.raises(UnreachableError, match=said):
        refuse_unreachable(to_matrix(places, Drives(cells, cells)))


def test_a_place_in_the_sea_is_named() -> None:
    with pytest.raises(OffTheMapError, match="lighthouse"):
        travel_matrix(STREET, [place("lighthouse", 500, 9_000)], STREET.road_metric(british_profile()))


def test_no_places_make_an_empty_matrix() -> None:
    assert travel_matrix(STREET, [], STREET.road_metric(british_profile())).seconds.shape == (0, 0)


def test_seconds_are_rounded_up_and_metres_to_the_nearest() -> None:
    drives = Drives(np.array([[0, 1001], [2000, 0]], np.int32), np.array([[0, 14], [15, 0]], np.int32))
    matrix = to_matrix((place("a", 0), place("b", 1)), drives)
    assert matrix.seconds.tolist() == [[0, 2], [2, 0]]
    assert matrix.metres.tolist() == [[0, 1], [2, 0]]


def test_a_metric_of_other_roads_is_refused() -> None:
    with pytest.raises(ValueError, match="one value for each of 2 roads, not 3"):
        price_roads(STREET, np.zeros(3, np.int32))


def test_a_drive_too_long_to_be_told_is_refused() -> None:
    endless = replace(
        ONE_WAY_RING,
        length_dm=np.full_like(ONE_WAY_RING.length_dm, 2**23),
        road_length_dm=np.full_like(ONE_WAY_RING.road_length_dm, 2**23),
    )
    with pytest.raises(ValueError, match="use a map of a smaller area"):
        travel_matrix(endless, [place("a", 200), place("b", 700)], endless.road_metric(british_profile()))


def test_the_order_is_kept_in_a_file_and_made_anew_for_other_roads(tmp_path: Path) -> None:
    kept = tmp_path / "order.npz"
    first = contract(ONE_WAY_RING, kept)
    written = kept.read_bytes()
    assert np.array_equal(contract(ONE_WAY_RING, kept).rank, first.rank)
    assert kept.read_bytes() == written
    assert len(contract(county_roads(), kept).rank) == county_roads().nodes
    assert kept.read_bytes() != written


def test_a_spoilt_file_of_the_order_is_made_anew(tmp_path: Path) -> None:
    kept = tmp_path / "order.npz"
    kept.write_bytes(b"not an order")
    assert len(contract(STREET, kept).rank) == STREET.nodes
    assert kept.read_bytes() != b"not an order"


def test_engines_and_roads_call_the_same_thing_closed() -> None:
    assert CLOSED_MS == INF
