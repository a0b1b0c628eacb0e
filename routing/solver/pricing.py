"""Pricing: which subproblems there are, and the runs in each that are worth most at given duals.

Runs are looked for by last school, by the other school if there is one, and by group of vehicle types that differ in
price alone. ``labels.py`` does the work; here its arrays are cut out of the tables; ``read_back.py`` reads its labels.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routing.cost import HOUR_S, MILE_MM
from routing.solver.closure import FAR, closed
from routing.solver.completions import completions
from routing.solver.labels import (
    BUCKET_S,
    FULL,
    Duals,
    Floats,
    Ints,
    Labels,
    Local,
    finish,
    label,
)
from routing.solver.read_back import read_back
from routing.solver.rooms import Box, measure
from routing.solver.standing import follow_on
from routing.solver.subproblem import Column, Subproblem, Worth
from routing.solver.tables import MOST_SCHOOLS, NOBODY, RIDE_HOUR, Tables

Matrix = NDArray[np.int32]
HALF_A_PENNY = 0.5
"""What one line of the cost may gain by rounding."""
NEIGHBOURS = 4
SHARED, ONE_TO_ONE = 1, 2
"""Kinds of need in ``Tables.crew_kind``."""
ALIKE = 1.25
"""Vehicle types are priced together if the dearest mile is no more than so many times the cheapest."""
LEAST_STEP_S, STEP_S = 15, 120
"""Seconds to which the time in which others may board is rounded, at least and at most."""
MOST_TOLD = 16
"""Runs are told apart by how many board, up to so many."""
LABELS = 250_000
"""In one subproblem; one that has more proves nothing."""


class TooLateError(Exception):
    """The time was up before there was anything to price."""


class Pricing:
    """All subproblems of one compiled problem.

    Parameters
    ----------
    late
        Asked on the way whether the time is up; ``TooLateError`` if it is.
    """

    def __init__(self, tab: Tables, late: Callable[[], bool] | None = None) -> None:
        self.tab, self._late = tab, late
        self.least = [self._closed(tab.seconds[k], tab.metres[k]) for k in range(tab.seconds.shape[0])]
        quickest, _ = self._closed(tab.seconds.min(axis=0), tab.metres.min(axis=0))
        self.reach = quickest[np.ix_(tab.node_place[tab.node_pupil == NOBODY], tab.node_place)].min(axis=0, initial=FAR)
        self.reach = self.reach.astype(np.int64)
        self.buckets = 6 * HOUR_S // BUCKET_S
        self.subproblems = list(self._subproblems())

    def _closed(self, seconds: Matrix, metres: Matrix) -> tuple[Matrix, Matrix]:
        return closed(seconds, metres, self._check_time)

    def _check_time(self) -> None:
        if self._late is not None and self._late():
            raise TooLateError

    def _subproblems(self) -> Iterator[Subproblem]:
        schools = self.tab.school_gate.shape[0] - 1
        for last in range(schools):
            for other in (NOBODY, *range(schools)):
                if other != last and (other == NOBODY or self._may_share(last, other)):
                    self._check_time()
                    for kinds, pupils, rate in self._groups(last, other):
                        yield self._cut(last, other, kinds, pupils, rate)

    def _nodes_of(self, school: int) -> Ints:
        tab = self.tab
        return np.flatnonzero((tab.node_school == school) & (tab.node_pupil != NOBODY))

    def _gates_of(self, school: int) -> Ints:
        return np.arange(self.tab.school_gate[school], self.tab.school_gate[school + 1])

    def _may_share(self, last: int, other: int) -> bool:
        """Say whether someone could be aboard from before the other school until the last."""
        tab = self.tab
        if tab.school_apart[last, other] or tab.number[MOST_SCHOOLS] <= 1:
            return False
        riders, here, there = self._nodes_of(last), self._gates_of(last), self._gates_of(other)
        if not riders.size or not self._nodes_of(other).size:
            return False
        for seconds, _ in self.least:
            between = seconds[np.ix_(tab.node_place[there], tab.node_place[here])].astype(np.int64)
            between += tab.node_service[there][:, None]
            in_time = between <= tab.node_hi[here][None] - tab.node_lo[there][:, None]
            to = seconds[np.ix_(tab.node_place[riders], tab.node_place[there])].astype(np.int64)
            ride = to + np.where(in_time, between, FAR).min(axis=1)[None]
            if (ride <= tab.node_limit[riders][:, None]).any():
                return True
        return False

    def _groups(self, last: int, other: int) -> Iterator[tuple[Ints, Ints, int]]:
        """Yield types that differ in price alone, the pupils whom they may carry, and their least price of a mile."""
        tab = self.tab
        pupils = np.flatnonzero((tab.pupil_school == last) | (tab.pupil_school == other))
        groups: dict[tuple[object, ...], list[int]] = {}
        for kind in np.argsort(tab.type_mile, kind="stable"):
            may = (tab.changed[pupils, kind] >= 0) & self._fits(pupils, int(kind))
            terms = (int(tab.type_profile[kind]), int(tab.type_hour[kind]), tab.room[kind].tobytes(), may.tobytes())
            same = groups.setdefault((*terms, 0), [])
            step = 0
            while same and tab.type_mile[kind] > ALIKE * tab.type_mile[same[0]]:
                step += 1
                same = groups.setdefault((*terms, step), [])
            same.append(int(kind))
        for kinds in groups.values():
            carried = pupils[(tab.changed[pupils, kinds[0]] >= 0) & self._fits(pupils, kinds[0])]
            schools = set(tab.pupil_school[carried].tolist())
            if last in schools and (other == NOBODY or other in schools):
                yield np.array(kinds, np.int64), carried, int(tab.type_mile[kinds[0]])

    def _cut(self, last: int, other: int, kinds: Ints, pupils: Ints, mile: int) -> Subproblem:
        """Cut one subproblem out of the tables."""
        tab, kind = self.tab, int(kinds[0])
        seconds, metres = self.least[int(tab.type_profile[kind])]
        own = np.flatnonzero(np.isin(tab.node_pupil, pupils))
        ends = self._gates_of(last)
        nodes = np.concatenate([own, ends] + ([self._gates_of(other)] if other != NOBODY else []))
        place, m = tab.node_place[nodes], own.size
        row = {int(pupil): k for k, pupil in enumerate(pupils)}
        local_pupil = np.array([row[int(p)] for p in tab.node_pupil[own]], np.int64)
        between = seconds[np.ix_(place, place)].astype(np.int64)
        weights, room = measure([tuple(int(each) for each in box) for box in tab.room[kind] if box.min() >= 0])
        ng, memory = self._memory(pupils, local_pupil, between[:m, :m])
        service = tab.node_service[nodes]
        service[m + ends.size :][np.isin(place[m + ends.size :], place[m : m + ends.size])] = 0  # one stop serves both
        earliest, until = int(tab.node_lo[ends].min()), int(tab.node_hi[ends].max()) - tab.node_lo[nodes]
        takes = self._takes(pupils, weights)
        per_second = float(tab.type_hour[kind]) / HOUR_S
        ride = float(tab.number[RIDE_HOUR]) / HOUR_S
        per_metre = 1000.0 * mile / MILE_MM
        local = Local(
            pupils=m,
            pupil=local_pupil,
            school=(tab.node_school[nodes] != last).astype(np.int64),
            seconds=between,
            metres=metres[np.ix_(place, place)].astype(np.int64),
            service=service,
            wait=earliest - tab.node_hi[nodes],
            last=until,
            limit=tab.node_limit[own],
            shares=self._shares(own),
            takes=takes,
            alone=tab.crew_kind[pupils] == ONE_TO_ONE,
            care=(tab.crew_kind[pupils] == SHARED).astype(np.int64),
            most=tab.most[pupils],
            bears=bool((tab.most[pupils] < pupils.size).any()),
            ng=ng,
            own=memory,
            room=room,
            assistant_takes=int(tab.assistant_takes @ np.array(weights)),
            rates=np.array([per_metre, per_second, ride, HALF_A_PENNY if ride else 0.0]),
            **self._further(own, local_pupil, pupils, between, until, tab.node_school[nodes], takes),
            nearest=self._nearest(nodes, own, local_pupil, pupils.size, per_metre, kind),
            rides=self._rides(nodes, m, between),
            reach=self.reach[own],
            step=_step_s(own.size, local_pupil, between, service),
        )
        return Subproblem(last, other, kinds, local, pupils, nodes, *self._ends(kinds, own, ends, mile))

    def _further(
        self, own: Ints, local_pupil: Ints, pupils: Ints, between: Ints, last: Ints, school_of: Ints, takes: Ints
    ) -> dict[str, Any]:
        """Return how long further pupils take at least, and how much room at most, by how many they are."""
        tab, m, q = self.tab, own.size, pupils.size
        step = between[:m].copy()
        step[np.arange(m), np.arange(m)] = FAR
        quickest = np.full(q, FAR, np.int64)
        np.minimum.at(quickest, local_pupil, step.min(axis=1) + tab.node_service[own])
        care = (tab.crew_kind[pupils] == SHARED).astype(np.int64)
        limit = tab.node_limit[own] + tab.node_service[own]
        horizon = 0
        for school in np.unique(tab.node_school[own]):
            served = int(last[m:][school_of[m:] == school].max())
            horizon = max(horizon, served + int(limit[tab.node_school[own] == school].max()))
        return {
            "horizon": min(int(last[:m].max()), horizon),
            "steps": np.concatenate([[0], np.cumsum(np.sort(quickest))]),
            "more": np.concatenate([[0], np.cumsum(-np.sort(-takes))]),
            "more_care": np.concatenate([[0], np.full(q, care.max(initial=0))]),
        }

    def _fits(self, pupils: Ints, kind: int) -> NDArray[np.bool_]:
        """Say which pupils, with an assistant of their own, fit some layout of a type with no one else aboard."""
        tab = self.tab
        alone = tab.crew_kind[pupils] == ONE_TO_ONE
        needs = tab.takes[pupils] + alone[:, None] * tab.assistant_takes[None]
        fits: NDArray[np.bool_] = (needs[:, None] <= tab.room[kind][None]).all(axis=2).any(axis=1)
        return fits

    def _takes(self, pupils: Ints, weights: Box) -> Ints:
        """Return what pupils take, those with an assistant of their own for both."""
        tab = self.tab
        alone = tab.crew_kind[pupils] == ONE_TO_ONE
        takes: Ints = (tab.takes[pupils] + alone[:, None] * tab.assistant_takes[None]) @ np.array(weights)
        return takes

    def _nearest(self, nodes: Ints, own: Ints, local_pupil: Ints, count: int, per_metre: float, kind: int) -> Floats:
        """Return the pence of the metres from each pupil to whatever is nearest."""
        tab = self.tab
        _, metres = self.least[int(tab.type_profile[kind])]
        ways = metres[np.ix_(tab.node_place[own], tab.node_place[nodes])].astype(np.float64)
        ways[np.arange(own.size), np.arange(own.size)] = FAR
        nearest = np.full(count, float(FAR))
        np.minimum.at(nearest, local_pupil, ways.min(axis=1) * per_metre - HALF_A_PENNY)
        return nearest

    def _rides(self, nodes: Ints, m: int, between: Ints) -> Ints:
        """Return the seconds of the shortest ride from each boarding place."""
        school = self.tab.node_school[nodes]
        ways = np.where(school[:m, None] == school[None, m:], between[:m, m:], FAR).min(axis=1)
        rides: Ints = np.maximum(0, ways - self._shares(nodes[:m]))
        return rides

    def _shares(self, own: Ints) -> Ints:
        """Return the boarding seconds of the other pupils at each node's place: they may be one stop."""
        tab = self.tab
        total: dict[int, int] = {}
        for node in own:
            total[int(tab.node_place[node])] = total.get(int(tab.node_place[node]), 0) + int(tab.node_service[node])
        return np.array([total[int(tab.node_place[k])] - int(tab.node_service[k]) for k in own], np.int64)

    def _memory(self, pupils: Ints, local_pupil: Ints, between: Ints) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
        """Return each pupil's neighbours, and whom boarding them forbids, as bits."""
        tab, q = self.tab, pupils.size
        far = np.full((q, q), FAR, np.int64)
        np.minimum.at(far, (local_pupil[:, None], local_pupil[None, :]), between + between.T)
        words = max(1, -(-q // 64))
        ng, own = np.zeros((q, words), np.uint64), np.zeros((q, words), np.uint64)
        row = {int(pupil): k for k, pupil in enumerate(pupils)}
        for k, pupil in enumerate(pupils):
            apart = tab.apart[tab.apart_start[pupil] : tab.apart_start[pupil + 1]]
            for bits, members in (
                (ng, np.argsort(far[k], kind="stable")[: NEIGHBOURS + 1]),
                (own, [k, *(row[int(each)] for each in apart if int(each) in row)]),
            ):
                for each in members:
                    bits[k, int(each) >> 6] |= np.uint64(1) << np.uint64(int(each) & 63)
        return ng, own

    def _ends(self, kinds: Ints, own: Ints, ends: Ints, mile: int) -> tuple[Floats, Floats, Ints]:
        """Return what the ends of runs cost: see ``Subproblem``.

        Every run pays for the way back to the depot from where it ends; one that follows another has that paid back,
        and pays for the way from there, the cheaper way and way back together for each gate that it may leave.
        """
        tab, schools = self.tab, self.tab.school_gate.shape[0] - 1
        seconds, metres = self.least[int(tab.type_profile[kinds[0]])]
        gates = tab.node_place[int(tab.school_gate[0]) : int(tab.school_gate[-1])]
        of_school = tab.school_gate[:-1] - tab.school_gate[0]
        first, last = tab.node_place[own], tab.node_place[ends]
        way_m, way_s = (each[np.ix_(gates, first)].astype(np.int64) for each in (metres, seconds))
        direct = metres[np.ix_(first, last)].min(axis=1)
        starts, ways = np.zeros((kinds.size, own.size, ends.size)), np.zeros((kinds.size, schools, own.size))
        for k, kind in enumerate(kinds):
            metre, second = 1000.0 * tab.type_mile[kind] / MILE_MM, tab.type_hour[kind] / HOUR_S
            rounding = HALF_A_PENNY * (int(metre > 0) + int(second > 0))
            dearer = (metre - 1000.0 * mile / MILE_MM) * direct
            back, depot = np.zeros(metres.shape[0]), int(tab.type_depot[kind])
            starts[k] = tab.type_day[kind] + dearer[:, None] - rounding
            if depot != NOBODY:
                back = metre * metres[:, depot] + second * seconds[:, depot]
                starts[k] += (metre * metres[depot, first] + second * seconds[depot, first])[:, None] + back[last]
            way = metre * way_m + second * way_s - back[gates][:, None]
            ways[k] = np.minimum.reduceat(way, of_school, axis=0) + dearer + back[last].min()
        lead = np.minimum.reduceat(way_s, of_school, axis=0)
        return starts, ways, lead + int(tab.node_service[ends].min())


def _step_s(m: int, pupil: Ints, between: Ints, service: Ints) -> int:
    """Return seconds that any boarding takes at least, with the way to the next stop; 0 if too few for a table."""
    takes = between[:m] + service[:m, None]
    takes[:, :m][pupil[:, None] == pupil[None]] = STEP_S
    step_s = int(takes.min(initial=STEP_S))
    return step_s if step_s >= LEAST_STEP_S else 0


@dataclass(frozen=True, slots=True, eq=False)
class Priced:
    """What one subproblem's pricing found.

    Attributes
    ----------
    least
        (q, MOST_TOLD) the least reduced cost, of whatever labels stand for, by first pupil, of its local pupils, and by
        how many board or more; infinite for none.
    columns
        The best runs.
    """

    least: Floats
    columns: list[Column]

    @property
    def is_blurred(self) -> bool:
        """Whether the best is no run: a label that stands for several told it."""
        return bool(self.columns) and self.columns[0].blurred


def price_runs(
    sub: Subproblem, worth: Worth, lab: Labels, *, most: int, apart: tuple[int, int], wanted: int = 12
) -> Priced | None:
    """Return the least reduced costs and the best columns of a subproblem; None if it was too large.

    Parameters
    ----------
    most, apart
        See ``labels.label`` (its ``alike`` and ``width_s``); the least reduced costs are a bound only if ``most`` is 0.
    wanted
        How many columns.
    """
    duals, local = duals_of(sub, worth), sub.local
    least = np.full((sub.pupils.size, MOST_TOLD), np.inf)
    ends = np.minimum(duals.first.min(axis=1), duals.later[:, 0])
    worthless = duals.worth[local.pupil] <= 0.0  # labels do not board them; a run of them alone costs its ends at least
    np.minimum.at(least[:, 0], local.pupil[worthless], ends[worthless])
    if worthless.all():
        return Priced(least, [])
    count = label(local, duals, lab, completions(local, duals), most, *apart)
    if count == FULL:
        return None
    reduced = np.empty(count)
    finish(local, duals, lab, count, least, reduced)
    return Priced(least, read_back(sub, worth, duals, lab, reduced, wanted))


def duals_of(sub: Subproblem, worth: Worth) -> Duals:
    """Return what one subproblem reads of what the master pays and asks."""
    m, buckets = sub.local.pupils, worth.crew.shape[2]
    schools = [sub.last] if sub.other == NOBODY else [sub.last, sub.other]
    crew, later_crew = (each[1, schools].min(axis=0) for each in (worth.crew, worth.crew_later))
    first = (sub.starts + worth.first[sub.kinds, sub.last][:, None, None]).min(axis=0)
    later = np.full((m, buckets), np.inf)
    for k, kind in enumerate(sub.kinds):
        follow_on(sub.ways[k], worth.later[kind, :, sub.last], sub.lead, worth.standing.step_s, later)
    return Duals(
        worth=worth.pupil[sub.pupils],
        crew=crew,
        crew_later=later_crew,
        own=worth.crew[0, sub.last],
        own_later=worth.crew_later[0, sub.last],
        first=first,
        later=later,
    )
