"""The blueprint of the phone's pages, and the frame of each: whose it is, and to which key it seals."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from flask import Blueprint
from flask_wtf.csrf import generate_csrf

from web.pages.guard import now, principal, reading, site, writing
from web.store import Kept, NotKeptError
from web.store.training_outbox import OutboxKey
from web.training.visits import Visit, visits_of

LATE = timedelta(days=7)
"""So long after its day a session can still be logged: as long as what was sealed for it can be opened."""

pages = Blueprint("phone", __name__, url_prefix="/phone")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What every page of the phone bears in its body, for js/phone.js.

    Parameters
    ----------
    user
        Whose page it is: whatever is logged on it is theirs.
    key_id, key
        The public key to which entries are sealed, and its id.
    token
        Of forms; empty in a copy that the phone keeps for when there is no signal.
    visit, label
        Which visit the page is about.
    fetches_pack
        Whether the page brings the copies of the day anew.
    """

    user: str = ""
    key_id: str = ""
    key: str = ""
    token: str = ""
    visit: str = ""
    label: str = ""
    fetches_pack: bool = False


@pages.app_template_global()
def new_entry_id() -> str:
    """Return the id of a form that logs something: whatever is sent with one id is kept once."""
    return str(uuid4())


def frame_of(key: OutboxKey, visit: Visit | None = None, *, is_copy: bool = False, fetches_pack: bool = False) -> Frame:
    """Return the frame of a page of whoever is signed in, or of the copy that their phone keeps of it."""
    return Frame(
        user=principal().user,
        key_id=key.key_id,
        key=base64.b64encode(key.public).decode(),
        token="" if is_copy else generate_csrf(),
        visit=visit.ref if visit else "",
        label=visit.label if visit else "",
        fetches_pack=fetches_pack,
    )


def sealing_key() -> OutboxKey:
    """Return the key to which phones seal now; where the clock has made none this month, it is made here."""
    with reading() as kept:
        found = kept.training.outbox.find_key()
    if found is not None:
        return found
    with writing() as kept:
        return kept.training.outbox.key()


def own_visits(kept: Kept) -> tuple[Visit, ...]:
    """Return the visits that whoever is signed in may log: today's, and those of the week before."""
    today = now().date()
    return visits_of(kept.training.sessions.list_own(today - LATE, today), visit_key())


def own_visit(kept: Kept, ref: str) -> Visit:
    """Return one visit; ``NotKeptError`` if it is not theirs to log."""
    found = next((each for each in own_visits(kept) if each.ref == ref), None)
    if found is None:
        raise NotKeptError("There is no such session.")
    return found


def visit_key() -> bytes:
    """Return the key of which the references of visits are made."""
    return hmac.new(site().store.keyring.pages, b"visits", hashlib.sha256).digest()
