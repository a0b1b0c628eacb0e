"""Where a trainee stands, read from the history: the entries folded one after the other, in the order they were known.

What is on no page by itself stands here: which consents are in force, which halves of a sign-off still count, since
when someone travels alone and which reviews that asks for, what was before a pause.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from travel_training.entries import (
    AnyEntry,
    Assigned,
    Attended,
    Consent,
    Consented,
    Happened,
    JourneySigned,
    Moved,
    Observed,
    Reviewed,
    Screened,
    Signed,
    State,
)
from travel_training.people import TEACHING, CohortId, Person, Scope, TrainerId
from travel_training.programme import ProgrammeId

REVIEW_MONTHS = (1, 3, 6, 9, 12)
"""After so many months of travelling alone somebody looks."""

IN_TRAINING = (State.FOUNDATION, State.ACCOMPANIED, State.FADING, State.SHADOWED, State.REMOTE)
"""The states of training, in their order."""

_SIGNATURES_LAST_THROUGH = (State.REMOTE, State.ALONE, State.SUSTAINED, State.PAUSED)
_ALONE_LASTS_THROUGH = (State.ALONE, State.SUSTAINED, State.PAUSED)


@dataclass(frozen=True, slots=True)
class Due:
    """A review after so many months alone: the day from which it is due, and what came of it."""

    month: int
    on: date
    held: Reviewed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a trainee stands.

    Parameters
    ----------
    state, since
        None before the first move.
    before
        While paused or stopped: the state before that.
    consents
        The last word on each consent, given or taken back.
    halves
        The halves of a sign-off that still count: made since the last return, stop, refresher, or step back, for the
        same scope, programme and journey.
    is_journey_new
        Whether the journey was signed since the trainee came into the state.
    alone_since
        The day from which the trainee travels alone, a pause not counted as an end of it.
    reviews
        Those of this time alone.
    incidents
        Those written since the trainee came into the state.
    taught_by, met
        The users who have taught the trainee, as the trainer or in their place; all who were at a session.
    """

    entries: int = 0
    state: State | None = None
    since: datetime | None = None
    before: State | None = None
    has_been_alone: bool = False
    assigned: Assigned | None = None
    consents: tuple[Consented, ...] = ()
    screened: Screened | None = None
    journey: JourneySigned | None = None
    is_journey_new: bool = False
    halves: tuple[Signed, ...] = ()
    alone_since: date | None = None
    reviews: tuple[Reviewed, ...] = ()
    incidents: tuple[Happened, ...] = ()
    taught_by: frozenset[str] = frozenset()
    met: frozenset[str] = frozenset()

    @property
    def cohort(self) -> CohortId | None:
        """The cohort, if one has been assigned."""
        return self.assigned.cohort if self.assigned else None

    @property
    def trainer(self) -> TrainerId | None:
        """The trainer, if one has been assigned."""
        return self.assigned.trainer if self.assigned else None

    @property
    def programme(self) -> tuple[ProgrammeId, int] | None:
        """The programme and its version, if one has been assigned."""
        return (self.assigned.programme, self.assigned.version) if self.assigned else None

    @property
    def scope(self) -> Scope:
        """What is aimed at; both ways unless less has been agreed."""
        return self.assigned.scope if self.assigned else Scope.BOTH_WAYS

    @property
    def is_in_training(self) -> bool:
        """Whether sessions are held with the trainee."""
        return self.state in IN_TRAINING or self.state is State.REFRESHED

    def consented(self, consent: Consent, on: date) -> bool:
        """Say whether a consent is in force on a day: the last word on it gives it, and not only until before."""
        last = next((each for each in self.consents if each.consent is consent), None)
        return last is not None and last.is_given and (last.until is None or on <= last.until)

    @property
    def reviews_due(self) -> tuple[Due, ...]:
        """Every review that this time alone asks for, held or not."""
        if self.alone_since is None:
            return ()
        held = {each.month: each for each in self.reviews}
        return tuple(Due(month, after_months(self.alone_since, month), held.get(month)) for month in REVIEW_MONTHS)


def standing_of(history: Iterable[AnyEntry]) -> Standing:
    """Return where a trainee stands after a history."""
    now, entries = Standing(), 0
    for entries, entry in enumerate(history, 1):  # noqa: B007 -- the last number is how many there are
        now = _after(now, entry)
    return replace(now, entries=entries)


def after_months(day: date, months: int) -> date:
    """Return the day so many months later; the last of a month that is too short.

    Examples
    --------
    >>> after_months(date(2026, 1, 31), 1), after_months(date(2026, 11, 3), 3)
    (datetime.date(2026, 2, 28), datetime.date(2027, 2, 3))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _after(now: Standing, entry: AnyEntry) -> Standing:
    match entry:
        case Moved():
            now = _moved(now, entry)
        case Assigned():
            now = _assigned(now, entry)
        case Consented():
            others = tuple(each for each in now.consents if each.consent is not entry.consent)
            now = replace(now, consents=(*others, entry))
        case Screened():
            now = replace(now, screened=entry)
        case JourneySigned():
            is_another = now.journey is not None and now.journey.document != entry.document
            halves = () if is_another and now.alone_since is None else now.halves
            now = replace(now, journey=entry, is_journey_new=True, halves=halves)
        case Attended() | Observed():
            now = _met(now, entry.by)
        case Signed():
            now = replace(now, halves=(*now.halves, entry))
        case Reviewed():
            now = replace(now, reviews=(*now.reviews, entry))
        case Happened():
            now = replace(now, incidents=(*now.incidents, entry))
    return now


def _met(now: Standing, by: Person) -> Standing:
    if by.part in TEACHING and by.user not in now.taught_by:
        now = replace(now, taught_by=now.taught_by | {by.user})
    return now if by.user in now.met else replace(now, met=now.met | {by.user})


def _assigned(now: Standing, entry: Assigned) -> Standing:
    last = now.assigned
    is_same = last is not None and (last.programme, last.scope) == (entry.programme, entry.scope)
    return replace(now, assigned=entry, halves=now.halves if is_same else ())


def _moved(now: Standing, entry: Moved) -> Standing:
    is_back = now.state is State.PAUSED and entry.to is now.before
    halves = now.halves if is_back or entry.to in _SIGNATURES_LAST_THROUGH else ()
    before = None
    if entry.to in (State.PAUSED, State.STOPPED):
        before = now.before if now.state is State.PAUSED else now.state
    alone_since, reviews = now.alone_since, now.reviews
    if entry.to not in _ALONE_LASTS_THROUGH:
        alone_since = None
    elif entry.to is State.ALONE and alone_since is None:
        alone_since, reviews = entry.day, ()
    return replace(
        now,
        state=entry.to,
        since=entry.at,
        before=before,
        has_been_alone=now.has_been_alone or entry.to is State.ALONE,
        is_journey_new=False,
        halves=halves,
        alone_since=alone_since,
        reviews=reviews,
        incidents=(),
    )
