"""What is told of a trainee in the answer to a subject access request, and what is erased of them."""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Delete, Update, delete, select, update

from web.store.pupil_keys import PupilKeys
from web.store.training_entries import place_of_entry
from web.store.training_journeys import place_of_journey
from web.store.training_sessions import opened_texts
from web.store.training_tables import (
    JourneyRow,
    SessionTraineeRow,
    TraineeRow,
    TrainingEntryRow,
    TrainingSessionRow,
)

Found = dict[str, Any]


def found_of_trainee(connection: Connection, keys: PupilKeys, pupil: str) -> dict[str, list[Found]]:
    """Return what is kept of a pupil's training, opened, under the titles of the answer."""
    standing = select(TraineeRow.__table__).where(TraineeRow.pupil == pupil)
    return {
        "Where they stand in travel training": [dict(row) for row in connection.execute(standing).mappings()],
        "Entries of travel training": list(_entries(connection, keys, pupil)),
        "Sessions of travel training": list(_sessions(connection, keys, pupil)),
        "Journeys of travel training": list(_journeys(connection, keys, pupil)),
    }


def erase_training(connection: Connection, pupil: str) -> dict[str, int]:
    """Take out a pupil's training; return how many rows of each kind.

    The sessions stay, for trainers' hours are counted by them; where they were, and why one was cancelled, goes.
    """

    def count(asked: Delete | Update) -> int:
        return connection.execute(asked).rowcount

    theirs = select(SessionTraineeRow.session).where(SessionTraineeRow.pupil == pupil)
    sealed = TrainingSessionRow.id.in_(theirs) & (TrainingSessionRow.sealed != b"")
    return {
        "places of sessions": count(update(TrainingSessionRow).where(sealed).values(sealed=b"")),
        "sessions": count(delete(SessionTraineeRow).where(SessionTraineeRow.pupil == pupil)),
        "entries of training": count(delete(TrainingEntryRow).where(TrainingEntryRow.pupil == pupil)),
        "journeys": count(delete(JourneyRow).where(JourneyRow.pupil == pupil)),
        "standings in training": count(delete(TraineeRow).where(TraineeRow.pupil == pupil)),
    }


def _entries(connection: Connection, keys: PupilKeys, pupil: str) -> Iterator[Found]:
    table = TrainingEntryRow
    asked = select(table.__table__).where(table.pupil == pupil).order_by(table.number)
    for row in connection.execute(asked).mappings():
        text = keys.unseal(pupil, row["sealed"], place_of_entry(row["id"]))
        said = {} if text is None else json.loads(text)
        yield said | {name: row[name] for name in ("number", "at", "entered_at", "made_by", "part", "skew_s")}


def _sessions(connection: Connection, keys: PupilKeys, pupil: str) -> Iterator[Found]:
    theirs = select(SessionTraineeRow.session).where(SessionTraineeRow.pupil == pupil)
    members = select(SessionTraineeRow.__table__).where(SessionTraineeRow.session.in_(theirs))
    came: dict[str, dict[str, str | None]] = {}
    for member in connection.execute(members):
        came.setdefault(member.session, {})[member.pupil] = member.attendance
    keys.load({each for pupils in came.values() for each in pupils})
    asked = select(TrainingSessionRow.__table__).where(TrainingSessionRow.id.in_(theirs))
    order = (TrainingSessionRow.day, TrainingSessionRow.begins_s, TrainingSessionRow.id)
    for found in connection.execute(asked.order_by(*order)).mappings():
        texts = opened_texts(found, keys, sorted(came[found["id"]]))
        row = {name: value for name, value in found.items() if name != "sealed"}
        yield row | texts | {"attendance": came[found["id"]][pupil]}


def _journeys(connection: Connection, keys: PupilKeys, pupil: str) -> Iterator[Found]:
    asked = select(JourneyRow.__table__).where(JourneyRow.pupil == pupil).order_by(JourneyRow.made_at)
    for found in connection.execute(asked).mappings():
        text = keys.unseal(pupil, found["sealed"], place_of_journey(found["id"]))
        row = {name: value for name, value in found.items() if name != "sealed"}
        yield row | {"document": None if text is None else json.loads(text)}
