"""Vehicles that stand at a school after a run until they leave for the next: when they are free, and what it is worth.

Time is counted in steps, and only within the times at which runs may end at a school: a vehicle that leaves later
leaves, as far as anyone can tell, at the end of them. A vehicle of a type that ends a run is one more in stock at the
school from the step in which it ends; one that leaves for its next run is one fewer from the step in which it leaves,
and no more can leave than have come. Ends and departures are rounded down, departures by no more than the ends: whoever
could leave in time still can.
"""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from routing.solver.labels import BUCKET_S, Floats, Ints
from routing.solver.tables import Tables

STEPS_S = (60, 120, 180, 300, 600, 1200, 3600)
"""Lengths of a step, the first that leaves no more than so many rows being taken; beyond the last, it is doubled."""
MOST_ROWS = 1500
"""Of stocks, about."""


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """When vehicles may stand where.

    Attributes
    ----------
    step_s
        Seconds of a step.
    opens, steps
        (S,) the step in which a run to a school may end at the earliest, and in how many it may.
    lags
        How many steps may lie between the departure for a run and its end, and one more, for never.
    handover
        (S,) seconds from arriving at a school until the vehicle is free.
    """

    step_s: int
    opens: Ints
    steps: Ints
    lags: int
    handover: Ints

    @property
    def width(self) -> int:
        """The most steps of any school."""
        return int(self.steps.max(initial=1))

    def lag(self, seconds: Ints) -> Ints:
        """Return in how many steps a vehicle must have left at least that ends a run so many seconds later."""
        lag: Ints = np.minimum(seconds // self.step_s, self.lags - 1)
        return lag

    def left(self, lag: int, end: int, school: int, last: int) -> int:
        """Return the step of a school in which a vehicle has left that ends a run at another in a step of that one.

        Negative if no run could have ended there by then.
        """
        step = int(self.opens[last]) + end - lag - int(self.opens[school])
        return min(step, int(self.steps[school]) - 1)

    def ways(self, worth: Floats) -> Floats:
        """Return what leaving a school for a run costs, less what its end is worth, at the best of all times.

        Parameters
        ----------
        worth
            (T, S, width) what a vehicle in stock is worth from each step on; never increasing.

        Returns
        -------
        array
            (T, S, S, lags): by the school left, the last school of the run, and the lag between; infinite where there
            is no such time. Never decreasing with the lag.
        """
        kinds, schools = worth.shape[0], self.opens.size
        ways = np.full((kinds, schools, schools, self.lags), np.inf)
        lag = np.arange(self.lags - 1)
        for last in range(schools):
            ends = np.arange(self.steps[last])
            for school in range(schools):
                step = self.opens[last] + ends[:, None] - lag[None] - self.opens[school]
                left = worth[:, school][:, np.clip(step, 0, self.steps[school] - 1)]
                left[:, step < 0] = np.inf
                ways[:, school, last, :-1] = (left - worth[:, last, ends, None]).min(axis=1)
        return ways

    def end_of(self, worth: Floats, lag: int, school: int, last: int) -> int:
        """Return the step of the last school in which a run ends best; see ``ways``, of whose types this is one."""
        ends = np.arange(self.steps[last])
        step = self.opens[last] + ends - lag - self.opens[school]
        left = np.where(step < 0, np.inf, worth[school, np.clip(step, 0, self.steps[school] - 1)])
        return int(np.argmin(left - worth[last, ends]))


def standing(tab: Tables) -> Standing:
    """Return when vehicles may stand at a problem's schools."""
    schools = tab.school_gate.shape[0] - 1
    gates = [slice(int(tab.school_gate[s]), int(tab.school_gate[s + 1])) for s in range(schools)]
    handover = np.array([tab.node_service[each].min() for each in gates], np.int64)
    earliest = np.array([tab.node_lo[each].min() for each in gates], np.int64) + handover
    latest = np.array([tab.node_hi[each].max() for each in gates], np.int64) + handover

    def rows(step_s: int) -> int:
        return int(tab.type_count.size * (latest // step_s - earliest // step_s + 1).sum())

    step_s = next((each for each in STEPS_S if rows(each) <= MOST_ROWS), STEPS_S[-1])
    while rows(step_s) > max(MOST_ROWS, tab.type_count.size * schools):
        step_s *= 2
    opens, closes = earliest // step_s, latest // step_s
    lags = int(closes.max(initial=0) - opens.min(initial=0)) + 2
    return Standing(step_s, opens, closes - opens + 1, lags, handover)


def settled(worth: Floats) -> NDArray[np.float64]:
    """Return a worth of stocks that is never negative and, since a vehicle can wait, never increasing.

    Examples
    --------
    >>> settled(np.array([3.0, 4.0, 1.0, -1.0])).tolist()
    [3.0, 3.0, 1.0, 0.0]
    """
    return np.minimum.accumulate(np.maximum(worth, 0.0), axis=-1)


@njit(cache=True, nogil=True)
def follow_on(ways: Floats, later: Floats, lead: Ints, step_s: int, out: Floats) -> None:
    """Lower, by first stop and bucket of its length, what a run costs that follows another from whichever school.

    Parameters
    ----------
    ways, lead
        (S, m) what the way from each school to each first stop costs, and the seconds that it takes at least.
    later
        (S, lags) of ``Standing.ways``, for one type and one last school.
    out
        (m, buckets) of ``BUCKET_S`` seconds.
    """
    for school in range(ways.shape[0]):
        for stop in range(ways.shape[1]):
            for bucket in range(out.shape[1]):
                lag = min((lead[school, stop] + BUCKET_S * bucket) // step_s, later.shape[1] - 1)
                if later[school, lag] == np.inf:  # and so for whatever is longer
                    break
                out[stop, bucket] = min(out[stop, bucket], ways[school, stop] + later[school, lag])
