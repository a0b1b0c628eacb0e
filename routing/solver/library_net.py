"""The nodes on which the routing library works: depots, parties' places, and gates."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from routing.solver.tables import NOBODY, Ints, Tables

ANYWHERE = 0
"""The node at which vehicles without a depot begin and end."""


@dataclass(frozen=True, slots=True, eq=False)
class Net:
    """The library's nodes: ``ANYWHERE``, depots, then each party's places and gates.

    A party is a pupil, or those who travel together: they board one after the other and alight at one gate.

    Attributes
    ----------
    rows
        The tables' nodes of each, in the order in which they are visited; none at depots.
    party
        The pupils of each party; empty for parties of several schools, whom the library cannot carry.
    boards, alights
        For each party, the nodes where it may board, and alight.
    enter, leave
        Rows of the matrices where each begins and ends; negative at ``ANYWHERE``.
    depot
        The node of each depot, by row of the matrices.
    """

    rows: list[list[int]]
    party: list[list[int]]
    boards: list[list[int]]
    alights: list[list[int]]
    enter: Ints
    leave: Ints
    depot: dict[int, int]


def net_of(tab: Tables, seed: int) -> Net:
    """Lay out the library's nodes, parties in an order of the seed's."""
    depots = sorted({int(row) for row in tab.type_depot if row != NOBODY})
    rows: list[list[int]] = [[] for _ in range(1 + len(depots))]
    enter, leave = [NOBODY, *depots], [NOBODY, *depots]
    party: list[list[int]] = []
    boards: list[list[int]] = []
    alights: list[list[int]] = []
    for number in np.random.default_rng(seed).permutation(len(tab.party_start) - 1).tolist():
        members = tab.party_pupils[tab.party_start[number] : tab.party_start[number + 1]].tolist()
        schools = {int(tab.pupil_school[pupil]) for pupil in members}
        if len(schools) > 1:
            continue
        school = schools.pop()
        if len(members) == 1:
            own = [[row] for row in range(int(tab.pupil_node[members[0]]), int(tab.pupil_node[members[0] + 1]))]
        else:
            own = [[int(tab.pupil_node[pupil]) for pupil in members]]
        gates = [[row] for row in range(int(tab.school_gate[school]), int(tab.school_gate[school + 1]))]
        party.append(members)
        for visits, nodes in ((own, boards), (gates, alights)):
            nodes.append(list(range(len(rows), len(rows) + len(visits))))
            rows += visits
            enter += [int(tab.node_place[visit[0]]) for visit in visits]
            leave += [int(tab.node_place[visit[-1]]) for visit in visits]
    depot = {row: 1 + k for k, row in enumerate(depots)}
    return Net(rows, party, boards, alights, np.array(enter), np.array(leave), depot)


def drives(tab: Tables, net: Net, matrix: NDArray[np.int32]) -> NDArray[np.int64]:
    """Return a profile's seconds or metres between nodes, what lies within the first included; ``ANYWHERE`` is near."""
    between = matrix[np.ix_(np.maximum(net.leave, 0), np.maximum(net.enter, 0))].astype(np.int64)
    between[net.leave < 0] = 0
    between[:, net.enter < 0] = 0
    place = tab.node_place
    within = [sum(int(matrix[place[i], place[j]]) for i, j in pairwise(rows)) for rows in net.rows]
    total: NDArray[np.int64] = between + np.array(within)[:, None]
    return total


def standing_s(tab: Tables, net: Net) -> NDArray[np.int64]:
    """Return for how long a vehicle stands at a node before it leaves for another; once at a gate, whoever alights."""
    service = np.array([sum(int(tab.node_service[row]) for row in rows) for rows in net.rows], np.int64)
    gate = np.array([bool(rows) and tab.node_pupil[rows[0]] == NOBODY for rows in net.rows])
    same = gate[:, None] & (net.enter[:, None] == net.enter[None]) & gate[None]
    return np.where(same, 0, service[:, None])


def window(tab: Tables, rows: Sequence[int]) -> tuple[int, int]:
    """Return when a visit may begin so that each of its nodes keeps its window, on any road profile."""
    after_s = 0
    begin, end = int(tab.node_lo[rows[0]]), int(tab.node_hi[rows[0]])
    for row, following in pairwise(rows):
        drive = tab.seconds[:, tab.node_place[row], tab.node_place[following]]
        after_s += int(tab.node_service[row] + drive.max())
        begin, end = max(begin, int(tab.node_lo[following])), min(end, int(tab.node_hi[following]) - after_s)
    return begin, max(begin, end)


def set_down(tab: Tables, nodes: Sequence[int]) -> list[int]:
    """Return a route with one stop for all who alight at a school together, and none where no one is left to alight."""
    aboard: list[int] = []
    short: list[int] = []
    for node in nodes:
        pupil = int(tab.node_pupil[node])
        if pupil != NOBODY:
            aboard.append(pupil)
            short.append(node)
        elif any(tab.pupil_school[each] == tab.node_school[node] for each in aboard):
            aboard = [each for each in aboard if tab.pupil_school[each] != tab.node_school[node]]
            short.append(node)
    return short


def pairs_apart(tab: Tables) -> Iterator[tuple[int, int]]:
    """Yield who are kept apart, and who share assistants of whom none is trained for both."""
    training = tab.crew_training
    for one in range(len(tab.pupil_school)):
        apart = set(tab.apart[tab.apart_start[one] : tab.apart_start[one + 1]].tolist())
        for other in range(one):
            both = int(training[one] | training[other])
            shared = tab.crew_kind[one] == tab.crew_kind[other] == 1
            hopeless = shared and both and not any(int(hand) & both == both for hand in tab.hand_training)
            if other in apart or hopeless:
                yield one, other
