"""VROOM (BSD) by its Python binding, which knows shipments, loads, windows, skills; needs ``waymark[peers]``."""

from datetime import timedelta
from importlib import import_module
from typing import Any

from routing.plan import Plan
from routing.problem import Problem
from tests.benchmarks.peers.statement import Fleet, Statement, stated

MILE_KM = 1.609344
MOST_EFFORT, PROCESSORS = 5, 2
MOST_PRIORITY = 100


def plan_with_vroom(problem: Problem, seconds: float, seed: int) -> Plan:
    """Return the plan that VROOM finds with its most effort within so many seconds, so that every rule is kept."""
    vroom = import_module("vroom")
    told = stated(problem, seed)
    fleet_of: list[int] = []
    solution = _input(vroom, told, fleet_of).solve(MOST_EFFORT, PROCESSORS, timedelta(seconds=seconds))
    nodes: dict[int, list[int]] = {}
    frame = solution.routes
    for vehicle, what, number in zip(frame["vehicle_id"], frame["type"], frame["id"], strict=True):
        if what in {"pickup", "delivery"}:
            shipment = told.shipments[int(number)]
            nodes.setdefault(int(vehicle), []).append(shipment.board if what == "pickup" else shipment.alight)
    return told.plan([(fleet_of[vehicle], each) for vehicle, each in nodes.items()])


def _input(vroom: Any, told: Statement, fleet_of: list[int]) -> Any:
    """Return what VROOM is told; the fleet of each vehicle is added to a list."""
    asked = vroom.Input()
    for profile, (seconds, metres) in enumerate(zip(told.seconds, told.metres, strict=True)):
        asked.set_durations_matrix(str(profile), seconds)
        asked.set_distances_matrix(str(profile), metres)
    for number, fleet in enumerate(told.fleets):
        for _ in range(fleet.number):
            asked.add_vehicle(_vehicle(vroom, len(fleet_of), fleet))
            fleet_of.append(number)
    for number, each in enumerate(told.shipments):
        board = vroom.ShipmentStep(number, each.board, time_windows=[vroom.TimeWindow(*each.board_s)])
        alight = vroom.ShipmentStep(number, each.alight, time_windows=[vroom.TimeWindow(*each.alight_s)])
        asked.add_shipment(board, alight, vroom.Amount(each.takes), priority=MOST_PRIORITY)
    return asked


def _vehicle(vroom: Any, number: int, fleet: Fleet) -> Any:
    return vroom.Vehicle(
        number,
        start=fleet.depot,
        end=fleet.depot,
        profile=str(fleet.profile),
        capacity=fleet.room,
        time_window=vroom.TimeWindow(*fleet.between_s),
        costs=vroom.VehicleCosts(fleet.day_pence, fleet.hour_pence, round(fleet.mile_pence / MILE_KM)),
    )
