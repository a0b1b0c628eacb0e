"""Answers to what-ifs: the difference of the cheapest plans, where those can be listed; the same whoever works."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from routing.cost import cost
from routing.plan import Plan
from routing.problem import Direction, Problem
from routing.questions import About, questions
from routing.solver import Budget, solve
from routing.solver.what_if import answers
from tests.enumeration import cheapest_plan
from tests.routing.solver.mornings import morning
from tests.towns import crossroads, pupil, school, vehicle


def cheapest(problem: Problem) -> Plan:
    plan = cheapest_plan(problem)
    assert plan is not None
    return plan


def town(direction: Direction) -> Problem:
    at = "08:40-08:41" if direction is Direction.TO_SCHOOL else "15:30-15:31"
    return crossroads(
        pupil("ann", "a"),
        pupil("bob", "d", apart_from="ann"),
        pupil("cat", "b"),
        vehicles=(vehicle("bus", (2, 0)), vehicle("cab", (2, 0))),
        schools=(school("oak", between=at),),
        direction=direction,
    )


@pytest.mark.parametrize("about", [About.PUPILS, About.REQUIREMENTS, About.VEHICLES, About.BELLS])
@pytest.mark.parametrize("direction", list(Direction))
def test_an_answer_is_the_difference_of_the_cheapest_plans(about: About, direction: Direction) -> None:
    problem = town(direction)
    best = cheapest(problem)
    asked = questions(problem, best, about)
    assert asked
    for question, answer in zip(asked, answers(problem, best, asked, iterations=100), strict=True):
        other = cheapest(question.problem)
        assert answer.extra_pence == cost(question.problem, other) - cost(problem, best), question.said
        assert answer.vehicles == len(other.shifts) - len(best.shifts)
        assert answer.unplaced == len(other.unplaced) - len(best.unplaced)


def test_a_pupil_taken_out_saves_at_least_what_leaving_their_seat_empty_saves() -> None:
    problem = morning(3, pupils=12)
    plan = solve(problem, budget=Budget(iterations=900, proof=False), seed=1)
    found = answers(problem, plan, questions(problem, plan, About.PUPILS), iterations=100)
    assert all(each.extra_pence <= min(0, each.unchanged_pence) or each.unchanged_pence > 0 for each in found)
    assert any(each.extra_pence < each.unchanged_pence for each in found)


def test_a_plan_that_is_not_the_best_is_no_pupils_fault() -> None:
    problem = town(Direction.TO_SCHOOL)
    best, poor = cheapest(problem), _dearer(problem)
    asked = questions(problem, best, About.PUPILS)
    pence = [[each.extra_pence for each in answers(problem, made, asked, iterations=100)] for made in (best, poor)]
    assert pence[0] == pence[1]


def _dearer(problem: Problem) -> Plan:
    """Return a plan that is made as if everyone had to be apart."""
    names = frozenset(each.id for each in problem.pupils)
    alone = tuple(replace(each, needs=replace(each.needs, apart_from=names - {each.id})) for each in problem.pupils)
    return cheapest(replace(problem, pupils=alone))


def test_the_answers_are_the_same_whoever_works_them_out_and_how_many_do() -> None:
    problem = morning(5, pupils=16)
    plan = solve(problem, budget=Budget(iterations=600, proof=False), seed=1)
    asked = questions(problem, plan, About.PUPILS)
    alone = answers(problem, plan, asked, iterations=20, seed=4)
    with ThreadPoolExecutor(3) as executor:
        assert answers(problem, plan, asked, iterations=20, seed=4, executor=executor) == alone
    assert len(alone) == len(asked)


def test_whoever_stops_keeps_the_answers_so_far() -> None:
    problem = morning(5, pupils=16)
    plan = solve(problem, budget=Budget(iterations=300, proof=False), seed=1)
    told: list[tuple[int, int]] = []
    asked = questions(problem, plan, About.PUPILS)
    found = answers(problem, plan, asked, iterations=5, report=lambda *each: told.append(each), stop=lambda: True)
    assert [each.of for each in found] == [each.of for each in asked[: len(found)]]
    assert told == [(len(found), len(asked))]
    assert 0 < len(found) < len(asked)
