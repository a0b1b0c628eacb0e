"""Travel arrangements by which a pupil needs no seat: from which day, which way, and how they travel instead.

A pupil's own row says how they travel as a rule. These rows say what is agreed from a day on, for both ways or for one:
who travels home alone from March keeps the seat of the morning, and is on every plan until February.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from routing.problem import Direction
from web.records.rows import Row

STEM = "arrangements"
"""Their kind of record."""


class Arrangements:
    """The travel arrangements of an office, asked by pupil."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._of: dict[str, list[Row]] = {}
        for row in rows:
            self._of.setdefault(row["pupil"], []).append(row)

    def find(self, pupil: str, day: date, direction: Direction) -> Row | None:
        """Return the arrangement by which a pupil needs no seat on a day, one way; None if they need one."""
        held = (
            row
            for row in self._of.get(pupil, ())
            if row["from"] <= day.isoformat() <= (row["until"] or "9999") and row["direction"] in ("", direction)
        )
        return max(held, key=lambda row: row["from"], default=None)

    def is_without_seat(self, pupil: str, day: date, direction: Direction | None = None) -> bool:
        """Say whether a pupil needs no seat on a day, one way; or neither way, if none is given."""
        ways = tuple(Direction) if direction is None else (direction,)
        return all(self.find(pupil, day, way) is not None for way in ways)

    def mode(self, pupil: str, day: date) -> str | None:
        """Return how a pupil travels on a day by these arrangements; None unless they need no seat either way."""
        found = [self.find(pupil, day, way) for way in Direction]
        return found[0]["mode"] if found[0] is not None and found[1] is not None else None


def arrangements_in(rows: Mapping[str, Iterable[Row]]) -> Arrangements:
    """Return the travel arrangements among all rows."""
    return Arrangements(rows.get(STEM, ()))
