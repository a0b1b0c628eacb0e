"""Believable terms, drawn from a seed: trainers, trainees, schools and the ways between them; for demonstrations."""

import math
import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

from travel_training.people import TraineeId, TrainerId
from travel_training.programme import Setting, StageId
from travel_training.sessions import (
    Group,
    GroupId,
    Hours,
    Remaining,
    SchoolDays,
    SchoolId,
    TimeWindow,
    Trainee,
    Trainer,
    Travel,
)
from travel_training.term import TermProblem
from travel_training.timetable import PlaceId, Timetable

Point = tuple[float, float]
STREET = frozenset({Setting.ACCOMPANIED, Setting.FADING, Setting.SHADOWED, Setting.REMOTE})
CLASSROOM = frozenset({Setting.CLASSROOM})
WIDE_KM, HIGH_KM = 18.0, 12.0
SPECIALIST = "orientation and mobility"
PREPARATION = StageId("preparation")
HALF_TERM_AFTER = 7
"""So many weeks are taught before the week of half term."""


@dataclass(frozen=True, slots=True)
class _School:
    id: SchoolId
    at: Point
    opens_s: int
    closes_s: int
    free: tuple[tuple[int, int], ...]
    """Weekday and time at which lessons may be missed, for an hour and a half."""


def believable_term(
    trainers: int, trainees: int, weeks: int, seed: int, begins: date = date(2026, 9, 7)
) -> TermProblem:
    """Return a term of so many school weeks, with half term after the seventh.

    One trainee in ten needs a specialist or travels only home alone; two in three begin in the first week; those of a
    school who begin together are prepared in the classroom in groups of up to four.
    """
    drawn = random.Random(seed)  # noqa: S311 -- an invented term, no secret
    mondays = [begins + timedelta(weeks=n + (n >= HALF_TERM_AFTER)) for n in range(weeks)]
    schools = [_school(drawn, n) for n in range(max(2, trainees // 14))]
    places: dict[PlaceId, Point] = {PlaceId(school.id): school.at for school in schools}
    staff = tuple(_trainer(drawn, n, mondays, places) for n in range(trainers))
    people = [_trainee(drawn, n, drawn.choice(schools), mondays, staff, places) for n in range(trainees)]
    return TermProblem(
        schools=tuple(SchoolDays(school=each.id, days=_open_days(drawn, mondays)) for each in schools),
        trainers=staff,
        trainees=tuple(people),
        groups=tuple(_groups(people)),
        travel=_travel(places),
    )


def fallen_ill(problem: TermProblem, timetable: Timetable, trainers: int, week: int, weeks: int = 2) -> TermProblem:
    """Return the rest of a term from a week on in which the first so many trainers are ill, the timetable in force.

    The timetable's own trainers are those whom the trainees now know.
    """
    ill = {each.id for each in problem.trainers[:trainers]}
    days = frozenset(day for day in problem.days if week <= problem.week_of[day] < week + weeks)
    staff = (replace(each, away=each.away | days) if each.id in ill else each for each in problem.trainers)
    people = (replace(each, trainer=timetable.own[each.id]) for each in problem.trainees)
    return replace(
        problem,
        trainers=tuple(staff),
        trainees=tuple(people),
        in_force=timetable,
        fixed_before=problem.weeks[week],
    )


def _school(drawn: random.Random, number: int) -> _School:
    opens_s = drawn.choice((8 * 3600 + 2400, 8 * 3600 + 3000, 9 * 3600))
    free = tuple((weekday, drawn.choice((10, 11, 13)) * 3600) for weekday in drawn.sample(range(5), 3))
    at = (drawn.uniform(0, WIDE_KM), drawn.uniform(0, HIGH_KM))
    return _School(SchoolId(f"s{number + 1}"), at, opens_s, opens_s + 6 * 3600 + 1800, free)


def _trainer(drawn: random.Random, number: int, mondays: list[date], places: dict[PlaceId, Point]) -> Trainer:
    base = PlaceId(f"b{number + 1}")
    places[base] = (drawn.uniform(3, WIDE_KM - 3), drawn.uniform(2, HIGH_KM - 2))
    weekdays = range(5) if number % 3 else sorted(drawn.sample(range(5), 4))
    leave = drawn.choice(mondays)
    return Trainer(
        id=TrainerId(f"t{number + 1}"),
        base=base,
        hours=tuple(Hours(weekday=each, from_s=6 * 3600 + 2700, until_s=17 * 3600 + 900) for each in weekdays),
        weekly_limit_minutes=900 if len(weekdays) > 4 else 720,  # noqa: PLR2004 -- a full week
        away=frozenset(leave + timedelta(days=n) for n in range(drawn.choice((0, 1, 2, 3)))),
        skills=frozenset({SPECIALIST} if number % 5 == 1 else ()),
    )


def _trainee(
    drawn: random.Random,
    number: int,
    school: _School,
    mondays: list[date],
    staff: tuple[Trainer, ...],
    places: dict[PlaceId, Point],
) -> Trainee:
    home = PlaceId(f"h{number + 1}")
    places[home] = (school.at[0] + drawn.gauss(0, 3), school.at[1] + drawn.gauss(0, 2.5))
    ways = drawn.choice((("to", "from"),) * 8 + (("from",), ("to",)))
    is_keen = drawn.random() < 0.1  # noqa: PLR2004 -- one in ten trains twice a week
    needs = frozenset({SPECIALIST} if drawn.random() < 0.06 else ())  # noqa: PLR2004 -- few have impaired sight
    able = [each.id for each in staff if needs <= each.skills]
    knows = drawn.choice(able) if able and drawn.random() < 0.3 else None  # noqa: PLR2004 -- one in three
    begins = mondays[min(len(mondays) - 1, drawn.choice((0, 0, 0, 0, 1, 2)))]
    away = frozenset(drawn.choice(mondays) + timedelta(days=drawn.randrange(5)) for _ in range(drawn.randrange(4)))
    return Trainee(
        id=TraineeId(f"p{number + 1}"),
        school=school.id,
        remaining=_programme(drawn, len(mondays)),
        windows=tuple(_windows(drawn, school, home, ways)),
        away=away,
        trainer=knows,
        had=frozenset({knows} if knows else ()),
        skills=needs,
        from_day=begins,
        a_week=2 if is_keen else 1,
        at_most_a_week=2,
    )


def _programme(drawn: random.Random, weeks: int) -> tuple[Remaining, ...]:
    """Draw a programme of ten to twelve sessions, fewer if the term is short."""
    counts = {
        PREPARATION: (Setting.CLASSROOM, 45, 2),
        StageId("accompanied"): (Setting.ACCOMPANIED, 60, drawn.choice((4, 5, 5))),
        StageId("fading"): (Setting.FADING, 60, drawn.choice((2, 3))),
        StageId("shadowed"): (Setting.SHADOWED, 45, 2),
    }
    share = min(1.0, weeks / 13)
    return tuple(
        Remaining(stage=stage, setting=setting, minutes=minutes, count=max(1, round(count * share)))
        for stage, (setting, minutes, count) in counts.items()
    )


def _windows(drawn: random.Random, school: _School, home: PlaceId, ways: tuple[str, ...]) -> list[TimeWindow]:
    at = PlaceId(school.id)
    early_s = drawn.choice((4800, 5400, 6000))
    lost = drawn.choice((None, None, *range(5)))
    found = [
        TimeWindow(weekday=day, from_s=from_s, until_s=from_s + 5400, begins_at=at, ends_at=at, settings=CLASSROOM)
        for day, from_s in school.free
    ]
    for day in range(5):
        if day == lost:
            continue  # a day on which the journey goes elsewhere: respite, a club
        if "to" in ways:
            from_s, until_s = school.opens_s - early_s, school.opens_s
            found.append(
                TimeWindow(weekday=day, from_s=from_s, until_s=until_s, begins_at=home, ends_at=at, settings=STREET)
            )
        if "from" in ways:
            from_s, until_s = school.closes_s, school.closes_s + early_s
            found.append(
                TimeWindow(weekday=day, from_s=from_s, until_s=until_s, begins_at=at, ends_at=home, settings=STREET)
            )
    return found


def _groups(people: list[Trainee]) -> list[Group]:
    """Return groups of up to four who are at one school, begin together and have as much preparation before them."""
    alike: dict[tuple[object, ...], list[TraineeId]] = {}
    for each in people:
        key = (each.school, each.from_day, each.remaining[0], each.skills, each.trainer)
        alike.setdefault(key, []).append(each.id)
    parts = [ids[at : at + 4] for ids in alike.values() for at in range(0, len(ids), 4)]
    together = [part for part in parts if len(part) > 1]
    return [
        Group(id=GroupId(f"g{number + 1}"), stage=PREPARATION, trainees=tuple(part), at_most=4)
        for number, part in enumerate(together)
    ]


def _open_days(drawn: random.Random, mondays: list[date]) -> frozenset[date]:
    """Return a school's days: all but one, on which its staff are trained."""
    days = {monday + timedelta(days=n) for monday in mondays for n in range(5)}
    return frozenset(days - {drawn.choice(mondays)})


def _travel(places: dict[PlaceId, Point]) -> Travel:
    """Return minutes by car in a town: two to get going, and two for each kilometre of a way a third longer."""
    points = list(places.values())
    minutes = tuple(
        tuple(0 if one == other else 2 + round(2 * 1.3 * math.dist(one, other)) for other in points) for one in points
    )
    return Travel(places=tuple(places), minutes=minutes)
