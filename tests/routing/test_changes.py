"""Which rules leave no run, and which single change would make one."""

import pytest

from routing.changes import cheapest_change, conflicts
from routing.checker import check
from routing.cost import cost
from routing.problem import Direction, Problem
from routing.risk import PupilId
from tests.towns import plan, pupil, run, school, street

ANN = PupilId("ann")


def beside_bob(**ann: object) -> Problem:
    return street(pupil("ann", "a", **ann), pupil("bob", "b"))  # type: ignore[arg-type]  # a pupil's needs


def test_where_there_is_a_run_no_rules_stand_in_the_way() -> None:
    problem = beside_bob()
    assert conflicts(problem, plan(run(problem, "bus", "b: +bob", "oak: -bob", at="08:45")), ANN) == []


def test_each_set_of_rules_is_needed_and_shares_none_with_another() -> None:
    problem = beside_bob(ride_limit_s=600, wheelchair=True, features="lift")
    found = conflicts(problem, plan(run(problem, "bus", "b: +bob", "oak: -bob", at="08:45")), ANN)
    assert [[rule.id for rule in rules] for rules in found] == [
        ["TheVehicleHasWhatAPupilNeeds"],
        ["EveryWheelchairHasASpace"],
        ["NoOneRidesTooLong"],
    ]


@pytest.mark.parametrize("direction", list(Direction))
def test_the_change_makes_a_plan_that_the_checker_passes_once_it_is_made(direction: Direction) -> None:
    to_school = direction is Direction.TO_SCHOOL
    between = "08:40-08:45" if to_school else "15:30-15:35"
    problem = street(
        pupil("ann", "a"), pupil("bob", "b", solo=True), direction=direction, schools=(school(between=between),)
    )
    visits, at = (("b: +bob", "oak: -bob"), "08:45") if to_school else (("oak: +bob", "b: -bob"), "15:30")
    rest = plan(run(problem, "bus", *visits, at=at))
    found = cheapest_change(problem, rest, ANN, conflicts(problem, rest, ANN))
    assert found is not None
    assert found.extra_pence == found.alternative.pence - cost(problem, rest)
    sooner = "receiving pupils 30 minutes earlier, from 08:10"
    longer = "looking after pupils 30 minutes longer, until 16:05"
    assert found.said == f"oak {sooner if to_school else longer}"
    assert {violation.rule for violation in check(problem, found.alternative.plan)} == {"SchoolsAreServedInTime"}


def test_two_conflicts_are_not_solved_by_loosening_one_rule() -> None:
    problem = beside_bob(ride_limit_s=600, wheelchair=True)
    rest = plan(run(problem, "bus", "b: +bob", "oak: -bob", at="08:45"))
    assert cheapest_change(problem, rest, ANN, conflicts(problem, rest, ANN)) is None
