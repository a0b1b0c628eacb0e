"""Takes what phones send: opens each entry, judges it by itself, keeps it once, and answers for each by its id.

An entry that was kept before is a duplicate: the answer was lost on the way, and the phone may forget it. One that may
not be kept is refused with a sentence, here and on the phone, where it stays until its trainer has dismissed it.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from travel_training.entries import EntryId
from travel_training.errors import TrainingError
from web.slots import Turn
from web.store import Kept, NotKeptError
from web.store.training_views import Added
from web.training.logged import entry_of, is_id
from web.training.sealing import SealError, bound_to, unseal
from web.training.visits import Visit

MOST = 100
"""So many entries are taken at a time."""
SKEW = timedelta(minutes=5)
"""A phone whose clock is further off than this is told so."""
OTHER = "Something else was kept under its id first, and stays."
_LONG = 120
Writing = Callable[[], AbstractContextManager[Kept]]


class Said(StrEnum):
    """What became of an entry."""

    STORED = "stored"
    DUPLICATE = "duplicate"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a phone is told of one entry."""

    id: str
    said: Said
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """One entry as a phone sends it: its id, the key to which it was sealed, and the seal."""

    id: str
    kid: str
    sealed: str


@dataclass(frozen=True, slots=True)
class _Opened:
    """An entry that has been opened: its fields, and its place among those of its device."""

    fields: Mapping[str, str]
    at: datetime
    place: tuple[str, int] = field(default=("", 0))


def read_sent(given: Any) -> tuple[list[Sealed], datetime]:
    """Return what a phone sends, and when by its own clock; ``ValueError`` with a sentence if that is not so."""
    sent = given.get("entries") if isinstance(given, dict) else None
    if not isinstance(sent, list) or not 0 < len(sent) <= MOST:
        raise ValueError(f"Send from 1 to {MOST} entries.")
    if not all(isinstance(each, dict) and all(isinstance(each.get(name), str) for name in _NAMES) for each in sent):
        raise ValueError("Each entry must have an id, the id of a key, and be sealed.")
    read = [Sealed(**{name: each[name] for name in _NAMES}) for each in sent]
    if not all(is_id(each.id) and is_id(each.kid) for each in read):
        raise ValueError("An id is of letters, digits and dashes, 64 at most.")
    return read, _moment(given.get("sent_at"))


_NAMES = ("id", "kid", "sealed")


def take(
    writing: Writing, visits: Iterable[Visit], sent: Sequence[Sealed], *, now: datetime, skew: timedelta
) -> list[Answer]:
    """Keep what may be kept of the entries that a phone sends, each by itself, in the order of their device.

    Parameters
    ----------
    writing
        Begins a transaction of whoever is signed in.
    visits
        Of which they may log something.
    skew
        By how much the phone's clock is ahead of ours.
    """
    answers: list[Answer] = []
    opened: list[_Opened] = []
    with writing() as kept:
        for each in sent:
            try:
                opened.append(_open(kept, each))
            except TrainingError as refused:
                answers.append(_refuse(kept, each.id, sentence(refused)))
    known = {visit.ref: visit for visit in visits}
    in_order = sorted(opened, key=lambda each: each.place)
    return answers + [_take_one(writing, known, each, now, skew) for each in in_order]


def _open(kept: Kept, sent: Sealed) -> _Opened:
    """Return what a phone has sealed; ``TrainingError`` if it cannot be opened, or is nothing that pages seal."""
    own = kept.training.outbox.find_private(sent.kid)
    if own is None:
        raise TrainingError("It was sealed too long ago: its key is no longer kept.")
    try:
        text = unseal(own, sent.sealed, bound_to(sent.id, sent.kid, kept.principal.user))
        fields = json.loads(text)
        place = (str(fields["device"]), int(fields["sequence"]))
        at = _moment(fields["at"])
    except SealError as refused:
        raise TrainingError(f"It cannot be opened: {refused}") from None
    except (ValueError, KeyError, TypeError):
        raise TrainingError("It is not as Waymark's pages seal entries.") from None
    return _Opened({str(name): str(value) for name, value in fields.items()} | {"entry": sent.id}, at, place)


def _take_one(writing: Writing, visits: Mapping[str, Visit], opened: _Opened, now: datetime, skew: timedelta) -> Answer:
    id_ = opened.fields["entry"]
    try:
        with writing() as kept:
            visit = _visit(visits, opened.fields.get("visit", ""))
            added = log(kept, visit, opened.fields, at=min(opened.at, now), skew=skew)
            if added is Added.OTHER_IS_KEPT:
                return _refuse(kept, id_, OTHER)
            return Answer(id=id_, said=Said.DUPLICATE if added is Added.DUPLICATE else Said.STORED)
    except (TrainingError, NotKeptError) as refused:
        with writing() as kept:
            if kept.training.has_made(EntryId(id_)):  # before the session was another's, say; the answer was lost
                return Answer(id=id_, said=Said.DUPLICATE)
            return _refuse(kept, id_, sentence(refused))


def _visit(visits: Mapping[str, Visit], ref: str) -> Visit:
    if ref not in visits:
        raise TrainingError("The session is not one of yours, or was more than a week ago.")
    return visits[ref]


def log(kept: Kept, visit: Visit, fields: Mapping[str, str], *, at: datetime, skew: timedelta | None = None) -> Added:
    """Keep what is logged of a visit; ``TrainingError`` with a sentence if it may not be.

    What comes again under its id is a duplicate whatever the clock said meanwhile.
    """
    head = kept.training.get(visit.pupil)
    if head.programme is None:
        raise TrainingError("The trainee has no programme yet.")
    programme = kept.training.programmes.get(head.programme, head.version)
    entry = entry_of(fields, visit, programme, at=at, by=kept.training.person(visit.pupil))
    before = next((each for each in kept.training.history(visit.pupil) if each.id == entry.id), None)
    if before is not None and replace(entry, at=before.at) == before:
        return Added.DUPLICATE
    return kept.training.add(visit.pupil, entry, skew_s=None if skew is None else round(skew.total_seconds()))


def renew_key(_turn: Turn, kept: Kept) -> str:
    """Make the key to which phones seal, if that of the month has retired: a job of the clock."""
    return f"phones seal to a key that retires on {kept.training.outbox.key().retires_at:%-d %B %Y}"


def clock_told(skew: timedelta) -> str:
    """Return what a trainer is told of a phone's clock; nothing of one that goes right.

    Examples
    --------
    >>> clock_told(timedelta(minutes=-12))
    "This phone's clock is 12 minutes behind: set it, so that times are right."
    """
    if abs(skew) <= SKEW:
        return ""
    return f"This phone's clock is {apart(skew)}: set it, so that times are right."


def apart(skew: timedelta) -> str:
    """Return how far a clock is from ours, in words.

    Examples
    --------
    >>> apart(timedelta(minutes=12)), apart(timedelta(hours=-30))
    ('12 minutes ahead', '30 hours behind')
    """
    minutes = round(abs(skew) / timedelta(minutes=1))
    far = f"{minutes} minutes" if minutes < _LONG else f"{round(minutes / 60)} hours"
    return f"{far} {'ahead' if skew > timedelta(0) else 'behind'}"


def sentence(refused: Exception) -> str:
    """Return what was said of something refused, as a page begins it.

    Examples
    --------
    >>> sentence(TrainingError("training has not begun."))
    'Training has not begun.'
    """
    said = str(refused)
    return said[:1].upper() + said[1:]


def _refuse(kept: Kept, id_: str, why: str) -> Answer:
    kept.training.outbox.refuse(EntryId(id_), why)
    return Answer(id=id_, said=Said.REFUSED, why=why)


def _moment(text: Any) -> datetime:
    try:
        found = datetime.fromisoformat(text)
        if found.tzinfo is not None:
            return found
    except (ValueError, TypeError):
        pass
    raise ValueError("A time must be as 2026-11-23T08:14:05+00:00.")
