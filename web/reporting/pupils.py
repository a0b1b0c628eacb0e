"""What reports know of a pupil: their records' cells as values, and whether they travel on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from web.records.choices import NOT_CARRIED, NOT_TRAVELLING
from web.records.rows import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class PupilFacts:
    """A pupil, as far as reports count them; a text is empty where nothing is recorded.

    Parameters
    ----------
    need
        The primary need, by its SEN2 code.
    from_day, until_day
        The first and the last day at the school; None where nobody has said.
    """

    id: str
    school: str = ""
    locality: str = ""
    need: str = ""
    phase: str = ""
    mode: str = ""
    ehc_plan: str = ""
    eligibility: str = ""
    decision: str = ""
    born_on: date | None = None
    requested_on: date | None = None
    decided_on: date | None = None
    from_day: date | None = None
    until_day: date | None = None

    def travels(self, day: date) -> bool:
        """Say whether something is arranged for them on a day, in whatever way they travel."""
        began = self.from_day is None or self.from_day <= day
        return self.decision not in NOT_TRAVELLING and began and (self.until_day is None or day <= self.until_day)

    def is_carried(self, day: date) -> bool:
        """Say whether they need a seat on a day; one whose mode of travel is not recorded does, as in plans."""
        return self.travels(day) and self.mode not in NOT_CARRIED


def pupil_facts(rows: Iterable[Row]) -> dict[str, PupilFacts]:
    """Return what the rows of pupils say, by travel reference."""
    return {row["pupil"]: _facts(row) for row in rows}


def _facts(row: Row) -> PupilFacts:
    return PupilFacts(
        id=row["pupil"],
        school=row["school"],
        locality=row["locality"],
        need=row["primary_need"],
        phase=row["phase"],
        mode=row["mode"],
        ehc_plan=row["ehc_plan"],
        eligibility=row["eligibility"],
        decision=row["decision"],
        born_on=day_of(row["born_on"]),
        requested_on=day_of(row["requested_on"]),
        decided_on=day_of(row["decided_on"]),
        from_day=day_of(row["school_from"]),
        until_day=day_of(row["school_until"]),
    )


def day_of(text: str) -> date | None:
    """Return the day that a cell holds, or None if it is empty."""
    return date.fromisoformat(text) if text else None
