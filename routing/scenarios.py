"""A day that is otherwise: a pupil absent, a vehicle or an assistant out, a school that closes early; and a what-if.

Each is a problem made from a problem, valid again: whom it no longer knows nobody is kept apart from, or together with.
A closed road changes the travel matrices, and so is a matter for whoever makes those. ``carry_over`` shows what becomes
of a plan on such a day before anyone plans again.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace

from routing.errors import CannotBeDoneError, NoSuchRecordError
from routing.leaving import without_assistants, without_pupils, working_once
from routing.plan import Plan, Run, Shift, Unplaced
from routing.problem import Problem
from routing.records import AssistantId, Pupil, SchoolId, Usual, VehicleId, Waiver
from routing.risk import PupilId, RiskAssessment
from routing.rules import GROUND, RULES
from routing.wording import clock

CARRIED_OVER = ", carried over"
NOT_YET = "no run has been planned for them yet"


def without_pupil(problem: Problem, pupil: PupilId) -> Problem:
    """Return a day on which a pupil does not travel: absent, ill, or brought by their family."""
    _known(problem.pupil, "pupil", pupil)
    return leaving_out(problem, {pupil})


def without_vehicle(problem: Problem, vehicle: VehicleId) -> Problem:
    """Return a day on which a vehicle, or its driver, is out. What was promised with it stays promised."""
    _known(problem.vehicle, "vehicle", vehicle)
    return replace(problem, vehicles=tuple(each for each in problem.vehicles if each.id != vehicle))


def without_assistant(problem: Problem, assistant: AssistantId) -> Problem:
    """Return a day on which a passenger assistant is out."""
    _known(problem.assistant, "passenger assistant", assistant)
    return replace(problem, assistants=tuple(each for each in problem.assistants if each.id != assistant))


def without_operator(problem: Problem, operator: str) -> Problem:
    """Return a day without any vehicle of an operator; its contracts stay on record."""
    _known({contract.operator for contract in problem.contracts}, "operator", operator)
    left = (each for each in problem.vehicles if problem.contract[each.contract].operator != operator)
    return replace(problem, vehicles=tuple(left))


def with_vehicle(problem: Problem, like: VehicleId, vehicle: VehicleId) -> Problem:
    """Return a day with one more vehicle, just like another but for its id and its driver, whom nobody knows yet."""
    _known(problem.vehicle, "vehicle", like)
    if vehicle in problem.vehicle:
        raise CannotBeDoneError(f"There is a vehicle {vehicle} already: call the new one otherwise.")
    return replace(problem, vehicles=(*problem.vehicles, replace(problem.vehicle[like], id=vehicle, driver=None)))


def school_closed(problem: Problem, school: SchoolId) -> Problem:
    """Return a day on which a school is closed: none of its pupils travels."""
    _known(problem.school, "school", school)
    return leaving_out(problem, {pupil.id for pupil in problem.pupils if pupil.school == school})


def school_closes_early(problem: Problem, school: SchoolId, finishes_s: int, leave_by_s: int) -> Problem:
    """Return a day, from school, on which a school finishes at another time. Times promised to its pupils are void.

    Parameters
    ----------
    finishes_s, leave_by_s
        No vehicle leaves the school before the one, and none after the other.

    Raises
    ------
    CannotBeDoneError
        If the problem is the way to school, or the times are not a time and a later one of one day.
    """
    _known(problem.school, "school", school)
    if problem.is_to_school:
        raise CannotBeDoneError(f"{school} closing early changes the way home: this is the way to school.")
    try:
        early = replace(problem.school[school], from_s=finishes_s, until_s=leave_by_s)
    except ValueError as wrong:
        times = f"{clock(max(0, finishes_s))} to {clock(max(0, leave_by_s))}"
        raise CannotBeDoneError(f"{school} cannot close from {times}: the second must be the later one.") from wrong
    return replace(
        problem,
        schools=tuple(early if each.id == school else each for each in problem.schools),
        usuals=tuple(
            replace(usual, time_s=None) if problem.pupil[usual.pupil].school == school else usual
            for usual in problem.usuals
        ),
    )


def with_new_pupil(
    problem: Problem, pupil: Pupil, assessment: RiskAssessment | None, usual: Usual | None = None
) -> Problem:
    """Return a day with one pupil more.

    The travel matrices must know the pupil's places already: roads are asked for new places where matrices are made.

    Raises
    ------
    CannotBeDoneError
        If the pupil is there already, or the day does not know their places, their school or those whom they name.
    """
    try:
        return replace(
            problem,
            pupils=(*problem.pupils, pupil),
            assessments=problem.assessments if assessment is None else (*problem.assessments, assessment),
            usuals=problem.usuals if usual is None else (*problem.usuals, usual),
        )
    except ValueError as wrong:
        raise CannotBeDoneError(f"{pupil.id} cannot travel on this day: {wrong}") from wrong


def with_waiver(problem: Problem, waiver: Waiver) -> Problem:
    """Return a day with one waiver more.

    Raises
    ------
    NoSuchRecordError
        If there is no such pupil or rule.
    CannotBeDoneError
        If no waiver lifts that rule.
    """
    _known(problem.pupil, "pupil", waiver.pupil)
    rules = {rule.id: rule for rule in (*GROUND, *RULES)}
    _known(rules, "rule", waiver.rule)
    if not rules[waiver.rule].waivable:
        raise CannotBeDoneError(f"No waiver lifts this rule: {rules[waiver.rule].sentence}")
    return replace(problem, waivers=(*problem.waivers, waiver))


def carry_over(plan: Plan, problem: Problem) -> Plan:
    """Return a plan as it stands on a day that is otherwise, before anyone plans again.

    Who is gone is taken out of their runs, the others' stops and times as they were. Whose vehicle or place is gone is
    named as unplaced, with the reason, and so is who is new. The rest is for the checker to say.

    Examples
    --------
    ``carry_over(plan, without_pupil(problem, PupilId("ann")))``
    """
    reasons: dict[PupilId, str] = {each.pupil: each.reason for each in plan.unplaced}
    shifts, once = [], working_once(plan)
    for shift in plan.shifts:
        runs = []
        for run in shift.runs:
            out = dict(_out_of(problem, run))
            reasons |= out
            gone = {pupil for pupil in run.pupils if pupil not in problem.pupil or pupil in out}
            left = without_pupils(problem, run, gone, once)
            if left is not None:
                runs.append(without_assistants(left, set(_assistants_gone(problem, left))))
        if runs:
            shifts.append(Shift(shift.vehicle, tuple(runs)))
    aboard = {pupil for shift in shifts for run in shift.runs for pupil in run.pupils}
    unplaced = tuple(
        Unplaced(pupil, reasons.get(pupil) or problem.why_not_planned(pupil) or NOT_YET)
        for pupil in problem.pupil
        if pupil not in aboard
    )
    signed = plan.made_by if plan.made_by.endswith(CARRIED_OVER) else f"{plan.made_by}{CARRIED_OVER}"
    return replace(plan, shifts=tuple(shifts), unplaced=unplaced, made_by=signed, bound=None)


def _out_of(problem: Problem, run: Run) -> Iterator[tuple[PupilId, str]]:
    """Yield the pupils of a run who are there on the day, but cannot travel on it, and why."""
    known = [pupil for pupil in run.pupils if pupil in problem.pupil]
    if run.vehicle not in problem.vehicle:
        yield from ((pupil, f"{run.vehicle}, which was to carry them, does not run") for pupil in known)
        return
    for stop in run.stops:
        if stop.place not in problem.places:
            why = f"their run stops for them at {stop.place}, which is no place of this day"
            yield from ((pupil, why) for pupil in (*stop.boards, *stop.alights) if pupil in problem.pupil)


def _assistants_gone(problem: Problem, run: Run) -> Iterator[AssistantId]:
    """Yield the assistants of a run who are not there on the day, or not where the run collects them."""
    yield from (member.assistant for member in run.crew if member.assistant not in problem.assistant)
    for stop in run.stops:
        for assistant in (*stop.joins, *stop.leaves):
            if assistant not in problem.assistant or stop.place not in problem.places:
                yield assistant


def leaving_out(problem: Problem, gone: Collection[PupilId]) -> Problem:
    """Return a day on which some pupils do not travel, and nobody knows anything about them."""

    def trimmed(pupil: Pupil) -> Pupil:
        needs = pupil.needs
        if needs.apart_from.isdisjoint(gone) and needs.together_with.isdisjoint(gone):
            return pupil
        left = replace(
            needs, apart_from=needs.apart_from.difference(gone), together_with=needs.together_with.difference(gone)
        )
        return replace(pupil, needs=left)

    return replace(
        problem,
        pupils=tuple(trimmed(pupil) for pupil in problem.pupils if pupil.id not in gone),
        assessments=tuple(each for each in problem.assessments if each.pupil not in gone),
        usuals=tuple(each for each in problem.usuals if each.pupil not in gone),
        waivers=tuple(each for each in problem.waivers if each.pupil not in gone),
    )


def _known(records: Collection[str], what: str, name: str) -> None:
    if name not in records:
        raise NoSuchRecordError(f"There is no {what} {name!r} on this day. Look at those it lists.")
