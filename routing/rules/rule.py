"""What a rule is, and the verbs in which it speaks to a planner.

A rule is one class. Its docstring's first line is its name, in the words that the transport officer, the audit log and
the test read. It has two faces that share facts (limits, needs) and never arithmetic:

* ``post(problem, model)`` says it to a planner in the verbs of ``Model``;
* ``broken_by(problem, run)`` or ``broken(problem, plan)`` judges what is written in a finished plan.

Run rules become resources of pricing, plan rules rows of the master.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Protocol

from routing.plan import Plan, Run
from routing.problem import Problem
from routing.records import AssistantId, SchoolId, Training, VehicleId
from routing.risk import PupilId, RuleId


class Model(Protocol):
    """The verbs: how a rule is said to a planner, whatever engine listens.

    Every verb may be said many times; what is said later never loosens what was said before. A verb that an engine
    cannot honour is refused when said, never silently left out. A new verb is a decision.
    """

    def at_school_between(self, school: SchoolId, from_s: int, until_s: int) -> None:
        """To school, vehicles arrive there within these; from school, they leave there within these."""

    def at_home_between(self, pupil: PupilId, from_s: int, until_s: int) -> None:
        """The vehicle arrives at the pupil's own stop within these."""

    def ride_at_most(self, pupil: PupilId, limit_s: int) -> None:
        """The pupil's ride, and the walk to the stop, take no longer than this together."""

    def carry_at_most(
        self,
        load: str,
        takes: Mapping[PupilId, int],
        each_assistant_takes: int,
        room: Mapping[VehicleId, tuple[int, ...]],
    ) -> None:
        """One layout of each run has room at all times for what pupils and assistants take of every load.

        ``room[vehicle][k]`` is the room for this load in its layout number k; all loads share one k.
        """

    def never_together(self, one: PupilId, other: PupilId) -> None:
        """The two are never on one run."""

    def always_together(self, one: PupilId, other: PupilId) -> None:
        """The two are on one run, or both unplaced."""

    def most_aboard(self, pupil: PupilId, most: int) -> None:
        """A run with this pupil carries no more than so many pupils in all."""

    def only_aboard(self, pupil: PupilId, vehicles: frozenset[VehicleId]) -> None:
        """The pupil travels in none but these vehicles."""

    def schools_at_most(self, most: int) -> None:
        """A run serves no more than so many schools."""

    def schools_never_together(self, one: SchoolId, other: SchoolId) -> None:
        """No run serves both schools."""

    def crew_at_least(self, pupil: PupilId, *, one_to_one: bool, training: frozenset[Training]) -> None:
        """An assistant so trained is aboard whenever the pupil is; one-to-one, an assistant for this pupil alone."""

    def pupils_per_assistant(self, most: int) -> None:
        """One assistant looks after no more than so many pupils who share assistants."""

    def crew_only(self, assistants: frozenset[AssistantId]) -> None:
        """None but these assistants work."""

    def vehicle_between(self, vehicle: VehicleId, from_s: int, until_s: int) -> None:
        """The vehicle leaves its depot (or first stop) no earlier and is back (or at its last stop) no later."""

    def shift_at_most(self, vehicle: VehicleId, limit_s: int) -> None:
        """The vehicle is out no longer than this, from depot to depot (from first stop to last where it has none)."""

    def assistant_between(self, assistant: AssistantId, from_s: int, until_s: int, limit_s: int) -> None:
        """The assistant joins no earlier, leaves no later, and is aboard no longer than the limit in between."""

    def one_at_a_time(self, who: VehicleId | AssistantId) -> None:
        """The vehicle or assistant is on one run at a time, with time to travel between."""

    def at_once_at_most(self, school: SchoolId, most: int) -> None:
        """No more than so many vehicles stand at the school at once."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One way in which a plan breaks a rule; prints as a sentence.

    Parameters
    ----------
    rule, sentence
        The rule's id and its name in plain English.
    detail
        By how much, where: "p12: 62 minutes aboard, 17 over the limit of 45".
    vehicle, pupils
        Whom it concerns, as far as that can be said.
    """

    rule: RuleId
    sentence: str
    detail: str
    vehicle: VehicleId | None = None
    pupils: tuple[PupilId, ...] = ()

    def __str__(self) -> str:
        where = f" ({self.vehicle})" if self.vehicle is not None else ""
        return f"{self.sentence} Not so{where}: {self.detail}."


Wrong = tuple[tuple[PupilId, ...], str]
"""Which pupils a rule is broken for, and the detail."""


class Rule(ABC):
    """A rule that is judged. The first line of each subclass's docstring is its name."""

    source: ClassVar[str]
    """The law, guidance, policy or fact on which it rests."""

    waivable: ClassVar[bool] = False
    """Whether a waiver may lift it for a pupil: only for what a pupil's own arrangement asks, said pupil by pupil."""

    @property
    def id(self) -> RuleId:
        """The name of its class, by which waivers and measures refer to it."""
        return RuleId(type(self).__name__)

    @property
    def sentence(self) -> str:
        """The rule as the officer reads it."""
        return (type(self).__doc__ or "").strip().splitlines()[0]

    @abstractmethod
    def broken(self, problem: Problem, plan: Plan) -> Iterator[Violation]:
        """Yield each way in which the plan breaks this rule, reading only what is written in it."""

    def is_waived(self, problem: Problem, pupil: PupilId) -> bool:
        """Say whether a waiver lifts this rule for a pupil."""
        return self.waivable and problem.waives(self.id, pupil)

    def applies_to(self, problem: Problem) -> Iterator[PupilId]:
        """Yield the pupils for whom no waiver lifts this rule."""
        return (pupil.id for pupil in problem.pupils if not self.is_waived(problem, pupil.id))

    def violation(self, detail: str, *, vehicle: VehicleId | None = None, pupils: Iterable[PupilId] = ()) -> Violation:
        """Return a violation of this rule."""
        return Violation(self.id, self.sentence, detail, vehicle, tuple(pupils))


class RunRule(Rule):
    """A rule that can be judged on one run alone."""

    @abstractmethod
    def broken_by(self, problem: Problem, run: Run) -> Iterator[Wrong]:
        """Yield whom this run breaks the rule for, and how."""

    def broken(self, problem: Problem, plan: Plan) -> Iterator[Violation]:
        """Yield each way in which the plan breaks this rule."""
        for run in plan.runs:
            for pupils, detail in self.broken_by(problem, run):
                if not any(self.is_waived(problem, pupil) for pupil in pupils):
                    yield self.violation(detail, vehicle=run.vehicle, pupils=pupils)


class Postable(Rule):
    """A rule that is also said to the planner."""

    @abstractmethod
    def post(self, problem: Problem, model: Model) -> None:
        """Say the rule in verbs, for everyone whom no waiver lifts it for."""
