"""Sunrise and sunset against the times that almanacs print for London and Newport."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from travel_training.daylight import sun_times_s

LONDON, NEWPORT = (51.5, -0.12), (51.58, -2.99)


@pytest.mark.parametrize(
    ("day", "where", "rises", "sets"),
    [
        (date(2026, 6, 21), LONDON, "04:43", "21:21"),
        (date(2026, 12, 21), LONDON, "08:04", "15:53"),
        (date(2026, 3, 20), LONDON, "06:04", "18:13"),
        (date(2026, 3, 29), LONDON, "06:43", "19:28"),
        (date(2026, 12, 21), NEWPORT, "08:15", "16:04"),
    ],
)
def test_the_sun_keeps_to_the_almanac(day: date, where: tuple[float, float], rises: str, sets: str) -> None:
    printed = [int(text[:2]) * 3600 + int(text[3:]) * 60 for text in (rises, sets)]
    assert sun_times_s(day, *where) == pytest.approx(printed, abs=150)


@given(day=st.dates(date(2020, 1, 1), date(2040, 12, 31)), lat=st.floats(49.9, 60.9), lon=st.floats(-8, 1.8))
def test_the_sun_rises_before_noon_and_sets_after_it_everywhere_in_britain(day: date, lat: float, lon: float) -> None:
    rise_s, set_s = sun_times_s(day, lat, lon)
    assert 2 * 3600 < rise_s < 12 * 3600 < set_s < 23 * 3600
