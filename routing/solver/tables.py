"""The arrays that kernels read: one compiled problem, and the scratch space of one kernel.

Kernels know one direction. From school is compiled as its mirror image: places are visited backwards, drives
transposed, the clock negated; so a pupil always *boards* at home and *alights* at school, and times may be negative.
All integers are int64 unless a comment says otherwise. ``NamedTuple`` because numba takes one as an argument.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from routing.timing import NO_PROMISE

Ints = NDArray[np.int64]

NOBODY = -1
NO_TIME = NO_PROMISE
ONE_TO_ONE = 2
"""In ``crew_kind``: an assistant of their own."""
NEVER = 2**60
"""The price of what must not be."""


class Tables(NamedTuple):
    """One problem. P pupils, N nodes, S schools, T vehicle types, K loads, R rows of the travel matrices.

    A node is a pupil at one of their boarding places, or a school at one of its gates; pupils' nodes come first.
    """

    node_pupil: Ints  # (N,) NOBODY at gates
    node_school: Ints  # (N,) the school, or the pupil's school
    node_place: Ints  # (N,) row of the matrices
    node_service: Ints
    node_lo: Ints  # (N,) service begins within [lo, hi]
    node_hi: Ints
    node_limit: Ints  # (N,) ride limit less the walk
    node_usual: Ints  # (N,) promised time, or NO_TIME
    node_tolerance: Ints
    pupil_node: Ints  # (P + 1,) CSR: nodes of pupil p
    school_gate: Ints  # (S + 1,) CSR: nodes of school s
    pupil_school: Ints  # (P,)
    takes: Ints  # (P, K)
    most: Ints  # (P,) most pupils on a run with them
    apart_start: Ints  # (P + 1,) CSR into apart
    apart: Ints
    party: Ints  # (P,) which party a pupil belongs to
    party_start: Ints  # (parties + 1,) CSR into party_pupils
    party_pupils: Ints
    crew_kind: Ints  # (P,) 0 none, 1 shared, 2 one-to-one
    crew_training: Ints  # (P,) bit set
    crew_rate: Ints  # (P,) pence an hour of the cheapest suitable assistant
    hand_training: Ints  # (A,) bit sets of the kinds of assistants there are, cheapest first
    hand_rate: Ints  # (A,)
    school_apart: NDArray[np.bool_]  # (S, S)
    type_profile: Ints  # (T,)
    type_depot: Ints  # (T,) row, or NOBODY
    type_from: Ints
    type_until: Ints
    type_count: Ints  # (T,) vehicles of the type
    type_day: Ints  # (T,) half a day's rate, rounded
    type_mile: Ints
    type_hour: Ints
    room: Ints  # (T, layouts, K); -1 where there is no such layout
    assistant_takes: Ints  # (K,)
    changed: Ints  # (P, T) pence of broken promises of vehicle and driver; -1 if not allowed
    seconds: NDArray[np.int32]  # (profiles, R, R)
    metres: NDArray[np.int32]
    near: Ints  # (P, neighbours) pupils whose shifts are worth a look, nearest first
    number: Ints  # (9,) single numbers, by the indices below


MOST_SCHOOLS, PER_ASSISTANT, RIDE_HOUR, MOVED_MINUTE, PAID_AT_LEAST, UNPLACED, CREW_EXTRA, ANY_USUAL, WIDTH = range(9)
"""Places in ``Tables.number``; CREW_EXTRA is pence added for each assistant, raised when they are scarce."""


class Work(NamedTuple):
    """Scratch space of one kernel: one shift of at most W nodes."""

    lo: Ints
    hi: Ints
    gap: Ints  # service and drive to the next
    service: Ints
    alights: Ints  # where the one who boards here alights; -1 at schools
    limit: Ints
    t: Ints
    x: Ints
    usual: Ints
    tolerance: Ints
    end: Ints  # (W,) index after the last node of each run
    load: Ints  # (W, K) the most of each load on each run
    crew: Ints  # (W,) assistants on each run
    rate: Ints  # (W,) the dearest of them
    fact: Ints  # (8,) runs, metres, dirty, rides, moved
    trial: Ints  # (W,) a sequence being tried
    held: Ints  # (W,) the best of one shift so far
    kept: Ints  # (W,) the best of all shifts so far
    party: Ints  # (W,) a sequence into which a party is being put
    begins: Ints  # (W,) where the run begins to which a position belongs
    ends: Ints  # (W,) and where it ends
    kinds: Ints  # (T + 1,) types being tried
    aboard: Ints  # (K,)


RUNS, METRES, PROFILE, STANDARD, RIDES, MOVED = range(6)


def work_for(tables: Tables) -> Work:
    """Return scratch space for one kernel."""
    width, loads = int(tables.number[WIDTH]) + 4, tables.takes.shape[1]

    def line() -> Ints:
        return np.zeros(width, np.int64)

    lines = {name: line() for name in Work._fields}
    return Work(
        **lines
        | {
            "load": np.zeros((width, loads), np.int64),
            "kinds": np.zeros(len(tables.type_count) + 1, np.int64),
            "aboard": np.zeros(loads, np.int64),
        }
    )
