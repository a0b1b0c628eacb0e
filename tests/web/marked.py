"""A pupil whose every word bears a mark, written wherever something about a pupil is written; and a search for it."""

import json
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from tests.web import town
from tests.web.office import NOW, OFFICE, document, keep_draft
from tests.web.trainees import by, entry_id, referral, session
from travel_training.entries import JourneySigned, Said
from travel_training.people import Part, TraineeId
from web.records.rows import row_of
from web.store import Store
from web.store.day import DayEventKind
from web.store.records import Change
from web.store.tables import Base

PUPIL = "p5"
MARK = "Zyxmark"
"""It stands in every text about the pupil, and nowhere else."""


def write_marks(store: Store) -> None:
    """Write about the pupil of the filled town, with the mark, wherever that can be done."""
    nobody_carried = keep_draft(store, document(town.town(), town.plan_for_nobody(town.town())))
    with store.writing(OFFICE) as kept:
        pupil = kept.records.get("pupils", PUPIL)
        texts = ("name", "address", "contact", "other_contact", "decision_reason")
        marked = {**pupil.values, **{name: f"{MARK} {name}" for name in texts}}
        kept.records.keep(row_of("pupils", marked, pupil.version), f"{MARK} why")
    with store.writing(OFFICE) as kept:
        assessment = next(row for row in kept.records.list_kind("risk_assessments") if row["pupil"] == PUPIL)
        noted = row_of("risk_assessments", {**assessment.values, "notes": f"{MARK} notes"}, assessment.version)
        waived = {"rule": "NoOneRidesTooLong", "pupil": PUPIL, "reason": f"{MARK} reason", "until": "2027-07-31"}
        apart = row_of("kept_apart", {"pupil": "p1", "other": PUPIL})
        kept.records.apply([Change(noted), Change(row_of("waivers", waived)), Change(apart)], f"{MARK} again")
        kept.day.confirm(PUPIL, "elm", is_right=False, note=f"{MARK} note")
        kept.day.report(DayEventKind.PUPIL_ABSENT, PUPIL, town.DAY, school="elm", detail={"said": f"{MARK} absent"})
        kept.day.owe(nobody_carried, "family", PUPIL, (f"{MARK} told",), kept.now)
        kept.plans.accept_unplaced(nobody_carried, PUPIL, f"{MARK} accepted")
        kept.uploads.keep("pupils", "list.csv", f"{MARK} file".encode(), {"name": f"{MARK} options"})
        kept.tasks.ask("insert", {"pupil": PUPIL, "said": f"{MARK} asked"})
        task = kept.tasks.claim("a test")
        assert task is not None
        kept.tasks.finish(task, {"said": f"{MARK} result"})
    write_training_marks(store)


def write_training_marks(store: Store) -> None:
    """Write of the pupil's training, with the mark, wherever that can be done."""
    pupil, office = TraineeId(PUPIL), by("office", Part.OFFICE)
    with store.writing(OFFICE) as kept:
        journey = kept.training.journeys.keep(pupil, {"steps": [f"{MARK} step"]})
        said = Said(id=entry_id(), at=NOW, by=office, words=f"{MARK} words")
        signed = JourneySigned(id=entry_id(), at=NOW, by=office, document=journey, review_by=date(2027, 8, 31))
        kept.training.add_all(pupil, [referral(who=office), said, signed])
        kept.training.add(TraineeId("p1"), referral(who=office))
        group = session("group", (pupil, TraineeId("p1")))
        alone = replace(session("alone", (pupil,)), from_place=f"{MARK} place")
        kept.training.sessions.keep_all([replace(group, to_place=f"{MARK} gate"), alone])
        kept.training.sessions.cancel(alone.id, f"{MARK} cancelled")


def marked_columns(store: Store, mark: str = MARK) -> set[str]:
    """Return the columns of all tables in which a mark can be read, packed or not."""
    with store.database.reading() as connection:
        return {
            f"{table.name}.{column.name}"
            for table in Base.metadata.sorted_tables
            for row in connection.execute(select(table))
            for column in table.columns
            if mark in _read(row._mapping[column])  # noqa: SLF001 -- SQLAlchemy's public name for it
        }


def _read(value: Any) -> str:
    if isinstance(value, bytes):
        with suppress(zlib.error):
            value = zlib.decompress(value)
        return str(value, "latin-1")
    return json.dumps(value, default=_text, ensure_ascii=False)


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def marked_files(folder: Path, mark: str = MARK) -> Iterator[str]:
    """Yield the names of the files under a folder in whose bytes a mark stands."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and mark.encode() in path.read_bytes():
            yield path.name
