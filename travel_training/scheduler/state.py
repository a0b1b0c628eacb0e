"""A timetable in the making, by number: where each session is, and so what each trainer's days and weeks hold."""

from bisect import insort
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from travel_training.scheduler.tables import Opening, Placed, Tables, Task
from travel_training.term import MINUTE_S
from travel_training.timetable import OwnTrainer, Session, Timetable, Unplanned

Entry = tuple[int, int, int, int, int]
"""In a trainer's day: begins, ends, the places where, and the task; in the order of time."""


@dataclass(slots=True)
class State:
    """Where each session of each task is, and who each trainee's own trainer is.

    Parameters
    ----------
    held
        By task, each of its sessions in order; None where it is unplanned.
    agenda
        By trainer and day, what they have on.
    minutes
        By trainer and week, the minutes of contact.
    met
        By trainee, how many of their sessions each trainer holds; those whom they had before count once.
    travel_pence
        What all travel costs.
    day_plans, is_cut
        The plans of days that have been listed, and whether any list had to be cut short.
    """

    tables: Tables
    own: list[int | None]
    held: list[list[Placed | None]] = field(init=False)
    agenda: list[list[list[Entry]]] = field(init=False)
    minutes: list[list[int]] = field(init=False)
    met: list[Counter[int]] = field(init=False)
    travel_pence: int = 0
    day_plans: dict[Any, Any] = field(default_factory=dict)
    is_cut: bool = False

    def __post_init__(self) -> None:
        tables, problem = self.tables, self.tables.problem
        number = {trainer.id: n for n, trainer in enumerate(problem.trainers)}
        self.held = [[None] * len(task.ids) for task in tables.tasks]
        self.agenda = [[[] for _ in tables.week] for _ in tables.base]
        self.minutes = [[0] * len(problem.weeks) for _ in tables.base]
        had = [tables.heard.meets.get(each.id, (0, frozenset()))[1] for each in problem.trainees]
        self.met = [Counter(number.get(name, -1 - n) for n, name in enumerate(sorted(names))) for names in had]
        for task_number, task in enumerate(tables.tasks):
            for index, placed in task.fixed.items():
                self.put(task_number, index, placed)

    def put(self, task_number: int, index: int, placed: Placed) -> None:
        """Hold a session."""
        task = self.tables.tasks[task_number]
        self.held[task_number][index] = placed
        agenda = self.agenda[placed.trainer][placed.day]
        self.travel_pence -= self.way_pence(placed.trainer, agenda)
        insort(agenda, _entry(task_number, task, placed))
        self.travel_pence += self.way_pence(placed.trainer, agenda)
        self.minutes[placed.trainer][self.tables.week[placed.day]] += task.minutes
        for member in task.members:
            self.met[member][placed.trainer] += 1

    def take(self, task_number: int, index: int) -> Placed:
        """Hold a session no longer, and return where it was."""
        task, placed = self.tables.tasks[task_number], self.held[task_number][index]
        if placed is None:
            raise ValueError("a session that is not held cannot be taken out.")
        self.held[task_number][index] = None
        agenda = self.agenda[placed.trainer][placed.day]
        self.travel_pence -= self.way_pence(placed.trainer, agenda)
        agenda.remove(_entry(task_number, task, placed))
        self.travel_pence += self.way_pence(placed.trainer, agenda)
        self.minutes[placed.trainer][self.tables.week[placed.day]] -= task.minutes
        for member in task.members:
            self.met[member][placed.trainer] -= 1
        return placed

    def way_pence(self, trainer: int, agenda: list[Entry]) -> int:
        """Return what a trainer's way through a day costs."""
        if not agenda:
            return 0
        travel_s, base = self.tables.travel_s, self.tables.base[trainer]
        seconds = travel_s[base][agenda[0][2]] + travel_s[agenda[-1][3]][base]
        seconds += sum(travel_s[before[3]][after[2]] for before, after in pairwise(agenda))
        return seconds // MINUTE_S * self.tables.problem.prices.travel_minute_pence

    def sequence(self, trainee: int) -> Iterator[tuple[int, int, Placed | None]]:
        """Yield task, index and place of each session of a trainee, in order."""
        for task in self.tables.chains[trainee]:
            for index, placed in enumerate(self.held[task]):
                yield task, index, placed

    def may_train(self, trainee: int, trainer: int, day: int) -> bool:
        """Say whether a trainer may have a session with a trainee on a day, as far as whom they know goes."""
        tables, own, name = self.tables, self.own[trainee], self.tables.problem.trainees[trainee].id
        if trainer not in tables.able[trainee]:
            return False
        if name in tables.heard.loyal and trainer != own and (own is None or not tables.is_away[own][day]):
            return False
        most = tables.heard.meets.get(name, (len(tables.base) + 1, frozenset()))[0]
        met = {each for each, times in self.met[trainee].items() if times}
        return trainer in met or len(met) < most

    def gaps(self, task: Task, opening: Opening, trainer: int) -> list[tuple[int, int, int]]:
        """Return from when to when a session could begin between what a trainer has on, and the travel it adds."""
        spot, first_s, last_s = opening
        travel_s, base = self.tables.travel_s, self.tables.base[trainer]
        agenda, found = self.agenda[trainer][spot.day], []
        come, over_s = base, 0
        for then_s, ends_s, start, end, _ in agenda:
            earliest_s = max(first_s, self.tables.stepped(over_s + travel_s[come][spot.start])) if over_s else first_s
            latest_s = min(last_s, then_s - travel_s[spot.end][start] - task.lasts_s)
            if earliest_s <= latest_s:
                added_s = travel_s[come][spot.start] + travel_s[spot.end][start] - travel_s[come][start]
                found.append((earliest_s, latest_s, added_s))
            come, over_s = end, ends_s
        earliest_s = max(first_s, self.tables.stepped(over_s + travel_s[come][spot.start])) if over_s else first_s
        if earliest_s <= last_s:
            added_s = travel_s[come][spot.start] + travel_s[spot.end][base] - (travel_s[come][base] if over_s else 0)
            found.append((earliest_s, last_s, added_s))
        return found

    def has_room(self, task: Task, trainer: int, day: int) -> bool:
        """Say whether a trainer's week has room for one more session."""
        limit = self.tables.heard.contact.get(self.tables.problem.trainers[trainer].id)
        return limit is None or self.minutes[trainer][self.tables.week[day]] + task.minutes <= limit


def _entry(task_number: int, task: Task, placed: Placed) -> Entry:
    return placed.begins_s, placed.begins_s + task.lasts_s, placed.start, placed.end, task_number


def timetable_of(state: State, reason: dict[int, str] | None = None) -> Timetable:
    """Return the timetable that has been made; ``reason`` says by task why something of it is unplanned."""
    tables, problem = state.tables, state.tables.problem
    sessions, unplanned = [], []
    for task_number, (task, held) in enumerate(zip(tables.tasks, state.held, strict=True)):
        for id_, placed in zip(task.ids, held, strict=True):
            if placed is None:
                unplanned.append(Unplanned(id=id_, reason=(reason or {}).get(task_number, "not planned yet")))
                continue
            wanted = problem.wanted[id_]
            sessions.append(
                Session(
                    id=id_,
                    day=problem.days[placed.day],
                    begins_s=placed.begins_s,
                    ends_s=placed.begins_s + task.lasts_s,
                    trainer=problem.trainers[placed.trainer].id,
                    stage=wanted.stage,
                    trainees=wanted.trainees,
                    begins_at=problem.travel.places[placed.start],
                    ends_at=problem.travel.places[placed.end],
                )
            )
    own = _own(state)
    sessions.sort(key=lambda each: (each.day, each.begins_s, each.trainer, each.id))
    return Timetable(sessions=tuple(sessions), unplanned=tuple(unplanned), trainers=own)


def _own(state: State) -> tuple[OwnTrainer, ...]:
    trainees, trainers = state.tables.problem.trainees, state.tables.problem.trainers
    return tuple(
        OwnTrainer(trainee=trainee.id, trainer=trainers[own].id)
        for trainee, own in zip(trainees, state.own, strict=True)
        if own is not None
    )
