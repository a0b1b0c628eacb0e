"""Which pupils lie near which, so that a search looks only where something may be gained."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from routing.solver.tables import Ints

BESIDE = 40
AFTER = 8
WAIT = 0.5
"""What a second of waiting that cannot be helped counts, beside a second of driving."""


@dataclass(frozen=True, slots=True, eq=False)
class Ends:
    """One end of every journey: rows of the matrix, when service begins there at the earliest and the latest."""

    row: Ints
    lo: Ints
    hi: Ints
    service_s: Ints


def near_journeys(seconds: NDArray[np.int32], homes: Ends, gates: Ends, limit_s: Ints) -> Ints:
    """Return for each pupil others whose journeys go well with theirs, of shape (P, at most ``BESIDE + 2 * AFTER``).

    For schools that each have few pupils: two journeys are near if from either end of the one a vehicle gets to either
    end of the other, whichever comes first, with little driving and waiting. Each row names the pupil first.

    Parameters
    ----------
    seconds
        Drives, of shape (R, R).
    homes, gates
        Where and when journeys begin and end.
    limit_s
        The longest ride of each.
    """
    direct = seconds[homes.row, gates.row].astype(np.int64)
    begins = (
        np.maximum(homes.lo, gates.lo - limit_s - homes.service_s),
        np.minimum(homes.hi, gates.hi - direct - homes.service_s),
    )
    ends = (
        np.maximum(gates.lo, begins[0] + homes.service_s + direct),
        np.minimum(gates.hi, begins[1] + homes.service_s + limit_s),
    )
    both = (Ends(homes.row, *begins, homes.service_s), Ends(gates.row, *ends, gates.service_s))
    apart = np.sum([_apart(seconds, one, other) for one in both for other in both], axis=0)
    np.fill_diagonal(apart, -1)
    most = min(len(limit_s), BESIDE + 2 * AFTER)
    return np.ascontiguousarray(np.argsort(apart, axis=1, kind="stable")[:, :most], dtype=np.int64)


def _apart(seconds: NDArray[np.int32], one: Ends, other: Ends) -> NDArray[np.float64]:
    """Return how far each end of one kind is from each of the other, whichever comes first."""
    return np.minimum(_after(seconds, one, other), _after(seconds, other, one).T)


def _after(seconds: NDArray[np.int32], one: Ends, other: Ends) -> NDArray[np.float64]:
    """Return the driving and waiting from each of the one to each of the other; no more than a long way."""
    drive = seconds[np.ix_(one.row, other.row)].astype(np.float64)
    far = 2.0 * float(drive.max(initial=0))
    away = one.service_s[:, None] + drive
    wait = np.maximum(0, other.lo[None, :] - one.hi[:, None] - away)
    late = one.lo[:, None] + away > other.hi[None, :]
    return np.where(late, far, np.minimum(far, drive + WAIT * wait))


def near_pupils(seconds: NDArray[np.int32], homes: Ints, gates: Ints, opens: Ints, pupil_school: Ints) -> Ints:
    """Return for each pupil others whose shifts are worth a look, of shape (P, at most ``BESIDE + 2 * AFTER``).

    First those beside them (near homes, near schools), then those whom a vehicle could fetch after having brought
    them, or bring before fetching them. Each row names the pupil first, and no one twice; rows are filled up with the
    pupil.

    Parameters
    ----------
    seconds
        Drives, of shape (R, R).
    homes, pupil_school
        Each pupil's row of the matrix, and school.
    gates, opens
        Each school's row of the matrix, and when vehicles must be there.
    """
    pupils = len(homes)
    if pupils == 0:
        return np.zeros((0, 1), np.int64)
    drive = seconds.astype(np.int64)
    own_gate, own_opens = gates[pupil_school], opens[pupil_school]
    beside = drive[np.ix_(homes, homes)] + drive[np.ix_(own_gate, own_gate)] // 2
    np.fill_diagonal(beside, -1)
    first = np.argsort(beside, axis=1, kind="stable")[:, : min(pupils, BESIDE)]
    empty = drive[np.ix_(own_gate, homes)]  # from the school of the one to the home of the other
    loaded = drive[homes, own_gate]
    late = own_opens[:, None] + empty + loaded[None, :] > own_opens[None, :]
    empty = np.where(late, 2**40, empty)
    after = np.argsort(empty, axis=1, kind="stable")[:, : min(pupils, AFTER)]
    before = np.argsort(empty.T, axis=1, kind="stable")[:, : min(pupils, AFTER)]
    near = np.concatenate([first, after, before], axis=1)
    for row in range(pupils):
        seen = list(dict.fromkeys(near[row].tolist()))
        near[row] = seen + [row] * (near.shape[1] - len(seen))
    return np.ascontiguousarray(near, dtype=np.int64)
