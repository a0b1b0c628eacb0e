"""Who might learn to travel alone, and what each seat really costs: an order with its reasons, never a verdict.

The order is by *marginal* saving: what the day would cost less if this one pupil were not on it, the plan made again
without them. An average would say of every pupil of a full minibus that they cost a seventh of it; left at home, they
save nothing. Nobody is left out because they would save little, and nothing here says that somebody is able to learn:
that, people find out, with the pupil.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from travel_training.entries import State
from travel_training.ladder import SCHOOL_DAYS
from travel_training.people import TraineeId

YEAR_NINE = 9
"""From this year on the reviews of an EHC plan prepare for adult life (SEND code of practice 2015, 8.1)."""
_FIRST_YEAR_AGE = 5
"""Who is five on 31 August is in Year 1 from 1 September."""
_NEW_YEAR = 9
"""School years begin in September."""
_LONGER = 15
"""A journey that is longer than the ride now by more minutes than this speaks against it."""


class Wish(StrEnum):
    """Whether a pupil wishes to learn to travel alone, as they said it."""

    YES = "yes"
    UNSURE = "unsure"
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyFacts:
    """What was found when somebody looked for a journey on foot and by bus.

    Parameters
    ----------
    exists
        Whether there is one that arrives in time; if not, the other facts say nothing.
    minutes, changes, walk_m
        From door to gate; changes of bus; metres on foot.
    crossings_unsignalled
        Main roads to be crossed where the map records no signals.
    """

    exists: bool
    minutes: int = 0
    changes: int = 0
    crossings_unsignalled: int = 0
    walk_m: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MarginalSaving:
    """What a day costs less without one pupil: cost of the plan less that of the best plan found without them.

    Only money counts: vehicles, miles, hours and passenger assistants; the prices of preferences do not.

    Parameters
    ----------
    day
        Whose published plans it was worked out from.
    day_pence
        Both ways together, never less than nothing.
    is_planned_again
        Whether the plan was made again without them; if not, they were only taken out of their run.
    """

    day: date
    day_pence: int
    is_planned_again: bool

    def __post_init__(self) -> None:
        if self.day_pence < 0:
            raise ValueError(f"a saving must not be less than nothing, not {self.day_pence}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What is known of a pupil who is carried; None for what nobody has found out.

    Parameters
    ----------
    year_group
        As in ``year_group_of``.
    ride_minutes
        How long the longer of their two rides is now.
    aboard
        How many others are on their run.
    state
        Where they stand in training; None if they have never been heard of there.
    """

    trainee: TraineeId
    year_group: int | None = None
    ride_minutes: int | None = None
    aboard: int | None = None
    saving: MarginalSaving | None = None
    journey: JourneyFacts | None = None
    wish: Wish | None = None
    state: State | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """Whom to look at, and how a day is put on a year; the authority sets its own."""

    year_group_from: int = YEAR_NINE
    school_days: int = SCHOOL_DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A pupil who might be asked whether they would like to learn to travel alone.

    Parameters
    ----------
    year_pence
        The marginal saving of a year; None if nobody has worked it out.
    why, against, unknown
        Sentences: why the pupil stands here, what speaks against it, and what nobody has found out yet.
    """

    situation: Situation
    year_pence: int | None
    why: tuple[str, ...]
    against: tuple[str, ...]
    unknown: tuple[str, ...]


_COME_AGAIN = {
    State.NOT_YET: "Assessed before: not yet.",
    State.DECLINED: "Declined when they were asked before.",
    State.RETURNED: "Has travelled alone before, and came back to transport.",
}
"""The states in which somebody who has been in training may be asked again, and what that says."""


def year_group_of(born_on: date, day: date) -> int:
    """Return the year group of a pupil's age on a day, by the school years of England; 0 or less before Year 1.

    Examples
    --------
    >>> year_group_of(date(2013, 8, 31), date(2026, 11, 23)), year_group_of(date(2013, 9, 1), date(2026, 11, 23))
    (9, 8)
    """
    begins = day.year if day.month >= _NEW_YEAR else day.year - 1
    age = begins - born_on.year - (born_on.month >= _NEW_YEAR)
    return age - _FIRST_YEAR_AGE + 1


def candidates(situations: Iterable[Situation], criteria: Criteria) -> tuple[Candidate, ...]:
    """Return whom one might ask, those first whose seat costs most; those whose saving nobody knows come last.

    Whoever is below the year group, in training now or travelling alone is left out. Whose age is not known stays.
    """
    chosen = [_candidate(each, criteria) for each in situations if _is_looked_at(each, criteria)]
    return tuple(sorted(chosen, key=_order))


def _is_looked_at(situation: Situation, criteria: Criteria) -> bool:
    is_old_enough = situation.year_group is None or situation.year_group >= criteria.year_group_from
    is_free = situation.state in (None, State.IDENTIFIED) or situation.state in _COME_AGAIN
    return is_old_enough and is_free


def _order(candidate: Candidate) -> tuple[object, ...]:
    situation = candidate.situation
    pence = candidate.year_pence
    return pence is None, -(pence or 0), situation.wish is not Wish.YES, len(candidate.against), situation.trainee


def _candidate(situation: Situation, criteria: Criteria) -> Candidate:
    saving = situation.saving
    return Candidate(
        situation=situation,
        year_pence=None if saving is None else saving.day_pence * criteria.school_days,
        why=tuple(_why(situation)),
        against=tuple(_against(situation)),
        unknown=tuple(_unknown(situation)),
    )


def _why(situation: Situation) -> Iterator[str]:
    saving, journey = situation.saving, situation.journey
    if saving is not None and saving.day_pence > 0:
        how = "the plan made again without them" if saving.is_planned_again else "their run without them"
        yield f"A day without this seat costs £{saving.day_pence / 100:,.2f} less: {how}."
    if situation.year_group is not None:
        yield f"In Year {situation.year_group} by age."
    if situation.wish is Wish.YES:
        yield "Wishes to travel alone."
    if journey is not None and journey.exists:
        walk = f"{journey.walk_m:,} metres of it on foot"
        yield f"There is a journey by bus or on foot: {journey.minutes} minutes, {walk}."
        if journey.changes == 0:
            yield "It has no change."
        if journey.crossings_unsignalled == 0:
            yield "It crosses no main road where the map records no signals."
        if situation.ride_minutes is not None and journey.minutes < situation.ride_minutes:
            yield f"It is shorter than the ride now, of {situation.ride_minutes} minutes."


def _against(situation: Situation) -> Iterator[str]:
    saving, journey = situation.saving, situation.journey
    if saving is not None and saving.day_pence == 0:
        others = f", with {situation.aboard} others aboard" if situation.aboard else ""
        yield f"Would save nothing now: the run goes on{others}."
    if situation.wish is Wish.NO:
        yield "Does not wish to travel alone."
    if situation.state is not None and situation.state in _COME_AGAIN:
        yield _COME_AGAIN[situation.state]
    if journey is None:
        return
    if not journey.exists:
        yield "No journey on foot and by bus arrives in time."
        return
    if journey.changes:
        yield f"The journey has {_counted(journey.changes, 'change')}."
    if journey.crossings_unsignalled:
        roads = _counted(journey.crossings_unsignalled, "main road")
        yield f"It crosses {roads} where the map records no signals."
    if situation.ride_minutes is not None and journey.minutes > situation.ride_minutes + _LONGER:
        yield f"It takes {journey.minutes - situation.ride_minutes} minutes longer than the ride now."


def _unknown(situation: Situation) -> Iterator[str]:
    if situation.saving is None:
        yield "Nobody has worked out what the seat costs."
    elif not situation.saving.is_planned_again:
        yield "The plan has not been made again without them: it may save more."
    if situation.year_group is None:
        yield "The date of birth is not recorded, so the year group is not known."
    if situation.wish is None:
        yield "Nobody has written down whether they wish it."
    elif situation.wish is Wish.UNSURE:
        yield "Is not sure whether they wish it."
    if situation.journey is None:
        yield "Nobody has looked for a journey on foot and by bus."


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" + ("" if number == 1 else "s")
