"""Days of change for a lifelike authority: who joins, leaves, moves, is ill; what is out; whose bell moves.

The open benchmark of steadiness: each school day one to three in a hundred of an authority's records change, and a plan
is made for each day. Who joins later and where somebody moves to is among the pupils drawn from the beginning, so that
one matrix serves all days. Everything follows from the seed.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np

from geodata import PlaceId
from routing.problem import Problem
from routing.records import AssistantId, AssistantNeed, Pupil, SchoolId, VehicleId
from routing.risk import PupilId
from routing.scenarios import leaving_out, without_assistant, without_vehicle

LEAST, MOST = 0.01, 0.03
"""Of the records, so many change in a day."""
SPARE = 0.006
"""Of the pupils, so many more for each day are drawn to join, or for their homes to be moved to."""
BELL_MIN = (-10, -5, 5, 10)
LONGEST_DAYS = 5


class ChangeKind(StrEnum):
    """What changes. The first four stay as they are from that day on; the others last for so many days."""

    JOINS = "joins"
    LEAVES = "leaves"
    MOVES = "moves"
    NEEDS = "needs"
    BELL = "bell"
    ABSENT = "absent"
    VEHICLE_OUT = "vehicle-out"
    ASSISTANT_OUT = "assistant-out"


LASTING = frozenset({ChangeKind.ABSENT, ChangeKind.VEHICLE_OUT, ChangeKind.ASSISTANT_OUT})
SHARES = {
    ChangeKind.ABSENT: 0.55,
    ChangeKind.ASSISTANT_OUT: 0.13,
    ChangeKind.VEHICLE_OUT: 0.08,
    ChangeKind.JOINS: 0.07,
    ChangeKind.MOVES: 0.06,
    ChangeKind.LEAVES: 0.05,
    ChangeKind.NEEDS: 0.05,
    ChangeKind.BELL: 0.01,
}
"""What a change is, and how often; our own judgement of an authority's term, for want of published counts."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    Parameters
    ----------
    day
        The first day on which it is so, counted from 1; day 0 is the authority as drawn.
    whose
        The pupil, vehicle, assistant or school.
    days
        For how many days, if it does not stay so; 0 if it does.
    value
        Where a pupil moves to, which assistant they now need, by how many minutes a bell moves; else empty.
    """

    day: int
    kind: ChangeKind
    whose: str
    days: int = 0
    value: str = ""

    def __post_init__(self) -> None:
        if self.day < 1:
            raise ValueError(f"day must be at least 1, not {self.day}.")
        if (self.kind in LASTING) != (self.days > 0):
            raise ValueError(f"days must be given, and only, where a change does not stay so, not {self.days}.")
        if (self.kind in _VALUED) != bool(self.value):
            raise ValueError(f"{self.kind} {'needs a' if self.kind in _VALUED else 'has no'} value.")
        if self.kind is ChangeKind.NEEDS:
            AssistantNeed(self.value)
        if self.kind is ChangeKind.BELL:
            int(self.value)

    def is_on(self, day: int) -> bool:
        """Say whether it is so on a day."""
        return self.day <= day and (self.days == 0 or day < self.day + self.days)


_VALUED = frozenset({ChangeKind.MOVES, ChangeKind.NEEDS, ChangeKind.BELL})


def spare_pupils(pupils: int, days: int) -> int:
    """Return how many pupils more are to be drawn for so many days of change."""
    return max(4, 2 * round(SPARE * pupils * days / 2) + 2)


def draw_days(problem: Problem, spare: Sequence[PupilId], days: int, seed: int) -> tuple[Change, ...]:
    """Return the changes of so many days to an authority, the same for the same arguments.

    Parameters
    ----------
    spare
        Who does not travel on day 0, :func:`spare_pupils` in number. The first half of them join; the second half
        never travel, and their homes are moved to.
    """
    return tuple(_Drawing(problem, [each for each in spare if each in problem.pupil], seed).changes(days))


def problem_on(problem: Problem, spare: Sequence[PupilId], changes: Iterable[Change], day: int) -> Problem:
    """Return the problem of one day: day 0 is as drawn, without the pupils who are to spare.

    Raises
    ------
    NoSuchRecordError
        A change names what the problem does not know.
    """
    on = [change for change in changes if change.is_on(day)]
    joined = {change.whose for change in on if change.kind is ChangeKind.JOINS}
    gone = {change.whose for change in on if change.kind in {ChangeKind.LEAVES, ChangeKind.ABSENT}}
    gone |= {each for each in spare if each not in joined}
    now = problem
    for change in on:
        if change.kind in _CHANGED:
            now = _CHANGED[change.kind](now, change)
    return leaving_out(now, {pupil for pupil in now.pupil if pupil in gone})


def promises_void(changes: Iterable[Change], problem: Problem, day: int) -> frozenset[PupilId]:
    """Return the pupils whose promised times a day's own changes make void: their home, their needs or their bell."""
    void: set[PupilId] = set()
    for change in changes:
        if change.day != day:
            continue
        if change.kind in {ChangeKind.JOINS, ChangeKind.MOVES, ChangeKind.NEEDS}:
            void.add(PupilId(change.whose))
        elif change.kind is ChangeKind.BELL:
            void.update(pupil.id for pupil in problem.pupils if pupil.school == change.whose)
    return frozenset(void)


def _moved(problem: Problem, change: Change) -> Problem:
    return _with_pupil(problem, change, home=PlaceId(change.value), pick_up_points=())


def _needing(problem: Problem, change: Change) -> Problem:
    needs = problem.pupil[PupilId(change.whose)].needs
    need = AssistantNeed(change.value)
    training = frozenset() if need is AssistantNeed.NONE else needs.training
    return _with_pupil(problem, change, needs=replace(needs, assistant=need, training=training))


def _with_pupil(problem: Problem, change: Change, **changed: object) -> Problem:
    pupils = (
        replace(each, **changed) if each.id == change.whose else each  # type: ignore[arg-type]  # as each caller says
        for each in problem.pupils
    )
    return replace(problem, pupils=tuple(pupils))


def _rung(problem: Problem, change: Change) -> Problem:
    by_s = 60 * int(change.value)
    schools = (
        replace(each, from_s=each.from_s + by_s, until_s=each.until_s + by_s) if each.id == change.whose else each
        for each in problem.schools
    )
    return replace(problem, schools=tuple(schools))


_CHANGED: dict[ChangeKind, Callable[[Problem, Change], Problem]] = {
    ChangeKind.MOVES: _moved,
    ChangeKind.NEEDS: _needing,
    ChangeKind.BELL: _rung,
    ChangeKind.VEHICLE_OUT: lambda problem, change: without_vehicle(problem, VehicleId(change.whose)),
    ChangeKind.ASSISTANT_OUT: lambda problem, change: without_assistant(problem, AssistantId(change.whose)),
}


class _Drawing:
    """Draws day after day, and remembers who is there and what is out."""

    def __init__(self, problem: Problem, spare: Sequence[PupilId], seed: int) -> None:
        self.problem, self.random = problem, np.random.default_rng((seed, 40))
        half = len(spare) // 2
        self.here = [pupil for pupil in problem.pupils if pupil.id not in spare]
        self.joining = list(spare[:half])
        self.homes = [problem.pupil[each].home for each in spare[half:]]
        self.records = len(self.here) + len(problem.vehicles) + len(problem.assistants)
        self.out: dict[str, int] = {}  # until which day somebody or something is out

    def changes(self, days: int) -> Iterator[Change]:
        kinds, shares = list(SHARES), list(SHARES.values())
        for day in range(1, days + 1):
            number = max(1, round(self.random.uniform(LEAST, MOST) * self.records))
            touched: set[str] = set()
            for kind in self.random.choice(len(kinds), size=number, p=shares):
                change = self._change(day, kinds[int(kind)])
                if change is not None and change.whose not in touched:
                    touched.add(change.whose)
                    self._note(change)
                    yield change

    def _change(self, day: int, kind: ChangeKind) -> Change | None:
        """Draw one change; None if there is nobody left for it."""
        if kind in LASTING:
            days = int(self.random.integers(1, LONGEST_DAYS + 1))
            whose = self._whose_turn(day, kind)
            return None if whose is None else Change(day, kind, whose, days)
        if kind is ChangeKind.JOINS:
            return Change(day, kind, self.joining.pop(0)) if self.joining else None
        if kind is ChangeKind.BELL:
            school: SchoolId = self._one([each.id for each in self.problem.schools])
            return Change(day, kind, school, value=str(self._one(BELL_MIN)))
        pupil: Pupil = self._one(self.here)
        if kind is ChangeKind.MOVES:
            return Change(day, kind, pupil.id, value=self.homes.pop(0)) if self.homes else None
        if kind is ChangeKind.NEEDS:
            need = AssistantNeed.NONE if pupil.needs.assistant is not AssistantNeed.NONE else AssistantNeed.SHARED
            return Change(day, kind, pupil.id, value=need.value)
        return Change(day, kind, pupil.id)

    def _whose_turn(self, day: int, kind: ChangeKind) -> str | None:
        everyone: dict[ChangeKind, Sequence[str]] = {
            ChangeKind.ABSENT: [each.id for each in self.here],
            ChangeKind.VEHICLE_OUT: [each.id for each in self.problem.vehicles],
            ChangeKind.ASSISTANT_OUT: [each.id for each in self.problem.assistants],
        }
        there = [each for each in everyone[kind] if self.out.get(each, 0) <= day]
        return self._one(there) if there else None

    def _one(self, among: Sequence[Any]) -> Any:
        return among[int(self.random.integers(len(among)))]

    def _note(self, change: Change) -> None:
        if change.kind in LASTING:
            self.out[change.whose] = change.day + change.days
        elif change.kind is ChangeKind.JOINS:
            self.here.append(self.problem.pupil[PupilId(change.whose)])
        elif change.kind in {ChangeKind.LEAVES, ChangeKind.MOVES, ChangeKind.NEEDS}:
            # who has changed once is left alone: a second change might contradict the first
            self.here = [each for each in self.here if each.id != change.whose]
