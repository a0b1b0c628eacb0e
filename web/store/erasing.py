"""Erasing a pupil: their key, their records and all that was written about them; what stays is the travel reference.

The rows of records stay, for versions are counted and the audit log names them; they say nothing any more. Rides of
past plans stay too, under the reference: whose it was, nobody can tell once the records are gone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Delete, Text, Update, cast, delete, exists, or_, select, update

from web.records.owning import pupils_of
from web.store.day import OF_PUPILS
from web.store.pupil_keys import PupilKeys
from web.store.records import Change, Records
from web.store.reminders import ABOUT_PUPILS
from web.store.seat_tables import SeatEstimateRow
from web.store.tables import (
    ConfirmationRow,
    DayEventRow,
    NoticeRow,
    PlanRideRow,
    PlanRunRow,
    PlanUnplacedRow,
    RecordRow,
    ReminderRow,
    TaskRow,
    UploadRow,
)
from web.store.training_keeping import erase_training

_PAIRS = ("kept_apart", "together")
"""Kinds of record that name a second pupil."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased of a pupil.

    Parameters
    ----------
    had_key
        Whether they had a key: if not, they had been erased before, or nothing sensitive was ever kept of them.
    rows
        How many rows of each table were emptied or taken out.
    """

    had_key: bool
    rows: Mapping[str, int]

    @property
    def is_nothing(self) -> bool:
        """Whether nothing was there to erase."""
        return not self.had_key and not any(self.rows.values())


class Erasing:
    """Erases pupils, in one transaction."""

    def __init__(self, connection: Connection, records: Records, keys: PupilKeys) -> None:
        self._connection = connection
        self._records = records
        self._keys = keys

    def is_known(self, pupil: str) -> bool:
        """Say whether there has ever been a record of a pupil."""
        asked = select(RecordRow.key).where(RecordRow.kind == "pupils", RecordRow.key == pupil).limit(1)
        return self._connection.execute(asked).first() is not None

    def erase(self, pupil: str) -> Erased:
        """Erase a pupil; done twice, it finds nothing the second time."""
        rows = {"records": self._empty_records(pupil), **self._forget_days(pupil), **self._empty_plans(pupil)}
        rows |= erase_training(self._connection, pupil)
        found = Erased(self._keys.erase(pupil), rows)
        if found.is_nothing:
            return found
        # a loaded file is a list of pupils, sealed with the office's key: whoever loaded it loads it again
        return Erased(found.had_key, {**rows, "loaded files": self._count(delete(UploadRow))})

    def _empty_records(self, pupil: str) -> int:
        pairs = {kind: self._pairs(kind, pupil) for kind in _PAIRS}
        about = or_(
            RecordRow.pupil == pupil,
            *((RecordRow.kind == kind) & RecordRow.key.in_(keys) for kind, keys in pairs.items()),
        )
        current = select(RecordRow.kind, RecordRow.key).where(
            about, RecordRow.is_current, RecordRow.is_removed.is_(False)
        )
        found = [self._records.get(row.kind, row.key) for row in self._connection.execute(current).all()]
        self._records.apply([Change(row, is_removal=True) for row in found], "Erased")
        empty: dict[str, Any] = {"cells": {}, "sealed": None, "school": None, "why": None}
        holds = (cast(RecordRow.cells, Text) != "{}") | RecordRow.sealed.is_not(None)
        return self._count(update(RecordRow).where(about, holds).values(empty))

    def _pairs(self, kind: str, pupil: str) -> list[str]:
        """Return the keys of the pairs of which a pupil is one, those taken out too."""
        asked = select(RecordRow.key, RecordRow.cells).where(RecordRow.kind == kind)
        return sorted({row.key for row in self._connection.execute(asked) if pupil in pupils_of(kind, row.cells)})

    def _forget_days(self, pupil: str) -> dict[str, int]:
        absence = DayEventRow.kind.in_(sorted(OF_PUPILS)) & (DayEventRow.ref == pupil)
        family = (NoticeRow.audience == "family") & (NoticeRow.ref == pupil)
        reminder = ABOUT_PUPILS & (ReminderRow.ref == pupil)
        said = (TaskRow.asked, TaskRow.progress, TaskRow.result)
        named = or_(*(cast(column, Text).contains(f'"{pupil}"', autoescape=True) for column in said))
        return {
            "schools' words": self._count(delete(ConfirmationRow).where(ConfirmationRow.pupil == pupil)),
            "absences": self._count(delete(DayEventRow).where(absence)),
            "notices to the family": self._count(delete(NoticeRow).where(family)),
            "reminders": self._count(delete(ReminderRow).where(reminder)),
            "what their seat costs": self._count(delete(SeatEstimateRow).where(SeatEstimateRow.pupil == pupil)),
            "tasks": self._count(delete(TaskRow).where(TaskRow.ended_at.is_not(None), named)),
        }

    def _empty_plans(self, pupil: str) -> dict[str, int]:
        aboard: ColumnElement[bool] = exists().where(
            PlanRideRow.plan_id == PlanRunRow.plan_id, PlanRideRow.run == PlanRunRow.run, PlanRideRow.pupil == pupil
        )
        drawn = update(PlanRunRow).where(aboard, PlanRunRow.sealed_lines.is_not(None)).values(sealed_lines=None)
        why = (PlanUnplacedRow.pupil == pupil) & (PlanUnplacedRow.accepted_why != "")
        return {
            "maps of runs": self._count(drawn),
            "reasons for having no run": self._count(update(PlanUnplacedRow).where(why).values(accepted_why="")),
        }

    def _count(self, asked: Update | Delete) -> int:
        return self._connection.execute(asked).rowcount
