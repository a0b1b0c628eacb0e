"""What a trainee's sessions keep to: school days, the journey's own time, order, and what was told to the family."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from travel_training.rules.reading import listed, said, said_day
from travel_training.rules.rule import Model, Postable, Violation
from travel_training.sessions import TimeWindow
from travel_training.term import TermProblem, monday
from travel_training.timetable import Session, Timetable


class SessionsAreOnSchoolDays(Postable):
    """A session is on a day on which the trainee's school is open."""

    source = "Practice: the journey is trained on the days on which it is made"

    def post(self, problem: TermProblem, model: Model) -> None:
        for trainee in problem.trainees:
            model.trained_on(trainee.id, problem.school_days[trainee.school])

    def broken(self, problem: TermProblem, timetable: Timetable) -> Iterator[Violation]:
        for session in timetable.sessions:
            for school in dict.fromkeys(problem.trainee[each].school for each in session.trainees):
                if session.day not in problem.school_days[school]:
                    yield self.violation(f"{said(session)}: {school} is closed", [session])


class TraineesAreThere(Postable):
    """A session is on a day on which the trainee is there, and not before their training begins."""

    source = "The trainee's record"

    def post(self, problem: TermProblem, model: Model) -> None:
        for trainee in problem.trainees:
            model.trained_on(trainee.id, frozenset(day for day in problem.days if trainee.is_there(day)))

    def broken(self, problem: TermProblem, timetable: Timetable) -> Iterator[Violation]:
        for session in timetable.sessions:
            for trainee in session.trainees:
                begins = problem.trainee[trainee].from_day
                if session.day in problem.trainee[trainee].away:
                    yield self.violation(f"{said(session)}: {trainee} is away", [session])
                if begins is not None and session.day < begins:
                    yield self.violation(f"{said(session)}: {trainee} begins on {said_day(begins)}", [session])


class SessionsAreWhenTheJourneyIsMade(Postable):
    """A session is at the time when the journey is really made; in the classroom, when there are no lessons."""

    source = "Practice: traffic, buses and crowds are what they are at that hour; the school's timetable"

    def post(self, problem: TermProblem, model: Model) -> None:
        for trainee in problem.trainees:
            model.trained_within(trainee.id, trainee.windows)

    def broken(self, problem: TermProblem, timetable: Timetable) -> Iterator[Violation]:
        for session in timetable.sessions:
            setting = problem.wanted[session.id].setting
            for trainee in session.trainees:
                windows = (each for each in problem.trainee[trainee].windows if setting in each.settings)
                if not any(_covers(window, session) for window in windows):
                    yield self.violation(f"{said(session)} is in no {setting} window of {trainee}", [session])


def _covers(window: TimeWindow, session: Session) -> bool:
    is_way = (window.begins_at, window.ends_at) == (session.begins_at, session.ends_at)
    is_day = window.weekday == session.day.weekday()
    return is_way and is_day and window.from_s <= session.begins_s and session.ends_s <= window.until_s


class OneSessionADay(Postable):
    """A trainee has one session a day at most."""

    source = "Practice: one lesson at a time; a milestone is seen on different days"

    def post(self, problem: TermProblem, model: Model) -> None:
        for trainee in problem.trainees:
            model.a_day_at_most(trainee.id, 1)

    def broken(self, problem: TermProblem, timetable: Timetable) -> Iterator[Violation]:
        del problem
        for trainee, sessions in timetable.of_trainee.items():
            for day, theirs in groupby(sessions, key=lambda session: session.day):
                of_day = list(theirs)
                if len(of_day) > 1:
                    yield self.violation(f"{trainee} has {len(of_day)} on {said_day(day)}", of_day, [trainee])


class NoMoreInAWeekThanATraineeBears(Postable):
    """A trainee has no more sessions in a week than they can bear."""

    source = "What was agreed with the trainee and the family"

    def post(self, problem: TermProblem, model: Model) -> None:
        for trainee in problem.trainees:
            model.a_week_at_most(trainee.id, trainee.at_most_a_week)

    def broken(self, problem: TermProblem, timetable: Timetable) -> Iterator[Violation]:
        for trainee, sessions in timetable.of_trainee.items():
            most = problem.trainee[trainee].at_most_a_week
            for week, theirs in groupby(sessions, key=lambda session: monday(session.day)):
                of_week = list(theirs)
                if len(of_week) > most:
                    when = f"in the week of {said_day(week)}"
                    yield self.violation(f"{trainee} has {len(of_week)} {when}, {most} at most", of_week, [trainee])


class StagesAreInOrder(Postable):
    """Sessions are held in the order of the stages, and none while an earlier one is left out."""

    source = "The trainee's programme: a stage builds on the one before"

    def post(self, problem: TermProblem, model: Model) -> None:
        for trainee in problem.trainees:
            model.in_order(trainee.id)

    def broken(self, problem: TermProblem, timetable: Timetable) -> Iterator[Violation]:
        for trainee, wanted in problem.wanted_of.items():
            held = timetable.of_trainee.get(trainee, ())
            for asked, session in zip(wanted, held, strict=False):
                if session.id != asked.id:
                    yield self.violation(f"{said(session)} is held where {asked.id} comes first", [session], [trainee])
                    break


class WhatIsFixedStays(Postable):
    """What is past or locked stays as it was."""

    source = "The past cannot be changed; a lock is a person's word to a family"

    def post(self, problem: TermProblem, model: Model) -> None:
        for session in problem.fixed.values():
            model.stays(session)

    def broken(self, problem: TermProblem, timetable: Timetable) -> Iterator[Violation]:
        held = Counter(timetable.sessions)
        for session in problem.fixed.values():
            if not held[session]:
                now = [each for each in timetable.sessions if each.id == session.id]
                how = listed(said(each) for each in now) or "held on no day"
                yield self.violation(f"{said(session)}, with {session.trainer}, now: {how}", now, session.trainees)
