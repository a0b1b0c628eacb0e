"""Those left out of a finished plan for want of an assistant or a bay: put in, or put in another's place, who moves."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from routing.plan import Plan, Unplaced
from routing.risk import PupilId
from routing.solver.compiled import Compiled
from routing.solver.finish import NO_ASSISTANT, leave_out
from routing.solver.insertion import insert_into, replaced
from routing.solver.outlines import Draft, runs_of, state_and_vehicles
from routing.solver.tables import NODE_PLACE, work_for

MOST_JOINED = 100
"""So many of those left out are tried to be inserted, one by one."""
MOST_MOVED, MOST_MAKING_ROOM = 16, 12
"""For so many of them room is made, and so many others are asked to move, before it is given up."""


def with_room_made(compiled: Compiled, plan: Plan, left_out: Sequence[PupilId], stop: Callable[[], bool]) -> Plan:
    """Return a plan with as many of those left out as can be put in, all other runs but one or two as they are.

    Where a pupil fits in nowhere, one other pupil is taken off whose assistant could look after them, and is put in
    elsewhere (an ejection chain of one link: Glover 1996).

    Parameters
    ----------
    left_out
        Who is unplaced for want of an assistant or a bay.
    stop
        Asked before each whether to stop.
    """
    still = []
    for pupil in left_out[:MOST_JOINED]:
        if stop():
            return plan
        joined = _joined(compiled, plan, pupil)
        if joined is None:
            still.append(pupil)
        else:
            plan = joined
    for pupil in still[:MOST_MOVED]:
        for other in _in_the_way(compiled, plan, pupil):
            if stop():
                return plan
            moved = _exchanged(compiled, plan, pupil, other)
            if moved is not None:
                plan = moved
                break
    return plan


def _joined(compiled: Compiled, plan: Plan, pupil: PupilId) -> Plan | None:
    """Return a plan with one pupil more, if it costs less than leaving them out."""
    choices = insert_into(compiled, plan, pupil, most=1)
    if not choices or choices[0].extra_pence >= compiled.problem.policy.unplaced_pence:
        return None
    return choices[0].plan


def _exchanged(compiled: Compiled, plan: Plan, pupil: PupilId, other: PupilId) -> Plan | None:
    """Return a plan in which one pupil has made room for another, and travels elsewhere; None if that cannot be."""
    without = _without(compiled, plan, other)
    if without is None:
        return None
    joined = _joined(compiled, without, pupil)
    return None if joined is None else _joined(compiled, joined, other)


def _without(compiled: Compiled, plan: Plan, pupil: PupilId) -> Plan | None:
    """Return a plan without a pupil who travels alone; None if their run cannot be made without them."""
    tables, row = compiled.tables, compiled.pupil_row[pupil]
    work = work_for(tables)
    state, vehicles = state_and_vehicles(compiled, work, plan)
    shift = int(state.shift_of[row])
    if shift not in range(len(vehicles)) or leave_out(compiled, work, state, [pupil]) != [pupil]:
        return None
    nodes = state.nodes[shift, : state.length[shift]].tolist()
    made = replaced(compiled, plan, Draft(vehicles[shift], runs_of(compiled, nodes) if nodes else ()))
    if made is None:
        return None
    return replace(made, unplaced=(*made.unplaced, Unplaced(pupil, NO_ASSISTANT)))


def _in_the_way(compiled: Compiled, plan: Plan, pupil: PupilId) -> Iterator[PupilId]:
    """Yield those who travel with an assistant who could look after a pupil, those nearest to their home first."""
    problem, tables, row_of = compiled.problem, compiled.tables, compiled.pupil_row
    need = compiled.said.crew.get(pupil)
    home = tables.node[tables.pupil_node[:-1], NODE_PLACE]
    away_s = tables.seconds[0, home[row_of[pupil]], home]
    near: list[tuple[int, PupilId]] = []
    for shift in plan.shifts:
        for run in shift.runs:
            trained = [problem.assistant[member.assistant].training for member in run.crew]
            if need is not None and not any(need.training <= each for each in trained):
                continue
            near += [
                (int(away_s[row_of[each]]), each)
                for each in run.pupils
                if each in row_of and (need is None or each in compiled.said.crew)
            ]
    for _, other in sorted(near)[:MOST_MAKING_ROOM]:
        if np.count_nonzero(tables.party == tables.party[row_of[other]]) == 1:
            yield other
