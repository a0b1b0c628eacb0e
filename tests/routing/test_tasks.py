"""The list before publishing: what blocks, what does not, and what to do."""

from datetime import date
from typing import Any

import pytest

from routing.edits import change_assistant, leave_out, move
from routing.plan import Plan
from routing.policy import Policy
from routing.problem import Problem
from routing.records import AssistantId, VehicleId
from routing.risk import PupilId, RiskAssessment
from routing.tasks import Task, TaskKind, before_publishing, may_be_published
from tests.routing.edits.test_pupils import morning
from tests.towns import DAY, assessed, assistant, plan, pupil, run, street, vehicle

ANN, BOB, CAT = (PupilId(name) for name in ("ann", "bob", "cat"))
BUS, CAB = VehicleId("bus"), VehicleId("cab")
NOBODY: frozenset[PupilId] = frozenset()
BOTH = ("a: +ann", "b: +bob", "oak: -ann -bob")


def told(tasks: tuple[Task, ...]) -> list[tuple[TaskKind, bool, str]]:
    return [(task.kind, task.blocks, task.said) for task in tasks]


def simple(*people: Any, **more: Any) -> tuple[Problem, Plan]:
    problem = street(*(people or (pupil("ann", "a"), pupil("bob", "b"))), **more)
    return problem, plan(run(problem, "bus", *BOTH, at="08:40"))


def test_a_plan_that_is_fine_has_nothing_on_its_list() -> None:
    tasks = before_publishing(*morning(), NOBODY)
    assert tasks == ()
    assert may_be_published(tasks)


def test_a_broken_rule_blocks_and_says_whom_it_concerns() -> None:
    problem, started = morning()
    broken = move(problem, started, BOB, CAB, 1)
    (task,) = before_publishing(problem, broken.plan, frozenset({BOB}))
    assert (task.kind, task.blocks, task.said) == (TaskKind.RULE_BROKEN, True, str(broken.new[0]))
    assert (task.pupils, task.run, task.vehicle) == ((BOB, CAT), "cab/1", CAB)
    assert not may_be_published((task,))


def test_a_run_that_needs_an_assistant_without_one_is_told_as_that() -> None:
    problem, started = morning()
    left = change_assistant(problem, started, BUS, 1, AssistantId("zoe"), None).plan
    (task,) = before_publishing(problem, left, NOBODY)
    assert (task.kind, task.blocks, task.run, task.pupils) == (TaskKind.NO_ASSISTANT, True, "bus/1", (ANN,))
    assert task.do == "Put an assistant who can look after them on the run, or move them to a run that has one."


def test_a_pupil_without_a_run_blocks_until_accepted_by_name() -> None:
    problem, started = morning()
    left = leave_out(problem, started, BOB, "the family brings him").plan
    (task,) = before_publishing(problem, left, NOBODY)
    assert told((task,)) == [(TaskKind.UNPLACED, True, "bob has no run: the family brings him.")]
    assert task.do == "Find them a run, or accept by name that they have none, and tell the family."
    (fine,) = before_publishing(problem, left, frozenset({BOB}))
    assert (fine.blocks, fine.do) == (False, "Find them a run; it has been accepted by name that they have none.")
    assert not may_be_published(before_publishing(problem, left, frozenset({ANN})))


@pytest.mark.parametrize(
    ("assessment", "why"),
    [
        ((), "bob may not travel: no risk assessment is recorded."),
        (
            (RiskAssessment(BOB, date(2025, 9, 1), date(2026, 8, 31), "RA7"),),
            "bob may not travel: the risk assessment lapsed on 31 August 2026.",
        ),
    ],
)
def test_who_may_not_travel_is_named_with_the_reason_accepted_or_not(assessment: Any, why: str) -> None:
    people = (pupil("ann", "a"), pupil("bob", "b"))
    problem = street(*people, assessments=(*assessed(people[:1]), *assessment))
    left = plan(run(problem, "bus", "a: +ann", "oak: -ann", at="08:40"), unplaced="bob")
    for accepted in (False, True):
        tasks = before_publishing(problem, left, frozenset({BOB} if accepted else ()))
        assert told(tasks) == [(TaskKind.UNASSESSED, not accepted, why)]


def test_a_mix_of_pupils_to_assess_does_not_block() -> None:
    problem, started = simple(policy=Policy(mix_review_pupils=2))
    (task,) = before_publishing(problem, started, NOBODY)
    assert told((task,)) == [(TaskKind.MIX_TO_ASSESS, False, "Run bus/1: 2 pupils travel together, 2 or more.")]
    assert (task.run, task.pupils) == ("bus/1", (ANN, BOB))


def test_a_ride_above_the_guide_is_told_where_the_own_limit_allows_it_and_else_is_a_broken_rule() -> None:
    guide = Policy(ride_limit_primary_s=20 * 60)
    problem, started = simple(pupil("ann", "a", ride_limit_s=1800), pupil("bob", "b"), policy=guide)
    said = "On run bus/1 1 pupil rides longer than the guide: ann for 22 minutes (guide: 20 minutes)."
    assert told(before_publishing(problem, started, NOBODY)) == [(TaskKind.LONG_RIDE, False, said)]
    problem, started = simple(policy=guide)
    assert [task.kind for task in before_publishing(problem, started, NOBODY)] == [TaskKind.RULE_BROKEN]
    both = Policy(ride_limit_primary_s=10 * 60)
    problem, started = simple(pupil("ann", "a", ride_limit_s=1800), pupil("bob", "b", ride_limit_s=1800), policy=both)
    (task,) = before_publishing(problem, started, NOBODY)
    assert task.said.startswith("On run bus/1 2 pupils ride longer than the guide: ann for 22 minutes")


def test_what_lapses_soon_is_told_by_the_day_on_which_it_still_holds() -> None:
    soon, later = DAY.replace(month=12, day=21), DAY.replace(month=12, day=22)
    people = (pupil("ann", "a", assistant="shared"), pupil("bob", "b"), pupil("cat", "c"))
    held = tuple(
        RiskAssessment(each.id, date(2026, 9, 1), until, "RA7")
        for each, until in zip(people, (soon, later, DAY), strict=True)
    )
    problem = street(
        *people,
        vehicles=(vehicle("bus", cleared_until=DAY), vehicle("cab", cleared_until=DAY)),
        assistants=(assistant("zoe", cleared_until=soon), assistant("yan", cleared_until=soon)),
        assessments=held,
    )
    started = plan(run(problem, "bus", *BOTH, at="08:40", crew="zoe"), unplaced="cat")
    tasks = before_publishing(problem, started, frozenset({CAT}))
    assert [(task.kind, task.said, task.due) for task in tasks[1:]] == [
        (TaskKind.ASSESSMENT_LAPSES, "The risk assessment of ann lapses after 21 December 2026.", soon),
        (TaskKind.CREW_LAPSES, "The checks of bus and its driver lapse after 23 November 2026.", DAY),
        (TaskKind.CREW_LAPSES, "The checks or training of zoe lapse after 21 December 2026.", soon),
    ]
    assert may_be_published(tasks)
    assert len(before_publishing(problem, started, NOBODY, soon_days=29)) == len(tasks) + 1


def test_what_blocks_comes_first() -> None:
    problem, started = simple(policy=Policy(mix_review_pupils=2))
    none = plan(unplaced="bob ann")
    assert [task.pupils for task in before_publishing(problem, none, frozenset({BOB}))] == [(ANN,), (BOB,)]
    more = plan(*started.runs, unplaced="bob")
    assert [task.blocks for task in before_publishing(problem, more, NOBODY)] == [True, True, False]


def test_a_plan_that_names_the_unknown_is_told_so_and_no_more() -> None:
    _, started = simple()
    tasks = before_publishing(street(pupil("ann", "a")), started, NOBODY)
    assert {task.kind for task in tasks} == {TaskKind.RULE_BROKEN}
    assert "unknown: pupil bob" in tasks[0].said
