"""The master of column generation: the proportions of runs that cost least, and what that says is worth what.

Rows, each with its dual:

* each pupil is on a run, or left unplaced at the policy's price;
* vehicles of a type: those that make one run, and those that make several, are no more than there are;
* at each of some instants, a vehicle that makes several runs is on one at a time, and it makes at least two of them;
* the same for passenger assistants, of whom some rates are cheaper than others.

The rows for several runs are what makes the bound valid where vehicles and assistants make several: the day is paid
once. They are nearly exact, since runs are intervals of time and intervals that overlap nowhere can always share a
vehicle.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt.python import mathopt

from routing.cost import HOUR_S, MILE_MM
from routing.solver.labels import BUCKET_S, Floats, Ints
from routing.solver.pricing import HALF_A_PENNY, Column, Pricing, Worth
from routing.solver.tables import NOBODY, PAID_AT_LEAST, UNPLACED

STEP_S = 60
"""Seconds between the instants at which vehicles are counted, at least."""
MOST_ROWS = 800
"""Of instants for all vehicle types together, about."""


MOST_SLACK = 1e-3
"""Pence for which no column is added."""


@dataclass(frozen=True, slots=True)
class Hands:
    """The assistants: how many there are at each hourly rate."""

    rate: Ints
    count: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Duals:
    """One number, never negative, for each row of the master; any such numbers prove a bound.

    Attributes
    ----------
    pupil, fleet, hands
        (P,) of pupils; (T,) of types; (rates,) of the assistants there are.
    busy, twice
        (T + 1, instants) and (T + 1,) of vehicles that make several runs; the last row is that of assistants.
    crew, first
        Of assistants who make one run, and of the first run of those who make several.
    """

    pupil: Floats
    fleet: Floats
    hands: Floats
    busy: Floats
    twice: Floats
    crew: float
    first: float

    def scaled(self, share: float) -> "Duals":
        """Return so much of these."""
        return Duals(
            share * self.pupil,
            share * self.fleet,
            share * self.hands,
            share * self.busy,
            share * self.twice,
            share * self.crew,
            share * self.first,
        )

    def mixed_with(self, other: "Duals", share: float) -> "Duals":
        """Return so much of these and the rest of others."""

        def mix(one: Floats, two: Floats) -> Floats:
            return share * one + (1.0 - share) * two

        return Duals(
            mix(self.pupil, other.pupil),
            mix(self.fleet, other.fleet),
            mix(self.hands, other.hands),
            mix(self.busy, other.busy),
            mix(self.twice, other.twice),
            share * self.crew + (1.0 - share) * other.crew,
            share * self.first + (1.0 - share) * other.first,
        )


class Terms:
    """What does not change from one round to the next: prices, instants, and when schools are served."""

    def __init__(self, pricing: Pricing, hands: Hands) -> None:
        tab = pricing.tab
        self.tab, self.hands, self.buckets = tab, hands, pricing.buckets
        self.unplaced = float(tab.number[UNPLACED])
        self.paid_s = int(tab.number[PAID_AT_LEAST])
        self.rate = float(hands.rate.min()) / HOUR_S if hands.rate.size else 0.0
        self.hand = hands.rate * self.paid_s / HOUR_S - HALF_A_PENNY
        self.chain = np.array([_chain_pence(pricing, kind) for kind in range(tab.type_day.size)])
        schools = tab.school_gate.shape[0] - 1
        ends = [slice(int(tab.school_gate[s]), int(tab.school_gate[s + 1])) for s in range(schools)]
        self.window = [(int(tab.node_lo[gates].min()), int(tab.node_hi[gates].max())) for gates in ends]
        self.handover = [int(tab.node_service[gates].min()) for gates in ends]
        self.instants = self._instants()
        self.duty = self._duties()
        self.shortest_s = _shortest_rides(pricing)

    def _duties(self) -> Floats:
        """Return what an assistant is paid at least, by rate and by the first and the last instant on duty."""
        lasts = self.instants[None] - self.instants[:, None]
        paid = np.where(lasts < 0, np.inf, np.maximum(lasts, self.paid_s))
        return self.hands.rate[:, None, None] * paid[None] / HOUR_S - HALF_A_PENNY

    def _instants(self) -> Ints:
        """Return the instants at which vehicles are counted: about when schools are served, and before."""
        from_s = min((lo for lo, _ in self.window), default=0) - HOUR_S
        until_s = max((hi for _, hi in self.window), default=0) + STEP_S
        most = max(1, MOST_ROWS // (self.tab.type_count.size + 1))
        step = max(STEP_S, (until_s - from_s) // most // STEP_S * STEP_S)
        return np.arange(from_s // STEP_S * STEP_S, until_s + 1, step, dtype=np.int64)

    def certain(self, school: int, seconds: int, *, stands: bool) -> NDArray[np.bool_]:
        """Return which instants an interval of so many seconds certainly holds, by the minute in which it ends.

        Parameters
        ----------
        stands
            Whether the interval ends when the vehicle leaves the school, or when it arrives there.
        """
        lo, hi = self.window[school]
        after = self.handover[school] if stands else 0
        ends = np.arange(lo + after, hi + after + 1, BUCKET_S)[:, None]
        return (self.instants[None] >= ends + BUCKET_S - seconds) & (self.instants[None] < ends)

    def charges(self, busy: Floats, school: int, *, stands: bool) -> Floats:
        """Return the least charge for being on the road, by the minutes that it lasts."""
        charge = np.zeros(self.buckets)
        if not busy.any():
            return charge
        lo, hi = self.window[school]
        after = self.handover[school] if stands else 0
        ends = np.arange(lo + after, hi + after + 1, BUCKET_S)
        below = np.concatenate([[0.0], np.cumsum(busy)])
        upto = below[np.searchsorted(self.instants, ends, side="left")]
        begins = np.minimum(ends[:, None] + BUCKET_S - BUCKET_S * np.arange(self.buckets), ends[:, None])
        charge[:] = (upto[:, None] - below[np.searchsorted(self.instants, begins, side="left")]).min(axis=0)
        return charge

    def feasible(self, duals: Duals) -> Duals:
        """Return duals that no unplaced pupil, spare vehicle or spare assistant contradicts."""
        twice = np.maximum(duals.twice, 0.0)
        busy = np.maximum(duals.busy, 0.0)
        shortest = [
            float(self.charges(busy[-1], s, stands=False)[b])
            for s, b in enumerate(np.minimum(self.shortest_s // BUCKET_S, self.buckets - 1))
        ]
        first = max(duals.first, 0.0)
        twice[-1] = min(twice[-1], min(shortest, default=0.0))
        used = busy.sum(axis=1) - 2.0 * twice
        fleet = np.maximum(np.maximum(duals.fleet, 0.0), used[:-1] - self.chain)
        crew = max(duals.crew, 0.0)
        sound = Duals(np.clip(duals.pupil, 0.0, self.unplaced), fleet, duals.hands, busy, twice, crew, first)
        several = (self.served(sound)[None] - self.duty).max(axis=(1, 2), initial=0.0)
        return replace(sound, hands=np.maximum.reduce([np.maximum(duals.hands, 0.0), crew - self.hand, several]))

    def served(self, duals: Duals) -> Floats:
        """Return what an assistant is worth who makes several runs, by the first and the last instant on duty."""
        upto = np.concatenate([[0.0], np.cumsum(duals.busy[-1])])
        return np.asarray(upto[None, 1:] - upto[:-1, None] + duals.first - duals.twice[-1])

    def value(self, duals: Duals) -> float:
        """Return what feasible duals prove before runs are looked at."""
        spare = float(duals.fleet @ self.tab.type_count) + float(duals.hands @ self.hands.count)
        return float(duals.pupil.sum()) - spare

    def worth(self, duals: Duals) -> Worth:
        """Return feasible duals as pricing reads them."""
        schools, kinds = len(self.window), self.tab.type_day.size
        part = np.zeros((kinds, schools, self.buckets))
        for kind in range(kinds):
            for school in range(schools):
                part[kind, school] = self.charges(duals.busy[kind], school, stands=True) - duals.twice[kind]
        crew, later = np.zeros((schools, self.buckets)), np.zeros((schools, self.buckets))
        away = np.arange(self.buckets) * BUCKET_S
        for school in range(schools):
            least = int(self.shortest_s[school])
            alone = duals.crew + self.rate * np.maximum(0, away - self.paid_s)
            several = self.charges(duals.busy[-1], school, stands=False)
            several = np.maximum(several, several[min(least // BUCKET_S, self.buckets - 1)])
            crew[school] = np.minimum(alone, several + duals.first)
            later[school] = np.maximum(several - duals.twice[-1], 0.0)
        return Worth(duals.pupil, duals.fleet, part, crew, later)


def _chain_pence(pricing: Pricing, kind: int) -> float:
    """Return what a vehicle of a type costs at least if it makes several runs, besides what each of them costs."""
    tab = pricing.tab
    pence, depot = float(tab.type_day[kind]) - 2 * HALF_A_PENNY, int(tab.type_depot[kind])
    if depot == NOBODY:
        return pence
    gates = tab.node_place[tab.node_pupil == NOBODY]
    homes = tab.node_place[tab.node_pupil != NOBODY]
    if not homes.size or not gates.size:
        return pence
    rates = (float(tab.type_hour[kind]) / HOUR_S, 1000.0 * float(tab.type_mile[kind]) / MILE_MM)
    for rate, least in zip(rates, pricing.least[int(tab.type_profile[kind])], strict=True):
        back = int(least[gates, depot].min())
        out = least[depot, homes].astype(np.int64) - least[np.ix_(gates, homes)].min(axis=0)
        pence += rate * (back + min(0, int(out.min())))
    return pence


def _shortest_rides(pricing: Pricing) -> Ints:
    """Return, by school, the fewest seconds for which an assistant is aboard on a run with a pupil who needs one."""
    tab = pricing.tab
    schools = tab.school_gate.shape[0] - 1
    shortest = np.full(schools, pricing.buckets * BUCKET_S, np.int64)
    for school in range(schools):
        gates = tab.node_place[int(tab.school_gate[school]) : int(tab.school_gate[school + 1])]
        of_school = (tab.node_school == school) & (tab.node_pupil != NOBODY)
        nodes = np.flatnonzero(of_school & (tab.crew_kind[np.maximum(tab.node_pupil, 0)] > 0))
        for seconds, _ in pricing.least:
            if nodes.size:
                direct = seconds[np.ix_(tab.node_place[nodes], gates)].min(axis=1) + tab.node_service[nodes]
                shortest[school] = min(shortest[school], int(direct.min()))
    return shortest


class Master:
    """The linear relaxation over the columns so far."""

    def __init__(self, terms: Terms) -> None:
        self.terms, tab, hands = terms, terms.tab, terms.hands
        self.columns: list[Column] = []
        self.model = mathopt.Model()
        cover = self.model.add_linear_constraint
        self.pupil = [cover(lb=1.0) for _ in range(tab.pupil_school.size)]
        self.fleet = [cover(lb=-float(count)) for count in tab.type_count]
        self.hands = [cover(lb=-float(count)) for count in hands.count]
        kinds = tab.type_count.size
        self.busy = [[cover(lb=0.0) for _ in terms.instants] for _ in range(kinds + 1)]
        self.twice = [cover(lb=0.0) for _ in range(kinds + 1)]
        self.crew, self.first = cover(lb=0.0), cover(lb=0.0)
        for row in self.pupil:
            self._add(terms.unplaced, {row: 1.0})
        for kind in range(kinds):
            rows = dict.fromkeys(self.busy[kind], 1.0) | {self.fleet[kind]: -1.0, self.twice[kind]: -2.0}
            self._add(float(terms.chain[kind]), rows)
        short = terms.instants[:, None] + terms.paid_s >= terms.instants[None]
        for pence, duty, row in zip(terms.hand, terms.duty, self.hands, strict=True):
            self._add(float(pence), {row: -1.0, self.crew: 1.0})
            for begin, ends in enumerate(short):
                self._add_duty(duty, row, begin, int(np.flatnonzero(ends)[-1]))
        self.solver = mathopt.IncrementalSolver(self.model, mathopt.SolverType.GLOP)
        self.value = np.inf

    def _add_duty(self, duty: Floats, row: mathopt.LinearConstraint, begin: int, end: int) -> None:
        """Add an assistant who is on duty from one instant to another, for several runs."""
        rows = dict.fromkeys(self.busy[-1][begin : end + 1], 1.0)
        self._add(float(duty[begin, end]), rows | {row: -1.0, self.first: 1.0, self.twice[-1]: -1.0})

    def _add_duties(self, duals: Duals) -> None:
        """Add the longer duties that are worth having."""
        served = self.terms.served(duals)
        for duty, row, worth in zip(self.terms.duty, self.hands, duals.hands, strict=True):
            gain = served - duty - worth
            for begin, end in enumerate(gain.argmax(axis=1)):
                if gain[begin, end] > MOST_SLACK:
                    self._add_duty(duty, row, begin, int(end))

    def _add(self, pence: float, rows: dict[mathopt.LinearConstraint, float]) -> None:
        variable = self.model.add_variable(lb=0.0)
        self.model.objective.set_linear_coefficient(variable, pence)
        for row, coefficient in rows.items():
            row.set_coefficient(variable, coefficient)

    def add(self, columns: list[Column], worth: Worth, duals: Duals) -> None:
        """Add runs, in the form that was cheapest at the duals that found them."""
        for column in columns:
            rows: Counter[mathopt.LinearConstraint] = Counter()
            for pupil in column.pupils:
                rows[self.pupil[pupil]] += 1
            if column.sole:
                rows[self.fleet[column.kind]] -= 1
            else:
                rows[self.twice[column.kind]] += 1
                for instant in self._when(duals.busy[column.kind], column.last, column.seconds, stands=True):
                    rows[self.busy[column.kind][instant]] -= 1
            pence = column.pay
            for away_s, reach_s in column.away_s:
                pence += self._add_crew(column, away_s, reach_s, worth, duals, rows)
            self._add(pence, {row: float(coefficient) for row, coefficient in rows.items()})
            self.columns.append(column)

    def _add_crew(
        self,
        column: Column,
        away_s: int,
        reach_s: int,
        worth: Worth,
        duals: Duals,
        rows: "Counter[mathopt.LinearConstraint]",
    ) -> float:
        """Add an assistant to a run's rows, and return what they cost beyond the least that is paid."""
        terms, most = self.terms, self.terms.buckets - 1
        away, reach = min(away_s // BUCKET_S, most), min(reach_s // BUCKET_S, most)
        extra = terms.rate * max(0, away * BUCKET_S - terms.paid_s)
        schools = [column.last] if column.other == NOBODY else [column.last, column.other]
        once = min(schools, key=lambda each: float(worth.crew[each, away]))
        again = min(schools, key=lambda each: float(worth.crew_later[each, reach]))
        if worth.crew_later[again, reach] < worth.crew[once, away]:
            rows[self.twice[-1]] += 1
            school, bucket = again, reach
        elif duals.crew + extra <= worth.crew[once, away] + 1e-9:
            rows[self.crew] -= 1
            return extra
        else:
            rows[self.first] -= 1
            school, bucket = once, away
        lasts = max(bucket * BUCKET_S, int(terms.shortest_s[school]) // BUCKET_S * BUCKET_S)
        for instant in self._when(duals.busy[-1], school, lasts, stands=False):
            rows[self.busy[-1][instant]] -= 1
        return 0.0

    def _when(self, busy: Floats, school: int, seconds: int, *, stands: bool) -> Ints:
        """Return the instants of the cheapest time at which an interval may end."""
        certain = self.terms.certain(school, seconds, stands=stands)
        return np.flatnonzero(certain[int(np.argmin(certain @ busy))])

    def solve(self) -> Duals:
        """Solve the relaxation and return its duals.

        Raises
        ------
        RuntimeError
            If no solver returns duals.
        """
        result = self.solver.solve()
        for again in (mathopt.SolverType.GLOP, mathopt.SolverType.PDLP):
            if result.has_primal_feasible_solution() and result.has_dual_feasible_solution():
                break
            # MathOpt's incremental GLOP sometimes returns no duals: ask again from scratch, then another solver
            result = mathopt.solve(self.model, again, params=mathopt.SolveParameters(time_limit=timedelta(minutes=2)))
            self.solver = mathopt.IncrementalSolver(self.model, mathopt.SolverType.GLOP)
        else:
            if not result.has_dual_feasible_solution():
                raise RuntimeError(f"the master's relaxation was not solved: {result.termination}.")
        self.value = result.objective_value()
        dual = result.dual_values()

        def read(rows: list[mathopt.LinearConstraint]) -> Floats:
            return np.array([dual[row] for row in rows])

        duals = Duals(
            pupil=read(self.pupil),
            fleet=read(self.fleet),
            hands=read(self.hands),
            busy=np.array([read(rows) for rows in self.busy]),
            twice=read(self.twice),
            crew=float(dual[self.crew]),
            first=float(dual[self.first]),
        )
        self._add_duties(duals)
        return duals
