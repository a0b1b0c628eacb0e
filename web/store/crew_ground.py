"""What of a plan its crews may be given: one vehicle's runs, whom they carry and what is to be done for them.

Cut out before anything leaves the store, so that no page can show more: no risk assessment, no other pupil, no place
where the vehicle does not go, nothing of what was promised, waived or paid.
"""

from dataclasses import replace

import numpy as np

from geodata import PlaceId, TravelMatrix
from routing.files import Document
from routing.plan import Plan, Shift
from routing.problem import Problem
from routing.records import Contract, Pupil
from web.store.plan_documents import RunLines


def crew_document(problem: Problem, shift: Shift, lines: RunLines | None, credit: str) -> Document:
    """Return the document of one vehicle's shift, with the roads of one of its runs where they are known."""
    pupils = tuple(_trimmed(problem.pupil[pupil]) for run in shift.runs for pupil in run.pupils)
    crew = {member.assistant for run in shift.runs for member in run.crew}
    vehicle = problem.vehicle[shift.vehicle]
    schools = {pupil.school for pupil in pupils}
    kept = replace(
        problem,
        pupils=pupils,
        schools=tuple(each for each in problem.schools if each.id in schools),
        contracts=(_unpriced(problem.contract[vehicle.contract]),),
        vehicles=(vehicle,),
        assistants=tuple(each for each in problem.assistants if each.id in crew),
        assessments=(),
        usuals=(),
        waivers=(),
        travels={vehicle.road_profile: problem.travel_of(vehicle.id)},
    )
    streets = {} if lines is None else dict(lines.streets)
    legs = () if lines is None else lines.legs
    summary = {"map": {"credit": credit, "streets": streets}}
    return Document(_on_own_ground(kept, shift), Plan(shifts=(shift,), unplaced=()), legs, summary)


def _trimmed(pupil: Pupil) -> Pupil:
    """Return a pupil without whom to keep apart from or together with: that is the planner's business."""
    return replace(pupil, needs=replace(pupil.needs, apart_from=frozenset(), together_with=frozenset()))


def _unpriced(contract: Contract) -> Contract:
    return replace(contract, day_rate_pence=0, mile_rate_pence=0, hour_rate_pence=0)


def _on_own_ground(problem: Problem, shift: Shift) -> Problem:
    """Return a problem whose matrix knows no place but its own."""
    named: set[PlaceId | None] = {stop.place for stop in shift.stops}
    named |= {place for pupil in problem.pupils for place in pupil.boarding_places}
    named |= {gate for school in problem.schools for gate in school.gates}
    named |= {each.joins_at for each in problem.assistants}
    named |= {each.depot for each in problem.vehicles}
    [(profile, whole)] = problem.travels.items()
    rows = [row for row, place in enumerate(whole.places) if place.id in named]
    places = tuple(whole.places[row] for row in rows)
    cells = np.ix_(rows, rows)
    return replace(problem, travels={profile: TravelMatrix(places, whole.seconds[cells], whole.metres[cells])})
