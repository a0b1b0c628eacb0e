"""What a trainer logs of a visit: fields of text, from a form or a phone, to an entry, or to a sentence why not.

Both speak one language, so that a page does the same with scripts and without.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from travel_training.entries import (
    AnyEntry,
    Attendance,
    Attended,
    EntryId,
    Felt,
    JourneyPart,
    Observed,
    When,
)
from travel_training.errors import TrainingError
from travel_training.people import Person
from travel_training.programme import MilestoneId, Programme
from web.training.visits import Visit

LONGEST_NOTE = 500
_MOST_MINUTES = 24 * 60
_ID = re.compile(r"[0-9A-Za-z-]{1,64}")
Fields = Mapping[str, str]
_Word = TypeVar("_Word", bound=StrEnum)


def entry_of(fields: Fields, visit: Visit, programme: Programme, *, at: datetime, by: Person) -> AnyEntry:
    """Return the entry that is logged.

    Parameters
    ----------
    fields
        ``entry`` (its id) and ``what`` (observed, felt or attended), with what that asks for.
    programme
        The trainee's own, in the version with which they began.

    Raises
    ------
    TrainingError
        With a sentence for the trainer.
    """
    make = _MADE_OF.get(fields.get("what", ""))
    if make is None:
        raise TrainingError("It does not say what was logged.")
    if not is_id(fields.get("entry", "")):
        raise TrainingError("It has no id.")
    return make(fields, visit, programme, at, by)


def is_id(text: str) -> bool:
    """Say whether a text may be the id of an entry or of a key: of letters, digits and dashes.

    Examples
    --------
    >>> is_id("0190c9e2-7b1c"), is_id("")
    (True, False)
    """
    return _ID.fullmatch(text) is not None


def _observed(fields: Fields, visit: Visit, programme: Programme, at: datetime, by: Person) -> Observed:
    milestone = MilestoneId(fields.get("milestone", ""))
    if milestone not in programme.milestone:
        raise TrainingError("The milestone is not in the trainee's programme.")
    level = _number(fields, "level")
    if level not in {each.value for each in programme.scale.levels}:
        raise TrainingError("The help is not on the programme's scale.")
    return Observed(
        id=_id(fields),
        at=at,
        by=by,
        milestone=milestone,
        level=level,
        session=visit.session.id,
        part=_word(JourneyPart, fields, "part", "The part of the journey") if fields.get("part") else None,
        note=_note(fields),
        was_unplanned=fields.get("unplanned") == "yes",
        replaces=EntryId(fields["replaces"]) if fields.get("replaces") else None,
    )


def _felt(fields: Fields, visit: Visit, _programme: Programme, at: datetime, by: Person) -> Felt:
    when = _word(When, fields, "when", "When it was felt")
    feeling = _number(fields, "feeling")
    try:
        return Felt(id=_id(fields), at=at, by=by, when=when, feeling=feeling, session=visit.session.id)
    except ValueError as refused:
        raise TrainingError(str(refused).capitalize()) from None


def _attended(fields: Fields, visit: Visit, _programme: Programme, at: datetime, by: Person) -> Attended:
    attendance = _word(Attendance, fields, "attendance", "How the session went")
    minutes = _number(fields, "minutes") if attendance is Attendance.HELD else 0
    if attendance is Attendance.HELD and not minutes:
        raise TrainingError("Say how many minutes you were together.")
    return Attended(
        id=_id(fields),
        at=at,
        by=by,
        session=visit.session.id,
        stage=visit.session.stage,
        attendance=attendance,
        minutes=minutes,
        travel_minutes=_number(fields, "travel_minutes") if fields.get("travel_minutes") else 0,
        note=_note(fields),
    )


_MADE_OF: Mapping[str, Callable[[Fields, Visit, Programme, datetime, Person], AnyEntry]] = {
    "observed": _observed,
    "felt": _felt,
    "attended": _attended,
}


def _id(fields: Fields) -> EntryId:
    return EntryId(fields["entry"])


def _note(fields: Fields) -> str:
    note = fields.get("note", "").replace("\r\n", "\n").strip()
    if len(note) > LONGEST_NOTE:
        raise TrainingError(f"The note is longer than {LONGEST_NOTE} letters.")
    return note


def _number(fields: Fields, name: str) -> int:
    text = fields.get(name, "").strip()
    if not (text.isascii() and text.isdigit() and int(text[:6]) <= _MOST_MINUTES):
        raise TrainingError(f"{_NUMBERS[name]} must be a whole number.")
    return int(text)


_NUMBERS = {
    "level": "The help",
    "feeling": "The feeling",
    "minutes": "Minutes together",
    "travel_minutes": "Your way, in minutes,",
}


def _word(kind: type[_Word], fields: Fields, name: str, called: str) -> _Word:
    try:
        return kind(fields.get(name, ""))
    except ValueError:
        raise TrainingError(f"{called} is not one of the choices.") from None
