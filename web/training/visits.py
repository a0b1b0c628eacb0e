"""Visits: one trainee's part of one session, as a trainer's phone knows it: a label and a reference that name nobody.

The reference is made of the session, which is of one day, and of the trainee, with a key of the server's; so it says
nothing to anyone else, and the same trainee's of another day is another.
"""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from string import ascii_uppercase

from travel_training.people import TraineeId
from web.store.training_views import KeptSession

_LETTERS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One trainee's part of a session.

    Parameters
    ----------
    ref
        By which pages and phones name it.
    label
        What a trainer calls it where no name may stand: ``Session 2 – trainee B``.
    """

    ref: str
    label: str
    session: KeptSession
    pupil: TraineeId


def visits_of(sessions: Iterable[KeptSession], key: bytes) -> tuple[Visit, ...]:
    """Return the visits of a trainer's sessions, in their order.

    Sessions are counted within each day, and trainees lettered in the order in which the day meets them.
    """
    found: list[Visit] = []
    in_order = sorted(sessions, key=lambda each: (each.day, each.begins_s, each.id))
    for _, of_day in groupby(in_order, key=lambda each: each.day):
        letters: dict[TraineeId, str] = {}
        for number, session in enumerate(of_day, 1):
            for pupil in session.trainees:
                letter = letters.setdefault(pupil, _letter(len(letters)))
                label = f"Session {number} – trainee {letter}"
                found.append(Visit(ref=_ref(session, pupil, key), label=label, session=session, pupil=pupil))
    return tuple(found)


def _letter(number: int) -> str:
    """Return A, B ... Z, AA, AB ... for a number counted from 0."""
    before, last = divmod(number, len(ascii_uppercase))
    return (_letter(before - 1) if before else "") + ascii_uppercase[last]


def _ref(session: KeptSession, pupil: TraineeId, key: bytes) -> str:
    said = f"visit|{session.id}|{pupil}".encode()
    return hmac.new(key, said, hashlib.sha256).hexdigest()[:_LETTERS]
