"""A timetable of sessions: who trains whom, when and where; what could not be planned, and why."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NewType

from travel_training.entries import SessionId
from travel_training.errors import TrainingError
from travel_training.people import TraineeId, TrainerId
from travel_training.programme import StageId

PlaceId = NewType("PlaceId", str)
"""A place by a reference, never by its address."""
DAY_S = 24 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One session: on a day, from the place where it begins to the place where it ends, for one trainee or a group."""

    id: SessionId
    day: date
    begins_s: int
    ends_s: int
    trainer: TrainerId
    stage: StageId
    trainees: tuple[TraineeId, ...]
    begins_at: PlaceId
    ends_at: PlaceId

    def __post_init__(self) -> None:
        if not self.trainees:
            raise TrainingError(f"session {self.id} is for nobody.")
        if not 0 <= self.begins_s < self.ends_s <= DAY_S:
            raise TrainingError(f"session {self.id} must begin before it ends, on one day.")

    @property
    def minutes(self) -> int:
        """How long it takes, in whole minutes."""
        return (self.ends_s - self.begins_s) // 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplanned:
    """A session for which there is no time or no trainer, and why."""

    id: SessionId
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTrainer:
    """Who a trainee's own trainer is for the term."""

    trainee: TraineeId
    trainer: TrainerId


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """What any timetable costs at least, and what was left out of the sum to prove it (nothing: it is the least)."""

    pence: int
    relaxes: str


@dataclass(frozen=True, kw_only=True)
class Timetable:
    """Every session of a term.

    Parameters
    ----------
    trainers
        Each trainee's own trainer.
    pence, bound
        What the planner says that it costs, and that any costs at least; None where nobody has said it.
    made_by, seed
        Who or what made it, from which seed.
    """

    sessions: tuple[Session, ...] = ()
    unplanned: tuple[Unplanned, ...] = ()
    trainers: tuple[OwnTrainer, ...] = ()
    pence: int | None = None
    bound: Bound | None = None
    made_by: str | None = None
    seed: int | None = None

    @cached_property
    def own(self) -> dict[TraineeId, TrainerId]:
        """Each trainee's own trainer."""
        return {each.trainee: each.trainer for each in self.trainers}

    @cached_property
    def of_trainee(self) -> dict[TraineeId, tuple[Session, ...]]:
        """Each trainee's sessions, in the order in which they are held."""
        found: dict[TraineeId, list[Session]] = {}
        for session in self.sessions:
            for trainee in session.trainees:
                found.setdefault(trainee, []).append(session)
        return {trainee: tuple(sorted(theirs, key=_when)) for trainee, theirs in found.items()}

    @cached_property
    def of_trainer(self) -> dict[TrainerId, dict[date, tuple[Session, ...]]]:
        """Each trainer's sessions by day, in the order in which they are held."""
        found: dict[TrainerId, dict[date, list[Session]]] = {}
        for session in self.sessions:
            found.setdefault(session.trainer, {}).setdefault(session.day, []).append(session)
        return {
            trainer: {day: tuple(sorted(theirs, key=_when)) for day, theirs in sorted(days.items())}
            for trainer, days in found.items()
        }


def _when(session: Session) -> tuple[date, int, int, str]:
    return session.day, session.begins_s, session.ends_s, session.id
