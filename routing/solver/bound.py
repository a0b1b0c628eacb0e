"""What every plan costs at least: column generation over a relaxation of runs, and the proof that its duals give.

Every plan is a set of runs, and is priced, run by run, no lower than the relaxation prices it:

* a run's miles, hours and rides are those of its stops in order, on the least seconds and metres between places;
  detours to collect assistants are left out; every line of the cost that is rounded is half a penny cheaper;
* a vehicle's day and its way from the depot are paid with the first run of its shift; each later run pays for the way
  from the school where the one before it ended, and could have ended there in time for it (``master.py``); every run
  pays for the way back to the depot, which the next has paid back;
* assistants who make several runs are paid once, each at no more than the cheapest rates there are, and are at least as
  many as are aboard at any instant; those who make their own way are aboard from end to end;
* what the relaxation forgets of a run (``labels.py``) only makes more runs possible.

So the cost of a plan is at least ``v(d) + sum of r(run)`` over its runs, for any duals ``d``: ``v`` what they are
worth, ``r`` a run's reduced cost, as in Lagrange's relaxation. Leaving pupils who are worth nothing out of a run
raises neither. What its runs gain by ``r`` is then shared out among pupils (``_shared``): each run has one first pupil,
whom no other run carries, and carries others whom no other run carries either. That holds for any duals, so the best so
far is always a proof, however early one stops.
"""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from math import ceil, inf
from threading import local
from time import monotonic
from typing import TypeVar, cast

import numpy as np
from scipy.optimize import minimize_scalar

from routing.cost import HOUR_S
from routing.plan import Bound
from routing.problem import Problem
from routing.solver.compiled import Compiled, compile_problem
from routing.solver.known import Known, runs_of
from routing.solver.labels import Floats, Labels
from routing.solver.locks import NO_LOCKS
from routing.solver.master import Duals, Hands, Master, Terms
from routing.solver.pricing import LABELS, MOST_TOLD, Priced, Pricing, TooLateError, price_runs
from routing.solver.subproblem import Column, Subproblem, Worth, labels_for
from routing.solver.tables import MOST_SCHOOLS, NOBODY, RIDE_HOUR, UNPLACED

_S = TypeVar("_S")
_T = TypeVar("_T")

SLACK_PENCE = 0.05
"""Taken off the sum for the arithmetic of floating point."""
CLOSE = 2e-4
"""The bound is as good as the relaxation when it is within this share of it."""
LABELS_AT_A_NODE, MORE_LABELS = 2, 12
"""How many labels are kept when columns are looked for in a hurry, at first and at last."""
NEAR, SHORTEST = 0.04, 4
"""Where the best of a subproblem is no run, its labels are told apart more finely once a step proves all but such a
share of the relaxation, or after so many that prove no more; then everywhere, and where that is done, it ends."""
FEW = 150
"""With fewer subproblems, time is told to the minute from the first."""
APART = ((1, 240), (1, 60), (4, 60), (16, 60), (10**9, 1))
"""How many labels are told apart where they are alike, to how many seconds: few are fast, many prove more."""
KNOWING, APPROACH, SLOW = 0.2, 0.3, 0.001
"""Shares of the budget by which runs that are known, and others that are quickly found, have been added at the latest;
and what a round of that must gain."""
STAY = 0.6
"""How much of the centre is kept in a step, while that finds runs that are worth having."""
KNOWN_ROUNDS, KNOWN_AT_ONCE = 30, 600
"""Rounds of the relaxation over the runs that are known, and how many of them are added in each."""
NO_TIME = "everything but the shortest rides: there was no time for more"
RELAXES = (
    "who must travel together, training beyond whether anyone has it, assistants' and vehicles' hours, longest shifts, "
    "detours to collect assistants, bays, promised times and crews"
)


@dataclass(frozen=True, slots=True, eq=False)
class Proof:
    """A bound, and what was found on the way to it.

    Attributes
    ----------
    bound
        What every plan costs at least, and what the proof leaves out.
    relaxation_pence
        What the relaxation costs over the columns found; infinite before it was solved. Where it meets the bound, the
        relaxation is solved, and more time would prove no more.
    columns
        Runs worth having, for the choice of a plan.
    rounds
        Rounds of column generation.
    """

    bound: Bound
    relaxation_pence: float = inf
    columns: tuple[Column, ...] = ()
    rounds: int = 0


@dataclass(slots=True)
class _Limits:
    """When to stop: a clock, a count, or someone who says so."""

    budget_seconds: float | None
    iterations: int | None
    stop: Callable[[], bool] | None
    began: float = field(default_factory=monotonic)
    rounds: int = 0

    def reached(self) -> bool:
        late = self.budget_seconds is not None and monotonic() - self.began > self.budget_seconds
        return late or (self.stop is not None and self.stop())

    def used(self) -> float:
        """Return the share of the budget that is used."""
        shares = [0.0]
        if self.budget_seconds:
            shares.append((monotonic() - self.began) / self.budget_seconds)
        if self.iterations:
            shares.append(self.rounds / self.iterations)
        return max(shares)


def lower_bound(
    problem: Problem,
    compiled: Compiled | None = None,
    *,
    shifts: Iterable[tuple[int, Sequence[int]]] = (),
    budget_seconds: float | None = None,
    iterations: int | None = None,
    workers: int = 1,
    stop: Callable[[], bool] | None = None,
    report: Callable[[int, float], None] | None = None,
) -> Proof:
    """Return what every plan of a problem costs at least, unplaced pupils included.

    Parameters
    ----------
    compiled
        The problem compiled, if it already is; locks are left out of the proof, since they are of our own making.
    shifts
        Shifts that a search has met, each a vehicle type and nodes in order: the better they are, the sooner it is
        proven that there are no better ones.
    budget_seconds, iterations
        When to stop at the latest; with iterations alone the result is the same again, and with none of them it is what
        the shortest rides cost. None for neither: until solved.
    workers
        Threads that price; their number does not change the result of so many iterations.
    report
        Told the best bound so far and the relaxation's value, in pence, whenever either is better.

    Examples
    --------
    >>> from routing.synthesis import plane_problem
    >>> proof = lower_bound(plane_problem(12, 1, seed=1), iterations=40)
    >>> 0 < proof.bound.pence <= proof.relaxation_pence
    True
    """
    if compiled is None or compiled.locks is not NO_LOCKS:
        compiled = compile_problem(problem)
    simple = _simple_bound(compiled)
    if (why := _why_no_more(compiled, iterations)) is not None:
        return Proof(_bound(simple, why))
    limits = _Limits(budget_seconds, iterations, stop)
    with ThreadPoolExecutor(max_workers=workers) as pool:
        try:
            search = _Search(compiled, limits, pool, report, simple)
        except TooLateError:
            return Proof(_bound(simple, NO_TIME))
        search.begin(shifts)
        search.run()
    bound = _bound(max(search.best, simple), NO_TIME if search.best <= simple else RELAXES)
    return Proof(bound, search.relaxation, tuple(search.master.columns), limits.rounds)


def _why_no_more(compiled: Compiled, iterations: int | None) -> str | None:
    """Return why nothing but the shortest rides is proven; None if more is to be."""
    served = len(set(compiled.tables.pupil_school.tolist()))
    if iterations == 0:
        return NO_TIME
    if min(served, int(compiled.tables.number[MOST_SCHOOLS])) > 2:  # noqa: PLR2004 -- labels know two schools
        return "everything but the shortest rides: runs may serve more than two schools"
    return None


def _bound(pence: float, relaxes: str) -> Bound:
    return Bound(max(0, ceil(pence - SLACK_PENCE)), relaxes)


def proven_by(compiled: Compiled, duals: Duals, level: int = 0) -> float:
    """Return what any duals prove that every plan costs at least, in pence; the level is one of ``APART``."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        search = _Search(compiled, _Limits(None, None, None), pool, None, -inf)
        search.fineness = [level] * len(search.fineness)
        search.prove(search.terms.feasible(duals))
    return search.best


def no_duals(compiled: Compiled) -> Duals:
    """Return duals that prove nothing, one for each row."""
    return Terms(Pricing(compiled.tables), _hands(compiled)).nothing()


def _simple_bound(compiled: Compiled) -> float:
    """Return what everyone's shortest ride costs, or leaving them unplaced if that is cheaper."""
    tab = compiled.tables
    unplaced, rate = int(tab.number[UNPLACED]), int(tab.number[RIDE_HOUR])
    pence = 0.0
    for pupil in range(tab.pupil_school.size):
        nodes = slice(int(tab.pupil_node[pupil]), int(tab.pupil_node[pupil + 1]))
        school = int(tab.pupil_school[pupil])
        gates = slice(int(tab.school_gate[school]), int(tab.school_gate[school + 1]))
        ride = tab.seconds[:, tab.node_place[nodes]][:, :, tab.node_place[gates]].min()
        pence += min(unplaced, max(0.0, float(ride) * rate / HOUR_S - 0.5))
    return pence


def _hands(compiled: Compiled) -> Hands:
    """Return how many assistants of each kind may work at each rate."""
    hands = [(int(each.joins_at is not None), each.hour_rate_pence) for each in compiled.hands]
    of, count = np.unique(np.array(hands, np.int64).reshape(-1, 2), axis=0, return_counts=True)
    return Hands(of[:, 0], of[:, 1], count.astype(np.int64))


def _shared(gains: Floats) -> tuple[float, float]:
    """Return what the runs of any plan gain together at most, and how much of it every pupil bears.

    If everyone bears ``share``, a run of n pupils bears n times that, and its first pupil bears what is left. The share
    is the best, or nearly; any proves.

    Parameters
    ----------
    gains
        (P, n) what a run gains at most, by first pupil and by how many board (in the last column, as many or more).

    Examples
    --------
    >>> gains = np.array([[0.0, 6.0], [0.0, 6.0], [0.0, 6.0]])  # any two of three
    >>> [round(each) for each in _shared(gains)]
    [9, 3]
    """
    boarded = np.arange(1, gains.shape[1] + 1)

    def borne(share: float) -> float:
        firsts = (gains - share * boarded).max(axis=1, initial=0.0)
        return len(gains) * share + float(firsts.sum())

    most = float(gains.max(initial=0.0))
    share = 0.0
    if 0.0 < most < inf:
        found = minimize_scalar(borne, bounds=(0.0, most), method="bounded")
        share = min(0.0, float(found.x), key=borne)
    return borne(share), share


@dataclass(frozen=True, slots=True)
class _Found:
    """What a proof proves, how many columns it found, where the best is no run, and its duals less what pupils bear."""

    bound: float
    columns: int
    blurred: list[int]
    duals: Duals


class _Search:
    """The rounds: solve the master, price, add columns; and once in a while, prove."""

    def __init__(
        self,
        compiled: Compiled,
        limits: _Limits,
        pool: ThreadPoolExecutor,
        report: Callable[[int, float], None] | None,
        simple: float,
    ) -> None:
        self.compiled, self.limits, self.pool, self.report = compiled, limits, pool, report
        self.pricing = Pricing(compiled.tables, limits.reached)
        self.terms = Terms(self.pricing, _hands(compiled))
        self.master = Master(self.terms)
        self.best, self.relaxation = simple, inf
        self.scratch = local()
        self.priced: tuple[Duals, Worth] | None = None
        subproblems = len(self.pricing.subproblems)
        self.fineness = [int(subproblems < FEW)] * subproblems

    def begin(self, shifts: Iterable[tuple[int, Sequence[int]]]) -> None:
        """Solve the relaxation over the runs that are known."""
        known = Known(self.pricing, self.terms.standing, runs_of(self.compiled.tables, shifts))
        for _ in range(KNOWN_ROUNDS):
            before = self.relaxation
            duals = self.terms.feasible(self.master.solve())
            self.relaxation = self.master.value
            if self.limits.used() > KNOWING or self.relaxation > before * (1.0 - SLOW):
                return
            columns = known.best(self._worth(duals), KNOWN_AT_ONCE)
            if not columns:
                return
            self._add(duals, [columns])

    def run(self) -> None:
        """Go on until the relaxation is solved, or the limits are reached.

        As in a bundle method, each step goes from a centre some way towards the master's duals, at first from nothing.
        Where it ends becomes the centre if it proves more; else the next step is shorter.
        """
        self._approach()
        centre, at, stay, short = self.terms.nothing(), 0.0, STAY, 0
        while (duals := self._solve()) is not None:
            found = self.prove(self.terms.feasible(centre.mixed_with(duals, stay)))
            if found is None or self.best >= self.relaxation * (1.0 - CLOSE):
                return
            better = found.bound > at
            centre, at = (found.duals, found.bound) if better else (centre, at)
            short = 0 if better else short + 1
            stalled = short > SHORTEST or (not found.columns and stay <= 0.0)
            if stalled or found.bound >= self.relaxation * (1.0 - NEAR):
                if self._refine(found.blurred) or (stalled and self._refine(range(len(self.fineness)))):
                    short = 0
                elif stalled:
                    return
            nearer = STAY if better or at <= 0.0 else (1.0 + stay) / 2.0
            stay = nearer if found.columns else 0.0

    def _approach(self) -> None:
        """Add columns that are quickly found, until there are few; every proof thereafter is worth its time."""
        everything, most = self.pricing.subproblems, LABELS_AT_A_NODE
        active, before = [sub for sub in everything if sub.other == NOBODY], inf
        while self.limits.used() < APPROACH and (duals := self._solve()) is not None:
            found = self._each(active, partial(self._look, duals, most))
            if found is None:
                return
            self._add(duals, found)
            fruitful = [sub for sub, columns in zip(active, found, strict=True) if columns]
            slow = self.relaxation > before * (1.0 - SLOW)
            if slow and len(active) == len(everything):
                if most >= MORE_LABELS:
                    return
                most = MORE_LABELS
            before = inf if slow else self.relaxation
            active = everything if slow or not fruitful else fruitful

    def _solve(self) -> Duals | None:
        """Solve the master and return its duals; None if that was often enough."""
        if self.limits.iterations is not None and self.limits.rounds >= self.limits.iterations:
            return None
        self.limits.rounds += 1
        duals = self.terms.feasible(self.master.solve())
        self.relaxation = self.master.value
        return duals

    def prove(self, duals: Duals) -> _Found | None:
        """Price everything to the end, note the bound, and return what was found; None if stopped."""
        everything = self.pricing.subproblems
        found = self._each(range(len(everything)), partial(self._settle, duals))
        if found is None:
            return None
        least = np.zeros((duals.pupil.size, MOST_TOLD))
        for sub, each in zip(everything, found, strict=True):
            np.minimum.at(least, sub.pupils, each.least)
        gained, share = _shared(-least)
        bound = self.terms.value(duals) - gained
        if bound > self.best:
            self.best = bound
            if self.report is not None:
                self.report(int(bound), self.relaxation)
        self._add(duals, [each.columns for each in found])
        lower = replace(duals, pupil=np.maximum(duals.pupil - share, 0.0))
        blurred = [number for number, each in enumerate(found) if each.is_blurred]
        return _Found(bound, sum(len(each.columns) for each in found), blurred, lower)

    def _refine(self, blurred: Iterable[int]) -> bool:
        """Tell labels of some subproblems apart more finely; say whether any could be."""
        finer = [number for number in blurred if self.fineness[number] + 1 < len(APART)]
        for number in finer:
            self.fineness[number] += 1
        self.master.forget_blurred(self.pricing.subproblems[number] for number in finer)
        return bool(finer)

    def _each(self, subproblems: Sequence[_S], do: Callable[[_S], _T]) -> list[_T] | None:
        """Return what is to be done with each subproblem, in their order; None if the limits were reached before."""

        def unless_late(sub: _S) -> _T | None:
            return None if self.limits.reached() else do(sub)

        done = list(self.pool.map(unless_late, subproblems))
        return None if any(each is None for each in done) else cast("list[_T]", done)

    def _look(self, duals: Duals, most: int, sub: Subproblem) -> list[Column]:
        """Return columns that are quickly found."""
        found = price_runs(sub, self._worth(duals), self._room(sub), most=most, apart=APART[-1])
        return [] if found is None else found.columns

    def _settle(self, duals: Duals, number: int) -> Priced:
        """Return a bound on the reduced costs of a subproblem, by its number, and columns."""
        sub = self.pricing.subproblems[number]
        for apart in APART[self.fineness[number] :: -1]:  # where there are too many labels, fewer are told apart
            found = price_runs(sub, self._worth(duals), self._room(sub), most=0, apart=apart)
            if found is not None:
                return found
        return Priced(np.full((sub.pupils.size, MOST_TOLD), -inf), [])

    def _worth(self, duals: Duals) -> Worth:
        """Return duals as pricing reads them, worked out once for each."""
        if self.priced is None or self.priced[0] is not duals:
            self.priced = duals, self.terms.worth(duals)
        return self.priced[1]

    def _room(self, sub: Subproblem) -> Labels:
        """Return this thread's room for labels, large enough for a subproblem's memory."""
        words = sub.local.ng.shape[1]
        rooms: dict[int, Labels] = self.scratch.__dict__.setdefault("rooms", {})
        if words not in rooms:
            rooms[words] = labels_for(LABELS, words)
        return rooms[words]

    def _add(self, duals: Duals, found: list[list[Column]]) -> None:
        columns = [column for each in found for column in each]
        self.master.add(columns, self._worth(duals), duals)
