"""What would be if: a pupil did not travel, a requirement were not asked, one vehicle more, other bells or points.

Each question is a problem that differs from a standing one in one respect, and says around whom a plan would change.
Nothing is planned here: ``routing.solver.what_if`` answers. A price is for contracting, for staggering bells and for
shared travel training; it is never a reason to ask less of a risk assessment.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from geodata import PlaceId
from routing.plan import Plan
from routing.problem import Problem
from routing.records import DAY_S, AssistantNeed, Needs, PickUpPoint, Pupil, School, SchoolId, Vehicle, VehicleId
from routing.risk import PupilId
from routing.scenarios import with_vehicle, without_pupil, without_vehicle
from routing.wording import clock, counted, minutes

BELL_MIN = 10
WALK_MM_PER_S = 1100
"""A slow walk, four kilometres an hour, as pick-up points are reached with a child."""
LONGEST_WALK_S = 600


class About(StrEnum):
    """What to ask about."""

    PUPILS = "pupils"
    REQUIREMENTS = "requirements"
    VEHICLES = "vehicles"
    BELLS = "bells"
    PICK_UP_POINTS = "pick-up-points"


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that would be otherwise.

    Parameters
    ----------
    of
        The pupil, vehicle or school.
    said
        What would be: "shares an assistant instead of having their own".
    problem
        As it would be.
    around
        The pupils around whom a plan would change; none for anywhere.
    """

    of: str
    said: str
    problem: Problem
    around: tuple[PupilId, ...]


def questions(problem: Problem, plan: Plan, about: About) -> tuple[Question, ...]:
    """Return all questions of one kind about a problem and its plan.

    Pupils who may not be planned are passed over: nothing is spent on them.

    Examples
    --------
    ``questions(problem, plan, About.BELLS)[0].said`` is ``"10 minutes earlier, from 08:25 to 08:45"``.
    """
    ask: dict[About, Callable[[Problem, Plan], Iterator[Question]]] = {
        About.PUPILS: _pupils,
        About.REQUIREMENTS: _requirements,
        About.VEHICLES: _vehicles,
        About.BELLS: _bells,
        About.PICK_UP_POINTS: _pick_up_points,
    }
    return tuple(ask[about](problem, plan))


def _planned(problem: Problem) -> Iterator[Pupil]:
    return (pupil for pupil in problem.pupils if problem.why_not_planned(pupil.id) is None)


def _pupils(problem: Problem, _: Plan) -> Iterator[Question]:
    for pupil in _planned(problem):
        yield Question(pupil.id, "does not travel", without_pupil(problem, pupil.id), (pupil.id,))


def _requirements(problem: Problem, _: Plan) -> Iterator[Question]:
    asked: set[frozenset[PupilId]] = set()
    for pupil in _planned(problem):
        for said, needs in _looser(problem, pupil):
            yield Question(pupil.id, said, _with_pupil(problem, replace(pupil, needs=needs)), (pupil.id,))
        for other in sorted(pupil.needs.apart_from | pupil.needs.together_with):
            if (pair := frozenset((pupil.id, other))) not in asked:
                asked.add(pair)
                yield _untied(problem, pupil.id, other)


def _looser(problem: Problem, pupil: Pupil) -> Iterator[tuple[str, Needs]]:
    """Yield what a risk assessment may ask for, each left out; a wheelchair is no request, and stays."""
    needs = pupil.needs
    if needs.assistant is AssistantNeed.ONE_TO_ONE:
        yield "shares a passenger assistant", replace(needs, assistant=AssistantNeed.SHARED)
    if needs.assistant is not AssistantNeed.NONE:
        alone = replace(needs, assistant=AssistantNeed.NONE, training=frozenset())
        yield "travels without a passenger assistant", alone
    for each in sorted(needs.training):
        yield f"needs no training in {each}", replace(needs, training=needs.training - {each})
    if needs.solo:
        yield "shares the run", replace(needs, solo=False)
    if needs.most_aboard is not None:
        yield "bears any number aboard", replace(needs, most_aboard=None)
    usual = replace(needs, ride_limit_s=None)
    usual_s = _with_pupil(problem, replace(pupil, needs=usual)).ride_limit_s(pupil.id)
    if needs.ride_limit_s is not None and needs.ride_limit_s < usual_s:
        yield f"may ride for {minutes(usual_s)}, as is usual", usual
    for feature in sorted(needs.features):
        yield f"needs no {feature}", replace(needs, features=needs.features - {feature})
    if needs.home_from_s is not None or needs.home_until_s is not None:
        yield "is met at home at any time", replace(needs, home_from_s=None, home_until_s=None)


def _untied(problem: Problem, one: PupilId, other: PupilId) -> Question:
    """Return what would be if two need be neither apart nor together, whichever of them the assessment is of."""
    untied = problem
    for pupil, named in ((one, other), (other, one)):
        record = problem.pupil[pupil]
        needs = replace(
            record.needs,
            apart_from=record.needs.apart_from - {named},
            together_with=record.needs.together_with - {named},
        )
        untied = _with_pupil(untied, replace(record, needs=needs))
    is_apart = other in problem.pupil[one].needs.apart_from or one in problem.pupil[other].needs.apart_from
    said = f"may share a run with {other}" if is_apart else f"need not be with {other}"
    return Question(one, said, untied, (one, other))


def _vehicles(problem: Problem, plan: Plan) -> Iterator[Question]:
    """Yield one vehicle fewer and one more of each kind; the one that goes is idle, if any is, and else the last."""
    kinds: dict[Vehicle, list[Vehicle]] = {}
    for vehicle in problem.vehicles:
        kinds.setdefault(vehicle.kind, []).append(vehicle)
    out = {shift.vehicle: shift for shift in plan.shifts}
    for vehicles in kinds.values():
        last = next((each for each in reversed(vehicles) if each.id not in out), vehicles[-1])
        aboard = tuple(p for run in out[last.id].runs for p in run.pupils) if last.id in out else ()
        yield Question(last.id, "one fewer of its kind", without_vehicle(problem, last.id), aboard)
        another = VehicleId(f"another {last.id}")
        while another in problem.vehicle:
            another = VehicleId(f"another {another}")
        yield Question(last.id, "one more of its kind", with_vehicle(problem, last.id, another), ())


def _bells(problem: Problem, _: Plan) -> Iterator[Question]:
    for school in problem.schools:
        pupils = tuple(pupil.id for pupil in _planned(problem) if pupil.school == school.id)
        if not pupils:
            continue
        for word, by_s in (("earlier", -60 * BELL_MIN), ("later", 60 * BELL_MIN)):
            if school.from_s + by_s >= 0 and school.until_s + by_s < DAY_S:
                moved = replace(school, from_s=school.from_s + by_s, until_s=school.until_s + by_s)
                hours = f"from {clock(moved.from_s)} to {clock(moved.until_s)}"
                said = f"{counted(BELL_MIN, 'minute')} {word}, {hours}"
                yield Question(school.id, said, _with_school(problem, moved), pupils)


def _pick_up_points(problem: Problem, _: Plan) -> Iterator[Question]:
    """Yield each pick-up point gone, and for each who has one, each other of their school within a short walk."""
    points: dict[SchoolId, set[PlaceId]] = {}
    for pupil in _planned(problem):
        points.setdefault(pupil.school, set()).update(point.place for point in pupil.pick_up_points)
    for pupil in _planned(problem):
        for point in pupil.pick_up_points:
            left = tuple(each for each in pupil.pick_up_points if each is not point)
            said = f"does not board at {point.place}"
            yield Question(pupil.id, said, _with_pupil(problem, replace(pupil, pick_up_points=left)), (pupil.id,))
        if not pupil.pick_up_points:
            continue
        for point in _within_a_walk(problem, pupil, points[pupil.school]):
            more = (*pupil.pick_up_points, point)
            said = f"may board at {point.place}, a walk of about {minutes(point.walk_s)}"
            yield Question(pupil.id, said, _with_pupil(problem, replace(pupil, pick_up_points=more)), (pupil.id,))


def _within_a_walk(problem: Problem, pupil: Pupil, points: set[PlaceId]) -> Iterator[PickUpPoint]:
    """Yield the pick-up points of others that a pupil could walk to, as far as the roads driven tell."""
    travel = next(iter(problem.travels.values()))
    home = problem.places.row(pupil.home)
    own = set(pupil.boarding_places)
    for place in sorted(points - own):
        walk_s = 60 * -(-int(travel.metres[home, problem.places.row(place)]) * 1000 // WALK_MM_PER_S // 60)
        if walk_s <= LONGEST_WALK_S:
            yield PickUpPoint(place, walk_s)


def _with_pupil(problem: Problem, pupil: Pupil) -> Problem:
    return replace(problem, pupils=tuple(pupil if each.id == pupil.id else each for each in problem.pupils))


def _with_school(problem: Problem, school: School) -> Problem:
    """Return a problem with a school's hours moved; times promised to its pupils are void."""
    usuals = (
        replace(usual, time_s=None) if problem.pupil[usual.pupil].school == school.id else usual
        for usual in problem.usuals
    )
    schools = (school if each.id == school.id else each for each in problem.schools)
    return replace(problem, schools=tuple(schools), usuals=tuple(usuals))
