"""The arrays that kernels read: one compiled problem, and the scratch space of one kernel.

Kernels know one direction. From school is compiled as its mirror image: places are visited backwards, drives
transposed, the clock negated; so a pupil always *boards* at home and *alights* at school, and times may be negative.
All integers are int64 unless a comment says otherwise. ``NamedTuple`` because numba takes one as an argument.

Numba hands on each array as some nine numbers at each call, so there are few arrays: what is known of a node, a pupil
or a vehicle type is one row, read by the names of its columns below. Python reads the same by name, as
``tables.node_place``; kernels as ``tab.node[node, NODE_PLACE]``.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from routing.timing import NO_PROMISE
from routing.timing import ROWS as SHIFT_ROWS

Ints = NDArray[np.int64]

NOBODY = -1
NO_TIME = NO_PROMISE
ONE_TO_ONE = 2
"""In ``PUPIL_CREW``: an assistant of their own."""
NEVER = 2**60
"""The price of what must not be."""

NODE_PUPIL, NODE_SCHOOL, NODE_PLACE, NODE_SERVICE, NODE_LO, NODE_HI, NODE_LIMIT, NODE_USUAL, NODE_TOLERANCE = range(9)
"""Columns of ``Tables.node``: NOBODY at gates; the school, or the pupil's school; row of the matrices; seconds of
service; service begins within [lo, hi]; ride limit less the walk; promised time, or NO_TIME; its tolerance."""
PUPIL_NODE, PUPIL_SCHOOL, PUPIL_MOST, PUPIL_PARTY, PUPIL_CREW, PUPIL_TRAINING, PUPIL_RATE, PUPIL_TAKES = range(8)
"""Columns of ``Tables.pupil``: their first node (the next row says where their nodes end); school; most pupils on a run
with them; which party they belong to; 0 no assistant, 1 shared, 2 one-to-one; bit set of training; pence an hour of the
cheapest suitable assistant; from here on, what they take of each load."""
SCHOOL_GATE, SCHOOL_APART = range(2)
"""Columns of ``Tables.school``: the first node of its gates (the next row says where they end); from here on, for each
school, whether they are kept apart."""
KIND_PROFILE, KIND_DEPOT, KIND_FROM, KIND_UNTIL, KIND_COUNT, KIND_DAY, KIND_MILE, KIND_HOUR, KIND_LIMIT = range(9)
"""Columns of ``Tables.kind``: road profile; row of the depot, or NOBODY; hours; vehicles of the type; half a day's
rate, rounded; rates of a mile and an hour; the longest shift in seconds."""
HAND_TRAINING, HAND_RATE = range(2)
"""Columns of ``Tables.hand``."""
DRIVE_S, DRIVE_M = range(2)
"""In the last axis of ``Tables.way``."""
MOST_SCHOOLS, PER_ASSISTANT, RIDE_HOUR, MOVED_MINUTE, PAID_AT_LEAST, UNPLACED, ANY_USUAL, WIDTH = range(8)
"""Places in ``Tables.number``."""
ASSISTANT_TAKES = WIDTH + 1
"""In ``Tables.number``, from here on: what an assistant takes of each load."""


class Tables(NamedTuple):
    """One problem. P pupils, N nodes, S schools, T vehicle types, K loads, R rows of the travel matrices.

    A node is a pupil at one of their boarding places, or a school at one of its gates; pupils' nodes come first.
    """

    node: Ints  # (N, 9)
    pupil: Ints  # (P + 1, 7 + K)
    school: Ints  # (S + 1, 1 + S)
    kind: Ints  # (T, 9)
    hand: Ints  # (A, 2) the kinds of assistants there are, cheapest first
    parties: Ints  # lists of pupils, by party; see ``in_one``
    kept_apart: Ints  # lists of pupils, by pupil
    room: Ints  # (T, layouts, K); -1 where there is no such layout
    changed: Ints  # (P, T) pence of broken promises of vehicle and driver; -1 if not allowed
    way: NDArray[np.int32]  # (profiles, R, R, 2) seconds and metres
    near: Ints  # (P, neighbours) pupils whose shifts are worth a look, nearest first
    number: Ints  # (9 + K,) single numbers

    @property
    def node_pupil(self) -> Ints:
        """The pupil of each node, (N,); NOBODY at gates."""
        return self.node[:, NODE_PUPIL]

    @property
    def node_school(self) -> Ints:
        """The school of each node or of its pupil, (N,)."""
        return self.node[:, NODE_SCHOOL]

    @property
    def node_place(self) -> Ints:
        """The row of each node in the matrices, (N,)."""
        return self.node[:, NODE_PLACE]

    @property
    def node_service(self) -> Ints:
        """Seconds of service, (N,)."""
        return self.node[:, NODE_SERVICE]

    @property
    def node_lo(self) -> Ints:
        """When service may begin, (N,)."""
        return self.node[:, NODE_LO]

    @property
    def node_hi(self) -> Ints:
        """When service must have begun, (N,)."""
        return self.node[:, NODE_HI]

    @property
    def node_limit(self) -> Ints:
        """Ride limits less the walk, (N,)."""
        return self.node[:, NODE_LIMIT]

    @property
    def node_usual(self) -> Ints:
        """Promised times, or NO_TIME, (N,)."""
        return self.node[:, NODE_USUAL]

    @property
    def node_tolerance(self) -> Ints:
        """The tolerances of promised times, (N,)."""
        return self.node[:, NODE_TOLERANCE]

    @property
    def pupil_node(self) -> Ints:
        """Where the nodes of each pupil begin, and the last one's end, (P + 1,)."""
        return self.pupil[:, PUPIL_NODE]

    @property
    def pupil_school(self) -> Ints:
        """The school of each pupil, (P,)."""
        return self.pupil[:-1, PUPIL_SCHOOL]

    @property
    def most(self) -> Ints:
        """The most pupils on a run with each, (P,)."""
        return self.pupil[:-1, PUPIL_MOST]

    @property
    def party(self) -> Ints:
        """The party of each pupil, (P,)."""
        return self.pupil[:-1, PUPIL_PARTY]

    @property
    def crew_kind(self) -> Ints:
        """Who needs an assistant, (P,): 0 none, 1 shared, 2 one-to-one."""
        return self.pupil[:-1, PUPIL_CREW]

    @property
    def crew_training(self) -> Ints:
        """Bit sets of the training needed, (P,)."""
        return self.pupil[:-1, PUPIL_TRAINING]

    @property
    def takes(self) -> Ints:
        """What each pupil takes of each load, (P, K)."""
        return self.pupil[:-1, PUPIL_TAKES:]

    @property
    def assistant_takes(self) -> Ints:
        """What an assistant takes of each load, (K,)."""
        return self.number[ASSISTANT_TAKES:]

    @property
    def school_gate(self) -> Ints:
        """Where the nodes of each school's gates begin, and the last one's end, (S + 1,)."""
        return self.school[:, SCHOOL_GATE]

    @property
    def school_apart(self) -> NDArray[np.bool_]:
        """Which schools are kept apart, (S, S)."""
        return self.school[:-1, SCHOOL_APART:].astype(np.bool_)

    @property
    def party_start(self) -> Ints:
        """Where each party begins in ``party_pupils``, and the last one's end, (parties + 1,)."""
        return self.parties[: self.parties[0]]

    @property
    def party_pupils(self) -> Ints:
        """What ``party_start`` points into."""
        return self.parties

    @property
    def apart_start(self) -> Ints:
        """Where each pupil's list begins in ``apart``, and the last one's end, (P + 1,)."""
        return self.kept_apart[: self.kept_apart[0]]

    @property
    def apart(self) -> Ints:
        """What ``apart_start`` points into."""
        return self.kept_apart

    @property
    def hand_training(self) -> Ints:
        """Bit sets of the training of each kind of assistant, (A,)."""
        return self.hand[:, HAND_TRAINING]

    @property
    def hand_rate(self) -> Ints:
        """Pence an hour of each kind of assistant, (A,)."""
        return self.hand[:, HAND_RATE]

    @property
    def type_profile(self) -> Ints:
        """The road profile of each type, (T,)."""
        return self.kind[:, KIND_PROFILE]

    @property
    def type_depot(self) -> Ints:
        """The row of each type's depot, or NOBODY, (T,)."""
        return self.kind[:, KIND_DEPOT]

    @property
    def type_from(self) -> Ints:
        """When vehicles of each type may leave, (T,)."""
        return self.kind[:, KIND_FROM]

    @property
    def type_until(self) -> Ints:
        """When vehicles of each type must be back, (T,)."""
        return self.kind[:, KIND_UNTIL]

    @property
    def type_count(self) -> Ints:
        """How many vehicles there are of each type, (T,)."""
        return self.kind[:, KIND_COUNT]

    @property
    def type_day(self) -> Ints:
        """Half a day's rate of each type, rounded, (T,)."""
        return self.kind[:, KIND_DAY]

    @property
    def type_mile(self) -> Ints:
        """The rate of a mile of each type, (T,)."""
        return self.kind[:, KIND_MILE]

    @property
    def type_hour(self) -> Ints:
        """The rate of an hour of each type, (T,)."""
        return self.kind[:, KIND_HOUR]

    @property
    def seconds(self) -> NDArray[np.int32]:
        """Drives, (profiles, R, R)."""
        return self.way[..., DRIVE_S]

    @property
    def metres(self) -> NDArray[np.int32]:
        """The same in metres."""
        return self.way[..., DRIVE_M]


def in_one(lists: Iterable[Sequence[int]]) -> Ints:
    """Return lists in one array, list k being ``a[a[k]:a[k + 1]]``.

    Examples
    --------
    >>> in_one([(5, 6), (), (7,)]).tolist()
    [4, 6, 6, 7, 5, 6, 7]
    """
    each = [list(one) for one in lists]
    starts = len(each) + 1 + np.cumsum([0, *map(len, each)])
    return np.array([*starts, *(value for one in each for value in one)], np.int64)


TRIAL, HELD, KEPT, JOINED, KINDS = range(SHIFT_ROWS, SHIFT_ROWS + 5)
"""Rows of ``Work.line`` after those of ``routing.timing``: a sequence being tried; the best of one shift so far; the
best of all shifts so far; one into which a party is being put; vehicle types being tried."""
LINES = SHIFT_ROWS + 5
(
    BEGINS,
    ENDS,
    RIDERS,
    SPARE,
    SINCE,
    EARLIEST,
    LATEST,
    STANDS,
    LEG_S,
    LEG_M,
    BEARS,
    CROWD,
    SLACK,
    LOADED,
) = range(14)
"""Rows of what is foreseen of a shift that someone may join, position by position, the position after the last being a
run of its own: where its run begins and ends; pupils aboard on the way to it; the least seconds that one of them may
ride longer; seconds of driving and service from the first node; bounds on when service begins; its row of the
matrices; the drive to it, from the depot and back to it at the ends; how many pupils more its run bears, and has; two
single numbers, IDLE and WAITED; and, from here on, what is aboard of each load on the way to it."""
IDLE, WAITED = range(2)
"""Places in the row SLACK: seconds for which the vehicle waits, and those for which pupils aboard do."""
MOST_OPTIONS = 8192
OPTION_PENCE, OPTION_NODE, OPTION_AT, OPTION_GATE, OPTION_GATE_AT, OPTION_ROW = range(6)
"""Columns of ``Work.option``: what a place in a shift costs at least; the pupil's node and its position; a new visit to
their school, or NOBODY, and its position, both counted before anything is put in; the row of the shift."""
RUN_CREW, RUN_RATE, RUN_LOAD = range(3)
"""Columns of ``Work.run``: assistants; the hourly rate of the dearest; from here on, the most of each load."""
RUNS, METRES, PROFILE, STANDARD, RIDES, MOVED, ABOARD = range(7)
"""Places in ``Work.fact``; the last is the first of what is aboard of each load; then comes the room for each in the
vehicle types that a shift may be made by, and then that in all types with a vehicle free."""


class Work(NamedTuple):
    """Scratch space of one kernel: one shift of at most W nodes."""

    line: Ints  # (16, W)
    run: Ints  # (W, 2 + K)
    fact: Ints  # (6 + 3 K,)
    option: Ints  # (MOST_OPTIONS, 6)
    ahead: Ints  # (13 + K, W) what is foreseen of one shift


def work_for(tables: Tables) -> Work:
    """Return scratch space for one kernel."""
    loads = tables.takes.shape[1]
    width = max(int(tables.number[WIDTH]) + 4, len(tables.kind) + 1)
    return Work(
        line=np.zeros((LINES, width), np.int64),
        run=np.zeros((width, RUN_LOAD + loads), np.int64),
        fact=np.zeros(ABOARD + 3 * loads, np.int64),
        option=np.zeros((MOST_OPTIONS, OPTION_ROW + 1), np.int64),
        ahead=np.zeros((LOADED + loads, width), np.int64),
    )
