"""How a run is going: what its crew or the office has said of each stop so far, beside what was planned.

Pure: stops of a published run and what was logged in, lines of a page out. What was said last of the same thing counts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from routing.plan import Stop
from routing.wording import clock, minutes
from web.store.day import Actual, What

PUNCTUAL_S = 300
"""A vehicle that is later than this is late."""
_OF_VEHICLES = (What.ARRIVED, What.LEFT)


@dataclass(frozen=True, slots=True, kw_only=True)
class StopSoFar:
    """A stop, and what has happened there.

    Parameters
    ----------
    arrived, left
        Of the vehicle; None while nobody has said.
    pupils
        By pupil who boards here: that they boarded, or do not travel; those of whom nobody has said are missing.
    """

    number: int
    stop: Stop
    arrived: Actual | None = None
    left: Actual | None = None
    pupils: Mapping[str, Actual] = field(default_factory=dict)


def stops_so_far(stops: Sequence[Stop], actuals: Iterable[Actual]) -> tuple[StopSoFar, ...]:
    """Return each stop of a run with what has happened there; actuals of that run, in the order of logging."""
    said = newest(actuals)
    return tuple(
        StopSoFar(
            number=number,
            stop=stop,
            arrived=said.get((number, What.ARRIVED, None)),
            left=said.get((number, What.LEFT, None)),
            pupils={pupil: said[number, None, pupil] for pupil in stop.boards if (number, None, pupil) in said},
        )
        for number, stop in enumerate(stops, 1)
    )


def newest(actuals: Iterable[Actual]) -> dict[tuple[int, What | None, str | None], Actual]:
    """Return what was said last, by stop, by what happened to the vehicle, or by the pupil to whom it happened."""
    return {
        (each.stop, each.what if each.what in _OF_VEHICLES else None, each.pupil): each
        for each in actuals
        if (each.what in _OF_VEHICLES) == (each.pupil is None)
    }


def last_said(actuals: Iterable[Actual]) -> Actual | None:
    """Return what was said last of where the vehicle is: at the stop that is furthest on; None if nothing was."""
    said = [each for (_, what, _), each in newest(actuals).items() if what is not None]
    return max(said, key=lambda each: (each.stop, each.what is What.LEFT), default=None)


def told(last: Actual | None) -> str:
    """Return how a run is going, in a sentence.

    Examples
    --------
    >>> told(None)
    'Nothing said yet.'
    """
    if last is None:
        return "Nothing said yet."
    done = "Arrived at" if last.what is What.ARRIVED else "Left"
    return f"{done} stop {last.stop} at {clock(last.at_s)}, {_beside_plan(last.at_s - last.planned_s)}."


def by_run(actuals: Iterable[Actual]) -> dict[str, list[Actual]]:
    """Return what was said of each run, in the order of logging."""
    found: dict[str, list[Actual]] = {}
    for each in actuals:
        found.setdefault(each.run, []).append(each)
    return found


def _beside_plan(later_s: int) -> str:
    whole = abs(later_s) // 60 * 60
    if not whole:
        return "as planned"
    return f"{minutes(whole)} {'late' if later_s > 0 else 'early'}"


def is_late(last: Actual | None) -> bool:
    """Say whether a run is late, by what was said last."""
    return last is not None and last.at_s - last.planned_s > PUNCTUAL_S
