"""The fleet suffices: the simplest plan, a run for each group of the packing, breaks no rule and leaves no one out."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from routing.authority.records import PupilRecord
from routing.checker import check
from routing.plan import CrewMember, Plan, Run, Shift, Stop, Unplaced
from routing.problem import Problem
from routing.records import AssistantNeed, Layout, PassengerAssistant, Pupil, Vehicle, VehicleId
from routing.synthesis import plane_ground, plane_problem
from routing.synthesis.fleet import crew_needed, pack
from routing.synthesis.pupils import draw_pupils


def layout_for(vehicle: Vehicle, pupils: Sequence[Pupil], crew: int) -> Layout:
    """Return the layout in which so many have room."""
    spaces = sum(pupil.needs.wheelchair for pupil in pupils)
    seats = len(pupils) - spaces + crew
    return next(each for each in vehicle.layouts if each.seats >= seats and each.wheelchair_spaces >= spaces)


def crew_of(
    group: Sequence[PupilRecord], aboard: Sequence[Pupil], own: Sequence[PassengerAssistant]
) -> list[CrewMember]:
    """Return those of a group's assistants who are needed by those aboard."""
    alone = [pupil.id for pupil in group if pupil.needs.assistant is AssistantNeed.ONE_TO_ONE]
    here = {pupil.id for pupil in aboard}
    crew = [CrewMember(each.id, pupil) for each, pupil in zip(own, alone, strict=False) if pupil in here]
    sharing = sum(pupil.needs.assistant is AssistantNeed.SHARED for pupil in aboard)
    return crew + [CrewMember(each.id) for each in own[len(alone) :][: -(-sharing // 8)]]


def run_of(problem: Problem, vehicle: Vehicle, pupils: Sequence[Pupil], crew: Sequence[CrewMember]) -> Run:
    """Return the run from the assistants' homes over the pupils', farthest first, to the school at its last moment."""
    matrix, school = problem.travel_of(vehicle.id), problem.school[pupils[0].school]
    gate = school.gates[0]
    inwards = sorted(pupils, key=lambda pupil: -matrix.seconds_between(pupil.home, gate))
    joining = [problem.assistant[member.assistant] for member in crew]
    visits: list[tuple[Any, int, dict[str, Any]]] = [
        *((each.joins_at, 0, {"joins": (each.id,)}) for each in joining if each.joins_at is not None),
        *((pupil.home, pupil.needs.boarding_s, {"boards": (pupil.id,)}) for pupil in inwards),
        (gate, school.handover_s, {"alights": tuple(pupil.id for pupil in inwards)}),
        *((each.joins_at, 0, {"leaves": (each.id,)}) for each in joining if each.joins_at is not None),
    ]
    arrive_s = [0]
    for (before, service_s, _), (after, _, _) in pairwise(visits):
        arrive_s.append(arrive_s[-1] + service_s + matrix.seconds_between(before, after))
    late_s = school.until_s - arrive_s[next(n for n, visit in enumerate(visits) if "alights" in visit[2])]
    stops = tuple(
        Stop(place=place, arrive_s=at + late_s, leave_s=at + late_s + service_s, **what)
        for (place, service_s, what), at in zip(visits, arrive_s, strict=True)
    )
    return Run(vehicle=vehicle.id, layout=layout_for(vehicle, pupils, len(crew)), stops=stops, crew=tuple(crew))


@pytest.mark.parametrize(("pupils", "schools", "seed"), [(60, 1, 1), (200, 10, 2), (300, 12, 3)])
def test_the_simplest_plan_breaks_no_rule(pupils: int, schools: int, seed: int) -> None:
    problem = plane_problem(pupils, schools, seed)
    drawing = draw_pupils(plane_ground(pupils, schools, seed), pupils, schools, seed)
    unassessed = {pupil.id for pupil in problem.pupils if problem.why_not_planned(pupil.id) is not None}
    left_out = {pupil.id for pupil in problem.pupils if {pupil.id, *pupil.needs.together_with} & unassessed}
    assistants, count = iter(problem.assistants), Counter[str]()
    shifts = []
    for group in pack(np.random.default_rng((seed, 3)), drawing):
        count[group.kind.code] += 1
        vehicle = problem.vehicle[VehicleId(f"{group.kind.code}{count[group.kind.code]:03d}")]
        records = [drawing.pupils[number] for number in group.pupils]
        own = [next(assistants) for _ in crew_needed(records)]
        aboard = [problem.pupil[each.id] for each in records if each.id in problem.pupil and each.id not in left_out]
        if aboard:
            shifts.append(Shift(vehicle.id, (run_of(problem, vehicle, aboard, crew_of(records, aboard, own)),)))
    plan = Plan(shifts=tuple(shifts), unplaced=tuple(Unplaced(pupil, "no assessment") for pupil in left_out))
    assert [str(violation) for violation in check(problem, plan)] == []
    assert len(left_out) < 0.1 * pupils
