"""Naming assistants: whoever is trained in what few are trained in is kept for those who need it."""

from typing import Any

import pytest

from routing.checker import check
from routing.problem import Problem
from routing.risk import PupilId
from routing.solver import Budget, solve
from tests.towns import assistant, pupil, street, vehicle

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
    run = plan.find_run_of(PupilId("ann"))
    assert run is not None
    assert len(run.crew) == 1
