"""The best answer of one trainee to everyone else's timetable: their whole term put in anew, where it costs least."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from travel_training.scheduler.course import NEVER, Course, Pence
from travel_training.scheduler.state import State
from travel_training.scheduler.tables import Opening, Placed, Task
from travel_training.term import MINUTE_S


@dataclass(slots=True)
class _Offers:
    """What sessions of one task cost, by day and own trainer, and where they then are."""

    pence: Pence
    placed: dict[tuple[int, int], Placed] = field(default_factory=dict)
    cover: dict[int, int] = field(default_factory=dict)


def take_out(state: State, trainee: int) -> list[tuple[int, int, Placed]]:
    """Take out every session that a trainee has for themselves, but for what is fixed, and return them."""
    taken = []
    for number in state.tables.chains[trainee]:
        task = state.tables.tasks[number]
        if len(task.members) > 1:
            continue
        for index, placed in enumerate(state.held[number]):
            if placed is not None and index not in task.fixed:
                taken.append((number, index, state.take(number, index)))
    return taken


def respond(state: State, trainee: int, candidates: list[int]) -> bool:
    """Put in a trainee's own sessions anew, where they cost least, with the best of some as their own trainer.

    The trainee's own sessions have been taken out before. Returns whether it could be done as it was worked out; if not
    (the sessions together break a weekly limit, or meet too many trainers), nothing is put in.
    """
    tables, prices = state.tables, state.tables.problem.prices
    chain = tables.chains[trainee]
    if not chain or not candidates:
        return True
    offers = [_offers(state, trainee, number, candidates) for number in chain]
    sequence = list(state.sequence(trainee))
    kept = {n: placed for n, (*_, placed) in enumerate(sequence) if placed is not None}
    left = [prices.unplanned_pence] * len(chain)
    course = Course(tables, trainee, [each.pence for each in offers], left, kept)
    known = tables.problem.trainees[trainee].trainer
    other = [
        0 if known is None or tables.problem.trainers[each].id == known else prices.other_trainer_pence
        for each in candidates
    ]
    at = int((course.pence + np.array(other)).argmin())
    if course.pence[at] >= NEVER:
        return False
    state.own[trainee] = candidates[at]
    done: list[tuple[int, int]] = []
    for n, day in course.days(at):
        if n in kept:
            continue
        number, index, _ = sequence[n]
        offered = offers[chain.index(number)]
        trainer = candidates[at] if (day, candidates[at]) in offered.placed else offered.cover[day]
        if not state.may_train(trainee, trainer, day) or not state.has_room(tables.tasks[number], trainer, day):
            for each in done:
                state.take(*each)
            return False
        state.put(number, index, offered.placed[day, trainer])
        done.append((number, index))
    return True


def _offers(state: State, trainee: int, number: int, candidates: list[int]) -> _Offers:
    """Return what sessions of a task cost on each day with each own trainer."""
    tables, task = state.tables, state.tables.tasks[number]
    offers = _Offers(np.full((len(tables.week), len(candidates)), NEVER, dtype=np.int64))
    for placed in state.held[number]:
        if placed is not None:
            offers.pence[placed.day] = _kept_pence(state, trainee, placed, candidates)
    if None not in state.held[number] or len(task.members) > 1:
        return offers
    is_loyal = tables.problem.trainees[trainee].id in tables.heard.loyal
    overload = _overload_pence(state, task)
    cheapest: dict[tuple[int, int], int] = {}
    away = [not is_loyal or any(tables.is_away[own][day] for own in candidates) for day in range(len(tables.week))]
    for trainer, openings in enumerate(tables.openings[number]):
        if trainer in candidates or any(away):
            for opening in openings:
                day = opening[0].day
                if (trainer in candidates or away[day]) and state.has_room(task, trainer, day):
                    for placed, pence in _placings(state, trainee, task, opening, trainer):
                        if pence + overload[trainer] < cheapest.get((day, trainer), NEVER):
                            cheapest[day, trainer] = pence + overload[trainer]
                            offers.placed[day, trainer] = placed
    _fill_in(state, offers, cheapest, candidates, is_loyal=is_loyal)
    return offers


def _placings(state: State, trainee: int, task: Task, opening: Opening, trainer: int) -> Iterator[tuple[Placed, int]]:
    """Yield where a session could be put at a spot, as soon as can be or as the trainee was told, and what it adds."""
    tables, spot = state.tables, opening[0]
    told = tables.told.get((trainee, spot.day), ())
    for earliest_s, latest_s, travel_s in state.gaps(task, opening, trainer):
        pence = travel_s // MINUTE_S * tables.problem.prices.travel_minute_pence
        wished = [each.begins_s for each in told if earliest_s < each.begins_s <= latest_s]
        for begins_s in (earliest_s, *wished):
            placed = Placed(spot.day, trainer, begins_s, spot.start, spot.end)
            yield placed, pence + (tables.change_pence(trainee, placed) if told else 0)


def _fill_in(
    state: State, offers: _Offers, cheapest: dict[tuple[int, int], int], candidates: list[int], *, is_loyal: bool
) -> None:
    """Write down for each day what a session costs with each own trainer: theirs, or cover where they are away."""
    tables, cover_pence = state.tables, state.tables.problem.prices.cover_pence
    covers: dict[int, int] = {}
    for (day, trainer), pence in cheapest.items():
        if pence < covers.get(day, NEVER):
            covers[day], offers.cover[day] = pence, trainer
        if trainer in candidates:
            at = candidates.index(trainer)
            offers.pence[day, at] = min(offers.pence[day, at], pence)
    for day, pence in covers.items():
        for at, own in enumerate(candidates):
            if (day, own) not in cheapest and (not is_loyal or tables.is_away[own][day]):
                offers.pence[day, at] = min(offers.pence[day, at], pence + cover_pence)


def _kept_pence(state: State, trainee: int, placed: Placed, candidates: list[int]) -> list[int]:
    """Return what a session that stays costs with each own trainer."""
    tables = state.tables
    is_loyal = tables.problem.trainees[trainee].id in tables.heard.loyal
    changes = tables.change_pence(trainee, placed)
    found = []
    for own in candidates:
        if own == placed.trainer:
            found.append(changes)
        elif tables.is_past[placed.day] or not is_loyal or tables.is_away[own][placed.day]:
            found.append(changes + tables.problem.prices.cover_pence)
        else:
            found.append(NEVER)
    return found


def _overload_pence(state: State, task: Task) -> list[int]:
    """Return by trainer what one session more adds to the price of overload."""
    problem = state.tables.problem
    price = problem.prices.overload_minute_pence
    room = (
        sum(weeks) - problem.fair_minutes[each.id] for weeks, each in zip(state.minutes, problem.trainers, strict=True)
    )
    return [min(task.minutes, max(0, over + task.minutes)) * price for over in room]
