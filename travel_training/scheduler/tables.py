"""A term as the planner reads it: everything by number, from what the rules have said and nothing else.

A *task* is a part of a trainee's programme whose sessions may change places (as long, at the same times, together with
the same trainees); a trainee's *chain* is their tasks in order. A *spot* is where a session of a task may be: a day, a
way, from when to when it may begin.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, product

from travel_training.entries import SessionId
from travel_training.rules import Postable
from travel_training.scheduler.heard import Heard, heard_from
from travel_training.sessions import TimeWindow, Trainee
from travel_training.term import MINUTE_S, TermProblem, Wanted
from travel_training.timetable import DAY_S, PlaceId, Session


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a session may be: its day, from when to when it may begin, the places where it begins and ends."""

    day: int
    from_s: int
    until_s: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a session is: its day, its trainer, when it begins, the places where it begins and ends."""

    day: int
    trainer: int
    begins_s: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Task:
    """Sessions that may change places: for whom, their ids in order, how long, where they may be, which are fixed."""

    members: tuple[int, ...]
    ids: tuple[SessionId, ...]
    lasts_s: int
    spots: tuple[Spot, ...]
    fixed: dict[int, Placed]

    @property
    def minutes(self) -> int:
        """The minutes of one session."""
        return self.lasts_s // MINUTE_S


Opening = tuple[Spot, int, int]
"""A spot with a trainer: from when to when a session may begin there within their hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """A term by number.

    Parameters
    ----------
    chains
        Each trainee's tasks, in order.
    able
        Who may train each trainee.
    hours
        Of each trainer on each day, from when to when they work; None where they do not.
    is_away, is_past
        Whether each trainer is on leave or ill on each day; whether the day is past.
    openings
        By task and trainer, the spots that they share.
    told, told_count
        By trainee and day, the appointments to come: when, where, with whom; and by trainee how many.
    """

    problem: TermProblem
    heard: Heard
    step_s: int
    week: tuple[int, ...]
    travel_s: tuple[tuple[int, ...], ...]
    base: tuple[int, ...]
    tasks: tuple[Task, ...]
    chains: tuple[tuple[int, ...], ...]
    able: tuple[tuple[int, ...], ...]
    hours: tuple[tuple[tuple[int, int] | None, ...], ...]
    is_away: tuple[tuple[bool, ...], ...]
    is_past: tuple[bool, ...]
    told: dict[tuple[int, int], tuple[Placed, ...]]
    told_count: tuple[int, ...]
    a_week_at_most: tuple[int, ...]
    can_come: tuple[tuple[bool, ...], ...]
    openings: tuple[tuple[tuple[Opening, ...], ...], ...] = ()

    def begins(self, task: Task, spot: Spot, trainer: int) -> tuple[int, int] | None:
        """Return from when to when a session may begin there with a trainer, or None."""
        hours = self.hours[trainer][spot.day]
        if hours is None:
            return None
        base = self.base[trainer]
        earliest_s = self.stepped(max(spot.from_s, hours[0] + self.travel_s[base][spot.start]))
        latest_s = min(spot.until_s, hours[1] - self.travel_s[spot.end][base] - task.lasts_s)
        return (earliest_s, latest_s - latest_s % self.step_s) if earliest_s <= latest_s else None

    def stepped(self, moment_s: int) -> int:
        """Return the first whole step at a moment or after it."""
        return -(-moment_s // self.step_s) * self.step_s

    def change_pence(self, trainee: int, placed: Placed) -> int:
        """Return what a session adds to the price of changes, of which each appointment has cost its whole before."""
        prices = self.problem.prices
        told = self.told.get((trainee, placed.day), ())
        return sum((0 if placed == each else prices.moved_pence) - prices.given_up_pence for each in told)


def with_groups(tables: Tables, trainees: Iterable[int]) -> frozenset[int]:
    """Return trainees with everyone who is in a group with any of them."""
    found: set[int] = set()
    waiting = list(trainees)
    while waiting:
        trainee = waiting.pop()
        if trainee not in found:
            found.add(trainee)
            waiting += [member for number in tables.chains[trainee] for member in tables.tasks[number].members]
    return frozenset(found)


def make_tables(problem: TermProblem, rules: Iterable[Postable]) -> Tables:
    """Return a term by number, as the rules have said it."""
    heard = heard_from(problem, rules)
    place = {each: n for n, each in enumerate(problem.travel.places)}
    trainer = {each.id: n for n, each in enumerate(problem.trainers)}
    trainee = {each.id: n for n, each in enumerate(problem.trainees)}
    day = {each: n for n, each in enumerate(problem.days)}

    def placed(session: Session) -> Placed | None:
        """Return where a session is, if the term knows its day, trainer and places."""
        known = (session.day in day, session.trainer in trainer, session.begins_at in place, session.ends_at in place)
        if not all(known):
            return None
        places = place[session.begins_at], place[session.ends_at]
        return Placed(day[session.day], trainer[session.trainer], session.begins_s, *places)

    fixed = {each.id: at for each in heard.fixed if (at := placed(each)) is not None}
    tasks, chains = _tasks(problem, heard, place, fixed)
    told: dict[tuple[int, int], tuple[Placed, ...]] = {}
    for who, session in problem.appointments:
        if (at := placed(session)) is not None:
            key = trainee[who], at.day
            told[key] = (*told.get(key, ()), at)
    weeks = range(len(problem.weeks))
    made = Tables(
        problem=problem,
        heard=heard,
        step_s=problem.step_minutes * MINUTE_S,
        week=tuple(problem.week_of[each] for each in problem.days),
        travel_s=tuple(tuple(minutes * MINUTE_S for minutes in row) for row in problem.travel.minutes),
        base=tuple(place[each.base] for each in problem.trainers),
        tasks=tasks,
        chains=chains,
        able=tuple(
            tuple(n for name, n in trainer.items() if name in heard.only.get(each.id, trainer))
            for each in problem.trainees
        ),
        hours=_hours(problem, heard),
        is_away=tuple(tuple(each in one.away for each in problem.days) for one in problem.trainers),
        is_past=tuple(problem.is_past(each) for each in problem.days),
        told=told,
        told_count=tuple(
            sum(len(each) for (who, _), each in told.items() if who == n) for n in range(len(problem.trainees))
        ),
        a_week_at_most=tuple(heard.a_week.get(each.id, len(problem.days)) for each in problem.trainees),
        can_come=tuple(tuple(problem.can_come(each, week) for week in weeks) for each in problem.trainees),
    )
    return replace(made, openings=tuple(_openings(made, task) for task in tasks))


def _openings(tables: Tables, task: Task) -> tuple[tuple[Opening, ...], ...]:
    """Return by trainer the spots that a task shares with them; none where they may not train all its trainees."""
    able = set.intersection(*(set(tables.able[member]) for member in task.members))
    return tuple(
        tuple((spot, *span) for spot in task.spots if trainer in able and (span := tables.begins(task, spot, trainer)))
        for trainer in range(len(tables.base))
    )


def _hours(problem: TermProblem, heard: Heard) -> tuple[tuple[tuple[int, int] | None, ...], ...]:
    """Return when each trainer works on each day; where no hours were said, all day."""
    rows = []
    for trainer in problem.trainers:
        hours, away = heard.hours.get(trainer.id), heard.away.get(trainer.id, frozenset())
        by_weekday = {each.weekday: (each.from_s, each.until_s) for each in hours or ()}
        all_day = None if hours is not None else (0, DAY_S)
        rows.append(tuple(None if day in away else by_weekday.get(day.weekday(), all_day) for day in problem.days))
    return tuple(rows)


def _tasks(
    problem: TermProblem, heard: Heard, place: dict[PlaceId, int], fixed: dict[SessionId, Placed]
) -> tuple[tuple[Task, ...], tuple[tuple[int, ...], ...]]:
    """Return every task, and each trainee's chain of them."""
    number = {each.id: n for n, each in enumerate(problem.trainees)}
    tasks: list[Task] = []
    known: dict[SessionId, int] = {}
    chains = []
    for trainee in problem.trainees:
        chain = []
        for _, alike in groupby(problem.wanted_of[trainee.id], key=lambda each: _kind(each, trainee)):
            part = tuple(alike)
            if part[0].id not in known:
                ids = tuple(each.id for each in part)
                at = {n: fixed[each] for n, each in enumerate(ids) if each in fixed}
                members = tuple(number[each] for each in part[0].trainees)
                spots = tuple(_spots(problem, heard, place, part[0]))
                known[part[0].id] = len(tasks)
                tasks.append(Task(members, ids, part[0].minutes * MINUTE_S, spots, at))
            chain.append(known[part[0].id])
        chains.append(tuple(chain))
    return tuple(tasks), tuple(chains)


def _kind(wanted: Wanted, trainee: Trainee) -> tuple[object, ...]:
    """Return what sessions have in common that may change places."""
    windows = tuple(each for each in trainee.windows if wanted.setting in each.settings)
    return wanted.trainees, wanted.minutes, windows, wanted.stage if len(wanted.trainees) > 1 else None


def _spots(problem: TermProblem, heard: Heard, place: dict[PlaceId, int], wanted: Wanted) -> Iterator[Spot]:
    """Yield where a session may be: where all its trainees may."""
    people = [problem.trainee[each] for each in wanted.trainees]
    step_s, lasts_s = problem.step_minutes * MINUTE_S, wanted.minutes * MINUTE_S
    windows = [_windows(heard, each, wanted) for each in people]
    for number, day in enumerate(problem.days):
        if any(day not in heard.days.get(each.id, (day,)) for each in people):
            continue
        found: set[Spot] = set()
        of_day = [[each[:3] for each in theirs if each[3] == day.weekday()] for theirs in windows]
        for way, from_s, until_s in _common(of_day):
            earliest_s, latest_s = -(-from_s // step_s) * step_s, until_s - lasts_s
            if earliest_s <= latest_s:
                found.add(Spot(number, earliest_s, latest_s - latest_s % step_s, place[way[0]], place[way[1]]))
        yield from sorted(found, key=lambda spot: (spot.from_s, spot.until_s, spot.start, spot.end))


Way = tuple[PlaceId, PlaceId]
Timed = tuple[Way, int, int]
"""A way, from when and until when."""


def _windows(heard: Heard, trainee: Trainee, wanted: Wanted) -> list[tuple[Way, int, int, int]]:
    """Return a trainee's windows for a session, each with its weekday; where none were said, all day on their ways."""
    own: Sequence[TimeWindow] = [each for each in trainee.windows if wanted.setting in each.settings]
    if trainee.id in heard.windows:
        own = [each for each in heard.windows[trainee.id] if wanted.setting in each.settings]
        return [((each.begins_at, each.ends_at), each.from_s, each.until_s, each.weekday) for each in own]
    ways = dict.fromkeys((each.begins_at, each.ends_at) for each in own)
    return [(way, 0, DAY_S, weekday) for way in ways for weekday in range(7)]


def _common(windows: list[list[Timed]]) -> Iterator[Timed]:
    """Yield the times that windows of several trainees have in common, way by way."""
    first, *others = windows
    if not others:
        yield from first
        return
    for (way, from_s, until_s), (other, other_from_s, other_until_s) in product(first, list(_common(others))):
        if other == way and max(from_s, other_from_s) < min(until_s, other_until_s):
            yield way, max(from_s, other_from_s), min(until_s, other_until_s)
