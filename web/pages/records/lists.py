"""The list of a kind of record: searched, filtered by school and by what lapses, fifty a page."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlencode

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from web.access import Permission
from web.pages.admin.listing import PER_PAGE, page_asked, pages_of
from web.pages.desk.naming import Names
from web.pages.forms import Choice, Field, Form, Kind
from web.pages.guard import needs, now, reading, site
from web.pages.parts import Column, Link, Name, Table, table
from web.pages.records.arranging import listed_columns
from web.pages.records.blueprint import kind_asked, may_change, one_of, pages, titled
from web.pages.records.finding import has_secrets, matching, sealed, unsealed
from web.pages.records.lapsing import LAST_DAYS, WORDS, Lapse, State, lapse_of, last_day, newest_assessments
from web.pages.records.numbers import NUMBERS, numbers_page
from web.pages.records.showing import cell_of
from web.pages.records.year import year_page
from web.records.columns import Kind as RecordKind
from web.records.rows import Row
from web.store import Kept

_OF_SCHOOLS = ("pupils", "gates", "targets")
"""The kinds whose records name a school themselves; those about a pupil are found by the pupil's."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is asked for.

    Parameters
    ----------
    find, token
        What is searched for, and the same as the address bears it.
    """

    find: str = ""
    token: str = ""
    school: str = ""
    state: State | None = None

    @classmethod
    def of_address(cls) -> "Asked":
        """Return what the address asks for; what nobody can read is not asked."""
        token, state = request.args.get("find", ""), request.args.get("state", "")
        find = unsealed(token)
        known = State(state) if state in list(State) else None
        return cls(find, token if find else "", request.args.get("school", ""), known)

    def address(self) -> dict[str, str]:
        """Return what the address of the list bears."""
        found = {"find": self.token, "school": self.school, "state": self.state or ""}
        return {name: text for name, text in found.items() if text}


@dataclass(frozen=True, slots=True)
class Found:
    """The records of one page of a list.

    Parameters
    ----------
    count, whole
        How many are like what was asked for, and how many there are.
    lapses
        For each key, how long it holds.
    """

    rows: Sequence[Row]
    count: int
    whole: int
    lapses: dict[str, Lapse] = field(default_factory=dict)


@pages.get("/<kind>")
@needs(Permission.RECORD_VIEW)
def show_kind(kind: str) -> str:
    """Show the records of a kind."""
    of_kind = kind_asked(kind)
    if kind in NUMBERS:
        return numbers_page(kind)
    if kind == "calendar":
        return year_page()
    asked, number = Asked.of_address(), page_asked()
    with reading() as kept:
        found = _found(kept, of_kind, asked, number)
        names = _names(kept, of_kind, found.rows)
        schools = kept.records.list_open("schools") if _has_school(of_kind) else []
    listed = _table(of_kind, found, names, is_filtered=bool(asked.address()))
    return render_template(
        "records/list.html",
        kind=of_kind,
        title=titled(of_kind),
        one=one_of(kind),
        asked=asked,
        questions=_form(of_kind, asked, schools),
        is_filtered=bool(asked.address()),
        listed=listed,
        pages=pages_of(number, found.count, url_for("records.show_kind", kind=kind), asked.address()),
        may_change=may_change(kind),
    )


@pages.post("/<kind>/search")
@needs(Permission.RECORD_VIEW)
def search(kind: str) -> Response:
    """Look for records; go straight to the one whose reference was typed."""
    kind_asked(kind)
    find = " ".join(request.form.get("find", "").split())[:200]
    if find:
        with reading() as kept:
            exact = kept.records.find(kind, find)
        if exact is not None:
            return redirect(url_for("records.show", kind=kind, key=exact.key), 303)
    asked = {"find": sealed(find) if find else "", **{name: request.form.get(name, "") for name in ("school", "state")}}
    address = urlencode({name: text for name, text in asked.items() if text})
    return redirect(f"{url_for('records.show_kind', kind=kind)}?{address}", 303)


def _found(kept: Kept, kind: RecordKind, asked: Asked, number: int) -> Found:
    """Return a page of records: what is sealed is opened for all of them where it is searched, else for the page."""
    stem, school = kind.stem, asked.school if _has_school(kind) else ""
    keys = kept.records.list_references(stem, school)
    whole = kept.records.counts().get(stem, 0)
    if asked.find:
        names = kept.records.names("pupils") if "pupil" in kind.key and stem != "pupils" else {}
        everything = kept.records.list_kind(stem) if has_secrets(stem) else kept.records.list_open(stem, school)
        there = {row.key for row in matching(everything, asked.find, names | kept.records.names("schools"))}
        keys = [key for key in keys if key in there]
    if asked.state is not None:
        lapses = _lapses(kept, kind, kept.records.list_open(stem, school))
        keys = [key for key in keys if key in lapses and lapses[key].state is asked.state]
    shown = kept.records.list_keys(stem, keys[(number - 1) * PER_PAGE : number * PER_PAGE])
    return Found(shown, len(keys), whole, _lapses(kept, kind, shown))


def _lapses(kept: Kept, kind: RecordKind, rows: Sequence[Row]) -> dict[str, Lapse]:
    """Return how long each record holds; a pupil's is how long their newest risk assessment does."""
    today, soon = now().date(), timedelta(days=site().settings.lapse_days)
    if kind.stem == "pupils":
        pupils = [row.key for row in rows] if len(rows) <= PER_PAGE else None
        newest = newest_assessments(kept.records.list_open("risk_assessments", pupils=pupils))
        return {
            row.key: lapse_of(newest[row.key]["review_by"] if row.key in newest else "", today, soon) for row in rows
        }
    if kind.stem not in LAST_DAYS:
        return {}
    return {row.key: lapse_of(last_day(row), today, soon) for row in rows}


def _names(kept: Kept, kind: RecordKind, rows: Sequence[Row]) -> Names:
    """Return the names of the pupils and passenger assistants whom a page of records names."""
    pupils = {row[name] for row in rows for name in ("pupil", "other") if row[name]}
    columns = [column.name for column in kind.columns if column.refers == "assistants"]
    return Names.of(kept, pupils, {word for row in rows for name in columns for word in row[name].split("; ")})


def _has_school(kind: RecordKind) -> bool:
    return kind.stem in _OF_SCHOOLS or "pupil" in kind.key


def _form(kind: RecordKind, asked: Asked, schools: Sequence[Row]) -> Form:
    """Return the questions by which a list is made shorter."""
    fields = [Field(name="find", label="Reference or name", kind=Kind.SEARCH, required=False, width=20)]
    if _has_school(kind):
        named = sorted((row["name"] or row.key, row.key) for row in schools)
        choices = tuple(Choice(key, name) for name, key in named)
        fields.append(Field(name="school", label="School", kind=Kind.SELECT, required=False, choices=choices))
    if kind.stem in LAST_DAYS or kind.stem == "pupils":
        label = "Risk assessment" if kind.stem == "pupils" else "Holds"
        choices = tuple(Choice(state, words) for state, words in WORDS.items())
        fields.append(Field(name="state", label=label, kind=Kind.SELECT, required=False, choices=choices))
    return Form.filled(fields, {"find": asked.find, "school": asked.school, "state": asked.state})


def _table(kind: RecordKind, found: Found, names: Names, *, is_filtered: bool) -> Table:
    """Return the list: how each is found, the columns that matter, how long it holds."""
    columns = listed_columns(kind.stem)
    has_names = "pupil" in kind.key
    head = kind.column(kind.key[0])
    titles: list[str | Column] = [head.label, *(["Name"] if has_names else [])]
    titles += [column.label for column in columns]
    if found.lapses:
        titles.append("Risk assessment" if kind.stem == "pupils" else "Holds")
    rows = []
    for row in found.rows:
        cells: list[object] = [_way_to(row, kind)]
        if has_names:
            name = names.pupils.get(row["pupil"], "")
            cells.append(Name(name, row["pupil"]) if name else "")
        cells += [cell_of(row, column, names) for column in columns]
        if found.lapses:
            cells.append(found.lapses[row.key].tag)
        rows.append(cells)
    noun = titled(kind)
    caption = (
        f"{noun}: {found.count:,}" if found.count == found.whole else f"{noun}: {found.count:,} of {found.whole:,}"
    )
    empty = (
        "Nothing is like that: show all of them again." if is_filtered and found.whole else _EMPTY.format(kind.title)
    )
    return table(caption, titles, rows, empty=empty)


_EMPTY = "There are no {} yet: add one, or load a file of them."


def _way_to(row: Row, kind: RecordKind) -> Link:
    """Return the link by which a record is opened; those of one pupil differ in what only a screen reader says."""
    first, *rest = [row[name] for name in kind.key]
    column = kind.column(kind.key[0])
    words = dict(column.choices).get(first, first)
    hidden = ", ".join(filter(None, rest))
    return Link(words, url_for("records.show", kind=row.kind, key=row.key), hidden)
