"""Two plans side by side; ``routing.telling`` says it in plain English, with references into which pages put names."""

from dataclasses import dataclass

from routing.effects import Comparison, RunChange, RunEffect, changes_between
from routing.plan import RunId
from routing.records import VehicleId
from routing.wording import listed
from web.store import ConflictError, Kept
from web.store.plan_views import PlanHead


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


def run_told(change: RunChange) -> str:
    """Return what becomes of a run, in a sentence for whoever drives it."""
    if change.effect is RunEffect.ADDED:
        return f"Run {change.after} is new, with {listed(change.joined)}."
    if change.effect is RunEffect.GONE:
        return f"Run {change.before} is not made any more."
    called = f"Run {change.after}" + (f", which was {change.before}," if change.before != change.after else "")
    parts = [f"{listed(change.joined)} joined"] if change.joined else []
    parts += [f"{listed(change.left)} left"] if change.left else []
    if change.before is not None and change.after is not None and vehicle_of(change.before) != vehicle_of(change.after):
        parts.append("another vehicle")
    return f"{called} changes: {', '.join(parts) or 'other stops or times'}."


def vehicle_of(run: RunId) -> VehicleId:
    """Return the vehicle of a run.

    Examples
    --------
    >>> vehicle_of(RunId("taxi-7/2"))
    'taxi-7'
    """
    return VehicleId(run.rpartition("/")[0])
