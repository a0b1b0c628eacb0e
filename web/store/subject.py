"""Everything that is kept about one pupil, opened: for the answer to a subject access request."""

import json
import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Text, cast, or_, select

from web.store.day import OF_PUPILS
from web.store.pupil_keys import PupilKeys
from web.store.records import Records, Version
from web.store.reminders import ABOUT_PUPILS
from web.store.seat_tables import SeatEstimateRow, SeatReleaseRow
from web.store.tables import (
    ActualRow,
    AuditRow,
    ConfirmationRow,
    DayEventRow,
    NoticeRow,
    PlanRideRow,
    PlanRow,
    PlanRunRow,
    PlanUnplacedRow,
    PlanViolationRow,
    RecordRow,
    ReminderRow,
)
from web.store.training_keeping import found_of_trainee

_AUDIT = ("number", "at", "who", "role", "event", "kind", "ref", "detail")

Found = dict[str, Any]
"""What a table says, by column."""


class Subject:
    """What is kept about one pupil, in one transaction."""

    def __init__(self, connection: Connection, records: Records, keys: PupilKeys) -> None:
        self._connection = connection
        self._records = records
        self._keys = keys

    def list_histories(self, pupil: str) -> list[tuple[str, str, list[Version]]]:
        """Return kind, key and every version of all records about a pupil or naming them."""
        named = cast(RecordRow.cells, Text).contains(f'"{pupil}"', autoescape=True)
        asked = select(RecordRow.kind, RecordRow.key).where(or_(RecordRow.pupil == pupil, named)).distinct()
        found = self._connection.execute(asked.order_by(RecordRow.kind, RecordRow.key)).all()
        return [(row.kind, row.key, self._records.history(row.kind, row.key)) for row in found]

    def list_rides(self, pupil: str) -> list[Found]:
        """Return the rides of all plans, drafts too, by day."""
        plan = (PlanRow.day, PlanRow.direction, PlanRow.state, PlanRow.version)
        asked = (
            select(*plan, *PlanRideRow.__table__.columns)
            .join(PlanRideRow, PlanRideRow.plan_id == PlanRow.id)
            .where(PlanRideRow.pupil == pupil)
            .order_by(PlanRow.day, PlanRow.direction.desc(), PlanRow.made_at)
        )
        return self._found(asked)

    def list_stops(self, pupil: str) -> list[Found]:
        """Return the stops of the runs that carry a pupil, with nobody else's references."""
        asked = (
            select(PlanRunRow.plan_id, PlanRunRow.run, PlanRunRow.vehicle, PlanRunRow.driver, PlanRunRow.stops)
            .join(PlanRideRow, (PlanRideRow.plan_id == PlanRunRow.plan_id) & (PlanRideRow.run == PlanRunRow.run))
            .where(PlanRideRow.pupil == pupil)
            .order_by(PlanRunRow.plan_id, PlanRunRow.run)
        )
        return [row | {"stops": list(_own_stops(row["stops"], pupil))} for row in self._found(asked)]

    def list_unplaced(self, pupil: str) -> list[Found]:
        """Return the plans that left them without a run, and why."""
        asked = (
            select(PlanRow.day, PlanRow.direction, PlanRow.state, *PlanUnplacedRow.__table__.columns)
            .join(PlanUnplacedRow, PlanUnplacedRow.plan_id == PlanRow.id)
            .where(PlanUnplacedRow.pupil == pupil)
            .order_by(PlanRow.day, PlanRow.made_at)
        )
        return self._found(asked)

    def list_events(self, pupil: str) -> list[Found]:
        """Return their absences and their training days."""
        table = DayEventRow
        asked = select(table.__table__).where(table.kind.in_(sorted(OF_PUPILS)), table.ref == pupil).order_by(table.day)
        return self._found(asked)

    def list_seats(self, pupil: str) -> list[Found]:
        """Return the seats of theirs that are or were free, and what that saved."""
        table = SeatReleaseRow
        return self._found(select(table.__table__).where(table.pupil == pupil).order_by(table.from_day))

    def list_estimates(self, pupil: str) -> list[Found]:
        """Return what the planner found of their seat."""
        table = SeatEstimateRow
        return self._found(select(table.__table__).where(table.pupil == pupil).order_by(table.kind))

    def list_actuals(self, pupil: str) -> list[Found]:
        """Return what was logged of them on the road."""
        table = ActualRow
        return self._found(select(table.__table__).where(table.pupil == pupil).order_by(table.day, table.logged_at))

    def list_reminders(self, pupil: str) -> list[Found]:
        """Return the reminders of their risk assessment and of their training."""
        table = ReminderRow
        own = select(table.__table__).where(ABOUT_PUPILS, table.ref == pupil)
        return self._found(own.order_by(table.due))

    def list_confirmations(self, pupil: str) -> list[Found]:
        """Return schools' words on their record, notes opened."""
        table = ConfirmationRow
        rows = self._found(select(table.__table__).where(table.pupil == pupil).order_by(table.confirmed_at))
        for row in rows:
            sealed = row.pop("sealed_note")
            place = f"confirmation|{row['id']}"
            row["note"] = "" if sealed is None else self._keys.unseal(pupil, sealed, place)
        return rows

    def list_notices(self, pupil: str) -> list[Found]:
        """Return what their family was told, or is to be told."""
        table = NoticeRow
        own = (table.audience == "family") & (table.ref == pupil)
        return self._found(select(table.__table__).where(own).order_by(table.due_at))

    def list_violations(self, pupil: str) -> list[Found]:
        """Return how drafts broke rules with them, in the checker's words, which may name others too."""
        asked = (
            select(
                PlanRow.day, PlanRow.direction, PlanViolationRow.rule, PlanViolationRow.said, PlanViolationRow.pupils
            )
            .join(PlanViolationRow, PlanViolationRow.plan_id == PlanRow.id)
            .where(cast(PlanViolationRow.pupils, Text).contains(f'"{pupil}"', autoescape=True))
            .order_by(PlanRow.day, PlanRow.made_at, PlanViolationRow.number)
        )
        return self._found(asked)

    def list_training(self, pupil: str) -> dict[str, list[Found]]:
        """Return all that is kept of their travel training, opened, by title."""
        return found_of_trainee(self._connection, self._keys, pupil)

    def list_audit(self, pupil: str) -> list[Found]:
        """Return the entries of the audit log that are about them or name them."""
        own = select(RecordRow.kind, RecordRow.key).where(RecordRow.pupil == pupil).distinct()
        keys = {(row.kind, row.key) for row in self._connection.execute(own)} | {("pupil", pupil)}
        table = AuditRow
        some = table.ref.contains(pupil, autoescape=True) | cast(table.detail, Text).contains(pupil, autoescape=True)
        asked = select(*(table.__table__.columns[name] for name in _AUDIT)).where(some).order_by(table.number)
        named = re.compile(rf"(?<![\w-]){re.escape(pupil)}(?![\w-])")
        return [
            row
            for row in self._found(asked)
            if (row["kind"], row["ref"]) in keys or row["ref"] == pupil or named.search(json.dumps(row["detail"]))
        ]

    def _found(self, asked: Any) -> list[Found]:
        return [dict(row) for row in self._connection.execute(asked).mappings()]


def _own_stops(stops: list[Any], pupil: str) -> Iterator[Found]:
    """Yield the stops at which a pupil boards or alights, naming nobody else."""
    for stop in stops:
        mine = {what: [pupil] for what in ("boards", "alights") if pupil in stop.get(what, ())}
        if mine:
            yield {name: value for name, value in stop.items() if name not in ("boards", "alights")} | mine
