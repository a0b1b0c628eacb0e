"""What one plan does to each pupil, run and cost, compared with another: two drafts, a what-if, the next version.

It compares what people are told: times by the minute, the vehicle, the driver, the assistants. Runs are the same by
whom they carry and when, whatever their vehicle is called. ``routing.telling`` puts it into English.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from geodata import PlaceId
from routing.figures import Figures, figures_of
from routing.plan import CrewMember, Plan, Run, RunId
from routing.problem import Direction, Problem
from routing.records import AssistantId, DriverId, VehicleId
from routing.risk import PupilId
from routing.rules.ground import known_part
from routing.wording import MINUTE_S


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """How one pupil travels on one plan.

    Parameters
    ----------
    run, vehicle, driver
        On which run, in which vehicle, and who usually drives it.
    assistants
        Their own assistant, or else those aboard whom pupils share.
    place, home_s
        Their own stop, home or a pick-up point, and when the vehicle arrives there.
    school_s
        To school, when they arrive there; from school, when they leave it.
    ride_s
        Their time aboard.
    """

    run: RunId
    vehicle: VehicleId
    driver: DriverId | None
    assistants: tuple[AssistantId, ...]
    place: PlaceId
    home_s: int
    school_s: int
    ride_s: int


class PupilEffect(StrEnum):
    """What became of a pupil between two plans."""

    ADDED = "added"
    GONE = "gone"
    PLACED = "placed"
    LEFT_OUT = "left out"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PupilChange:
    """One pupil on two plans.

    Parameters
    ----------
    effect
        What became of them; ``ADDED`` and ``GONE`` are of those whom only one of the days knows.
    before, after
        How they travel; None where they do not.
    why_not
        Why they have no run on the plan after; None if they have one, or are gone.
    """

    pupil: PupilId
    effect: PupilEffect
    before: Journey | None
    after: Journey | None
    why_not: str | None = None

    @property
    def home_later_s(self) -> int:
        """By how much later the vehicle is at their own stop, in the minutes that they are told; 0 without a run."""
        return 0 if self.before is None or self.after is None else told_later_s(self.before.home_s, self.after.home_s)

    @property
    def school_later_s(self) -> int:
        """By how much later they are at school, or leave it, in the minutes that they are told; 0 without a run."""
        if self.before is None or self.after is None:
            return 0
        return told_later_s(self.before.school_s, self.after.school_s)

    @property
    def parts(self) -> frozenset[str]:
        """What changes of how they travel: ``home``, ``place``, ``school``, ``vehicle``, ``driver``, ``assistants``."""
        one, other = self.before, self.after
        if one is None or other is None:
            return frozenset()
        differs = {
            "home": self.home_later_s != 0,
            "place": one.place != other.place,
            "school": self.school_later_s != 0,
            "vehicle": one.vehicle != other.vehicle,
            "driver": one.driver != other.driver,
            "assistants": set(one.assistants) != set(other.assistants),
        }
        return frozenset(part for part, does in differs.items() if does)


def told_later_s(before_s: int, after_s: int) -> int:
    """Return by how much later a time is told, which is by the minute that has begun.

    Examples
    --------
    >>> told_later_s(8 * 3600 + 50, 8 * 3600 + 70), told_later_s(8 * 3600 + 70, 8 * 3600 + 110)
    (60, 0)
    """
    return (after_s // MINUTE_S - before_s // MINUTE_S) * MINUTE_S


class RunEffect(StrEnum):
    """What became of a run between two plans."""

    ADDED = "added"
    GONE = "gone"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunChange:
    """One run on two plans.

    Parameters
    ----------
    effect
        What became of it; it is the same if it carries the same pupils at the same times, whatever the vehicle.
    before, after
        What each plan calls it; None where there is none.
    joined, left
        Who is on it only after, and only before.
    sheet_changed
        Whether its crew reads anything else on their sheet: a stop, a time, the vehicle, who is aboard.
    """

    effect: RunEffect
    before: RunId | None
    after: RunId | None
    joined: tuple[PupilId, ...] = ()
    left: tuple[PupilId, ...] = ()
    sheet_changed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two plans of one direction, side by side.

    Parameters
    ----------
    before, after
        Each in numbers.
    pupils
        Those for whom something changes: first those of the day after, then those who are gone.
    runs
        Every run of either.
    """

    direction: Direction
    before: Figures
    after: Figures
    pupils: tuple[PupilChange, ...]
    runs: tuple[RunChange, ...]

    @property
    def extra_pence(self) -> int:
        """What the plan after costs more."""
        return self.after.total_pence - self.before.total_pence

    @property
    def extra_by_kind(self) -> Mapping[str, int]:
        """What the plan after costs more, by kind of line, where that differs."""
        extra = Counter(self.after.pence)
        extra.subtract(self.before.pence)
        return {kind: pence for kind, pence in extra.items() if pence}

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes for anyone, nor in any number."""
        return not self.pupils and self.before == self.after and not any(run.sheet_changed for run in self.runs)

    def with_effect(self, *effects: PupilEffect) -> tuple[PupilChange, ...]:
        """Return the pupils of whom this became."""
        return tuple(change for change in self.pupils if change.effect in effects)


def changes_between(problem_before: Problem, before: Plan, problem_after: Problem, after: Plan) -> Comparison:
    """Return what a plan does to each pupil, run and cost, compared with another.

    Parameters
    ----------
    problem_before, before, problem_after, after
        Two plans, each with its day. Runs that name what their day does not know are passed over, as the checker does.

    Raises
    ------
    ValueError
        If one goes to school and the other home.
    """
    if problem_before.direction is not problem_after.direction:
        raise ValueError("plans to school must be compared with plans to school, and plans home with plans home.")
    before, after = known_part(problem_before, before), known_part(problem_after, after)
    was, now = journeys(problem_before, before), journeys(problem_after, after)
    return Comparison(
        direction=problem_after.direction,
        before=figures_of(problem_before, before),
        after=figures_of(problem_after, after),
        pupils=tuple(_pupil_changes(problem_before, problem_after, after, was, now)),
        runs=tuple(_run_changes(before, after, was, now)),
    )


def journeys(problem: Problem, plan: Plan) -> dict[PupilId, Journey]:
    """Return how each pupil travels who is on a run."""
    found = {}
    for run_id, run in plan.numbered_runs():
        halts = {pupil: stop for stop in run.stops for pupil in (stop.boards if problem.is_to_school else stop.alights)}
        for ride in run.rides():
            own = halts[ride.pupil]
            found[ride.pupil] = Journey(
                run=run_id,
                vehicle=run.vehicle,
                driver=problem.vehicle[run.vehicle].driver,
                assistants=_assistants_of(run.crew, ride.pupil),
                place=own.place,
                home_s=own.arrive_s,
                school_s=ride.alight_s if problem.is_to_school else ride.board_s,
                ride_s=ride.seconds,
            )
    return found


def _assistants_of(crew: tuple[CrewMember, ...], pupil: PupilId) -> tuple[AssistantId, ...]:
    own = tuple(member.assistant for member in crew if member.one_to_one_with == pupil)
    return own or tuple(member.assistant for member in crew if member.one_to_one_with is None)


Journeys = Mapping[PupilId, Journey]


def _pupil_changes(
    problem_before: Problem, problem_after: Problem, after: Plan, was: Journeys, now: Journeys
) -> Iterator[PupilChange]:
    """Yield the pupils for whom something changes."""
    reasons = {each.pupil: each.reason for each in after.unplaced}
    gone = [pupil for pupil in problem_before.pupil if pupil not in problem_after.pupil]
    for pupil in (*problem_after.pupil, *gone):
        one, other = was.get(pupil), now.get(pupil)
        if pupil not in problem_after.pupil:
            effect = PupilEffect.GONE
        elif pupil not in problem_before.pupil:
            effect = PupilEffect.ADDED
        elif (one is None) != (other is None):
            effect = PupilEffect.PLACED if one is None else PupilEffect.LEFT_OUT
        else:
            effect = PupilEffect.CHANGED
        why_not = reasons.get(pupil) if other is None else None
        change = PupilChange(pupil=pupil, effect=effect, before=one, after=other, why_not=why_not)
        if effect is not PupilEffect.CHANGED or change.parts:
            yield change


def _run_changes(before: Plan, after: Plan, was: Journeys, now: Journeys) -> Iterator[RunChange]:
    """Yield every run of two plans: those of the plan after, then those that are gone."""
    old_runs, new_runs = dict(before.numbered_runs()), dict(after.numbered_runs())
    paired = _paired(old_runs, new_runs)
    for run_id, run in new_runs.items():
        old_id = paired.get(run_id)
        if old_id is None:
            yield RunChange(effect=RunEffect.ADDED, before=None, after=run_id, joined=run.pupils)
            continue
        old = old_runs[old_id]
        yield RunChange(
            effect=RunEffect.SAME if _told(old, was) == _told(run, now) else RunEffect.CHANGED,
            before=old_id,
            after=run_id,
            joined=tuple(pupil for pupil in run.pupils if pupil not in old.pupils),
            left=tuple(pupil for pupil in old.pupils if pupil not in run.pupils),
            sheet_changed=old != run and _sheet(old) != _sheet(run),
        )
    kept = set(paired.values())
    for run_id, run in old_runs.items():
        if run_id not in kept:
            yield RunChange(effect=RunEffect.GONE, before=run_id, after=None, left=run.pupils)


def _told(run: Run, travel: Journeys) -> dict[PupilId, tuple[PlaceId, int, int] | None]:
    """Return where and when each pupil of a run is fetched, and when they are at school, as they are told it."""
    return {
        pupil: (there.place, there.home_s // MINUTE_S, there.school_s // MINUTE_S)
        if (there := travel.get(pupil))
        else None
        for pupil in run.pupils
    }


def _sheet(run: Run) -> Run:
    """Return a run as its crew reads it: its times by the minute."""
    stops = (replace(stop, arrive_s=stop.arrive_s // MINUTE_S, leave_s=stop.leave_s // MINUTE_S) for stop in run.stops)
    return replace(run, stops=tuple(stops))


def _paired(was: Mapping[RunId, Run], now: Mapping[RunId, Run]) -> dict[RunId, RunId]:
    """Return for each run of a plan after which run of the plan before an officer would call the same.

    The two with the most pupils in common are paired first, then those of one vehicle, then those that begin nearest;
    each has at least half of the smaller one's pupils in common.
    """
    on_before: dict[PupilId, list[RunId]] = {}
    for run_id, run in was.items():
        for pupil in run.pupils:
            on_before.setdefault(pupil, []).append(run_id)
    common = Counter((old, new) for new, run in now.items() for pupil in run.pupils for old in on_before.get(pupil, ()))

    def likeness(pair: tuple[RunId, RunId]) -> tuple[int, bool, int, list[RunId]]:
        old, new = was[pair[0]], now[pair[1]]
        return -common[pair], old.vehicle != new.vehicle, abs(old.begins_s - new.begins_s), sorted(pair)

    paired: dict[RunId, RunId] = {}
    taken: set[RunId] = set()
    for old, new in sorted(common, key=likeness):
        enough = 2 * common[old, new] >= min(len(was[old].pupils), len(now[new].pupils))
        if enough and new not in paired and old not in taken:
            paired[new] = old
            taken.add(old)
    return paired
