"""The tables of travel training, on one page. Only the other files of ``web/store`` read it.

What someone wrote about a trainee is sealed with the pupil's own key, whole; beside it stands what lists are found by:
references, days, states. No text of anyone stands in the open but the names of cohorts and programmes.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from web.store.tables import Base


class TrainingEntryRow(Base):
    """One entry of a trainee's history; rows are put in, never changed. The id is made where it was written."""

    __tablename__ = "training_entry"
    __table_args__ = (
        Index("ix_training_entry_number", "pupil", "number", unique=True),
        Index("ix_training_entry_session", "session"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    pupil: Mapped[str]
    number: Mapped[int]
    """Counted from 1 for each trainee, in the order in which the authority came to know them."""
    kind: Mapped[str]
    day: Mapped[date]
    at: Mapped[datetime]
    entered_at: Mapped[datetime]
    skew_s: Mapped[int | None]
    """By how much the clock of the phone on which it was written is ahead of ours."""
    made_by: Mapped[str]
    part: Mapped[str]
    session: Mapped[str | None]
    sealed: Mapped[bytes]


class TraineeRow(Base):
    """Where a trainee stands: told from their history, in the transaction in which that grew; never edited."""

    __tablename__ = "trainee"
    __table_args__ = (Index("ix_trainee_cohort", "cohort"), Index("ix_trainee_state", "state"))

    pupil: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    since: Mapped[datetime]
    cohort: Mapped[str | None]
    trainer: Mapped[str | None]
    programme: Mapped[str | None]
    version: Mapped[int | None]
    scope: Mapped[str]
    entries: Mapped[int]
    last_held_on: Mapped[date | None]
    changed_at: Mapped[datetime]


class ProgrammeRow(Base):
    """A programme in one version; those who began with it keep it."""

    __tablename__ = "training_programme"

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    is_current: Mapped[bool]
    document: Mapped[dict[str, Any]]
    made_by: Mapped[str]
    made_at: Mapped[datetime]


class CohortRow(Base):
    """Trainees who are taught in the same weeks."""

    __tablename__ = "cohort"

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    name: Mapped[str]
    programme: Mapped[str]
    begins: Mapped[date]
    ends: Mapped[date]


class CohortTrainerRow(Base):
    """A trainer of a cohort."""

    __tablename__ = "cohort_trainer"

    cohort: Mapped[str] = mapped_column(ForeignKey("cohort.id"), primary_key=True)
    trainer: Mapped[str] = mapped_column(primary_key=True)


class TimetableRow(Base):
    """A timetable of sessions as it was planned; the sessions made from it name it."""

    __tablename__ = "training_timetable"

    id: Mapped[str] = mapped_column(primary_key=True)
    first: Mapped[date]
    last: Mapped[date]
    document: Mapped[dict[str, Any]]
    cost: Mapped[int]
    bound: Mapped[int | None]
    made_by: Mapped[str]
    made_at: Mapped[datetime]
    taken_by: Mapped[str | None]
    taken_at: Mapped[datetime | None]
    """When the sessions were made from it."""


class TrainingSessionRow(Base):
    """A session as it is planned, was held, or was cancelled."""

    __tablename__ = "training_session"
    __table_args__ = (Index("ix_training_session_day", "day"), Index("ix_training_session_trainer", "trainer", "day"))

    id: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date]
    begins_s: Mapped[int]
    ends_s: Mapped[int]
    trainer: Mapped[str]
    stage: Mapped[str]
    setting: Mapped[str]
    cohort: Mapped[str | None]
    state: Mapped[str]
    timetable: Mapped[str | None] = mapped_column(ForeignKey("training_timetable.id"))
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]
    sealed: Mapped[bytes]
    """Where it begins and ends, and why it was cancelled: with the keys of all its trainees, one around the other."""


class SessionTraineeRow(Base):
    """A trainee of a session, and whether they came."""

    __tablename__ = "training_session_trainee"
    __table_args__ = (Index("ix_training_session_trainee_pupil", "pupil"),)

    session: Mapped[str] = mapped_column(ForeignKey("training_session.id"), primary_key=True)
    pupil: Mapped[str] = mapped_column(primary_key=True)
    attendance: Mapped[str | None]


class JourneyRow(Base):
    """The journey of a trainee with its risk assessment; once a person has signed it, it does not change."""

    __tablename__ = "training_journey"
    __table_args__ = (Index("ix_training_journey_pupil", "pupil"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    pupil: Mapped[str]
    step: Mapped[int]
    sealed: Mapped[bytes]
    made_by: Mapped[str]
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    signed_by: Mapped[str | None]
    signed_at: Mapped[datetime | None]
    review_by: Mapped[date | None]


class OutboxKeyRow(Base):
    """A pair of keys: phones seal their entries to the public one; the other is sealed with the office's key."""

    __tablename__ = "outbox_key"

    key_id: Mapped[str] = mapped_column(primary_key=True)
    public: Mapped[bytes]
    sealed_private: Mapped[bytes]
    made_at: Mapped[datetime]
    retires_at: Mapped[datetime]


class OutboxRefusedRow(Base):
    """An entry of a phone that was not kept, and why; it stays until its trainer has seen to it."""

    __tablename__ = "outbox_refused"

    entry: Mapped[str] = mapped_column(primary_key=True)
    made_by: Mapped[str] = mapped_column(primary_key=True)
    why: Mapped[str]
    at: Mapped[datetime]
