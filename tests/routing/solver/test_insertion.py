"""One pupil more: the choices are whole plans, ranked, and priced as they will be paid."""

from dataclasses import replace

import pytest

from routing.checker import check
from routing.cost import cost
from routing.problem import Direction, Problem
from routing.records import PassengerAssistant, Pupil
from routing.risk import PupilId
from routing.solver import Budget, insert, solve
from routing.solver.insertion import own_times
from tests.routing.solver.mornings import morning
from tests.towns import assistant, pupil, street, vehicle

ANN, BOB, CAL = pupil("ann", "a"), pupil("bob", "b"), pupil("cal", "c")


def without(problem: Problem, name: str) -> Problem:
    """The problem as it was before a pupil came."""
    return replace(
        problem,
        pupils=tuple(each for each in problem.pupils if each.id != name),
        assessments=tuple(each for each in problem.assessments if each.pupil != name),
    )


def two_vehicles(*pupils: Pupil, **more: tuple[PassengerAssistant, ...]) -> Problem:
    return street(*pupils, vehicles=(vehicle("bus"), vehicle("taxi", (4, 0))), **more)


def test_joining_a_bus_that_passes_by_is_best_and_a_vehicle_of_their_own_comes_after() -> None:
    before = two_vehicles(ANN, BOB)
    plan = solve(before, budget=Budget(iterations=200))
    now = two_vehicles(ANN, BOB, CAL)
    choices = insert(now, plan, CAL.id)
    assert [choice.vehicle for choice in choices] == [
        plan.shifts[0].vehicle,
        *({"bus", "taxi"} - {plan.shifts[0].vehicle}),
    ]
    assert choices[0].extra_pence < choices[1].extra_pence
    assert choices[1].moved == ()
    assert "nobody else" in choices[1].said


def test_what_it_does_to_the_others_is_told() -> None:
    plan = solve(two_vehicles(ANN, CAL), budget=Budget(iterations=200))
    best = insert(two_vehicles(ANN, BOB, CAL), plan, BOB.id)[0]
    before = {name: at for shift in plan.shifts for name, at in own_times(two_vehicles(ANN, CAL), shift).items()}
    after = {
        name: at for shift in best.plan.shifts for name, at in own_times(two_vehicles(ANN, BOB, CAL), shift).items()
    }
    assert dict(best.moved) == {name: after[name] - at for name, at in before.items() if after[name] != at}
    assert best.moved


@pytest.mark.parametrize("direction", list(Direction))
@pytest.mark.parametrize("seed", range(4))
def test_every_choice_is_a_plan_that_the_checker_passes_at_the_price_told(seed: int, direction: Direction) -> None:
    now = morning(seed + 80, pupils=10, direction=direction)
    named = {other for each in now.pupils for other in each.needs.apart_from | each.needs.together_with}
    new = next(each.id for each in now.pupils if each.id not in named)
    before = without(now, new)
    plan = solve(before, budget=Budget(iterations=300))
    choices = insert(now, plan, new)
    assert [choice.extra_pence for choice in choices] == sorted(choice.extra_pence for choice in choices)
    for choice in choices:
        assert check(now, choice.plan) == []
        assert cost(now, choice.plan) - cost(before, plan) == choice.extra_pence


def test_a_pupil_who_needs_an_assistant_gets_one_who_is_free() -> None:
    helpers = (assistant("eve"), assistant("fay"))
    new = replace(CAL, needs=pupil("cal", "c", assistant="one-to-one").needs)
    plan = solve(two_vehicles(ANN, assistants=helpers), budget=Budget(iterations=100))
    best = insert(two_vehicles(ANN, new, assistants=helpers), plan, new.id)[0]
    assert check(two_vehicles(ANN, new, assistants=helpers), best.plan) == []


def test_there_is_no_choice_where_there_is_no_room() -> None:
    plan = solve(street(ANN, vehicles=(vehicle("cab", (1, 0)),)), budget=Budget(iterations=50))
    assert (
        insert(
            street(ANN, pupil("dee", "b", wheelchair=True), vehicles=(vehicle("cab", (1, 0)),)), plan, PupilId("dee")
        )
        == ()
    )


def test_who_is_on_a_run_already_or_not_assessed_cannot_be_inserted() -> None:
    problem = two_vehicles(ANN, BOB)
    plan = solve(problem, budget=Budget(iterations=50))
    with pytest.raises(ValueError, match="on a run already"):
        insert(problem, plan, ANN.id)
    with pytest.raises(KeyError):
        insert(problem, plan, PupilId("nobody"))
    lapsed = replace(two_vehicles(ANN, BOB, CAL), assessments=problem.assessments)
    with pytest.raises(ValueError, match="no risk assessment"):
        insert(lapsed, plan, CAL.id)
