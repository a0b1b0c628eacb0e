"""Fewer vehicles where their days are dear: the runs of shifts met, the choice among them, and who makes which."""

from dataclasses import replace
from itertools import combinations, permutations, product

import numpy as np
import pytest

from routing.checker import check
from routing.problem import Direction, Problem
from routing.solver import Budget, chaining, fleet, solve
from routing.solver.budget import Watch
from routing.solver.chaining import chained
from routing.solver.choice import everyone, rebuilt
from routing.solver.columns import Supply, of_pool, of_state
from routing.solver.known import runs_of
from routing.solver.once import each_once
from routing.solver.outlines import routes_of
from routing.solver.price import price_of_nodes
from routing.solver.run_choice import Effort, best_first, choose_runs
from routing.solver.runs_met import Runs, only_remember, reach, runs_met
from routing.solver.search import Search, begin_search
from routing.solver.tables import DRIVE_S, NEVER, NOBODY, UNPLACED
from routing.synthesis import plane_problem
from tests.routing.solver.mornings import searched

DAY_PENCE = 5_000_000
FREELY = Effort(None, None)
SHORTLY = Effort(None, 5)


def dear(pupils: int, schools: int, seed: int = 3, direction: Direction = Direction.TO_SCHOOL) -> Problem:
    """Return a town in which a vehicle's day is far dearer than any way."""
    problem = plane_problem(pupils, schools, seed, direction)
    contracts = tuple(replace(each, day_rate_pence=DAY_PENCE) for each in problem.contracts)
    return replace(problem, contracts=contracts, policy=replace(problem.policy, unplaced_pence=100 * DAY_PENCE))


@pytest.fixture(scope="module")
def search() -> Search:
    """Return a search of a town of four schools."""
    return searched(dear(40, 4), 2000)


@pytest.fixture(scope="module")
def runs(search: Search) -> Runs:
    """Return the runs that it has met."""
    return runs_met(search.compiled.tables, search.work, search.pool, search.best)


def supply(search: Search) -> Supply:
    """Return what is to be had besides the runs."""
    return Supply(search.compiled.tables.type_count, int(search.compiled.tables.number[UNPLACED]))


def test_the_runs_of_all_shifts_are_met_once_each(search: Search, runs: Runs) -> None:
    tables = search.compiled.tables
    met = of_pool(tables, search.pool).beside(of_state(tables, search.best))
    every = [(each.kind, each.nodes) for each in met.taken(np.arange(len(met.length)))]
    expected = set(runs_of(tables, every))
    found = [(each.kind, each.nodes) for each in runs.columns.taken(np.arange(len(runs.stands)))]
    assert set(found) == expected
    assert max(found.count(each) for each in found[:200]) <= 2  # as late as may be, and as early
    own = {run for k, run in enumerate(found) if runs.stands[k]}
    assert own == set(runs_of(tables, routes_of(search.best)))


def test_a_run_costs_what_a_shift_of_it_alone_does_and_is_made_in_time(search: Search, runs: Runs) -> None:
    tables = search.compiled.tables
    for k in range(0, len(runs.stands), 7):
        run = runs.columns.taken(np.array([k]))[0]
        assert price_of_nodes(tables, search.work, run.nodes, run.kind) == run.pence < NEVER
        drive = tables.way[int(tables.type_profile[run.kind]), :, :, DRIVE_S]
        places = tables.node_place[list(run.nodes)]
        least_s = int(drive[places[:-1], places[1:]].sum() + tables.node_service[list(run.nodes)].sum())
        assert runs.ends_s[k] - runs.begins_s[k] >= least_s
        aboard = {int(tables.node_pupil[node]) for node in run.nodes} - {NOBODY}
        assert set(runs.columns.aboard[:, [k]].nonzero()[0].tolist()) == aboard


def test_what_is_forgotten_leaves_the_runs(search: Search, runs: Runs) -> None:
    tables, few = search.compiled.tables, runs.only(np.arange(0, len(runs.stands), 5))
    pool = begin_search(search.compiled).pool
    only_remember(tables, pool, few)
    again = of_pool(tables, pool)
    kept = {(each.kind, each.nodes) for each in again.taken(np.arange(len(again.length)))}
    assert kept <= {(each.kind, each.nodes) for each in few.columns.taken(np.arange(len(few.stands)))}
    groups = {(kind, frozenset(nodes)) for kind, nodes in kept}
    assert len(groups) == len(kept) > 0


def fewest(search: Search, runs: Runs, most: int) -> float:
    """Return the least that any choice of runs costs, by listing them: days, ways alone, and a price for who is left.

    Runs that follow each other are tried in every order, so that this knows nothing of flows.
    """
    tables = search.compiled.tables
    follows = np.zeros((len(runs.stands), len(runs.stands)), bool)
    for kind in np.unique(runs.columns.kind).tolist():
        own, end_of, reached = reach(tables, runs, kind)
        follows[np.ix_(own, own)] = reached[end_of]
    left = min(float(tables.number[UNPLACED]), 3.0 * float(tables.type_day.max()))
    best = left * runs.columns.aboard.shape[0]
    for count in range(1, len(runs.stands) + 1):
        for taken in combinations(range(len(runs.stands)), count):
            days = min(
                _days(tables.type_day, tables.type_count, runs.columns.kind, follows, order, most)
                for order in permutations(taken)
            )
            ways = sum(int(runs.columns.pence[k] - tables.type_day[runs.columns.kind[k]]) for k in taken)
            missing = int((runs.columns.aboard[:, list(taken)].sum(axis=1) == 0).sum())
            best = min(best, days + ways + left * missing)
    return best


def _days(
    rate: np.ndarray, free: np.ndarray, kind: np.ndarray, follows: np.ndarray, order: tuple[int, ...], most: int
) -> float:
    """Return what the days cost if each run of an order begins a shift where it cannot follow the one before."""
    firsts = [k for before, k in zip((None, *order), order, strict=False) if before is None or not follows[before, k]]
    used = np.bincount(kind[firsts], minlength=len(free))
    return float(rate[kind[firsts]].sum()) if len(firsts) <= most and (used <= free).all() else np.inf


@pytest.mark.parametrize(("seed", "most"), [*product(range(4), (1, 2, 9))])
def test_no_choice_of_runs_is_cheaper(search: Search, runs: Runs, seed: int, most: int) -> None:
    tables = search.compiled.tables
    few = runs.only(np.sort(np.random.default_rng(seed).choice(len(runs.stands), 6, replace=False)))
    chosen = choose_runs(tables, few, supply(search), most, FREELY)
    assert chosen is not None
    only = few.only(chosen)
    assert fewest(search, few, most) == pytest.approx(fewest(search, only, most), rel=2e-3)
    missing = int((only.columns.aboard.sum(axis=1) == 0).sum()) if len(chosen) else few.columns.aboard.shape[0]
    assert missing < few.columns.aboard.shape[0]


def test_those_come_first_that_a_choice_needs(search: Search, runs: Runs) -> None:
    tables, most = search.compiled.tables, len(runs.stands)
    order = best_first(tables, runs, supply(search), most)
    assert sorted(order.tolist()) == list(range(most))
    whole = choose_runs(tables, runs, supply(search), most, SHORTLY)
    half = runs.only(order[: most // 2])
    chosen = choose_runs(tables, half, supply(search), most, SHORTLY)
    assert whole is not None
    assert chosen is not None
    assert (half.columns.aboard[:, chosen].sum(axis=1) > 0).all()
    assert len(half.stands) < most
    assert half.columns.pence[chosen].sum() <= 1.02 * runs.columns.pence[whole].sum()


def test_runs_make_fewer_shifts_than_there_were(search: Search, runs: Runs) -> None:
    tables, work = search.compiled.tables, search.work
    first = begin_search(search.compiled)
    first.place_all(1)
    begun = int((first.best.length > 0).sum())
    chosen = choose_runs(tables, runs, supply(search), begun - 1, SHORTLY)
    assert chosen is not None
    alone = each_once(tables, work, runs.columns.taken(chosen))
    assert alone is not None
    shifts = chained(tables, work, alone)
    assert len(shifts) < min(begun, len(alone))
    assert sorted(runs_of(tables, [(each.kind, each.nodes) for each in shifts])) == sorted(
        (each.kind, each.nodes) for each in alone
    )
    for shift in shifts:
        assert price_of_nodes(tables, work, shift.nodes, shift.kind) == shift.pence < NEVER
    state = rebuilt(first, everyone(first), shifts)
    assert state is not None
    assert int((state.shift_of == NOBODY).sum()) == 0


def test_runs_that_cannot_follow_each_other_have_a_vehicle_each(search: Search) -> None:
    tables, work = search.compiled.tables, search.work
    alone = of_state(tables, search.best).taken(np.flatnonzero(search.best.length[search.best.length > 0])[:1])
    assert chained(tables, work, [alone[0], alone[0]]) == [alone[0], alone[0]]
    assert chained(tables, work, []) == []


def test_runs_that_may_be_made_either_way_round_are_all_made(search: Search, monkeypatch: pytest.MonkeyPatch) -> None:
    tables, work = search.compiled.tables, search.work
    shifts = of_state(tables, search.best).taken(np.arange(int((search.best.length > 0).sum())))
    each = (
        [replace(shift, nodes=nodes) for _, nodes in runs_of(tables, [(shift.kind, shift.nodes)])] for shift in shifts
    )
    alone = max(each, key=len)
    assert len(alone) > 1
    ring = np.roll(np.eye(len(alone), dtype=np.int64), 1, axis=1)
    monkeypatch.setattr(chaining, "_saved", lambda *_: ring)
    made = runs_of(tables, [(each.kind, each.nodes) for each in chained(tables, work, alone)])
    assert sorted(nodes for _, nodes in made) == sorted(each.nodes for each in alone)


def spared(problem: Problem, iterations: int) -> Search:
    """Return a search that has met some shifts, and then tried to spare vehicles."""
    search = searched(problem, 1000)
    fleet.spare_vehicles(search, Watch(Budget(iterations=iterations)), 1, share=1.0, iterations=iterations)
    return search


def test_a_choice_of_runs_spares_vehicles_at_once_and_the_same_again(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, once = dear(60, 5), fleet.CHOICE_ITERATIONS + fleet.POLISH
    first, again = spared(problem, once), spared(problem, once)
    assert routes_of(first.best) == routes_of(again.best)
    monkeypatch.setattr(fleet, "_choose_with_fewer", lambda *_: False)
    assert (first.best.length > 0).sum() < (spared(problem, fleet.POLISH).best.length > 0).sum()


@pytest.mark.parametrize("direction", list(Direction))
def test_a_plan_with_few_vehicles_keeps_every_rule(direction: Direction) -> None:
    problem = dear(30, 3, direction=direction)
    plan = solve(problem, budget=Budget(iterations=1500, proof=False), seed=1)
    assert check(problem, plan) == []
    assert len(plan.unplaced) <= 2  # whose risk assessment has lapsed


def test_a_choice_that_leaves_out_many_is_not_gone_on_from(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = dear(30, 3)
    monkeypatch.setattr(fleet, "choose_runs", lambda *_: np.zeros(0, np.int64))
    nobody = spared(problem, fleet.PATIENCE)
    monkeypatch.setattr(fleet, "_choose_with_fewer", lambda *_: False)
    assert routes_of(nobody.best) == routes_of(spared(problem, fleet.PATIENCE).best)
