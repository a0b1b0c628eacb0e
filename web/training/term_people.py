"""The trainers, the trainees and the groups of a term, made of records; whoever cannot be planned, with the reason."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from routing.authority.cells import CLOCK, DAYS, WORDS
from routing.authority.records import SCHOOL_WEEK
from travel_training.entries import State
from travel_training.people import Scope, TraineeId, TrainerId
from travel_training.programme import Programme, Setting, Stage
from travel_training.sessions import Group, GroupId, Hours, Remaining, SchoolId, TimeWindow, Trainee, Trainer
from travel_training.timetable import Session
from web.records.rows import Row
from web.records.spans import AT_WORK, AWAY, HOURS_A_WEEK, days_in
from web.store.training_views import TraineeHead
from web.training.known import Known, Past, base_of, days_between, home_of, school_place

WINDOW_S = 105 * 60
"""How long before school begins, and after it ends, the way is trained where no signed journey says more."""
SPARE_S = 600
"""So long before a signed journey begins, and after it ends, its session may begin and end."""
LESSONS_FROM_S, LESSONS_UNTIL_S = 9 * 3600 + 1800, 15 * 3600
AT_MOST_A_WEEK = 2
STREET = frozenset(Setting) - {Setting.CLASSROOM}
_BEGINS_WITH: Mapping[State, Setting] = {
    State.PLANNED: Setting.CLASSROOM,
    State.FOUNDATION: Setting.CLASSROOM,
    State.ACCOMPANIED: Setting.ACCOMPANIED,
    State.FADING: Setting.FADING,
    State.SHADOWED: Setting.SHADOWED,
    State.REMOTE: Setting.REMOTE,
}
"""With the sessions of which setting training goes on in each state."""
TRAINED = (*_BEGINS_WITH, State.REFRESHED)
"""Whoever stands in one of these is planned for, or named with why not."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
"""The columns of a trainer's hours."""


def trainer_of(row: Row) -> Trainer:
    """Return a trainer; of a day worked in parts the whole span, for a term knows one: see ``gaps_filled``."""
    hours = []
    for weekday in sorted(SCHOOL_WEEK):
        spans = _spans(row, weekday)
        if spans:
            hours.append(Hours(weekday=weekday, from_s=spans[0][0], until_s=spans[-1][1]))
    at_work_s = sum(until_s - from_s for weekday in SCHOOL_WEEK for from_s, until_s in _spans(row, weekday))
    limit_s = HOURS_A_WEEK.read(row["hours_a_week"]) if row["hours_a_week"] else at_work_s
    away = frozenset(day for name in ("leave", "away") if row[name] for day in days_in(AWAY.read(row[name])))
    skills = WORDS.read(row["skills"]) if row["skills"] else ()
    return Trainer(
        id=TrainerId(row.key),
        base=base_of(row.key),
        hours=tuple(hours),
        weekly_limit_minutes=limit_s // 60,
        away=away,
        skills=frozenset(skills),
    )


def _spans(row: Row, weekday: int) -> tuple[tuple[int, int], ...]:
    text = row[WEEKDAYS[weekday]]
    spans: tuple[tuple[int, int], ...] = AT_WORK.read(text) if text else ()
    return spans


def gaps_filled(rows: Sequence[Row], sessions: Sequence[Session]) -> list[Session]:
    """Return the sessions that lie outside the hours of a trainer who works a day in several parts.

    A term knows one span of hours a day: what falls between two is found here, and is for a person to move.
    """
    trainer = {row.key: row for row in rows}
    return [
        each
        for each in sessions
        if each.trainer in trainer
        and not any(
            from_s <= each.begins_s and each.ends_s <= until_s
            for from_s, until_s in _spans(trainer[each.trainer], each.day.weekday())
        )
    ]


class NotPlannedError(Exception):
    """Nothing can be planned for a trainee; the text says why."""


def trainee_of(known: Known, past: Past, head: TraineeHead, trainers: set[TrainerId]) -> Trainee:
    """Return a trainee of the term; ``NotPlannedError`` if nothing can be planned for them."""
    if head.state is State.REFRESHED:
        raise NotPlannedError("in a refresher: agree the sessions by hand")
    pupil, school = _row(known, "pupils", head.pupil), _row(known, "schools", head.school)
    programme = programme_of(known, head)
    remaining = tuple(_remaining(past, head, programme))
    if not remaining:
        raise NotPlannedError("every session of the programme has been held: look at what is next")
    longest_s = 60 * max(each.minutes for each in remaining)
    windows = tuple(_windows(known, pupil, school, head.scope, longest_s))
    if not windows:
        raise NotPlannedError("the pupil travels on no school day")
    cohort = known.cohorts.get(head.cohort or "")
    last_there = date.fromisoformat(pupil["school_until"]) if pupil["school_until"] else known.last
    gone = frozenset(days_between(last_there + timedelta(days=1), known.last))
    return Trainee(
        id=head.pupil,
        school=SchoolId(school.key),
        remaining=remaining,
        windows=windows,
        away=known.absences.get(head.pupil, frozenset()) | gone,
        trainer=head.trainer if head.trainer in trainers else None,
        had=past.had.get(head.pupil, frozenset()),
        from_day=cohort.begins if cohort else None,
        at_most_a_week=AT_MOST_A_WEEK,
    )


def programme_of(known: Known, head: TraineeHead) -> Programme:
    """Return the programme that a trainee follows; ``NotPlannedError`` if there is none."""
    if head.programme is None or head.version is None:
        raise NotPlannedError("no programme has been assigned")
    found = known.programmes.get((head.programme, head.version))
    if found is None:
        raise NotPlannedError("the assigned version of the programme is not kept")
    return found


def _row(known: Known, kind: str, key: str | None) -> Row:
    found = next((row for row in known.rows[kind] if row.key == key), None)
    if found is None:
        raise NotPlannedError("the pupil's record names no school")
    return found


def _remaining(past: Past, head: TraineeHead, programme: Programme) -> Iterator[Remaining]:
    order = list(Setting)
    for stage in programme.stages:
        held = past.held[head.pupil, stage.id]
        if order.index(stage.setting) >= order.index(_BEGINS_WITH[head.state]) and stage.sessions > held:
            count = stage.sessions - held
            yield Remaining(stage=stage.id, setting=stage.setting, minutes=stage.minutes, count=count, held=held)


def _windows(known: Known, pupil: Row, school: Row, scope: Scope, longest_s: int) -> Iterator[TimeWindow]:
    """Yield when, and from where to where, sessions may be held: as long as the longest of them at least."""
    home, at = home_of(pupil.key), school_place(school.key)
    starts_s, finishes_s = CLOCK.read(school["starts"]), CLOCK.read(school["finishes"])
    ways = []
    if scope is not Scope.FROM_SCHOOL:
        ways.append((*_to_school(known, pupil, starts_s, longest_s), home, at, STREET))
    if scope is not Scope.TO_SCHOOL:
        ways.append((*_home(known, pupil, finishes_s, longest_s), at, home, STREET))
    lessons = (max(starts_s, LESSONS_FROM_S), min(finishes_s, LESSONS_UNTIL_S))
    ways.append((*lessons, at, at, frozenset({Setting.CLASSROOM})))
    travels = DAYS.read(pupil["days"]) if pupil["days"] else SCHOOL_WEEK
    for weekday in sorted(set(travels) & set(SCHOOL_WEEK)):
        for from_s, until_s, begins_at, ends_at, settings in ways:
            yield TimeWindow(
                weekday=weekday,
                from_s=from_s,
                until_s=until_s,
                begins_at=begins_at,
                ends_at=ends_at,
                settings=settings,
            )


def _to_school(known: Known, pupil: Row, starts_s: int, longest_s: int) -> tuple[int, int]:
    """Return within which times the way to school is trained: those of the signed journey, and a little before."""
    plan = known.journeys.get(pupil.key)
    if plan is None or plan.there is None:
        return starts_s - max(WINDOW_S, longest_s), starts_s
    until_s = plan.there.arrive_s + SPARE_S
    return min(plan.there.leave_s, until_s - longest_s) - SPARE_S, until_s


def _home(known: Known, pupil: Row, finishes_s: int, longest_s: int) -> tuple[int, int]:
    """Return within which times the way home is trained: those of the signed journey, and a little after."""
    plan = known.journeys.get(pupil.key)
    if plan is None or plan.back is None:
        return finishes_s, finishes_s + max(WINDOW_S, longest_s)
    from_s = plan.back.leave_s - SPARE_S
    return from_s, max(plan.back.arrive_s, from_s + longest_s) + SPARE_S


def groups_of(known: Known, trainees: Sequence[Trainee]) -> Iterator[Group]:
    """Yield groups of those of one cohort, school and trainer who have as much of a classroom stage before them."""
    heads = {head.pupil: head for head in known.heads}
    alike: dict[tuple[object, ...], list[TraineeId]] = {}
    stage_of: dict[tuple[object, ...], Stage] = {}
    for trainee in trainees:
        head = heads[trainee.id]
        stages = {stage.id: stage for stage in programme_of(known, head).stages}
        for part in trainee.remaining:
            if stages[part.stage].group_at_most > 1 and head.cohort is not None:
                alike_by = (head.cohort, trainee.school, part, head.trainer)
                alike.setdefault(alike_by, []).append(trainee.id)
                stage_of[alike_by] = stages[part.stage]
    parts = [
        (stage_of[alike_by], ids[at : at + stage_of[alike_by].group_at_most])
        for alike_by, ids in alike.items()
        for at in range(0, len(ids), stage_of[alike_by].group_at_most)
    ]
    for number, (stage, some) in enumerate((part for part in parts if len(part[1]) > 1), 1):
        name = GroupId(f"group-{number}")
        yield Group(id=name, stage=stage.id, trainees=tuple(some), at_most=stage.group_at_most)
