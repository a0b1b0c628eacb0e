"""What lapses: until which day something holds, and whether that day is past, near, far, or not known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from routing.wording import counted
from web.keeping.lapses import ASSESSMENTS, CHECKS
from web.pages.guard import LONDON
from web.pages.parts import Tag
from web.records.rows import Row
from web.store.day import Confirmation

LAST_DAYS: Mapping[str, tuple[str, ...]] = {
    **{kind: tuple(column for other, column in CHECKS if other == kind) for kind, _ in CHECKS},
    ASSESSMENTS: ("review_by",),
    "waivers": ("until",),
}
"""For each kind of which something lapses, the columns that name a last day; the first of them counts."""

STALE = timedelta(days=180)
"""A school or an address that nobody has confirmed for so long should be asked for again."""


class State(StrEnum):
    """How long something still holds."""

    LAPSED = "lapsed"
    SOON = "soon"
    CURRENT = "current"
    MISSING = "missing"


WORDS: Mapping[State, str] = {
    State.LAPSED: "Lapsed",
    State.SOON: "Lapses soon",
    State.CURRENT: "Current",
    State.MISSING: "Missing",
}
_COLOURS: Mapping[State, str] = {
    State.LAPSED: "red",
    State.SOON: "orange",
    State.CURRENT: "green",
    State.MISSING: "red",
}


@dataclass(frozen=True, slots=True)
class Lapse:
    """How long something holds: its last day, None if nobody knows one, and what that means today."""

    until: date | None
    state: State
    days: int = 0

    @property
    def tag(self) -> Tag:
        """The state as a tag: "Lapses in 12 days"."""
        if self.state is State.SOON:
            return Tag(f"Lapses in {counted(self.days, 'day')}" if self.days else "Lapses today", "orange")
        return Tag(WORDS[self.state], _COLOURS[self.state])


def lapse_of(until: str, today: date, soon: timedelta) -> Lapse:
    """Return what a last day means; an empty one, that nobody knows any."""
    if not until:
        return Lapse(None, State.MISSING)
    last = date.fromisoformat(until)
    days = (last - today).days
    state = State.LAPSED if days < 0 else State.SOON if last <= today + soon else State.CURRENT
    return Lapse(last, state, days)


def last_day(row: Row) -> str:
    """Return the first of the last days that a record names, empty if it names none."""
    return min((row[name] for name in LAST_DAYS.get(row.kind, ()) if row[name]), default="")


def newest_assessments(rows: Iterable[Row]) -> dict[str, Row]:
    """Return each pupil's risk assessment that holds longest."""
    found: dict[str, Row] = {}
    for row in rows:
        before = found.get(row["pupil"])
        if before is None or (row["review_by"], row["assessed_on"]) > (before["review_by"], before["assessed_on"]):
            found[row["pupil"]] = row
    return found


@dataclass(frozen=True, slots=True)
class Confirmed:
    """When something was last said to be right, None if never, and whether that should be asked for again."""

    on: date | None
    is_due: bool

    @property
    def tag(self) -> Tag:
        """The state as a tag."""
        if self.on is None:
            return Tag("Never confirmed", "red")
        return Tag("Confirm again", "orange") if self.is_due else Tag("Confirmed", "green")


def confirmed(today: date, *days: str) -> Confirmed:
    """Return when something was last confirmed, by the newest of some days as they are kept; some may be empty."""
    newest = max(days, default="")
    if not newest:
        return Confirmed(None, is_due=True)
    on = date.fromisoformat(newest)
    return Confirmed(on, today - on > STALE)


def school_confirmed(pupil: Row, word: Confirmation | None, today: date) -> Confirmed:
    """Return when a pupil's school was last confirmed: by the office's record, or by that school itself."""
    by_school = ""
    if word is not None and word.is_right and word.school == pupil["school"]:
        by_school = _day(word.confirmed_at).isoformat()
    return confirmed(today, pupil["school_confirmed_on"], by_school)


def _day(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()
