"""Collecting assistants: wherever it is the least way round, and before everyone where there is no time for that."""

import pytest

from geodata import PlaceId
from routing.checker import check
from routing.cost import cost
from routing.plan import Plan
from routing.problem import Direction, Problem
from routing.records import AssistantId, VehicleId
from routing.risk import PupilId
from routing.solver.collecting import gaps_after, gaps_before, least_detour
from routing.solver.compiled import compile_problem
from routing.solver.crews import with_crews
from routing.solver.outlines import Draft, runs_of
from routing.timing import Visit
from tests.towns import STREET, assistant, crossroads, matrix, pupil, street, vehicle

ZOE = AssistantId("zoe")


def named(problem: Problem, *order: str) -> Plan:
    """Return the plan of one vehicle that fetches (or brings) pupils in this order, with its crew named."""
    compiled = compile_problem(problem)
    tables, rows = compiled.tables, [compiled.pupil_row[PupilId(name)] for name in order]
    nodes = [*(int(tables.pupil_node[row]) for row in rows), int(tables.school_gate[0])]
    return Plan(shifts=with_crews(compiled, [Draft(VehicleId("bus"), runs_of(compiled, nodes))]).shifts)


def joined_and_left(plan: Plan) -> list[str]:
    """Return the place of each stop of a plan, and who boards or joins, or alights or leaves there, by name."""
    return [
        " ".join((stop.place, *sorted((*stop.joins, *stop.boards, *stop.leaves, *stop.alights))))
        for run in plan.runs
        for stop in run.stops
    ]


@pytest.mark.parametrize("direction", Direction)
def test_an_assistant_is_collected_on_the_way_to_the_first_whom_they_look_after(direction: Direction) -> None:
    problem = street(
        pupil("ann", "a"),
        pupil("bob", "c", assistant="shared"),
        assistants=(assistant("zoe", joins_at="b"),),
        direction=direction,
    )
    plan = named(problem, "ann", "bob")
    assert [str(each) for each in check(problem, plan)] == []
    to_school = ["a ann", "b zoe", "c bob", "oak ann bob", "b zoe"]
    from_school = ["b zoe", "oak ann bob", "c bob", "b zoe", "a ann"]
    assert joined_and_left(plan) == (to_school if problem.is_to_school else from_school)


def test_where_whoever_is_aboard_has_no_time_for_the_way_round_the_assistant_comes_first() -> None:
    limits = [None, 25 * 60]
    found = []
    for limit in limits:
        problem = crossroads(
            pupil("ann", "a", ride_limit_s=limit),
            pupil("bob", "b", assistant="shared"),
            vehicles=(vehicle("bus", depot="a"),),
            assistants=(assistant("zoe", joins_at="c"),),
        )
        plan = named(problem, "ann", "bob")
        assert [str(each) for each in check(problem, plan)] == []
        found.append((joined_and_left(plan)[:2], cost(problem, plan)))
    assert [first for first, _ in found] == [["a ann", "c zoe"], ["c zoe", "a ann"]]
    assert found[0][1] < found[1][1]


def test_of_equal_ways_round_the_first_is_taken_and_nowhere_is_no_way() -> None:
    travel = matrix(STREET)
    places = [None, *map(PlaceId, ("a", "c", "oak")), None]
    home = PlaceId("b")
    assert least_detour(travel, places, home, range(4)).gap == 1  # on the way from a to c
    assert least_detour(travel, places, home, range(1)).metres == travel.metres_between(home, PlaceId("a"))
    beyond = least_detour(travel, places, PlaceId("oak"), range(2, 4))
    assert (beyond.gap, beyond.metres, beyond.seconds) == (2, 0, 0)


def test_gaps_leave_an_assistant_aboard_with_whom_they_look_after() -> None:
    ann, bob = PupilId("ann"), PupilId("bob")
    visits = [
        Visit(place=PlaceId("a"), boards=(ann,)),
        Visit(place=PlaceId("b"), boards=(bob,)),
        Visit(place=PlaceId("elm"), alights=(bob,)),
        Visit(place=PlaceId("oak"), alights=(ann,)),
    ]
    assert (gaps_before(visits, frozenset({bob})), gaps_after(visits, frozenset({bob}))) == (range(2), range(3, 5))
    assert (gaps_before(visits, frozenset({ann, bob})), gaps_after(visits, frozenset({ann, bob}))) == (
        range(1),
        range(4, 5),
    )
    joined = [Visit(place=PlaceId("c"), joins=(ZOE,)), *visits]
    assert (gaps_before(joined, frozenset()), gaps_after(joined, frozenset())) == (range(1, 2), range(5, 6))
