"""Naming assistants: whoever is trained in what few are trained in is kept for those who need it."""

from typing import Any

import pytest

from routing.checker import check
from routing.cost import cost
from routing.plan import Plan, Shift, Unplaced
from routing.problem import Problem
from routing.records import PassengerAssistant, Training, VehicleId
from routing.risk import PupilId
from routing.solver import Budget, solve
from routing.solver.compiled import compile_problem
from routing.solver.crews import added_by_naming, with_crews
from routing.solver.making_room import with_room_made
from routing.solver.outlines import Draft, runs_of
from routing.solver.scarcity import make_dearer, pay_of, restore_pay
from routing.solver.tables import PUPIL_RATE
from tests.towns import assistant, crossroads, pupil, run, school, street, vehicle

ZOE, YAN, XAN = assistant("zoe", "bsl medication"), assistant("yan", "bsl"), assistant("xan", "medication")


def scarce(*crew: Any, seats: int = 8) -> Problem:
    """Two pupils who share, of different training, and one elsewhere for whom alone someone must have both."""
    return street(
        pupil("ann", "a", assistant="shared", training="bsl", together_with="bob"),
        pupil("bob", "b", assistant="shared", training="medication"),
        pupil("cat", "c", assistant="one-to-one", training="bsl medication", apart_from="ann bob"),
        vehicles=(vehicle("bus", (seats, 0)), vehicle("cab", (seats, 0))),
        assistants=crew,
    )


def unplaced(problem: Problem) -> set[str]:
    plan = solve(problem, budget=Budget(iterations=200), seed=1)
    assert [str(each) for each in check(problem, plan)] == []
    return {each.pupil for each in plan.unplaced}


@pytest.mark.parametrize("crew", [(ZOE, YAN, XAN), (XAN, YAN, ZOE)], ids=["best first", "best last"])
def test_two_assistants_share_out_the_training_asked_of_one_who_is_needed_elsewhere(crew: tuple[Any, ...]) -> None:
    assert unplaced(scarce(*crew)) == set()


def test_without_a_seat_for_the_second_nobody_can_be_freed() -> None:
    assert unplaced(scarce(ZOE, YAN, XAN, seats=3)) in ({PupilId("cat")}, {PupilId("ann"), PupilId("bob")})


def test_one_assistant_brings_all_training_where_that_leaves_nobody_out() -> None:
    problem = scarce(ZOE, YAN, XAN, assistant("wil", "bsl medication"))
    plan = solve(problem, budget=Budget(iterations=200), seed=1)
    found = plan.find_run_of(PupilId("ann"))
    assert found is not None
    assert len(found.crew) == 1


def test_assistants_change_between_runs_where_none_who_is_free_could_make_both() -> None:
    schools = (school("oak"), school("elm", between="09:30-09:45"))
    problem = crossroads(
        pupil("ann", "a", assistant="shared", training="bsl"),
        pupil("bob", "b", school="elm", assistant="shared", training="medication"),
        pupil("cat", "a", assistant="one-to-one", training="bsl medication", apart_from="ann bob"),
        pupil("dan", "b", school="elm", assistant="one-to-one", training="bsl medication", apart_from="ann bob"),
        schools=schools,
        vehicles=(vehicle("bus"), vehicle("cab")),
        assistants=(ZOE, YAN, XAN),
    )
    assert unplaced(problem) == set()


def test_who_is_trained_in_all_that_is_short_is_dearer_and_pay_is_restored() -> None:
    compiled = compile_problem(scarce(ZOE, YAN, XAN))
    rate = compiled.tables.pupil[:, PUPIL_RATE]
    ann, cat = (compiled.pupil_row[PupilId(name)] for name in ("ann", "cat"))
    pay, before = pay_of(compiled), rate.tolist()

    make_dearer(compiled, [frozenset(map(Training, ("bsl", "medication")))] * 2, 1000)
    assert (rate[ann], rate[cat]) == (before[ann], before[cat] + 1000)
    make_dearer(compiled, [frozenset({Training("bsl")})], 500)
    assert (rate[ann], rate[cat]) == (before[ann] + 500, before[cat] + 1500)

    restore_pay(compiled, pay)
    assert rate.tolist() == before
    assert compiled.tables.hand.tolist() == pay.hand.tolist()


def named(*hands: PassengerAssistant) -> tuple[dict[frozenset[Training], int], int]:
    """Return what naming an assistant for a run adds, by training, and what the plan costs then."""
    problem = street(pupil("ann", "c", assistant="shared", training="bsl"), assistants=hands)
    compiled = compile_problem(problem)
    tables = compiled.tables
    draft = Draft(VehicleId("bus"), runs_of(compiled, [int(tables.pupil_node[0]), int(tables.school_gate[0])]))
    return added_by_naming(compiled, [draft]), cost(problem, Plan(shifts=with_crews(compiled, [draft]).shifts))


def test_naming_adds_the_way_to_whoever_must_be_collected() -> None:
    bsl = frozenset({Training("bsl")})
    own_way, least = named(assistant("zoe", "bsl"))
    assert own_way == {bsl: 0}
    collected, pence = named(assistant("zoe", "bsl", joins_at="a"))
    assert collected == {bsl: pytest.approx(pence - least, abs=1)}  # for the one hour that is paid at least
    assert pence > least
    farther, most = named(assistant("zoe", "bsl", joins_at="depot"))
    assert farther == {bsl: pytest.approx(most - least, abs=1)}
    assert most > pence


def test_naming_adds_nothing_where_one_who_is_near_is_free_or_nobody_is_trained() -> None:
    far, near = assistant("zoe", "bsl", joins_at="a"), assistant("yan", "bsl")
    assert set(named(far, near)[0].values()) == {0}
    assert named(assistant("xan"))[0] == {}


@pytest.mark.parametrize("stops", [False, True], ids=["goes on", "is stopped"])
def test_one_makes_room_for_another_whom_only_their_assistant_could_look_after(stops: bool) -> None:  # noqa: FBT001 -- a case
    problem = street(
        pupil("ann", "a", assistant="one-to-one", training="bsl", apart_from="cat"),
        pupil("cat", "c", assistant="one-to-one", training="bsl medication"),
        vehicles=(vehicle("bus"), vehicle("cab")),
        assistants=(ZOE, YAN),
    )
    bus = run(problem, "bus", "a: +ann", "oak: -ann", at="08:40", crew="zoe=ann")
    left_out = (Unplaced(PupilId("cat"), "no one is free"),)
    plan = Plan(shifts=(Shift(VehicleId("bus"), (bus,)),), unplaced=left_out)

    made = with_room_made(compile_problem(problem), plan, [PupilId("cat")], lambda: stops)
    assert [str(each) for each in check(problem, made)] == []
    assert {each.pupil for each in made.unplaced} == ({PupilId("cat")} if stops else set())
