"""Small numbers are hidden, and cannot be worked out from what is shown."""

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from web.reporting.suppression import Hiding, hide

SMALLEST = 5
tables = st.integers(1, 3).flatmap(
    lambda kinds: st.lists(
        st.lists(st.one_of(st.integers(0, 6), st.integers(0, 40)), min_size=kinds, max_size=kinds),
        min_size=1,
        max_size=3,
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
    know([])
    return left, right


def _is_safe(counts: list[list[int]], hiding: Hiding, wanted: list[tuple[int, int]]) -> bool:
    """Say whether the sum of some counts could be another, to a reader who knows that no count is below nought."""
    left, right = _published(counts, hiding)
    aim = np.zeros((len(counts), len(counts[0])))
    for cell in wanted:
        aim[cell] = 1
    true = float((aim * np.array(counts)).sum())
    most = sum(map(sum, counts)) + 10
    for sign in (1, -1):
        found = linprog(sign * aim.ravel(), A_eq=np.array(left), b_eq=np.array(right), bounds=(0, most), method="highs")
        assert found.fun is not None
        if abs(float(found.fun) - sign * true) > 0.999:
            return True
    return False


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


def _people(counts: list[list[int]], each: int) -> list[list[int]]:
    """Return how many pupils stand behind counts of which each pupil makes up to so many."""
    sums = [sum(column) for column in zip(*counts, strict=True)]
    rows = [[*row, sum(row)] for row in (*counts, sums)]
    return [[-(-count // each) for count in row] for row in rows]


@settings(max_examples=60, deadline=None)
@given(tables, st.integers(1, 4))
def test_no_hidden_count_can_be_worked_out(counts: list[list[int]], each: int) -> None:
    people = _people(counts, each)
    hiding = hide(counts, SMALLEST, people)
    kinds = len(counts[0])
    for group, kind in hiding.cells:
        wanted = [(group, other) for other in range(kinds)] if kind == kinds else [(group, kind)]
        if 0 < people[group][kind] < SMALLEST:
            assert _is_safe(counts, hiding, wanted), (group, kind, hiding)
    for kind in hiding.totals:
        of = range(kinds) if kind == kinds else [kind]
        wanted = [(group, other) for group in range(len(counts)) for other in of]
        if 0 < people[-1][kind] < SMALLEST:
            assert _is_safe(counts, hiding, wanted)


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
    assert hide([[200], [100]], SMALLEST, [[2, 2], [1, 1], [3, 3]]).totals == {0, 1}


def test_a_group_of_few_pupils_is_hidden_whole_however_often_they_ride() -> None:
    pupils = [[2, 0, 2], [30, 9, 30], [70, 20, 75], [102, 29, 107]]
    hiding = hide([[40, 0], [300, 20], [700, 90]], SMALLEST, pupils)
    assert {(0, 0), (0, 2)} <= hiding.cells
    assert len({group for group, kind in hiding.cells if kind == 2}) == 2
