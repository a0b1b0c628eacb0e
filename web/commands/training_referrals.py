"""Referrals from a list: each pupil's first entry, or a new beginning; sent twice, a referral is kept once."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import NAMESPACE_URL, uuid5

from routing.errors import FilesError, Finding
from travel_training.entries import LONDON, EntryId, Moved, State
from travel_training.errors import TrainingError
from travel_training.people import Part, Person, TraineeId
from web.commands.caller import caller
from web.records.quoting import unquoted
from web.store import Kept
from web.store.errors import NotKeptError
from web.store.training_views import Added

COLUMNS = ("pupil", "referred_on", "note")
_MORNING = time(9)


@dataclass(frozen=True, slots=True)
class Referral:
    """One line of the list."""

    line: int
    pupil: TraineeId
    on: date
    note: str


def read_referrals(text: str, file: str) -> tuple[Referral, ...]:
    """Return the referrals of a CSV file; ``FilesError`` with everything that is wrong in it."""
    reader = csv.DictReader(text.splitlines(keepends=True), strict=True)
    found, wrong = list[Referral](), list[Finding]()
    try:
        names = [name.strip().casefold() for name in reader.fieldnames or ()]
        if sorted(names) != sorted(COLUMNS) and sorted(names) != sorted(COLUMNS[:2]):
            said = f"expected the columns {', '.join(COLUMNS)}, not {', '.join(names) or 'nothing'}"
            raise FilesError([Finding(file, 1, None, said)])
        reader.fieldnames = names
        for cells in reader:
            read = _referral(cells, reader.line_num, file)
            if isinstance(read, Finding):
                wrong.append(read)
            else:
                found.append(read)
    except csv.Error as error:
        wrong.append(Finding(file, reader.line_num + 1, None, f"is no line of CSV: {error}"))
    wrong += _twice(found, file)
    if wrong:
        raise FilesError(wrong)
    return tuple(found)


def _referral(cells: dict[str | None, str | None], line: int, file: str) -> Referral | Finding:
    if None in cells or None in cells.values():
        return Finding(file, line, None, "has more or fewer cells than the first line")
    text = {name: unquoted((cell or "").strip()) for name, cell in cells.items() if name is not None}
    if not text["pupil"]:
        return Finding(file, line, "pupil", "is empty")
    try:
        on = date.fromisoformat(text["referred_on"])
    except ValueError:
        return Finding(file, line, "referred_on", f"expected a date as YYYY-MM-DD, not {text['referred_on']!r}")
    return Referral(line, TraineeId(text["pupil"]), on, text.get("note", ""))


def _twice(referrals: Sequence[Referral], file: str) -> Iterator[Finding]:
    first: dict[TraineeId, int] = {}
    for each in referrals:
        if each.pupil in first:
            yield Finding(file, each.line, "pupil", f"{each.pupil} stands on line {first[each.pupil]} already")
        first.setdefault(each.pupil, each.line)


def refer(kept: Kept, referrals: Sequence[Referral], file: str) -> int:
    """Refer pupils; return how many had not been. ``FilesError`` if any may not be, and then none is kept."""
    by = Person(caller().user, Part.OFFICE)
    new, wrong = 0, list[Finding]()
    for each in referrals:
        entry = Moved(
            id=EntryId(str(uuid5(NAMESPACE_URL, f"waymark:referral:{each.pupil}:{each.on}"))),
            at=datetime.combine(each.on, _MORNING, LONDON),
            by=by,
            to=State.REFERRED,
            reason=each.note,
        )
        try:
            new += kept.training.add(each.pupil, entry) is Added.STORED
        except (NotKeptError, TrainingError) as refused:
            wrong.append(Finding(file, each.line, "pupil", f"{each.pupil}: {refused}"))
    if wrong:
        raise FilesError(wrong)
    return new
