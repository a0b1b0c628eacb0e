"""A programme of training: its stages, milestones and scale of help. Data, in versions; never code.

A trainee keeps the version with which they began until someone moves them to a newer one.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NewType

from travel_training.errors import ProgrammeError

ProgrammeId = NewType("ProgrammeId", str)
StageId = NewType("StageId", str)
MilestoneId = NewType("MilestoneId", str)


class Competency(StrEnum):
    """What a milestone is about."""

    PREPARATION = "preparation"
    PEDESTRIAN = "pedestrian"
    STOP_AND_VEHICLE = "stop and vehicle"
    ROUTE = "route"
    PERSONAL_SAFETY = "personal safety"
    PROBLEM_SOLVING = "problem solving"
    HELP = "help"
    FEELINGS = "feelings"
    TIME_AND_MONEY = "time and money"


class Setting(StrEnum):
    """Where and with whom the sessions of a stage are held."""

    CLASSROOM = "classroom"
    ACCOMPANIED = "accompanied"
    FADING = "fading"
    SHADOWED = "shadowed"
    REMOTE = "remote"


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One rung of a scale of help."""

    value: int
    name: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A scale of help, from the most to none; the top is independent.

    Raises
    ------
    ProgrammeError
        If there are fewer than two levels, or their values do not rise.
    """

    levels: tuple[Level, ...]

    def __post_init__(self) -> None:
        values = [level.value for level in self.levels]
        if len(values) < 2 or values != sorted(set(values)):  # noqa: PLR2004 -- a scale has a bottom and a top
            raise ProgrammeError("a scale of help needs two levels or more, each higher than the one before.")

    @property
    def top(self) -> int:
        """The value that means: without help."""
        return self.levels[-1].value


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """One thing that a trainee does without help in the end.

    Parameters
    ----------
    is_safety_critical
        Whether it must be reached, and not have lapsed, before any sign-off.
    days_needed
        On how many different days in a row it must have been done without help to be reached.
    needs_unplanned
        Whether on one of those days something must have gone wrong that nobody had planned.
    lapses_after_days
        After how many days without being seen done it has lapsed; None for never.
    """

    id: MilestoneId
    name: str
    said: str
    competency: Competency
    is_safety_critical: bool = False
    days_needed: int = 3
    needs_unplanned: bool = False
    lapses_after_days: int | None = None

    def __post_init__(self) -> None:
        if self.days_needed < 1:
            raise ProgrammeError(f"milestone {self.id}: days needed must be 1 or more.")
        if self.lapses_after_days is not None and self.lapses_after_days < 1:
            raise ProgrammeError(f"milestone {self.id}: days until it lapses must be 1 or more, or left out.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A part of a programme: where it is held, how many sessions it is planned for, its milestones in order."""

    id: StageId
    name: str
    setting: Setting
    sessions: int
    minutes: int
    milestones: tuple[Milestone, ...]
    group_at_most: int = 1

    def __post_init__(self) -> None:
        if self.sessions < 1 or self.minutes < 1 or self.group_at_most < 1:
            raise ProgrammeError(f"stage {self.id}: sessions, minutes and the group must each be 1 or more.")
        if self.group_at_most > 1 and self.setting is not Setting.CLASSROOM:
            raise ProgrammeError(f"stage {self.id}: only a classroom stage is taught to a group.")


@dataclass(frozen=True, kw_only=True)
class Programme:
    """A programme in one version.

    Raises
    ------
    ProgrammeError
        If it has no stage, or an id stands twice.
    """

    id: ProgrammeId
    version: int
    name: str
    scale: Scale
    stages: tuple[Stage, ...]
    said: str = ""

    def __post_init__(self) -> None:
        if not self.stages:
            raise ProgrammeError(f"programme {self.id} has no stage.")
        stages = [str(stage.id) for stage in self.stages]
        milestones = [str(each.id) for stage in self.stages for each in stage.milestones]
        for what, ids in (("stage", stages), ("milestone", milestones)):
            twice = sorted({id_ for id_ in ids if ids.count(id_) > 1})
            if twice:
                raise ProgrammeError(f"programme {self.id}: {what} {twice[0]} stands twice.")

    @cached_property
    def milestone(self) -> dict[MilestoneId, Milestone]:
        """Each milestone by its id, in the order of the programme."""
        return {each.id: each for stage in self.stages for each in stage.milestones}

    @cached_property
    def stage_of(self) -> dict[MilestoneId, Stage]:
        """The stage in which each milestone is taught."""
        return {each.id: stage for stage in self.stages for each in stage.milestones}
