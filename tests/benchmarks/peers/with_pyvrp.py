"""PyVRP (MIT), which knows shipments, loads, windows, prizes and vehicle types; needs ``waymark[peers]``."""

from importlib import import_module
from typing import Any

from routing.cost import HOUR_S
from routing.plan import Plan
from routing.problem import Problem
from tests.benchmarks.peers.statement import Fleet, Statement, stated

PENNY = 100
"""Its whole units in a penny, so that pence a metre and a second are nearly whole ones."""
MILE_M = 1609.344
MOST_PENALTY = 10_000_000.0
"""For a unit of room or a second too much: the price of one pupil left out, so that it need never be worth it."""


def plan_with_pyvrp(problem: Problem, seconds: float, seed: int) -> Plan:
    """Return the best plan that PyVRP finds in so many seconds, read back so that every rule is kept."""
    pyvrp = import_module("pyvrp")
    told = stated(problem, seed)
    stop = import_module("pyvrp.stop").MaxRuntime(seconds)
    params = pyvrp.SolveParams(penalty=pyvrp.PenaltyParams(max_penalty=MOST_PENALTY))
    result = pyvrp.solve(_data(pyvrp, told), stop, seed=seed, collect_stats=False, display=False, params=params)
    routes = []
    for route in result.best.routes():
        nodes = []
        for activity in route:
            if activity.is_pickup():
                nodes.append(told.shipments[activity.idx].board)
            elif activity.is_delivery():
                nodes.append(told.shipments[activity.idx].alight)
        routes.append((route.vehicle_type(), nodes))
    return told.plan(routes)


def _data(pyvrp: Any, told: Statement) -> Any:
    depots = sorted({fleet.depot for fleet in told.fleets})
    return pyvrp.ProblemData(
        locations=[pyvrp.Location(0, 0) for _ in told.net.rows],
        clients=[],
        depots=[pyvrp.Depot(each) for each in depots],
        vehicle_types=[_type(pyvrp, fleet, depots.index(fleet.depot)) for fleet in told.fleets],
        distance_matrices=list(told.metres),
        duration_matrices=list(told.seconds),
        shipments=[
            pyvrp.Shipment(
                each.board,
                each.alight,
                pickup_tw_early=each.board_s[0],
                pickup_tw_late=each.board_s[1],
                delivery_tw_early=each.alight_s[0],
                delivery_tw_late=each.alight_s[1],
                amount=list(each.takes),
                prize=PENNY * each.prize_pence,
                required=False,
            )
            for each in told.shipments
        ],
    )


def _type(pyvrp: Any, fleet: Fleet, depot: int) -> Any:
    return pyvrp.VehicleType(
        num_available=fleet.number,
        capacity=list(fleet.room),
        start_depot=depot,
        end_depot=depot,
        fixed_cost=PENNY * fleet.day_pence,
        tw_early=fleet.between_s[0],
        tw_late=fleet.between_s[1],
        shift_duration=fleet.most_s,
        unit_distance_cost=round(PENNY * fleet.mile_pence / MILE_M),
        unit_duration_cost=round(PENNY * fleet.hour_pence / HOUR_S),
        profile=fleet.profile,
    )
