"""Where sessions of a piece may be: a node for each task, day and trainer, and who may be whose own trainer."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from ortools.sat.python import cp_model

from travel_training.scheduler.state import State
from travel_training.scheduler.tables import Task

Literal = cp_model.IntVar


class Bounds(Protocol):
    """What of a piece the nodes need to know."""

    @property
    def may_change_own(self) -> bool:
        """Whether a trainee may get another trainer of their own."""


@dataclass(frozen=True, slots=True)
class Chance:
    """A time and a way for a session: from when to when it may begin, and the places where it begins and ends."""

    from_s: int
    until_s: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A session that could be: of a task, on a day, with a trainer, at one of its chances."""

    task: int
    day: int
    trainer: int
    chances: tuple[Chance, ...]
    is_held: Literal


@dataclass(slots=True)
class Open:
    """What is open in a piece.

    Parameters
    ----------
    trainees
        Whose sessions are free.
    own
        For each trainee whose own trainer is open, the literal of each who may be.
    needed
        By task, how many of its free sessions must be held, because later ones are, and how many are free.
    """

    trainees: tuple[int, ...]
    nodes: list[Node] = field(default_factory=list)
    own: dict[int, dict[int, Literal]] = field(default_factory=dict)
    needed: dict[int, tuple[int, int]] = field(default_factory=dict)


def open_nodes(
    state: State,
    model: cp_model.CpModel,
    trainees: frozenset[int],
    weeks: tuple[int, int],
    trainers: frozenset[int],
    bounds: Bounds,
) -> Open:
    """Return what is open once the free sessions have been taken out of the state."""
    tables = state.tables
    opened = Open(tuple(sorted(trainees)))
    for trainee in opened.trainees:
        has_any = any(
            placed is not None and index not in tables.tasks[number].fixed
            for number, index, placed in state.sequence(trainee)
        )
        able = [trainer for trainer in tables.able[trainee] if trainer in trainers or trainer == state.own[trainee]]
        if bounds.may_change_own and able and not has_any:
            opened.own[trainee] = {trainer: model.new_bool_var("") for trainer in able}
            model.add_exactly_one(opened.own[trainee].values())
    for number in sorted({number for trainee in opened.trainees for number in tables.chains[trainee]}):
        task = tables.tasks[number]
        free = [index for index, placed in enumerate(state.held[number]) if placed is None]
        if not free or not trainees.issuperset(task.members):
            continue
        opened.needed[number] = (_must(state, number, task), len(free))
        opened.nodes += _nodes(state, model, opened, number, weeks, trainers)
    return opened


def _must(state: State, number: int, task: Task) -> int:
    """Return how many free sessions of a task stand before one that is held, for any of its trainees."""
    last = -1
    for member in task.members:
        if state.tables.problem.trainees[member].id not in state.tables.heard.ordered:
            continue
        seen: list[int] = []
        for other, index, placed in state.sequence(member):
            if other == number and placed is None:
                seen.append(index)
            elif placed is not None and seen:
                last = max(last, len(seen))
    return max(last, 0)


def _nodes(
    state: State,
    model: cp_model.CpModel,
    opened: Open,
    number: int,
    weeks: tuple[int, int],
    trainers: frozenset[int],
) -> Iterator[Node]:
    tables, task = state.tables, state.tables.tasks[number]
    from_day, until_day = _days_open(state, number, task)
    busy = _busy_days(state, task)
    chances: dict[tuple[int, int], list[Chance]] = {}
    for spot in task.spots:
        is_open = weeks[0] <= tables.week[spot.day] <= weeks[1] and from_day < spot.day < until_day
        if not is_open or spot.day in busy:
            continue
        for trainer in tables.able[task.members[0]]:
            span = tables.begins(task, spot, trainer) if trainer in trainers else None
            if span is not None and _may_train(state, opened, task, trainer, spot.day):
                chances.setdefault((spot.day, trainer), []).append(Chance(*span, spot.start, spot.end))
    for (day, trainer), theirs in chances.items():
        yield Node(task=number, day=day, trainer=trainer, chances=tuple(theirs), is_held=model.new_bool_var(""))


def _days_open(state: State, number: int, task: Task) -> tuple[int, int]:
    """Return between which days a task's free sessions may be, by what is held of the tasks before it and after it."""
    before, after = -1, len(state.tables.week)
    for member in task.members:
        if state.tables.problem.trainees[member].id not in state.tables.heard.ordered:
            continue
        chain = state.tables.chains[member]
        at = chain.index(number)
        held = [(other, placed.day) for other, _, placed in state.sequence(member) if placed is not None]
        before = max((before, *(day for other, day in held if other in chain[:at])))
        after = min((after, *(day for other, day in held if other in chain[at + 1 :])))
    return before, after


def _busy_days(state: State, task: Task) -> frozenset[int]:
    """Return the days on which a trainee of a task has a session already, where one a day is the rule."""
    members = [each for each in task.members if state.tables.problem.trainees[each].id in state.tables.heard.a_day]
    return frozenset(placed.day for each in members for *_, placed in state.sequence(each) if placed is not None)


def _may_train(state: State, opened: Open, task: Task, trainer: int, day: int) -> bool:
    """Say whether a trainer may train all the trainees of a task on a day, whoever becomes whose own trainer."""
    for member in task.members:
        if member in opened.own:
            loyal = state.tables.problem.trainees[member].id in state.tables.heard.loyal
            may = [own for own in opened.own[member] if own == trainer or state.tables.is_away[own][day] or not loyal]
            if trainer not in state.tables.able[member] or not may:
                return False
        elif not state.may_train(member, trainer, day):
            return False
    return True
