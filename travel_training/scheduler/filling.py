"""A first timetable, week by week: what families were told of, then everyone's next session where it costs least.

It is quick and honest, never clever: what it leaves out or puts badly, the pieces mend.
"""

from collections.abc import Iterator
from itertools import chain

from travel_training.scheduler.state import State
from travel_training.scheduler.tables import Opening, Placed, Tables, Task
from travel_training.term import MINUTE_S


def fill(state: State, share: float = 1.0) -> None:
    """Put in whatever is not held yet and can be, the sessions of each trainee in order.

    In each week those come first whom every week without a session would leave short, then those under way, then those
    who have not begun. To begin later costs less than to rest half-way: so a trainer takes on no more trainees at once
    than would fill a share of their weeks, as long as all can still be held.
    """
    trainees = range(len(state.tables.chains))
    for week in range(len(state.tables.problem.weeks)):
        for is_told in (True, False):
            for trainee in sorted(trainees, key=lambda each: _urgency(state, each, week)):
                if is_told or _urgency(state, trainee, week)[0] < NOT_BEGUN or _has_time(state, trainee, week, share):
                    while _put_next(state, trainee, week, is_told=is_told):
                        pass


URGENT, UNDER_WAY, NOT_BEGUN = range(3)
WAYS_A_DAY = 2
"""Journeys are made in the morning and in the afternoon: so many sessions on the way fit into a trainer's day."""


def _urgency(state: State, trainee: int, week: int) -> tuple[int, int]:
    """Return a trainee's turn in a week: the smaller, the sooner."""
    held = [placed for *_, placed in state.sequence(trainee)]
    left = held.count(None)
    come = sum(state.tables.can_come[trainee][week:]) * state.tables.problem.trainees[trainee].a_week
    if left >= come:
        return URGENT, come - left
    return (UNDER_WAY if left < len(held) else NOT_BEGUN), come - left


def _has_time(state: State, trainee: int, week: int, share: float) -> bool:
    """Say whether a trainee's own trainer has not taken on too many already."""
    tables, own = state.tables, state.own[trainee]
    if own is None:
        return False
    work = sum(hours is not None for hours, at in zip(tables.hours[own], tables.week, strict=True) if at == week)
    taken = 0
    for other, theirs in enumerate(state.own):
        if theirs == own:
            held = [placed for *_, placed in state.sequence(other)]
            if None in held and any(placed is not None for placed in held):
                taken += tables.problem.trainees[other].a_week
    return taken < share * WAYS_A_DAY * work


def _put_next(state: State, trainee: int, week: int, *, is_told: bool) -> bool:
    """Put in a trainee's next session in a week, where it costs least; say whether it was."""
    found = _next_session(state, trainee)
    if found is None:
        return False
    number, index = found
    task = state.tables.tasks[number]
    if not all(_may_come(state, member, number, index, week) for member in task.members):
        return False
    from_day, until_day = _days(state, task, number, index)
    options = [
        option
        for trainer, openings in enumerate(state.tables.openings[number])
        for opening in openings
        if state.tables.week[opening[0].day] == week and from_day < opening[0].day < until_day
        for option in placings(state, task, opening, trainer, is_told=is_told)
    ]
    if not options:
        return False
    state.put(number, index, min(options, key=lambda each: (each[0], each[1].day, each[1].begins_s))[1])
    return True


def _next_session(state: State, trainee: int) -> tuple[int, int] | None:
    return next(((number, index) for number, index, placed in state.sequence(trainee) if placed is None), None)


def _may_come(state: State, member: int, number: int, index: int, week: int) -> bool:
    """Say whether a session is a trainee's next one, and their week has room for it."""
    if _next_session(state, member) != (number, index):
        return False
    tables = state.tables
    in_week = sum(placed is not None and tables.week[placed.day] == week for *_, placed in state.sequence(member))
    most = min(tables.a_week_at_most[member], tables.problem.trainees[member].a_week)
    return in_week < most


def _days(state: State, task: Task, number: int, index: int) -> tuple[int, int]:
    """Return the last day before and the first day after which a session may not be, for all its trainees."""
    before, after = -1, len(state.tables.week)
    for member in task.members:
        is_before = True
        for other, at, placed in state.sequence(member):
            if (other, at) == (number, index):
                is_before = False
            elif placed is not None and is_before:
                before = max(before, placed.day)
            elif placed is not None:
                after = min(after, placed.day)
    return before, after


def placings(
    state: State, task: Task, opening: Opening, trainer: int, *, is_told: bool
) -> Iterator[tuple[int, Placed]]:
    """Yield where a session could be put at a spot with a trainer, each with what it adds to the cost.

    If ``is_told``, only where it keeps an appointment just as the trainees were told of it.
    """
    tables, prices, spot = state.tables, state.tables.problem.prices, opening[0]
    told = list(chain.from_iterable(tables.told.get((each, spot.day), ()) for each in task.members))
    if is_told and not told:
        return
    if not all(state.may_train(member, trainer, spot.day) for member in task.members):
        return
    if not state.has_room(task, trainer, spot.day):
        return
    covered = sum(state.own[member] != trainer for member in task.members) * prices.cover_pence
    for earliest_s, latest_s, travel_s in state.gaps(task, opening, trainer):
        wished = [each.begins_s for each in told if earliest_s <= each.begins_s <= latest_s]
        for begins_s in dict.fromkeys((earliest_s, *wished)):
            placed = Placed(spot.day, trainer, begins_s, spot.start, spot.end)
            if is_told and placed not in told:
                continue
            changes = sum(tables.change_pence(member, placed) for member in task.members)
            yield travel_s // MINUTE_S * prices.travel_minute_pence + covered + changes, placed


def why_left_out(tables: Tables, state: State) -> dict[int, str]:
    """Return by task why something of it is unplanned, in a sentence for the coordinator."""
    found: dict[int, str] = {}
    for number, task in enumerate(tables.tasks):
        if None not in state.held[number]:
            continue
        able = set.intersection(*(set(tables.able[member]) for member in task.members))
        earlier = [
            other for member in task.members for other in tables.chains[member] if other != number and other in found
        ]
        if not able:
            found[number] = "no trainer has the skills"
        elif not any(tables.openings[number]):
            found[number] = "no day on which school, trainee and a trainer have time"
        elif earlier:
            found[number] = "an earlier session is left out"
        else:
            found[number] = "no room left in the term with a trainer whom the trainee may have"
    return found
