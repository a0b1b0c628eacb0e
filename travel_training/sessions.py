"""Who takes part in a term and when they can: trainers, trainees and what remains of their programmes, schools, travel.

Nothing here is a name, an address or a reason. Times of day are seconds after midnight, always on the local clock.
"""

from dataclasses import dataclass
from datetime import date
from typing import NewType

from travel_training.errors import TrainingError
from travel_training.people import TraineeId, TrainerId
from travel_training.programme import Setting, StageId
from travel_training.timetable import DAY_S, PlaceId

SchoolId = NewType("SchoolId", str)
GroupId = NewType("GroupId", str)
SUNDAY = 6


def _check_times(whose: str, weekday: int, from_s: int, until_s: int) -> None:
    if not 0 <= weekday <= SUNDAY:
        raise TrainingError(f"{whose}: weekday must be 0 (Monday) to 6 (Sunday), not {weekday}.")
    if not 0 <= from_s < until_s <= DAY_S:
        raise TrainingError(f"{whose}: from must be before until, both on one day.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """When a trainer works on one day of the week, the way from their base and back included."""

    weekday: int
    from_s: int
    until_s: int

    def __post_init__(self) -> None:
        _check_times("hours", self.weekday, self.from_s, self.until_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trainer:
    """A trainer: where they set out from, when they work, how much of it with trainees, when they are away."""

    id: TrainerId
    base: PlaceId
    hours: tuple[Hours, ...]
    weekly_limit_minutes: int
    away: frozenset[date] = frozenset()
    skills: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        weekdays = [each.weekday for each in self.hours]
        if len(set(weekdays)) < len(weekdays):
            raise TrainingError(f"trainer {self.id}: hours stand twice for one day of the week.")
        if self.weekly_limit_minutes < 0:
            raise TrainingError(f"trainer {self.id}: the weekly limit must not be negative.")

    def hours_on(self, day: date) -> Hours | None:
        """Return the hours of a day's weekday, or None."""
        return next((each for each in self.hours if each.weekday == day.weekday()), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeWindow:
    """When, and from where to where, a trainee's sessions of some settings may be held.

    The morning's way to school and the afternoon's way home, at the times when the journey is really made; for the
    classroom, when there are no lessons.
    """

    weekday: int
    from_s: int
    until_s: int
    begins_at: PlaceId
    ends_at: PlaceId
    settings: frozenset[Setting]

    def __post_init__(self) -> None:
        _check_times("time window", self.weekday, self.from_s, self.until_s)
        if not self.settings:
            raise TrainingError("time window: it is for no setting.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Remaining:
    """How many sessions of a stage remain; ``held`` of it were held before, so that sessions keep their numbers."""

    stage: StageId
    setting: Setting
    minutes: int
    count: int
    held: int = 0

    def __post_init__(self) -> None:
        if self.minutes < 1 or self.count < 1 or self.held < 0:
            raise TrainingError(f"stage {self.stage}: minutes and count must be 1 or more, and held 0 or more.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trainee:
    """A trainee: the stages that remain, in order; when they can be trained; how often; by whom.

    Parameters
    ----------
    trainer
        Whom they know already and would keep.
    had
        Everyone who has trained them before the term.
    from_day
        The first day on which they may be trained.
    a_week, at_most_a_week
        How many sessions in a week were agreed, and how many they can bear.
    """

    id: TraineeId
    school: SchoolId
    remaining: tuple[Remaining, ...]
    windows: tuple[TimeWindow, ...]
    away: frozenset[date] = frozenset()
    trainer: TrainerId | None = None
    had: frozenset[TrainerId] = frozenset()
    skills: frozenset[str] = frozenset()
    from_day: date | None = None
    a_week: int = 1
    at_most_a_week: int = 1

    def __post_init__(self) -> None:
        stages = [each.stage for each in self.remaining]
        if len(set(stages)) < len(stages):
            raise TrainingError(f"trainee {self.id}: a stage stands twice.")
        if not 1 <= self.a_week <= self.at_most_a_week:
            raise TrainingError(f"trainee {self.id}: sessions a week must be 1 or more, and no more than at most.")

    @property
    def count(self) -> int:
        """How many sessions remain."""
        return sum(each.count for each in self.remaining)

    def is_there(self, day: date) -> bool:
        """Say whether the trainee may be trained on a day, as far as it is for them to say."""
        return day not in self.away and (self.from_day is None or day >= self.from_day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Trainees of one school who are taught one classroom stage together, at most so many."""

    id: GroupId
    stage: StageId
    trainees: tuple[TraineeId, ...]
    at_most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolDays:
    """The days of the term on which a school is open."""

    school: SchoolId
    days: frozenset[date]


@dataclass(frozen=True, slots=True, kw_only=True)
class Travel:
    """A trainer's minutes from each place to each, row by row in the order of the places."""

    places: tuple[PlaceId, ...]
    minutes: tuple[tuple[int, ...], ...]

    def __post_init__(self) -> None:
        if len(set(self.places)) < len(self.places):
            raise TrainingError("travel: a place stands twice.")
        size = len(self.places)
        if len(self.minutes) != size or any(len(row) != size for row in self.minutes):
            raise TrainingError(f"travel: {size} places need {size} rows of {size} minutes.")
        if any(minutes < 0 for row in self.minutes for minutes in row):
            raise TrainingError("travel: minutes must not be negative.")
