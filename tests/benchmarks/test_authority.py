"""Peers are told no more than there is, and what they answer is mended until every rule is kept."""

from collections import Counter
from importlib.util import find_spec

import pytest

from routing.checker import check
from routing.problem import Problem
from routing.synthesis import plane_problem
from tests.benchmarks.authority import PEERS, Effort, compared, plan_with_peer
from tests.benchmarks.peers.statement import Statement, stated


@pytest.fixture(scope="module", params=[1, 2, 3])
def problem(request: pytest.FixtureRequest) -> Problem:
    return plane_problem(24, 3, request.param)


@pytest.fixture(scope="module")
def told(problem: Problem) -> Statement:
    return stated(problem, 1)


def test_no_more_vehicles_and_assistants_are_offered_than_there_are(told: Statement) -> None:
    offered = Counter[int]()
    for fleet in told.fleets:
        offered[fleet.kind] += fleet.number
    assert offered
    assert all(number <= told.compiled.tables.type_count[kind] for kind, number in offered.items())
    care = told.compiled.tables.takes.shape[1]
    ratio = told.compiled.said.most_pupils_per_assistant
    assert ratio is not None
    aboard = sum(fleet.number * fleet.room[care] // ratio for fleet in told.fleets)
    assert 0 < aboard <= len(told.compiled.hands)


def test_whoever_is_collected_and_set_down_in_their_windows_rides_no_longer_than_they_may(
    told: Statement,
) -> None:
    tab = told.compiled.tables
    for shipment, members in zip(told.shipments, told.net.party, strict=True):
        longest_s = shipment.alight_s[1] - shipment.board_s[0]
        own = told.net.rows[shipment.board][0]
        assert members
        late = shipment.board_s[0] == shipment.board_s[1]  # the last moment at which they may be collected at all
        assert late or longest_s <= int(tab.node_limit[own] + tab.node_service[own])


def test_routes_that_ask_too_much_are_mended(problem: Problem, told: Statement) -> None:
    everyone = [node for each in told.shipments for node in (each.board, each.alight)]
    nonsense = told.plan([(0, everyone)])
    assert [str(each) for each in check(problem, nonsense)] == []
    apart = told.plan([(0, [told.shipments[0].board, told.shipments[0].alight])])
    assert [str(each) for each in check(problem, apart)] == []


def test_planners_are_judged_side_by_side(problem: Problem) -> None:
    lines: list[dict[str, object]] = []
    compared(problem, ["ortools"], Effort(1.0, 200, 1, 1), lines.append)
    assert [line["planner"] for line in lines] == ["waymark", "ortools"]
    assert [line["violations"] for line in lines] == [0, 0]
    assert all(isinstance(line["peak_mb"], int) and line["peak_mb"] > 0 for line in lines)


@pytest.mark.parametrize("peer", list(PEERS))
def test_a_peer_that_is_installed_carries_most_and_keeps_every_rule(peer: str, problem: Problem) -> None:
    if find_spec(peer) is None:
        pytest.skip("needs waymark[peers]")
    plan = plan_with_peer(peer, problem, Effort(2.0, None, 1, 1))
    assert [str(each) for each in check(problem, plan)] == []
    assert sum(problem.why_not_planned(each.pupil) is None for each in plan.unplaced) < len(problem.pupils) / 2
