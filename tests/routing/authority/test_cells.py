"""Cells are read as people write them, and read again as they are written."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.authority import cells
from routing.authority.cells import Cell
from routing.problem import Direction
from routing.records import Layout

READ: tuple[tuple[Cell, str, Any], ...] = (
    (cells.POUNDS, "£45.00", 4500),
    (cells.POUNDS, "45", 4500),
    (cells.POUNDS, "£1,250.5", 125_050),
    (cells.POUNDS, "0.07", 7),
    (cells.CLOCK, "8:40", 31_200),
    (cells.CLOCK, "08:40:30", 31_230),
    (cells.CLOCK, "08.40", 31_200),
    (cells.MINUTES, "4", 240),
    (cells.MINUTES, "2.5", 150),
    (cells.MINUTES, "2:30", 150),
    (cells.DATE, "2026-09-01", date(2026, 9, 1)),
    (cells.DATE, "01/09/2026", date(2026, 9, 1)),
    (cells.DATE, "1/9/2026", date(2026, 9, 1)),
    (cells.DATE, "29/02/2028", date(2028, 2, 29)),
    (cells.YES_NO, "Yes", True),
    (cells.YES_NO, "1", True),
    (cells.YES_NO, "FALSE", False),
    (cells.DAYS, "Mon-Thu", frozenset(range(4))),
    (cells.DAYS, "monday; Wed, Fr", frozenset({0, 2, 4})),
    (cells.DAYS, "Tue – Wed", frozenset({1, 2})),
    (cells.POSTCODE, " le156hp", "LE15 6HP"),
    (cells.LAYOUTS, "16+0; 14 + 1", (Layout(16), Layout(14, 1))),
    (cells.LAYOUTS, "4", (Layout(4),)),
    (cells.WORDS, "lift; low-step;", ("lift", "low-step")),
    (cells.WORDS, "none", ()),
    (cells.choice(Direction), "To school", Direction.TO_SCHOOL),
)

REFUSED: tuple[tuple[Cell, str], ...] = (
    (cells.POUNDS, "4.5.0"),
    (cells.POUNDS, "1e3000"),
    (cells.POUNDS, "NaN"),
    (cells.POUNDS, ""),
    (cells.CLOCK, "24:00"),
    (cells.CLOCK, "840"),
    (cells.MINUTES, "1.33"),
    (cells.MINUTES, "2:70"),
    (cells.DATE, "2026-13-01"),
    (cells.DATE, "1 Sept 2026"),
    (cells.DATE, "01-09-26"),
    (cells.YES_NO, "maybe"),
    (cells.DAYS, "T"),
    (cells.DAYS, "Fri-Mon"),
    (cells.DAYS, "Mon-Wed-Fri"),
    (cells.LAYOUTS, "16,14"),
    (cells.WHOLE, "3.0"),
    (cells.WHOLE, "²"),
    (cells.LAT, "inf"),
    (cells.WORDS, "lift; lift"),
)


@pytest.mark.parametrize(("cell", "text", "value"), READ)
def test_a_cell_is_read(cell: Cell, text: str, value: Any) -> None:
    assert cell.read(text) == value
    assert cell.read(cell.write(value)) == value


@pytest.mark.parametrize(("cell", "text"), REFUSED)
def test_a_cell_is_refused(cell: Cell, text: str) -> None:
    with pytest.raises(ValueError, match=r"^|."):
        cell.read(text)


@given(st.integers(0, 10**8))
def test_pounds_are_exact_to_the_penny(pence: int) -> None:
    assert cells.POUNDS.read(cells.POUNDS.write(pence)) == pence


@given(st.integers(0, 86_399))
def test_times_and_minutes_come_back_the_same(seconds: int) -> None:
    assert cells.CLOCK.read(cells.CLOCK.write(seconds)) == seconds
    assert cells.MINUTES.read(cells.MINUTES.write(seconds)) == seconds


@given(st.floats(-90, 90))
def test_degrees_come_back_the_same(degrees: float) -> None:
    assert cells.LAT.read(cells.LAT.write(degrees)) == degrees


@given(st.integers(0, 40_000))
def test_dates_come_back_the_same(days: int) -> None:
    day = date(2000, 1, 1) + timedelta(days=days)
    assert cells.DATE.read(cells.DATE.write(day)) == cells.DATE.read(f"{day:%d/%m/%Y}") == day
