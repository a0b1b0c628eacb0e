"""One problem as shipments and vehicles, as general planners of rounds can be told it.

Each party is one shipment from their home to their school's first gate. Ride limits are told as windows: who may ride
for so long is collected no longer than that before the gate closes, which is stricter, never wrong. Handing over at a
gate is told as part of the drive away from it, so that it counts once. How many vehicles of a type go with how many
assistants is settled beforehand, by how many pupils need one. What a vehicle may not carry is a load for which it has
no room. Loads are counted aboard at one time, as runs of a vehicle that is empty in between are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from routing.cost import HOUR_S
from routing.plan import Plan
from routing.problem import Problem
from routing.records import DAY_S
from routing.solver.compiled import Compiled, compile_problem
from routing.solver.finish import finished
from routing.solver.library_net import ANYWHERE, Net, drives, net_of, set_down, standing_s, window
from routing.solver.offers import Offer, offers_of
from routing.solver.outlines import sketched, state_of
from routing.solver.search import begin_search
from routing.solver.tables import KIND_LIMIT, PAID_AT_LEAST, PER_ASSISTANT, UNPLACED, Ints, Tables

NOT_STATED = (
    "other gates and pick-up points than the first",
    "the exact ride limit",
    "kept apart, and most schools on a run",
    "solo and small company",
    "training, homes and hours of assistants; their pay beyond the least",
    "layouts beyond the roomiest",
    "bays at schools",
    "promised times",
)
"""What neither peer is told; the plan read back is mended, least change first, and whoever fits is put in."""
MANY = 10_000
ONE_TO_ONE = 2


@dataclass(frozen=True, slots=True)
class Shipment:
    """A party.

    Parameters
    ----------
    board, alight
        Nodes.
    board_s, alight_s
        When service may begin at either.
    takes
        Of each load.
    prize_pence
        What it costs to leave them out.
    """

    board: int
    alight: int
    board_s: tuple[int, int]
    alight_s: tuple[int, int]
    takes: tuple[int, ...]
    prize_pence: int


@dataclass(frozen=True, slots=True)
class Fleet:
    """So many vehicles of a type with so many assistants; ``room`` for each load."""

    kind: int
    number: int
    depot: int
    profile: int
    between_s: tuple[int, int]
    most_s: int
    room: tuple[int, ...]
    day_pence: int
    hour_pence: int
    mile_pence: int


@dataclass(frozen=True, slots=True, eq=False)
class Statement:
    """What a peer is told: all times count from ``zero_s``."""

    compiled: Compiled
    net: Net
    shipments: tuple[Shipment, ...]
    fleets: tuple[Fleet, ...]
    seconds: tuple[NDArray[np.int64], ...]
    metres: tuple[NDArray[np.int64], ...]

    def plan(self, routes: Sequence[tuple[int, Sequence[int]]]) -> Plan:
        """Return routes, by number of the fleet and nodes of the net, as a plan that keeps every rule."""
        search, tables = begin_search(self.compiled), self.compiled.tables
        told = []
        for number, nodes in routes:
            rows = set_down(tables, [row for node in nodes for row in self.net.rows[node]])
            if rows:
                told.append((self.fleets[number].kind, rows))
        search.state = state_of(self.compiled, search.work, sketched(self.compiled, told))
        search.place_all(0)
        return finished(self.compiled, search.work, search.alone, search.state).plan


def stated(problem: Problem, seed: int) -> Statement:
    """Return a problem as it can be told."""
    compiled = compile_problem(problem)
    tab, net = compiled.tables, net_of(compiled.tables, seed)
    zero_s = min(int(tab.node_lo.min()), int(tab.node_hi.max()) - DAY_S)
    everywhere = (True,) * tab.kind.shape[0]
    classes = sorted({_kinds(tab, members) for members in net.party} - {everywhere})
    stands = standing_s(tab, net)
    return Statement(
        compiled,
        net,
        tuple(_shipments(compiled, net, classes, zero_s)),
        tuple(_fleets(compiled, net, classes, zero_s)),
        tuple(_driven(drives(tab, net, each), stands) for each in tab.seconds),
        tuple(drives(tab, net, each) for each in tab.metres),
    )


def _kinds(tab: Tables, members: Sequence[int]) -> tuple[bool, ...]:
    """Return which vehicle types may carry a party."""
    may = (tab.changed[list(members)] >= 0).all(axis=0)
    return tuple(bool(each) for each in np.atleast_1d(may))


def _driven(seconds: NDArray[np.int64], stands: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return drives with the time at the place before them; none from a place to itself."""
    both: NDArray[np.int64] = seconds + stands
    np.fill_diagonal(both, 0)
    return both


def _shipments(compiled: Compiled, net: Net, classes: Sequence[tuple[bool, ...]], zero_s: int) -> Iterator[Shipment]:
    tab = compiled.tables
    ratio = min(int(tab.number[PER_ASSISTANT]), MANY)
    care = np.where(tab.crew_kind == ONE_TO_ONE, ratio, tab.crew_kind)
    for members, boards, alights in zip(net.party, net.boards, net.alights, strict=True):
        begin, end = (each - zero_s for each in window(tab, net.rows[boards[0]]))
        opens, closes = (each - zero_s for each in window(tab, net.rows[alights[0]]))
        ride_s = min(int(tab.node_limit[row] + tab.node_service[row]) for row in net.rows[boards[0]])
        may = _kinds(tab, members)
        yield Shipment(
            board=boards[0],
            alight=alights[0],
            board_s=(min(end, max(begin, closes - ride_s)), end),
            alight_s=(opens, closes),
            takes=(
                *(int(each) for each in tab.takes[members].sum(axis=0)),
                int(care[members].sum()),
                *(int(may == each) for each in classes),
            ),
            prize_pence=len(members) * int(tab.number[UNPLACED]),
        )


def _fleets(compiled: Compiled, net: Net, classes: Sequence[tuple[bool, ...]], zero_s: int) -> Iterator[Fleet]:
    tab = compiled.tables
    ratio, paid_s = min(int(tab.number[PER_ASSISTANT]), MANY), int(tab.number[PAID_AT_LEAST])
    rate = int(np.median(tab.hand_rate)) if tab.hand_rate.size else 0
    for offer, number in _shared_out(compiled):
        kind = offer.kind
        between = [max(0, int(each) - zero_s) for each in (tab.type_from[kind], tab.type_until[kind])]
        yield Fleet(
            kind=kind,
            number=number,
            depot=net.depot.get(int(tab.type_depot[kind]), ANYWHERE),
            profile=int(tab.type_profile[kind]),
            between_s=(between[0], min(between[1], 2 * DAY_S)),
            most_s=min(int(tab.kind[kind, KIND_LIMIT]), 2 * DAY_S),
            room=(*offer.most, ratio * offer.assistants, *(MANY if each[kind] else 0 for each in classes)),
            day_pence=int(tab.type_day[kind]) + offer.assistants * rate * paid_s // HOUR_S,
            hour_pence=int(tab.type_hour[kind]),
            mile_pence=int(tab.type_mile[kind]),
        )


def _shared_out(compiled: Compiled) -> Iterator[tuple[Offer, int]]:
    """Yield the roomiest offer of each type and number of assistants, and how many vehicles go that way."""
    tab = compiled.tables
    best: dict[tuple[int, int], Offer] = {}
    for offer, _ in offers_of(compiled):
        key = (offer.kind, offer.assistants)
        if key not in best or sum(offer.most) > sum(best[key].most):
            best[key] = offer
    needing = float((tab.crew_kind > 0).mean()) if tab.crew_kind.size else 0.0
    hands = len(compiled.hands)
    shares: Ints = np.array([1 - needing, 0.7 * needing, 0.2 * needing, 0.1 * needing])
    for kind, count in enumerate(tab.type_count.tolist()):
        ways = [each for each in range(shares.size) if (kind, each) in best]
        left = count
        for way in sorted(ways, key=lambda each: -each):
            share = round(count * float(shares[way])) if way else left
            number = min(left, share, hands // way if way else left)
            left, hands = left - number, hands - way * number
            if number > 0:
                yield best[kind, way], number
