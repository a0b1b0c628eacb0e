"""Charts as values: what is drawn, worked out here to the tenth of a unit, and drawn as SVG by ``macros/charts.html``.

Every chart has a title, a description that says what it shows, and the table of its numbers beside it, so that nobody
needs the picture. Colours stand in the style sheet, and shapes beside them, so that nobody needs colours either.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from web.pages.parts import Column, Table

WIDTH, ROW, VALUE = 400.0, 48.0, 76.0
"""The paper of a bar chart, in units that are about as large as pixels on a phone: its width, the height of a row (the
label above its bar), and what is kept at the right for the number."""
HIGH, LEFT, RIGHT, TOP, FOOT = 230.0, 64.0, 14.0, 14.0, 32.0
"""The paper of a line chart: its height, and the margins about the lines."""
MOST_SERIES = 4
"""So many series have a colour and a shape; more cannot be told apart."""
_STEPS = (1, 2, 2.5, 5, 10)
_MOST_LABELS = 5
_NOTHING = 1e-6  # what cannot be told from 0 on any axis


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One row of numbers, one for each label; None where nothing is known."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Numbers by label, and what they mean.

    Parameters
    ----------
    id
        Unlike that of any other chart on the page.
    said
        One sentence that says what is to be seen: "Most rides take 20 to 30 minutes."
    first
        What the labels are: "Week", "Locality".
    """

    id: str
    title: str
    said: str
    first: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""

    def __post_init__(self) -> None:
        if not self.labels or not 1 <= len(self.series) <= MOST_SERIES:
            raise ValueError(f"a chart must have a label and from 1 to {MOST_SERIES} series, not {len(self.series)}")
        for each in self.series:
            if len(each.values) != len(self.labels):
                said = f"must have one value for each of {len(self.labels)} labels, not {len(each.values)}"
                raise ValueError(f"series '{each.name}' {said}")
            if any(value is not None and (value < 0 or not math.isfinite(value)) for value in each.values):
                raise ValueError(f"series '{each.name}' must have values of at least 0")

    @property
    def table(self) -> Table:
        """The numbers, for everyone who would rather read them."""
        columns = (Column(self.first), *(Column(each.name, is_number=True) for each in self.series))
        rows = zip(self.labels, *((self.words(value) for value in each.values) for each in self.series), strict=True)
        return Table(caption=self.title, columns=columns, rows=tuple(rows))

    def words(self, value: float | None) -> str:
        """Return a number as it is written beside its bar."""
        return "not known" if value is None else f"{value:,.10g}{self.unit}"


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a bar: where it begins, how long it is, and which series it belongs to (from 1)."""

    x: float
    width: float
    number: int


@dataclass(frozen=True, slots=True)
class BarRow:
    """A row of a bar chart."""

    label: str
    y: float
    bars: tuple[Bar, ...]
    end: float
    words: str


def bar_rows(chart: Chart) -> list[BarRow]:
    """Return the rows of a bar chart: one bar of the series' parts, end to end, for each label."""
    totals = [sum(each.values[n] or 0 for each in chart.series) for n in range(len(chart.labels))]
    most = max(totals) or 1
    rows = []
    for n, label in enumerate(chart.labels):
        x, bars = 0.0, []
        for number, each in enumerate(chart.series, 1):
            width = (each.values[n] or 0) / most * (WIDTH - VALUE)
            bars.append(Bar(round(x, 1), round(width, 1), number))
            x += width
        known = any(each.values[n] is not None for each in chart.series)
        rows.append(BarRow(label, n * ROW, tuple(bars), round(x, 1), chart.words(totals[n] if known else None)))
    return rows


@dataclass(frozen=True, slots=True)
class Mark:
    """A number on an axis, or a label under it, and where."""

    at: float
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """One series as a line: its path, its points, and its number (from 1)."""

    name: str
    number: int
    path: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """A line chart, ready to be drawn."""

    lines: tuple[Line, ...]
    levels: tuple[Mark, ...]
    feet: tuple[Mark, ...]


def lines_of(chart: Chart) -> Lines:
    """Return the lines of a line chart, with its axes; a line is broken where nothing is known."""
    top = levels(max((value for each in chart.series for value in each.values if value is not None), default=1.0))
    wide, high = WIDTH - LEFT - RIGHT, HIGH - TOP - FOOT
    step = wide / max(len(chart.labels) - 1, 1)
    xs = [round(LEFT + n * step, 1) for n in range(len(chart.labels))]

    def y(value: float) -> float:
        return round(TOP + high * (1 - value / top[-1]), 1)

    drawn = []
    for number, each in enumerate(chart.series, 1):
        spots = [None if value is None else (x, y(value)) for x, value in zip(xs, each.values, strict=True)]
        drawn.append(Line(each.name, number, _path(spots), tuple(spot for spot in spots if spot)))
    every = math.ceil(len(xs) / _MOST_LABELS)
    feet = tuple(Mark(x, label) for x, label in list(zip(xs, chart.labels, strict=True))[::every])
    return Lines(tuple(drawn), tuple(Mark(y(level), chart.words(level)) for level in top), feet)


def levels(most: float) -> list[float]:
    """Return round numbers from 0 to at least ``most``, about five of them.

    Examples
    --------
    >>> levels(43.0)
    [0.0, 10.0, 20.0, 30.0, 40.0, 50.0]
    """
    if most < _NOTHING:
        return [0.0, 1.0]
    rough = most / 5
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * each for each in _STEPS if power * each >= rough * 0.999)
    return [round(n * step, 10) for n in range(math.ceil(most / step - 1e-9) + 1)]


def _path(spots: Sequence[tuple[float, float] | None]) -> str:
    drawn, pen_is_down = [], False
    for spot in spots:
        if spot is not None:
            drawn.append(f"{'L' if pen_is_down else 'M'}{spot[0]:g} {spot[1]:g}")
        pen_is_down = spot is not None
    return "".join(drawn)
