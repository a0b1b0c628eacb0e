"""Erasing a pupil: key, records and what was said of them, here and, for want of the key, in every backup."""

from dataclasses import dataclass

from web.access import Principal
from web.keeping.backup import KEPT_DAYS, forget_corners
from web.keeping.pupil_keys_file import path_of, write_pupil_keys
from web.settings import Settings
from web.store import ConflictError, NotKeptError, Store
from web.store.erasing import Erased
from web.store.events import Event

REMAINS = (
    "The travel reference stays: in past plans, in the audit log, and in the numbers of versions of empty records.",
    "Whose it was cannot be told from anything that is kept here; destroy what stands elsewhere (run sheets, lists).",
    "Backups of before: what was sealed no key opens any more; one that is restored has them erased from it again.",
    f"What never was sealed (reasons typed with a change, absences) goes with the last of them, in {KEPT_DAYS} days.",
)
"""What remains by design, for whoever asked."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """A pupil who has been erased; ``erased.is_nothing`` if they had been before."""

    pupil: str
    erased: Erased


def erase(store: Store, settings: Settings, principal: Principal, pupil: str) -> Erasure:
    """Erase a pupil; done twice, the second time does nothing.

    Raises
    ------
    NotKeptError
        Nobody has ever been kept under this reference.
    ConflictError
        They are under legal hold.
    """
    with store.writing(principal) as kept:
        if not kept.erasing.is_known(pupil):
            raise NotKeptError(f"No pupil has ever been kept under {pupil}.")
        if kept.forgetting.is_held(pupil):
            raise ConflictError(f"{pupil} is under legal hold: nothing of theirs may be erased until that ends.")
        erased = kept.erasing.erase(pupil)
        if not erased.is_nothing:
            kept.audit.say(Event.SUBJECT_ERASED, "pupils", pupil, **erased.rows)
    if path_of(settings).exists() or not erased.is_nothing:
        write_pupil_keys(store, settings)  # after the database: should we die here, the next backup does it
    store.database.wipe()
    forget_corners(settings)
    return Erasure(pupil, erased)
