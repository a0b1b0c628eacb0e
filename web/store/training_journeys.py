"""Journeys with their risk assessments: sealed; drawn up in steps, and signed by a person once."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from sqlalchemy import RowMapping, insert, select, update

from travel_training.entries import JourneySigned
from travel_training.errors import TrainingError
from travel_training.people import TraineeId
from web.store.errors import ConflictError, NotKeptError
from web.store.training_scope import Footing
from web.store.training_tables import JourneyRow
from web.store.training_views import JourneyDocument, JourneyId


class Journeys:
    """The journeys of the trainees who exist for a principal, in one transaction."""

    def __init__(self, on: Footing) -> None:
        self._on = on

    def get(self, id_: JourneyId) -> JourneyDocument:
        """Return a journey; ``NotKeptError`` if there is none that the principal may see."""
        found = self._journeys(JourneyRow.id == id_)
        if not found:
            raise NotKeptError("There is no such journey.")
        return found[0]

    def list_of(self, pupil: TraineeId) -> list[JourneyDocument]:
        """Return a pupil's journeys, the newest first."""
        return self._journeys(JourneyRow.pupil == pupil)

    def list_signed(self) -> dict[TraineeId, JourneyDocument]:
        """Return each trainee's journey that was signed last, in one question."""
        signed = self._journeys(JourneyRow.signed_at.is_not(None))
        return {each.pupil: each for each in sorted(signed, key=lambda each: str(each.signed_at))}

    def keep(
        self, pupil: TraineeId, document: Mapping[str, Any], id_: JourneyId | None = None, step: int = 0
    ) -> JourneyId:
        """Keep a journey that somebody draws up; return its id.

        Parameters
        ----------
        id_, step
            Of the one that is to be changed, as it was seen; a new one is made where there is none.

        Raises
        ------
        ConflictError
            It has been signed, or someone else has changed it since.
        """
        self._on.sight.office_only()
        if id_ is None:
            return self._make(pupil, document)
        found = self.get(id_)
        if found.pupil != pupil:
            raise NotKeptError("There is no such journey.")
        if found.signed_at is not None:
            raise ConflictError("This journey has been signed, and does not change: draw up another.")
        if found.step != step:
            raise ConflictError("Someone else has changed this journey since you saw it: look again.")
        values = {"step": step + 1, "sealed": self._sealed(pupil, id_, document), "changed_at": self._on.now}
        self._on.connection.execute(update(JourneyRow).where(JourneyRow.id == id_).values(values))
        return id_

    def check(self, pupil: TraineeId, entry: JourneySigned) -> None:
        """Raise ``TrainingError`` if the journey that is signed is not the trainee's."""
        if not self._journeys(JourneyRow.id == entry.document, JourneyRow.pupil == pupil):
            raise TrainingError("there is no such journey of this trainee: draw it up before it is signed.")

    def sign(self, entry: JourneySigned) -> None:
        """Write down that a person has signed a journey. Only a history signs: add the entry of it."""
        values = {"signed_by": entry.by.user, "signed_at": entry.at, "review_by": entry.review_by}
        self._on.connection.execute(update(JourneyRow).where(JourneyRow.id == entry.document).values(values))

    def _make(self, pupil: TraineeId, document: Mapping[str, Any]) -> JourneyId:
        id_ = JourneyId(uuid4().hex)
        row = {
            "id": id_,
            "pupil": pupil,
            "step": 1,
            "sealed": self._sealed(pupil, id_, document),
            "made_by": self._on.principal.user,
            "made_at": self._on.now,
            "changed_at": self._on.now,
        }
        self._on.connection.execute(insert(JourneyRow).values(row))
        return id_

    def _sealed(self, pupil: str, id_: str, document: Mapping[str, Any]) -> bytes:
        return self._on.keys.seal(pupil, json.dumps(dict(document)), place_of_journey(id_))

    def _journeys(self, *where: Any) -> list[JourneyDocument]:
        asked = select(JourneyRow.__table__).where(*where, *self._on.sight.of(JourneyRow.pupil))
        rows = self._on.connection.execute(asked.order_by(JourneyRow.made_at.desc(), JourneyRow.id)).mappings().all()
        self._on.keys.load({row["pupil"] for row in rows})
        return [self._journey(row) for row in rows]

    def _journey(self, row: RowMapping) -> JourneyDocument:
        text = self._on.keys.unseal(row["pupil"], row["sealed"], place_of_journey(row["id"]))
        values = {name: row[name] for name in row if name != "sealed"}
        return JourneyDocument(**values, document=None if text is None else json.loads(text))


def place_of_journey(id_: str) -> str:
    """Return the place to which what is sealed of a journey is bound."""
    return f"training_journey|{id_}"
