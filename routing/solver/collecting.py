"""Where on its runs a vehicle collects an assistant and brings them back: wherever that is the least way round.

An assistant who makes their own way is aboard from end to end. One who is collected need only be there with whom they
look after, so the vehicle may pass their home on its way to the first of those, and again after the last.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from geodata import PlaceId, TravelMatrix
from routing.plan import Stop
from routing.risk import PupilId
from routing.timing import Visit


@dataclass(frozen=True, slots=True)
class Detour:
    """A way round by someone's home.

    Parameters
    ----------
    gap
        Before which visit, or after all of them.
    metres, seconds
        How much longer the way is; rounded roads may make it a little shorter.
    """

    gap: int
    metres: int
    seconds: int


def least_detour(travel: TravelMatrix, places: Sequence[PlaceId | None], home: PlaceId, gaps: range) -> Detour:
    """Return the least way round by a home.

    Parameters
    ----------
    places
        Where the vehicle is before the first visit, at each visit, and after the last; None for nowhere.
    gaps
        Before which visits it may be; at least one. Of equal ways the first is taken.
    """
    return min((_detour(travel, places, home, gap) for gap in gaps), key=lambda each: each.metres)


def _detour(travel: TravelMatrix, places: Sequence[PlaceId | None], home: PlaceId, gap: int) -> Detour:
    before, after = places[gap], places[gap + 1]
    metres = seconds = 0
    for start, end, sign in ((before, home, 1), (home, after, 1), (before, after, -1)):
        if start is not None and end is not None:
            metres += sign * travel.metres_between(start, end)
            seconds += sign * travel.seconds_between(start, end)
    return Detour(gap, metres, seconds)


def gaps_before(visits: Sequence[Visit | Stop], served: frozenset[PupilId]) -> range:
    """Return before which visits an assistant may join, to be there when the first of some pupils boards.

    With nobody named, that is before everyone, after those who have joined.
    """
    if not served:
        joined = next((k for k, visit in enumerate(visits) if not visit.joins), len(visits))
        return range(joined, joined + 1)
    first = next(k for k, visit in enumerate(visits) if not served.isdisjoint(visit.boards))
    return range(first + 1)


def gaps_after(visits: Sequence[Visit | Stop], served: frozenset[PupilId]) -> range:
    """Return before which visits, or after all, an assistant may leave when the last of some pupils has alighted.

    With nobody named, that is after everyone.
    """
    lasts = [k for k, visit in enumerate(visits) if not served.isdisjoint(visit.alights)]
    return range(max(lasts, default=len(visits) - 1) + 1, len(visits) + 1)
