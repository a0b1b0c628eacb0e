"""The blueprint of the trainers' weeks, and how its pages tell days, hours and people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint

from routing.wording import clock
from web.pages.desk.naming import Names
from web.pages.parts import Lines
from web.store import Kept
from web.words import short_day

pages = Blueprint("timetable", __name__, url_prefix="/timetable")


@dataclass(frozen=True, slots=True)
class People:
    """What people call the trainees, trainers, schools and stages of a page."""

    names: Names
    trainers: Mapping[str, str]
    stages: Mapping[str, str]

    @classmethod
    def of(cls, kept: Kept, pupils: Iterable[str]) -> "People":
        """Return the names of some trainees, of all schools, trainers and stages."""
        programmes = kept.training.programmes.list_current()
        stages = {str(stage.id): stage.name for programme in programmes for stage in programme.stages}
        return cls(Names.of(kept, pupils), kept.records.names("trainers"), stages)

    def stage(self, ref: str) -> str:
        """Return a stage as a page shows it; one that no programme has any more by its id."""
        return self.stages.get(ref, ref)

    def trainer(self, ref: str) -> str:
        """Return a trainer as a page shows them."""
        return self.trainers.get(ref, ref)

    def trainees(self, refs: Iterable[str]) -> Lines:
        """Return the trainees of a session, a line each."""
        return Lines(tuple(self.names.pupil(ref) for ref in refs))


def monday_of(day: date) -> date:
    """Return the Monday of a day's week.

    Examples
    --------
    >>> monday_of(date(2026, 11, 26))
    datetime.date(2026, 11, 23)
    """
    return day - timedelta(days=day.weekday())


def span(begins_s: int, ends_s: int) -> str:
    """Return when something begins and ends.

    Examples
    --------
    >>> span(28800, 32400)
    '08:00 to 09:00'
    """
    return f"{clock(begins_s)} to {clock(ends_s)}"


def told(day: date, begins_s: int, ends_s: int) -> str:
    """Return an appointment's day and time."""
    return f"{short_day(day)}, {span(begins_s, ends_s)}"


def hours_text(minutes: int) -> str:
    """Return minutes as hours and minutes.

    Examples
    --------
    >>> hours_text(95), hours_text(120)
    ('1 h 35 min', '2 h')
    """
    whole, rest = divmod(minutes, 60)
    told = [f"{whole} h"] if whole else []
    return " ".join([*told, f"{rest} min"] if rest or not whole else told)
