"""What is kept that a term is made of, and what of it lies behind: sessions held, trainers met."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from geodata import Place
from travel_training.journey import JourneyPlan
from travel_training.people import TraineeId, TrainerId
from travel_training.programme import Programme, ProgrammeId, StageId
from travel_training.timetable import PlaceId
from web.records.rows import Row
from web.store.training_views import Cohort, KeptSession, SessionState, TraineeHead


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is kept that a term is made of.

    Parameters
    ----------
    rows
        The records of pupils, schools, trainers and the calendar.
    sites
        Where each of them is, by kind and key.
    heads
        Trainees who are in training.
    sessions
        All sessions of the last year and until the end of the term.
    absences
        The days on which a pupil does not come to school.
    journeys
        The journeys that trainees are taught, as they were signed.
    """

    first: date
    last: date
    rows: Mapping[str, Sequence[Row]]
    sites: Mapping[str, Mapping[str, Place]]
    heads: Sequence[TraineeHead]
    programmes: Mapping[tuple[ProgrammeId, int], Programme]
    cohorts: Mapping[str, Cohort]
    sessions: Sequence[KeptSession]
    absences: Mapping[str, frozenset[date]] = field(default_factory=dict)
    journeys: Mapping[str, JourneyPlan] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Past:
    """What has been held or is fixed before the first day, by trainee; and what stands in the term already."""

    held: Counter[tuple[TraineeId, StageId]]
    had: Mapping[TraineeId, frozenset[TrainerId]]
    standing: tuple[KeptSession, ...]


def past_of(known: Known) -> Past:
    """Return what has been held, and what is planned within the term."""
    held: Counter[tuple[TraineeId, StageId]] = Counter()
    had: dict[TraineeId, frozenset[TrainerId]] = {}
    standing = []
    for each in known.sessions:
        if each.state is SessionState.CANCELLED:
            continue
        if each.state is SessionState.PLANNED and known.first <= each.day <= known.last:
            standing.append(each)
            continue
        for trainee in each.trainees:
            if each.attendance.get(trainee, "held") == "held":
                held[trainee, each.stage] += 1
                had[trainee] = had.get(trainee, frozenset()) | {each.trainer}
    return Past(held, had, tuple(standing))


def days_between(first: date, last: date) -> Iterator[date]:
    """Yield every day from one to another, both included."""
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def home_of(pupil: str) -> PlaceId:
    """Return the reference of a trainee's home."""
    return PlaceId(f"home-{pupil}")


def school_place(school: str) -> PlaceId:
    """Return the reference of a school's gate."""
    return PlaceId(f"school-{school}")


def base_of(trainer: str) -> PlaceId:
    """Return the reference of a trainer's base."""
    return PlaceId(f"base-{trainer}")
