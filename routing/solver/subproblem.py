"""What pricing works on: runs that end at one school, what the master pays and asks, and the runs that it is given."""

from dataclasses import dataclass

import numpy as np

from routing.solver.labels import BUCKET_S, Floats, Ints, Labels, Local
from routing.solver.standing import Standing
from routing.solver.tables import NOBODY


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """A run, as the relaxation sees it, with a vehicle of a type.

    Attributes
    ----------
    kind
        The vehicle type.
    nodes
        The nodes of the run, first stop first; a pupil may come twice.
    pupils
        The pupils' rows.
    pay
        Pence for what is driven and ridden, all in.
    first
        Whether the run is the first of its shift, or one that follows another.
    ways, lags
        (S,) of one that follows: what the way from each school costs, in pence, and in how many steps it must have been
        left at least before the run ends (see ``standing.py``).
    away_s
        For each assistant, for how long they are aboard at least if they are collected on the way, and with the way
        there from a school; and the same if they are aboard from end to end.
    last, other
        The last school, and the other one or NOBODY.
    blurred
        Whether no such run may be: a label that stands for several told it.
    """

    kind: int
    nodes: tuple[int, ...]
    pupils: tuple[int, ...]
    pay: float
    first: bool
    ways: Floats
    lags: Ints
    away_s: tuple[tuple[int, int, int, int], ...]
    last: int
    other: int
    blurred: bool = False

    def ways_at(self, worth: "Worth") -> Floats:
        """Return what coming from each school costs, (S,), at what the master pays and asks."""
        later: Floats = worth.later[self.kind, np.arange(self.ways.size), self.last, self.lags]
        return self.ways + later

    def crew_at(self, away_s: tuple[int, int, int, int], worth: "Worth") -> tuple[float, int, bool, int, int]:
        """Return what one of its assistants costs in the cheapest form, and which that is.

        That is their kind, whether they come from another run, and to which school they ride for how many minutes.
        """
        away, reach, whole, whole_reach = (min(each // BUCKET_S, worth.crew.shape[2] - 1) for each in away_s)
        forms = [(float(worth.crew[0, self.last, whole]), 0, False, self.last, whole)]
        forms.append((float(worth.crew_later[0, self.last, whole_reach]), 0, True, self.last, whole_reach))
        for school in [self.last] if self.other == NOBODY else [self.last, self.other]:
            forms.append((float(worth.crew[1, school, away]), 1, False, school, away))
            forms.append((float(worth.crew_later[1, school, reach]), 1, True, school, reach))
        return min(forms)


@dataclass(frozen=True, slots=True, eq=False)
class Subproblem:
    """Runs that end at one school, with at most one other, by one group of vehicle types."""

    last: int
    other: int
    kinds: Ints
    local: Local
    pupils: Ints  # rows of local pupils
    nodes: Ints  # nodes of local nodes
    starts: Floats  # (kinds, m, gates) what the ends of the first run of a shift cost, the day's rate included
    ways: Floats  # (kinds, S, m) what the ends of a later run cost at least, by the school that it leaves
    lead: Ints  # (S, m) seconds from leaving a school to the first stop, and those of the stop at the last


@dataclass(frozen=True, slots=True, eq=False)
class Worth:
    """What the master pays and asks, one number for each of its rows (see ``master.py``), as tables by seconds.

    Attributes
    ----------
    pupil
        (P,) what carrying a pupil is worth.
    first
        (T, S) what using one more vehicle of the type costs besides its price, less what it is worth at the end of its
        first run, at a school.
    later
        (T, S, S, lags) what leaving a school costs for a run to another (see ``Standing.ways``).
    standing
        How lags are counted.
    crew, crew_later
        (2, S, buckets) what an assistant costs who is aboard so long before they reach a school; or who has come from a
        school, on another run, so long before; those who make their own way, and are aboard from end to end, first.
    """

    pupil: Floats
    first: Floats
    later: Floats
    standing: Standing
    crew: Floats
    crew_later: Floats


def labels_for(size: int, words: int) -> Labels:
    """Return room for so many labels."""

    def line() -> Ints:
        return np.zeros(size, np.int64)

    return Labels(
        node=line(),
        gate=line(),
        near=line(),
        parent=line(),
        t=line(),
        clock=np.zeros((size, 2), np.int64),
        pay=np.zeros(size),
        base=np.zeros(size),
        crew=np.zeros(size),
        aboard=line(),
        care=line(),
        away=line(),
        reach=line(),
        boarded=line(),
        most=line(),
        memory=np.zeros((size, words), np.uint64),
        alive=np.zeros(size, np.bool_),
        free=np.zeros(size, np.bool_),
        after=line(),
    )
