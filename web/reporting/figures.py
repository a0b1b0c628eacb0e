"""What a report is: a table of figures with their units, a line for each group, and how each line stands to its target.

A figure is a number, ``None`` where there is nothing to work it out from, or ``Hidden`` where it would tell of a few
pupils. In a file these are ``[x]`` and ``[c]``, the signs of the Government Analysis Function for "not available" and
"confidential".
"""

from dataclasses import dataclass
from enum import Enum, StrEnum

from routing.wording import counted


class Hidden(Enum):
    """Stands in the place of a figure that is not shown."""

    HIDDEN = "hidden"


HIDDEN = Hidden.HIDDEN
Figure = int | float | Hidden | None
"""A number; hidden; or None: there is nothing to work it out from."""


class Unit(StrEnum):
    """What a figure counts, or in what it is measured."""

    PUPILS = "pupils"
    ASSESSMENTS = "assessments"
    REQUESTS = "requests"
    RIDES = "rides"
    PERCENT = "%"
    DAYS = "days"
    MINUTES = "minutes"
    POUNDS = "£"


_BEFORE = (Unit.POUNDS,)
_AFTER = (Unit.PERCENT,)


def told(figure: Figure, unit: Unit) -> str:
    """Return a figure as a page shows it, in a column that says the unit.

    Examples
    --------
    >>> told(1204, Unit.POUNDS), told(96, Unit.PERCENT), told(2.5, Unit.DAYS), told(HIDDEN, Unit.PUPILS)
    ('£1,204', '96%', '2.5', 'not shown')
    """
    if figure is None:
        return "no figure"
    if isinstance(figure, Hidden):
        return "not shown"
    number = f"{figure:,.10g}"
    return f"{unit if unit in _BEFORE else ''}{number}{unit if unit in _AFTER else ''}"


def told_alone(figure: Figure, unit: Unit) -> str:
    """Return a figure as a sentence has it, with its unit.

    Examples
    --------
    >>> told_alone(1, Unit.DAYS), told_alone(2.5, Unit.DAYS), told_alone(85, Unit.PERCENT)
    ('1 day', '2.5 days', '85%')
    """
    if figure is None or isinstance(figure, Hidden) or unit in _BEFORE + _AFTER:
        return told(figure, unit)
    return counted(figure, unit.removesuffix("s")) if isinstance(figure, int) else f"{told(figure, unit)} {unit}"


def in_file(figure: Figure) -> object:
    """Return a figure as a file has it."""
    return "[x]" if figure is None else "[c]" if isinstance(figure, Hidden) else figure


class Standing(StrEnum):
    """How a figure stands to its target: in words, for colour alone tells some people nothing."""

    MET = "Met"
    NEAR = "Nearly met"
    MISSED = "Not met"
    NO_TARGET = "No target"
    NOT_SHOWN = "Not shown"
    NO_FIGURE = "No figure"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures: its name in code, its words, and the unit."""

    name: str
    words: str
    unit: Unit

    @property
    def head(self) -> str:
        """Words and unit, for a file.

        Examples
        --------
        >>> Column("late", "Decided later", Unit.REQUESTS).head
        'Decided later (requests)'
        """
        return self.words if self.unit in self.words.casefold() else f"{self.words} ({self.unit})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The figures of one group, in the order of the columns.

    Parameters
    ----------
    key, words
        By what the group is found (a school's id), and what people call it.
    target
        What the authority has set itself for the judged column; None if nothing.
    """

    key: str
    words: str
    figures: tuple[Figure, ...]
    target: int | None = None
    standing: Standing = Standing.NO_TARGET


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of a report.

    Parameters
    ----------
    title, said
        What it is called, and how its numbers are defined, in sentences for whoever reads them.
    first
        What the lines are: "School".
    total
        All lines together.
    judged, target
        The name of the column that is held against a target, and the target's; empty if none is.
    notes
        What must be known before anybody relies on it: what is missing, what is hidden.
    """

    title: str
    said: str
    first: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    total: Line
    judged: str = ""
    target: str = ""
    notes: tuple[str, ...] = ()

    def column(self, name: str) -> Column:
        """Return a column by its name."""
        return self.columns[self.place(name)]

    def place(self, name: str) -> int:
        """Return where in a line a column stands."""
        return [column.name for column in self.columns].index(name)

    def rows(self) -> list[tuple[object, ...]]:
        """Return the table as a file has it: the head, the lines, and all of them together."""
        judged = ("Target", "Standing") if self.judged else ()
        head: tuple[object, ...] = (self.first, *(column.head for column in self.columns), *judged)
        rows = [head]
        for line in (*self.lines, self.total):
            target = ("[x]" if line.target is None else line.target, f"{line.standing}") if self.judged else ()
            rows.append((line.words, *(in_file(figure) for figure in line.figures), *target))
        return rows
