"""The day: what is not as usual, what really happened, who must be told, and what schools have confirmed."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, RowMapping, insert, select, update

from routing.problem import Direction
from web.access import Principal, Role
from web.store.audit import AuditLog
from web.store.day_scope import actuals_of, confirmations_of, events_of, pupils_to_report, runs_to_log
from web.store.errors import ConflictError, NotKeptError
from web.store.events import Event
from web.store.pupil_keys import PupilKeys
from web.store.tables import ActualRow, ConfirmationRow, DayEventRow, NoticeRow, PlanRideRow, PlanRow, PlanRunRow


class DayEventKind(StrEnum):
    """What may be not as usual on a day."""

    PUPIL_ABSENT = "pupil-absent"
    TRAINING = "training"
    """A pupil makes a journey with their trainer, and needs no vehicle that way."""
    VEHICLE_OUT = "vehicle-out"
    ASSISTANT_OUT = "assistant-out"
    ROAD_CLOSED = "road-closed"
    SCHOOL_CLOSED = "school-closed"
    SCHOOL_CLOSES_EARLY = "school-closes-early"


OF_PUPILS = frozenset({DayEventKind.PUPIL_ABSENT, DayEventKind.TRAINING})
"""Of these the reference is a pupil, for whom no vehicle comes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayEvent:
    """Something that is not as usual, on some days.

    Parameters
    ----------
    direction
        In which direction; None for both.
    ref
        The pupil, vehicle, assistant, school or road that it is about.
    school
        Whose school may see it: of a pupil's absence, and of what is about the school itself.
    detail
        ``finishes_s`` and ``leave_by_s`` of a school that closes early; ``session`` and ``at_s`` (when they are at
        school, or leave it) of a training day.
    """

    id: str
    day: date
    until_day: date
    direction: Direction | None
    kind: DayEventKind
    ref: str
    school: str | None
    detail: Mapping[str, Any]
    reported_by: str
    reported_at: datetime
    withdrawn_by: str | None
    withdrawn_at: datetime | None


class What(StrEnum):
    """What may happen at a stop."""

    LEFT = "left"
    ARRIVED = "arrived"
    BOARDED = "boarded"
    NOT_TRAVELLING = "not-travelling"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actual:
    """What happened at a stop of a published run; ``stop`` counts from 1.

    Parameters
    ----------
    pupil
        Who boarded there, or does not travel; None of what happened to the vehicle.
    """

    id: str
    plan_id: str
    day: date
    run: str
    stop: int
    what: What
    at_s: int
    planned_s: int
    logged_by: str
    logged_at: datetime
    pupil: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Someone who must be told what a published plan changes.

    Parameters
    ----------
    audience, ref
        ``school``, ``operator`` or ``family``, and which.
    said
        What to tell, sentence by sentence, as items that pages put names into.
    due_at
        The latest moment for it, by the notice period.
    why_late
        Why they were told later than that, or not at all.
    """

    id: str
    plan_id: str
    audience: str
    ref: str
    said: tuple[Any, ...]
    due_at: datetime
    told_at: datetime | None
    told_by: str | None
    how: str | None
    why_late: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """A school's word that a pupil's record is right, or is not; the note is None once the pupil has been erased."""

    id: str
    pupil: str
    school: str
    confirmed_by: str
    confirmed_at: datetime
    is_right: bool
    note: str | None


class Day:
    """The day for one principal, in one transaction; for a school and an operator their own alone."""

    def __init__(
        self, connection: Connection, principal: Principal, keys: PupilKeys, audit: AuditLog, now: datetime
    ) -> None:
        self._connection = connection
        self._principal = principal
        self._keys = keys
        self._audit = audit
        self._now = now

    # -- events -------------------------------------------------------------------------------------------------------

    def report(
        self,
        kind: DayEventKind,
        ref: str,
        day: date,
        *,
        until_day: date | None = None,
        direction: Direction | None = None,
        school: str | None = None,
        detail: Mapping[str, Any] | None = None,
    ) -> str:
        """Write down that something is not as usual; return its id.

        A school may speak of its own pupils alone, an operator of those who are on its runs that day.
        """
        last = until_day or day
        if not self._principal.sees_everyone and not self._may_report(kind, ref, (day, last), school):
            raise NotKeptError("There is no such pupil.")
        if last < day:
            raise ValueError("the last day must not be before the first.")
        id_ = uuid4().hex
        row = {
            "id": id_,
            "day": day,
            "until_day": last,
            "direction": direction,
            "kind": kind,
            "ref": ref,
            "school": school,
            "detail": dict(detail or {}),
            "reported_by": self._principal.user,
            "reported_at": self._now,
        }
        self._connection.execute(insert(DayEventRow).values(row))
        self._audit.say(Event.DAY_EVENT_REPORTED, kind, ref, day=str(day), until=str(last))
        return id_

    def withdraw(self, id_: str) -> DayEvent:
        """Withdraw an event; it is kept, and counts no more. ``ConflictError`` if it has been withdrawn already.

        An operator may take back only what its own people have said.
        """
        event = self.get_event(id_)
        if self._principal.role is Role.OPERATOR and event.reported_by != self._principal.user:
            raise NotKeptError("There is no such event.")
        if event.withdrawn_at is not None:
            raise ConflictError("This has been withdrawn already.")
        values = {"withdrawn_by": self._principal.user, "withdrawn_at": self._now}
        self._connection.execute(update(DayEventRow).where(DayEventRow.id == id_).values(values))
        self._audit.say(Event.DAY_EVENT_WITHDRAWN, event.kind, event.ref, day=str(event.day))
        return event

    def get_event(self, id_: str) -> DayEvent:
        """Return an event; ``NotKeptError`` if there is none that the principal may see."""
        asked = select(DayEventRow.__table__).where(DayEventRow.id == id_, *events_of(self._principal))
        found = self._connection.execute(asked).mappings().one_or_none()
        if found is None:
            raise NotKeptError("There is no such event.")
        return self._event(found)

    def list_events(self, from_day: date, until_day: date, *, withdrawn: bool = False) -> list[DayEvent]:
        """Return what is not as usual on some days, in the order of reporting."""
        asked = select(DayEventRow.__table__).where(
            DayEventRow.day <= until_day, DayEventRow.until_day >= from_day, *events_of(self._principal)
        )
        if not withdrawn:
            asked = asked.where(DayEventRow.withdrawn_at.is_(None))
        rows = self._connection.execute(asked.order_by(DayEventRow.reported_at, DayEventRow.id)).mappings()
        return [self._event(found) for found in rows]

    # -- what happened ------------------------------------------------------------------------------------------------

    def log(
        self,
        plan_id: str,
        day: date,
        run: str,
        stop: int,
        what: What,
        at_s: int,
        planned_s: int,
        pupil: str | None = None,
    ) -> str:
        """Write down what happened at a stop; what is said later of the same counts. Return its id.

        ``NotKeptError`` if it is no run of a published plan of that day, or another operator's.
        """
        self._refuse_foreign_run(plan_id, day, run)
        id_ = uuid4().hex
        row = {
            "id": id_,
            "plan_id": plan_id,
            "day": day,
            "run": run,
            "stop": stop,
            "what": what,
            "at_s": at_s,
            "planned_s": planned_s,
            "pupil": pupil,
            "logged_by": self._principal.user,
            "logged_at": self._now,
        }
        self._connection.execute(insert(ActualRow).values(row))
        return id_

    def list_actuals(self, from_day: date, until_day: date) -> list[Actual]:
        """Return what happened on some days, in the order of logging; to a school on the runs of its pupils alone."""
        own = actuals_of(self._principal)
        asked = select(ActualRow.__table__).where(ActualRow.day.between(from_day, until_day), *own)
        rows = self._connection.execute(asked.order_by(ActualRow.day, ActualRow.logged_at, ActualRow.id)).mappings()
        return [Actual(**dict(found) | {"what": What(found["what"])}) for found in rows]

    # -- who must be told ---------------------------------------------------------------------------------------------

    def owe(self, plan_id: str, audience: str, ref: str, said: tuple[Any, ...], due_at: datetime) -> str:
        """Write down that someone must be told what a plan changes; return the notice's id."""
        id_ = uuid4().hex
        row = {"id": id_, "plan_id": plan_id, "audience": audience, "ref": ref, "said": list(said), "due_at": due_at}
        self._connection.execute(insert(NoticeRow).values(row))
        return id_

    def tell(self, id_: str, how: str, why_late: str | None = None) -> None:
        """Write down that someone has been told; ``ValueError`` if it is too late and no reason is given."""
        due_at = self._connection.execute(select(NoticeRow.due_at).where(NoticeRow.id == id_)).scalar_one_or_none()
        if due_at is None:
            raise NotKeptError("There is no such notice.")
        if self._now > due_at and not why_late:
            raise ValueError("this is later than the notice period: say why.")
        values = {"told_at": self._now, "told_by": self._principal.user, "how": how, "why_late": why_late}
        self._connection.execute(update(NoticeRow).where(NoticeRow.id == id_).values(values))
        self._audit.say(Event.NOTICE_TOLD, "notice", id_, how=how, late=why_late is not None)

    def list_notices(self, plan_id: str) -> list[Notice]:
        """Return who must be told of a plan, those not yet told first; for the office alone."""
        if not self._principal.sees_everyone:
            raise NotKeptError("There is no such plan.")
        asked = select(NoticeRow.__table__).where(NoticeRow.plan_id == plan_id)
        rows = self._connection.execute(asked.order_by(NoticeRow.audience.desc(), NoticeRow.ref)).mappings()
        found = [Notice(**dict(row) | {"said": tuple(row["said"])}) for row in rows]
        return sorted(found, key=lambda notice: notice.told_at is not None)

    # -- confirmations ------------------------------------------------------------------------------------------------

    def confirm(self, pupil: str, school: str, *, is_right: bool, note: str = "") -> None:
        """Write down a school's word on a pupil's record."""
        if self._principal.role is Role.SCHOOL and school not in self._principal.schools:
            raise NotKeptError("There is no such pupil.")
        id_ = uuid4().hex
        row = {
            "id": id_,
            "pupil": pupil,
            "school": school,
            "confirmed_by": self._principal.user,
            "confirmed_at": self._now,
            "is_right": is_right,
            "sealed_note": self._keys.seal(pupil, note, f"confirmation|{id_}") if note else None,
        }
        self._connection.execute(insert(ConfirmationRow).values(row))
        self._audit.say(Event.CONFIRMATION_MADE, "pupil", pupil, is_right=is_right)

    def list_confirmations(self) -> dict[str, Confirmation]:
        """Return the newest word on each pupil's record."""
        asked = select(ConfirmationRow.__table__).where(*confirmations_of(self._principal))
        rows = (
            self._connection.execute(asked.order_by(ConfirmationRow.confirmed_at, ConfirmationRow.id)).mappings().all()
        )
        newest = {found["pupil"]: found for found in rows}
        self._keys.load(pupil for pupil, found in newest.items() if found["sealed_note"] is not None)
        return {pupil: self._confirmation(found) for pupil, found in newest.items()}

    def _confirmation(self, found: RowMapping) -> Confirmation:
        sealed = found["sealed_note"]
        note = "" if sealed is None else self._keys.unseal(found["pupil"], sealed, f"confirmation|{found['id']}")
        names = [each.name for each in fields(Confirmation) if each.name != "note"]
        return Confirmation(**{name: found[name] for name in names}, note=note)

    def _event(self, found: RowMapping) -> DayEvent:
        """Return an event; an operator is told that a pupil does not travel, and not that they are in training."""
        event = _event(found)
        if self._principal.role is Role.OPERATOR and event.kind is DayEventKind.TRAINING:
            return replace(event, kind=DayEventKind.PUPIL_ABSENT, detail={})
        return event

    def _may_report(self, kind: DayEventKind, ref: str, days: tuple[date, date], school: str | None) -> bool:
        """Say whether someone outside the office may report something."""
        if self._principal.role is Role.SCHOOL:
            return school in self._principal.schools
        own = pupils_to_report(self._principal, ref)
        asked = select(PlanRideRow.pupil).join(PlanRow, PlanRow.id == PlanRideRow.plan_id)
        asked = asked.where(*own, PlanRideRow.school == school, PlanRow.day == days[0])
        is_one_day_absence = kind is DayEventKind.PUPIL_ABSENT and days[0] == days[1]
        return is_one_day_absence and self._connection.execute(asked).first() is not None

    def _refuse_foreign_run(self, plan_id: str, day: date, run: str) -> None:
        here = (PlanRunRow.plan_id == plan_id) & (PlanRunRow.run == run) & (PlanRow.day == day)
        asked = select(PlanRunRow.run).join(PlanRow, PlanRow.id == PlanRunRow.plan_id)
        if self._connection.execute(asked.where(here, *runs_to_log(self._principal))).first() is None:
            raise NotKeptError("There is no such run.")


def _event(found: RowMapping) -> DayEvent:
    direction = found["direction"]
    values = dict(found) | {
        "direction": None if direction is None else Direction(direction),
        "kind": DayEventKind(found["kind"]),
    }
    return DayEvent(**values)
