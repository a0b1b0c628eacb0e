"""Records in versions: who changed what, when, from what to what. Sensitive cells are sealed with the pupil's own key.

A school sees its own pupils, and of them no more than ``SCHOOLS_SEE``; a trainer those whom they train, and of them no
more than ``TRAINERS_SEE``; an operator sees the names of those whom it carries.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, and_, bindparam, func, insert, select, update

from web.access import Principal, Role
from web.records.layouts import KIND
from web.records.owning import owner_of
from web.records.rows import Row
from web.store.audit import AuditLog
from web.store.errors import ConflictError, NotKeptError
from web.store.events import Event
from web.store.pupil_keys import PupilKeys
from web.store.tables import PlanRideRow, PlanRow, RecordRow
from web.store.training_scope import Sight

SCHOOLS_SEE: Mapping[str, frozenset[str]] = {
    "pupils": frozenset({"pupil", "name", "school", "days", "school_confirmed_on"}),
    "schools": frozenset({"school", "name", "opens", "starts", "finishes", "leave_by"}),
    "calendar": frozenset({"what", "from", "until", "school", "finishes", "leave_by"}),
    "vehicles": frozenset({"vehicle", "registration"}),
    "assistants": frozenset({"assistant", "name"}),
}
"""The kinds of record of which a school's user sees anything, and which cells."""

TRAINERS_SEE: Mapping[str, frozenset[str]] = {
    "pupils": frozenset({"pupil", "name", "school", "days", "contact", "contact_phone"}),
    "schools": SCHOOLS_SEE["schools"] | {"phone"},
    "calendar": SCHOOLS_SEE["calendar"],
    "trainers": frozenset({"trainer", "name", "phone"}),
}
"""The same of a trainer's user: of the pupils whom they train, and of their colleagues."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A record as it once was.

    Parameters
    ----------
    row
        What it held; None of the sensitive cells once the pupil's key has been erased.
    is_removed
        Whether it was taken out with this version.
    why
        What whoever changed it said.
    """

    row: Row
    is_removed: bool
    changed_by: str
    changed_at: datetime
    why: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """A record to be kept, or taken out.

    Parameters
    ----------
    row
        What it is to hold; its version is the one that was seen, 0 for a new one.
    is_removal
        Whether it is to be taken out.
    """

    row: Row
    is_removal: bool = False


class Records:
    """The records that a principal may see, in one transaction."""

    def __init__(
        self, connection: Connection, principal: Principal, keys: PupilKeys, audit: AuditLog, now: datetime
    ) -> None:
        self._connection = connection
        self._principal = principal
        self._keys = keys
        self._audit = audit
        self._now = now

    # -- looking ------------------------------------------------------------------------------------------------------

    def get(self, kind: str, key: str) -> Row:
        """Return a record; ``NotKeptError`` if there is none that the principal may see."""
        found = self.find(kind, key)
        if found is None:
            raise NotKeptError(f"There is no such {KIND[kind].one}.")
        return found

    def find(self, kind: str, key: str) -> Row | None:
        """Return a record, or None."""
        rows = self._rows(self._current(kind).where(RecordRow.key == key))
        return rows[0] if rows else None

    def list_kind(self, kind: str) -> list[Row]:
        """Return all records of a kind, by key: two queries, however many they are."""
        return self._rows(self._current(kind).order_by(RecordRow.key))

    def list_open(self, kind: str, school: str = "", pupils: Iterable[str] | None = None) -> list[Row]:
        """Return all records of a kind, or those of one school, or of a few pupils, without what is sealed."""
        self._office_only()
        asked = self._current(kind).order_by(RecordRow.key)
        if school:
            asked = asked.where(RecordRow.school == school)
        if pupils is not None:
            asked = asked.where(RecordRow.pupil.in_(sorted(set(pupils))))
        found = self._connection.execute(asked).mappings()
        return [Row(kind, each["key"], each["cells"], each["version"]) for each in found]

    def list_references(self, kind: str, school: str = "") -> list[str]:
        """Return the keys of all records of a kind, or of those of one school, in order: no record is opened."""
        self._office_only()
        asked = self._current(kind).with_only_columns(RecordRow.key).order_by(RecordRow.key)
        return list(self._connection.scalars(asked.where(RecordRow.school == school) if school else asked))

    def list_keys(self, kind: str, keys: Iterable[str]) -> list[Row]:
        """Return the records of some keys, no more than a page of them, by key."""
        return self._rows(self._current(kind).where(RecordRow.key.in_(sorted(set(keys)))).order_by(RecordRow.key))

    def list_beside(self, pupils: Iterable[str]) -> dict[str, list[Row]]:
        """Return every record that is about no pupil, and those about a few pupils, by kind."""
        asked = self._seen().where(RecordRow.is_current, RecordRow.is_removed.is_(False))
        asked = asked.where(RecordRow.pupil.is_(None) | RecordRow.pupil.in_(sorted(set(pupils))))
        found: dict[str, list[Row]] = {kind: [] for kind in KIND}
        for row in self._rows(asked.order_by(RecordRow.kind, RecordRow.key)):
            found[row.kind].append(row)
        return found

    def list_of_pupil(self, pupil: str) -> list[Row]:
        """Return all records about one pupil, by kind and key."""
        asked = self._seen().where(RecordRow.pupil == pupil, RecordRow.is_current, RecordRow.is_removed.is_(False))
        return self._rows(asked.order_by(RecordRow.kind, RecordRow.key))

    def all_rows(self) -> dict[str, list[Row]]:
        """Return every record, by kind: for plans, reports and exports."""
        self._keys.load()
        asked = self._seen().where(RecordRow.is_current, RecordRow.is_removed.is_(False))
        found: dict[str, list[Row]] = {kind: [] for kind in KIND}
        for row in self._rows(asked.order_by(RecordRow.kind, RecordRow.key)):
            found[row.kind].append(row)
        return found

    def names(self, kind: str, keys: Iterable[str] | None = None) -> dict[str, str]:
        """Return what people call records, by key; those of no name are left out.

        Parameters
        ----------
        keys
            Of which; None for all that the principal may see.
        """
        asked = self._current(kind)
        if keys is not None:
            wanted = sorted(set(keys))
            if len(wanted) <= _MANY:
                asked = asked.where(RecordRow.key.in_(wanted))
        return {row.key: row.values["name"] for row in self._rows(asked) if row.values.get("name")}

    def history(self, kind: str, key: str) -> list[Version]:
        """Return every version of a record, the newest first; for the office alone."""
        self._office_only()
        asked = select(RecordRow.__table__).where(RecordRow.kind == kind, RecordRow.key == key)
        rows = self._connection.execute(asked.order_by(RecordRow.version.desc())).mappings().all()
        if not rows:
            raise NotKeptError(f"There is no such {KIND[kind].one}.")
        self._keys.load(row["pupil"] for row in rows if row["pupil"])
        return [
            Version(
                row=self._row(row),
                is_removed=row["is_removed"],
                changed_by=row["changed_by"],
                changed_at=row["changed_at"],
                why=row["why"],
            )
            for row in rows
        ]

    def counts(self) -> dict[str, int]:
        """Return how many records there are of each kind."""
        asked = (
            select(RecordRow.kind, func.count())
            .where(RecordRow.is_current, RecordRow.is_removed.is_(False))
            .group_by(RecordRow.kind)
        )
        return dict(self._connection.execute(asked).all())

    def mark(self) -> str:
        """Return a text that is another as soon as any record has changed."""
        asked = select(func.count(), func.max(RecordRow.changed_at))
        count, last = self._connection.execute(asked).one()
        return f"{count} {last}"

    # -- changing -----------------------------------------------------------------------------------------------------

    def keep(self, row: Row, why: str = "") -> Row:
        """Keep a record as a new version; return it with that version.

        Raises
        ------
        ConflictError
            It is not of the version that ``row`` bears: someone else has changed, made or taken it out.
        """
        return self.apply([Change(row)], why)[0]

    def remove(self, kind: str, key: str, version: int, why: str = "") -> None:
        """Take a record out; its history stays. ``ConflictError`` if it is not of that version."""
        row = self.get(kind, key)
        self.apply([Change(Row(kind, key, row.values, version), is_removal=True)], why)

    def apply(self, changes: Iterable[Change], why: str = "") -> list[Row]:
        """Keep or take out many records, all or none; raises as ``keep`` does."""
        self._office_only()
        wanted = list(changes)
        newest = self._newest({(change.row.kind, change.row.key) for change in wanted})
        schools = self._schools_of_pupils(wanted)
        self._keys.make_all(_to_seal(wanted))
        kept, rows, moved = [], [], dict[str, str]()
        for change in wanted:
            row, before = change.row, newest.get((change.row.kind, change.row.key))
            if (0 if before is None or before.is_removed else before.version) != row.version:
                raise ConflictError(
                    f"Someone else has changed {KIND[row.kind].one} {row.key} since you saw it: look again."
                )
            number = 1 if before is None else before.version + 1
            pupil = owner_of(row.kind, row.values)
            school = _school_of(row, pupil, schools)
            if row.kind == "pupils" and before is not None and before.school != school:
                moved[row.key] = school or ""
            new = Row(row.kind, row.key, row.values, number)
            rows.append(self._kept(new, pupil, school, why, is_removed=change.is_removal))
            kept.append(new)
        self._write(rows)
        for pupil, school in moved.items():
            about = (RecordRow.pupil == pupil) & RecordRow.is_current
            self._connection.execute(update(RecordRow).where(about).values(school=school))
        return kept

    def _write(self, rows: list[dict[str, Any]]) -> None:
        old = [{"of_kind": row["kind"], "of_key": row["key"]} for row in rows if row["version"] > 1]
        if old:
            self._connection.execute(_NO_LONGER_CURRENT, old)
        if rows:
            self._connection.execute(insert(RecordRow), rows)
        self._audit.say_all(
            (
                Event.RECORD_REMOVED if row["is_removed"] else Event.RECORD_CHANGED,
                row["kind"],
                row["key"],
                {"version": row["version"]},
            )
            for row in rows
        )

    def _kept(self, row: Row, pupil: str | None, school: str | None, why: str, *, is_removed: bool) -> dict[str, Any]:
        """Return a version as it is kept: sensitive cells sealed, the others in the open."""
        secret = KIND[row.kind].sensitive
        hidden = {name: text for name, text in row.values.items() if name in secret}
        place = f"record|{row.kind}|{row.key}|{row.version}"
        return {
            "kind": row.kind,
            "key": row.key,
            "version": row.version,
            "is_current": True,
            "is_removed": is_removed,
            "pupil": pupil,
            "school": school,
            "cells": {name: text for name, text in row.values.items() if name not in secret},
            "sealed": self._keys.seal(pupil, json.dumps(hidden), place) if hidden else None,
            "changed_by": self._principal.user,
            "changed_at": self._now,
            "why": why or None,
        }

    # -- inside -------------------------------------------------------------------------------------------------------

    def _office_only(self) -> None:
        if not self._principal.sees_everyone:
            raise NotKeptError("There is no such record.")

    @cached_property
    def _sight(self) -> Sight:
        return Sight(self._connection, self._principal, self._now)

    def _seen(self) -> Select[Any]:
        """Return the question for what exists for the principal."""
        asked = select(RecordRow.__table__)
        if self._principal.sees_everyone:
            return asked
        if self._principal.role is Role.SCHOOL:
            own = RecordRow.school.in_(sorted(self._principal.schools))
            general = RecordRow.school.is_(None) & RecordRow.kind.in_(["calendar", "vehicles", "assistants"])
            return asked.where(RecordRow.kind.in_(sorted(SCHOOLS_SEE)), own | general)
        if self._principal.role is Role.TRAINER:
            theirs = self._sight.of(RecordRow.key)
            of_all = RecordRow.kind.in_(sorted(TRAINERS_SEE.keys() - {"pupils"}))
            return asked.where(of_all | and_(RecordRow.kind == "pupils", *theirs))
        carried = (
            select(PlanRideRow.pupil)
            .join(PlanRow, PlanRow.id == PlanRideRow.plan_id)
            .where(PlanRow.state == "published", PlanRideRow.operator.in_(sorted(self._principal.operators)))
        )
        aboard = (RecordRow.kind == "pupils") & RecordRow.key.in_(carried)
        return asked.where(aboard | RecordRow.kind.in_(["schools", "assistants"]))

    def _current(self, kind: str) -> Select[Any]:
        return self._seen().where(RecordRow.kind == kind, RecordRow.is_current, RecordRow.is_removed.is_(False))

    def _rows(self, asked: Select[Any]) -> list[Row]:
        found = self._connection.execute(asked).mappings().all()
        self._keys.load(row["pupil"] for row in found if row["sealed"] is not None and row["pupil"])
        return [self._row(row) for row in found]

    def _row(self, found: RowMapping) -> Row:
        """Return a record as a value, with what the principal may see of it."""
        kind, values = found["kind"], opened(found, self._keys)
        if self._principal.role is Role.SCHOOL:
            values = {name: text for name, text in values.items() if name in SCHOOLS_SEE[kind]}
        elif self._principal.role is Role.TRAINER:
            values = {name: text for name, text in values.items() if name in TRAINERS_SEE[kind]}
        elif self._principal.role is Role.OPERATOR:
            values = {name: text for name, text in values.items() if name == "name"}
        return Row(kind, found["key"], values, found["version"])

    def _newest(self, wanted: set[tuple[str, str]]) -> dict[tuple[str, str], Any]:
        columns = (RecordRow.kind, RecordRow.key, RecordRow.version, RecordRow.is_removed, RecordRow.school)
        asked = select(*columns).where(RecordRow.is_current, RecordRow.kind.in_(sorted({kind for kind, _ in wanted})))
        if len(wanted) <= _MANY:
            asked = asked.where(RecordRow.key.in_(sorted({key for _, key in wanted})))
        return {(row.kind, row.key): row for row in self._connection.execute(asked)}

    def _schools_of_pupils(self, changes: Iterable[Change]) -> Mapping[str, str]:
        """Return the school of every pupil whom the changes are about: as they will be."""
        asked = select(RecordRow.key, RecordRow.school).where(RecordRow.kind == "pupils", RecordRow.is_current)
        schools = {key: school for key, school in self._connection.execute(asked) if school}
        return schools | {c.row.key: c.row.values.get("school", "") for c in changes if c.row.kind == "pupils"}


_THIS = (RecordRow.kind == bindparam("of_kind")) & (RecordRow.key == bindparam("of_key")) & RecordRow.is_current
_NO_LONGER_CURRENT = update(RecordRow).where(_THIS).values(is_current=False)


def opened(found: RowMapping, keys: PupilKeys) -> dict[str, str]:
    """Return all cells of a row of ``record``, those that are sealed too unless the key has been erased."""
    values = dict(found["cells"])
    if found["sealed"] is not None:
        place = f"record|{found['kind']}|{found['key']}|{found['version']}"
        text = keys.unseal(found["pupil"], found["sealed"], place)
        values |= json.loads(text) if text is not None else {}
    return values


def _to_seal(changes: Iterable[Change]) -> Iterator[str]:
    """Yield the pupils under whose keys something of the changes is sealed."""
    for change in changes:
        pupil = owner_of(change.row.kind, change.row.values)
        if pupil is not None and KIND[change.row.kind].sensitive & change.row.values.keys():
            yield pupil


def _school_of(row: Row, pupil: str | None, schools: Mapping[str, str]) -> str | None:
    """Return the school that may see a record: the pupil's, the school's own, or that which it names."""
    if row.kind == "schools":
        return row.key
    if pupil is not None:
        return schools.get(pupil) or None
    return row.values.get("school") or None


_MANY = 500
"""More keys than this are not asked for by name: databases bound the length of a question."""
