"""The entries of trainees' histories: put in, sealed with the pupil's own key; never changed, never taken out."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Select, insert, select

from travel_training.encoding import entry_from_json, entry_to_json, kind_of
from travel_training.entries import AnyEntry, EntryId
from travel_training.people import CohortId, TraineeId
from web.store.training_scope import Footing
from web.store.training_tables import TraineeRow, TrainingEntryRow
from web.store.training_views import KeptEntry

_MANY = 500
"""More ids than this are not asked for by name: databases bound the length of a question."""

_OPENED = tuple(
    TrainingEntryRow.__table__.c[name] for name in ("id", "pupil", "number", "entered_at", "skew_s", "sealed")
)


class Entries:
    """The entries of one transaction; who may see whose is asked by ``Training``, except of many at once."""

    def __init__(self, on: Footing) -> None:
        self._on = on
        self._held: dict[TraineeId, list[KeptEntry]] = {}

    def of(self, pupil: TraineeId) -> Sequence[KeptEntry]:
        """Return a pupil's entries in their order; opened once in a transaction."""
        if pupil not in self._held:
            asked = select(*_OPENED).where(TrainingEntryRow.pupil == pupil)
            self._held[pupil] = [kept for _, kept in self._opened(asked.order_by(TrainingEntryRow.number))]
        return self._held[pupil]

    def of_many(self, pupils: Iterable[TraineeId] | None, cohort: CohortId | None) -> dict[TraineeId, list[KeptEntry]]:
        """Return the entries of many pupils whom the principal may see."""
        wanted = None if pupils is None else set(pupils)
        asked = select(*_OPENED).where(*self._on.sight.of(TrainingEntryRow.pupil))
        if cohort is not None:
            members = select(TraineeRow.pupil).where(TraineeRow.cohort == cohort)
            asked = asked.where(TrainingEntryRow.pupil.in_(members))
        if wanted is not None and len(wanted) <= _MANY:
            asked = asked.where(TrainingEntryRow.pupil.in_(sorted(wanted)))
        found: dict[TraineeId, list[KeptEntry]] = {}
        for pupil, kept in self._opened(asked.order_by(TrainingEntryRow.pupil, TrainingEntryRow.number)):
            if wanted is None or pupil in wanted:
                found.setdefault(pupil, []).append(kept)
        return found

    def known(self, ids: Iterable[EntryId]) -> dict[EntryId, tuple[TraineeId, AnyEntry]]:
        """Return which of some ids are taken: of whose history, and by what."""
        asked = select(*_OPENED).where(TrainingEntryRow.id.in_(sorted(set(ids))))
        return {kept.entry.id: (pupil, kept.entry) for pupil, kept in self._opened(asked)}

    def append(self, pupil: TraineeId, new: Sequence[AnyEntry], skew_s: int | None) -> None:
        """Put entries at the end of a pupil's history."""
        before = list(self.of(pupil))
        kept = [
            KeptEntry(number=number, entered_at=self._on.now, skew_s=skew_s, entry=entry)
            for number, entry in enumerate(new, len(before) + 1)
        ]
        self._on.connection.execute(insert(TrainingEntryRow), [self._row(pupil, each) for each in kept])
        self._held[pupil] = before + kept

    def _row(self, pupil: TraineeId, kept: KeptEntry) -> dict[str, Any]:
        entry = kept.entry
        return {
            "id": entry.id,
            "pupil": pupil,
            "number": kept.number,
            "kind": kind_of(entry),
            "day": entry.day,
            "at": entry.at,
            "entered_at": kept.entered_at,
            "skew_s": kept.skew_s,
            "made_by": entry.by.user,
            "part": entry.by.part,
            "session": getattr(entry, "session", None),
            "sealed": self._on.keys.seal(pupil, json.dumps(entry_to_json(entry)), place_of_entry(entry.id)),
        }

    def _opened(self, asked: Select[Any]) -> Iterator[tuple[TraineeId, KeptEntry]]:
        rows = self._on.connection.execute(asked).all()
        self._on.keys.load({row.pupil for row in rows})
        for id_, pupil, number, entered_at, skew_s, sealed in rows:
            text = self._on.keys.unseal(pupil, sealed, place_of_entry(id_))
            if text is not None:
                entry = entry_from_json(json.loads(text))
                kept = KeptEntry(number=number, entered_at=entered_at, skew_s=skew_s, entry=entry)
                yield TraineeId(pupil), kept


def place_of_entry(id_: str) -> str:
    """Return the place to which what is sealed of an entry is bound."""
    return f"training_entry|{id_}"
