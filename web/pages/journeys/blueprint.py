"""The blueprint of journeys, and how a document is opened."""

from dataclasses import dataclass

from flask import Blueprint

from travel_training.people import Scope
from web.store import ConflictError, Kept
from web.store.events import Event
from web.store.training_views import JourneyDocument, JourneyId
from web.training.journeys import TrainedJourney, journey_from_json

pages = Blueprint("journeys", __name__, url_prefix="/journeys")


@dataclass(frozen=True)
class Opened:
    """A document, the journey that it is, and what has been agreed that the trainee travels alone."""

    document: JourneyDocument
    journey: TrainedJourney

    scope: Scope

    @property
    def lacks(self) -> tuple[str, ...]:
        """What is missing before it may be signed."""
        return tuple(self.journey.lacks(self.scope))

    @property
    def is_signed(self) -> bool:
        """Whether it has been signed, and does not change any more."""
        return self.document.signed_at is not None


def opened(kept: Kept, id_: str) -> Opened:
    """Open a document, and write down that somebody looked.

    Raises
    ------
    NotKeptError
        There is none that whoever is there may see.
    ConflictError
        It holds no journey that can be shown: the pupil has been erased, or it was not drawn up here.
    """
    document = kept.training.journeys.get(JourneyId(id_))
    journey = None if document.document is None else journey_from_json(document.document)
    if journey is None:
        raise ConflictError("This document holds no journey that can be shown: draw up another.")
    kept.audit.say(Event.RESTRICTED_VIEWED, "training-journey", id_)
    return Opened(document, journey, kept.training.get(document.pupil).scope)
