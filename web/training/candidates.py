"""Candidates: what each seat really costs, worked out as long work; and whom one might ask, for a page.

What the planner finds is kept for each pupil with the day from which it was worked out; all else that is said of them
is read when somebody looks.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from routing.commands import Effort
from routing.risk import PupilId
from routing.wording import counted
from travel_training.candidates import (
    Candidate,
    Criteria,
    MarginalSaving,
    Situation,
    Wish,
    candidates,
    year_group_of,
)
from travel_training.people import TraineeId
from web.planning.asking import TaskEar, on_behalf_of
from web.records.building import is_carried
from web.records.rows import Row
from web.store import ConflictError, Kept
from web.store.plan_views import PlanState, RideView
from web.store.seats import EstimateKind, SeatEstimate
from web.training.candidate_journeys import journeys_found, keep_journeys, look_for_journeys, whence
from web.training.costing import Half, best_saving, find_standing_day, halves_of, quick_saving, settled
from web.training.options import LoopOptions

if TYPE_CHECKING:
    from web.planning.drafting import Result
    from web.settings import Settings
    from web.store import Store
    from web.store.tasks import Task
    from web.work import Hear

SAVINGS = "seat-savings"
"""The kind of task."""
EACH_S = 4.0
"""So long a plan is made again for one pupil, one way."""
NOTHING_PUBLISHED = "No plan has been published lately, so nobody can say what a seat costs. Publish one first."


def find_savings(store: "Store", settings: "Settings", task: "Task", hear: "Hear") -> "Result":
    """Work out what a day costs less without each pupil who is old enough, and keep it; return ``said``.

    Every one of them is taken out of their run, both ways; for those who save most so, the plan is made again without
    them. What is mended with everyone aboard is done before, and counts for nobody. Then a first look is taken for a
    journey of each, where the installation has ways to walk and a bus timetable.

    Raises
    ------
    ConflictError
        Nothing has been published lately; or nobody wants the task any more.
    """
    office, ear, effort = on_behalf_of(task), TaskEar(hear), effort_of(task.asked)
    with store.reading(office) as kept:
        options, day = LoopOptions.of(kept), find_standing_day(kept)
        if day is None:
            raise ConflictError(NOTHING_PUBLISHED)
        halves = halves_of(kept, day)
        where = whence(kept, settings)
        rows = [row for row in kept.records.list_kind("pupils") if _is_old_enough(row, options.criteria, day)]
    pupils = [row.key for row in rows]
    ear.step("Making the plan again with everyone aboard, to measure against.")
    halves = tuple(settled(half, effort, ear.is_unwanted) for half in halves)
    ear.step(f"Taking out {counted(len(pupils), 'pupil')}, one after the other.")
    found = {pupil: costs for pupil in pupils if (costs := _quick(halves, PupilId(pupil)))}
    dearest = sorted(found, key=lambda pupil: -_day_pence(found[pupil]))[: options.planned_again]
    for number, pupil in enumerate(dearest, 1):
        ear.step(f"Planning without {pupil}, {number} of {len(dearest)}.")
        if not ear.is_wanted:
            return {}
        for half in halves:
            best = best_saving(half, PupilId(pupil), effort, ear.is_unwanted)
            if best is not None:
                found[pupil][half.direction]["best"] = best
    ear.step(f"Looking for journeys on foot and by bus for {counted(len(pupils), 'pupil')}.")
    journeys = look_for_journeys(settings, where, {row.key: row["school"] for row in rows}, day)
    with store.writing(office) as kept:
        kept.tasks.hold(task)
        kept.seats.keep_estimates(EstimateKind.SAVING, day, found, are_all=True)
        keep_journeys(kept, day, journeys)
    return {"said": f"{counted(len(found), 'seat')} worked out, {len(dearest)} of them with the plan made again."}


def effort_of(asked: Mapping[str, Any]) -> Effort:
    """Return how hard to plan for one pupil, one way: as a task says, or for a few seconds."""
    if asked.get("iterations") is not None:
        return Effort(iterations=int(asked["iterations"]), seed=int(asked.get("seed", 0)))
    return Effort(seconds=float(asked.get("seconds") or EACH_S))


def _quick(halves: Iterable[Half], pupil: PupilId) -> dict[str, dict[str, int]]:
    costs = {half.direction.value: quick_saving(half, pupil) for half in halves}
    return {way: {"quick": pence} for way, pence in costs.items() if pence is not None}


def _day_pence(found: Mapping[str, Mapping[str, int]]) -> int:
    return sum(max(each.values()) for each in found.values())


def _is_old_enough(row: Row, criteria: Criteria, day: date) -> bool:
    year_group = _year_group(row, day)
    return is_carried(row, day) and (year_group is None or year_group >= criteria.year_group_from)


def _year_group(row: Row, day: date) -> int | None:
    """Return a pupil's year group by their date of birth; below all years for whoever is at a primary school."""
    if row["born_on"]:
        return year_group_of(date.fromisoformat(row["born_on"]), day)
    return 0 if row["phase"] == "primary" else None


def list_candidates(kept: Kept) -> tuple[Candidate, ...]:
    """Return whom one might ask whether they would like to learn to travel alone; as many questions however many."""
    day = find_standing_day(kept) or kept.now.date()
    return candidates(_situations(kept, day), LoopOptions.of(kept).criteria)


def _situations(kept: Kept, day: date) -> Iterator[Situation]:
    """Yield what is known of each pupil who is carried on a day, and whose seat is not free already."""
    found = {each.pupil: each for each in kept.seats.list_estimates(EstimateKind.SAVING)}
    journeys = journeys_found(kept)
    free = {each.pupil for each in kept.seats.list_releases() if each.until_day is None}
    states = {str(head.pupil): head.state for head in kept.training.list_trainees()}
    halves = [kept.plans.list_rides(head.id) for head in kept.plans.list_plans(day, day, [PlanState.PUBLISHED])]
    minutes, aboard = _longest(halves), _aboard(halves)
    for row in kept.records.list_kind("pupils"):
        if not is_carried(row, day) or row.key in free:
            continue
        yield Situation(
            trainee=TraineeId(row.key),
            year_group=_year_group(row, day),
            ride_minutes=minutes.get(row.key),
            aboard=aboard.get(row.key),
            saving=_saving(found.get(row.key)),
            journey=journeys.get(row.key),
            wish=Wish(row["wish"]) if row["wish"] else None,
            state=states.get(row.key),
        )


def _saving(estimate: SeatEstimate | None) -> MarginalSaving | None:
    if estimate is None:
        return None
    is_planned_again = any("best" in each for each in estimate.found.values())
    return MarginalSaving(day=estimate.day, day_pence=_day_pence(estimate.found), is_planned_again=is_planned_again)


def _longest(halves: Iterable[Sequence[RideView]]) -> dict[str, int]:
    """Return how many minutes each pupil's longer ride takes."""
    longest: dict[str, int] = {}
    for rides in halves:
        for ride in rides:
            longest[ride.pupil] = max(longest.get(ride.pupil, 0), ride.ride_s // 60)
    return longest


def _aboard(halves: Iterable[Sequence[RideView]]) -> dict[str, int]:
    """Return how many others are on each pupil's run, on that of the two with fewer."""
    fewest: dict[str, int] = {}
    for rides in halves:
        sizes = Counter(ride.run for ride in rides)
        for ride in rides:
            others = sizes[ride.run] - 1
            fewest[ride.pupil] = min(fewest.get(ride.pupil, others), others)
    return fewest
