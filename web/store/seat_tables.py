"""The tables of seats that travel training frees: what each would save, which are free, and what was really saved."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from web.store.tables import Base


class SeatEstimateRow(Base):
    """What the planner found of one pupil's seat: the newest of each kind."""

    __tablename__ = "seat_estimate"

    pupil: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date]
    """Whose published plans it was worked out from."""
    found: Mapped[dict[str, Any]]
    made_by: Mapped[str]
    made_at: Mapped[datetime]


class SeatReleaseRow(Base):
    """A seat that a pupil needs no more, one way, and what that has saved; never taken out."""

    __tablename__ = "seat_release"
    __table_args__ = (Index("ix_seat_release_pupil", "pupil"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    pupil: Mapped[str]
    direction: Mapped[str]
    from_day: Mapped[date]
    until_day: Mapped[date | None]
    """The last day without it; none while it is free."""
    expected_pence: Mapped[int | None]
    state: Mapped[str]
    banked_pence: Mapped[int | None]
    banked_from: Mapped[date | None]
    before_plan: Mapped[str | None]
    after_plan: Mapped[str | None]
    said: Mapped[str]
    made_by: Mapped[str]
    made_at: Mapped[datetime]
    looked_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]
    ended_at: Mapped[datetime | None]
