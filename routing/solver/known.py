"""Runs that a search has met, as columns of the relaxation: the duals of the master are good before anything is priced.

A shift met is split into its runs, and each is written as labelling would have written it, so that it is priced as the
bound prices it: by its relaxed price, both as the first of a shift and as one that follows another.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
from scipy.sparse import csr_array

from routing.solver.columns import Supply, of_pool, of_state, reduced_costs
from routing.solver.labels import BUCKET_S, Duals, Floats, Ints, Labels, written
from routing.solver.pricing import Pricing, duals_of
from routing.solver.read_back import MOST_NODES, WORTH_PENCE, column_of
from routing.solver.standing import Standing
from routing.solver.state import Pool, State
from routing.solver.subproblem import Column, Subproblem, Worth, labels_for
from routing.solver.tables import NOBODY, UNPLACED, Tables

MOST_SHIFTS = 4000
Run = tuple[int, tuple[int, ...]]
"""A vehicle type, and nodes, first stop first."""


def runs_of(tab: Tables, shifts: Iterable[tuple[int, Sequence[int]]]) -> Iterator[Run]:
    """Yield the runs of shifts: a run ends when nobody is aboard."""
    for kind, nodes in shifts:
        run: list[int] = []
        aboard: set[int] = set()
        for node in nodes:
            run.append(int(node))
            if tab.node_pupil[node] != NOBODY:
                aboard.add(int(tab.node_school[node]))
            else:
                aboard.discard(int(tab.node_school[node]))
                if not aboard:
                    yield kind, tuple(run)
                    run = []


def good_shifts(
    tab: Tables, pool: Pool, state: State, is_late: Callable[[], bool] = lambda: False
) -> list[tuple[int, tuple[int, ...]]]:
    """Return the best shifts of a pool by what a relaxation finds them worth until it is late, and those of a plan."""
    met = of_pool(tab, pool)
    columns = met.beside(of_state(tab, state))
    own = np.arange(met.length.size, columns.length.size)
    supply = Supply(tab.type_count, int(tab.number[UNPLACED]))
    best = np.argsort(reduced_costs(columns, own, supply, is_late), kind="stable")[:MOST_SHIFTS]
    return [(each.kind, each.nodes) for each in columns.taken(np.union1d(best, own))]


class Known:
    """Columns that are known, and what each would cost at any duals."""

    def __init__(self, pricing: Pricing, standing: Standing, runs: Iterable[Run]) -> None:
        self.columns = list(_columns(pricing, standing, runs))
        buckets, count = pricing.buckets, len(self.columns)
        self.pay = np.array([column.pay for column in self.columns])
        self.kind = np.array([column.kind for column in self.columns], np.int64)
        self.first = np.array([column.first for column in self.columns], np.bool_)
        schools = pricing.tab.school_gate.size - 1
        self.ways = np.array([column.ways for column in self.columns]).reshape(-1, schools)
        self.lags = np.array([column.lags for column in self.columns], np.int64).reshape(-1, schools)
        self.last = np.array([column.last for column in self.columns], np.int64)
        self.other = np.array([column.other if column.other != NOBODY else column.last for column in self.columns], int)
        self.aboard = _table([column.pupils for column in self.columns], count, pricing.tab.pupil_school.size)
        away = [(k * BUCKET_S, *each) for k, column in enumerate(self.columns) for each in column.away_s]
        self.away: Ints = np.array(away, np.int64).reshape(-1, 5) // BUCKET_S
        self.away[:, 1:] = np.minimum(self.away[:, 1:], buckets - 1)

    def reduced(self, worth: Worth) -> Floats:
        """Return the reduced cost of each column, in the form that is cheapest at these duals."""
        here = np.arange(self.ways.shape[1])
        later = worth.later[self.kind[:, None], here[None], self.last[:, None], self.lags]
        ends = np.where(self.first, worth.first[self.kind, self.last], (self.ways + later).min(axis=1))
        crew = np.zeros(len(self.columns))
        run = self.away[:, 0]
        away, last, other = self.away.T, self.last[run], self.other[run]
        forms = [
            table[1, school, away[k]]
            for k, table in ((1, worth.crew), (2, worth.crew_later))
            for school in (last, other)
        ]
        forms += [worth.crew[0, last, away[3]], worth.crew_later[0, last, away[4]]]
        np.add.at(crew, run, np.minimum.reduce(forms))
        return np.asarray(self.pay + ends + crew - self.aboard @ worth.pupil)

    def best(self, worth: Worth, most: int) -> list[Column]:
        """Return the columns with the least reduced costs below nothing."""
        reduced = self.reduced(worth)
        good = np.flatnonzero(reduced < -WORTH_PENCE)
        return [self.columns[k] for k in good[np.argsort(reduced[good], kind="stable")[:most]]]


def _table(pupils: list[tuple[int, ...]], rows: int, columns: int) -> csr_array:
    row = np.repeat(np.arange(rows), [len(each) for each in pupils])
    column = np.array([pupil for each in pupils for pupil in each], np.int64)
    return csr_array((np.ones(column.size), (row, column)), shape=(rows, columns))


def _columns(pricing: Pricing, standing: Standing, runs: Iterable[Run]) -> Iterator[Column]:
    """Yield each run twice: as the first of a shift, and as one that follows another."""
    of: dict[tuple[int, int, int], Subproblem] = {}
    for each in pricing.subproblems:
        of |= {(int(kind), each.last, each.other): each for kind in each.kinds}
    row = {id(sub): {int(node): k for k, node in enumerate(sub.nodes)} for sub in pricing.subproblems}
    rooms: dict[int, Labels] = {}
    tab, kinds = pricing.tab, pricing.tab.type_day.size
    schools = tab.school_gate.size - 1
    free = Worth(
        pupil=np.ones(tab.pupil_school.size),
        first=np.zeros((kinds, schools)),
        later=np.zeros((kinds, schools, schools, standing.lags)),
        standing=standing,
        crew=np.zeros((2, schools, pricing.buckets)),
        crew_later=np.zeros((2, schools, pricing.buckets)),
    )
    duals: dict[int, Duals] = {}
    for kind, nodes in dict.fromkeys(runs):
        visited = list(dict.fromkeys(int(tab.node_school[node]) for node in nodes[::-1]))
        sub = of.get((kind, visited[0], visited[1] if len(visited) > 1 else NOBODY))
        if sub is None or len(visited) > 2 or len(nodes) > MOST_NODES:  # noqa: PLR2004 -- labels know two schools
            continue
        words = sub.local.ng.shape[1]
        lab = rooms.setdefault(words, labels_for(MOST_NODES, words))
        path = np.array([row[id(sub)][node] for node in nodes[::-1]], np.int64)
        if id(sub) not in duals:
            duals[id(sub)] = duals_of(sub, free)
        if written(sub.local, duals[id(sub)], lab, path):
            for first in (True, False):
                yield column_of(sub, free, lab, len(nodes) - 1, first=first, kind=kind)
