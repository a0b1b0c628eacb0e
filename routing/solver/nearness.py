"""Which pupils lie near which, so that a search looks only where something may be gained."""

import numpy as np
from numpy.typing import NDArray

from routing.solver.tables import Ints

BESIDE = 40
AFTER = 8


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
