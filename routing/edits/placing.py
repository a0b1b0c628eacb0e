"""Where on a run a pupil could be placed: at every position in it, with whoever could look after them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import pairwise

from routing.alternatives import alone_runs, collecting, inserted
from routing.edits.choosing import Option
from routing.edits.slots import Slot, runs_of, slot_of
from routing.loads import fitting_layout
from routing.plan import CrewMember, Plan, Run
from routing.problem import Problem
from routing.records import AssistantId, AssistantNeed, PassengerAssistant, VehicleId
from routing.risk import PupilId
from routing.said import Said
from routing.timing import Outline, Visit, outline_of

NEAREST = 3
"""So many free assistants, those with the shortest way, are tried beside those whom the pupil or the vehicle knows."""


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A run that a pupil could join.

    Parameters
    ----------
    slot
        Where in the vehicle's shift it is made.
    left
        Who is on it already; None if nobody is.
    """

    slot: Slot
    left: Run | None = None


def vacancy_of(plan: Plan, vehicle: VehicleId, now: Run, without: Collection[PupilId]) -> Vacancy:
    """Return a run as it can be joined: where it stood, and what is left of it on a plan without some of its pupils."""
    others = [pupil for pupil in now.pupils if pupil not in without]
    left = (run for run in runs_of(plan, vehicle) if others and set(others) == set(run.pupils))
    return Vacancy(slot_of(plan, vehicle, now, others), next(left, None))


def places(
    problem: Problem, said: Said, plan: Plan, vacancy: Vacancy, pupil: PupilId, familiar: Sequence[AssistantId] = ()
) -> Iterator[Option]:
    """Yield the ways in which a pupil could join a run, those with the least extra driving first.

    Parameters
    ----------
    said
        What the rules say of loads and of who may work.
    plan
        In which the pupil is on no run.
    familiar
        Assistants who looked after the pupil before and are free now; they come before others.
    """
    vehicle, left = vacancy.slot.vehicle, vacancy.left
    travel = problem.travel_of(vehicle)
    if left is None:
        orders = [
            (visits, sum(travel.seconds_between(start.place, end.place) for start, end in pairwise(visits)))
            for visits in alone_runs(problem, pupil)
        ]
    else:
        orders = list(inserted(problem, vehicle, outline_of(left).visits, pupil))
    aboard = () if left is None else left.crew
    helpers = list(_helpers(problem, said, plan, vacancy, pupil, familiar))
    need = problem.pupil[pupil].needs.assistant
    alone = pupil if need is AssistantNeed.ONE_TO_ONE else None
    for visits, _ in sorted(orders, key=lambda each: (each[1], len(each[0]))):
        yield vacancy.slot, _laid_out(problem, said, vacancy, visits, aboard)
        for helper in helpers:
            crew = (*aboard, CrewMember(helper.id, alone))
            yield vacancy.slot, _laid_out(problem, said, vacancy, collecting(visits, helper), crew)


def _laid_out(
    problem: Problem, said: Said, vacancy: Vacancy, visits: tuple[Visit, ...], crew: tuple[CrewMember, ...]
) -> Outline:
    now = None if vacancy.slot.now is None else vacancy.slot.now.layout
    return Outline(visits, fitting_layout(problem, said, vacancy.slot.vehicle, visits, len(crew), now), crew)


def _helpers(
    problem: Problem, said: Said, plan: Plan, vacancy: Vacancy, pupil: PupilId, familiar: Sequence[AssistantId]
) -> Iterator[PassengerAssistant]:
    """Yield the assistants who could look after a pupil: whom they know, who is with the vehicle, who lives near."""
    needs, slot = problem.pupil[pupil].needs, vacancy.slot
    if needs.assistant is AssistantNeed.NONE:
        return
    busy = {member.assistant for run in plan.runs for member in run.crew}
    aboard = set[AssistantId]() if vacancy.left is None else {member.assistant for member in vacancy.left.crew}
    with_vehicle = {member.assistant for run in (*slot.before, *slot.after) for member in run.crew} - aboard
    fit = [
        assistant
        for assistant in problem.assistants
        if needs.training <= assistant.training and (said.assistants is None or assistant.id in said.assistants)
    ]
    yield from (each for each in fit if each.id in familiar and each.id not in busy)
    yield from (each for each in fit if each.id in with_vehicle)
    free = [each for each in fit if each.id not in busy and each.id not in familiar]
    home, gate = problem.pupil[pupil].home, problem.school[problem.pupil[pupil].school].gates[0]
    travel = problem.travel_of(slot.vehicle)

    def way_s(assistant: PassengerAssistant) -> int:
        at = assistant.joins_at
        return 0 if at is None else travel.seconds_between(at, home) + travel.seconds_between(gate, at)

    yield from nsmallest(NEAREST, free, key=way_s)
