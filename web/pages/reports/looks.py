"""How a report's tables look on a page: as tables with tags, and as charts."""

from collections.abc import Mapping
from math import ceil

from web.pages.charts import Chart, Series
from web.pages.parts import Column, Pages, Tag
from web.pages.parts import Table as PageTable
from web.pages.reports.blueprint import PAGE
from web.reporting.figures import Figure, Hidden, Line, Standing, Table, Unit, told

COLOURS: Mapping[Standing, str] = {
    Standing.MET: "green",
    Standing.NEAR: "orange",
    Standing.MISSED: "red",
}
MOST_BARS = 20
"""More bars than this are no picture."""


def tag(standing: Standing) -> Tag:
    """Return how something stands to its target, in words and a colour."""
    return Tag(standing.value, COLOURS.get(standing, "grey"))


def page_table(table: Table, number: int) -> PageTable:
    """Return one page of a table."""
    judged = (Column("Target", is_number=True), Column("Against it")) if table.judged else ()
    columns = (
        Column(table.first),
        *(Column(column.words, is_number=True) for column in table.columns),
        *judged,
    )
    lines = table.lines[(number - 1) * PAGE : number * PAGE]
    return PageTable(
        caption=f"{table.title} ({table.columns[0].unit})",
        columns=columns,
        rows=tuple(_cells(table, line) for line in lines),
        empty="There is nothing to count in these days. Choose other days, or another part of the authority.",
        foot=_cells(table, table.total) if table.lines else (),
    )


def _cells(table: Table, line: Line) -> tuple[object, ...]:
    figures = zip(line.figures, table.columns, strict=True)
    cells: tuple[object, ...] = (line.words, *(told(figure, column.unit) for figure, column in figures))
    if not table.judged:
        return cells
    target = "" if line.target is None else told(line.target, table.column(table.judged).unit)
    return (*cells, target, tag(line.standing))


def last_page(table: Table) -> int:
    """Return the number of a table's last page."""
    return max(1, ceil(len(table.lines) / PAGE))


def pages_of(table: Table, number: int, href: str) -> Pages:
    """Return where in a long table a page stands."""
    return Pages(number, last_page(table), href)


def chart_of(table: Table, id_: str) -> Chart | None:
    """Return the chart of a table, or None where there is nothing to see.

    Of a table that is held against a target, its judged figure for each line; of another, what of each kind there is.
    """
    return _lines_chart(table, id_) if table.judged else _kinds_chart(table, id_)


def _lines_chart(table: Table, id_: str) -> Chart | None:
    place, column = table.place(table.judged), table.column(table.judged)
    seen = [(line.words, value) for line in table.lines if (value := _number(line.figures[place])) is not None]
    if not 1 < len(seen) <= MOST_BARS or not any(value for _, value in seen):
        return None
    named = [f"{words}, {told(value, column.unit)}" for words, value in (min(seen, key=_value), max(seen, key=_value))]
    left_out = len(table.lines) - len(seen)
    beside = f" Left out, for there is no figure or none is shown: {left_out}." if left_out else ""
    return Chart(
        id=id_,
        title=f"{column.words}, by {table.first.casefold()}",
        said=f"Least: {named[0]}. Most: {named[1]}.{beside}",
        first=table.first,
        labels=tuple(words for words, _ in seen),
        series=(Series(name=column.words, values=tuple(value for _, value in seen)),),
        unit=_suffix(column.unit),
    )


def _kinds_chart(table: Table, id_: str) -> Chart | None:
    unit = table.columns[0].unit
    kinds = [
        (column.words, value)
        for column, figure in zip(table.columns, table.total.figures, strict=True)
        if column.unit is unit and column.name != "all" and (value := _number(figure)) is not None
    ]
    if len(kinds) < 2 or not any(value for _, value in kinds):  # noqa: PLR2004 -- one bar is no picture
        return None
    most = max(kinds, key=_value)
    return Chart(
        id=id_,
        title=f"{table.title}, all together",
        said=f"Most are of the kind “{most[0]}”: {told(most[1], unit)}.",
        first="Kind",
        labels=tuple(words for words, _ in kinds),
        series=(Series(name=unit.capitalize(), values=tuple(value for _, value in kinds)),),
    )


def _value(bar: tuple[str, float]) -> float:
    return bar[1]


def _number(figure: Figure) -> float | None:
    return None if isinstance(figure, Hidden) else figure


def _suffix(unit: Unit) -> str:
    return "%" if unit is Unit.PERCENT else " pounds" if unit is Unit.POUNDS else f" {unit}"
