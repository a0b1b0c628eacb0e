"""Ground rules: what makes a plan a plan. They are judged and never posted, for a planner could not say otherwise."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from geodata import UNREACHABLE_S
from routing.plan import Plan, Run, Shift, Stop, Unplaced
from routing.problem import Problem
from routing.records import AssistantId
from routing.risk import PupilId
from routing.rules.reading import at_school, runs_by_assistant, service_of
from routing.rules.rule import Rule, RunRule, Violation, Wrong
from routing.wording import clock, counted, listed, minutes


class OnlyWhatIsKnown(Rule):
    """A plan names only pupils, vehicles, passenger assistants and places that the problem knows."""

    source = "What a plan is"

    def broken(self, problem: Problem, plan: Plan) -> Iterator[Violation]:
        for run in plan.runs:
            if unknown := unknown_names(problem, run):
                yield self.violation(f"unknown: {listed(unknown)}", vehicle=run.vehicle)
        if strange := [each.pupil for each in plan.unplaced if each.pupil not in problem.pupil]:
            yield self.violation(f"named as unplaced, but unknown: {listed(strange)}")


def unknown_names(problem: Problem, run: Run) -> list[str]:
    """Return what a run names and the problem does not know, each with what it is."""
    pupils = [name for stop in run.stops for name in (*stop.boards, *stop.alights)]
    pupils += [member.one_to_one_with for member in run.crew if member.one_to_one_with is not None]
    crew = [member.assistant for member in run.crew]
    crew += [name for stop in run.stops for name in (*stop.joins, *stop.leaves)]
    unknown = [f"vehicle {run.vehicle}"] if run.vehicle not in problem.vehicle else []
    unknown += [f"pupil {name}" for name in pupils if name not in problem.pupil]
    unknown += [f"passenger assistant {name}" for name in crew if name not in problem.assistant]
    unknown += [f"place {stop.place}" for stop in run.stops if stop.place not in problem.places]
    return list(dict.fromkeys(unknown))


def known_part(problem: Problem, plan: Plan) -> Plan:
    """Return the plan without the runs that name anything unknown, whose pupils then count as unplaced.

    So every other rule may look up whatever it reads. A plan that names nothing unknown is returned as it is.
    """
    unreadable = [run for run in plan.runs if unknown_names(problem, run)]
    if not unreadable and all(each.pupil in problem.pupil for each in plan.unplaced):
        return plan
    left = [
        Shift(shift.vehicle, runs)
        for shift in plan.shifts
        if (runs := tuple(run for run in shift.runs if not unknown_names(problem, run)))
    ]
    pupils = dict.fromkeys(pupil for run in unreadable for pupil in run.pupils if pupil in problem.pupil)
    unplaced = [each for each in plan.unplaced if each.pupil in problem.pupil]
    unplaced += [Unplaced(pupil, "on a run that cannot be read") for pupil in pupils]
    return Plan(shifts=tuple(left), unplaced=tuple(unplaced))


class EveryoneIsPlacedOnce(Rule):
    """Every pupil is on exactly one run, or is named once as unplaced."""

    source = "Education Act 1996, section 508B: arrangements for every eligible pupil"

    def broken(self, problem: Problem, plan: Plan) -> Iterator[Violation]:
        boards = Counter(pupil for run in plan.runs for pupil in run.pupils)
        unplaced = Counter(each.pupil for each in plan.unplaced)
        for pupil in problem.pupil:
            runs, named = boards[pupil], unplaced[pupil]
            if runs == named == 0:
                yield self.violation(f"{pupil} is on no run, and not named as unplaced", pupils=(pupil,))
            elif runs and named:
                yield self.violation(f"{pupil} is on a run, and named as unplaced", pupils=(pupil,))
            elif runs + named > 1:
                how = f"boards {runs} times" if runs else f"is named as unplaced {named} times"
                yield self.violation(f"{pupil} {how}", pupils=(pupil,))


class EveryoneTravelsToTheirOwnSchool(RunRule):
    """Whoever boards at one of their own places alights at their own school, and the other way round from school."""

    source = "Education Act 1996, section 508B: between home and the school where the pupil is registered"

    def broken_by(self, problem: Problem, run: Run) -> Iterator[Wrong]:
        aboard: dict[PupilId, None] = {}
        for stop in run.stops:
            for pupil in stop.alights:
                if pupil not in aboard:
                    yield (pupil,), f"{pupil} alights at {clock(stop.arrive_s)} without having boarded"
                aboard.pop(pupil, None)
            for pupil in stop.boards:
                if pupil in aboard:
                    yield (pupil,), f"{pupil} boards at {clock(stop.arrive_s)} and is already aboard"
                aboard[pupil] = None
            for pupil in (*stop.alights, *stop.boards):
                if wrong := _wrong_place(problem, pupil, stop):
                    yield (pupil,), wrong
        if aboard:
            yield tuple(aboard), f"{listed(aboard)} never alight"


def _wrong_place(problem: Problem, pupil: PupilId, stop: Stop) -> str | None:
    """Return why a pupil has no business to board or alight at a stop, or None."""
    record = problem.pupil[pupil]
    does = f"{pupil} {'boards' if pupil in stop.boards else 'alights'} at {stop.place}"
    if pupil in at_school(problem, stop):
        return None if stop.place in problem.school[record.school].gates else f"{does}, no gate of {record.school}"
    return f"{does}, which is not one of their own places" if record.walk_s(stop.place) is None else None


class ARunHoldsTogether(RunRule):
    """A run begins with someone boarding, ends when nobody is aboard, and names each of its crew once."""

    source = "What a run is"

    def broken_by(self, problem: Problem, run: Run) -> Iterator[Wrong]:
        del problem  # a run holds together by itself
        first, last = run.stops[0], run.stops[-1]
        if not (first.boards or first.joins):
            yield (), f"nobody boards at the first stop, {first.place}"
        if not (last.alights or last.leaves):
            yield (), f"nobody alights at the last stop, {last.place}"
        for empty in (stop for stop in run.stops[1:-1] if not (stop.boards + stop.alights + stop.joins + stop.leaves)):
            yield (), f"nobody boards or alights at {empty.place} at {clock(empty.arrive_s)}"
        crew = Counter(member.assistant for member in run.crew)
        for assistant in (name for name, times in crew.items() if times > 1):
            yield (), f"{assistant} is named twice in the crew"
        for pupil in (member.one_to_one_with for member in run.crew if member.one_to_one_with is not None):
            if pupil not in run.pupils:
                yield (pupil,), f"an assistant is there for {pupil} alone, who is not on the run"


class ThereIsTimeForEverything(RunRule):
    """Every leg leaves time to drive it, and every stop time to board and to hand over."""

    source = "The roads, driven again from the travel matrix; boarding times from the risk assessment and the school"

    def broken_by(self, problem: Problem, run: Run) -> Iterator[Wrong]:
        travel = problem.travel_of(run.vehicle)
        for before, after in pairwise(run.stops):
            drive_s = travel.seconds_between(before.place, after.place)
            leaves, arrives = clock(before.leave_s), clock(after.arrive_s)
            short_s = before.leave_s + drive_s - after.arrive_s
            if drive_s >= UNREACHABLE_S:
                yield (), f"no way leads from {before.place} to {after.place}"
            elif short_s > 0:
                leg = f"from {before.place} at {leaves} to {after.place} at {arrives}"
                yield (), f"{leg} is {minutes(short_s)} too short for a drive of {minutes(drive_s)}"
        for stop in run.stops:
            service_s = service_of(problem, stop)
            short_s = service_s - (stop.leave_s - stop.arrive_s)
            if short_s > 0:
                stands = f"the stop at {stop.place} at {clock(stop.arrive_s)}"
                yield (
                    (*stop.boards, *stop.alights),
                    f"{stands} is {minutes(short_s)} too short: it takes {minutes(service_s)}",
                )


class NoOneTravelsUnassessed(RunRule):
    """No one travels on a risk assessment that is missing or has lapsed."""

    source = "DfE, Travel to school for children of compulsory school age (2024): assess before the first journey"

    def broken_by(self, problem: Problem, run: Run) -> Iterator[Wrong]:
        for pupil in dict.fromkeys(run.pupils):
            if why := problem.why_not_planned(pupil):
                yield (pupil,), f"{pupil}: {why}"


class TheLayoutIsTheVehiclesOwn(RunRule):
    """A run uses a layout that its vehicle has."""

    source = "The vehicle's record"

    def broken_by(self, problem: Problem, run: Run) -> Iterator[Wrong]:
        if run.layout not in problem.vehicle[run.vehicle].layouts:
            room = (
                f"{counted(run.layout.seats, 'seat')} and {counted(run.layout.wheelchair_spaces, 'wheelchair space')}"
            )
            yield (), f"{run.vehicle} has no layout of {room}"


class AssistantsJoinWhereTheyAreCollected(Rule):
    """An assistant who is collected joins and leaves where they live; one who is not is aboard from end to end."""

    source = "The passenger assistant's record"

    def broken(self, problem: Problem, plan: Plan) -> Iterator[Violation]:
        for run in plan.runs:
            crew = {member.assistant for member in run.crew}
            for stop in run.stops:
                for assistant in (*stop.joins, *stop.leaves):
                    does = "joins" if assistant in stop.joins else "leaves"
                    place = problem.assistant[assistant].joins_at
                    said = f"{assistant} {does} at {stop.place} at {clock(stop.arrive_s)}"
                    if assistant not in crew:
                        yield self.violation(f"{said}, but is not of the crew", vehicle=run.vehicle)
                    elif place is None:
                        yield self.violation(f"{said}, but makes their own way to the run", vehicle=run.vehicle)
                    elif place != stop.place:
                        yield self.violation(f"{said}, not at {place}", vehicle=run.vehicle)
        runs_of = runs_by_assistant(plan)
        for each in problem.assistants:
            if each.joins_at is not None:
                for detail, run in _not_collected(runs_of.get(each.id, ()), each.id):
                    yield self.violation(f"{each.id} {detail}", vehicle=run.vehicle)


def _not_collected(runs: Sequence[Run], assistant: AssistantId) -> Iterator[tuple[str, Run]]:
    """Yield where an assistant who is to be collected is not, or is not brought back, through their runs in order."""
    aboard, last = False, None
    for last in runs:
        joins = [number for number, stop in enumerate(last.stops) if assistant in stop.joins]
        leaves = [number for number, stop in enumerate(last.stops) if assistant in stop.leaves]
        if len(joins) != (0 if aboard else 1):
            yield "joins again, already aboard" if aboard else f"is collected {len(joins)} times", last
        if len(leaves) > 1 or (leaves and joins and leaves[0] < joins[0]):
            yield "leaves before joining, or more than once", last
        aboard = not leaves
    if aboard and last is not None:
        yield "is never brought back", last
