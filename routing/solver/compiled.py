"""A problem compiled: what the rules said, as arrays that kernels read, and the way back to records.

From school is compiled as the mirror image of to school: drives transposed, the clock negated. Vehicles whose terms are
the same for every pupil are one *type*; a promise ("their usual vehicle") or a lock may set a vehicle apart.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geodata import PlaceId
from routing.cost import rounded
from routing.plan import Unplaced
from routing.problem import Problem
from routing.records import PassengerAssistant, PickUpPoint, Pupil, SchoolId, Training, VehicleId
from routing.risk import PupilId
from routing.rules import RULES
from routing.rules.rule import Postable
from routing.said import ALL_DAY, CrewNeed, Said, Window, said_by
from routing.solver.locks import NO_LOCKS, Locks
from routing.solver.nearness import near_pupils
from routing.solver.tables import NO_TIME, NOBODY, Ints, Tables

ANY_NUMBER = 10**6
WIDEST = 240
"""The most nodes that a shift may have, whatever the vehicle."""


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """One problem as arrays, and what their rows mean.

    Attributes
    ----------
    pupils, schools
        The record of each row.
    kinds
        For each type, its vehicles.
    places
        For each node, its place.
    left_out
        The pupils who may not be planned at all, and why.
    """

    problem: Problem
    said: Said
    locks: Locks
    tables: Tables
    pupils: tuple[PupilId, ...]
    schools: tuple[SchoolId, ...]
    kinds: tuple[tuple[VehicleId, ...], ...]
    places: tuple[PlaceId, ...]
    left_out: tuple[Unplaced, ...]

    @property
    def pupil_row(self) -> dict[PupilId, int]:
        """The row of each pupil."""
        return {pupil: row for row, pupil in enumerate(self.pupils)}


def compile_problem(problem: Problem, rules: Sequence[Postable] | None = None, locks: Locks = NO_LOCKS) -> Compiled:
    """Return a problem as the rules put it, ready for the kernels.

    Parameters
    ----------
    rules
        Those to be kept; None for all of the catalogue.
    locks
        What a person has decided beforehand.
    """
    said = said_by(problem, RULES if rules is None else rules)
    locks.post(said)
    left_out = _left_out(problem, locks)
    out = {each.pupil for each in left_out} | locks.pupils
    pupils = tuple(pupil for pupil in problem.pupils if pupil.id not in out)
    vehicles = [vehicle.id for vehicle in problem.vehicles if vehicle.id not in locks.vehicles]
    return _Compiler(problem, said, locks, pupils, vehicles).compiled(left_out)


def _left_out(problem: Problem, locks: Locks) -> tuple[Unplaced, ...]:
    """Return those who may not be planned, and why."""
    why = {pupil.id: problem.why_not_planned(pupil.id) for pupil in problem.pupils if pupil.id not in locks.pupils}
    return tuple(Unplaced(pupil, reason) for pupil, reason in why.items() if reason is not None)


def _csr(lists: Iterable[Sequence[int]]) -> tuple[Ints, Ints]:
    starts, flat = [0], list[int]()
    for each in lists:
        flat += each
        starts.append(len(flat))
    return np.array(starts, np.int64), np.array(flat, np.int64)


def suitable(assistant: PassengerAssistant, said: Said) -> bool:
    """Say whether an assistant may work at all."""
    return said.assistants is None or assistant.id in said.assistants


class _Compiler:
    """Builds the tables of one problem, part by part."""

    def __init__(
        self, problem: Problem, said: Said, locks: Locks, pupils: tuple[Pupil, ...], vehicles: list[VehicleId]
    ) -> None:
        self.problem, self.said, self.locks, self.pupils, self.vehicles = problem, said, locks, pupils, vehicles
        self.row = {pupil.id: row for row, pupil in enumerate(pupils)}
        self.schools = [school.id for school in problem.schools]
        self.profiles = list(problem.travels)
        self.place_row = problem.places.row

    def compiled(self, left_out: tuple[Unplaced, ...]) -> Compiled:
        """Return the compiled problem."""
        kinds, kind_tables = self._kinds()
        nodes, places = self._nodes()
        seconds, metres = self._matrices()
        numbers = self._numbers(kind_tables["room"])
        homes = np.array([self.place_row(pupil.home) for pupil in self.pupils], np.int64)
        gates = np.array([self.place_row(school.gates[0]) for school in self.problem.schools], np.int64)
        opens = np.array([self._school_window(school)[1] for school in self.schools], np.int64)
        pupil_school = np.array([self.schools.index(pupil.school) for pupil in self.pupils], np.int64)
        tables = Tables(
            **nodes,
            **kind_tables,
            **self._company(),
            **self._crew(),
            pupil_school=pupil_school,
            seconds=seconds,
            metres=metres,
            near=near_pupils(seconds[0], homes, gates, opens, pupil_school),
            number=numbers,
        )
        names = tuple(pupil.id for pupil in self.pupils)
        return Compiled(
            self.problem, self.said, self.locks, tables, names, tuple(self.schools), kinds, places, left_out
        )

    def _matrices(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        travels = [self.problem.travels[profile] for profile in self.profiles]
        seconds, metres = np.stack([each.seconds for each in travels]), np.stack([each.metres for each in travels])
        if not self.problem.is_to_school:
            seconds, metres = seconds.transpose(0, 2, 1), metres.transpose(0, 2, 1)
        return np.ascontiguousarray(seconds), np.ascontiguousarray(metres)

    def _mirrored(self, window: Window, service_s: int = 0) -> Window:
        """Return a window on the beginning of service, as kernels see it."""
        return window if self.problem.is_to_school else (-window[1] - service_s, -window[0] - service_s)

    def _school_window(self, school: SchoolId) -> Window:
        return self._mirrored(self.said.school_window.get(school, ALL_DAY))

    def _nodes(self) -> tuple[dict[str, Any], tuple[PlaceId, ...]]:
        rows: list[tuple[int, ...]] = []
        places: list[PlaceId] = []
        pupil_node, school_gate = [0], list[int]()
        for number, pupil in enumerate(self.pupils):
            service_s = pupil.needs.boarding_s
            lo, hi = self._mirrored(self.said.home_window.get(pupil.id, ALL_DAY), service_s)
            usual = self.problem.usual.get(pupil.id)
            at_s = None if usual is None else usual.time_s
            promised = NO_TIME if at_s is None else self._mirrored((at_s, at_s), service_s)[0]
            for point in (PickUpPoint(pupil.home, 0), *pupil.pick_up_points):
                limit_s = self.said.ride_limit_s.get(pupil.id, ANY_NUMBER) - point.walk_s
                school, place = self.schools.index(pupil.school), self.place_row(point.place)
                tolerance = 0 if usual is None else usual.tolerance_s
                rows.append((number, school, place, service_s, lo, hi, limit_s, promised, tolerance))
                places.append(point.place)
            pupil_node.append(len(rows))
        school_gate.append(len(rows))
        for number, school_record in enumerate(self.problem.schools):
            lo, hi = self._school_window(school_record.id)
            for gate in school_record.gates:
                service_s = school_record.handover_s
                rows.append((NOBODY, number, self.place_row(gate), service_s, lo, hi, 0, NO_TIME, 0))
                places.append(gate)
            school_gate.append(len(rows))
        names = ("pupil", "school", "place", "service", "lo", "hi", "limit", "usual", "tolerance")
        columns = np.array(rows, np.int64).reshape(-1, len(names)).T
        nodes = {f"node_{name}": np.ascontiguousarray(columns[k]) for k, name in enumerate(names)}
        nodes["pupil_node"], nodes["school_gate"] = np.array(pupil_node, np.int64), np.array(school_gate, np.int64)
        return nodes, tuple(places)

    def _company(self) -> dict[str, Any]:
        apart: list[set[int]] = [set() for _ in self.pupils]
        for pair in self.said.apart:
            rows = [self.row[each] for each in pair if each in self.row]
            if len(rows) == len(pair):
                apart[rows[0]].add(rows[1])
                apart[rows[1]].add(rows[0])
        apart_start, apart_flat = _csr([sorted(each) for each in apart])
        leader = list(range(len(self.pupils)))
        for pair in self.said.together:
            heads = {leader[self.row[each]] for each in pair if each in self.row}
            if all(each in self.row for each in pair):
                leader = [min(heads) if each in heads else each for each in leader]
        firsts = sorted(set(leader))
        members = [[row for row, first in enumerate(leader) if first == head] for head in firsts]
        party_start, party_pupils = _csr(members)
        number = {head: k for k, head in enumerate(firsts)}
        school_apart = np.zeros((len(self.schools), len(self.schools)), np.bool_)
        for schools in self.said.schools_apart:
            numbers = [self.schools.index(each) for each in sorted(schools)]
            school_apart[numbers[0], numbers[1]] = school_apart[numbers[1], numbers[0]] = True
        most = [self.said.most.get(pupil.id, ANY_NUMBER) for pupil in self.pupils]
        return {
            "apart_start": apart_start,
            "apart": apart_flat,
            "party": np.array([number[each] for each in leader], np.int64),
            "party_start": party_start,
            "party_pupils": party_pupils,
            "school_apart": school_apart,
            "most": np.array(most, np.int64),
        }

    def _crew(self) -> dict[str, Any]:
        words = sorted({word for need in self.said.crew.values() for word in need.training})
        if len(words) > 62:  # noqa: PLR2004 -- the bits of one int64
            raise ValueError(f"no more than 62 kinds of assistants' training can be planned with, not {len(words)}.")

        def bits(training: frozenset[Training]) -> int:
            return sum(1 << words.index(word) for word in training if word in words)

        rates: dict[int, int] = {}
        for each in self.problem.assistants:
            if suitable(each, self.said):
                mask = bits(each.training)
                rates[mask] = min(each.hour_rate_pence, rates.get(mask, each.hour_rate_pence))
        hands = sorted(rates.items(), key=lambda hand: (hand[1], hand[0]))
        kind, training, rate = (np.zeros(len(self.pupils), np.int64) for _ in range(3))
        for row, pupil in enumerate(self.pupils):
            need = self.said.crew.get(pupil.id)
            if need is not None:
                kind[row], training[row] = 2 if need.one_to_one else 1, bits(need.training)
                rate[row] = next((pence for mask, pence in hands if mask & training[row] == training[row]), 0)
        return {
            "crew_kind": kind,
            "crew_training": training,
            "crew_rate": rate,
            "hand_training": np.array([mask for mask, _ in hands], np.int64),
            "hand_rate": np.array([pence for _, pence in hands], np.int64),
        }

    def _cared_for(self, need: CrewNeed | None) -> bool:
        """Say whether any assistant could look after a pupil."""
        return need is None or any(
            suitable(each, self.said) and need.training <= each.training for each in self.problem.assistants
        )

    def _changed(self) -> Ints:
        """Return the price of broken promises of vehicle and driver, pupils by vehicles; -1 where not allowed."""
        problem, policy = self.problem, self.problem.policy
        changed = np.zeros((len(self.pupils), len(self.vehicles)), np.int64)
        drivers = np.array([problem.vehicle[vehicle].driver or "" for vehicle in self.vehicles])
        names = np.array(self.vehicles)
        for row, pupil in enumerate(self.pupils):
            usual = problem.usual.get(pupil.id)
            if usual is not None and usual.vehicle is not None:
                changed[row] += policy.changed_vehicle_pence * (names != usual.vehicle)
            if usual is not None and usual.driver is not None:
                changed[row] += policy.changed_driver_pence * (drivers != usual.driver)
            only = self.said.only.get(pupil.id)
            if only is not None:
                changed[row, [vehicle not in only for vehicle in self.vehicles]] = -1
            if not self._cared_for(self.said.crew.get(pupil.id)):
                changed[row] = -1
        return changed

    def _kinds(self) -> tuple[tuple[tuple[VehicleId, ...], ...], dict[str, Any]]:
        changed = self._changed()
        groups: dict[tuple[object, ...], list[int]] = {}
        for number, name in enumerate(self.vehicles):
            groups.setdefault((self._terms(name), changed[:, number].tobytes()), []).append(number)
        firsts = [members[0] for members in groups.values()]
        rows = [self._terms(self.vehicles[number]) for number in firsts]
        loads, layouts = max(1, len(self.said.loads)), max((len(row[-1]) for row in rows), default=1)
        room = np.full((len(rows), layouts, loads), -1, np.int64)
        for kind, row in enumerate(rows):
            for layout, each in enumerate(row[-1]):
                room[kind, layout] = each
        names = ("profile", "depot", "from", "until", "day", "mile", "hour")
        tables = {f"type_{name}": np.array([row[k] for row in rows], np.int64) for k, name in enumerate(names)}
        tables["type_count"] = np.array([len(members) for members in groups.values()], np.int64)
        tables["room"] = room
        tables["changed"] = np.ascontiguousarray(changed[:, firsts])
        takes = [[load.takes.get(pupil.id, 0) for load in self.said.loads] or [0] for pupil in self.pupils]
        tables["takes"] = np.array(takes, np.int64).reshape(len(self.pupils), loads)
        tables["assistant_takes"] = np.array([load.each_assistant_takes for load in self.said.loads] or [0], np.int64)
        return tuple(tuple(self.vehicles[k] for k in members) for members in groups.values()), tables

    def _terms(self, name: VehicleId) -> tuple[Any, ...]:
        """Return what sets one vehicle apart from another, but for who may travel in it; the room comes last."""
        vehicle = self.problem.vehicle[name]
        contract = self.problem.contract[vehicle.contract]
        hours = self._mirrored(self.said.vehicle_hours.get(name, (-ANY_NUMBER, ANY_NUMBER)))
        room = tuple(tuple(load.room[name][k] for load in self.said.loads) or (0,) for k in range(len(vehicle.layouts)))
        return (
            self.profiles.index(vehicle.road_profile),
            NOBODY if vehicle.depot is None else self.place_row(vehicle.depot),
            *hours,
            rounded(contract.day_rate_pence, 2),
            contract.mile_rate_pence,
            contract.hour_rate_pence,
            room,
        )

    def _numbers(self, room: Ints) -> Ints:
        policy, said = self.problem.policy, self.said
        width = min(WIDEST, 3 * int(room.max(initial=8)) + 16)
        numbers = (
            said.most_schools or ANY_NUMBER,
            said.most_pupils_per_assistant or ANY_NUMBER,
            policy.ride_hour_pence,
            policy.moved_minute_pence,
            policy.assistant_minimum_paid_s,
            policy.unplaced_pence,
            0,
            any(usual.time_s is not None for usual in self.problem.usuals),
            width,
        )
        return np.array(numbers, np.int64)
