"""One trainee's way from a referral to what became of it: a course. Whoever is referred again begins another.

A course is read from the entries between one referral and the next, up to a day; the outcomes count courses.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from travel_training.entries import (
    AnyEntry,
    Assigned,
    Attendance,
    Attended,
    Happened,
    Moved,
    Reviewed,
    State,
    Told,
    When,
)
from travel_training.people import Scope, TraineeId
from travel_training.progress import sessions_of
from travel_training.standing import IN_TRAINING, after_months

_DECIDED = (State.PLANNED, State.WAITING, State.NOT_YET, State.DECLINED)
_ALONE = (State.ALONE, State.SUSTAINED)
_STILL_ALONE = (*_ALONE, State.PAUSED)
_ONE_WAY = (Scope.TO_SCHOOL, Scope.FROM_SCHOOL)


class Sustained(StrEnum):
    """What is known of a trainee so many months after the sign-off."""

    YES = "travels alone"
    NO = "does not"
    UNKNOWN = "nobody has looked"


@dataclass(frozen=True, slots=True)
class Spell:
    """A time in which a trainee travels alone: from its first day to its last, and how many journeys a school day."""

    first: date
    last: date
    journeys_a_day: int


@dataclass(frozen=True, kw_only=True)
class Course:
    """What happened from one referral on.

    Parameters
    ----------
    entries
        From the referral to the next one, or to the day up to which one looks.
    until
        That day.
    """

    trainee: TraineeId
    entries: tuple[AnyEntry, ...]
    until: date

    @cached_property
    def moves(self) -> tuple[Moved, ...]:
        """Its moves, in their order."""
        return tuple(entry for entry in self.entries if isinstance(entry, Moved))

    def first(self, *states: State) -> Moved | None:
        """Return the first move into one of some states, or None."""
        return next((move for move in self.moves if move.to in states), None)

    def day_of(self, *states: State) -> date | None:
        """Return the day of that move, or None."""
        move = self.first(*states)
        return move.day if move else None

    @property
    def referred_on(self) -> date:
        """The day of the referral."""
        return self.moves[0].day

    @property
    def state(self) -> State:
        """Where the trainee stands at the end."""
        return self.moves[-1].to

    @property
    def assessed_on(self) -> date | None:
        """The day of the assessment."""
        return self.day_of(State.ASSESSED)

    @property
    def decided(self) -> Moved | None:
        """The move with which it was first said whether there will be training."""
        return self.first(*_DECIDED)

    @property
    def started_on(self) -> date | None:
        """The day on which training began."""
        return self.day_of(*IN_TRAINING)

    @property
    def alone_on(self) -> date | None:
        """The day of the first sign-off: the course is completed."""
        return self.day_of(State.ALONE)

    @property
    def waiting_since(self) -> date | None:
        """Since when the trainee waits for a place, if they do at the end."""
        return self.moves[-1].day if self.state is State.WAITING else None

    @cached_property
    def left(self) -> Moved | None:
        """The move with which training ended without a sign-off."""
        if self.started_on is None:
            return None
        before = [move for move in self.moves if self.alone_on is None or move.at < self._alone.at]
        return next((move for move in before if move.to is State.RETURNED), None)

    @property
    def _alone(self) -> Moved:
        return next(move for move in self.moves if move.to is State.ALONE)

    @cached_property
    def alone_ended_on(self) -> date | None:
        """The day on which the time alone that began with the first sign-off ended, if it did."""
        if self.alone_on is None:
            return None
        after = self.moves[self.moves.index(self._alone) :]
        return next((move.day for move in after if move.to not in _STILL_ALONE), None)

    def sustained_at(self, month: int) -> Sustained | None:
        """Say whether the trainee travels alone so many months after the first sign-off; None if it is too early."""
        if self.alone_on is None or after_months(self.alone_on, month) > self.until:
            return None
        due, ended = after_months(self.alone_on, month), self.alone_ended_on
        if ended is not None and ended <= due:
            return Sustained.NO
        review = next((each for each in self.reviews if each.month == month), None)
        if review is None:
            return Sustained.UNKNOWN
        return Sustained.YES if review.travels_alone else Sustained.NO

    @cached_property
    def reviews(self) -> tuple[Reviewed, ...]:
        """The reviews of the time alone that began with the first sign-off."""
        if self.alone_on is None:
            return ()
        last = self.alone_ended_on or date.max
        reviews = (entry for entry in self.entries if isinstance(entry, Reviewed))
        return tuple(each for each in reviews if self.alone_on <= each.day <= last)

    @cached_property
    def sessions(self) -> tuple[Attended, ...]:
        """What became of each session, the oldest first."""
        return sessions_of(self.entries)

    @cached_property
    def taught(self) -> tuple[Attended, ...]:
        """The sessions that were held up to the first sign-off, or so far."""
        last = self.alone_on or date.max
        return tuple(each for each in self.sessions if each.attendance is Attendance.HELD and each.day <= last)

    @property
    def incidents(self) -> tuple[Happened, ...]:
        """What happened, on sessions and alone."""
        return tuple(entry for entry in self.entries if isinstance(entry, Happened))

    @property
    def stops(self) -> tuple[Moved, ...]:
        """Every move that says why something did not go on: not yet, declined, paused, stopped, returned."""
        ends = (State.NOT_YET, State.DECLINED, State.PAUSED, State.STOPPED, State.RETURNED)
        return tuple(move for move in self.moves if move.to in ends)

    @cached_property
    def spells(self) -> tuple[Spell, ...]:
        """The times in which the trainee travelled alone, pauses left out."""
        return tuple(_spells(self.entries, self.until))

    def confidence(self, whose: str) -> tuple[int, int] | None:
        """Return somebody's confidence before and after, as they last told it, if both are known."""
        told = [entry for entry in self.entries if isinstance(entry, Told) and entry.whose == whose]
        last: Mapping[When, int] = {entry.when: entry.confidence for entry in told}
        return (last[When.BEFORE], last[When.AFTER]) if len(last) == len(When) else None


def courses_of(histories: Mapping[TraineeId, Sequence[AnyEntry]], until: date) -> tuple[Course, ...]:
    """Return every course of some trainees, as far as it was known by the end of a day."""
    return tuple(
        Course(trainee=trainee, entries=tuple(entries), until=until)
        for trainee, history in histories.items()
        for entries in _apart(entry for entry in history if entry.day <= until)
    )


def _apart(history: Iterable[AnyEntry]) -> Iterator[list[AnyEntry]]:
    """Yield the entries of each course; what was written before the first referral belongs to none."""
    entries: list[AnyEntry] = []
    for entry in history:
        if isinstance(entry, Moved) and entry.to is State.REFERRED:
            if entries:
                yield entries
            entries = [entry]
        elif entries:
            entries.append(entry)
    if entries:
        yield entries


def _spells(entries: Iterable[AnyEntry], until: date) -> Iterator[Spell]:
    scope, since = Scope.BOTH_WAYS, None
    for entry in entries:
        if isinstance(entry, Assigned):
            scope = entry.scope
        elif isinstance(entry, Moved):
            if since is not None and entry.to not in _ALONE:
                yield Spell(since, entry.day, 1 if scope in _ONE_WAY else 2)
                since = None
            elif since is None and entry.to in _ALONE:
                since = entry.day
    if since is not None:
        yield Spell(since, until, 1 if scope in _ONE_WAY else 2)
