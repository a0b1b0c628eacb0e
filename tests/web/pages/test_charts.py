import math
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.pages.specimens import MODES, PUNCTUALITY, RIDES, specimens
from web.pages.charts import HIGH, VALUE, WIDTH, Chart, Series, bar_rows, levels, lines_of

VALUES = st.lists(st.floats(0, 1e9), min_size=1, max_size=12)


def chart(*values: float | None) -> Chart:
    """Return a chart of one series."""
    labels = tuple(f"Week {n}" for n in range(len(values)))
    return Chart(id="c", title="T", said="S.", first="Week", labels=labels, series=(Series(name="All", values=values),))


@given(VALUES)
def test_bars_are_as_long_as_their_numbers_and_the_longest_fits(values: list[float]) -> None:
    rows = bar_rows(chart(*values))
    assert max(row.end for row in rows) <= WIDTH - VALUE
    most = max(values)
    for row, value in zip(rows, values, strict=True):
        assert row.bars[0].width == pytest.approx(value / (most or 1) * (WIDTH - VALUE), abs=0.06)


def test_the_parts_of_a_bar_stand_end_to_end() -> None:
    for row in bar_rows(MODES):
        for left, right in pairwise(row.bars):
            assert right.x == pytest.approx(left.x + left.width, abs=0.11)
    assert [row.words for row in bar_rows(MODES)] == ["95", "53", "25", "4"]


def test_a_line_is_broken_where_nothing_is_known() -> None:
    morning = lines_of(PUNCTUALITY).lines[0]
    assert morning.path.count("M") == 2
    assert len(morning.points) == 7


@given(VALUES)
def test_lines_stay_on_their_paper(values: list[float]) -> None:
    for x, y in lines_of(chart(*values)).lines[0].points:
        assert 0 <= x <= WIDTH
        assert 0 <= y <= HIGH


@given(st.floats(0, 1e12))
def test_levels_are_few_even_and_reach_the_top(most: float) -> None:
    found = levels(most)
    assert found[0] == 0
    assert found[-1] >= most * (1 - 1e-6)
    assert 2 <= len(found) <= 7
    steps = [high - low for low, high in pairwise(found)]
    assert all(math.isclose(step, steps[0], rel_tol=1e-6, abs_tol=1e-9) for step in steps)


def test_a_number_that_nobody_knows_is_not_said_to_be_none() -> None:
    assert [row.words for row in bar_rows(chart(3, None))] == ["3", "not known"]
    assert chart(3, None).table.rows[1] == ("Week 1", "not known")


@pytest.mark.parametrize(
    ("labels", "values", "said"),
    [
        ((), (), "a label and from 1 to 4"),
        (("a",), (1, 2), "one value for each of 1 labels, not 2"),
        (("a",), (-1,), "at least 0"),
    ],
)
def test_numbers_that_cannot_be_drawn_are_refused(
    labels: tuple[str, ...], values: tuple[float, ...], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        Chart(id="c", title="T", said="S", first="L", labels=labels, series=(Series(name="All", values=values),))


def test_a_chart_says_what_it_shows_and_holds_its_numbers() -> None:
    page = specimens().test_client().get("/charts").get_data(as_text=True)
    for each in (RIDES, MODES, PUNCTUALITY):
        assert f'<desc id="{each.id}-said">{each.said}</desc>' in page
        assert page.count(f'aria-labelledby="{each.id}-title {each.id}-said"') == 1
    assert re.findall(r'data-label="Pupils"><div class="app-table__value">(\d+)<', page) == [
        "14",
        "61",
        "120",
        "38",
        "2",
    ]


def test_no_more_series_than_can_be_told_apart() -> None:
    with pytest.raises(ValueError, match="from 1 to 4 series, not 5"):
        Chart(id="c", title="T", said="S", first="L", labels=("a",), series=(Series(name="x", values=(1,)),) * 5)
