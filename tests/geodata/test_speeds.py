"""British limits are read as the map writes them; profiles are kept, read, and never nonsense."""

import math
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import GeodataError
from geodata.speeds import (
    KPH_PER_MPH,
    Area,
    RoadClass,
    SpeedProfile,
    TimeBand,
    band_at,
    british_profile,
    default_limits_kph,
    parse_limit_kph,
    read_profile,
    write_profile,
)


@pytest.mark.parametrize(
    ("text", "mph"),
    [
        ("30 mph", 30),
        ("30mph", 30),
        ("20 mph;30 mph", 20),
        ("national", 60),
        ("GB:nsl_single", 60),
        ("GB:nsl_dual", 70),
        ("GB:motorway", 70),
        ("gb:nsl_restricted", 30),
        ("50", 50 / KPH_PER_MPH),
        ("50 km/h", 50 / KPH_PER_MPH),
    ],
)
def test_a_limit_is_read_in_whatever_unit_it_is_written(text: str, mph: float) -> None:
    assert parse_limit_kph(text) == pytest.approx(mph * KPH_PER_MPH)


@pytest.mark.parametrize("text", [None, "", "signals", "none", "fast", "0", "mph", "-30 mph"])
def test_what_is_no_limit_is_not_a_number(text: str | None) -> None:
    assert math.isnan(parse_limit_kph(text))


@given(st.text())
def test_no_text_breaks_the_reading_of_limits(text: str) -> None:
    assert math.isnan(limit := parse_limit_kph(text)) or limit > 0


@pytest.mark.parametrize(
    ("when", "band"),
    [
        ((3, 6, 59), TimeBand.FREE_FLOW),
        ((3, 7, 0), TimeBand.MORNING),
        ((3, 9, 14), TimeBand.MORNING),
        ((3, 9, 15), TimeBand.BETWEEN),
        ((3, 14, 30), TimeBand.AFTERNOON),
        ((3, 16, 30), TimeBand.FREE_FLOW),
        ((7, 8, 0), TimeBand.FREE_FLOW),
    ],
)
def test_a_moment_has_its_band(when: tuple[int, int, int], band: TimeBand) -> None:
    day, hour, minute = when
    assert band_at(datetime(2026, 3, day, hour, minute)) == band  # noqa: DTZ001 -- roads know local time only


def test_towns_are_thirty_and_open_roads_sixty() -> None:
    classes = np.array([RoadClass.PRIMARY, RoadClass.PRIMARY, RoadClass.PRIMARY, RoadClass.MOTORWAY], dtype=np.int8)
    areas = np.array([Area.URBAN, Area.RURAL, Area.RURAL, Area.RURAL], dtype=np.int8)
    dual = np.array([False, False, True, False])
    assert default_limits_kph(classes, areas, dual) / KPH_PER_MPH == pytest.approx([30, 60, 70, 70])


def test_the_british_profile_is_slowest_in_the_morning() -> None:
    factors = british_profile().factors
    assert (factors[:, :, TimeBand.MORNING] <= factors[:, :, TimeBand.AFTERNOON]).all()
    assert (factors[:, :, TimeBand.AFTERNOON] <= factors[:, :, TimeBand.BETWEEN]).all()
    assert (factors[:, :, TimeBand.BETWEEN] <= factors[:, :, TimeBand.FREE_FLOW]).all()
    rural = factors[:, Area.RURAL, TimeBand.FREE_FLOW]
    assert rural[RoadClass.UNCLASSIFIED] == pytest.approx(0.55)
    primary = factors[RoadClass.PRIMARY, Area.URBAN]
    assert primary[TimeBand.MORNING] / primary[TimeBand.FREE_FLOW] == pytest.approx(0.65)


def test_a_profile_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    profile = british_profile().at_percentile(85)
    write_profile(profile, tmp_path / "speeds.toml")
    again = read_profile(tmp_path / "speeds.toml")
    assert again == profile
    assert hash(again) == hash(profile)
    assert again != british_profile()


def test_a_profile_may_say_only_what_differs(tmp_path: Path) -> None:
    path = tmp_path / "speeds.toml"
    path.write_text("signal_delay_s = 12\n[factors.morning.urban]\nprimary = 0.4\n")
    profile, start = read_profile(path), british_profile()
    assert profile.signal_delay_s == 12
    assert profile.factors[RoadClass.PRIMARY, Area.URBAN, TimeBand.MORNING] == 0.4
    assert (profile.factors != start.factors).sum() == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (None, "cannot be read"),
        ("= 3", "cannot be read"),
        ("speed = 3", "'speed'"),
        ("[factors.noon.urban]\nprimary = 0.4", "'NOON'"),
        ("[factors.morning.urban]\nfootway = 0.4", "'FOOTWAY'"),
        ("[factors.morning.urban]\nprimary = 'fast'", "not usable"),
        ("[factors.morning.urban]\nprimary = 9", "at most 1.5"),
        ("[factors]\nmorning = 9", "not usable"),
        ("signal_delay_s = -1", "0 or more"),
        ("margin = 'wide'", "not usable"),
    ],
)
def test_a_profile_that_is_of_no_use_is_refused_in_a_sentence(tmp_path: Path, text: str | None, says: str) -> None:
    path = tmp_path / "speeds.toml"
    if text is not None:
        path.write_text(text)
    with pytest.raises(GeodataError, match=says):
        read_profile(path)


def test_nonsense_makes_no_profile() -> None:
    with pytest.raises(ValueError, match="shape"):
        SpeedProfile(np.ones(3))
    with pytest.raises(ValueError, match="percent"):
        british_profile().at_percentile(100)


def test_the_median_needs_no_margin_and_more_certainty_more_time() -> None:
    margins = [british_profile().at_percentile(percent).margin for percent in (50, 80, 90)]
    assert margins[0] == pytest.approx(1)
    assert margins[0] < margins[1] < margins[2] < 1.5
