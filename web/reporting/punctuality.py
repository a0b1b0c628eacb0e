"""Punctuality: what was logged of arrivals against the published plan.

Counted are pupils' arrivals: each pupil on each ride, at school in the morning and at home in the afternoon, so that a
minibus of eight weighs eight times a taxi of one. On time is up to five minutes after the printed minute (the tolerance
of a promise, by default); early is on time, for a vehicle may stand at a gate no earlier than the school opens. "My
taxi comes on time and it doesn't make me anxious" is what a pupil told Warwickshire. Days on which a pupil was reported
absent are left out. What nobody logged is said, and counts neither way.
"""

from collections.abc import Iterable

from web.reporting.breakdown import Kind, Measure, Part, Rate, kinds, share
from web.reporting.figures import Table, Unit
from web.reporting.sums import LATE_MINUTES, ON_TIME_MINUTES, ArrivalSums, Span
from web.reporting.view import View

_LATE = tuple(f"late_{number}" for number in range(len(LATE_MINUTES) + 1))
_LOGGED = ("on_time", *_LATE)
_FIRST, _SECOND = LATE_MINUTES

MEASURE = Measure(
    title="Arrivals on time",
    said=(
        "Pupils' arrivals, at school in the morning and at home in the afternoon: the minute that was logged against "
        f"the minute that was published. Up to {ON_TIME_MINUTES} minutes after it is on time."
    ),
    unit=Unit.RIDES,
    kinds=(
        Kind("on_time", "On time"),
        Kind(_LATE[0], f"Up to {_FIRST} minutes late"),
        Kind(_LATE[1], f"Up to {_SECOND} minutes late"),
        Kind(_LATE[2], f"Over {_SECOND} minutes late"),
        Kind("unlogged", "Not logged"),
    ),
    rates=(
        Rate(
            name="share",
            words="On time, of those logged",
            unit=Unit.PERCENT,
            worth=share(kinds("on_time"), kinds(*_LOGGED)),
            of=("on_time", "unlogged"),
            base=_LOGGED,
        ),
        Rate(
            name="logged",
            words="Logged",
            unit=Unit.PERCENT,
            worth=share(kinds(*_LOGGED), kinds(*_LOGGED, "unlogged")),
            of=("unlogged",),
        ),
    ),
    judged="share",
    target="punctual",
)

_EVENT_WORDS = {
    "pupil-absent": "pupils absent",
    "training": "pupils with their trainer",
    "vehicle-out": "vehicles out",
    "assistant-out": "passenger assistants out",
    "road-closed": "roads closed",
    "school-closed": "schools closed",
    "school-closes-early": "schools closing early",
}


def punctuality(view: View, sums: Iterable[ArrivalSums], span: Span) -> Table:
    """Return how arrivals were against the plan, against ``punctual``."""
    parts = [
        Part(
            group=view.group(each.pupil, each.school, each.operator),
            pupil=each.pupil,
            counts={"on_time": each.on_time, **dict(zip(_LATE, each.late, strict=True)), "unlogged": each.unlogged},
        )
        for each in sums
        if view.includes(each.pupil, each.school)
    ]
    planned = sum(sum(part.counts.values()) for part in parts)
    logged = planned - sum(part.counts["unlogged"] for part in parts)
    return view.table(MEASURE, parts, (*_missing(planned, logged), *_events(span)))


def _missing(planned: int, logged: int) -> tuple[str, ...]:
    if not planned or logged == planned:
        return ()
    if not logged:
        return ("Nobody logged an arrival in these days, so nothing can be said of punctuality.",)
    percent = 100 * logged // planned
    return (f"About {percent}% of the arrivals were logged; of the others nothing is known.",)


def _events(span: Span) -> tuple[str, ...]:
    """Return what was not as usual in the span, over the whole authority."""
    said = [f"{_EVENT_WORDS[kind]} {count}" for kind, count in span.events.items() if count]
    return (f"Reported for these days, over the whole authority: {', '.join(said)}.",) if said else ()
