"""A term to be planned: the question that a timetable answers, and the facts that rules, prices and planner share."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from travel_training.entries import SessionId
from travel_training.errors import TrainingError
from travel_training.people import TraineeId, TrainerId
from travel_training.prices import USUAL, Prices
from travel_training.programme import Setting, StageId
from travel_training.sessions import Group, SchoolDays, SchoolId, Trainee, Trainer, Travel
from travel_training.timetable import PlaceId, Session, Timetable

MINUTE_S = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A session that remains to be held: for whom, of which stage, how long."""

    id: SessionId
    trainees: tuple[TraineeId, ...]
    stage: StageId
    setting: Setting
    minutes: int


@dataclass(frozen=True, kw_only=True)
class TermProblem:
    """A term to be planned.

    Parameters
    ----------
    step_minutes
        Sessions begin on whole steps after midnight.
    trainers_at_most
        How many trainers one trainee meets at most, those whom they had before included.
    in_force
        The timetable that families know; each appointment of it that does not hold has its price.
    fixed_before
        What the timetable in force says of days before this one stays.
    locked
        Sessions of the timetable in force that stay as they are, whatever their day.
    """

    schools: tuple[SchoolDays, ...]
    trainers: tuple[Trainer, ...]
    trainees: tuple[Trainee, ...]
    travel: Travel
    groups: tuple[Group, ...] = ()
    prices: Prices = USUAL
    step_minutes: int = 5
    trainers_at_most: int = 2
    in_force: Timetable | None = None
    fixed_before: date | None = None
    locked: frozenset[SessionId] = frozenset()

    def __post_init__(self) -> None:
        if self.step_minutes < 1 or self.trainers_at_most < 1:
            raise TrainingError("step minutes and trainers at most must be 1 or more.")
        for what, ids in (
            ("trainer", [str(each.id) for each in self.trainers]),
            ("trainee", [str(each.id) for each in self.trainees]),
            ("school", [str(each.school) for each in self.schools]),
            ("group", [str(each.id) for each in self.groups]),
            ("group or trainee", [*(str(each.id) for each in self.groups), *(str(each.id) for each in self.trainees)]),
        ):
            if twice := sorted({id_ for id_ in ids if ids.count(id_) > 1}):
                raise TrainingError(f"{what} {twice[0]} stands twice.")
        self._check_references()
        for group in self.groups:
            self._check_group(group)
        standing = {each.id for each in self.in_force.sessions} if self.in_force is not None else set()
        self._check_past()
        if strange := sorted(self.locked - standing):
            raise TrainingError(f"session {strange[0]} is locked, but is in no timetable in force.")

    def _check_references(self) -> None:
        places = set(self.travel.places)
        for trainer in self.trainers:
            if trainer.base not in places:
                raise TrainingError(f"trainer {trainer.id}: travel knows no place {trainer.base}.")
        for trainee in self.trainees:
            if trainee.school not in self.school_days:
                raise TrainingError(f"trainee {trainee.id}: there is no school {trainee.school}.")
            used = {place for window in trainee.windows for place in (window.begins_at, window.ends_at)}
            if strange := sorted(used - places):
                raise TrainingError(f"trainee {trainee.id}: travel knows no place {strange[0]}.")
            if trainee.trainer is not None and trainee.trainer not in self.trainer:
                raise TrainingError(f"trainee {trainee.id}: there is no trainer {trainee.trainer}.")

    def _check_group(self, group: Group) -> None:
        if not 1 <= len(set(group.trainees)) == len(group.trainees) <= group.at_most:
            raise TrainingError(f"group {group.id}: it has from 1 to {group.at_most} trainees, each once.")
        if strange := [each for each in group.trainees if each not in self.trainee]:
            raise TrainingError(f"group {group.id}: there is no trainee {strange[0]}.")
        members = [self.trainee[each] for each in group.trainees]
        stages = {next((each for each in one.remaining if each.stage == group.stage), None) for one in members}
        only = next(iter(stages))
        if len(stages) > 1 or only is None or only.setting is not Setting.CLASSROOM:
            raise TrainingError(
                f"group {group.id}: its trainees have one classroom stage, and as much of it, before them."
            )
        if len({one.school for one in members}) > 1:
            raise TrainingError(f"group {group.id}: its trainees are at one school.")
        others = [each for each in self.groups if each.stage == group.stage and each.id != group.id]
        if twice := sorted({id_ for other in others for id_ in other.trainees} & set(group.trainees)):
            raise TrainingError(f"trainee {twice[0]} is in two groups for stage {group.stage}.")

    def _check_past(self) -> None:
        for trainee, theirs in self.wanted_of.items():
            over = [each.id in self.fixed and self.is_past(self.fixed[each.id].day) for each in theirs]
            if over != sorted(over, reverse=True):
                missed = theirs[over.index(False)].id
                raise TrainingError(
                    f"trainee {trainee}: session {missed} was not held, and a later one was: "
                    "count those that were held, and let numbers follow them."
                )

    @cached_property
    def trainer(self) -> dict[TrainerId, Trainer]:
        """Each trainer by id."""
        return {each.id: each for each in self.trainers}

    @cached_property
    def trainee(self) -> dict[TraineeId, Trainee]:
        """Each trainee by id."""
        return {each.id: each for each in self.trainees}

    @cached_property
    def school_days(self) -> dict[SchoolId, frozenset[date]]:
        """The days on which each school is open."""
        return {each.school: each.days for each in self.schools}

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The days of the term: those on which any school is open."""
        return tuple(sorted({day for each in self.schools for day in each.days}))

    @cached_property
    def weeks(self) -> tuple[date, ...]:
        """The Monday of each week of the term with a school day in it; holidays are no weeks."""
        return tuple(sorted({monday(day) for day in self.days}))

    @property
    def last_week(self) -> int:
        """The number of the last week; 0 where there is none."""
        return max(0, len(self.weeks) - 1)

    @cached_property
    def week_of(self) -> dict[date, int]:
        """Which week of the term each day is in, counted from 0."""
        number = {week: n for n, week in enumerate(self.weeks)}
        return {day: number[monday(day)] for day in self.days}

    @cached_property
    def wanted_of(self) -> dict[TraineeId, tuple[Wanted, ...]]:
        """The sessions that remain of each trainee, in the order in which they are to be held."""
        group_of = {(one, group.stage): group for group in self.groups for one in group.trainees}
        found: dict[TraineeId, tuple[Wanted, ...]] = {}
        for trainee in self.trainees:
            theirs: list[Wanted] = []
            for part in trainee.remaining:
                group = group_of.get((trainee.id, part.stage))
                who, members = (trainee.id, (trainee.id,)) if group is None else (group.id, group.trainees)
                theirs += [
                    Wanted(
                        id=SessionId(f"{who}/{part.stage}/{number}"),
                        trainees=members,
                        stage=part.stage,
                        setting=part.setting,
                        minutes=part.minutes,
                    )
                    for number in range(part.held + 1, part.held + part.count + 1)
                ]
            found[trainee.id] = tuple(theirs)
        return found

    @cached_property
    def wanted(self) -> dict[SessionId, Wanted]:
        """Each session that remains, by id."""
        return {each.id: each for theirs in self.wanted_of.values() for each in theirs}

    @cached_property
    def fixed(self) -> dict[SessionId, Session]:
        """The sessions that stay as the timetable in force has them: those that are past, and those that are locked."""
        standing = self.in_force.sessions if self.in_force is not None else ()
        return {
            each.id: each
            for each in standing
            if each.id in self.wanted and (self.is_past(each.day) or each.id in self.locked)
        }

    @cached_property
    def appointments(self) -> tuple[tuple[TraineeId, Session], ...]:
        """Each appointment to come that a family has been told of: the trainee, and the session in force."""
        standing = self.in_force.sessions if self.in_force is not None else ()
        return tuple(
            (trainee, each)
            for each in standing
            if not self.is_past(each.day)
            for trainee in each.trainees
            if trainee in self.trainee
        )

    @cached_property
    def fair_minutes(self) -> dict[TrainerId, int]:
        """Each trainer's fair share of all contact minutes, by the time that they are at work in the term."""
        work_s = {
            each.id: sum(
                hours.until_s - hours.from_s
                for day in self.days
                if day not in each.away and (hours := each.hours_on(day)) is not None
            )
            for each in self.trainers
        }
        total, all_s = sum(each.minutes for each in self.wanted.values()), max(1, sum(work_s.values()))
        return {trainer: -(-total * own_s // all_s) for trainer, own_s in work_s.items()}

    def is_past(self, day: date) -> bool:
        """Say whether a day is past, and so stays as it was."""
        return self.fixed_before is not None and day < self.fixed_before

    def can_come(self, trainee: Trainee, week: int) -> bool:
        """Say whether there is a day in a week on which the trainee's school is open and the trainee there."""
        days = (self.weeks[week] + timedelta(n) for n in range(7))
        return any(day in self.school_days[trainee.school] and trainee.is_there(day) for day in days)

    def travel_s(self, start: PlaceId, end: PlaceId) -> int:
        """Return the seconds that a trainer takes from a place to another."""
        return self.travel.minutes[self._place[start]][self._place[end]] * MINUTE_S

    @cached_property
    def _place(self) -> dict[PlaceId, int]:
        return {place: n for n, place in enumerate(self.travel.places)}


def monday(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())
