"""Small terms with names: a street, two trainers, a few days; and the builders with which a test lays one out.

Places lie along a street: the base, Ann's home ``a``, Bob's home ``b`` and the school ``oak``, ten minutes apart each.
The school is open from Monday 7 September 2026. The way to school is made from 08:00 to 09:00, the way home from 15:00
to 16:00; lessons may be missed from 11:00 to 12:00.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from travel_training.entries import SessionId
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
from travel_training.timetable import OwnTrainer, PlaceId, Session, Timetable, Unplanned

MONDAY = date(2026, 9, 7)
PLACES = ("base", "a", "b", "oak")
OAK, ELM = SchoolId("oak"), SchoolId("elm")


def day(number: int) -> date:
    """Return a school day: 0 is the first Monday, 5 the next one."""
    return MONDAY + timedelta(weeks=number // 5, days=number % 5)


def seconds(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60


def window(kind: str, home: str, weekday: int, times: str = "") -> TimeWindow:
    """Return a window: ``to``, ``from`` or ``class``."""
    usual = {"to": "08:00-09:00", "from": "15:00-16:00", "class": "11:00-12:00"}[kind]
    begins, ends = {"to": (home, "oak"), "from": ("oak", home), "class": ("oak", "oak")}[kind]
    first, last = (times or usual).split("-")
    settings = {Setting.CLASSROOM} if kind == "class" else {Setting.ACCOMPANIED, Setting.FADING, Setting.SHADOWED}
    return TimeWindow(
        weekday=weekday,
        from_s=seconds(first),
        until_s=seconds(last),
        begins_at=PlaceId(begins),
        ends_at=PlaceId(ends),
        settings=frozenset(settings),
    )


def stage(name: str, count: int = 1, minutes: int = 60, held: int = 0) -> Remaining:
    """Return what remains of a stage that is named after its setting."""
    return Remaining(stage=StageId(name), setting=Setting(name), minutes=minutes, count=count, held=held)


def trainee(name: str, *remaining: Remaining, kinds: Iterable[str] = ("to",), **more: Any) -> Trainee:
    """Return a trainee who lives at the place of their first letter."""
    home = more.pop("home", name[0])
    windows = more.pop("windows", tuple(window(kind, home, weekday) for kind in kinds for weekday in range(5)))
    parts = remaining or (stage("accompanied"),)
    return Trainee(id=TraineeId(name), school=OAK, remaining=parts, windows=windows, **more)


def trainer(name: str, hours: str = "07:00-17:00", weekdays: Iterable[int] = range(5), **more: Any) -> Trainer:
    """Return a trainer who sets out from the base."""
    first, last = hours.split("-")
    worked = tuple(Hours(weekday=each, from_s=seconds(first), until_s=seconds(last)) for each in weekdays)
    usual: dict[str, Any] = {"base": PlaceId("base"), "hours": worked, "weekly_limit_minutes": 900}
    return Trainer(id=TrainerId(name), **(usual | more))


def group(name: str, *trainees: str, at_most: int = 4) -> Group:
    return Group(
        id=GroupId(name), stage=StageId("classroom"), trainees=tuple(map(TraineeId, trainees)), at_most=at_most
    )


def term(*trainees: Trainee, trainers: Iterable[Trainer] = (), days: int = 5, **more: Any) -> TermProblem:
    """Return a term of so many school days, with one trainer unless others are given."""
    minutes = tuple(tuple(10 * abs(one - other) for other in range(len(PLACES))) for one in range(len(PLACES)))
    usual: dict[str, Any] = {
        "schools": (SchoolDays(school=OAK, days=frozenset(day(number) for number in range(days))),),
        "trainers": tuple(trainers) or (trainer("tess"),),
        "trainees": trainees,
        "travel": Travel(places=tuple(map(PlaceId, PLACES)), minutes=minutes),
        "step_minutes": 30,
    }
    return TermProblem(**(usual | more))


def session(problem: TermProblem, name: str, number: int, at: str, by: str = "tess", **more: Any) -> Session:
    """Return a session that is wanted, on a day by its number, on the way of the first window of its setting."""
    wanted = problem.wanted[SessionId(name)]
    first = problem.trainee[wanted.trainees[0]]
    way = next(each for each in first.windows if wanted.setting in each.settings)
    usual: dict[str, Any] = {
        "id": wanted.id,
        "day": day(number),
        "begins_s": seconds(at),
        "ends_s": seconds(at) + wanted.minutes * 60,
        "trainer": TrainerId(by),
        "stage": wanted.stage,
        "trainees": wanted.trainees,
        "begins_at": way.begins_at,
        "ends_at": way.ends_at,
    }
    return Session(**(usual | more))


def timetable(problem: TermProblem, *sessions: Session, **own: str) -> Timetable:
    """Return a timetable of sessions; what it does not hold is named, and the first trainer is everyone's own."""
    held = {each.id for each in sessions}
    trainers = (
        OwnTrainer(trainee=each.id, trainer=TrainerId(own.get(each.id, problem.trainers[0].id)))
        for each in problem.trainees
    )
    left = (Unplanned(id=each, reason="not in this test") for each in problem.wanted if each not in held)
    return Timetable(sessions=sessions, unplanned=tuple(left), trainers=tuple(trainers))
