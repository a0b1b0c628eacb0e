"""The small values of which pages are made: links, tags, tables, tasks, events. Views make them, templates draw them.

A link and a tag know their own HTML, so that they may stand in any cell of a table or list beside plain text.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup, escape

COLOURS = ("grey", "green", "teal", "blue", "purple", "magenta", "red", "orange", "yellow")
"""What GOV.UK Frontend calls the colours of tags; each has been chosen there to be read by everyone."""

STATUS_COLOURS: Mapping[str, str] = {
    "accepted": "purple",
    "active": "green",
    "cancelled": "grey",
    "changed": "yellow",
    "confirmed": "green",
    "done": "green",
    "draft": "blue",
    "due": "orange",
    "ended": "grey",
    "failed": "red",
    "lapsed": "red",
    "late": "orange",
    "locked": "teal",
    "new": "teal",
    "overdue": "red",
    "published": "green",
    "queued": "grey",
    "refused": "red",
    "replaced": "grey",
    "running": "blue",
    "unplaced": "red",
    "violation": "red",
    "waived": "purple",
}
"""The colour of each status; a status that is not here is grey. The word says it all: colour only helps."""

BADGES: Mapping[str, str] = {
    "changed": "Changed",
    "locked": "Locked",
    "violation": "Breaks a rule",
    "waived": "Waived",
}
"""The badges of the board of runs, and what each says."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link to another page.

    Parameters
    ----------
    hidden
        What only a screen reader hears after the text, so that ten links called "Change" differ: "the time of run 4".
    is_current
        Whether it leads to the page on which it stands, or to that page's section.
    """

    text: str
    href: str
    hidden: str = ""
    is_current: bool = False

    def __html__(self) -> str:
        hidden = Markup('<span class="govuk-visually-hidden"> {}</span>').format(self.hidden) if self.hidden else ""
        return Markup('<a class="govuk-link" href="{}">{}{}</a>').format(self.href, self.text, hidden)


@dataclass(frozen=True, slots=True)
class Tag:
    """A status in a coloured box."""

    text: str
    colour: str = ""

    def __post_init__(self) -> None:
        if self.colour and self.colour not in COLOURS:
            raise ValueError(f"the colour of a tag must be one of {', '.join(COLOURS)}, not '{self.colour}'")

    def __html__(self) -> str:
        colour = self.colour or STATUS_COLOURS.get(self.text.casefold(), "grey")
        return Markup('<strong class="govuk-tag govuk-tag--{}">{}</strong>').format(colour, self.text)


@dataclass(frozen=True, slots=True)
class Badge:
    """What is special about a run or a stop on the board: ``changed``, ``locked``, ``violation`` or ``waived``."""

    kind: str

    def __post_init__(self) -> None:
        if self.kind not in BADGES:
            raise ValueError(f"a badge must be one of {', '.join(BADGES)}, not '{self.kind}'")

    def __html__(self) -> str:
        return Markup('<span class="app-badge app-badge--{}">{}</span>').format(self.kind, BADGES[self.kind])


@dataclass(frozen=True, slots=True)
class Name:
    """A pupil's name, which the switch on the page hides, and beside it what stands there instead.

    Parameters
    ----------
    instead
        What is shown while names are hidden: a reference, never initials.
    """

    text: str
    instead: str

    def __html__(self) -> str:
        return Markup('<span class="app-name">{}</span><span class="app-name-instead" hidden>{}</span>').format(
            self.text, self.instead
        )


@dataclass(frozen=True, slots=True)
class Lines:
    """Several lines in one cell, each text or a value that knows its own HTML."""

    lines: tuple[object, ...]

    def __html__(self) -> str:
        if not self.lines:
            return ""
        return Markup("<span>{}</span>").format(Markup("<br>").join(escape(line) for line in self.lines))


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; numbers stand at the right, so that they can be compared."""

    text: str
    is_number: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table; the first cell of a row is its heading.

    Parameters
    ----------
    caption
        What the table is, for everyone.
    columns
        Plain text stands for a column that holds no numbers.
    empty
        What is said where there are no rows.
    foot
        A last row of totals, or nothing.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[object, ...], ...]
    empty: str = "There is nothing to show."
    foot: tuple[object, ...] = ()

    def __post_init__(self) -> None:
        for row in (*self.rows, *((self.foot,) if self.foot else ())):
            if len(row) != len(self.columns):
                said = f"every row must have {len(self.columns)} cells, one for each column"
                raise ValueError(f"{said}, not {len(row)}, in table '{self.caption}'")


def table(
    caption: str,
    columns: Sequence[str | Column],
    rows: Sequence[Sequence[object]],
    *,
    empty: str = "",
    foot: Sequence[object] = (),
) -> Table:
    """Return a table, made of whatever sequences are at hand."""
    made = tuple(each if isinstance(each, Column) else Column(each) for each in columns)
    said = {"empty": empty} if empty else {}
    return Table(caption=caption, columns=made, rows=tuple(map(tuple, rows)), foot=tuple(foot), **said)


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a summary list: what it is, how it is, and where it is changed."""

    name: str
    value: object
    change: Link | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A line of a task list: something to do or look at before going on."""

    text: str
    status: Tag
    href: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, for a timeline: newest first."""

    title: str
    when: datetime
    by: str = ""
    said: object = ""


@dataclass(frozen=True, slots=True)
class Pages:
    """Where in a long list a page stands.

    Parameters
    ----------
    href
        The address of a page, with ``{}`` where its number goes.
    """

    number: int
    last: int
    href: str


def steps(pages: Pages) -> dict[str, object]:
    """Return what govuk-frontend-jinja's pagination is told: the first page, the last, and those near this one."""
    near = {1, pages.last, *range(pages.number - 1, pages.number + 2)}
    items: list[dict[str, object]] = []
    for number in range(1, pages.last + 1):
        if number in near:
            items.append({"number": number, "href": pages.href.format(number), "current": number == pages.number})
        elif "ellipsis" not in items[-1]:
            items.append({"ellipsis": True})
    told: dict[str, object] = {"items": items}
    if pages.number > 1:
        told["previous"] = {"href": pages.href.format(pages.number - 1)}
    if pages.number < pages.last:
        told["next"] = {"href": pages.href.format(pages.number + 1)}
    return told
