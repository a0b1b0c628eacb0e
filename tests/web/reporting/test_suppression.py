"""Small numbers are hidden, and cannot be worked out from what is shown."""

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from web.reporting.suppression import Hiding, hide

SMALLEST = 5
tables = st.integers(1, 3).flatmap(
    lambda kinds: st.lists(
        st.lists(st.one_of(st.integers(0, 6), st.integers(0, 40)), min_size=kinds, max_size=kinds),
        min_size=1,
        max_size=4,
    )
)


def _published(counts: list[list[int]], hiding: Hiding) -> tuple[list[list[float]], list[float]]:
    """Return what a reader knows: equations over all counts, row by row."""
    groups, kinds = len(counts), len(counts[0])
    left, right = [], []

    def know(cells: list[tuple[int, int]]) -> None:
        left.append([float((group, kind) in cells) for group, kind in product(range(groups), range(kinds))])
        right.append(float(sum(counts[group][kind] for group, kind in cells)))

    for group in range(groups):
        row = [(group, kind) for kind in range(kinds)]
        for cell in row:
            if cell not in hiding.cells:
                know([cell])
        if (group, kinds) not in hiding.cells:
            know(row)
    for kind in range(kinds):
        if kind not in hiding.totals:
            know([(group, kind) for group in range(groups)])
    if kinds not in hiding.totals:
        know([(group, kind) for group in range(groups) for kind in range(kinds)])
    return left, right


def _range(counts: list[list[int]], hiding: Hiding, wanted: list[tuple[int, int]]) -> float:
    """Return how far apart the least and the most are that the sum of some counts may be, to a reader."""
    left, right = _published(counts, hiding)
    aim = np.zeros((len(counts), len(counts[0])))
    for cell in wanted:
        aim[cell] = 1
    bounds = (0, sum(map(sum, counts)) + 10)
    known = {"A_eq": left, "b_eq": right} if left else {}
    ends = [linprog(sign * aim.ravel(), bounds=bounds, **known).fun for sign in (1, -1)]
    return -ends[1] - ends[0]


@given(tables)
def test_every_small_count_is_hidden_and_no_nought_of_a_table_without_any(counts: list[list[int]]) -> None:
    hiding = hide(counts, SMALLEST)
    for group, row in enumerate(counts):
        for kind, count in enumerate([*row, sum(row)]):
            assert not 0 < count < SMALLEST or (group, kind) in hiding.cells
    columns = [sum(row[kind] for row in counts) for kind in range(len(counts[0]))]
    for kind, total in enumerate([*columns, sum(columns)]):
        assert not 0 < total < SMALLEST or kind in hiding.totals
    everything = [count for row in counts for count in (*row, sum(row))] + columns
    if not any(0 < count < SMALLEST for count in everything):
        assert hiding == Hiding()


@given(tables, st.sets(st.integers(0, 3), max_size=2))
def test_no_hidden_count_can_be_worked_out(counts: list[list[int]], chosen: set[int]) -> None:
    thin = {group for group in chosen if group < len(counts) > 1}
    hiding = hide(counts, SMALLEST, thin)
    kinds = len(counts[0])
    for group, kind in hiding.cells:
        wanted = [(group, each) for each in range(kinds)] if kind == kinds else [(group, kind)]
        count = sum(counts[g][k] for g, k in wanted)
        if 0 < count < SMALLEST or (count and group in thin):
            assert _range(counts, hiding, wanted) >= 1 - 1e-6, (group, kind, hiding)
    for kind in hiding.totals:
        of = range(kinds) if kind == kinds else [kind]
        wanted = [(group, each) for group in range(len(counts)) for each in of]
        if 0 < sum(counts[g][k] for g, k in wanted) < SMALLEST:
            assert _range(counts, hiding, wanted) >= 1 - 1e-6


@given(tables)
def test_what_is_hidden_of_the_sums_does_not_depend_on_how_they_are_divided(counts: list[list[int]]) -> None:
    totals = [[sum(row[kind] for row in counts) for kind in range(len(counts[0]))]]
    assert hide(counts, SMALLEST).totals == hide(totals, SMALLEST).totals


def test_one_small_count_takes_three_with_it_as_a_rectangle() -> None:
    counts = [[37, 3], [50, 10], [80, 12]]
    assert hide(counts, SMALLEST) == Hiding(frozenset({(0, 1), (0, 0), (1, 1), (1, 0)}))


def test_a_kind_that_is_small_over_all_is_hidden_with_the_next_smallest() -> None:
    counts = [[30, 2, 9], [40, 1, 8]]
    assert hide(counts, SMALLEST) == Hiding(frozenset({(0, 1), (0, 2), (1, 1), (1, 2)}), frozenset({1, 2}))


def test_of_a_handful_of_pupils_nothing_is_shown() -> None:
    assert hide([[2, 0], [1, 1]], SMALLEST).totals == {0, 1, 2}
    assert hide([[200], [100]], SMALLEST, {0, 1}, is_thin=True).totals == {0, 1}


def test_a_group_of_few_pupils_is_hidden_whole_however_often_they_ride() -> None:
    hiding = hide([[40, 0], [300, 20], [700, 90]], SMALLEST, {0})
    assert {(0, 0), (0, 2)} <= hiding.cells
    assert len({group for group, kind in hiding.cells if kind == 2}) == 2
