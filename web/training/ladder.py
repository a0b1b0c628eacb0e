"""The ladder of independence for one pupil: what each rung on which a vehicle comes costs, worked out as long work.

A rung is tried by changing what the pupil asks of a run and planning again, with the pupil put in anew: then what they
cost is the day's cost with them less the day's cost without them. Nothing of it is ever applied.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from routing.commands import Effort
from routing.records import AssistantNeed, Pupil
from routing.risk import PupilId
from travel_training.ladder import LADDER, Planned, Proposal, Rung, proposals, rung_of
from web.planning.asking import TaskEar, on_behalf_of
from web.store import ConflictError, Kept, NotKeptError
from web.store.seats import EstimateKind
from web.training.candidates import NOTHING_PUBLISHED, effort_of
from web.training.costing import Half, IsUnwanted, best_saving, cost_with, find_standing_day, halves_of, settled
from web.training.options import LoopOptions

if TYPE_CHECKING:
    from web.planning.drafting import Result
    from web.settings import Settings
    from web.store import Store
    from web.store.tasks import Task
    from web.work import Hear

LADDER_COSTS = "ladder-costs"
"""The kind of task: ``pupil``, and perhaps seconds, iterations, seed."""
_NO_ASSISTANT = "The pupil needs no passenger assistant."
_NO_POINT = "No pick-up point is recorded for the pupil: add one to their record to see what it would cost."
_NO_PLAN = "No plan was found that carries the pupil so and keeps every rule."


@dataclass(frozen=True, slots=True)
class Ladder:
    """What each rung costs for a pupil, by the plans of a day.

    Parameters
    ----------
    steps
        The rung of now and every higher one.
    """

    pupil: str
    day: date
    steps: tuple[Proposal, ...]


def find_costs(store: "Store", _settings: "Settings", task: "Task", hear: "Hear") -> "Result":
    """Work out what each rung costs for a pupil, both ways together, and keep it; return ``said``.

    Raises
    ------
    ConflictError
        Nothing has been published lately, or the pupil is on no run of it; or nobody wants the task any more.
    """
    office, ear, effort = on_behalf_of(task), TaskEar(hear), effort_of(task.asked)
    pupil = PupilId(str(task.asked["pupil"]))
    with store.reading(office) as kept:
        day = find_standing_day(kept)
        if day is None:
            raise ConflictError(NOTHING_PUBLISHED)
        halves = [half for half in halves_of(kept, day) if half.carries(pupil)]
    if not halves:
        raise ConflictError(f"{pupil} is on no run of {day:%-d %B %Y}, so nothing can be compared.")
    ear.step("Making the plan again with everyone aboard, to measure against.")
    halves = [settled(half, effort, ear.is_unwanted) for half in halves]
    without = [half.pence - (best_saving(half, pupil, effort, ear.is_unwanted) or 0) for half in halves]
    now = rung_now(halves, pupil)
    rungs: dict[str, dict[str, Any]] = {}
    for rung in LADDER[LADDER.index(now) :]:
        if rung.is_by_bus:
            break
        ear.step(f"Planning with the pupil {rung}.")
        if not ear.is_wanted:
            return {}
        if rung is now:
            planned = Planned(day_pence=sum(half.pence for half in halves) - sum(without))
        else:
            planned = cost_of(rung, tuple(zip(halves, without, strict=True)), pupil, effort, ear.is_unwanted)
        rungs[rung.name] = {"day_pence": planned.day_pence, "why_not": planned.why_not}
    with store.writing(office) as kept:
        kept.tasks.hold(task)
        kept.seats.keep_estimates(EstimateKind.LADDER, day, {pupil: {"now": now.name, "rungs": rungs}})
    return {"said": "Worked out."}


def rung_now(halves: Sequence[Half], pupil: PupilId) -> Rung:
    """Return the rung on which a pupil stands, by what they ask of a run and where they are collected."""
    needs, home = halves[0].problem.pupil[pupil].needs, halves[0].problem.pupil[pupil].home
    places = {
        stop.place
        for half in halves
        for run in half.plan.runs
        for stop in run.stops
        if pupil in (stop.boards if half.problem.is_to_school else stop.alights)
    }
    has_assistant = needs.assistant is not AssistantNeed.NONE
    return rung_of(is_solo=needs.solo, has_assistant=has_assistant, is_at_point=home not in places)


def cost_of(
    rung: Rung, halves: Sequence[tuple[Half, int]], pupil: PupilId, effort: Effort, is_unwanted: IsUnwanted
) -> Planned:
    """Return what a rung costs a day for a pupil who stands on another: with them so, less without them.

    Parameters
    ----------
    halves
        Each with what it costs without them.
    """
    found = 0
    for half, without_pence in halves:
        other = as_on(rung, half.problem.pupil[pupil])
        if isinstance(other, str):
            return Planned(day_pence=None, why_not=other)
        with_pence = cost_with(half, other, effort, is_unwanted)
        if with_pence is None:
            return Planned(day_pence=None, why_not=_NO_PLAN)
        found += max(0, with_pence - without_pence)
    return Planned(day_pence=found)


def as_on(rung: Rung, pupil: Pupil) -> Pupil | str:
    """Return a pupil as they would travel on a rung on which a vehicle comes, or why they cannot."""
    needs = pupil.needs
    if rung is Rung.SHARED_WITH_ASSISTANT:
        if needs.assistant is AssistantNeed.NONE:
            return _NO_ASSISTANT
        return replace(pupil, needs=replace(needs, solo=False, assistant=AssistantNeed.SHARED))
    alone = replace(needs, solo=False, assistant=AssistantNeed.NONE, training=frozenset())
    if rung is Rung.SHARED:
        return replace(pupil, needs=alone)
    if not pupil.pick_up_points:
        return _NO_POINT
    first, *others = pupil.pick_up_points
    at_home = replace(alone, home_from_s=None, home_until_s=None)
    return replace(pupil, needs=at_home, home=first.place, pick_up_points=tuple(others))


def ladder_of(kept: Kept, pupil: str) -> Ladder | None:
    """Return a pupil's ladder as it was last worked out, or None; ``NotKeptError`` if there is no such pupil."""
    if kept.records.find("pupils", pupil) is None:
        raise NotKeptError("There is no such pupil.")
    estimate = kept.seats.find_estimate(pupil, EstimateKind.LADDER)
    if estimate is None:
        return None
    planned = dict(_planned(estimate.found["rungs"]))
    now = Rung[estimate.found["now"]]
    return Ladder(pupil, estimate.day, proposals(now, planned, LoopOptions.of(kept).prices))


def _planned(rungs: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[Rung, Planned]]:
    for name, found in rungs.items():
        yield Rung[name], Planned(day_pence=found["day_pence"], why_not=found["why_not"])
