"""What a trainer's weeks keep to: hours, leave, one place at a time, the weekly limit, skills, and whom they train."""

from collections.abc import Iterator
from itertools import groupby, pairwise

from travel_training.rules.reading import clock, listed, said, said_day
from travel_training.rules.rule import Model, Postable, Violation
from travel_training.sessions import Trainee, Trainer
from travel_training.term import MINUTE_S, TermProblem, monday
from travel_training.timetable import Session, Timetable


class TrainersKeepTheirHours(Postable):
    """A trainer sets out from the base and is back there within their hours."""

    source = "The trainer's terms of employment"

    def post(self, problem: TermProblem, model: Model) -> None:
        for trainer in problem.trainers:
            model.works_within(trainer.id, trainer.hours)

    def broken(self, problem: TermProblem, timetable: Timetable) -> Iterator[Violation]:
        for name, days in timetable.of_trainer.items():
            trainer = problem.trainer[name]
            for sessions in days.values():
                if wrong := _beyond_hours(problem, trainer, sessions):
                    yield self.violation(f"{name} on {said_day(sessions[0].day)} {wrong}", sessions)


def _beyond_hours(problem: TermProblem, trainer: Trainer, sessions: tuple[Session, ...]) -> str | None:
    hours = trainer.hours_on(sessions[0].day)
    if hours is None:
        return "does not work"
    leaves_s = min(each.begins_s - problem.travel_s(trainer.base, each.begins_at) for each in sessions)
    back_s = max(each.ends_s + problem.travel_s(each.ends_at, trainer.base) for each in sessions)
    if leaves_s < hours.from_s:
        return f"must set out {(hours.from_s - leaves_s) // MINUTE_S} minutes before {clock(hours.from_s)}"
    if back_s > hours.until_s:
        return f"is back {(back_s - hours.until_s) // MINUTE_S} minutes after {clock(hours.until_s)}"
    return None


class TrainersAreThere(Postable):
    """A trainer who is on leave or ill has no session."""

    source = "The trainer's leave and absence"

    def post(self, problem: TermProblem, model: Model) -> None:
        for trainer in problem.trainers:
            model.away_on(trainer.id, trainer.away)

    def broken(self, problem: TermProblem, timetable: Timetable) -> Iterator[Violation]:
        for session in timetable.sessions:
            if session.day in problem.trainer[session.trainer].away:
                yield self.violation(f"{said(session)}: {session.trainer} is away", [session])


class TrainersAreInOnePlace(Postable):
    """A trainer is in one session at a time, with time to travel from one to the next."""

    source = "No one can be in two places"

    def post(self, problem: TermProblem, model: Model) -> None:
        for trainer in problem.trainers:
            model.one_at_a_time(trainer.id)

    def broken(self, problem: TermProblem, timetable: Timetable) -> Iterator[Violation]:
        for name, days in timetable.of_trainer.items():
            for sessions in days.values():
                for before, after in pairwise(sessions):
                    short_s = before.ends_s + problem.travel_s(before.ends_at, after.begins_at) - after.begins_s
                    if short_s > 0:
                        short = f"{short_s // MINUTE_S} minutes too soon"
                        yield self.violation(f"{name}: {said(after)} after {before.id}, {short}", [before, after])


class TrainersKeepTheirWeeklyLimit(Postable):
    """A trainer is with trainees for no more of a week than was agreed."""

    source = "The trainer's terms of employment: time to prepare, to write down and to travel"

    def post(self, problem: TermProblem, model: Model) -> None:
        for trainer in problem.trainers:
            model.contact_at_most(trainer.id, trainer.weekly_limit_minutes)

    def broken(self, problem: TermProblem, timetable: Timetable) -> Iterator[Violation]:
        for name, days in timetable.of_trainer.items():
            limit = problem.trainer[name].weekly_limit_minutes
            for week, theirs in groupby(days.items(), key=lambda each: monday(each[0])):
                sessions = [session for _, of_day in theirs for session in of_day]
                minutes = sum(session.minutes for session in sessions)
                if minutes > limit:
                    when = f"in the week of {said_day(week)}"
                    yield self.violation(f"{name} has {minutes} minutes {when}, {limit} at most", sessions)


class TrainersHaveTheSkills(Postable):
    """A trainee who needs a specialist is trained by one, and has one as their own trainer."""

    source = "Practice: orientation and mobility are taught by a specialist first"

    def post(self, problem: TermProblem, model: Model) -> None:
        for trainee in problem.trainees:
            able = (trainer.id for trainer in problem.trainers if trainee.skills <= trainer.skills)
            model.only_by(trainee.id, frozenset(able))

    def broken(self, problem: TermProblem, timetable: Timetable) -> Iterator[Violation]:
        for session in timetable.sessions:
            for trainee in session.trainees:
                if lacks := _lacks(problem.trainer[session.trainer], problem.trainee[trainee]):
                    yield self.violation(f"{said(session)}: {session.trainer} lacks {lacks}", [session], [trainee])
        for trainee, trainer in timetable.own.items():
            if lacks := _lacks(problem.trainer[trainer], problem.trainee[trainee]):
                yield self.violation(f"{trainer}, own trainer of {trainee}, lacks {lacks}", trainees=[trainee])


def _lacks(trainer: Trainer, trainee: Trainee) -> str:
    return listed(sorted(trainee.skills - trainer.skills))


class ATraineeHasOneTrainer(Postable):
    """A trainee is trained by their own trainer, by another only on a day on which their own is away."""

    source = "Practice: trust is learnt once; each new face is partly a new beginning"

    def post(self, problem: TermProblem, model: Model) -> None:
        for trainee in problem.trainees:
            model.own_trainer_unless_away(trainee.id)

    def broken(self, problem: TermProblem, timetable: Timetable) -> Iterator[Violation]:
        for trainee, sessions in timetable.of_trainee.items():
            own = timetable.own.get(trainee)
            for session in sessions:
                if own is None or session.trainer == own or session.day in problem.trainer[own].away:
                    continue
                yield self.violation(f"{said(session)} is with {session.trainer}, and {own} is there", [session])


class FewTrainersMeetATrainee(Postable):
    """A trainee meets few trainers in all, those whom they had before included."""

    source = "Practice; the number is the authority's"

    def post(self, problem: TermProblem, model: Model) -> None:
        for trainee in problem.trainees:
            model.meets_at_most(trainee.id, problem.trainers_at_most, trainee.had)

    def broken(self, problem: TermProblem, timetable: Timetable) -> Iterator[Violation]:
        for trainee, sessions in timetable.of_trainee.items():
            met = problem.trainee[trainee].had | {session.trainer for session in sessions}
            if len(met) > problem.trainers_at_most:
                told = f"{trainee} meets {listed(sorted(met))}, {problem.trainers_at_most} at most"
                yield self.violation(told, sessions, [trainee])
