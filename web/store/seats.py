"""Seats that travel training frees: what the planner found of them, which are free, and what that has really saved.

For the office alone; a trainer, a school or an operator is told nothing of what a seat costs.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from routing.problem import Direction
from web.access import Principal
from web.store.audit import AuditLog
from web.store.errors import ConflictError, NotKeptError
from web.store.events import Event
from web.store.seat_tables import SeatEstimateRow, SeatReleaseRow


class EstimateKind(StrEnum):
    """What was asked of a seat."""

    SAVING = "saving"
    """What the day costs less without it."""
    JOURNEY = "journey"
    """Whether there is a journey on foot and by bus, and what it is like."""
    LADDER = "ladder"
    """What each rung of the ladder of independence costs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatEstimate:
    """What the planner found of one pupil's seat.

    Parameters
    ----------
    day
        Whose published plans it was worked out from.
    found
        As ``web.training`` wrote it.
    """

    pupil: str
    kind: EstimateKind
    day: date
    found: Mapping[str, Any]
    made_by: str
    made_at: datetime


class SavingState(StrEnum):
    """How far the saving of a free seat is."""

    EXPECTED = "expected"
    NOT_FALLEN = "not fallen yet"
    BANKED = "banked"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatRelease:
    """A seat that a pupil needs no more, one way.

    Parameters
    ----------
    from_day, until_day
        The first day without it; the last, or None while it is free.
    expected_pence
        By how much a day was expected to cost less; None if nobody had worked it out.
    banked_pence, banked_from
        By how much a day really costs less, and from which day on: measured between two published plans.
    before_plan, after_plan
        Those two.
    said
        Why the cost has not fallen yet; or how it was measured.
    """

    id: str
    pupil: str
    direction: Direction
    from_day: date
    until_day: date | None
    expected_pence: int | None
    state: SavingState
    banked_pence: int | None
    banked_from: date | None
    before_plan: str | None
    after_plan: str | None
    said: str
    made_by: str
    made_at: datetime
    looked_at: datetime | None
    ended_by: str | None
    ended_at: datetime | None

    def is_free(self, day: date) -> bool:
        """Say whether nobody drives for the pupil on a day, this way."""
        return self.from_day <= day and (self.until_day is None or day <= self.until_day)


class Seats:
    """What is kept of seats, in one transaction."""

    def __init__(self, connection: Connection, principal: Principal, audit: AuditLog, now: datetime) -> None:
        if not principal.sees_everyone:
            raise NotKeptError("There is no such thing.")
        self._connection = connection
        self._principal = principal
        self._audit = audit
        self._now = now

    # -- what the planner found ---------------------------------------------------------------------------------------

    def list_estimates(self, kind: EstimateKind) -> list[SeatEstimate]:
        """Return the newest of a kind, by pupil."""
        asked = select(SeatEstimateRow.__table__).where(SeatEstimateRow.kind == kind).order_by(SeatEstimateRow.pupil)
        return [_estimate(found) for found in self._connection.execute(asked).mappings()]

    def find_estimate(self, pupil: str, kind: EstimateKind) -> SeatEstimate | None:
        """Return what the planner found of a pupil's seat, or None if nobody has asked."""
        here = (SeatEstimateRow.pupil == pupil) & (SeatEstimateRow.kind == kind)
        found = self._connection.execute(select(SeatEstimateRow.__table__).where(here)).mappings().one_or_none()
        return None if found is None else _estimate(found)

    def keep_estimates(
        self, kind: EstimateKind, day: date, found: Mapping[str, Mapping[str, Any]], *, are_all: bool = False
    ) -> None:
        """Keep what the planner found, by pupil, in the place of what it found of them before.

        Parameters
        ----------
        are_all
            Whether what was found before of any other pupil is of no use any more.
        """
        for pupil in found:
            here = (SeatEstimateRow.kind == kind) & (SeatEstimateRow.pupil == pupil)
            self._connection.execute(delete(SeatEstimateRow).where(here))
        if are_all:
            self._connection.execute(delete(SeatEstimateRow).where(SeatEstimateRow.kind == kind))
        made = {"kind": kind, "day": day, "made_by": self._principal.user, "made_at": self._now}
        rows = [{"pupil": pupil, "found": dict(each), **made} for pupil, each in found.items()]
        if rows:
            self._connection.execute(insert(SeatEstimateRow), rows)

    # -- free seats ---------------------------------------------------------------------------------------------------

    def list_releases(self, pupils: Iterable[str] | None = None) -> list[SeatRelease]:
        """Return the seats that are or were free, the newest first; of some pupils, or of all."""
        asked = select(SeatReleaseRow.__table__)
        if pupils is not None:
            asked = asked.where(SeatReleaseRow.pupil.in_(sorted(set(pupils))))
        order = (SeatReleaseRow.from_day.desc(), SeatReleaseRow.pupil, SeatReleaseRow.direction.desc())
        return [_release(found) for found in self._connection.execute(asked.order_by(*order)).mappings()]

    def get_release(self, id_: str) -> SeatRelease:
        """Return a free seat; ``NotKeptError`` if there is none of that id."""
        asked = select(SeatReleaseRow.__table__).where(SeatReleaseRow.id == id_)
        found = self._connection.execute(asked).mappings().one_or_none()
        if found is None:
            raise NotKeptError("There is no such seat.")
        return _release(found)

    def release(self, pupil: str, direction: Direction, from_day: date, expected_pence: int | None) -> str:
        """Write down that a seat is free from a day on; ``ConflictError`` if it is free already. Return its id."""
        if any(each.direction is direction and each.until_day is None for each in self.list_releases([pupil])):
            raise ConflictError(f"The seat of {pupil} {direction} is free already.")
        id_ = uuid4().hex
        row = {
            "id": id_,
            "pupil": pupil,
            "direction": direction,
            "from_day": from_day,
            "expected_pence": expected_pence,
            "state": SavingState.EXPECTED,
            "said": "",
            "made_by": self._principal.user,
            "made_at": self._now,
        }
        self._connection.execute(insert(SeatReleaseRow).values(row))
        self._audit.say(Event.SEAT_RELEASED, "pupil", pupil, direction=direction, from_day=str(from_day))
        return id_

    def give_back(self, id_: str, until_day: date) -> None:
        """Write down that a pupil needs their seat again after a day; what was saved until then stays."""
        release = self.get_release(id_)
        if release.until_day is not None:
            raise ConflictError("The pupil has this seat again already.")
        self._change(id_, until_day=until_day, ended_by=self._principal.user, ended_at=self._now)
        detail = {"direction": release.direction, "until_day": str(until_day)}
        self._audit.say(Event.SEAT_GIVEN_BACK, "pupil", release.pupil, **detail)

    def say_not_fallen(self, id_: str, why: str) -> None:
        """Write down why the cost has not fallen yet."""
        self._change(id_, state=SavingState.NOT_FALLEN, said=why, looked_at=self._now)

    def bank(self, id_: str, pence: int, from_day: date, plans: tuple[str, str], said: str) -> None:
        """Write down by how much a day really costs less, from a day on, by two published plans: before and after."""
        release = self.get_release(id_)
        if release.state is SavingState.BANKED:
            raise ConflictError("This saving is banked already.")
        if pence <= 0:
            raise ValueError(f"what is banked must be more than nothing, not {pence}.")
        before, after = plans
        values = {"banked_pence": pence, "banked_from": from_day, "before_plan": before, "after_plan": after}
        self._change(id_, state=SavingState.BANKED, said=said, looked_at=self._now, **values)
        self._audit.say(Event.SAVING_BANKED, "pupil", release.pupil, direction=release.direction, pence=pence)

    def _change(self, id_: str, **values: object) -> None:
        self._connection.execute(update(SeatReleaseRow).where(SeatReleaseRow.id == id_).values(values))


def _estimate(found: RowMapping) -> SeatEstimate:
    return SeatEstimate(**dict(found) | {"kind": EstimateKind(found["kind"])})


def _release(found: RowMapping) -> SeatRelease:
    values = {each.name: found[each.name] for each in fields(SeatRelease)}
    return SeatRelease(**values | {"direction": Direction(found["direction"]), "state": SavingState(found["state"])})
