"""Timed closures: shut at the moment, or at any moment of a band on a school day."""

from datetime import UTC, datetime

import pytest

from geodata.closures import TimedClosure, is_understood, shut_roads
from geodata.speeds import TimeBand

SCHOOL_STREET = TimedClosure(3, "Mo-Fr 08:15-09:00,15:00-15:45")
BY_DAY = TimedClosure(4, "07:00-19:00", shut_within=False)


@pytest.mark.parametrize(
    ("hour", "minute", "shut"), [(8, 14, []), (8, 15, [3]), (8, 59, [3]), (9, 0, []), (15, 30, [3]), (21, 0, [4])]
)
def test_a_road_is_shut_at_its_hours_and_open_at_others(hour: int, minute: int, shut: list[int]) -> None:
    moment = datetime(2026, 3, 3, hour, minute)  # noqa: DTZ001 -- roads know local time only
    assert shut_roads([SCHOOL_STREET, BY_DAY], moment) == shut


def test_a_time_zone_does_not_move_the_clock_on_the_wall() -> None:
    assert shut_roads([SCHOOL_STREET], datetime(2026, 7, 7, 8, 30, tzinfo=UTC)) == [3]


@pytest.mark.parametrize(
    ("band", "shut"),
    [
        (TimeBand.MORNING, [3]),
        (TimeBand.BETWEEN, []),
        (TimeBand.AFTERNOON, [3]),
        (TimeBand.FREE_FLOW, []),
        (None, []),
    ],
)
def test_in_a_band_a_road_is_shut_if_it_is_shut_at_any_moment_of_it(band: TimeBand | None, shut: list[int]) -> None:
    assert shut_roads([SCHOOL_STREET, BY_DAY], band) == shut


def test_hours_are_told_from_other_texts() -> None:
    assert is_understood("Mo-Fr 08:15-09:00; PH off")
    assert not is_understood("weight>7.5")
