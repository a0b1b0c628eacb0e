"""What a timetable costs, in pence, line by line: the one definition, to which every planner's arithmetic is held."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from travel_training.people import TraineeId, TrainerId
from travel_training.sessions import Trainee
from travel_training.term import TermProblem
from travel_training.timetable import Session, Timetable


@dataclass(frozen=True, slots=True)
class CostLine:
    """One thing that is not wished, whose it is (a trainee's or a trainer's), and its price."""

    what: str
    whose: TraineeId | TrainerId
    pence: int


def timetable_cost(problem: TermProblem, timetable: Timetable) -> int:
    """Return what a timetable costs in pence."""
    return sum(line.pence for line in cost_lines(problem, timetable))


def cost_lines(problem: TermProblem, timetable: Timetable) -> Iterator[CostLine]:
    """Yield every line of a timetable's cost."""
    for trainee in problem.trainees:
        yield from _trainee_lines(problem, timetable, trainee)
    for trainer, days in timetable.of_trainer.items():
        for sessions in days.values():
            minutes = travelled_minutes(problem, trainer, sessions)
            yield CostLine("travel", trainer, minutes * problem.prices.travel_minute_pence)
        contact = sum(session.minutes for sessions in days.values() for session in sessions)
        over = max(0, contact - problem.fair_minutes[trainer])
        yield CostLine("overload", trainer, over * problem.prices.overload_minute_pence)
    yield from _change_lines(problem, timetable)


def travelled_minutes(problem: TermProblem, trainer: TrainerId, sessions: tuple[Session, ...]) -> int:
    """Return a trainer's minutes on the way on one day: from the base, between the sessions, and back."""
    base = problem.trainer[trainer].base
    between = ((before.ends_at, after.begins_at) for before, after in pairwise(sessions))
    legs = ((base, sessions[0].begins_at), *between, (sessions[-1].ends_at, base))
    return sum(problem.travel_s(start, end) for start, end in legs) // 60


def _trainee_lines(problem: TermProblem, timetable: Timetable, trainee: Trainee) -> Iterator[CostLine]:
    """Yield what is not wished of one trainee's sessions.

    Training lasts from the week of the first session to the week of the last; to the end of the term where not all are
    planned. Weeks strictly between are judged by how often the trainee is trained, if they can come at all.
    """
    prices, own = problem.prices, timetable.own.get(trainee.id)
    sessions = timetable.of_trainee.get(trainee.id, ())
    left = trainee.count - len(sessions)
    yield CostLine("unplanned", trainee.id, left * prices.unplanned_pence)
    if trainee.trainer is not None and own != trainee.trainer:
        yield CostLine("other trainer", trainee.id, prices.other_trainer_pence)
    covered = sum(session.trainer != own for session in sessions)
    yield CostLine("cover", trainee.id, covered * prices.cover_pence)
    held = Counter(problem.week_of[session.day] for session in sessions)
    over = sum(max(0, times - trainee.a_week) for times in held.values())
    yield CostLine("week crowded", trainee.id, over * prices.week_crowded_pence)
    last = problem.last_week if left else max(held, default=0)
    yield CostLine("week later", trainee.id, last * prices.week_later_pence)
    if held:
        weeks = range(min(held) + 1, last + 1 if left else last)
        judged = [held[week] for week in weeks if problem.can_come(trainee, week)]
        yield CostLine("week without", trainee.id, judged.count(0) * prices.week_without_pence)
        short = sum(max(0, trainee.a_week - times) for times in judged)
        yield CostLine("week short", trainee.id, short * prices.week_short_pence)


def _change_lines(problem: TermProblem, timetable: Timetable) -> Iterator[CostLine]:
    """Yield a price for each appointment to come that does not hold, or holds on its day but not as it was."""
    for trainee, told in problem.appointments:
        same_day = [each for each in timetable.of_trainee.get(trainee, ()) if each.day == told.day]
        if any(holds(told, each) for each in same_day):
            continue
        if same_day:
            yield CostLine("moved", trainee, problem.prices.moved_pence)
        else:
            yield CostLine("given up", trainee, problem.prices.given_up_pence)


def holds(told: Session, now: Session) -> bool:
    """Say whether an appointment holds for those who were told of it: the day, the time, the way and the trainer."""
    return _appointment(told) == _appointment(now)


def _appointment(session: Session) -> tuple[object, ...]:
    return session.day, session.begins_s, session.begins_at, session.ends_at, session.trainer
