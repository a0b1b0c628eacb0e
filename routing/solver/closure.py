"""The least seconds and metres between places, whatever lies between: what a bound may count on.

Seconds of a matrix obey the triangle inequality, metres of the fastest ways need not; a plan that stops somewhere on
the way (to collect an assistant, say) may so be shorter than one that does not. Bounds are worked out on the closure.
"""

from collections.abc import Callable

import numpy as np
from numba import njit
from numpy.typing import NDArray

from geodata.travel import UNREACHABLE_S

FAR = 2**29
AT_ONCE = 50
"""Places looked through between two looks at the clock."""


@njit(cache=True, nogil=True)
def _close(least: NDArray[np.int32], begin: int, end: int) -> None:
    """Lower each cell to the least sum of a way through some places (Floyd 1962, Warshall 1962)."""
    n = least.shape[0]
    for k in range(begin, end):
        for i in range(n):
            to = least[i, k]
            if to < FAR:
                for j in range(n):
                    least[i, j] = min(least[i, j], to + least[k, j])


def closed(
    seconds: NDArray[np.int32], metres: NDArray[np.int32], check_time: Callable[[], None] = lambda: None
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the closures of one road profile's seconds and metres; ``FAR`` where no one can drive.

    Parameters
    ----------
    check_time
        Called from time to time; raises if there is none left.

    Examples
    --------
    >>> far = np.array([[0, 1, 9], [1, 0, 1], [9, 1, 0]], np.int32)
    >>> int(closed(far, far)[1][0, 2])
    2
    """
    none = seconds >= UNREACHABLE_S
    least_s, least_m = (np.where(none, FAR, each).astype(np.int32) for each in (seconds, metres))
    n = least_s.shape[0]
    for least in (least_s, least_m):
        for begin in range(0, n, AT_ONCE):
            check_time()
            _close(least, begin, min(begin + AT_ONCE, n))
    return least_s, least_m
