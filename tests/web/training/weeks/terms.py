"""A planner by hand for small terms: each trainee once a week, in the order of the programme, in their first window."""

from travel_training.sessions import Trainee
from travel_training.term import TermProblem, Wanted
from travel_training.timetable import OwnTrainer, Session, Timetable, Unplanned


def plan_by_hand(problem: TermProblem) -> Timetable:
    """Return a timetable of a term in which everyone has a trainer of their own; what does not fit is left out."""
    sessions: list[Session] = []
    unplanned: list[Unplanned] = []
    for trainee in problem.trainees:
        for number, wanted in enumerate(problem.wanted_of[trainee.id]):
            if wanted.id in {each.id for each in sessions}:
                continue
            held = _session(problem, trainee, wanted, number)
            if held is None:
                unplanned.append(Unplanned(id=wanted.id, reason="the term is too short"))
            else:
                sessions.append(held)
    own = tuple(OwnTrainer(trainee=each.id, trainer=each.trainer) for each in problem.trainees if each.trainer)
    return Timetable(sessions=tuple(sessions), unplanned=tuple(unplanned), trainers=own, pence=0)


def _session(problem: TermProblem, trainee: Trainee, wanted: Wanted, number: int) -> Session | None:
    window = next(each for each in trainee.windows if wanted.setting in each.settings)
    days = [day for day in sorted(problem.school_days[trainee.school]) if day.weekday() == window.weekday]
    days = [day for day in days if trainee.is_there(day)]
    if number >= len(days) or trainee.trainer is None:
        return None
    day = days[number]
    begins_s = window.until_s - 60 * wanted.minutes
    return Session(
        id=wanted.id,
        day=day,
        begins_s=begins_s,
        ends_s=window.until_s,
        trainer=trainee.trainer,
        stage=wanted.stage,
        trainees=wanted.trainees,
        begins_at=window.begins_at,
        ends_at=window.ends_at,
    )
