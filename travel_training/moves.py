"""Every move in a trainee's lifecycle, as one table: whence, whither, by whom, on what evidence, what it starts.

A move that does not stand here cannot be made. ``evidence`` is told in ``travel_training.evidence``.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from travel_training.entries import State
from travel_training.evidence import (
    Evidence,
    assigned,
    consented,
    critical_before,
    critical_reached,
    data_agreed,
    incident_told,
    journey_looked_at,
    journey_signed,
    not_beyond,
    nothing_skipped,
    once_alone,
    reviews_held,
    screened,
    seen_by_a_stranger,
    signed_by_two,
    was_there,
)
from travel_training.people import TEACHING, Part
from travel_training.standing import IN_TRAINING


class Task(StrEnum):
    """What kind of work a move starts."""

    LETTER = "letter"
    REVIEW = "review date"
    SESSIONS = "session plan"
    SEAT = "seat"


@dataclass(frozen=True, slots=True)
class Start:
    """Something that a move starts: of what kind, what it is, and after how many months it is due."""

    task: Task
    said: str
    months: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One row of the table.

    Parameters
    ----------
    start, to
        ``start`` is None for whoever has no history yet.
    by
        In what part someone may make it.
    evidence
        What must be there.
    starts
        What is to be done next, as data: nothing is done by it.
    wants_reason
        Whether it must say why.
    """

    start: State | None
    to: State
    by: frozenset[Part]
    evidence: tuple[Evidence, ...] = ()
    starts: tuple[Start, ...] = ()
    wants_reason: bool = False


DESK = frozenset({Part.COORDINATOR, Part.OFFICE})
COORDINATOR = frozenset({Part.COORDINATOR})
WATCHING = frozenset({Part.TRAINER, Part.SECOND, Part.COORDINATOR, Part.OFFICE})

READY: tuple[Evidence, ...] = (assigned, consented, journey_signed)
FOR_ALONE: tuple[Evidence, ...] = (assigned, consented, journey_signed, critical_reached, signed_by_two)
"""No move leads to travelling alone without these: a test says so of every row."""

_READY_FOR: Mapping[State, tuple[Evidence, ...]] = {
    State.WAITING: (),
    State.PLANNED: READY,
    State.FOUNDATION: READY,
    State.ACCOMPANIED: READY,
    State.FADING: (*READY, critical_before),
    State.SHADOWED: (*READY, critical_before),
    State.REMOTE: (*READY, critical_before),
    State.REFRESHED: READY,
    State.ALONE: FOR_ALONE,
}
"""What is wanted before a trainee is there, wherever they come from."""

_LOOK_AGAIN = Start(Task.REVIEW, "look at it again", months=6)
_SESSIONS = Start(Task.SESSIONS, "plan the sessions")
_SEAT_BACK = Start(Task.SEAT, "the seat is given back from the next school day")
_ON_ALONE = (
    Start(Task.LETTER, "certificate, and a letter to the family and the school"),
    Start(Task.SEAT, "no seat on the ways that were trained, from the day on"),
    *(Start(Task.REVIEW, f"review after {month} months", months=month) for month in (1, 3, 6, 9, 12)),
)
_PAUSABLE = (State.WAITING, State.PLANNED, *IN_TRAINING, State.REFRESHED, State.ALONE)


def _letter(said: str) -> Start:
    return Start(Task.LETTER, said)


def _entry() -> Iterator[Move]:
    """Yield the moves from being noticed to a plan."""
    thanks = (_letter("thanks for the referral, and what happens next"),)
    for start in (None, State.IDENTIFIED, State.NOT_YET, State.DECLINED, State.RETURNED):
        yield Move(start=start, to=State.REFERRED, by=DESK, starts=thanks)
    yield Move(
        start=None,
        to=State.IDENTIFIED,
        by=DESK | {Part.MACHINE},
        starts=(_letter("an invitation to ask about travel training"),),
    )
    yield Move(start=State.REFERRED, to=State.SCREENED, by=DESK | TEACHING, evidence=(screened,))
    yield Move(start=State.SCREENED, to=State.ASSESSED, by=TEACHING, evidence=(data_agreed,))
    yield Move(start=State.ASSESSED, to=State.WAITING, by=DESK, starts=(_letter("a place on the waiting list"),))
    for start in (State.ASSESSED, State.WAITING):
        yield Move(start=start, to=State.PLANNED, by=COORDINATOR, evidence=READY, starts=(_SESSIONS,))
    yield Move(start=State.PLANNED, to=State.WAITING, by=DESK, wants_reason=True)
    for start in (State.SCREENED, State.ASSESSED, State.WAITING):
        not_yet = (_letter("why not yet, and what would help"), _LOOK_AGAIN)
        yield Move(start=start, to=State.NOT_YET, by=TEACHING, starts=not_yet, wants_reason=True)
    early = (State.IDENTIFIED, State.REFERRED, State.SCREENED, State.ASSESSED, State.NOT_YET)
    for start in (*early, State.WAITING, State.PLANNED):
        declined = (_letter("that it was declined, and how to ask again"),)
        yield Move(start=start, to=State.DECLINED, by=DESK, starts=declined, wants_reason=True)


def _training() -> Iterator[Move]:
    """Yield the moves of training, forwards and back."""
    forwards = (State.PLANNED, *IN_TRAINING)
    for start, to in pairwise(forwards):
        yield Move(start=start, to=to, by=TEACHING, evidence=_READY_FOR[to])
    for start, to in ((State.PLANNED, State.ACCOMPANIED), (State.ACCOMPANIED, State.SHADOWED)):
        yield Move(start=start, to=to, by=TEACHING, evidence=(*_READY_FOR[to], nothing_skipped))
    for start in IN_TRAINING:
        for to in IN_TRAINING[: IN_TRAINING.index(start)]:
            yield Move(start=start, to=to, by=TEACHING, wants_reason=True)
    for to in IN_TRAINING[1:]:
        yield Move(start=State.REFRESHED, to=to, by=TEACHING, evidence=_READY_FOR[to])


def _alone() -> Iterator[Move]:
    """Yield the moves to travelling alone, and what follows."""
    yield Move(
        start=State.SHADOWED,
        to=State.ALONE,
        by=COORDINATOR,
        evidence=(*FOR_ALONE, nothing_skipped),
        starts=_ON_ALONE,
    )
    for start in (State.REMOTE, State.REFRESHED):
        yield Move(start=start, to=State.ALONE, by=COORDINATOR, evidence=FOR_ALONE, starts=_ON_ALONE)
    yield Move(
        start=State.ALONE,
        to=State.SUSTAINED,
        by=COORDINATOR,
        evidence=(reviews_held, seen_by_a_stranger),
        starts=(_letter("a year alone: well done"),),
    )
    for start in (State.ALONE, State.SUSTAINED, State.PAUSED, State.RETURNED, State.STOPPED):
        by = COORDINATOR if start in (State.RETURNED, State.STOPPED) else TEACHING
        needs = (once_alone, *READY, journey_looked_at) if start is State.STOPPED else (once_alone, *READY)
        yield Move(start=start, to=State.REFRESHED, by=by, evidence=needs, starts=(_SESSIONS,), wants_reason=True)


def _aside() -> Iterator[Move]:
    """Yield the moves that may be made from nearly everywhere: pause, stop, return."""
    for state in _PAUSABLE:
        again = (Start(Task.REVIEW, "ask whether to go on", months=1),)
        yield Move(start=state, to=State.PAUSED, by=TEACHING | DESK, starts=again, wants_reason=True)
        if state is not State.REFRESHED:
            by = COORDINATOR if state is State.ALONE else TEACHING
            starts = (_SESSIONS,) if state in IN_TRAINING else ()
            needs = (was_there, *_READY_FOR[state])
            yield Move(start=State.PAUSED, to=state, by=by, evidence=needs, starts=starts)
    for state in (*IN_TRAINING, State.REFRESHED, State.ALONE, State.SUSTAINED, State.PAUSED):
        stopped = (_SEAT_BACK, _letter("that training was stopped, and what is looked into"), _LOOK_AGAIN)
        yield Move(start=state, to=State.STOPPED, by=WATCHING, evidence=(incident_told,), starts=stopped)
    for state in IN_TRAINING[:4]:
        needs = (*_READY_FOR[state], journey_looked_at, not_beyond)
        starts = (_SESSIONS,)
        yield Move(start=State.STOPPED, to=state, by=COORDINATOR, evidence=needs, starts=starts, wants_reason=True)
    for state in (*_PAUSABLE[1:], State.SUSTAINED, State.PAUSED, State.STOPPED):
        back = (_SEAT_BACK, _letter("the return to transport"))
        yield Move(start=state, to=State.RETURNED, by=DESK, starts=back, wants_reason=True)


def _table(rows: Iterable[Move]) -> Mapping[tuple[State | None, State], Move]:
    found: dict[tuple[State | None, State], Move] = {}
    for row in rows:
        if found.setdefault((row.start, row.to), row) is not row:
            raise ValueError(f"the move from {row.start} to {row.to} stands twice in the table.")
    return found


MOVES = _table((*_entry(), *_training(), *_alone(), *_aside()))
"""Every move that can be made, by where it starts and where it leads."""
