"""How far a trainee and a cohort are: read from histories, for the pages and the outcomes.

Of two entries about one session the later one counts; an observation that another replaces does not. Nothing here
judges a trainee: *stuck* and *ready* are questions for a person to look at.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from travel_training.entries import AnyEntry, Attendance, Attended, EntryId, Felt, JourneyPart, SessionId
from travel_training.lifecycle import SIGNS_IN
from travel_training.mastery import Mastery, counted, masteries
from travel_training.people import TraineeId
from travel_training.programme import Milestone, MilestoneId, Programme, Stage
from travel_training.standing import IN_TRAINING, Standing, standing_of

STUCK_AFTER = 4
"""So many sessions in a row in which nothing new was reached are worth a question."""

_LAST = 5


@dataclass(frozen=True, slots=True)
class Point:
    """One observation on the curve from prompts to independence."""

    entry: EntryId
    on: date
    level: int
    part: JourneyPart | None
    was_unplanned: bool
    by: str


@dataclass(frozen=True, slots=True)
class MilestoneProgress:
    """One milestone: how far the trainee is with it, and what was seen of it, the oldest first."""

    milestone: Milestone
    stage: Stage
    mastery: Mastery
    points: tuple[Point, ...]

    @property
    def last(self) -> tuple[Point, ...]:
        """The last few observations."""
        return self.points[-_LAST:]


@dataclass(frozen=True, slots=True)
class StageProgress:
    """One stage: how many of its milestones are reached, how many of its sessions were held."""

    stage: Stage
    reached: int
    held: int

    @property
    def is_reached(self) -> bool:
        """Whether every milestone of it is reached and has not lapsed."""
        return self.reached == len(self.stage.milestones)


@dataclass(frozen=True, slots=True)
class Week:
    """How much help was needed in a week: of so many observations, so many were with help."""

    monday: date
    seen: int
    helped: int

    @property
    def helped_percent(self) -> int:
        """Of a hundred observations, those with help."""
        return round(100 * self.helped / self.seen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far one trainee is, at the end of a day.

    Parameters
    ----------
    milestones, stages
        In the order of the programme.
    sessions
        What became of each session, the oldest first.
    sessions_since_new
        How many sessions were held since something was reached for the first time.
    """

    on: date
    standing: Standing
    programme: Programme
    milestones: tuple[MilestoneProgress, ...]
    stages: tuple[StageProgress, ...]
    sessions: tuple[Attended, ...]
    weeks: tuple[Week, ...]
    feelings: tuple[Felt, ...]
    sessions_since_new: int

    @property
    def reached(self) -> int:
        """How many milestones are reached and have not lapsed."""
        return sum(each.mastery.is_reached for each in self.milestones)

    @property
    def lapsed(self) -> tuple[MilestoneProgress, ...]:
        """The milestones that were reached once, and have lapsed."""
        return tuple(each for each in self.milestones if each.mastery.lapsed_on is not None)

    @property
    def stage(self) -> StageProgress | None:
        """The first stage in which something is not reached; None if all is."""
        return next((each for each in self.stages if not each.is_reached), None)

    @property
    def next(self) -> tuple[Milestone, ...]:
        """What is not reached of that stage."""
        return tuple(
            each.milestone
            for each in self.milestones
            if self.stage is not None and each.stage is self.stage.stage and not each.mastery.is_reached
        )

    @property
    def taught(self) -> Stage | None:
        """The stage of the last session that was held; None before the first."""
        last = self.held[-1].stage if self.held else None
        return next((each for each in self.programme.stages if each.id == last), None)

    @property
    def held(self) -> tuple[Attended, ...]:
        """The sessions that were held."""
        return tuple(each for each in self.sessions if each.attendance is Attendance.HELD)

    @property
    def days_since_session(self) -> int | None:
        """How many days ago the last session was held; None if none was."""
        return (self.on - self.held[-1].day).days if self.held else None

    def is_stuck(self, after: int = STUCK_AFTER) -> bool:
        """Say whether nothing new was reached in so many sessions, though there is something to reach."""
        is_under_way = self.standing.state in IN_TRAINING and self.reached < len(self.milestones)
        return is_under_way and self.sessions_since_new >= after

    @property
    def is_ready(self) -> bool:
        """Whether nothing stands against a sign-off but the signatures."""
        critical = [each.mastery.is_reached for each in self.milestones if each.milestone.is_safety_critical]
        return self.standing.state in SIGNS_IN and all(critical)


@dataclass(frozen=True, slots=True)
class CohortProgress:
    """A cohort at a glance.

    Parameters
    ----------
    held, missed
        Sessions held, and those to which the trainee did not come; a session that the trainer or the office called
        off is neither.
    minutes, travel_minutes
        With trainees; and on the trainers' way there and back. A group's session counts once.
    """

    trainees: Mapping[TraineeId, Progress]
    held: int
    missed: int
    minutes: int
    travel_minutes: int

    @property
    def attended_percent(self) -> int | None:
        """Of a hundred sessions to which the trainee could have come, those to which they came; None if none was."""
        total = self.held + self.missed
        return round(100 * self.held / total) if total else None

    @property
    def stuck(self) -> tuple[TraineeId, ...]:
        """Those in whose last sessions nothing new was reached."""
        return tuple(trainee for trainee, each in self.trainees.items() if each.is_stuck())

    @property
    def ready(self) -> tuple[TraineeId, ...]:
        """Those for whom only the signatures are missing."""
        return tuple(trainee for trainee, each in self.trainees.items() if each.is_ready)


def progress_of(history: Sequence[AnyEntry], programme: Programme, on: date) -> Progress:
    """Return how far a trainee is in a programme at the end of a day."""
    known = [entry for entry in history if entry.day <= on]
    found = masteries(known, programme, on)
    seen: dict[MilestoneId, list[Point]] = {id_: [] for id_ in programme.milestone}
    observed = [entry for entry in counted(known) if entry.milestone in seen]
    for entry in observed:
        point = Point(entry.id, entry.day, entry.level, entry.part, entry.was_unplanned, entry.by.user)
        seen[entry.milestone].append(point)
    milestones = tuple(
        MilestoneProgress(each, programme.stage_of[id_], found[id_], tuple(seen[id_]))
        for id_, each in programme.milestone.items()
    )
    sessions = sessions_of(known)
    held = [each for each in sessions if each.attendance is Attendance.HELD]
    newest = max((each.first_on for each in found.values() if each.first_on is not None), default=date.min)
    stages = tuple(
        StageProgress(
            stage,
            sum(found[each.id].is_reached for each in stage.milestones),
            sum(each.stage == stage.id for each in held),
        )
        for stage in programme.stages
    )
    return Progress(
        on=on,
        standing=standing_of(known),
        programme=programme,
        milestones=milestones,
        stages=stages,
        sessions=sessions,
        weeks=_weeks([(entry.day, entry.level < programme.scale.top) for entry in observed]),
        feelings=tuple(entry for entry in known if isinstance(entry, Felt)),
        sessions_since_new=sum(each.day > newest for each in held),
    )


def sessions_of(history: Iterable[AnyEntry]) -> tuple[Attended, ...]:
    """Return the last word on each session, the oldest first."""
    last: dict[SessionId, Attended] = {entry.session: entry for entry in history if isinstance(entry, Attended)}
    return tuple(sorted(last.values(), key=lambda entry: entry.at))


def cohort_progress(trainees: Mapping[TraineeId, Progress]) -> CohortProgress:
    """Return a cohort at a glance from how far each of its trainees is."""
    sessions = [each for progress in trainees.values() for each in progress.sessions]
    held = [each for each in sessions if each.attendance is Attendance.HELD]
    once = {each.session: each for each in held}.values()
    return CohortProgress(
        trainees=trainees,
        held=len(held),
        missed=sum(each.attendance is Attendance.TRAINEE_ABSENT for each in sessions),
        minutes=sum(each.minutes for each in once),
        travel_minutes=sum(each.travel_minutes for each in once),
    )


def _weeks(seen: Iterable[tuple[date, bool]]) -> tuple[Week, ...]:
    """Return the weeks in which something was seen, from days and whether help was needed."""
    mondays = ((day - timedelta(days=day.weekday()), helped) for day, helped in seen)
    found = []
    for monday, group in groupby(sorted(mondays), key=lambda each: each[0]):
        helped = [each for _, each in group]
        found.append(Week(monday, len(helped), sum(helped)))
    return tuple(found)
