"""A second engine: the OR-Tools routing library, which knows nothing of the kernels.

It starts the recipe where time is long, is the peer of the benchmark, and in tests hears the same rules as the
kernels do. Each pupil is a pick-up at one of their places and a delivery at one of the gates, or left out at the
policy's price; each vehicle is one route, empty perhaps in between. What concerns one *run* is said of the whole
route where the library knows no runs; that is stricter, never wrong: kept apart, the layout, the number of
assistants. So many aboard, and so many for each assistant, are counted at one time. Which schools share runs is
settled beforehand (``offers.clusters``). Training, assistants' homes and bays, and what little may be missing, are
seen to when the plan is finished, as for every engine.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from time import monotonic

import numpy as np
from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from routing.cost import HOUR_S, MILE_MM
from routing.plan import Plan
from routing.problem import Problem
from routing.records import DAY_S
from routing.rules import RULES
from routing.rules.rule import Postable
from routing.solver.compiled import Compiled, compile_problem
from routing.solver.finish import finished
from routing.solver.library_net import ANYWHERE, drives, net_of, pairs_apart, set_down, standing_s, window
from routing.solver.locks import NO_LOCKS, Locks
from routing.solver.offers import Offer, clusters, offers_of
from routing.solver.outlines import Route, routes_of, sketched, state_of
from routing.solver.recipe import signed
from routing.solver.search import begin_search
from routing.solver.tables import (
    ANY_USUAL,
    KIND_LIMIT,
    MOST_SCHOOLS,
    MOVED_MINUTE,
    NEVER,
    NO_TIME,
    NOBODY,
    PAID_AT_LEAST,
    PER_ASSISTANT,
    UNPLACED,
    Ints,
)

ONE_TO_ONE = 2
"""In ``Tables.crew_kind``."""
MANY = 1000
"""More pupils than any vehicle carries."""
PENNY = 360
"""The library's whole units in a penny, so that pence an hour are whole units a second."""
MILE_STEP = 10
"""Prices of a mile are rounded to so many pence: each needs a matrix of its own."""
LARGE = 400
"""From so many stops on, only the nearest neighbours are tried."""
FROM_ZERO, SLACK_FIRST = True, False
"""What the library is told of a load: that it begins at zero; and of time: that it need not."""


def solve_with_routing_library(
    problem: Problem,
    *,
    seconds: float,
    seed: int = 0,
    rules: Sequence[Postable] = RULES,
    start: Plan | None = None,
    locks: Locks = NO_LOCKS,
    stop: Callable[[], bool] | None = None,
    report: Callable[[int], None] | None = None,
) -> Plan:
    """Return the best plan that the OR-Tools routing library finds in so many seconds; every rule given is kept.

    Parameters
    ----------
    seed
        The order in which pupils are told; the library's own search draws no lots.
    rules
        Those to be kept.
    start
        A plan to go on from.
    stop
        Asked at each better plan whether to stop.
    report
        Told the library's own idea of the cost, in pence, at each better plan.

    Examples
    --------
    >>> from routing.synthesis import plane_problem
    >>> plan = solve_with_routing_library(plane_problem(6, 1, seed=1), seconds=1)
    >>> plan.made_by
    'OR-Tools routing library'
    """
    search = begin_search(compile_problem(problem, rules, locks))
    compiled = search.compiled
    if start is not None:
        search.state = state_of(compiled, search.work, start)
    if any(most for _, most in offers_of(compiled)):  # the library cannot do without a vehicle
        until_s = monotonic() + seconds
        routes = _Library(compiled, seed).search(seconds, routes_of(search.state), stop, report)
        if not routes:  # the library's own first routes may break what it does not know while it inserts
            search.place_all(seed)
            left_s = max(1.0, until_s - monotonic())
            routes = _Library(compiled, seed).search(left_s, routes_of(search.best), stop, report)
        if routes:
            search.state = state_of(compiled, search.work, sketched(compiled, routes))
        search.place_all(seed)  # parties of several schools, and whoever was taken out when the routes were read
    done = signed(finished(compiled, search.work, search.alone, search.state).plan, seed)
    return replace(done, made_by="OR-Tools routing library")


class _Library:
    """One problem in the library's terms."""

    def __init__(self, compiled: Compiled, seed: int) -> None:
        self.compiled, self.tab = compiled, compiled.tables
        self.net = net_of(self.tab, seed)
        self.offers = [offer for offer, most in offers_of(compiled) for _ in range(most)]
        ends = [self.net.depot.get(int(self.tab.type_depot[offer.kind]), ANYWHERE) for offer in self.offers]
        self.manager = pywrapcp.RoutingIndexManager(len(self.net.rows), len(self.offers), ends, ends)
        self.model = pywrapcp.RoutingModel(self.manager)
        self.solver = self.model.solver()
        self._say_times()
        self._say_prices()
        self._say_loads()
        for number in range(len(self.net.party)):
            self._say_party(number)
        self._say_types()
        self._say_fleet()

    def index(self, node: int) -> int:
        """Return the library's index of a node that is neither a beginning nor an end."""
        return int(self.manager.NodeToIndex(node))

    def _say_times(self) -> None:
        """Say drives and service; a cumul is when service begins."""
        net, tab = self.net, self.tab
        stands = standing_s(tab, net)
        transit = []
        for profile in range(tab.seconds.shape[0]):
            seconds = drives(tab, net, tab.seconds[profile]) + stands
            transit.append(self.model.RegisterTransitMatrix(seconds.tolist()))
        by_offer = [transit[int(tab.type_profile[offer.kind])] for offer in self.offers]
        lo, hi = int(tab.node_lo.min()), int(tab.node_hi.max())
        self.zero_s = min(lo, hi - DAY_S)  # the library knows no time before zero
        self.model.AddDimensionWithVehicleTransits(by_offer, DAY_S, DAY_S + hi - self.zero_s, SLACK_FIRST, "time")
        self.time = self.model.GetDimensionOrDie("time")
        for node, rows in enumerate(net.rows):
            if rows:
                begin, end = window(self.tab, rows)
                self.time.CumulVar(self.index(node)).SetRange(max(0, begin - self.zero_s), max(0, end - self.zero_s))
        for vehicle, offer in enumerate(self.offers):
            begin = max(0, int(tab.type_from[offer.kind]) - self.zero_s)
            end = max(0, int(tab.type_until[offer.kind]) - self.zero_s)
            if tab.kind[offer.kind, KIND_LIMIT] < DAY_S:
                self.time.SetSpanUpperBoundForVehicle(int(tab.kind[offer.kind, KIND_LIMIT]), vehicle)
            for each in (self.model.Start(vehicle), self.model.End(vehicle)):
                cumul = self.time.CumulVar(each)
                cumul.SetRange(begin, max(begin, min(end, int(cumul.Max()))))

    def _say_prices(self) -> None:
        """Say miles as arcs, hours and assistants as spans, days as fixed costs, broken promises as a load."""
        tab, matrices = self.tab, dict[tuple[int, int], int]()
        paid_s = int(tab.number[PAID_AT_LEAST])
        hand = int(np.median(tab.hand_rate)) if tab.hand_rate.size else 0
        for vehicle, offer in enumerate(self.offers):
            profile, kind = int(tab.type_profile[offer.kind]), offer.kind
            mile = MILE_STEP * max(1, round(int(tab.type_mile[kind]) / MILE_STEP)) if tab.type_mile[kind] else 0
            if (profile, mile) not in matrices:
                arcs = drives(tab, self.net, tab.metres[profile]) * (1000 * mile * PENNY) // MILE_MM
                matrices[profile, mile] = self.model.RegisterTransitMatrix(arcs.tolist())
            self.model.SetArcCostEvaluatorOfVehicle(matrices[profile, mile], vehicle)
            crew = offer.assistants * hand
            day = int(tab.type_day[kind]) + crew * paid_s // HOUR_S
            self.model.SetFixedCostOfVehicle(day * PENNY, vehicle)
            self.time.SetSpanCostCoefficientForVehicle(int(tab.type_hour[kind]) * PENNY // HOUR_S, vehicle)
            if crew:
                beyond = pywrapcp.BoundCost(paid_s, crew * PENNY // HOUR_S)
                self.time.SetSoftSpanUpperBoundForVehicle(beyond, vehicle)
        changed = np.maximum(tab.changed, 0)
        if changed.any():
            by_kind = [self._boarding(changed[:, kind]) for kind in range(changed.shape[1])]
            transits = [by_kind[offer.kind] for offer in self.offers]
            total = int(changed.max(axis=1).sum())
            self.model.AddDimensionWithVehicleTransits(transits, 0, total, FROM_ZERO, "promises")
            self.model.GetDimensionOrDie("promises").SetSpanCostCoefficientForAllVehicles(PENNY)

    def _boarding(self, takes: Ints, *, gives_back: bool = False) -> int:
        """Return a transit that grows by what each pupil takes when they board, and shrinks again when they alight."""
        net = self.net
        values = [0] * len(net.rows)
        for members, boards, alights in zip(net.party, net.boards, net.alights, strict=True):
            total = sum(int(takes[pupil]) for pupil in members)
            for node in boards:
                values[node] = total
            for node in alights if gives_back else ():
                values[node] = -total
        return int(self.model.RegisterUnaryTransitVector(values))

    def _say_loads(self) -> None:
        """Say how much room there is, and how many pupils the assistants aboard may look after."""
        tab = self.tab
        for k in range(tab.takes.shape[1]):
            load = self._boarding(tab.takes[:, k], gives_back=True)
            room = [offer.most[k] for offer in self.offers]
            self.model.AddDimensionWithVehicleCapacity(load, 0, room, FROM_ZERO, f"load {k}")
        for number, weights in enumerate(sorted({offer.weights for offer in self.offers if any(offer.weights)})):
            load = self._boarding(tab.takes @ np.array(weights), gives_back=True)
            limits = [offer.limit if offer.weights == weights else MANY * MANY for offer in self.offers]
            self.model.AddDimensionWithVehicleCapacity(load, 0, limits, FROM_ZERO, f"room {number}")
        if tab.crew_kind.any():
            ratio = min(int(tab.number[PER_ASSISTANT]), MANY)
            care_of = np.where(tab.crew_kind == ONE_TO_ONE, ratio, tab.crew_kind)
            care = self._boarding(care_of, gives_back=True)
            room = [ratio * offer.assistants for offer in self.offers]
            self.model.AddDimensionWithVehicleCapacity(care, 0, room, FROM_ZERO, "care")
        few = np.minimum(tab.most, MANY)
        if (tab.most == 1).any():
            alone = self._boarding(np.where(tab.most == 1, MANY, 1), gives_back=True)
            self.model.AddDimension(alone, 0, MANY, FROM_ZERO, "solo")
        if ((tab.most > 1) & (tab.most < MANY)).any():
            company = self._boarding(np.where(tab.most > 1, MANY - few + 1, 1), gives_back=True)
            self.model.AddDimension(company, 0, MANY, FROM_ZERO, "company")

    def _say_party(self, number: int) -> None:
        """Say where a party boards and alights, for how long it may ride, in what, and what leaving it costs."""
        tab, net, members = self.tab, self.net, self.net.party[number]
        boards, alights = ([self.index(node) for node in nodes] for nodes in (net.boards[number], net.alights[number]))
        begin = self.model.AddDisjunction(boards, len(members) * int(tab.number[UNPLACED]) * PENNY)
        end = self.model.AddDisjunction(alights, 0)
        self.model.AddPickupAndDeliverySets(begin, end)
        offers = [vehicle for vehicle, offer in enumerate(self.offers) if self._may_carry(members, offer)]
        for node in (*boards, *alights):
            self.model.VehicleVar(node).SetValues([-1, *offers])
        active, vehicle, time = self.model.ActiveVar, self.model.VehicleVar, self.time.CumulVar
        single = len(boards) == len(alights) == 1
        if single:
            self.solver.Add(vehicle(boards[0]) == vehicle(alights[0]))
        else:
            here = self.solver.Max([vehicle(node) for node in boards])
            self.solver.Add(here == self.solver.Max([vehicle(node) for node in alights]))
        longest_s = 0
        for node, board in zip(net.boards[number], boards, strict=True):
            rows = net.rows[node]
            ride_s = min(DAY_S, *(int(tab.node_limit[row] + tab.node_service[row]) for row in rows))
            longest_s = max(longest_s, ride_s)
            for alight in alights:
                off = 0 if single else 4 * DAY_S * (2 - active(board) - active(alight))
                self.solver.Add(time(alight) - time(board) <= ride_s + off)
                self.solver.Add(time(alight) - time(board) >= 0 - off)
            self._say_promise(rows[0], board)
        self.time.SetPickupToDeliveryLimitFunctionForPair(lambda _board, _alight: longest_s, number)

    def _say_promise(self, row: int, board: int) -> None:
        """Say what it costs to move a promised time too far."""
        tab = self.tab
        if not tab.number[ANY_USUAL] or tab.node_usual[row] == NO_TIME:
            return
        second = int(tab.number[MOVED_MINUTE]) * PENNY // 60
        at_s, tolerance_s = int(tab.node_usual[row]) - self.zero_s, int(tab.node_tolerance[row])
        self.time.SetCumulVarSoftUpperBound(board, max(0, at_s + tolerance_s), second)
        self.time.SetCumulVarSoftLowerBound(board, max(0, at_s - tolerance_s), second)

    def _may_carry(self, members: Sequence[int], offer: Offer) -> bool:
        tab = self.tab
        fits = bool((tab.takes[members].sum(axis=0) <= np.array(offer.most)).all())
        cared_for = offer.assistants > 0 or not tab.crew_kind[members].any()
        return fits and cared_for and bool((tab.changed[members, offer.kind] >= 0).all())

    def _say_types(self) -> None:
        """Say that schools of different clusters never share a run, nor those kept apart a route."""
        tab, net, library = self.tab, self.net, pywrapcp.RoutingModel
        party_of = {pupil: number for number, members in enumerate(net.party) for pupil in members}
        apart = {
            tuple(sorted((party_of[one], party_of[other])))
            for one, other in pairs_apart(tab)
            if one in party_of and other in party_of
        }
        most, schools = int(tab.number[MOST_SCHOOLS]), tab.school_gate.shape[0] - 1
        cluster = clusters(self.compiled, most) if most < schools or tab.school_apart.any() else [0] * schools
        own = {party: schools + k for k, party in enumerate(sorted({each for pair in apart for each in pair}))}
        of_type: dict[int, int] = {}
        for number, (boards, alights) in enumerate(zip(net.boards, net.alights, strict=True)):
            home = cluster[int(tab.pupil_school[net.party[number][0]])]
            visit = own.get(number, home)
            of_type[visit] = home
            for node in boards:
                self.model.SetVisitType(self.index(node), visit, library.TYPE_ADDED_TO_VEHICLE)
            for node in alights:
                self.model.SetVisitType(self.index(node), visit, library.ADDED_TYPE_REMOVED_FROM_VEHICLE)
        for one, other in combinations(of_type, 2):
            if of_type[one] != of_type[other]:
                self.model.AddTemporalTypeIncompatibility(one, other)
        for one, other in sorted(apart):
            if one != other:
                self.model.AddHardTypeIncompatibility(own[one], own[other])

    def _say_fleet(self) -> None:
        """Say how many vehicles of each type, and how many assistants, there are."""
        active = [self.model.ActiveVehicleVar(vehicle) for vehicle in range(len(self.offers))]
        for kind, count in enumerate(self.tab.type_count):
            own = [active[v] for v, offer in enumerate(self.offers) if offer.kind == kind]
            if len(own) > int(count):
                self.solver.Add(self.solver.Sum(own) <= int(count))
        crewed = [(active[v], offer.assistants) for v, offer in enumerate(self.offers) if offer.assistants]
        hands = len(self.compiled.hands)
        if crewed:
            variables, counts = zip(*crewed, strict=True)
            self.solver.Add(self.solver.ScalProd(list(variables), list(counts)) <= hands)

    def search(
        self,
        seconds: float,
        routes: Sequence[Route],
        stop: Callable[[], bool] | None,
        report: Callable[[int], None] | None,
    ) -> list[Route] | None:
        """Return the best routes found, from given ones if there are any; None if none were found in time."""
        parameters = pywrapcp.DefaultRoutingSearchParameters()
        parameters.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
        parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
        parameters.time_limit.FromMilliseconds(max(1, int(1000 * seconds)))
        if len(self.net.rows) >= LARGE:
            parameters.ls_operator_neighbors_ratio = 0.1
            parameters.ls_operator_min_neighbors = 8
        best = [NEVER]

        def better() -> None:
            cost = int(self.model.CostVar().Max())
            nothing = not routes and cost >= sum(map(len, self.net.party)) * int(self.tab.number[UNPLACED]) * PENNY
            if cost < best[0]:
                best[0] = cost
                if report is not None:
                    report(cost // PENNY)
            if nothing or (stop is not None and stop()):
                self.solver.FinishCurrentSearch()

        self.model.AddAtSolutionCallback(better)
        solution = None
        if routes:
            self.model.CloseModelWithParameters(parameters)
            begin = self.model.ReadAssignmentFromRoutes(self._seats(routes), FROM_ZERO)
            if begin is not None:
                solution = self.model.SolveFromAssignmentWithParameters(begin, parameters)
        if solution is None:
            solution = self.model.SolveWithParameters(parameters)
        return None if solution is None else list(self._read(solution))

    def _seats(self, routes: Sequence[Route]) -> list[list[int]]:
        """Return routes by offer, as indices: each in the first offer of its type that has room and crew for it."""
        tab, net = self.tab, self.net
        by_offer: list[list[int]] = [[] for _ in self.offers]
        at = {rows[0]: node for node, rows in enumerate(net.rows) if rows and tab.node_pupil[rows[0]] != NOBODY}
        for kind, nodes in routes:
            ratio = int(tab.number[PER_ASSISTANT])
            care_of = np.where(tab.crew_kind == ONE_TO_ONE, ratio, tab.crew_kind)
            most = self._most_aboard(nodes, np.column_stack([tab.takes, care_of]))
            for vehicle, offer in enumerate(self.offers):
                limits = np.array([*offer.most, ratio * offer.assistants])
                fits = all((load <= limits).all() and load[:-1] @ offer.weights <= offer.limit for load in most)
                if offer.kind == kind and not by_offer[vehicle] and fits:
                    by_offer[vehicle] = [self.index(node) for node in self._stops(nodes, at)]
                    break
        return by_offer

    def _most_aboard(self, nodes: Sequence[int], takes: Ints) -> list[Ints]:
        """Return what those aboard take, whenever someone is about to alight."""
        tab, aboard, moments = self.tab, list[int](), list[Ints]()
        for row in nodes:
            if tab.node_pupil[row] != NOBODY:
                aboard.append(int(tab.node_pupil[row]))
            else:
                moments.append(takes[aboard].sum(axis=0))
                aboard = [each for each in aboard if tab.pupil_school[each] != tab.node_school[row]]
        return moments

    def _stops(self, nodes: Sequence[int], at: dict[int, int]) -> Iterator[int]:
        """Yield the library's nodes of a route: one for each party that boards, and one when it alights."""
        tab, net = self.tab, self.net
        first = {members[0]: number for number, members in enumerate(net.party)}
        aboard: list[int] = []
        for row in nodes:
            pupil = int(tab.node_pupil[row])
            if pupil != NOBODY:
                if pupil in first:
                    aboard.append(pupil)
                    yield at.get(row, net.boards[first[pupil]][0])
                continue
            for each in [p for p in aboard if tab.pupil_school[p] == tab.node_school[row]]:
                aboard.remove(each)
                yield next(node for node in net.alights[first[each]] if net.rows[node] == [row])

    def _read(self, solution: pywrapcp.Assignment) -> Iterator[Route]:
        """Yield the routes of a solution."""
        for vehicle, offer in enumerate(self.offers):
            nodes: list[int] = []
            index = solution.Value(self.model.NextVar(self.model.Start(vehicle)))
            while not self.model.IsEnd(index):
                nodes += self.net.rows[self.manager.IndexToNode(index)]
                index = solution.Value(self.model.NextVar(index))
            if nodes:
                yield offer.kind, set_down(self.tab, nodes)
