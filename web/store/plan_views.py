"""What is told of a plan without opening its document: values that pages may show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from routing.plan import CrewMember, Stop
from routing.problem import Direction
from web.store.plan_documents import RunLines
from web.store.projection import DraftLocks


class PlanState(StrEnum):
    """What has become of a plan."""

    DRAFT = "draft"
    PUBLISHED = "published"
    REPLACED = "replaced"
    """Published once, and another version has taken its place."""
    DISCARDED = "discarded"


WHAT_IF_TITLE = "What if"
"""How the title of an answer to a what-if begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanHead:
    """A plan in one line.

    Parameters
    ----------
    version
        Of published plans of the day and direction, counted from 1; None for a draft.
    step
        How often a draft has been edited; whoever edits it says which step they saw.
    summary
        As ``routing.summary.summarise`` gives it.
    violations, unplaced
        How many.
    """

    id: str
    day: date
    direction: Direction
    state: PlanState
    version: int | None
    replaces: str | None
    problem: str
    step: int
    title: str
    locks: DraftLocks
    summary: Mapping[str, Any]
    violations: int
    unplaced: int
    cost_pence: int
    made_by: str
    made_at: datetime
    changed_at: datetime
    published_by: str | None
    published_at: datetime | None
    has_begun_from: str | None

    @property
    def is_supposed(self) -> bool:
        """Whether it answers a what-if: a plan of a day that is not so, to be compared and never to be published."""
        return self.title.startswith(WHAT_IF_TITLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunHead:
    """A run in one line of a list."""

    run: str
    vehicle: str
    operator: str
    contract: str
    driver: str | None
    begins_s: int
    ends_s: int
    pupils: int
    wheelchairs: int
    seats: int
    longest_ride_s: int
    metres: int
    pence: int
    schools: tuple[str, ...]
    assistants: tuple[CrewMember, ...]
    is_changed: bool
    is_locked: bool
    violations: int


@dataclass(frozen=True, slots=True)
class RunView:
    """A run whole: its stops, and its ground (None once a pupil of it has been erased)."""

    head: RunHead
    stops: tuple[Stop, ...]
    lines: RunLines | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RideView:
    """A pupil's ride: when, in which vehicle, with which assistants."""

    pupil: str
    school: str
    run: str
    vehicle: str
    operator: str
    assistants: tuple[str, ...]
    board_s: int
    alight_s: int
    ride_s: int
    limit_s: int
    is_locked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UnplacedView:
    """A pupil without a run, why, and who has accepted that."""

    pupil: str
    school: str
    reason: str
    accepted_by: str | None
    accepted_at: datetime | None
    accepted_why: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ViolationView:
    """A rule that is broken, in the checker's words."""

    number: int
    rule: str
    vehicle: str | None
    pupils: tuple[str, ...]
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """One edit of a draft."""

    step: int
    said: str
    made_by: str
    made_at: datetime
