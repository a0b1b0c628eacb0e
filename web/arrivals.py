"""What a school sees of a day: who comes and goes, when, in which vehicle, with whom, and what is not as it was.

Pure: rides of published plans in, lines of a list out. Names are put in by whoever may see them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from routing.problem import Direction
from routing.wording import clock, listed
from web.store.day import Actual, DayEvent, DayEventKind, What
from web.store.plan_views import RideView, UnplacedView

SAME_S = 300
"""A time that has moved by less than this is the same to a school."""
LATE_S = 300
"""A vehicle that is later than this is late."""


class Standing(StrEnum):
    """What there is to know of a pupil's journey beside its time."""

    EXPECTED = "expected"
    ARRIVED = "arrived"
    LATE = "late"
    ABSENT = "absent"
    TRAINING = "training"
    """They make the journey with their trainer, and no vehicle comes."""
    UNPLACED = "unplaced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A pupil's line of a school's list.

    Parameters
    ----------
    at_s
        When they are set down at school, or leave it; None if they have no run, and nobody has said when they come.
    changes
        What differs from their last journey that way, "08:35, was 08:20", and from the version that this one replaces.
    late_s
        By how much the vehicle is behind, as far as anyone has said.
    said
        Why they have no run; empty otherwise.
    """

    pupil: str
    at_s: int | None
    vehicle: str | None
    assistants: tuple[str, ...]
    standing: Standing
    changes: tuple[str, ...] = ()
    late_s: int = 0
    said: str = ""

    @property
    def is_changed(self) -> bool:
        """Whether anything differs from their last journey."""
        return bool(self.changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolDay:
    """What is known of one direction of a school's day.

    Parameters
    ----------
    rides, unplaced
        Of the published plan.
    before
        The rides of the last plan that way on an earlier day; None if there is none to compare with.
    replaced
        The rides of the version that this one replaces; None if it is the first.
    events, actuals
        What is not as usual that day; what has happened so far.
    """

    direction: Direction
    rides: Sequence[RideView]
    unplaced: Sequence[UnplacedView] = ()
    before: Sequence[RideView] | None = None
    replaced: Sequence[RideView] | None = None
    events: Sequence[DayEvent] = ()
    actuals: Sequence[Actual] = ()


def arrivals(day: SchoolDay, name_of: Mapping[str, str] | None = None) -> list[Arrival]:
    """Return a school's list in the order of time; those without a run or with their trainer come last.

    Parameters
    ----------
    name_of
        What to call vehicles and assistants; references where it says nothing.
    """
    called = name_of or {}
    absent = {event.ref for event in day.events if _is(DayEventKind.PUPIL_ABSENT, event, day.direction)}
    trained = {event.ref: event for event in day.events if _is(DayEventKind.TRAINING, event, day.direction)}
    late, done = _lateness(day), _finished(day)
    before, replaced = _by_pupil(day.before), _by_pupil(day.replaced)
    lines = []
    for ride in day.rides:
        if ride.pupil in trained:
            continue
        behind_s = late.get(ride.run, 0)
        standing = Standing.LATE if behind_s >= LATE_S else Standing.EXPECTED
        if ride.run in done:
            standing = Standing.ARRIVED
        if ride.pupil in absent:
            standing = Standing.ABSENT
        lines.append(
            Arrival(
                pupil=ride.pupil,
                at_s=at_school_s(ride, day.direction),
                vehicle=called.get(ride.vehicle, ride.vehicle),
                assistants=tuple(called.get(each, each) for each in ride.assistants),
                standing=standing,
                changes=tuple(_all_changes(ride, before, replaced, day.direction, called)),
                late_s=behind_s,
            )
        )
    lines.sort(key=lambda line: (line.at_s or 0, line.pupil))
    without = [_without(each, absent) for each in day.unplaced if each.pupil not in trained]
    return lines + without + [_with_trainer(event, absent) for _, event in sorted(trained.items())]


def at_school_s(ride: RideView, direction: Direction) -> int:
    """Return when a ride touches the school: at its end in the morning, at its beginning in the afternoon."""
    return ride.alight_s if direction is Direction.TO_SCHOOL else ride.board_s


def _without(each: UnplacedView, absent: set[str]) -> Arrival:
    standing = Standing.ABSENT if each.pupil in absent else Standing.UNPLACED
    return Arrival(pupil=each.pupil, at_s=None, vehicle=None, assistants=(), standing=standing, said=each.reason)


def _with_trainer(event: DayEvent, absent: set[str]) -> Arrival:
    standing = Standing.ABSENT if event.ref in absent else Standing.TRAINING
    at_s = event.detail.get("at_s")
    return Arrival(pupil=event.ref, at_s=at_s, vehicle=None, assistants=(), standing=standing)


def _is(kind: DayEventKind, event: DayEvent, direction: Direction) -> bool:
    return event.kind is kind and event.direction in (None, direction)


def _by_pupil(rides: Sequence[RideView] | None) -> Mapping[str, RideView] | None:
    return None if rides is None else {ride.pupil: ride for ride in rides}


def _all_changes(
    ride: RideView,
    before: Mapping[str, RideView] | None,
    replaced: Mapping[str, RideView] | None,
    direction: Direction,
    called: Mapping[str, str],
) -> Iterator[str]:
    """Yield what differs from the last journey, and what the version before told otherwise, each thing once."""
    since = tuple(_changes(ride, before, direction, called))
    yield from since
    if replaced is not None and ride.pupil not in replaced:
        yield "new in this version"
        return
    for each in _changes(ride, replaced, direction, called):
        if each not in since:
            yield f"{each} in the version before"


def _changes(
    ride: RideView, before: Mapping[str, RideView] | None, direction: Direction, called: Mapping[str, str]
) -> Iterator[str]:
    """Yield what differs from a pupil's ride of another plan."""
    if before is None:
        return
    was = before.get(ride.pupil)
    if was is None:
        yield "new on this list"
        return
    at_s, was_s = at_school_s(ride, direction), at_school_s(was, direction)
    if abs(at_s - was_s) >= SAME_S:
        yield f"{clock(at_s)}, was {clock(was_s)}"
    if ride.vehicle != was.vehicle:
        yield f"vehicle {called.get(ride.vehicle, ride.vehicle)}, was {called.get(was.vehicle, was.vehicle)}"
    if set(ride.assistants) != set(was.assistants):
        yield f"assistant {_listed(ride.assistants, called)}, was {_listed(was.assistants, called)}"


def _listed(names: Iterable[str], called: Mapping[str, str]) -> str:
    return listed(called.get(each, each) for each in names)


def _lateness(day: SchoolDay) -> dict[str, int]:
    """Return by how much each run is behind, by what was last said of it."""
    newest: dict[str, int] = {}
    for each in day.actuals:
        if each.what in (What.LEFT, What.ARRIVED):
            newest[each.run] = each.at_s - each.planned_s
    return newest


def _finished(day: SchoolDay) -> set[str]:
    """Return the runs that have reached the school in the morning, or left it in the afternoon."""
    ends = {ride.run: at_school_s(ride, day.direction) for ride in day.rides}
    wanted = What.ARRIVED if day.direction is Direction.TO_SCHOOL else What.LEFT
    return {
        each.run
        for each in day.actuals
        if each.what is wanted and each.run in ends and each.planned_s >= ends[each.run]
    }
