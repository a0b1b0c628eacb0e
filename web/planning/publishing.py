"""Publishing: what is to be done before, the gate itself, and who must be told afterwards.

A plan is judged again at the moment of publishing, by the checker that never met whoever made it. A refusal is written
into the audit log, with its sentence.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from routing.checker import check
from routing.effects import (
    Comparison,
    Journey,
    PupilChange,
    PupilEffect,
    RunEffect,
    changes_between,
    journeys,
)
from routing.plan import Plan
from routing.problem import Problem
from routing.risk import PupilId
from routing.telling import pupil_in_words
from web.access import Principal
from web.planning.comparing import run_told, vehicle_of
from web.planning.standing import published_before
from web.settings import Settings
from web.store import ConflictError, Kept, Store
from web.store.events import Event
from web.store.plan_views import PlanHead

LONDON = ZoneInfo("Europe/London")
SCHOOL, OPERATOR, FAMILY = "school", "operator", "family"
"""Who is told."""
HOW = ("telephone", "e-mail", "letter", "in person", "not told")
"""How somebody was told."""


SUPPOSED = "It answers a what-if: what it supposes is not so. Change the records, and draft the day."
"""Why an answer to a what-if is not published."""


@dataclass(frozen=True, slots=True)
class Owed:
    """Someone who must be told of a plan: what, and when it first matters to them.

    Parameters
    ----------
    said
        Sentences, each with the pupil whom it is about, or "".
    from_s
        When on the day of the plan the first change comes about.
    """

    audience: str
    ref: str
    said: tuple[tuple[str, str], ...]
    from_s: int


def publish(store: Store, settings: Settings, principal: Principal, id_: str, step: int) -> int:
    """Publish a draft, write down who must be told of it, and return its version.

    Raises
    ------
    ConflictError
        It is not published, and why: somebody edited it since ``step``; it breaks a rule; it leaves pupils without a
        run whom nobody has accepted; it answers a what-if; another version has been published since it was begun.
    """
    try:
        with store.writing(principal) as kept:
            _refuse_supposed(kept.plans.get(id_))
            refuse_broken(kept, id_)
            owed = owed_for(kept, id_)
            version = kept.plans.publish(id_, step)
            day = kept.plans.get(id_).day
            for each in owed:
                due_at = moment_of(day, each.from_s) - timedelta(hours=settings.notice_hours)
                kept.day.owe(id_, each.audience, each.ref, each.said, due_at)
    except ConflictError as refused:
        with store.writing(principal) as kept:
            kept.audit.say(Event.PLAN_PUBLISH_REFUSED, "plan", id_, said=str(refused))
        raise
    return version


def _refuse_supposed(head: PlanHead) -> None:
    if head.is_supposed:
        raise ConflictError(SUPPOSED)


def refuse_broken(kept: Kept, id_: str) -> None:
    """Raise ``ConflictError`` if the checker finds that a draft breaks a rule, whatever was written down of it."""
    problem, plan = kept.plans.load(id_)
    broken = check(problem, plan)
    if broken:
        more = f", and {len(broken) - 1} more" if len(broken) > 1 else ""
        raise ConflictError(f"It breaks a rule: {broken[0]} Mend that first{more}.")


def moment_of(day: date, seconds: int) -> datetime:
    """Return a time of day as the authority's clocks show it.

    Examples
    --------
    >>> moment_of(date(2026, 11, 23), 8 * 3600).isoformat()
    '2026-11-23T08:00:00+00:00'
    """
    hours, rest = divmod(min(seconds, 24 * 3600 - 1), 3600)
    return datetime.combine(day, time(hours, rest // 60, rest % 60), LONDON)


def owed_for(kept: Kept, id_: str) -> tuple[Owed, ...]:
    """Return who must be told what a draft changes for them, once it is published.

    It is compared with the version whose place it takes. A first version is compared, pupil by pupil, with the plan of
    the school day before, or of the same day of last week for those who did not travel then; those who do not travel
    on its day are told nothing.
    """
    head = kept.plans.get(id_)
    problem, plan = kept.plans.load(id_)
    if head.replaces is not None:
        comparison = changes_between(*kept.plans.load(head.replaces), problem, plan)
        return tuple(_owed(problem, head, comparison.pupils, comparison))
    before = [kept.plans.load(each) for each in published_before(kept, head.day, head.direction)]
    was: dict[PupilId, Journey] = {}
    for other, earlier in before:
        was = {**journeys(other, earlier), **was}
    known, stood = before[0] if before else (problem, Plan(shifts=()))
    return tuple(_owed(problem, head, tuple(_first(problem, plan, was)), changes_between(known, stood, problem, plan)))


def _first(problem: Problem, plan: Plan, was: Mapping[PupilId, Journey]) -> Iterator[PupilChange]:
    """Yield the pupils of a day for whom a first version is not what they had before."""
    now = journeys(problem, plan)
    reasons = {each.pupil: each.reason for each in plan.unplaced}
    for pupil in problem.pupil:
        before, after = was.get(pupil), now.get(pupil)
        if before is None and after is None and pupil not in reasons:
            continue
        if after is None:
            effect = PupilEffect.LEFT_OUT
        else:
            effect = PupilEffect.PLACED if before is None else PupilEffect.CHANGED
        change = PupilChange(pupil=pupil, effect=effect, before=before, after=after, why_not=reasons.get(pupil))
        if effect is not PupilEffect.CHANGED or change.parts:
            yield change


def _owed(problem: Problem, head: PlanHead, pupils: tuple[PupilChange, ...], comparison: Comparison) -> Iterator[Owed]:
    by_school: dict[str, list[tuple[PupilChange, str]]] = defaultdict(list)
    for change in pupils:
        said = pupil_in_words(change, head.direction)
        if change.effect is not PupilEffect.GONE:
            yield Owed(FAMILY, change.pupil, ((change.pupil, said),), _matters_from(change))
        if change.pupil in problem.pupil:
            by_school[problem.pupil[change.pupil].school].append((change, said))
    for school, changes in sorted(by_school.items()):
        said_of = tuple((change.pupil, said) for change, said in changes)
        yield Owed(SCHOOL, school, said_of, min(_matters_from(change) for change, _ in changes))
    yield from _owed_to_operators(problem, pupils, comparison)


def _owed_to_operators(problem: Problem, pupils: tuple[PupilChange, ...], comparison: Comparison) -> Iterator[Owed]:
    from_s = {each.run: _matters_from(change) for change in pupils for each in (change.before, change.after) if each}
    told: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for run in comparison.runs:
        vehicles = {vehicle_of(name) for name in (run.before, run.after) if name is not None}
        if run.effect is RunEffect.SAME and len(vehicles) == 1:
            continue
        first_s = min((from_s[name] for name in (run.before, run.after) if name in from_s), default=_FIRST_S)
        records = [problem.vehicle[vehicle] for vehicle in vehicles if vehicle in problem.vehicle]
        for operator in {problem.contract[record.contract].operator for record in records}:
            told[operator].append((run_told(run), first_s))
    for operator, runs in sorted(told.items()):
        yield Owed(OPERATOR, operator, tuple(("", said) for said, _ in runs), min(at for _, at in runs))


_FIRST_S = 6 * 3600
"""When a run whose pupils are all gone would have begun, at the earliest; about then its crew sets out."""


def _matters_from(change: PupilChange) -> int:
    """Return when a change first comes about for a pupil."""
    times = [time_s for each in (change.before, change.after) if each for time_s in (each.home_s, each.school_s)]
    return min(times, default=0)
