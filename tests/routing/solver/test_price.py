"""The kernel against the judge: on random shifts the same verdict, and the same price to the penny."""

from dataclasses import replace

import numpy as np
import pytest

from routing.checker import check
from routing.cost import cost
from routing.plan import Plan
from routing.problem import Direction, Problem
from routing.solver.compiled import Compiled, compile_problem
from routing.solver.crews import with_crews
from routing.solver.outlines import Draft, layout_for, runs_of
from routing.solver.price import price_of
from routing.solver.tables import NEVER, NOBODY, UNPLACED, work_for
from routing.timing import Outline, timed_shift
from tests.routing.solver.mornings import all_unplaced_but, morning, with_promises


def random_sequence(compiled: Compiled, random: np.random.Generator) -> list[int]:
    """Some pupils in any order, each at any place of theirs, with visits to their schools after them, mixed or not."""
    tables = compiled.tables
    nodes: list[int] = []
    waiting: list[int] = []
    some = random.permutation(len(compiled.pupils))[: random.integers(1, 5)]
    for pupil in some.tolist():
        nodes.append(int(random.integers(tables.pupil_node[pupil], tables.pupil_node[pupil + 1])))
        waiting.append(int(tables.pupil_school[pupil]))
        if random.random() < 0.4:
            school = waiting[0]
            waiting = [each for each in waiting if each != school]
            nodes.append(int(random.integers(tables.school_gate[school], tables.school_gate[school + 1])))
    schools = random.permutation(sorted(set(waiting))).tolist()
    gates = (tables.school_gate[school : school + 2] for school in schools)
    return [*nodes, *(int(random.integers(*pair)) for pair in gates)]


def judged(compiled: Compiled, nodes: list[int], kind: int) -> int | None:
    """The price of a shift by ``routing.cost``, the others unplaced at no price; None if the checker objects."""
    problem = compiled.problem
    draft = Draft(compiled.kinds[kind][0], runs_of(compiled, nodes))
    layouts = [layout_for(compiled, draft.vehicle, visits, 0) for visits in draft.runs]
    standing = problem.vehicle[draft.vehicle].layouts[0]
    plain = [Outline(visits, layout or standing) for visits, layout in zip(draft.runs, layouts, strict=True)]
    if timed_shift(problem, compiled.said, draft.vehicle, plain) is None:
        return None
    crewed = with_crews(compiled, [draft])
    if crewed.unmet:
        return None
    plan = all_unplaced_but(problem, Plan(shifts=crewed.shifts))
    if check(problem, plan):
        return None
    return cost(problem, replace(plan, unplaced=()))


def compared(problem: Problem, seed: int, times: int) -> tuple[int, int]:
    """Compare so many random shifts; return how many were good and how many not."""
    compiled, random = compile_problem(problem), np.random.default_rng(seed)
    work, good, bad = work_for(compiled.tables), 0, 0
    for _ in range(times):
        nodes = random_sequence(compiled, random)
        kind = int(random.integers(len(compiled.kinds)))
        pence = int(price_of(compiled.tables, work, np.array(nodes, np.int64), len(nodes), kind, True))  # noqa: FBT003 -- a kernel
        expected = judged(compiled, nodes, kind)
        assert (expected is None) == (pence >= NEVER), (nodes, compiled.kinds[kind], pence, expected)
        if expected is None:
            bad += 1
        else:
            assert pence == expected, (nodes, compiled.kinds[kind])
            good += 1
    return good, bad


@pytest.mark.parametrize("direction", list(Direction))
def test_the_kernel_and_the_judge_agree_on_random_shifts(direction: Direction) -> None:
    totals = np.zeros(2, int)
    for seed in range(20):
        totals += compared(morning(seed, direction=direction), seed, 40)
    assert totals.min() > 60, "too few good or bad shifts to be worth the name"


@pytest.mark.parametrize("direction", list(Direction))
def test_they_agree_where_times_and_vehicles_were_promised(direction: Direction) -> None:
    totals = np.zeros(2, int)
    for seed in range(12):
        totals += compared(with_promises(morning(seed, direction=direction), seed), seed, 40)
    assert totals.min() > 40


def test_compiling_keeps_every_pupil_and_every_vehicle_once() -> None:
    compiled = compile_problem(morning(1))
    tables = compiled.tables
    assert compiled.pupils == tuple(each.id for each in compiled.problem.pupils)
    assert sorted(name for kind in compiled.kinds for name in kind) == sorted(compiled.problem.vehicle)
    assert tables.number[UNPLACED] == compiled.problem.policy.unplaced_pence
    assert (tables.node_pupil != NOBODY).sum() == tables.pupil_node[-1]
