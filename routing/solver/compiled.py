"""A problem compiled: what the rules said, as arrays that kernels read, and the way back to records.

From school is compiled as the mirror image of to school: drives transposed, the clock negated. Vehicles whose terms are
the same for every pupil are one *type*; a promise ("their usual vehicle") or a lock may set a vehicle apart.
"""

from collections.abc import Sequence
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
from routing.solver.nearness import Ends, near_journeys, near_pupils
from routing.solver.tables import (
    DRIVE_S,
    HAND_RATE,
    KIND_COUNT,
    KIND_LIMIT,
    NO_TIME,
    NOBODY,
    NODE_HI,
    NODE_LIMIT,
    NODE_LO,
    NODE_PLACE,
    NODE_SERVICE,
    NODE_TOLERANCE,
    ONE_TO_ONE,
    PUPIL_CREW,
    PUPIL_MOST,
    PUPIL_NODE,
    PUPIL_PARTY,
    PUPIL_RATE,
    PUPIL_SCHOOL,
    PUPIL_TAKES,
    PUPIL_TRAINING,
    SCHOOL_APART,
    SCHOOL_GATE,
    Ints,
    Tables,
    in_one,
)

ANY_NUMBER = 10**6
MOST_WORDS = 62
"""Kinds of training, the bits of one int64."""
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

    @property
    def hands(self) -> list[PassengerAssistant]:
        """The assistants who may work at all."""
        return [each for each in self.problem.assistants if _suitable(each, self.said)]

    def training_bits(self, training: frozenset[Training]) -> int:
        """Return training as a bit set, as kernels compare it; that which no pupil needs is left out."""
        return _bits(_words(self.said), training)


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


def _suitable(assistant: PassengerAssistant, said: Said) -> bool:
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
        self.words = _words(said)
        if len(self.words) > MOST_WORDS:
            most, words = MOST_WORDS, len(self.words)
            raise ValueError(f"no more than {most} kinds of assistants' training can be planned with, not {words}.")

    def compiled(self, left_out: tuple[Unplaced, ...]) -> Compiled:
        """Return the compiled problem."""
        kinds, kind_tables = self._kinds()
        node, places, first_nodes, gates = self._nodes()
        pupil_school = np.array([self.schools.index(pupil.school) for pupil in self.pupils], np.int64)
        way = self._ways()
        tables = Tables(
            **kind_tables,
            **self._company(),
            node=node,
            pupil=self._pupil_rows(first_nodes, pupil_school),
            school=self._school_rows(gates),
            hand=self._hands(),
            way=way,
            near=self._near(way[0, :, :, DRIVE_S], node, first_nodes, gates, pupil_school),
            number=self._numbers(kind_tables["room"]),
        )
        names = tuple(pupil.id for pupil in self.pupils)
        return Compiled(
            self.problem, self.said, self.locks, tables, names, tuple(self.schools), kinds, places, left_out
        )

    def _ways(self) -> NDArray[np.int32]:
        travels = [self.problem.travels[profile] for profile in self.profiles]
        way = np.stack([np.stack([each.seconds, each.metres], axis=-1) for each in travels])
        if not self.problem.is_to_school:
            way = way.transpose(0, 2, 1, 3)
        return np.ascontiguousarray(way, np.int32)

    def _near(
        self, seconds: NDArray[np.int32], node: Ints, first_nodes: list[int], first_gates: list[int], pupil_school: Ints
    ) -> Ints:
        if self.said.most_schools is None and len(self.pupils):  # pupils with destinations of their own, not schools'
            own, gate = node[first_nodes[:-1]], node[np.array(first_gates)[pupil_school]]
            columns = [NODE_PLACE, NODE_LO, NODE_HI, NODE_SERVICE]
            return near_journeys(seconds, Ends(*own[:, columns].T), Ends(*gate[:, columns].T), own[:, NODE_LIMIT])
        homes = np.array([self.place_row(pupil.home) for pupil in self.pupils], np.int64)
        gates = np.array([self.place_row(school.gates[0]) for school in self.problem.schools], np.int64)
        opens = np.array([self._school_window(school)[1] for school in self.schools], np.int64)
        return near_pupils(seconds, homes, gates, opens, pupil_school)

    def _mirrored(self, window: Window, service_s: int = 0) -> Window:
        """Return a window on the beginning of service, as kernels see it."""
        return window if self.problem.is_to_school else (-window[1] - service_s, -window[0] - service_s)

    def _school_window(self, school: SchoolId) -> Window:
        return self._mirrored(self.said.school_window.get(school, ALL_DAY))

    def _nodes(self) -> tuple[Ints, tuple[PlaceId, ...], list[int], list[int]]:
        """Return the nodes, their places, and where those of each pupil and of each school begin."""
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
        return np.array(rows, np.int64).reshape(-1, NODE_TOLERANCE + 1), tuple(places), pupil_node, school_gate

    def _company(self) -> dict[str, Any]:
        apart: list[set[int]] = [set() for _ in self.pupils]
        for pair in self.said.apart:
            rows = [self.row[each] for each in pair if each in self.row]
            if len(rows) == len(pair):
                apart[rows[0]].add(rows[1])
                apart[rows[1]].add(rows[0])
        return {"parties": in_one(self._parties()), "kept_apart": in_one([sorted(each) for each in apart])}

    def _parties(self) -> list[list[int]]:
        """Return who travels together, party by party; most travel alone."""
        party = {row: [row] for row in range(len(self.pupils))}
        for pair in self.said.together:
            one, other = (party[self.row[each]] if each in self.row else [] for each in pair)
            if one and other and one is not other:
                both = sorted((*one, *other))
                party |= dict.fromkeys(both, both)
        return [members for row, members in party.items() if members[0] == row]

    def _school_rows(self, gates: list[int]) -> Ints:
        school = np.zeros((len(self.schools) + 1, SCHOOL_APART + len(self.schools)), np.int64)
        school[:, SCHOOL_GATE] = gates
        for schools in self.said.schools_apart:
            one, other = (self.schools.index(each) for each in sorted(schools))
            school[one, SCHOOL_APART + other] = school[other, SCHOOL_APART + one] = 1
        return school

    def _hands(self) -> Ints:
        rates: dict[int, int] = {}
        for each in self.problem.assistants:
            if _suitable(each, self.said):
                mask = _bits(self.words, each.training)
                rates[mask] = min(each.hour_rate_pence, rates.get(mask, each.hour_rate_pence))
        hands = sorted(rates.items(), key=lambda hand: (hand[1], hand[0]))
        return np.array(hands, np.int64).reshape(-1, HAND_RATE + 1)

    def _pupil_rows(self, first_nodes: list[int], pupil_school: Ints) -> Ints:
        hands, loads = self._hands().tolist(), self.said.loads
        rows = np.zeros((len(self.pupils) + 1, PUPIL_TAKES + max(1, len(loads))), np.int64)
        rows[:, PUPIL_NODE], rows[:-1, PUPIL_SCHOOL] = first_nodes, pupil_school
        for party, members in enumerate(self._parties()):
            rows[members, PUPIL_PARTY] = party
        for row, pupil in zip(rows, self.pupils, strict=False):
            row[PUPIL_MOST] = self.said.most.get(pupil.id, ANY_NUMBER)
            for k, load in enumerate(loads):
                row[PUPIL_TAKES + k] = load.takes.get(pupil.id, 0)
            need = self.said.crew.get(pupil.id)
            if need is not None:
                training = _bits(self.words, need.training)
                row[PUPIL_CREW], row[PUPIL_TRAINING] = ONE_TO_ONE if need.one_to_one else 1, training
                row[PUPIL_RATE] = next((pence for mask, pence in hands if mask & training == training), 0)
        return rows

    def _cared_for(self, need: CrewNeed | None) -> bool:
        """Say whether any assistant could look after a pupil."""
        return need is None or any(
            _suitable(each, self.said) and need.training <= each.training for each in self.problem.assistants
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
        kind_rows = [
            (*row[:KIND_COUNT], len(members), *row[KIND_COUNT:-1])
            for row, members in zip(rows, groups.values(), strict=True)
        ]
        tables = {
            "kind": np.array(kind_rows, np.int64).reshape(-1, KIND_LIMIT + 1),
            "room": room,
            "changed": np.ascontiguousarray(changed[:, firsts]),
        }
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
            self.said.shift_limit_s.get(name, ANY_NUMBER),
            room,
        )

    def _numbers(self, room: Ints) -> Ints:
        policy, said = self.problem.policy, self.said
        width = min(WIDEST, 3 * int(room.max(initial=8)) + 16)
        if said.most_schools is None:  # a vehicle need never be empty, so nothing but time ends a run
            width = min(WIDEST, max(width, 2 * len(self.pupils) + 4))
        numbers = (
            said.most_schools or ANY_NUMBER,
            said.most_pupils_per_assistant or ANY_NUMBER,
            policy.ride_hour_pence,
            policy.moved_minute_pence,
            policy.assistant_minimum_paid_s,
            policy.unplaced_pence,
            any(usual.time_s is not None for usual in self.problem.usuals),
            width,
            *([load.each_assistant_takes for load in said.loads] or [0]),
        )
        return np.array(numbers, np.int64)


def _words(said: Said) -> list[Training]:
    """Return the training that pupils need, in the order of its bits."""
    return sorted({word for need in said.crew.values() for word in need.training})


def _bits(words: Sequence[Training], training: frozenset[Training]) -> int:
    return sum(1 << words.index(word) for word in training if word in words)
