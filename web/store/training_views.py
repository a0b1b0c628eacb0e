"""Training as it is kept, as values: what the repositories of training take and give."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NewType

from travel_training.entries import AnyEntry, Attendance, SessionId, State
from travel_training.people import CohortId, Scope, TraineeId, TrainerId
from travel_training.programme import ProgrammeId, Setting, StageId

TimetableId = NewType("TimetableId", str)
JourneyId = NewType("JourneyId", str)


class Added(StrEnum):
    """What became of an entry that was to be kept."""

    STORED = "stored"
    DUPLICATE = "duplicate"
    """It had been kept already: it was sent twice."""
    OTHER_IS_KEPT = "another is kept"
    """Something else had been kept under its id; that stays, and the audit log says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptEntry:
    """An entry of a trainee's history.

    Parameters
    ----------
    number
        Counted from 1 in the order in which the authority came to know the trainee's entries.
    skew_s
        By how much the clock of the phone on which it was written was ahead of ours; None if it came from no phone.
    """

    number: int
    entered_at: datetime
    skew_s: int | None
    entry: AnyEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class TraineeHead:
    """Where a trainee stands, for lists.

    Parameters
    ----------
    school
        The pupil's school as their record says it today.
    entries
        How many entries their history has.
    last_held_on
        The day of the last session that was held.
    """

    pupil: TraineeId
    school: str | None
    state: State
    since: datetime
    cohort: CohortId | None
    trainer: TrainerId | None
    programme: ProgrammeId | None
    version: int | None
    scope: Scope
    entries: int
    last_held_on: date | None
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """Trainees who are taught in the same weeks; ``version`` is the one that was seen, 0 for a new one."""

    id: CohortId
    name: str
    programme: ProgrammeId
    begins: date
    ends: date
    trainers: tuple[TrainerId, ...]
    version: int = 0

    def __post_init__(self) -> None:
        if not self.id or not self.name.strip():
            raise ValueError("a cohort needs an id and a name.")
        if self.ends < self.begins:
            raise ValueError("the last day of a cohort must not be before its first.")


class SessionState(StrEnum):
    """What became of a session."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSession:
    """A session of one trainer with one trainee, or with several of a classroom stage.

    Parameters
    ----------
    from_place, to_place
        Where it begins and ends, in words for the trainer; empty to whoever may not see all its trainees.
    attendance
        Whether they came, of those of whom it has been said.
    timetable
        The timetable from which it was made; None if it was made by hand.
    why
        Why it was cancelled.
    """

    id: SessionId
    day: date
    begins_s: int
    ends_s: int
    trainer: TrainerId
    stage: StageId
    setting: Setting
    trainees: tuple[TraineeId, ...]
    cohort: CohortId | None = None
    from_place: str = ""
    to_place: str = ""
    state: SessionState = SessionState.PLANNED
    timetable: TimetableId | None = None
    why: str = ""
    attendance: Mapping[TraineeId, Attendance] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 0 <= self.begins_s < self.ends_s:
            raise ValueError("a session must end after it begins.")
        if len(set(self.trainees)) != len(self.trainees):
            raise ValueError("a session has each trainee once.")


@dataclass(frozen=True, slots=True, kw_only=True)
class TimetableHead:
    """A timetable, for lists; ``bound`` is what any timetable must cost at least, if that is known."""

    id: TimetableId
    first: date
    last: date
    cost: int
    bound: int | None
    made_by: str
    made_at: datetime
    taken_by: str | None = None
    taken_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyDocument:
    """A trainee's journey with its risk assessment, as JSON of whoever drew it up.

    Parameters
    ----------
    step
        How often it has been kept: say the one that was seen to keep it again.
    document
        None once the pupil has been erased.
    """

    id: JourneyId
    pupil: TraineeId
    step: int
    document: Mapping[str, Any] | None
    made_by: str
    made_at: datetime
    changed_at: datetime
    signed_by: str | None
    signed_at: datetime | None
    review_by: date | None
