"""What is written down about a trainee: entries, of one kind each, never changed and never taken out.

A trainee's history is the sequence of its entries; whatever else is said of a trainee is read from it
(``travel_training.lifecycle``, ``travel_training.progress``). A mistake is put right by an entry that says which it
replaces. The order is the order in which the authority came to know them; ``at`` is when it happened.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType
from zoneinfo import ZoneInfo

from travel_training.people import CohortId, Person, Scope, TrainerId
from travel_training.programme import MilestoneId, ProgrammeId, StageId

EntryId = NewType("EntryId", str)
SessionId = NewType("SessionId", str)
LONDON = ZoneInfo("Europe/London")


class State(StrEnum):
    """Where a trainee stands."""

    IDENTIFIED = "identified"
    REFERRED = "referred"
    SCREENED = "screened"
    ASSESSED = "assessed"
    NOT_YET = "not yet"
    DECLINED = "declined"
    WAITING = "waiting"
    PLANNED = "planned"
    FOUNDATION = "foundation"
    ACCOMPANIED = "accompanied"
    FADING = "fading"
    SHADOWED = "shadowed"
    REMOTE = "remote"
    ALONE = "alone"
    SUSTAINED = "sustained"
    REFRESHED = "refreshed"
    RETURNED = "returned to transport"
    PAUSED = "paused"
    STOPPED = "stopped"


class Consent(StrEnum):
    """What is consented to, each by itself."""

    PARENT = "parent"
    YOUNG_PERSON = "young person"
    PHOTO = "photo"
    DATA = "data"


class Attendance(StrEnum):
    """Whether a session was held."""

    HELD = "held"
    TRAINEE_ABSENT = "trainee absent"
    TRAINER_ABSENT = "trainer absent"
    CANCELLED = "cancelled"


class JourneyPart(StrEnum):
    """Which part of the journey an observation was made on."""

    AT_HOME = "at home"
    WALK_TO_STOP = "walk to the stop"
    AT_STOP = "at the stop"
    ABOARD = "aboard"
    CHANGE = "change"
    WALK_FROM_STOP = "walk from the stop"
    AT_SCHOOL = "at school"
    CLASSROOM = "classroom"


class When(StrEnum):
    """When a feeling was told."""

    BEFORE = "before"
    AFTER = "after"


class Severity(StrEnum):
    """How bad an incident was."""

    NEAR_MISS = "near miss"
    MINOR = "minor"
    SERIOUS = "serious"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What every entry says: its id (made where it was written, so that it is kept once), when it happened, by whom."""

    id: EntryId
    at: datetime
    by: Person

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("an entry's moment must have a time zone.")

    @property
    def day(self) -> date:
        """The day on which it happened, by the clocks in London."""
        return self.at.astimezone(LONDON).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved(Entry):
    """The trainee came into a state; the reason is wanted where the table of moves says so."""

    to: State
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned(Entry):
    """The trainee's cohort, trainer, programme and what is aimed at; the last one counts."""

    cohort: CohortId | None
    trainer: TrainerId | None
    programme: ProgrammeId
    version: int
    scope: Scope = Scope.BOTH_WAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Consented(Entry):
    """A consent given or taken back, to one version of the wording."""

    consent: Consent
    wording: str
    is_given: bool
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened(Entry):
    """The entry check: each criterion by its id, met or not."""

    met: tuple[str, ...]
    not_met: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneySigned(Entry):
    """The journey that is trained, by the id of its document, with its risk assessment signed by a person."""

    document: str
    review_by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Attended(Entry):
    """How a session went: held or not, for how long, and the trainer's way there and back."""

    session: SessionId
    stage: StageId
    attendance: Attendance
    minutes: int = 0
    travel_minutes: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed(Entry):
    """What a trainee did at one milestone: with what help, on which part of the journey."""

    milestone: MilestoneId
    level: int
    session: SessionId | None = None
    part: JourneyPart | None = None
    note: str = ""
    was_unplanned: bool = False
    replaces: EntryId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Felt(Entry):
    """How the trainee felt, from 1 (very worried) to 5 (very happy), told in two taps."""

    when: When
    feeling: int
    session: SessionId | None = None

    def __post_init__(self) -> None:
        Entry.__post_init__(self)
        if not 1 <= self.feeling <= 5:  # noqa: PLR2004 -- five faces
            raise ValueError("a feeling is from 1 to 5.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said(Entry):
    """The young person's own words (or a parent's, who then is named as such)."""

    words: str
    whose: str = "young person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed(Entry):
    """One half of a sign-off: ``by`` says whose. Both halves are by different people, one of them not the trainer."""

    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed(Entry):
    """A review after so many months of travelling alone."""

    month: int
    travels_alone: bool
    is_by_a_stranger: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened(Entry):
    """An incident, on a session or on a journey alone."""

    severity: Severity
    what: str
    was_alone: bool = False
    session: SessionId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told(Entry):
    """Confidence as the young person or a parent told it, from 1 to 5, before training or after."""

    whose: str
    when: When
    confidence: int


AnyEntry = (
    Moved
    | Assigned
    | Consented
    | Screened
    | JourneySigned
    | Attended
    | Observed
    | Felt
    | Said
    | Signed
    | Reviewed
    | Happened
    | Told
)
