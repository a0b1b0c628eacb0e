"""Placements as module 5 of the SEN2 return has them: to which school each pupil goes, from when, until when, and why.

The columns bear the return's own names, so that an extract loads unchanged; a column with the unique pupil number, or
with our travel reference, says whose placement it is.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from routing.authority.cells import DATE
from routing.authority.tables import Row as Line
from routing.authority.tables import plain
from routing.errors import FilesError, Finding
from routing.wording import counted
from web.records.importing import Load, load_of
from web.records.rows import Row, Rows
from web.records.uploads import Table

_COLUMNS = {
    "upn": ("upn", "uniquepupilnumber", "unique_pupil_number"),
    "pupil": ("pupil", "travel_reference", "pupil_id", "reference"),
    "urn": ("urn",),
    "rank": ("placementrank", "placement_rank"),
    "entry": ("entrydate", "entry_date"),
    "leaving": ("leavingdate", "leaving_date"),
    "need": ("sentype", "sen_type"),
    "need_rank": ("sentyperank", "sen_type_rank"),
    "setting": ("sensetting", "sen_setting"),
}
_CHANGED = ("school", "school_from", "school_until", "primary_need")


@dataclass(frozen=True, slots=True)
class _Placement:
    """One line: who goes where, from when until when."""

    line: int
    pupil: str
    school: str
    entry: str
    leaving: str
    need: str


def placements_load(table: Table, current: Rows, today: date) -> Load:
    """Return the load that brings pupils' schools, dates and primary need in line with a file of placements.

    Of several placements of one pupil the one of today counts, the newest if there are two; a placement of another
    rank than 1 never does. Pupils whom the file does not name stay as they are.

    Raises
    ------
    FilesError
        The file lacks the columns without which it says nothing.
    """
    reading = _Reading(table, current)
    placed: dict[str, list[_Placement]] = defaultdict(list)
    for line in table.rows:
        placement = reading.placement(line)
        if placement is not None:
            placed[placement.pupil].append(placement)
    pupils = {row.key: row for row in current.get("pupils", ())}
    notes = list(reading.notes(len(pupils), len(placed)))
    lines = []
    for pupil, those in placed.items():
        now = _now(those, today)
        lines.append((now.line, _given(pupils[pupil], now, those)))
        notes += [
            f"{pupil} moves to {each.school} on {DATE.read(each.entry):%-d %B %Y}: load the placements again then"
            for each in those
            if each.entry > today.isoformat() and each.school != now.school
        ]
    return load_of(table.name, "pupils", lines, reading.refused, notes)


def _now(placements: Iterable[_Placement], today: date) -> _Placement:
    """Return the placement that counts today: the newest that has begun and not ended, else the newest begun or any."""
    day = today.isoformat()
    return max(placements, key=lambda one: (one.entry <= day, not one.leaving or one.leaving >= day, one.entry))


def _given(pupil: Row, now: _Placement, placements: Iterable[_Placement]) -> dict[str, str]:
    """Return a pupil's cells; what the file does not say stays."""
    need = next((each.need for each in placements if each.need), pupil["primary_need"])
    said = (now.school, now.entry or pupil["school_from"], now.leaving, need)
    return {"pupil": pupil.key, **dict(zip(_CHANGED, said, strict=True))}


class _Reading:
    """Reads lines, and notes what is refused and passed over."""

    def __init__(self, table: Table, current: Rows) -> None:
        self.table = table
        header = {plain(name): name for name in table.header}
        self.header = {
            ours: header[word] for ours, words in _COLUMNS.items() for word in reversed(words) if word in header
        }
        self.refused: list[Finding] = []
        self.other_ranks = 0
        for needed in (("upn", "pupil"), ("urn",)):
            if not any(name in self.header for name in needed):
                said = f"has no column {' or '.join(name.upper() if name != 'pupil' else name for name in needed)}"
                raise FilesError([Finding(table.name, None, None, f"{said}: is it a file of placements?")])
        pupils = current.get("pupils", ())
        self.by_upn = {row["upn"]: row.key for row in pupils if row["upn"]}
        self.ids = {row.key for row in pupils}
        self.by_urn: Mapping[str, str] = {
            word: row.key for row in current.get("schools", ()) for word in (row["urn"], row.key) if word
        }

    def cell(self, line: Line, ours: str) -> str:
        """Return a cell by our word for its column."""
        return line.cells.get(self.header.get(ours, ""), "").strip()

    def refuse(self, line: Line, ours: str, said: str) -> None:
        """Note why a line says nothing."""
        self.refused.append(Finding(self.table.name, line.line, self.header.get(ours, ours), said))

    def placement(self, line: Line) -> _Placement | None:
        """Return what a line says, or None if it is refused or of another rank."""
        if self.cell(line, "rank") not in ("", "1"):
            self.other_ranks += 1
            return None
        pupil, school = self._pupil(line), self._school(line)
        entry, leaving = self._day(line, "entry"), self._day(line, "leaving")
        if pupil is None or school is None or entry is None or leaving is None:
            return None
        need = self.cell(line, "need") if self.cell(line, "need_rank") in ("", "1") else ""
        return _Placement(line.line, pupil, school, entry, leaving, need)

    def _pupil(self, line: Line) -> str | None:
        upn, word = "".join(self.cell(line, "upn").split()).upper(), self.cell(line, "pupil")
        found = self.by_upn.get(upn) or (word if word in self.ids else None)
        if found is None:
            self.refuse(line, "upn" if upn else "pupil", "no pupil of ours has this number: add the pupil first")
        return found

    def _school(self, line: Line) -> str | None:
        urn = self.cell(line, "urn")
        if not urn:
            setting = self.cell(line, "setting")
            said = f"is empty{f' (setting {setting})' if setting else ''}: choose the school by hand, if there is one"
            self.refuse(line, "urn", said)
            return None
        if urn not in self.by_urn:
            self.refuse(line, "urn", f"no school of ours has the number {urn}: load it from the register first")
        return self.by_urn.get(urn)

    def _day(self, line: Line, ours: str) -> str | None:
        """Return a date as we write it, empty if there is none, or None if it cannot be read."""
        text = self.cell(line, ours)
        try:
            return DATE.write(DATE.read(text)) if text else ""
        except ValueError as refused:
            self.refuse(line, ours, str(refused) or f"'{text}' is not {DATE.expected}")
            return None

    def notes(self, pupils: int, placed: int) -> Iterable[str]:
        """Yield what should be known beside."""
        if self.other_ranks:
            yield f"{counted(self.other_ranks, 'placement')} of another rank than 1 passed over"
        if placed < pupils:
            yield f"the file says nothing of {pupils - placed} of our {pupils} pupils: they stay as they are"
