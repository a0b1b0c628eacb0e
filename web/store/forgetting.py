"""Forgetting what need not be kept: by age, table by table; what is about a pupil under legal hold stays."""

from datetime import datetime

from sqlalchemy import Connection, Delete, delete, exists, or_, select
from sqlalchemy.orm import aliased

from web.store.options import Options
from web.store.seat_tables import SeatEstimateRow
from web.store.tables import (
    ActualRow,
    CalendarFeedRow,
    ConfirmationRow,
    DayEventRow,
    NoticeRow,
    OptionRow,
    PlanRideRow,
    PlanRow,
    PlanRunRow,
    PlanStepRow,
    PlanUnplacedRow,
    PlanViolationRow,
    ProblemRow,
    ReminderRow,
    SessionRow,
    SlotRow,
    TaskRow,
    ThrottleRow,
    UploadRow,
)
from web.store.training_tables import (
    OutboxKeyRow,
    OutboxRefusedRow,
    SessionTraineeRow,
    TimetableRow,
    TrainingSessionRow,
)

_HOLD = "legal-hold:"
_OF_PLANS = (
    PlanRunRow,
    PlanRideRow,
    PlanUnplacedRow,
    PlanViolationRow,
    PlanStepRow,
    NoticeRow,
    ActualRow,
)


class Forgetting:
    """What is forgotten by age, in one transaction; each function counts what it forgets."""

    def __init__(self, connection: Connection, options: Options) -> None:
        self._connection = connection
        self._options = options

    # -- legal hold ---------------------------------------------------------------------------------------------------

    def put_hold(self, pupil: str, *, is_held: bool) -> None:
        """Put a pupil under legal hold, or end it: nothing about them is forgotten meanwhile."""
        self._options.put(f"{_HOLD}{pupil}", {"is_held": is_held})

    def is_held(self, pupil: str) -> bool:
        """Say whether a pupil is under legal hold."""
        found = self._options.find(f"{_HOLD}{pupil}")
        return found is not None and bool(found["is_held"])

    def list_held(self) -> list[str]:
        """Return the pupils under legal hold."""
        asked = select(OptionRow.name, OptionRow.value).where(OptionRow.name.startswith(_HOLD)).order_by(OptionRow.name)
        return [row.name.removeprefix(_HOLD) for row in self._connection.execute(asked) if row.value["is_held"]]

    # -- the office's work --------------------------------------------------------------------------------------------

    def plans(self, before: datetime) -> int:
        """Forget plans of days before a moment, with all that hangs on them, and problems that no plan answers."""
        held = select(PlanRideRow.plan_id).where(PlanRideRow.pupil.in_(self.list_held()))
        left_out = select(PlanUnplacedRow.plan_id).where(PlanUnplacedRow.pupil.in_(self.list_held()))
        old = list(
            self._connection.scalars(
                select(PlanRow.id).where(
                    PlanRow.day < before.date(), PlanRow.id.not_in(held), PlanRow.id.not_in(left_out)
                )
            )
        )
        for first in range(0, len(old), _MANY):
            some = old[first : first + _MANY]
            for table in _OF_PLANS:
                self._connection.execute(delete(table).where(table.plan_id.in_(some)))
            self._connection.execute(delete(PlanRow).where(PlanRow.id.in_(some)))
        self._count(delete(ProblemRow).where(ProblemRow.digest.not_in(select(PlanRow.problem))))
        return len(old)

    def events(self, before: datetime) -> int:
        """Forget what was not as usual on days before a moment."""
        old = (DayEventRow.until_day < before.date()) & DayEventRow.ref.not_in(self.list_held())
        return self._count(delete(DayEventRow).where(old))

    def confirmations(self, before: datetime) -> int:
        """Forget schools' words on pupils' records given before a moment; of each pupil the newest stays."""
        other = aliased(ConfirmationRow)
        newer = exists().where(
            other.pupil == ConfirmationRow.pupil,
            or_(
                other.confirmed_at > ConfirmationRow.confirmed_at,
                (other.confirmed_at == ConfirmationRow.confirmed_at) & (other.id > ConfirmationRow.id),
            ),
        )
        old = (ConfirmationRow.confirmed_at < before) & ConfirmationRow.pupil.not_in(self.list_held())
        return self._count(delete(ConfirmationRow).where(old, newer))

    def training_sessions(self, before: datetime) -> int:
        """Forget sessions of training on days before a moment; what was written about trainees there stays."""
        held = select(SessionTraineeRow.session).where(SessionTraineeRow.pupil.in_(self.list_held()))
        old = select(TrainingSessionRow.id).where(TrainingSessionRow.day < before.date())
        old = old.where(TrainingSessionRow.id.not_in(held))
        self._count(delete(SessionTraineeRow).where(SessionTraineeRow.session.in_(old)))
        count = self._count(delete(TrainingSessionRow).where(TrainingSessionRow.id.in_(old)))
        used = select(TrainingSessionRow.timetable).where(TrainingSessionRow.timetable.is_not(None))
        self._count(delete(TimetableRow).where(TimetableRow.last < before.date(), TimetableRow.id.not_in(used)))
        return count

    def seat_estimates(self, before: datetime) -> int:
        """Forget what was worked out of seats before a moment."""
        old = SeatEstimateRow.made_at < before
        return self._count(delete(SeatEstimateRow).where(old, SeatEstimateRow.pupil.not_in(self.list_held())))

    def feeds(self, before: datetime) -> int:
        """Forget links to calendars that were ended before a moment."""
        return self._count(delete(CalendarFeedRow).where(CalendarFeedRow.ended_at < before))

    def refused_entries(self, before: datetime) -> int:
        """Forget what was said before a moment of phones' entries that were not kept."""
        return self._count(delete(OutboxRefusedRow).where(OutboxRefusedRow.at < before))

    def outbox_keys(self, before: datetime) -> int:
        """Forget the keys of phones that retired before a moment."""
        return self._count(delete(OutboxKeyRow).where(OutboxKeyRow.retires_at < before))

    # -- the machine's work -------------------------------------------------------------------------------------------

    def reminders(self, before: datetime) -> int:
        """Forget reminders that were done before a moment."""
        return self._count(delete(ReminderRow).where(ReminderRow.done_at < before))

    def tasks(self, before: datetime) -> int:
        """Forget long work that ended before a moment."""
        return self._count(delete(TaskRow).where(TaskRow.ended_at < before))

    def slots(self, before: datetime) -> int:
        """Forget the slots of the clock that were due before a moment."""
        return self._count(delete(SlotRow).where(SlotRow.due_at < before))

    def uploads(self, before: datetime) -> int:
        """Forget files loaded before a moment."""
        return self._count(delete(UploadRow).where(UploadRow.loaded_at < before))

    def sessions(self, before: datetime) -> int:
        """Forget sessions last used before a moment."""
        return self._count(delete(SessionRow).where(SessionRow.seen_at < before))

    def throttles(self, before: datetime) -> int:
        """Forget how often something was tried before a moment."""
        return self._count(delete(ThrottleRow).where(ThrottleRow.begins_at < before))

    def _count(self, asked: Delete) -> int:
        return self._connection.execute(asked).rowcount


_MANY = 500
"""So many are named in one question: databases bound its length."""
