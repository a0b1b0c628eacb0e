"""Alternative layouts as one linear limit where that is exact, so that a vehicle need not be offered once for each."""

from collections.abc import Iterator, Sequence
from itertools import product
from math import prod

Box = tuple[int, ...]
"""The room of one layout, load by load."""

WEIGHTS = range(1, 5)
MOST_POINTS = 20_000


def linear(boxes: Sequence[Box]) -> tuple[Box, int] | None:
    """Return weights and a limit that, within the largest room of each load, say exactly what fits one of the boxes.

    Returns None if there are none among small whole weights.

    Examples
    --------
    >>> linear([(16, 0), (14, 1)])
    ((1, 2), 16)
    >>> linear([(14, 0), (11, 2)]) is None
    True
    """
    most = [max(box[k] for box in boxes) for k in range(len(boxes[0]))]
    if prod(each + 1 for each in most) > MOST_POINTS:
        return None
    points = list(product(*(range(each + 1) for each in most)))
    fits = [any(all(p <= b for p, b in zip(point, box, strict=True)) for box in boxes) for point in points]
    for weights in product(WEIGHTS, repeat=len(most)):
        sums = [sum(w * p for w, p in zip(weights, point, strict=True)) for point in points]
        limit = max(total for total, good in zip(sums, fits, strict=True) if good)
        if all(good == (total <= limit) for total, good in zip(sums, fits, strict=True)):
            return weights, limit
    return None


def measure(boxes: Sequence[Box]) -> tuple[Box, int]:
    """Return weights and a limit that whatever fits a box keeps, and as little else as small weights can say.

    Examples
    --------
    >>> measure([(14, 0), (11, 2), (8, 4), (4, 6)])
    ((2, 3), 28)
    """
    most = [max(box[k] for box in boxes) for k in range(len(boxes[0]))]
    few = prod(each + 1 for each in most) <= MOST_POINTS
    points = list(product(*(range(each + 1) for each in most))) if few else []
    best: tuple[int, Box, int] | None = None
    for weights in product(WEIGHTS, repeat=len(most)):
        limit = max(sum(w * b for w, b in zip(weights, box, strict=True)) for box in boxes)
        kept = sum(sum(w * p for w, p in zip(weights, point, strict=True)) <= limit for point in points)
        if best is None or kept < best[0]:
            best = kept, weights, limit
    return ((1,) * len(most), 0) if best is None else best[1:]


def in_groups(boxes: Sequence[Box]) -> Iterator[tuple[tuple[Box, ...], tuple[Box, int]]]:
    """Yield groups of layouts, each with the linear limit that says exactly what fits one of them.

    Examples
    --------
    >>> [len(group) for group, _ in in_groups([(14, 0), (11, 2), (8, 4)])]
    [1, 1, 1]
    """
    left = [box for box in dict.fromkeys(boxes) if max(box) > 0 and min(box) >= 0]
    while left:
        group, limit = [left[0]], linear(left[:1])
        for box in left[1:]:
            if (together := linear([*group, box])) is not None:
                group, limit = [*group, box], together
        left = [box for box in left if box not in group]
        if limit is None:  # too large to look at point by point: one box is its own largest room
            limit = (tuple(0 for _ in group[0]), 0)
        yield tuple(group), limit
