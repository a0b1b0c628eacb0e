"""Ground rules: what makes a timetable a timetable. They are judged and never posted: a planner says nothing else."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from travel_training.programme import Setting
from travel_training.rules.reading import clock, listed, said
from travel_training.rules.rule import Rule, Violation
from travel_training.sessions import Trainee
from travel_training.term import TermProblem, Wanted
from travel_training.timetable import Session, Timetable


class OnlyWhatIsKnown(Rule):
    """A timetable names only sessions, trainees, trainers, places and days that the term knows."""

    source = "What a timetable is"

    def broken(self, problem: TermProblem, timetable: Timetable) -> Iterator[Violation]:
        for session in timetable.sessions:
            if unknown := unknown_names(problem, session):
                yield self.violation(f"{said(session)}: unknown {listed(unknown)}", [session])
        for left in timetable.unplanned:
            if left.id not in problem.wanted:
                yield self.violation(f"{left.id} is named as unplanned, but nobody wants it")
        for own in timetable.trainers:
            if own.trainee not in problem.trainee or own.trainer not in problem.trainer:
                yield self.violation(f"{own.trainer} as the trainer of {own.trainee}: one of them is unknown")


def unknown_names(problem: TermProblem, session: Session) -> list[str]:
    """Return what a session names and the term does not know, each with what it is."""
    unknown = [] if session.id in problem.wanted else [f"session {session.id}"]
    unknown += [] if session.trainer in problem.trainer else [f"trainer {session.trainer}"]
    unknown += [f"trainee {each}" for each in session.trainees if each not in problem.trainee]
    unknown += [f"place {at}" for at in (session.begins_at, session.ends_at) if at not in problem.travel.places]
    return unknown + ([] if session.day in problem.week_of else ["a day outside the term"])


def known_part(problem: TermProblem, timetable: Timetable) -> Timetable:
    """Return the timetable without what names anything unknown, so that every other rule may look up what it reads."""
    sessions = tuple(each for each in timetable.sessions if not unknown_names(problem, each))
    unplanned = tuple(each for each in timetable.unplanned if each.id in problem.wanted)
    own = (each for each in timetable.trainers if each.trainee in problem.trainee)
    trainers = tuple(each for each in own if each.trainer in problem.trainer)
    return replace(timetable, sessions=sessions, unplanned=unplanned, trainers=trainers)


class EverySessionIsPlannedOnceOrNamed(Rule):
    """Every session that remains is held exactly once, or is named once as unplanned."""

    source = "What was agreed with the trainee: nothing of it is forgotten"

    def broken(self, problem: TermProblem, timetable: Timetable) -> Iterator[Violation]:
        held = Counter(session.id for session in timetable.sessions)
        named = Counter(left.id for left in timetable.unplanned)
        for wanted in problem.wanted.values():
            times = held[wanted.id] + named[wanted.id]
            if times != 1:
                how = f"is held {held[wanted.id]} times and named as unplanned {named[wanted.id]} times"
                yield self.violation(f"{wanted.id} {how}", trainees=wanted.trainees)


class EverySessionIsAsItWasWanted(Rule):
    """A session is for whom, of the stage, and as long as the programme has it."""

    source = "The trainee's programme"

    def broken(self, problem: TermProblem, timetable: Timetable) -> Iterator[Violation]:
        for session in timetable.sessions:
            wanted = problem.wanted[session.id]
            if wrong := _not_as_wanted(session, wanted):
                yield self.violation(f"{said(session)}: {listed(wrong)}", [session])


def _not_as_wanted(session: Session, wanted: Wanted) -> list[str]:
    wrong = []
    if session.stage != wanted.stage:
        wrong.append(f"stage {session.stage}, not {wanted.stage}")
    if sorted(session.trainees) != sorted(wanted.trainees):
        wrong.append(f"for {listed(session.trainees)}, not {listed(wanted.trainees)}")
    if session.ends_s - session.begins_s != wanted.minutes * 60:
        wrong.append(f"until {clock(session.ends_s)}, not {wanted.minutes} minutes long")
    return wrong


class GroupsAreOfOneStageAndSchool(Rule):
    """Only a classroom stage is taught to several at once, all of one school, no more than its group may be."""

    source = "Practice: the street is learnt one to one; a group is of one school, for nobody travels to a lesson"

    def broken(self, problem: TermProblem, timetable: Timetable) -> Iterator[Violation]:
        for session in timetable.sessions:
            if len(session.trainees) == 1:
                continue
            if problem.wanted[session.id].setting is not Setting.CLASSROOM:
                yield self.violation(f"{said(session)} is for {listed(session.trainees)}, on the way", [session])
            if len({problem.trainee[each].school for each in session.trainees}) > 1:
                yield self.violation(f"{said(session)} is for trainees of several schools", [session])
            groups = (each for each in problem.groups if set(session.trainees) <= set(each.trainees))
            most = max((each.at_most for each in groups if each.stage == session.stage), default=1)
            if len(session.trainees) > most:
                yield self.violation(f"{said(session)} is for {len(session.trainees)}, {most} at most", [session])


class SessionsGoTheTraineesWay(Rule):
    """A session begins and ends where the journey does that is trained, or at the trainee's school."""

    source = "The trainee's journey"

    def broken(self, problem: TermProblem, timetable: Timetable) -> Iterator[Violation]:
        for session in timetable.sessions:
            for trainee in session.trainees:
                if not _is_their_way(problem, session, problem.trainee[trainee]):
                    way = f"from {session.begins_at} to {session.ends_at}"
                    yield self.violation(f"{said(session)}: {way} is no way of {trainee}", [session])


def _is_their_way(problem: TermProblem, session: Session, trainee: Trainee) -> bool:
    setting = problem.wanted[session.id].setting
    ways = ((each.begins_at, each.ends_at) for each in trainee.windows if setting in each.settings)
    return (session.begins_at, session.ends_at) in ways


class SessionsBeginOnWholeSteps(Rule):
    """A session begins on a whole step of minutes, as families are told it."""

    source = "Practice: the step is the authority's"

    def broken(self, problem: TermProblem, timetable: Timetable) -> Iterator[Violation]:
        for session in timetable.sessions:
            if session.begins_s % (problem.step_minutes * 60):
                yield self.violation(f"{said(session)} is on no whole {problem.step_minutes} minutes", [session])


class EveryTraineeHasATrainerOfTheirOwn(Rule):
    """Every trainee who has a session has one trainer of their own for the term."""

    source = "Practice: someone whom the trainee and the family know and can ask"

    def broken(self, problem: TermProblem, timetable: Timetable) -> Iterator[Violation]:
        named = Counter(each.trainee for each in timetable.trainers)
        for trainee in problem.trainee:
            if named[trainee] > 1 or (not named[trainee] and trainee in timetable.of_trainee):
                yield self.violation(f"{trainee} has {named[trainee]} trainers of their own", trainees=[trainee])
