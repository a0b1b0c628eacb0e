"""Observed times make the profile of a county: what was driven slower becomes slower, and the rest stays."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.calibration import Composition, ObservedLeg, calibrate, compose, read_observed
from geodata.errors import GeodataError
from geodata.osm import read_pbf
from geodata.places import Place, PlaceId
from geodata.roads import RoadGraph
from geodata.speeds import Area, RoadClass, TimeBand, british_profile
from tests.geodata.maps import SmallMap

MORNING = datetime(2026, 3, 3, 8, 15)  # noqa: DTZ001 -- roads know local time only
PRIMARY, SERVICE = (RoadClass.PRIMARY, Area.RURAL), (RoadClass.SERVICE, Area.RURAL)


def leg(observed_s: float, band: TimeBand = TimeBand.MORNING, delay_s: float = 0.0, **driven_s: float) -> Composition:
    seconds = np.zeros((len(RoadClass), len(Area)))
    for name, value in driven_s.items():
        seconds[RoadClass[name.upper()], Area.RURAL] = value
    return Composition(band, seconds, delay_s, observed_s)


def test_without_legs_a_profile_stays_as_it_is() -> None:
    result = calibrate(british_profile(), [])
    assert result.profile == british_profile()
    assert (result.legs, result.left_out, result.error_after) == (0, 0, 0.0)


def test_a_class_that_took_longer_becomes_slower_and_no_other_does() -> None:
    start = british_profile()
    result = calibrate(start, [leg(130, primary=100)] * 200)
    at = *PRIMARY, TimeBand.MORNING
    assert result.profile.factors[at] == pytest.approx(start.factors[at] / 1.3, rel=0.01)
    elsewhere = result.profile.factors.copy()
    elsewhere[at] = start.factors[at]
    np.testing.assert_allclose(elsewhere, start.factors)
    assert result.error_after < 0.01 < result.error_before


def test_two_classes_are_told_apart_by_legs_of_different_make() -> None:
    start = british_profile()
    legs = [
        leg(1.4 * a + 0.9 * b + 8, delay_s=8, primary=a, service=b) for a in range(10, 300, 20) for b in (5, 90)
    ] * 9
    result = calibrate(start, legs)
    for where, slower in ((PRIMARY, 1.4), (SERVICE, 0.9)):
        at = *where, TimeBand.MORNING
        assert result.profile.factors[at] == pytest.approx(start.factors[at] / slower, rel=0.03)


@given(st.floats(0.5, 2.0), st.integers(1, 40))
@settings(deadline=None)
def test_few_legs_move_a_factor_only_part_of_the_way(slower: float, legs: int) -> None:
    start = british_profile()
    at = *PRIMARY, TimeBand.MORNING
    moved = np.log(start.factors[at] / calibrate(start, [leg(100 * slower, primary=100)] * legs).profile.factors[at])
    assert moved == pytest.approx(np.log(slower) * legs / (legs + 3.0), abs=1e-6)


def test_a_leg_that_nobody_believes_is_left_out() -> None:
    result = calibrate(british_profile(), [leg(100, primary=100)] * 5 + [leg(5000, primary=100), leg(3, primary=100)])
    assert (result.legs, result.left_out) == (5, 2)


def test_the_spread_is_learnt_for_percentiles() -> None:
    noise = np.exp(np.random.default_rng(1).normal(0, 0.3, 2000))
    profile = calibrate(british_profile(), [leg(100 * each, primary=100) for each in noise]).profile
    assert profile.spread == pytest.approx(0.3, abs=0.02)
    assert profile.at_percentile(80).margin == pytest.approx(np.exp(0.8416 * profile.spread), rel=1e-3)


@pytest.fixture
def county(tmp_path: Path) -> tuple[SmallMap, RoadGraph]:
    world = SmallMap({"A": (0, 0), "B": (3000, 0), "C": (3000, 2000), "D": (0, 2000), "E": (5000, 0)})
    world.way("AB", {"highway": "primary"})
    world.way("BCDA", {"highway": "unclassified"})
    world.way("BE", {"highway": "tertiary"})
    world.node_tags["B"] = {"highway": "traffic_signals"}
    return world, read_pbf(world.write(tmp_path))


def place(world: SmallMap, name: str) -> Place:
    return Place(PlaceId(name), *world.where(name))


def test_a_leg_is_composed_of_the_roads_it_drives(county: tuple[SmallMap, RoadGraph]) -> None:
    world, roads = county
    world.places |= {"M": (1000.0, 5.0), "N": (4000.0, 5.0)}
    observed = ObservedLeg(place(world, "M"), place(world, "N"), MORNING, 300)
    profile = british_profile()
    (found,) = compose(roads, profile, [observed])
    speed = {each: 60 * 0.44704 * profile.factors[each, Area.RURAL, TimeBand.MORNING] for each in RoadClass}
    assert found.band == TimeBand.MORNING
    assert found.driven_s[RoadClass.PRIMARY, Area.RURAL] == pytest.approx(2000 / speed[RoadClass.PRIMARY], rel=0.01)
    assert found.driven_s[RoadClass.TERTIARY, Area.RURAL] == pytest.approx(1000 / speed[RoadClass.TERTIARY], rel=0.01)
    assert found.delay_s == pytest.approx(8 * 2 / 3, abs=0.6), "the lights stand at the end of a road begun at a third"
    assert found.observed_s == 300


def test_a_county_driven_by_another_profile_is_found_out(county: tuple[SmallMap, RoadGraph]) -> None:
    world, roads = county
    truth = british_profile()
    truth = replace(truth, factors=truth.factors * np.linspace(0.8, 1.0, len(RoadClass))[:, None, None])
    pairs = [(a, b) for a in "ABCDE" for b in "ABCDE" if a != b]
    asked = [ObservedLeg(place(world, a), place(world, b), MORNING, 60) for a, b in pairs]
    true_s = [each.predicted_s for each in compose(roads, truth, asked)]
    legs = [replace(each, seconds=seconds) for each, seconds in zip(asked, true_s, strict=True)] * 5
    result = calibrate(british_profile(), compose(roads, british_profile(), legs))
    assert result.error_before > 0.05
    assert result.error_after < 0.02


def test_observed_legs_are_read_with_british_and_iso_dates(tmp_path: Path) -> None:
    path = tmp_path / "observed.csv"
    header = "from_lat,from_lon,to_lat,to_lon,departed_at,seconds\n"
    path.write_text(header + "52,-1,52.1,-1,03/03/2026 08:15,600\n52,-1,52.1,-1,2026-03-03T08:15:00+00:00,610.5\n")
    one, two = read_observed(path)
    assert one.departed_at == two.departed_at == MORNING
    assert two.seconds == 610.5
    path.write_text(
        header + "52,-1,52.1,-1,yesterday,600\n52,-1,52.1,-1,2026-03-03 08:15,-1\n99,-1,52,-1,2026-03-03,9\n"
    )
    with pytest.raises(GeodataError, match=r"line 2: departed_at.*line 3: seconds.*line 4: lat"):
        read_observed(path)
