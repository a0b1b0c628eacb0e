"""What training comes to in a span of days: how much was done, how well, and whether anyone is better off.

A figure counts what happened within the span. What is given from outside (school days, cost, seats released, saving
banked) stands in ``Given``. Whoever shows figures, of all or of a group, hides small numbers as in any report.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import mean, median

from travel_training.courses import Course, Sustained
from travel_training.entries import Attendance, Severity, State
from travel_training.standing import after_months

SUSTAINED_MONTHS = (3, 6, 9, 12)
ASSESSED_WITHIN_DAYS = 28
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Span:
    """Some days, both ends included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("the span must not end before it begins.")

    def holds(self, day: date | None) -> bool:
        """Say whether a day is within it."""
        return day is not None and self.first <= day <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What training's own entries do not tell.

    Parameters
    ----------
    school_days
        The days on which journeys alone are counted; every Monday to Friday if not given.
    assessed_within_days
        Within how many days of a referral the assessment is to be.
    cost_pence
        What training cost in the span.
    seats_released, saving_banked_pence
        As the transport office counts them.
    """

    school_days: Collection[date] | None = None
    assessed_within_days: int = ASSESSED_WITHIN_DAYS
    cost_pence: int | None = None
    seats_released: int | None = None
    saving_banked_pence: int | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @property
    def percent(self) -> float | None:
        """Of a hundred; None of none."""
        return 100 * self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Held:
    """What is known so many months after sign-off, of those for whom that day was within the span.

    ``unknown`` are those at whom nobody has looked: they are in the whole, and never counted as sustained.
    """

    month: int
    sustained: int
    ended: int
    unknown: int

    @property
    def share(self) -> Share:
        """The sustained, of all for whom the month is past."""
        return Share(self.sustained, self.sustained + self.ended + self.unknown)


@dataclass(frozen=True, slots=True)
class Load:
    """What one trainer's sessions took: minutes with trainees, and on the way there and back."""

    trainer: str
    sessions: int
    contact_minutes: int
    travel_minutes: int

    @property
    def contact(self) -> Share:
        """The minutes with trainees, of all that are accounted for."""
        return Share(self.contact_minutes, self.contact_minutes + self.travel_minutes)


@dataclass(frozen=True, slots=True, kw_only=True)
class HowMuch:
    """How much was done."""

    referrals: int
    assessments: int
    starts: int
    completions: int
    sessions: int
    minutes: int
    waiting: int
    waiting_days: float | None
    """The median of those who wait at the end of the span."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HowWell:
    """How well it was done; medians and means are of the completions of the span."""

    days_to_assessment: float | None
    assessed_in_time: Share
    take_up: Share
    """Of those to whom training was offered, those who did not decline."""
    completed: Share
    """Of the courses that ended in the span, with a sign-off or without, those with one."""
    weeks: float | None
    sessions_each: float | None
    minutes_each: float | None
    attended: Share
    reasons: tuple[tuple[State, str, int], ...]
    """Why something did not go on: the state, the reason as it was given, how often; the most frequent first."""
    loads: tuple[Load, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BetterOff:
    """Whether anyone is better off."""

    sustained: tuple[Held, ...]
    returned: int
    solo_journeys: int
    solo_incidents: int
    serious_incidents: int
    confidence: Mapping[str, tuple[int, float]] = field(default_factory=dict)
    """By whose it is: of how many before and after are known, and the mean change."""
    seats_released: int | None
    saving_banked_pence: int | None
    pence_a_completion: int | None

    @property
    def incidents_per_100(self) -> float | None:
        """Incidents alone in a hundred journeys alone."""
        return 100 * self.solo_incidents / self.solo_journeys if self.solo_journeys else None


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The three questions of a manager, answered for a span."""

    span: Span
    how_much: HowMuch
    how_well: HowWell
    better_off: BetterOff


def outcomes(courses: Sequence[Course], span: Span, given: Given | None = None) -> Outcomes:
    """Return what courses come to in a span; the courses are those known by its last day."""
    given = given or Given()
    completed = [course for course in courses if span.holds(course.alone_on)]
    return Outcomes(
        span,
        _how_much(courses, span, completed),
        _how_well(courses, span, completed, given),
        _better_off(courses, span, completed, given),
    )


def _how_much(courses: Sequence[Course], span: Span, completed: Sequence[Course]) -> HowMuch:
    held = {each.session: each for course in courses for each in course.sessions if each.attendance is Attendance.HELD}
    within = [each for each in held.values() if span.holds(each.day)]
    waiting = [(span.last - course.waiting_since).days for course in courses if course.waiting_since is not None]
    return HowMuch(
        referrals=sum(span.holds(course.referred_on) for course in courses),
        assessments=sum(span.holds(course.assessed_on) for course in courses),
        starts=sum(span.holds(course.started_on) for course in courses),
        completions=len(completed),
        sessions=len(within),
        minutes=sum(each.minutes for each in within),
        waiting=len(waiting),
        waiting_days=median(waiting) if waiting else None,
    )


def _how_well(courses: Sequence[Course], span: Span, completed: Sequence[Course], given: Given) -> HowWell:
    days = [
        (course.assessed_on - course.referred_on).days
        for course in courses
        if course.assessed_on is not None and span.holds(course.assessed_on)
    ]
    decided = [each.to for course in courses if (each := course.decided) is not None and span.holds(each.day)]
    offered = [state for state in decided if state is not State.NOT_YET]
    left = sum(course.left is not None and span.holds(course.left.day) for course in courses)
    weeks = [
        (course.alone_on - course.started_on).days / 7
        for course in completed
        if course.alone_on is not None and course.started_on is not None
    ]
    sessions = [each for course in courses for each in course.sessions if span.holds(each.day)]
    held = sum(each.attendance is Attendance.HELD for each in sessions)
    missed = sum(each.attendance is Attendance.TRAINEE_ABSENT for each in sessions)
    reasons = Counter((move.to, move.reason) for course in courses for move in course.stops if span.holds(move.day))
    return HowWell(
        days_to_assessment=median(days) if days else None,
        assessed_in_time=Share(sum(each <= given.assessed_within_days for each in days), len(days)),
        take_up=Share(sum(state is not State.DECLINED for state in offered), len(offered)),
        completed=Share(len(completed), len(completed) + left),
        weeks=median(weeks) if weeks else None,
        sessions_each=mean(len(course.taught) for course in completed) if completed else None,
        minutes_each=mean(sum(each.minutes for each in course.taught) for course in completed) if completed else None,
        attended=Share(held, held + missed),
        reasons=tuple((state, reason, count) for (state, reason), count in reasons.most_common()),
        loads=_loads(courses, span),
    )


def _loads(courses: Iterable[Course], span: Span) -> tuple[Load, ...]:
    """Return the load of each trainer; a group's session counts once."""
    held = {
        (each.by.user, each.session): each
        for course in courses
        for each in course.sessions
        if each.attendance is Attendance.HELD and span.holds(each.day)
    }
    found = []
    for user in sorted({user for user, _ in held}):
        own = [each for (by, _), each in held.items() if by == user]
        minutes, travel = sum(each.minutes for each in own), sum(each.travel_minutes for each in own)
        found.append(Load(user, len(own), minutes, travel))
    return tuple(found)


def _better_off(courses: Sequence[Course], span: Span, completed: Sequence[Course], given: Given) -> BetterOff:
    incidents = [each for course in courses for each in course.incidents if span.holds(each.day)]
    confidence = {}
    for whose in ("young person", "parent"):
        told = [each for course in completed if (each := course.confidence(whose)) is not None]
        if told:
            confidence[whose] = (len(told), mean(after - before for before, after in told))
    cost = given.cost_pence
    return BetterOff(
        sustained=tuple(_held(courses, span, month) for month in SUSTAINED_MONTHS),
        returned=sum(span.holds(course.alone_ended_on) and course.state is State.RETURNED for course in courses),
        solo_journeys=sum(_journeys(course, span, given.school_days) for course in courses),
        solo_incidents=sum(each.was_alone for each in incidents),
        serious_incidents=sum(each.severity is Severity.SERIOUS for each in incidents),
        confidence=confidence,
        seats_released=given.seats_released,
        saving_banked_pence=given.saving_banked_pence,
        pence_a_completion=None if cost is None or not completed else round(cost / len(completed)),
    )


def _held(courses: Iterable[Course], span: Span, month: int) -> Held:
    """Return what is known of the courses whose anniversary is within the span."""
    found = Counter(
        course.sustained_at(month)
        for course in courses
        if course.alone_on is not None and span.holds(after_months(course.alone_on, month))
    )
    return Held(month, found[Sustained.YES], found[Sustained.NO], found[Sustained.UNKNOWN])


def _journeys(course: Course, span: Span, school_days: Collection[date] | None) -> int:
    """Return how many journeys alone a course has within a span: those of its school days."""
    count = 0
    for spell in course.spells:
        first, last = max(spell.first, span.first), min(spell.last, span.last)
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        count += spell.journeys_a_day * sum(
            day.weekday() < _SATURDAY if school_days is None else day in school_days for day in days
        )
    return count
