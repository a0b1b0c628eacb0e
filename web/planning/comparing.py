"""Two plans side by side, in plain English; with references, into which pages put names."""

from collections.abc import Iterator
from dataclasses import dataclass

from routing.effects import Comparison, Journey, PupilChange, PupilEffect, RunChange, RunEffect, changes_between
from routing.plan import RunId
from routing.problem import Direction
from routing.records import VehicleId
from routing.wording import clock, counted, listed, minutes, pounds
from web.store import ConflictError, Kept
from web.store.plan_views import PlanHead

PRICED = {"ride": "ride times", "moved": "moved times", "changed": "changed crews", "unplaced": "pupils without a run"}
"""What costs no money but is priced, and what it is called."""


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two plans of one direction, and what the second does compared with the first."""

    before: PlanHead
    after: PlanHead
    comparison: Comparison


def compare(kept: Kept, before: str, after: str) -> SideBySide:
    """Return two plans side by side; ``ConflictError`` if one goes to school and the other home."""
    heads = kept.plans.get(before), kept.plans.get(after)
    if heads[0].direction is not heads[1].direction:
        raise ConflictError("A plan to school can only be compared with one to school, and one home with one home.")
    return SideBySide(*heads, changes_between(*kept.plans.load(before), *kept.plans.load(after)))


def figures_told(comparison: Comparison) -> Iterator[str]:
    """Yield what differs in numbers, a sentence each; nothing if nothing does."""
    before, after = comparison.before, comparison.after
    paid = {kind: pence for kind, pence in comparison.extra_by_kind.items() if kind not in PRICED}
    if paid:
        yield f"It costs {_more(sum(paid.values()))} a day for vehicles and assistants."
    for kind, words in PRICED.items():
        if pence := comparison.extra_by_kind.get(kind, 0):
            yield f"At their price, {words} weigh {_more(pence)}."
    for what, was, now in (
        ("vehicle", len(before.vehicles), len(after.vehicles)),
        ("passenger assistant", len(before.assistants), len(after.assistants)),
        ("run", before.runs, after.runs),
        ("pupil without a run", before.unplaced, after.unplaced),
    ):
        if was != now:
            yield f"{_counted(what, now)} instead of {was}."
    if before.ride_mean_s // 60 != after.ride_mean_s // 60:
        yield f"A ride takes {after.ride_mean_s // 60} minutes on average instead of {before.ride_mean_s // 60}."
    if before.over_guide != after.over_guide:
        yield f"{counted(after.over_guide, 'pupil')} ride for longer than the guide, instead of {before.over_guide}."


def _counted(what: str, number: int) -> str:
    first, _, rest = what.partition(" without")
    return counted(number, first) + (f" without{rest}" if rest else "")


def _more(pence: int) -> str:
    return f"{pounds(abs(pence))} {'more' if pence >= 0 else 'less'}"


def pupil_told(change: PupilChange, direction: Direction) -> str:
    """Return what becomes of a pupil, in a sentence without naming them.

    Examples
    --------
    >>> from routing.risk import PupilId
    >>> gone = PupilChange(pupil=PupilId("p1"), effect=PupilEffect.GONE, before=None, after=None)
    >>> pupil_told(gone, Direction.TO_SCHOOL)
    'Does not travel on this plan.'
    """
    if change.effect is PupilEffect.GONE:
        return "Does not travel on this plan."
    if change.after is None:
        return f"Has no run: {(change.why_not or 'the plan does not say why').rstrip('.')}."
    if change.before is None:
        return f"Travels on {_journey(change.after, direction)}."
    return f"{'; '.join(_parts(change, change.before, change.after, direction)).capitalize()}."


def _journey(journey: Journey, direction: Direction) -> str:
    with_whom = f", with {listed(journey.assistants)}" if journey.assistants else ""
    if direction is Direction.TO_SCHOOL:
        times = f"picked up at {clock(journey.home_s)}, at school at {clock(journey.school_s)}"
    else:
        times = f"leaves school at {clock(journey.school_s)}, home at {clock(journey.home_s)}"
    return f"run {journey.run}: {times}{with_whom}"


def _parts(change: PupilChange, before: Journey, after: Journey, direction: Direction) -> Iterator[str]:
    """Yield each thing that changes, in the order in which a family asks."""
    to_school, parts = direction is Direction.TO_SCHOOL, change.parts
    home, school = ("pick-up", "at school") if to_school else ("home", "leaves school")
    if "home" in parts:
        yield f"{home} at {clock(after.home_s)}, {_shift(change.home_later_s)}"
    if "place" in parts:
        yield "another pick-up point" if to_school else "another place to be set down"
    if "school" in parts:
        yield f"{school} at {clock(after.school_s)}, {_shift(change.school_later_s)}"
    if "vehicle" in parts:
        yield f"vehicle {after.vehicle} instead of {before.vehicle}"
    if "driver" in parts:
        yield f"driver {after.driver or 'not named'} instead of {before.driver or 'one not named'}"
    if "assistants" in parts:
        now = listed(after.assistants) if after.assistants else "no passenger assistant"
        yield f"with {now} instead of {listed(before.assistants)}"


def _shift(later_s: int) -> str:
    return f"{minutes(abs(later_s))} {'later' if later_s > 0 else 'earlier'}"


def run_told(change: RunChange) -> str:
    """Return what becomes of a run, in a sentence."""
    if change.effect is RunEffect.ADDED:
        return f"Run {change.after} is new, with {listed(change.joined)}."
    if change.effect is RunEffect.GONE:
        return f"Run {change.before} is not made any more."
    called = f"Run {change.after}" + (f", which was {change.before}," if change.before != change.after else "")
    parts = [f"{listed(change.joined)} joined"] if change.joined else []
    parts += [f"{listed(change.left)} left"] if change.left else []
    if change.before is not None and change.after is not None and vehicle_of(change.before) != vehicle_of(change.after):
        parts.append("another vehicle")
    return f"{called} changes: {', '.join(parts) or 'other times'}."


def vehicle_of(run: RunId) -> VehicleId:
    """Return the vehicle of a run.

    Examples
    --------
    >>> vehicle_of(RunId("taxi-7/2"))
    'taxi-7'
    """
    return VehicleId(run.rpartition("/")[0])
