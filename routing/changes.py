"""Why there is no run for a pupil: which rules together leave none, and which single change would place them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from routing.alternatives import Alternative, Judge, Way, ways
from routing.cost import cost
from routing.plan import Plan
from routing.problem import Problem
from routing.records import (
    AssistantId,
    AssistantNeed,
    Layout,
    Needs,
    PassengerAssistant,
    Pupil,
    School,
    Vehicle,
    VehicleId,
)
from routing.risk import PupilId
from routing.rules import RULES, Postable
from routing.wording import clock, counted, listed

STEPS_MIN = (5, 10, 15, 20, 30, 45, 60)
"""By how many minutes a limit is loosened, one after the other, until there is a run."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change that would place a pupil, and what the plan would then cost more, in pence, their own run included.

    Parameters
    ----------
    said
        What would have to be: "a ride limit 10 minutes longer for ann".
    """

    said: str
    extra_pence: int
    alternative: Alternative


def conflicts(problem: Problem, plan: Plan, pupil: PupilId) -> list[tuple[Postable, ...]]:
    """Return sets of rules each of which leaves no run for a pupil, as no part of it would; none if there is a run.

    The pupil is on no run of the plan, and not named as unplaced. No two sets share a rule.
    """
    candidates, found, left = ways(problem, plan, pupil), list[tuple[Postable, ...]](), RULES
    while left and not Judge(problem, plan, pupil, left).is_possible(candidates):
        needed = _needed(problem, plan, pupil, candidates, left)
        found.append(needed)
        left = tuple(rule for rule in left if rule not in needed)
        if not needed:
            break
    return found


def _needed(
    problem: Problem, plan: Plan, pupil: PupilId, candidates: Sequence[Way], rules: tuple[Postable, ...]
) -> tuple[Postable, ...]:
    """Return rules without those that can be left out, one at a time, while there is still no run."""
    left = rules
    for rule in rules:
        fewer = tuple(each for each in left if each is not rule)
        if not Judge(problem, plan, pupil, fewer).is_possible(candidates):
            left = fewer
    return left


def cheapest_change(
    problem: Problem, plan: Plan, pupil: PupilId, against: Sequence[tuple[Postable, ...]]
) -> Change | None:
    """Return the single change under which a plan with the pupil costs least, or None if none of those tried helps.

    The pupil is on no run of the plan, and not named as unplaced. ``against`` are the rules that leave no run, as
    :func:`conflicts` returns them: to loosen a rule that is not in each of these sets cannot help, and is not tried.
    """
    before, best = cost(problem, plan), None
    ids = [{rule.id for rule in rules} for rules in against]
    for loosened, steps in _changes(problem, pupil):
        if loosened and any(loosened.isdisjoint(each) for each in ids):
            continue
        for said, changed in steps:
            found = Judge(changed, plan, pupil).find_cheapest(ways(changed, plan, pupil))
            if found is not None:
                change = Change(said, found.pence - before, found)
                best = change if best is None or change.extra_pence < best.extra_pence else best
                break
    return best


Steps = Iterator[tuple[str, Problem]]
"""A kind of change, by more and more: in words, and the problem so changed."""


def _changes(problem: Problem, pupil: PupilId) -> Iterator[tuple[set[str], Steps]]:
    """Yield each kind of change that could place a pupil, with the rules that it loosens (none named: any)."""
    record = problem.pupil[pupil]
    needs = record.needs
    yield {"NoOneRidesTooLong"}, _longer_rides(problem, record)
    yield {"SchoolsAreServedInTime"}, _wider_school(problem, problem.school[record.school])
    if problem.is_to_school:
        yield {"NoOneIsPickedUpTooEarly"}, _earlier_pick_ups(problem)
    yield {"VehiclesKeepTheirHours"}, _wider_hours(problem)
    yield {"VehiclesAreBackInTime"}, _longer_shifts(problem)
    yield {"EveryoneHasASeat", "EveryWheelchairHasASpace"}, iter([_with_room(problem, record)])
    if needs.assistant is not AssistantNeed.NONE:
        yield _CREW, iter([_with_assistant(problem, needs)])
    for each in _with_vehicles(problem, record):
        yield set(), iter([each])
    for each in _with_company(problem, record):
        yield {"SoloTravelAlone", "NoMoreAboardThanAPupilBears", "KeptApartStayApart"}, iter([each])


_CREW = {
    "OneToOneHaveTheirOwnAssistant",
    "AnAssistantIsAboard",
    "OneAssistantLooksAfterSoMany",
    "AssistantsKeepTheirHours",
    "AssistantsAreInOnePlace",
    "OnlyClearedAssistantsWork",
}


def _pupil_changed(problem: Problem, pupil: Pupil, needs: Needs) -> Problem:
    changed = replace(pupil, needs=needs)
    return replace(problem, pupils=tuple(changed if each.id == pupil.id else each for each in problem.pupils))


def _longer_rides(problem: Problem, pupil: Pupil) -> Steps:
    for step in STEPS_MIN:
        needs = replace(pupil.needs, ride_limit_s=problem.ride_limit_s(pupil.id) + 60 * step)
        yield f"a ride limit {counted(step, 'minute')} longer for {pupil.id}", _pupil_changed(problem, pupil, needs)


def _wider_school(problem: Problem, school: School) -> Steps:
    for step in STEPS_MIN:
        if problem.is_to_school:
            wider = replace(school, from_s=max(0, school.from_s - 60 * step))
            said = f"{school.id} receiving pupils {counted(step, 'minute')} earlier, from {clock(wider.from_s)}"
        else:
            wider = replace(school, until_s=school.until_s + 60 * step)
            said = f"{school.id} looking after pupils {counted(step, 'minute')} longer, until {clock(wider.until_s)}"
        yield said, replace(problem, schools=tuple(wider if each is school else each for each in problem.schools))


def _earlier_pick_ups(problem: Problem) -> Steps:
    for step in STEPS_MIN:
        earliest_s = max(0, problem.policy.earliest_pick_up_s - 60 * step)
        policy = replace(problem.policy, earliest_pick_up_s=earliest_s)
        yield f"pick-ups {counted(step, 'minute')} earlier, from {clock(earliest_s)}", replace(problem, policy=policy)


def _wider_hours(problem: Problem) -> Steps:
    for step in STEPS_MIN:
        wider = (
            replace(each, from_s=max(0, each.from_s - 60 * step), until_s=min(86399, each.until_s + 60 * step))
            for each in problem.vehicles
        )
        said = f"a vehicle that starts, or ends, {counted(step, 'minute')} outside its hours"
        yield said, replace(problem, vehicles=tuple(wider))


def _longer_shifts(problem: Problem) -> Steps:
    for step in STEPS_MIN:
        longer = (
            replace(each, shift_limit_s=None if each.shift_limit_s is None else each.shift_limit_s + 60 * step)
            for each in problem.vehicles
        )
        yield f"a vehicle that is out {counted(step, 'minute')} longer", replace(problem, vehicles=tuple(longer))


def _with_room(problem: Problem, pupil: Pupil) -> tuple[str, Problem]:
    """Return one more seat, or wheelchair space, in every layout: the run will use one of them."""
    more = (0, 1) if pupil.needs.wheelchair else (1, 0)
    roomier = (
        replace(
            vehicle,
            layouts=tuple(Layout(each.seats + more[0], each.wheelchair_spaces + more[1]) for each in vehicle.layouts),
        )
        for vehicle in problem.vehicles
    )
    said = f"one more {'wheelchair space' if pupil.needs.wheelchair else 'seat'} in the vehicle"
    return said, replace(problem, vehicles=tuple(roomier))


def _with_assistant(problem: Problem, needs: Needs) -> tuple[str, Problem]:
    trained = f" trained in {listed(sorted(needs.training))}" if needs.training else ""
    new = PassengerAssistant(id=AssistantId("one more passenger assistant"), training=needs.training)
    return f"one more passenger assistant{trained}", replace(problem, assistants=(*problem.assistants, new))


def _with_vehicles(problem: Problem, pupil: Pupil) -> Iterator[tuple[str, Problem]]:
    """Yield one more vehicle of each kind; and of each kind, fitted with what the pupil needs."""
    kinds: dict[Vehicle, Vehicle] = {}
    for vehicle in problem.vehicles:
        kinds.setdefault(vehicle.kind, vehicle)
    for vehicle in kinds.values():
        new = replace(vehicle, id=VehicleId(f"another {vehicle.id}"), driver=None)
        yield f"one more vehicle like {vehicle.id}", replace(problem, vehicles=(*problem.vehicles, new))
    if any(not pupil.needs.features <= vehicle.features for vehicle in problem.vehicles):
        fitted = (replace(vehicle, features=vehicle.features | pupil.needs.features) for vehicle in problem.vehicles)
        said = f"{listed(sorted(pupil.needs.features))} in one more of the vehicles"
        yield said, replace(problem, vehicles=tuple(fitted))


def _with_company(problem: Problem, pupil: Pupil) -> Iterator[tuple[str, Problem]]:
    """Yield what would be if a new assessment let the pupil share with those from whom they are kept."""
    needs = pupil.needs
    if needs.solo:
        yield f"{pupil.id} sharing a run", _pupil_changed(problem, pupil, replace(needs, solo=False))
    if needs.most_aboard is not None:
        looser = replace(needs, most_aboard=needs.most_aboard + 1)
        yield f"{pupil.id} bearing one more pupil aboard", _pupil_changed(problem, pupil, looser)
    for other in sorted(needs.apart_from):
        looser = replace(needs, apart_from=needs.apart_from - {other})
        both = _pupil_changed(problem, pupil, looser)
        theirs = both.pupil[other]
        agreed = _pupil_changed(both, theirs, replace(theirs.needs, apart_from=theirs.needs.apart_from - {pupil.id}))
        yield f"{pupil.id} and {other} sharing a run", agreed
