"""What several rules read from a run as it is written: own stops, stops at school, schools served, who is aboard."""

from collections.abc import Iterator
from dataclasses import dataclass

from routing.plan import Plan, Run, Stop
from routing.problem import Problem
from routing.records import AssistantId, Pupil, School
from routing.risk import PupilId


def own_stops(problem: Problem, run: Run) -> Iterator[tuple[PupilId, Stop]]:
    """Yield each pupil with the stop at their own end: where they board to school, alight from school."""
    for stop in run.stops:
        for pupil in stop.boards if problem.is_to_school else stop.alights:
            yield pupil, stop


def at_school(problem: Problem, stop: Stop) -> tuple[PupilId, ...]:
    """Return the pupils who come to school, or leave it, at a stop: who alight to school, board from school."""
    return stop.alights if problem.is_to_school else stop.boards


def school_stops(problem: Problem, run: Run) -> Iterator[tuple[School, Stop, tuple[PupilId, ...]]]:
    """Yield each stop once for each school that it serves, with the pupils of that school."""
    for stop in run.stops:
        pupils = at_school(problem, stop)
        for school in dict.fromkeys(problem.pupil[pupil].school for pupil in pupils):
            yield (
                problem.school[school],
                stop,
                tuple(pupil for pupil in pupils if problem.pupil[pupil].school == school),
            )


def schools_of(problem: Problem, run: Run) -> list[School]:
    """Return the schools of the pupils of a run, each once, in the order in which their pupils board."""
    return [problem.school[school] for school in dict.fromkeys(problem.pupil[pupil].school for pupil in run.pupils)]


def aboard_after_each_stop(run: Run) -> Iterator[tuple[Stop, frozenset[PupilId]]]:
    """Yield each stop with the pupils who are aboard when the vehicle leaves it."""
    aboard: frozenset[PupilId] = frozenset()
    for stop in run.stops:
        aboard = aboard.difference(stop.alights).union(stop.boards)
        yield stop, aboard


def service_of(problem: Problem, stop: Stop) -> int:
    """Return how many seconds a stop takes: each pupil's boarding at their own place, one handing over at a school."""
    school_side = at_school(problem, stop)
    own: list[Pupil] = [problem.pupil[name] for name in (*stop.boards, *stop.alights) if name not in school_side]
    handovers = [problem.school[problem.pupil[name].school].handover_s for name in school_side]
    return sum(pupil.needs.boarding_s for pupil in own) + max(handovers, default=0)


def runs_by_assistant(plan: Plan) -> dict[AssistantId, list[Run]]:
    """Return the runs of whose crew each assistant is, in the order in which they begin."""
    found: dict[AssistantId, list[Run]] = {}
    for run in sorted(plan.runs, key=lambda run: run.begins_s):
        for assistant in dict.fromkeys(member.assistant for member in run.crew):
            found.setdefault(assistant, []).append(run)
    return found


@dataclass(frozen=True, slots=True)
class Presence:
    """From which stop to which an assistant is aboard, as numbers of stops of the run, counted from 0."""

    first: int
    last: int

    def covers(self, run: Run, pupils: frozenset[PupilId]) -> bool:
        """Say whether the assistant is aboard from the first of these pupils' boarding to the last one's alighting."""
        boards = [number for number, stop in enumerate(run.stops) if pupils.intersection(stop.boards)]
        alights = [number for number, stop in enumerate(run.stops) if pupils.intersection(stop.alights)]
        return self.first <= min(boards, default=self.first) and max(alights, default=self.last) <= self.last


def presence(run: Run, assistant: AssistantId) -> Presence:
    """Return from which stop to which an assistant of the crew is aboard: where they join, where they leave.

    Who does not join at a stop of this run is aboard from its first; who does not leave at one, until its last.
    """
    joins = [number for number, stop in enumerate(run.stops) if assistant in stop.joins]
    leaves = [number for number, stop in enumerate(run.stops) if assistant in stop.leaves]
    return Presence(min(joins, default=0), max(leaves, default=len(run.stops) - 1))
