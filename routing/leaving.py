"""Taking pupils and passenger assistants out of a run: who is left on it, and where it still stops."""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace

from routing.plan import CrewMember, Plan, Run
from routing.problem import Problem
from routing.records import AssistantId, AssistantNeed
from routing.risk import PupilId


def working_once(plan: Plan) -> frozenset[AssistantId]:
    """Return the assistants who work on one run alone, and stay at home if nobody on it needs them any more."""
    runs = Counter(member.assistant for run in plan.runs for member in run.crew)
    return frozenset(assistant for assistant, times in runs.items() if times == 1)


def without_pupils(problem: Problem, run: Run, gone: Collection[PupilId], once: Collection[AssistantId]) -> Run | None:
    """Return a run without pupils, the others' stops and times as they were; None if nobody else is on it.

    Who looked after one of them alone leaves too; and who shared their care, if nobody else needs it, and they are
    among ``once`` (see :func:`working_once`). The problem need not know the pupils who are gone.
    """
    others = [pupil for pupil in run.pupils if pupil not in gone]
    if not others:
        return None
    if len(others) == len(run.pupils):
        return run
    shared = any(problem.pupil[pupil].needs.assistant is AssistantNeed.SHARED for pupil in others)

    def stays(member: CrewMember) -> bool:
        if member.one_to_one_with is not None:
            return member.one_to_one_with not in gone
        return shared or member.assistant not in once

    crew = tuple(member for member in run.crew if stays(member))
    left = {member.assistant for member in crew}
    stops = tuple(
        replace(
            stop,
            boards=tuple(pupil for pupil in stop.boards if pupil not in gone),
            alights=tuple(pupil for pupil in stop.alights if pupil not in gone),
        )
        for stop in run.stops
    )
    return without_assistants(
        replace(run, stops=stops, crew=crew), {member.assistant for member in run.crew if member.assistant not in left}
    )


def without_assistants(run: Run, gone: Collection[AssistantId]) -> Run:
    """Return a run without assistants, and without the stops at which nobody boards, alights, joins or leaves now."""
    stops = tuple(
        replace(
            stop,
            joins=tuple(name for name in stop.joins if name not in gone),
            leaves=tuple(name for name in stop.leaves if name not in gone),
        )
        for stop in run.stops
    )
    used = tuple(stop for stop in stops if stop.boards or stop.alights or stop.joins or stop.leaves)
    crew = tuple(member for member in run.crew if member.assistant not in gone)
    return replace(run, stops=used if len(used) > 1 else stops, crew=crew)
