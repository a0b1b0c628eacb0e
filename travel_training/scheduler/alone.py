"""What each trainee's term costs at least with each trainer, as if they were alone with them: the ground of the bound.

Left out are what trainees want of one trainer at once: one place at a time, the weekly limit, the group's one time, how
many trainers one meets. Everything else is exact, for each trainee and trainer, by dynamic programming over the days.
Travel is counted by potentials: every leg of a trainer's day costs at least what its two ends are charged
(``charges``), so that the charges of the sessions of a day add up to no more than the day's travel.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from travel_training.scheduler.course import NEVER, Course, Pence
from travel_training.scheduler.tables import Placed, Spot, Tables, Task
from travel_training.term import MINUTE_S

Shape = tuple[int, int, int, int, int]
"""Of a session as travel sees it: weekday, from when to when it may begin, how long, and in the table its number."""


@dataclass(frozen=True, slots=True)
class Charges:
    """By weekday, each distinct session with what it is charged for the way to it and from it, by trainer."""

    number: dict[tuple[int, int, int, int, int, int], int]
    seconds: tuple[Pence, ...]

    def of(self, weekday: int, spot: Spot, lasts_s: int) -> NDArray[np.int64]:
        """Return the seconds that a session there is charged with each trainer."""
        key = (weekday, spot.from_s, spot.until_s, lasts_s, spot.start, spot.end)
        row: NDArray[np.int64] = self.seconds[weekday][self.number[key]]
        return row


def charges(tables: Tables) -> Charges:
    """Return what sessions are charged, so that a day's charges are no more than the day's travel.

    The way to a session is charged the shortest leg by which it can be reached, from the base or a session that can be
    over in time; the way from it what is left of the shortest leg by which it can be left, once the other end has
    been charged.
    """
    number: dict[tuple[int, int, int, int, int, int], int] = {}
    rows: list[list[tuple[int, int, int, int, int]]] = [[] for _ in range(7)]
    for weekday, spot, lasts_s in _every_spot(tables):
        key = (weekday, spot.from_s, spot.until_s, lasts_s, spot.start, spot.end)
        if key not in number:
            number[key] = len(rows[weekday])
            rows[weekday].append((spot.from_s, spot.until_s, lasts_s, spot.start, spot.end))
    travel_s = np.array(tables.travel_s, dtype=np.int64)
    is_single = len(tables.heard.single) == len(tables.base)
    return Charges(number, tuple(_charged(tables, travel_s, of_day, is_single=is_single) for of_day in rows))


def _every_spot(tables: Tables) -> Iterator[tuple[int, Spot, int]]:
    for task in tables.tasks:
        for spot in task.spots:
            yield tables.problem.days[spot.day].weekday(), spot, task.lasts_s
        for placed in task.fixed.values():
            yield tables.problem.days[placed.day].weekday(), _as_spot(placed), task.lasts_s


def _as_spot(placed: Placed) -> Spot:
    return Spot(placed.day, placed.begins_s, placed.begins_s, placed.start, placed.end)


def _charged(
    tables: Tables, travel_s: Pence, of_day: list[tuple[int, int, int, int, int]], *, is_single: bool
) -> Pence:
    """Return the charge of each session of a weekday with each trainer."""
    if not of_day:
        return np.zeros((0, len(tables.base)), dtype=np.int64)
    from_s, until_s, lasts_s, start, end = (np.array(column, dtype=np.int64) for column in zip(*of_day, strict=True))
    base = np.array(tables.base, dtype=np.int64)
    leg_s = travel_s[end][:, start]
    over_s = from_s + lasts_s if is_single else from_s
    in_time = over_s[:, None] + (leg_s if is_single else 0) <= until_s[None, :]
    legs_s = np.where(in_time, leg_s, NEVER)
    to_s = np.minimum(travel_s[base][:, start], legs_s.min(axis=0)[None, :])
    from_it_s = np.empty_like(to_s)
    for trainer, place in enumerate(base):
        left_s = (legs_s - to_s[trainer][None, :]).min(axis=1)
        from_it_s[trainer] = np.minimum(travel_s[end][:, place], left_s)
    charged: Pence = (to_s + from_it_s).T
    return charged


def alone_pence(tables: Tables) -> Pence:
    """Return what each trainee costs at least with each trainer as their own; ``NEVER`` where that cannot be."""
    charged = charges(tables)
    count = len(tables.base)
    found = np.full((len(tables.chains), count), NEVER, dtype=np.int64)
    for trainee, able in enumerate(tables.able):
        if able:
            rows = [_day_pence(tables, charged, trainee, task) for task in tables.chains[trainee]]
            pence = Course(tables, trainee, rows, _left_pence(tables, trainee)).pence
            known = tables.problem.trainees[trainee].trainer
            for trainer in able:
                is_known = known is None or tables.problem.trainers[trainer].id == known
                other = 0 if is_known else tables.problem.prices.other_trainer_pence
                found[trainee, trainer] = pence[trainer] + other
    return found


def missing_pence(tables: Tables, task: Task) -> int:
    """Return by how much a trainer's overload can fall at most where one session of a trainee is not theirs."""
    share = -(-task.minutes // len(task.members))
    return share * tables.problem.prices.overload_minute_pence


def _day_pence(tables: Tables, charged: Charges, trainee: int, number: int) -> Pence:
    """Return by day and own trainer what a session of a task costs at least on that day, its changes included."""
    task, prices = tables.tasks[number], tables.problem.prices
    found = np.full((len(tables.week), len(tables.base)), NEVER, dtype=np.int64)
    cover = prices.cover_pence - missing_pence(tables, task)
    is_loyal = tables.problem.trainees[trainee].id in tables.heard.loyal
    fixed = [(_as_spot(placed), placed) for placed in task.fixed.values()]
    for spot, at in (*((spot, None) for spot in task.spots), *fixed):
        weekday = tables.problem.days[spot.day].weekday()
        seconds = charged.of(weekday, spot, task.lasts_s)
        direct = np.full(len(tables.base), NEVER, dtype=np.int64)
        for trainer in tables.able[trainee] if at is None else (at.trainer,):
            span = tables.begins(task, spot, trainer) if at is None else (spot.from_s, spot.from_s)
            if span is not None:
                travel = int(seconds[trainer]) // MINUTE_S * prices.travel_minute_pence // len(task.members)
                direct[trainer] = travel + _best_change(tables, trainee, spot, trainer, span)
        if direct.min() >= NEVER:
            continue
        covered = int(direct.min()) + cover
        away = np.array([row[spot.day] for row in tables.is_away]) | (at is not None) | (not is_loyal)
        best = np.where(away, np.minimum(direct, covered), direct)
        found[spot.day] = np.minimum(found[spot.day], best)
    return found


def _best_change(tables: Tables, trainee: int, spot: Spot, trainer: int, span: tuple[int, int]) -> int:
    """Return the least that a session with a trainer, begun in a span, adds to the price of changes."""
    told = tables.told.get((trainee, spot.day), ())
    if not told:
        return 0
    begins = {span[0], *(each.begins_s for each in told if span[0] <= each.begins_s <= span[1])}
    return min(
        tables.change_pence(trainee, Placed(spot.day, trainer, begins_s, spot.start, spot.end)) for begins_s in begins
    )


def _left_pence(tables: Tables, trainee: int) -> list[int]:
    """Return by task what a session costs that is left out, less what it can take from an overload."""
    price = tables.problem.prices.unplanned_pence
    return [price - missing_pence(tables, tables.tasks[number]) for number in tables.chains[trainee]]
