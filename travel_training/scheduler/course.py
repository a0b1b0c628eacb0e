"""The cheapest course of one trainee's term, whoever is their own trainer, by dynamic programming over the days.

The state is how many sessions have been held, and how many of them in the current week. Order, one session a day, the
most in a week, what is fixed, spacing, lateness and what is left out are exact; what a session costs on a day is given.
"""

import numpy as np
from numpy.typing import NDArray

from travel_training.scheduler.tables import Placed, Tables

Pence = NDArray[np.int64]
NEVER = 10**12
"""More than any timetable costs."""
MOST_A_WEEK = 7


class Course:
    """The cheapest courses of a trainee's term, one for each trainer who could be their own.

    Parameters
    ----------
    rows
        For each of the trainee's tasks, by day and own trainer (all of them, or some), what a session costs then.
    left_pence
        For each task, what a session costs that is left out.
    kept
        Sessions that stay, by their number in the course; None where one of a task may not be planned here.
    """

    def __init__(
        self,
        tables: Tables,
        trainee: int,
        rows: list[Pence],
        left_pence: list[int],
        kept: dict[int, Placed] | None = None,
    ) -> None:
        self.tables, self.trainee = tables, trainee
        tasks = [tables.tasks[number] for number in tables.chains[trainee]]
        self.task_of = [at for at, task in enumerate(tasks) for _ in task.ids]
        places = [task.fixed.get(index) for task in tasks for index in range(len(task.ids))]
        self.kept = {n: placed for n, placed in enumerate(places) if placed is not None} if kept is None else kept
        self.most = min(tables.a_week_at_most[trainee], MOST_A_WEEK)
        self.steps = self._steps(rows)
        self.is_open = list(np.any(self.steps < NEVER, axis=(0, 2)))
        self.weeks = self._week_pence()
        self.after_day: list[Pence] = []
        given_up = tables.told_count[trainee] * tables.problem.prices.given_up_pence
        self.pence: Pence = self._forward(rows, left_pence) + given_up

    def _forward(self, rows: list[Pence], left_pence: list[int]) -> Pence:
        tables, prices, total = self.tables, self.tables.problem.prices, len(self.task_of)
        kept_on = {placed.day: number for number, placed in self.kept.items()}
        own = rows[0].shape[1] if rows else len(tables.base)
        least = np.full((total + 1, self.most + 1, own), NEVER, dtype=np.int64)
        least[0, 0] = 0
        for day, week in enumerate(tables.week):
            if total and self.is_open[day]:
                least = self._day(least, day, kept_on.get(day))
            self.after_day.append(least)
            if day + 1 == len(tables.week) or tables.week[day + 1] != week:
                closed = np.minimum(NEVER, (least + self.weeks[week][:, :, None]).min(axis=1))
                least = np.full_like(least, NEVER)
                least[:, 0] = closed
        left = np.array([sum(left_pence[task] for task in self.task_of[n:]) for n in range(total + 1)], dtype=np.int64)
        left[:-1] += tables.problem.last_week * prices.week_later_pence
        self.ends: Pence = least[:, 0] + left[:, None]
        pence: Pence = self.ends.min(axis=0)
        return pence

    def _day(self, least: Pence, day: int, kept: int | None) -> Pence:
        """Return the state after a day: nothing, or the next session, or the one that stays on it."""
        after = least[:-1, :-1] + self.steps[:, day, None, :]
        fresh = least.copy()
        if kept is not None:
            fresh[:] = NEVER
            fresh[kept + 1, 1:] = np.minimum(NEVER, after[kept])
            return fresh
        if self.kept:
            after[list(self.kept)] = NEVER
        np.minimum(fresh[1:, 1:], after, out=fresh[1:, 1:])
        return fresh

    def _steps(self, rows: list[Pence]) -> Pence:
        """Return by session, day and own trainer what it costs; the last one says how late the end is."""
        if not self.task_of:
            return np.zeros((0, len(self.tables.week), 1), dtype=np.int64)
        steps: Pence = np.stack(rows)[self.task_of]
        steps[-1] += np.array(self.tables.week, dtype=np.int64)[:, None] * self.tables.problem.prices.week_later_pence
        return steps

    def _week_pence(self) -> list[Pence]:
        """Return for each week, by sessions held in all and in that week, what too many or too few of them cost."""
        tables, prices, total = self.tables, self.tables.problem.prices, len(self.task_of)
        wanted, held = tables.problem.trainees[self.trainee].a_week, np.arange(self.most + 1)
        crowded = np.maximum(0, held - wanted) * prices.week_crowded_pence
        thin = np.maximum(0, wanted - held) * prices.week_short_pence + (held == 0) * prices.week_without_pence
        so_far = np.arange(total + 1)[:, None]
        is_under_way = (so_far - held[None, :] >= 1) & (so_far < total)
        both = crowded[None, :] + is_under_way * thin[None, :]
        alone = np.broadcast_to(crowded[None, :], both.shape)
        return [both if can_come else alone for can_come in tables.can_come[self.trainee]]

    def days(self, trainer: int) -> list[tuple[int, int]]:
        """Return the sessions of the cheapest course with an own trainer: number and day of each, in order."""
        number = int(self.ends[:, trainer].argmin())
        found: list[tuple[int, int]] = []
        value, in_week = None, 0
        for day in range(len(self.tables.week) - 1, -1, -1):
            week, least = self.tables.week[day], self.after_day[day][:, :, trainer]
            if value is None or day + 1 == len(self.tables.week) or self.tables.week[day + 1] != week:
                in_week = int((least[number] + self.weeks[week][number]).argmin())
            value = int(least[number, in_week])
            before = self._before(day, trainer)
            if number in self._held_on(day) or before[number, in_week] != value:
                found.append((number - 1, day))
                number, in_week = number - 1, in_week - 1
        return found[::-1]

    def _held_on(self, day: int) -> set[int]:
        return {number + 1 for number, placed in self.kept.items() if placed.day == day}

    def _before(self, day: int, trainer: int) -> Pence:
        """Return the state before a day, after the week before has been closed if the day begins one."""
        blank = np.full_like(self.after_day[day][:, :, trainer], NEVER)
        if not day:
            blank[0, 0] = 0
            return blank
        least, week = self.after_day[day - 1][:, :, trainer], self.tables.week[day - 1]
        if week == self.tables.week[day]:
            return least
        blank[:, 0] = np.minimum(NEVER, (least + self.weeks[week]).min(axis=1))
        return blank
