"""What is learnt from what happened: how punctual each run is, and how long the drives took.

Pure: actual times of published runs in, figures and legs out. The legs go to ``geodata.calibration``, which finds the
speeds under which they take as long as they took.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median

from geodata import Place, PlaceId
from geodata.calibration import ObservedLeg
from routing.plan import Stop
from routing.problem import Direction
from web.store.day import Actual, What
from web.underway import PUNCTUAL_S, newest


@dataclass(frozen=True, slots=True, kw_only=True)
class Punctuality:
    """How punctual a run was, over some days.

    Parameters
    ----------
    direction, run
        As it is called on each of those days.
    arrivals
        How often anyone said when it came to a stop.
    punctual
        How many of these were no later than five minutes.
    median_late_s, most_late_s
        By how much it came later than planned; less than 0 if earlier.
    """

    direction: Direction
    run: str
    arrivals: int
    punctual: int
    median_late_s: int
    most_late_s: int


def punctuality(actuals: Iterable[Actual], direction_of: Mapping[str, Direction]) -> tuple[Punctuality, ...]:
    """Return how punctual each run was, those that come latest first.

    Of each stop and day what was said last counts.

    Parameters
    ----------
    direction_of
        Of each plan; what was said of others is left out.
    """
    said: dict[tuple[str, str], list[Actual]] = {}
    for each in actuals:
        if each.plan_id in direction_of:
            said.setdefault((each.plan_id, each.run), []).append(each)
    late: dict[tuple[Direction, str], list[int]] = {}
    for (plan, run), entries in said.items():
        arrivals = [each for each in newest(entries).values() if each.what is What.ARRIVED]
        late.setdefault((direction_of[plan], run), []).extend(each.at_s - each.planned_s for each in arrivals)
    found = [_told(direction, run, all_) for (direction, run), all_ in late.items() if all_]
    return tuple(sorted(found, key=lambda each: (-each.median_late_s, each.direction, each.run)))


def _told(direction: Direction, run: str, late: Sequence[int]) -> Punctuality:
    return Punctuality(
        direction=direction,
        run=run,
        arrivals=len(late),
        punctual=sum(each <= PUNCTUAL_S for each in late),
        median_late_s=round(median(late)),
        most_late_s=max(late),
    )


def drives(
    day: date, stops: Sequence[Stop], actuals: Iterable[Actual], place_of: Mapping[PlaceId, Place]
) -> tuple[ObservedLeg, ...]:
    """Return the drives of a run of which it was said when they began and ended.

    A drive is from where the vehicle left to where it arrived next, both said; what was said last of each counts. One
    that ended before it began was mistyped, and is left out.

    Parameters
    ----------
    stops, actuals
        Of that run.
    place_of
        Where the places are.
    """
    said = newest(actuals)
    found = []
    for number, (start, end) in enumerate(pairwise(stops), 1):
        left, arrived = said.get((number, What.LEFT, None)), said.get((number + 1, What.ARRIVED, None))
        if left is None or arrived is None or start.place == end.place or arrived.at_s <= left.at_s:
            continue
        departed_at = datetime.combine(day, datetime.min.time()) + timedelta(seconds=left.at_s)
        seconds = float(arrived.at_s - left.at_s)
        found.append(ObservedLeg(place_of[start.place], place_of[end.place], departed_at, seconds))
    return tuple(found)
