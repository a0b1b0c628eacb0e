"""Layouts as linear limits: exact where said to be, and never too tight."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from routing.solver.rooms import Box, in_groups, measure

boxes = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4)).filter(any), min_size=1, max_size=4)


def weigh(weights: Box, point: Box) -> int:
    return sum(w * p for w, p in zip(weights, point, strict=True))


def fits(point: Box, layouts: list[Box] | tuple[Box, ...]) -> bool:
    return any(all(p <= b for p, b in zip(point, box, strict=True)) for box in layouts)


@given(boxes)
def test_what_fits_a_layout_is_what_keeps_the_limit_of_some_group(layouts: list[Box]) -> None:
    groups = list(in_groups(layouts))
    for point in product(range(11), range(6)):
        kept = False
        for group, (weights, limit) in groups:
            most = [max(box[k] for box in group) for k in range(2)]
            kept |= weigh(weights, point) <= limit and all(p <= m for p, m in zip(point, most, strict=True))
        assert kept == fits(point, layouts)


@given(boxes)
def test_what_fits_a_layout_keeps_the_measure(layouts: list[Box]) -> None:
    weights, limit = measure(layouts)
    assert all(weigh(weights, point) <= limit for point in product(range(10), range(5)) if fits(point, layouts))
