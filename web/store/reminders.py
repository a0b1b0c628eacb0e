"""Reminders: what lapses soon or has lapsed, kept once however often it is looked for, and done when it is renewed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, insert, select, update

from web.access import Principal
from web.store.errors import NotKeptError
from web.store.tables import ReminderRow

ABOUT_PUPILS = (ReminderRow.kind == "risk_assessments") | ReminderRow.kind.startswith("training_")
"""That a reminder's reference is a pupil's."""


@dataclass(frozen=True, slots=True)
class Lapse:
    """Something that lapses on a day.

    Parameters
    ----------
    kind, ref
        The kind of record and the column that says until when; the key of the record.
    due
        The last day on which it holds.
    said
        A sentence that bears no pupil's name.
    """

    kind: str
    ref: str
    due: date
    said: str


@dataclass(frozen=True, slots=True)
class Reminder:
    """A lapse of which the office has been told; ``done_at`` says since when it is no more."""

    lapse: Lapse
    made_at: datetime
    done_at: datetime | None


class Reminders:
    """The reminders of the office, in one transaction; for others there are none."""

    def __init__(self, connection: Connection, principal: Principal, now: datetime) -> None:
        self._connection = connection
        self._principal = principal
        self._now = now

    def list_open(self) -> list[Reminder]:
        """Return what must still be seen to, the soonest first."""
        if not self._principal.sees_everyone:
            return []
        asked = select(ReminderRow.__table__).where(ReminderRow.done_at.is_(None))
        rows = self._connection.execute(asked.order_by(ReminderRow.due, ReminderRow.kind, ReminderRow.ref))
        return [Reminder(Lapse(row.kind, row.ref, row.due, row.said), row.made_at, row.done_at) for row in rows]

    def settle(self, kinds: Collection[str], lapses: Iterable[Lapse]) -> tuple[int, int]:
        """Have the open reminders of some kinds be these lapses; return how many are new and how many are done.

        Said twice, it changes nothing the second time.
        """
        if not self._principal.sees_everyone:
            raise NotKeptError("There are no reminders.")
        wanted = {(lapse.kind, lapse.ref, lapse.due): lapse for lapse in lapses}
        of_kinds = select(ReminderRow.__table__).where(ReminderRow.kind.in_(sorted(kinds)))
        known = {(row.kind, row.ref, row.due): row.done_at for row in self._connection.execute(of_kinds)}
        new = [key for key in wanted if key not in known or known[key] is not None]
        done = [key for key, done_at in known.items() if done_at is None and key not in wanted]
        for key in done:
            self._change(key, done_at=self._now)
        for key in new:
            if key in known:
                self._change(key, done_at=None, said=wanted[key].said)
        rows = [self._row(wanted[key]) for key in new if key not in known]
        if rows:
            self._connection.execute(insert(ReminderRow), rows)
        return len(new), len(done)

    def _change(self, key: tuple[str, str, date], **values: object) -> None:
        kind, ref, due = key
        here = (ReminderRow.kind == kind) & (ReminderRow.ref == ref) & (ReminderRow.due == due)
        self._connection.execute(update(ReminderRow).where(here).values(values))

    def _row(self, lapse: Lapse) -> dict[str, object]:
        said = {"kind": lapse.kind, "ref": lapse.ref, "due": lapse.due, "said": lapse.said}
        return said | {"made_at": self._now, "done_at": None}
