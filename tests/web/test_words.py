from datetime import UTC, date, datetime

import pytest

from web.words import day_name, long_day, moment, short_day


def test_days_are_written_as_people_write_them() -> None:
    day = date(2026, 11, 4)
    assert (long_day(day), short_day(day), day_name(6)) == ("Wednesday 4 November 2026", "Wed 4 Nov", "Sunday")


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (datetime(2026, 11, 24, 8, 35, tzinfo=UTC), "24 November 2026 at 08:35"),
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), "1 July 2026 at 00:30"),
    ],
)
def test_a_moment_is_told_by_the_clock_on_the_wall(when: datetime, words: str) -> None:
    assert moment(when) == words


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="must have a time zone"):
        moment(datetime(2026, 6, 30, 23, 30))  # noqa: DTZ001 -- the mistake that is refused
