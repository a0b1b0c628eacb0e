"""What a timetable in the making costs: the sum of ``travel_training.timetable_cost``, by number and in parts."""

from collections import Counter

from travel_training.scheduler.state import State


def total_pence(state: State) -> int:
    """Return what the whole of it costs."""
    trainees = range(len(state.tables.chains))
    return state.travel_pence + overload_pence(state) + sum(trainee_pence(state, trainee) for trainee in trainees)


def overload_pence(state: State) -> int:
    """Return what minutes above the fair shares cost."""
    problem = state.tables.problem
    fair = (problem.fair_minutes[each.id] for each in problem.trainers)
    over = sum(max(0, sum(weeks) - share) for weeks, share in zip(state.minutes, fair, strict=True))
    return over * problem.prices.overload_minute_pence


def trainee_pence(state: State, trainee: int) -> int:
    """Return what one trainee's sessions cost, travel and load left out."""
    tables, own = state.tables, state.own[trainee]
    prices, record = tables.problem.prices, tables.problem.trainees[trainee]
    held = [placed for *_, placed in state.sequence(trainee) if placed is not None]
    weeks = Counter(tables.week[placed.day] for placed in held)
    left = record.count - len(held)
    last = tables.problem.last_week if left else max(weeks, default=0)
    pence = left * prices.unplanned_pence + last * prices.week_later_pence
    if record.trainer is not None and (own is None or tables.problem.trainers[own].id != record.trainer):
        pence += prices.other_trainer_pence
    pence += prices.cover_pence * sum(placed.trainer != own for placed in held)
    pence += prices.week_crowded_pence * sum(max(0, times - record.a_week) for times in weeks.values())
    if weeks:
        for week in range(min(weeks) + 1, last + 1 if left else last):
            if tables.can_come[trainee][week]:
                pence += prices.week_without_pence * (not weeks[week])
                pence += prices.week_short_pence * max(0, record.a_week - weeks[week])
    pence += sum(tables.change_pence(trainee, placed) for placed in held)
    return pence + tables.told_count[trainee] * prices.given_up_pence
