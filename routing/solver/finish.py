"""From the engines' sequences to a plan: vehicles named, assistants named, school bays shared out, reasons given."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from routing.plan import Plan, Shift, Unplaced
from routing.records import AssistantId, Training
from routing.risk import PupilId
from routing.solver.bays import spaced
from routing.solver.compiled import Compiled
from routing.solver.crews import with_crews
from routing.solver.once import nodes_without
from routing.solver.outlines import drafts_of
from routing.solver.price import price_of
from routing.solver.state import Alone, State, copy_of
from routing.solver.tables import NEVER, NOBODY, Work

NO_ASSISTANT = "no passenger assistant who could look after them is free on any run that they could join"
CAREFUL_ROUNDS = 2
"""So often room at the schools is sought with care; after that, quickly."""
NO_BAY = "every vehicle that could bring them finds no bay at the school in time"


@dataclass(frozen=True, slots=True)
class Finished:
    """A whole plan, who had to be left out of it for want of assistants or bays, and what training was not to be had.

    Parameters
    ----------
    asked_for
        For each assistant whom there was not, what all whom they were to look after asked for together.
    """

    plan: Plan
    short_of_crew: tuple[PupilId, ...]
    short_of_bays: tuple[PupilId, ...]
    asked_for: tuple[frozenset[Training], ...]


def finished(compiled: Compiled, work: Work, alone: Alone, state: State) -> Finished:
    """Return a plan under way as a whole plan, every rule kept; who cannot be kept on is named unplaced, and why."""
    state = copy_of(state)
    standing, taken = _standing(compiled), crew_that_stands(compiled)
    why: dict[PupilId, str] = {}
    asked_for: list[frozenset[Training]] = []
    rounds = 0
    while True:
        rounds += 1
        crewed = with_crews(compiled, drafts_of(compiled, state), taken)
        if crewed.unmet:
            out = leave_out(compiled, work, state, (pupil for _, pupil in crewed.unmet))
            why.update(dict.fromkeys(out, NO_ASSISTANT))
            asked_for += crewed.asked_for
            continue
        shifts, crowded = spaced(compiled, crewed.shifts, standing, quickly=rounds > CAREFUL_ROUNDS)
        if not crowded:
            break
        crowd = (pupil for shift, run in crowded for pupil in shifts[shift].runs[run].pupils)
        out = leave_out(compiled, work, state, crowd)
        why.update(dict.fromkeys(out, NO_BAY))
    for row in np.flatnonzero(state.shift_of == NOBODY):
        why.setdefault(compiled.pupils[row], _why_unplaced(compiled, alone, int(row)))
    unplaced = [*compiled.left_out, *(Unplaced(pupil, why[pupil]) for pupil in compiled.pupils if pupil in why)]
    order = {vehicle.id: number for number, vehicle in enumerate(compiled.problem.vehicles)}
    everything = sorted([*shifts, *standing], key=lambda shift: order[shift.vehicle])
    plan = Plan(shifts=tuple(everything), unplaced=tuple(unplaced))
    crew_short = tuple(pupil for pupil in why if why[pupil] == NO_ASSISTANT)
    bay_short = tuple(pupil for pupil in why if why[pupil] == NO_BAY)
    return Finished(plan, crew_short, bay_short, tuple(asked_for))


def _standing(compiled: Compiled) -> list[Shift]:
    """Return the shifts of the runs that are made as they stand."""
    runs = sorted(compiled.locks.as_it_stands, key=lambda run: run.begins_s)
    vehicles = dict.fromkeys(run.vehicle for run in runs)
    return [Shift(vehicle, tuple(run for run in runs if run.vehicle == vehicle)) for vehicle in vehicles]


def crew_that_stands(compiled: Compiled) -> frozenset[AssistantId]:
    """Return the assistants of the runs that are made as they stand."""
    return frozenset(member.assistant for run in compiled.locks.as_it_stands for member in run.crew)


def leave_out(compiled: Compiled, work: Work, state: State, pupils: Iterable[PupilId]) -> list[PupilId]:
    """Take pupils, with those who travel together with them, out of a plan under way; return them all."""
    tables, row_of = compiled.tables, compiled.pupil_row
    parties = {int(tables.party[row_of[pupil]]) for pupil in pupils}
    out = [int(row) for row in np.flatnonzero(np.isin(tables.party, list(parties)))]
    for shift in sorted({int(state.shift_of[pupil]) for pupil in out} - {NOBODY}):
        nodes = nodes_without(tables, state.nodes[shift, : state.length[shift]].tolist(), out)
        kind, count = int(state.kind[shift]), len(nodes)
        state.nodes[shift, :count] = nodes
        state.length[shift] = count
        pence = price_of(tables, work, state.nodes[shift], count, kind, True) if count else NEVER  # noqa: FBT003 -- a kernel
        if pence >= NEVER:
            out += [int(tables.node_pupil[node]) for node in nodes if tables.node_pupil[node] != NOBODY]
            state.length[shift], state.pence[shift] = 0, 0
            state.free[kind] += 1
        else:
            state.pence[shift] = pence
    state.shift_of[out] = NOBODY
    return [compiled.pupils[row] for row in dict.fromkeys(out)]


def _why_unplaced(compiled: Compiled, alone: Alone, row: int) -> str:
    """Return in a sentence why a pupil is on no run."""
    tables, pupil = compiled.tables, compiled.pupils[row]
    need = compiled.said.crew.get(pupil)
    if need is not None and not any(
        need.training <= each.training and (compiled.said.assistants is None or each.id in compiled.said.assistants)
        for each in compiled.problem.assistants
    ):
        words = " and ".join(sorted(need.training))
        return f"no passenger assistant {f'trained in {words} ' if words else ''}is there to look after them"
    if not (tables.changed[row] >= 0).any():
        return "no vehicle may carry them: none has what they need, is cleared and is covered by its contract"
    if (alone.pence[row] >= NEVER).all():
        return "no vehicle that may carry them could do so within the times, even with nobody else aboard"
    return "no vehicle that may carry them is free at that time"
