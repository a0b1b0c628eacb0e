"""From labels back to runs, as columns for the master."""

from dataclasses import replace

import numpy as np

from routing.solver.labels import BUCKET_S, Duals, Floats, Ints, Labels, finish, written
from routing.solver.subproblem import Column, Subproblem, Worth, labels_for
from routing.solver.tables import NOBODY

WORTH_PENCE = 1e-6
MOST_NODES = 256
"""Of a run that is written down."""
TRIES, BEGIN_ALIKE = 6, 3
"""How many labels are read for each column that is wanted, and how many columns may begin alike."""


def read_back(sub: Subproblem, worth: Worth, duals: Duals, lab: Labels, reduced: Floats, wanted: int) -> list[Column]:
    """Read the best labels back as columns, no more than three that begin at one node.

    A label that stands for several may be better than any run; so the run that it tells is written down by itself.
    """
    good = np.flatnonzero(reduced < -WORTH_PENCE)
    columns: list[Column] = []
    begins: dict[int, int] = {}
    ignored, worth_of = np.zeros((sub.pupils.size, 1)), np.zeros(MOST_NODES)
    own = labels_for(MOST_NODES, sub.local.ng.shape[1])
    for index in good[np.argsort(reduced[good], kind="stable")[: TRIES * wanted]]:
        node = int(lab.node[index])
        if begins.get(node, 0) >= BEGIN_ALIKE or (path := path_of(lab, int(index))).size > MOST_NODES:
            continue
        end, worthy = path.size - 1, 0.0
        if written(sub.local, duals, own, path):
            finish(sub.local, duals, own, path.size, ignored, worth_of)
            worthy = float(worth_of[end])
        real = worthy < -WORTH_PENCE
        told, at = (own, end) if real else (lab, int(index))
        begins[node] = begins.get(node, 0) + 1
        start = duals.first[node, told.gate[at]]
        later = duals.later[node, min(told.t[at] // BUCKET_S, duals.later.shape[1] - 1)]
        column = column_of(sub, worth, told, at, first=bool(start <= later))
        if not real:
            more = float(reduced[index]) - reduced_of(column, worth)
            column = replace(column, pay=column.pay + more, blurred=True)
        columns.append(column)
        if len(columns) == wanted:
            break
    return columns


def reduced_of(column: Column, worth: Worth) -> float:
    """Return a run's reduced cost at what the master pays and asks."""
    ends = worth.first[column.kind, column.last] if column.first else column.ways_at(worth).min()
    crew = sum(column.crew_at(each, worth)[0] for each in column.away_s)
    return column.pay + float(ends) - float(worth.pupil[list(column.pupils)].sum()) + crew


def path_of(lab: Labels, index: int) -> Ints:
    """Return the local nodes of a label's run, its last school first."""
    path = [int(lab.node[index])]
    while (index := int(lab.parent[index])) >= 0:
        path.append(int(lab.node[index]))
    return np.array(path[::-1], np.int64)


def column_of(sub: Subproblem, worth: Worth, lab: Labels, index: int, *, first: bool, kind: int = NOBODY) -> Column:
    """Read one label back as a column, of a type or of the one for which it is cheapest."""
    path: list[int] = []
    away, reach = [], sub.local.reach
    if lab.care[index]:
        whole = int(lab.t[index])
        away.append((int(lab.away[index]), int(lab.reach[index]), whole, whole + int(reach[lab.node[index]])))
    at = index
    while at >= 0:
        path.append(int(lab.node[at]))
        if path[-1] < sub.local.pupils and sub.local.alone[sub.local.pupil[path[-1]]]:
            clock, whole, way = int(lab.clock[at, sub.local.school[path[-1]]]), int(lab.t[at]), int(reach[path[-1]])
            away.append((clock, clock + way, whole, whole + way))
        at = int(lab.parent[at])
    node, gate = path[0], int(lab.gate[index])
    lags = worth.standing.lag(sub.lead[:, node] + int(lab.t[index]) // BUCKET_S * BUCKET_S)
    if first:
        ends = sub.starts[:, node, gate] + worth.first[sub.kinds, sub.last]
    else:
        later = worth.later[sub.kinds[:, None], np.arange(lags.size)[None], sub.last, lags[None]]
        ends = (sub.ways[:, :, node] + later).min(axis=1)
    k = int(np.argmin(ends if kind == NOBODY else sub.kinds != kind))
    return Column(
        kind=int(sub.kinds[k]),
        nodes=tuple(int(sub.nodes[each]) for each in path),
        pupils=tuple(int(sub.pupils[sub.local.pupil[each]]) for each in path if each < sub.local.pupils),
        pay=float(lab.pay[index] + (sub.starts[k, node, gate] if first else 0.0)),
        first=first,
        ways=sub.ways[k, :, node],
        lags=lags,
        away_s=tuple(away),
        last=sub.last,
        other=sub.other,
    )
