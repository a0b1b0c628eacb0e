"""A store that holds a few hundred rides: plans of invented pupils on a plane, cut into runs without a planner."""

from collections import defaultdict
from datetime import date
from functools import cache

from routing.files import Document
from routing.plan import Plan, Run, Shift, Stop
from routing.problem import Problem
from routing.records import SchoolId
from routing.risk import PupilId
from routing.synthesis.plane import plane_problem
from tests.web.office import OFFICE
from web.store import Store
from web.store.plans import Drafted

_ABOARD = 4


@cache
def problem_of(pupils: int, schools: int, day: date) -> Problem:
    """Return an invented morning."""
    return plane_problem(pupils, schools, seed=5, day=day)


def plan_for(problem: Problem) -> Plan:
    """Return a plan that brings four pupils at a time to their school; it minds no rule."""
    waiting = defaultdict[SchoolId, list[PupilId]](list)
    for pupil in problem.pupils:
        waiting[pupil.school].append(pupil.id)
    loads = [
        (school, pupils[at : at + _ABOARD])
        for school, pupils in waiting.items()
        for at in range(0, len(pupils), _ABOARD)
    ]
    shifts = []
    for vehicle, (school, aboard) in zip(problem.vehicles, loads, strict=False):
        at_s = 7 * 3600 + 1800
        stops = [
            Stop(
                place=problem.pupil[pupil].home,
                arrive_s=at_s + 300 * number,
                leave_s=at_s + 300 * number + 60,
                boards=(pupil,),
            )
            for number, pupil in enumerate(aboard)
        ]
        end_s = at_s + 300 * len(aboard) + 900
        gate = problem.school[school].gates[0]
        stops.append(Stop(place=gate, arrive_s=end_s, leave_s=end_s + 180, alights=tuple(aboard)))
        shifts.append(Shift(vehicle.id, (Run(vehicle=vehicle.id, layout=vehicle.layouts[0], stops=tuple(stops)),)))
    return Plan(shifts=tuple(shifts))


def keep_published(store: Store, pupils: int, schools: int, day: date) -> str:
    """Keep and publish an invented morning; return the plan's id."""
    problem = problem_of(pupils, schools, day)
    return publish_unjudged(store, Document(problem, plan_for(problem), (), {}))


def publish_unjudged(store: Store, document: Document) -> str:
    """Keep and publish a plan that no checker has seen; return its id."""
    with store.writing(OFFICE) as kept:
        id_ = kept.plans.keep_draft(Drafted(document=document, violations=(), title="Invented"))
        for each in kept.plans.list_unplaced(id_):
            kept.plans.accept_unplaced(id_, each.pupil, "Invented")
        kept.plans.publish(id_, 0)
    return id_
