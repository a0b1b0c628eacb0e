"""The master of column generation: the proportions of runs that cost least, and what that says is worth what.

Rows, each with its dual:

* each pupil is on a run, or left unplaced at the policy's price;
* vehicles of a type: no more make a first run than there are;
* at each school, in each step of time, no more vehicles of a type have left for another run than have ended one there
  (``standing.py``): so the day is paid once, and the way between runs for what it is, in metres and in time;
* at each of some instants, a passenger assistant who makes several runs is on one at a time, and makes at least two of
  them; some rates are cheaper than others. Those who make their own way are on a run from end to end; those who are
  collected at their homes only with whom they look after. There are rows for either kind.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from functools import partial
from itertools import chain, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt.python import mathopt

from routing.cost import HOUR_S
from routing.solver.labels import BUCKET_S, Floats, Ints
from routing.solver.pricing import HALF_A_PENNY, Pricing
from routing.solver.standing import settled, standing
from routing.solver.subproblem import Column, Subproblem, Worth
from routing.solver.tables import NOBODY, PAID_AT_LEAST, UNPLACED

STEP_S = 120
"""Seconds between the instants at which assistants are counted, at least."""
MOST_ROWS = 400
"""Of instants, about."""
AT_MOST = mathopt.SolveParameters(time_limit=timedelta(minutes=1))
"""How long one solver may take for the relaxation: where many runs cost the same, simplex may go round in a ring."""
MOST_SLACK = 1e-3
"""Pence for which no column is added."""
MOST_RUNS, MOST_RUNS_EACH = 8000, 20
"""If there are more runs, and more for each pupil, the dearer half is taken out."""


@dataclass(frozen=True, slots=True)
class Hands:
    """The assistants: how many there are of each kind (0 make their own way, 1 are collected) and hourly rate."""

    kind: Ints
    rate: Ints
    count: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Duals:
    """One number, never negative, for each row of the master; any such numbers prove a bound.

    Attributes
    ----------
    pupil, fleet, hands
        (P,) of pupils; (T,) of types; (rates,) of the assistants there are.
    stock
        (T, S, steps) of vehicles that stand at a school: what one more is worth from each step on.
    busy, twice
        (2, instants) and (2,) of assistants of either kind who make several runs.
    crew, first
        (2,) of assistants who make one run, and of the first run of those who make several.
    """

    pupil: Floats
    fleet: Floats
    hands: Floats
    stock: Floats
    busy: Floats
    twice: Floats
    crew: Floats
    first: Floats

    def mixed_with(self, other: "Duals", share: float) -> "Duals":
        """Return so much of these and the rest of others."""

        def mixed(name: str) -> Any:
            return share * getattr(self, name) + (1.0 - share) * getattr(other, name)

        return Duals(**{each.name: mixed(each.name) for each in fields(self)})


class Terms:
    """What does not change from one round to the next: prices, instants, and when schools are served."""

    def __init__(self, pricing: Pricing, hands: Hands) -> None:
        tab = pricing.tab
        self.tab, self.hands, self.buckets = tab, hands, pricing.buckets
        self.unplaced = float(tab.number[UNPLACED])
        self.paid_s = int(tab.number[PAID_AT_LEAST])
        own = [hands.rate[hands.kind == kind] for kind in range(2)]
        self.rate = [float(rates.min()) / HOUR_S if rates.size else np.inf for rates in own]
        self.hand = hands.rate * self.paid_s / HOUR_S - HALF_A_PENNY
        self.standing = standing(tab)
        schools = tab.school_gate.shape[0] - 1
        ends = [slice(int(tab.school_gate[s]), int(tab.school_gate[s + 1])) for s in range(schools)]
        self.window = [(int(tab.node_lo[gates].min()), int(tab.node_hi[gates].max())) for gates in ends]
        self.instants = self._instants()
        self.duty = self._duties()
        self.shortest_s = _shortest_rides(pricing)

    def _duties(self) -> Floats:
        """Return what an assistant is paid at least, by rate and by the first and the last instant on duty."""
        lasts = self.instants[None] - self.instants[:, None]
        pence = self.hands.rate[:, None, None] * np.maximum(lasts, self.paid_s)[None] / HOUR_S - HALF_A_PENNY
        return np.where(lasts[None] < 0, np.inf, pence)  # not infinite seconds: some are paid nothing

    def _instants(self) -> Ints:
        """Return the instants at which assistants are counted: about when schools are served, and before."""
        from_s = min((lo for lo, _ in self.window), default=0) - HOUR_S
        until_s = max((hi for _, hi in self.window), default=0) + STEP_S
        step = max(STEP_S, (until_s - from_s) // MOST_ROWS // STEP_S * STEP_S)
        return np.arange(from_s // STEP_S * STEP_S, until_s + 1, step, dtype=np.int64)

    def nothing(self) -> Duals:
        """Return duals by which nothing is worth anything."""
        kinds, schools = self.tab.type_count.size, len(self.window)
        return Duals(
            np.zeros(self.tab.pupil_school.size),
            np.zeros(kinds),
            np.zeros(self.hands.count.size),
            np.zeros((kinds, schools, self.standing.width)),
            np.zeros((2, self.instants.size)),
            *np.zeros((3, 2)),
        )

    def _ends(self, school: int, kind: int) -> tuple[Ints, int]:
        """Return the minutes in which an assistant's ride may end, and for how long the vehicle has stood then."""
        lo, hi = self.window[school]
        stands = int(self.standing.handover[school]) if kind == 0 else 0
        return np.arange(lo + stands, hi + stands + 1, BUCKET_S), stands

    def certain(self, school: int, kind: int, seconds: int) -> NDArray[np.bool_]:
        """Return which instants a ride of so many seconds to a school certainly holds, by the minute of its end."""
        ends, stands = self._ends(school, kind)
        begins = np.minimum(ends + BUCKET_S - seconds - stands, ends)
        return (self.instants[None] >= begins[:, None]) & (self.instants[None] < ends[:, None])

    def charges(self, busy: Floats, school: int, kind: int) -> Floats:
        """Return the least charge for riding to a school, by the minutes that it lasts until the vehicle arrives."""
        ends, stands = self._ends(school, kind)
        below = np.concatenate([[0.0], np.cumsum(busy)])
        upto = below[np.searchsorted(self.instants, ends, side="left")]
        begins = ends[:, None] + BUCKET_S - BUCKET_S * np.arange(self.buckets) - stands
        from_ = below[np.searchsorted(self.instants, np.minimum(begins, ends[:, None]), side="left")]
        charges: Floats = (upto[:, None] - from_).min(axis=0)
        return charges

    def shortest(self, school: int) -> int:
        """Return the minutes of the shortest ride of an assistant to a school."""
        return min(int(self.shortest_s[school]) // BUCKET_S, self.buckets - 1)

    def feasible(self, duals: Duals) -> Duals:
        """Return duals that no unplaced pupil, waiting vehicle or spare assistant contradicts."""
        busy, first, crew = (np.maximum(each, 0.0) for each in (duals.busy, duals.first, duals.crew))
        least = [
            min(
                (float(self.charges(busy[kind], s, kind)[self.shortest(s)]) for s in range(len(self.window))),
                default=0.0,
            )
            for kind in range(2)
        ]
        twice = np.minimum(np.maximum(duals.twice, 0.0), least)
        fleet, stock = np.maximum(duals.fleet, 0.0), settled(duals.stock)
        sound = Duals(np.clip(duals.pupil, 0.0, self.unplaced), fleet, duals.hands, stock, busy, twice, crew, first)
        several = np.zeros(self.hands.count.size)
        for kind in range(2):
            own = self.hands.kind == kind
            several[own] = (self.served(sound, kind)[None] - self.duty[own]).max(axis=(1, 2), initial=0.0)
        once = crew[self.hands.kind] - self.hand
        return replace(sound, hands=np.maximum.reduce([np.maximum(duals.hands, 0.0), once, several]))

    def served(self, duals: Duals, kind: int) -> Floats:
        """Return what an assistant is worth who makes several runs, by the first and the last instant on duty."""
        upto = np.concatenate([[0.0], np.cumsum(duals.busy[kind])])
        return np.asarray(upto[None, 1:] - upto[:-1, None] + duals.first[kind] - duals.twice[kind])

    def value(self, duals: Duals) -> float:
        """Return what feasible duals prove before runs are looked at."""
        spare = float(duals.fleet @ self.tab.type_count) + float(duals.hands @ self.hands.count)
        return float(duals.pupil.sum()) - spare

    def worth(self, duals: Duals) -> Worth:
        """Return feasible duals as pricing reads them."""
        shape = (2, len(self.window), self.buckets)
        crew, later = np.full(shape, np.inf), np.full(shape, np.inf)
        lasts = np.arange(self.buckets) * BUCKET_S
        for kind in np.unique(self.hands.kind).tolist():
            for school in range(len(self.window)):
                _, stands = self._ends(school, kind)
                alone = duals.crew[kind] + self.rate[kind] * np.maximum(0, lasts + stands - self.paid_s)
                several = self.charges(duals.busy[kind], school, kind)
                several = np.maximum(several, several[self.shortest(school)])
                crew[kind, school] = np.minimum(alone, several + duals.first[kind])
                later[kind, school] = np.maximum(several - duals.twice[kind], 0.0)
        first = duals.fleet[:, None] - duals.stock[:, :, 0]
        return Worth(duals.pupil, first, self.standing.ways(duals.stock), self.standing, crew, later)


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
        self.runs: list[mathopt.Variable] = []
        self.blurred: dict[mathopt.Variable, Column] = {}
        self.model = mathopt.Model()
        cover = self.model.add_linear_constraint
        self.pupil = [cover(lb=1.0) for _ in range(tab.pupil_school.size)]
        self.fleet = [cover(lb=-float(count)) for count in tab.type_count]
        self.hands = [cover(lb=-float(count)) for count in hands.count]
        steps = [int(each) for each in terms.standing.steps]
        self.stock = [[[cover(lb=0.0) for _ in range(each)] for each in steps] for _ in tab.type_count]
        self.busy = [[cover(lb=0.0, ub=0.0) for _ in terms.instants] for _ in range(2)]
        self.twice, self.crew, self.first = ([cover(lb=0.0) for _ in range(2)] for _ in range(3))
        for row in self.pupil:
            self._add(terms.unplaced, {row: 1.0})
        for now, then in chain.from_iterable(pairwise(each) for of_kind in self.stock for each in of_kind):
            self._add(0.0, {now: -1.0, then: 1.0})
        for now, then in chain.from_iterable(pairwise([*of_kind, None]) for of_kind in self.busy):
            self._add(0.0, {row: sign for row, sign in ((now, -1.0), (then, 1.0)) if row is not None})
        short = terms.instants[:, None] + terms.paid_s >= terms.instants[None]
        for hand, pence in enumerate(terms.hand):
            self._add(float(pence), {self.hands[hand]: -1.0, self.crew[hands.kind[hand]]: 1.0})
            for begin, ends in enumerate(short):
                self._add_duty(hand, begin, int(np.flatnonzero(ends)[-1]))
        self.solver = mathopt.IncrementalSolver(self.model, mathopt.SolverType.GLOP)
        self.value = np.inf

    def _add_duty(self, hand: int, begin: int, end: int) -> None:
        """Add an assistant who is on duty from one instant to another, for several runs."""
        kind = int(self.terms.hands.kind[hand])
        rows = {self.hands[hand]: -1.0, self.first[kind]: 1.0, self.twice[kind]: -1.0}
        self._add(float(self.terms.duty[hand, begin, end]), rows | dict(self._between(kind, begin, end)))

    def _between(self, kind: int, begin: int, end: int) -> Iterator[tuple[mathopt.LinearConstraint, float]]:
        """Yield the rows in which there is one assistant more, from one instant to another."""
        yield self.busy[kind][begin], 1.0
        if end + 1 < len(self.busy[kind]):
            yield self.busy[kind][end + 1], -1.0

    def _add_duties(self, duals: Duals) -> None:
        """Add the longer duties that are worth having."""
        for hand, (duty, worth) in enumerate(zip(self.terms.duty, duals.hands, strict=True)):
            gain = self.terms.served(duals, int(self.terms.hands.kind[hand])) - duty - worth
            for begin, end in enumerate(gain.argmax(axis=1)):
                if gain[begin, end] > MOST_SLACK:
                    self._add_duty(hand, begin, int(end))

    def _add(self, pence: float, rows: dict[mathopt.LinearConstraint, float]) -> mathopt.Variable:
        variable = self.model.add_variable(lb=0.0)
        self.model.objective.set_linear_coefficient(variable, pence)
        for row, coefficient in rows.items():
            row.set_coefficient(variable, coefficient)
        return variable

    def add(self, columns: list[Column], worth: Worth, duals: Duals) -> None:
        """Add runs, in the form that was cheapest at the duals that found them."""
        for column in columns:
            rows: Counter[mathopt.LinearConstraint] = Counter()
            for pupil in column.pupils:
                rows[self.pupil[pupil]] += 1
            pence = column.pay + self._add_vehicle(column, worth, duals, rows)
            for away_s in column.away_s:
                pence += self._add_crew(column, away_s, worth, duals, rows)
            variable = self._add(pence, {row: float(coefficient) for row, coefficient in rows.items()})
            self.runs.append(variable)
            if column.blurred:
                self.blurred[variable] = column
            else:
                self.columns.append(column)

    def forget_blurred(self, finer: Iterable[Subproblem]) -> None:
        """Take out the runs of some subproblems that labels told which stood for several."""
        told = {(int(kind), sub.last, sub.other) for sub in finer for kind in sub.kinds}
        self._forget(run for run, each in self.blurred.items() if (each.kind, each.last, each.other) in told)

    def _forget(self, runs: Iterable[mathopt.Variable]) -> None:
        gone = set(runs)
        for variable in gone:
            self.model.delete_variable(variable)
            self.blurred.pop(variable, None)
        self.runs = [run for run in self.runs if run not in gone]

    def _add_vehicle(
        self, column: Column, worth: Worth, duals: Duals, rows: "Counter[mathopt.LinearConstraint]"
    ) -> float:
        """Add a run's vehicle to its rows, and return what the way there costs besides what the column pays."""
        kind, last = column.kind, column.last
        if column.first:
            rows[self.fleet[kind]] -= 1
            rows[self.stock[kind][last][0]] += 1
            return 0.0
        standing, school = self.terms.standing, int(np.argmin(column.ways_at(worth)))
        lag = int(column.lags[school])
        end = standing.end_of(duals.stock[kind], lag, school, last)
        rows[self.stock[kind][last][end]] += 1
        rows[self.stock[kind][school][standing.left(lag, end, school, last)]] -= 1
        return float(column.ways[school])

    def _add_crew(
        self,
        column: Column,
        away_s: tuple[int, int, int, int],
        worth: Worth,
        duals: Duals,
        rows: "Counter[mathopt.LinearConstraint]",
    ) -> float:
        """Add an assistant to a run's rows, and return what they cost beyond the least that is paid."""
        terms = self.terms
        charge, kind, again, school, bucket = column.crew_at(away_s, worth)
        if not again:
            lasts = bucket * BUCKET_S + (int(terms.standing.handover[school]) if kind == 0 else 0)
            extra = terms.rate[kind] * max(0, lasts - terms.paid_s)
            if duals.crew[kind] + extra <= charge + 1e-9:
                rows[self.crew[kind]] -= 1
                return extra
        rows[self.twice[kind] if again else self.first[kind]] += 1 if again else -1
        certain = terms.certain(school, kind, max(bucket, terms.shortest(school)) * BUCKET_S)
        instants = np.flatnonzero(certain[int(np.argmin(certain @ duals.busy[kind]))])
        for row, more in self._between(kind, int(instants[0]), int(instants[-1])) if instants.size else ():
            rows[row] -= int(more)
        return 0.0

    def _solved(self) -> mathopt.SolveResult:
        """Return the solved relaxation, with its duals."""
        solve = partial(self.solver.solve, params=AT_MOST)
        for again in (mathopt.SolverType.HIGHS, mathopt.SolverType.GLOP, mathopt.SolverType.PDLP, None):
            try:
                result = solve()
                if result.has_primal_feasible_solution() and result.has_dual_feasible_solution():
                    return result
                said = str(result.termination)
            except (RuntimeError, AttributeError) as error:  # the latter where MathOpt fails to say what went wrong
                said = str(error)
            # MathOpt's incremental GLOP sometimes returns no duals, or never ends: ask from scratch, then other solvers
            solve = partial(mathopt.solve, self.model, again, params=AT_MOST)
            self.solver = mathopt.IncrementalSolver(self.model, mathopt.SolverType.GLOP)
        raise RuntimeError(f"the master's relaxation was not solved: {said}.")

    def solve(self) -> Duals:
        """Solve the relaxation and return its duals.

        Raises
        ------
        RuntimeError
            If no solver returns duals.
        """
        result = self._solved()
        self.value = result.objective_value()
        dual = result.dual_values()
        if len(self.runs) > (most := max(MOST_RUNS, MOST_RUNS_EACH * len(self.pupil))):
            reduced = result.reduced_costs()
            self._forget(sorted(self.runs, key=lambda run: reduced[run])[most // 2 :])

        def read(rows: list[mathopt.LinearConstraint]) -> Floats:
            return np.array([dual[row] for row in rows])

        stock = np.zeros((len(self.fleet), len(self.terms.window), self.terms.standing.width))
        for kind, of_kind in enumerate(self.stock):
            for school, of_school in enumerate(of_kind):
                stock[kind, school, : len(of_school)] = read(of_school)
        duals = Duals(
            pupil=read(self.pupil),
            fleet=read(self.fleet),
            hands=read(self.hands),
            stock=stock,
            busy=np.array([-np.diff(read(rows), append=0.0) for rows in self.busy]),
            twice=read(self.twice),
            crew=read(self.crew),
            first=read(self.first),
        )
        self._add_duties(duals)
        return duals
