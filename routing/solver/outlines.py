"""From sequences of nodes back to runs of records, not yet crewed and timed; and from a plan to sequences of nodes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from geodata import PlaceId
from routing.loads import roomy_layouts
from routing.plan import Plan, Run, Shift, Stop
from routing.records import Layout, VehicleId
from routing.risk import PupilId
from routing.solver.compiled import Compiled
from routing.solver.price import price_of, price_of_nodes
from routing.solver.state import State, empty_state
from routing.solver.tables import NEVER, NOBODY, WIDTH, Work
from routing.timing import Visit

Route = tuple[int, Sequence[int]]
"""A vehicle type, and nodes, first visit first."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A vehicle's shift as the engines see it: who is fetched where in what order, without crew and times."""

    vehicle: VehicleId
    runs: tuple[tuple[Visit, ...], ...]


def drafts_of(compiled: Compiled, state: State) -> list[Draft]:
    """Return the shifts of a plan under way, each with a vehicle of its type, in the order of their rows."""
    waiting = [list(vehicles) for vehicles in compiled.kinds]
    drafts = []
    for row in np.flatnonzero(state.length):
        vehicle = waiting[state.kind[row]].pop(0)
        nodes = state.nodes[row, : state.length[row]].tolist()
        drafts.append(Draft(vehicle, runs_of(compiled, nodes)))
    return drafts


def runs_of(compiled: Compiled, nodes: Sequence[int]) -> tuple[tuple[Visit, ...], ...]:
    """Return the runs of a sequence of nodes, in the direction of the problem."""
    tables, to_school = compiled.tables, compiled.problem.is_to_school
    runs: list[list[Visit]] = [[]]
    aboard: list[int] = []
    for node in nodes:
        place, pupil = compiled.places[node], int(tables.node_pupil[node])
        if pupil != NOBODY:
            aboard.append(pupil)
            who = (compiled.pupils[pupil],)
            runs[-1].append(Visit(place=place, boards=who) if to_school else Visit(place=place, alights=who))
            continue
        school = tables.node_school[node]
        here = tuple(compiled.pupils[each] for each in aboard if tables.pupil_school[each] == school)
        aboard = [each for each in aboard if tables.pupil_school[each] != school]
        runs[-1].append(Visit(place=place, alights=here) if to_school else Visit(place=place, boards=here))
        if not aboard:
            runs.append([])
    whole = [tuple(run) for run in runs if run]
    return tuple(whole) if to_school else tuple(run[::-1] for run in whole[::-1])


def sketched(compiled: Compiled, routes: Iterable[Route]) -> Plan:
    """Return routes as a plan without crew and times, to be read back, and mended where need be, by ``state_of``."""
    waiting = [list(vehicles) for vehicles in compiled.kinds]
    shifts = []
    for kind, nodes in routes:
        vehicle = waiting[kind].pop(0)
        layout = compiled.problem.vehicle[vehicle].layouts[0]
        runs = [Run(vehicle=vehicle, layout=layout, stops=_untimed(run)) for run in runs_of(compiled, nodes)]
        shifts.append(Shift(vehicle, tuple(runs)))
    return Plan(shifts=tuple(shifts))


def _untimed(visits: Sequence[Visit]) -> tuple[Stop, ...]:
    return tuple(Stop(place=v.place, arrive_s=0, leave_s=0, boards=v.boards, alights=v.alights) for v in visits)


def routes_of(state: State) -> list[Route]:
    """Return the shifts of a plan under way."""
    rows = np.flatnonzero(state.length)
    return [(int(state.kind[row]), state.nodes[row, : state.length[row]].tolist()) for row in rows]


def layout_for(compiled: Compiled, vehicle: VehicleId, visits: Sequence[Visit], assistants: int) -> Layout | None:
    """Return the first layout of a vehicle with room for a run and so many assistants, or None."""
    return next(roomy_layouts(compiled.problem, compiled.said, vehicle, visits, assistants), None)


def state_of(compiled: Compiled, work: Work, plan: Plan) -> State:
    """Return a plan as kernels hold it; see :func:`state_and_vehicles`."""
    return state_and_vehicles(compiled, work, plan)[0]


def state_and_vehicles(compiled: Compiled, work: Work, plan: Plan) -> tuple[State, list[VehicleId]]:
    """Return a plan as kernels hold it, and the vehicle of each row in use.

    Shifts that break a rule are taken apart, least change first, and their pupils unplaced.

    Pupils, vehicles and places that the problem no longer knows are passed over.
    """
    state = empty_state(compiled.tables)
    node_at = _nodes_by_place(compiled)
    kind_of = {vehicle: kind for kind, vehicles in enumerate(compiled.kinds) for vehicle in vehicles}
    vehicles_of_rows: list[VehicleId] = []
    for shift in plan.shifts:
        row = len(vehicles_of_rows)
        kind = kind_of.get(shift.vehicle)
        if kind is None or row >= len(state.length):
            continue
        nodes = _nodes_that_fit(compiled, work, shift.runs, kind, node_at)
        if not nodes:
            continue
        state.nodes[row, : len(nodes)] = nodes
        state.length[row], state.kind[row] = len(nodes), kind
        state.pence[row] = price_of(compiled.tables, work, state.nodes[row], len(nodes), kind, True)  # noqa: FBT003 -- a kernel
        state.free[kind] -= 1
        for node in nodes:
            if compiled.tables.node_pupil[node] != NOBODY:
                state.shift_of[compiled.tables.node_pupil[node]] = row
        vehicles_of_rows.append(shift.vehicle)
    return state, vehicles_of_rows


NodeAt = dict[tuple[int, int, PlaceId], int]


def _nodes_by_place(compiled: Compiled) -> NodeAt:
    """Return the node of each pupil (or, with NOBODY, of each school) at each of their places."""
    tables = compiled.tables
    schools = np.where(tables.node_pupil == NOBODY, tables.node_school, NOBODY)
    keys = zip(tables.node_pupil.tolist(), schools.tolist(), compiled.places, strict=True)
    return {key: node for node, key in enumerate(keys)}


def _nodes_that_fit(compiled: Compiled, work: Work, runs: Sequence[Run], kind: int, node_at: NodeAt) -> list[int]:
    """Return the nodes of a shift; while they break a rule, without the pupil whose leaving helps or costs least."""
    parties = list(_parties_of(compiled, runs))
    out: set[int] = set()

    def nodes(without: set[int]) -> list[int]:
        each_run = [list(_nodes_of_run(compiled, run, without, node_at)) for run in runs]
        if not compiled.problem.is_to_school:
            each_run = [run[::-1] for run in each_run[::-1]]
        return [node for run in each_run for node in run]

    def pence(sequence: list[int]) -> int:
        if len(sequence) > compiled.tables.number[WIDTH] - 2:
            return NEVER
        return price_of_nodes(compiled.tables, work, sequence, kind) if sequence else 0

    while pence(nodes(out)) >= NEVER:
        left = [party for party in parties if not out.intersection(party)]
        tried = [(pence(nodes(out | set(party))), len(party), party) for party in left]
        good = [each for each in tried if each[0] < NEVER]
        # where no one pupil's leaving mends it, the last to board goes, and so on
        out |= set(max(good)[2] if good else left[-1])
    return nodes(out)


def _parties_of(compiled: Compiled, runs: Sequence[Run]) -> Iterator[tuple[int, ...]]:
    tables, row = compiled.tables, compiled.pupil_row
    aboard = [row[pupil] for run in runs for pupil in run.pupils if pupil in row]
    for party in dict.fromkeys(int(tables.party[pupil]) for pupil in aboard):
        yield tuple(tables.party_pupils[tables.party_start[party] : tables.party_start[party + 1]].tolist())


def _nodes_of_run(compiled: Compiled, run: Run, without: set[int], node_at: NodeAt) -> Iterator[int]:
    """Yield the nodes of a run's stops, for the pupils who are still known and not left out."""
    row, tables, to_school = compiled.pupil_row, compiled.tables, compiled.problem.is_to_school

    def known(pupils: tuple[PupilId, ...]) -> list[int]:
        return [row[pupil] for pupil in pupils if pupil in row and row[pupil] not in without]

    for stop in run.stops:
        own, at_school = (stop.boards, stop.alights) if to_school else (stop.alights, stop.boards)
        gates = dict.fromkeys(int(tables.pupil_school[pupil]) for pupil in known(at_school))
        for school in gates:
            gate = node_at.get((NOBODY, school, stop.place), int(tables.school_gate[school]))
            yield gate
        for pupil in known(own):
            yield node_at.get((pupil, -1, stop.place), int(tables.pupil_node[pupil]))
