"""Timed closures: roads that are shut at certain hours, such as School Streets.

Hours are OpenStreetMap's ``opening_hours`` text, read by the package of that name.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from opening_hours import OpeningHours, validate

from geodata.speeds import BAND_HOURS, TimeBand

# Dates do not matter to a band; any Tuesday in term and far from a bank holiday will do.
_A_SCHOOL_DAY = date(2026, 3, 3)
_STEP = timedelta(minutes=5)


class TimedClosure(NamedTuple):
    """One road that is shut to vehicles without a permit at certain hours."""

    road: int
    hours: str
    """When, as OpenStreetMap writes opening hours."""
    shut_within: bool = True
    """True: shut within the hours and open outside; False: the other way round."""


def is_understood(hours: str) -> bool:
    """Tell whether a text is opening hours."""
    return bool(validate(hours))


def shut_roads(closures: Iterable[TimedClosure], when: datetime | TimeBand | None) -> list[int]:
    """Return the roads that are shut at a moment, or at any moment of a band on a school day.

    Without a time (None, or free flow, which is at night) nothing is shut.
    """
    moments = _moments(when)
    return [
        closure.road
        for closure in closures
        if any(_is_within(closure.hours, moment) == closure.shut_within for moment in moments)
    ]


def _moments(when: datetime | TimeBand | None) -> tuple[datetime, ...]:
    if when is None or when == TimeBand.FREE_FLOW:
        return ()
    if isinstance(when, datetime):
        return (when.replace(tzinfo=None),)
    start, end = (datetime.combine(_A_SCHOOL_DAY, hour) for hour in BAND_HOURS[when])
    return tuple(start + _STEP * step for step in range((end - start) // _STEP))


@lru_cache(maxsize=4096)
def _is_within(hours: str, moment: datetime) -> bool:
    return bool(OpeningHours(hours).is_open(moment))
