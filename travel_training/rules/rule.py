"""What a rule of a timetable is, and the verbs in which it speaks to a planner.

A rule is one class. Its docstring's first line is its name, in the words that the coordinator and the tests read. Its
two faces share facts (hours, limits) and never arithmetic: ``post(problem, model)`` says it to a planner in the
verbs of ``Model``; ``broken(problem, timetable)`` judges what is written in a finished timetable.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, NewType, Protocol

from travel_training.entries import SessionId
from travel_training.people import TraineeId, TrainerId
from travel_training.sessions import Hours, TimeWindow
from travel_training.term import TermProblem
from travel_training.timetable import Session, Timetable

RuleId = NewType("RuleId", str)


class Model(Protocol):
    """The verbs: how a rule is said to a planner, whatever engine listens. A new verb is a decision."""

    def trained_on(self, trainee: TraineeId, days: frozenset[date]) -> None:
        """The trainee's sessions are on these days only."""

    def trained_within(self, trainee: TraineeId, windows: tuple[TimeWindow, ...]) -> None:
        """Each session of the trainee's lies within one of these windows that is for its setting."""

    def a_day_at_most(self, trainee: TraineeId, most: int) -> None:
        """The trainee has no more sessions on a day."""

    def a_week_at_most(self, trainee: TraineeId, most: int) -> None:
        """The trainee has no more sessions in a week, Monday to Sunday."""

    def in_order(self, trainee: TraineeId) -> None:
        """The trainee's sessions are held in the order of their stages, and none while an earlier one is left out."""

    def stays(self, session: Session) -> None:
        """The session is held just so."""

    def works_within(self, trainer: TrainerId, hours: tuple[Hours, ...]) -> None:
        """The trainer leaves the base and is back within the hours of the weekday; on others they do not work."""

    def away_on(self, trainer: TrainerId, days: frozenset[date]) -> None:
        """The trainer has no session on these days."""

    def one_at_a_time(self, trainer: TrainerId) -> None:
        """The trainer is in one session at a time, with time to travel between."""

    def contact_at_most(self, trainer: TrainerId, minutes: int) -> None:
        """The trainer's sessions of a week take no more minutes together."""

    def only_by(self, trainee: TraineeId, trainers: frozenset[TrainerId]) -> None:
        """None but these trainers train the trainee, nor are they the trainee's own."""

    def own_trainer_unless_away(self, trainee: TraineeId) -> None:
        """The trainee's own trainer trains them; another only on a day on which their own is away."""

    def meets_at_most(self, trainee: TraineeId, most: int, had: frozenset[TrainerId]) -> None:
        """The trainee meets no more trainers in all, those whom they had before included."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One way in which a timetable breaks a rule; prints as a sentence.

    Parameters
    ----------
    rule, sentence
        The rule's id and its name in plain English.
    detail
        What is wrong, where.
    sessions, trainees
        Whom and what it concerns, as far as that can be said.
    """

    rule: RuleId
    sentence: str
    detail: str
    sessions: tuple[SessionId, ...] = ()
    trainees: tuple[TraineeId, ...] = ()

    def __str__(self) -> str:
        return f"{self.sentence} Not so: {self.detail}."


class Rule(ABC):
    """A rule that is judged. The first line of each subclass's docstring is its name."""

    source: ClassVar[str]
    """The law, guidance, policy or fact on which it rests."""

    @property
    def id(self) -> RuleId:
        """The name of its class."""
        return RuleId(type(self).__name__)

    @property
    def sentence(self) -> str:
        """The rule as the coordinator reads it."""
        return (type(self).__doc__ or "").strip().splitlines()[0]

    @abstractmethod
    def broken(self, problem: TermProblem, timetable: Timetable) -> Iterator[Violation]:
        """Yield each way in which the timetable breaks this rule, reading only what is written in it."""

    def violation(self, detail: str, sessions: Iterable[Session] = (), trainees: Iterable[TraineeId] = ()) -> Violation:
        """Return a violation of this rule; the trainees are those of the sessions, unless they are told."""
        concerned = tuple(sessions)
        whose = tuple(trainees) or tuple(dict.fromkeys(one for session in concerned for one in session.trainees))
        return Violation(self.id, self.sentence, detail, tuple(session.id for session in concerned), whose)


class Postable(Rule):
    """A rule that is also said to the planner."""

    @abstractmethod
    def post(self, problem: TermProblem, model: Model) -> None:
        """Say the rule in verbs."""
