"""A school year on one page: terms, holidays, INSET days, early closures, and the bell times of each school."""

from collections.abc import Mapping, Sequence
from datetime import date

from flask import render_template, request, url_for

from web.pages.forms import Choice, Field, Form, Kind
from web.pages.guard import now, reading
from web.pages.parts import Link, Table, table
from web.pages.records.blueprint import may_change
from web.records.layouts import KIND
from web.records.rows import Row, shown
from web.words import long_day

_FIRST_MONTH = 9
"""School years begin in September."""
_BELLS = ("opens", "starts", "finishes", "leave_by")


def year_page() -> str:
    """Return the page of a year, of all schools or of one."""
    year = _year_asked(now().date())
    with reading() as kept:
        schools = kept.records.list_open("schools")
        entries = kept.records.list_open("calendar")
    names = {row.key: row["name"] or row.key for row in schools}
    school = request.args.get("school", "")
    school = school if school in names else ""
    choices = tuple(Choice(key, name) for key, name in sorted(names.items(), key=lambda each: each[1]))
    fields = (Field(name="school", label="School", kind=Kind.SELECT, required=False, choices=choices),)
    return render_template(
        "records/year.html",
        title=names.get(school, "All schools"),
        year=_called(year),
        school=school,
        questions=Form.filled(fields, {"school": school}),
        listed=_table(_entries_of(entries, school, year), names, year),
        bells=_bells([row for row in schools if school in ("", row.key)]),
        around=[
            Link(_called(other), url_for("records.show_kind", kind="calendar", school=school or None, year=other))
            for other in (year - 1, year + 1)
        ],
        year_number=year,
        may_change=may_change("calendar"),
    )


def _year_asked(today: date) -> int:
    """Return in which calendar year the school year begins that is asked for; otherwise that of today."""
    text = request.args.get("year", "")
    if text.isascii() and text.isdecimal() and len(text) == 4 and int(text) < date.max.year:  # noqa: PLR2004 -- a year
        return max(int(text), 1)
    return today.year if today.month >= _FIRST_MONTH else today.year - 1


def _called(year: int) -> str:
    return f"{year} to {year + 1}"


def _entries_of(entries: Sequence[Row], school: str, year: int) -> list[Row]:
    """Return the entries that touch a year and are about a school, in the order of their days."""
    first, last = date(year, _FIRST_MONTH, 1).isoformat(), date(year + 1, _FIRST_MONTH, 1).isoformat()
    found = [
        row
        for row in entries
        if row["from"] < last
        and (row["until"] or row["from"]) >= first
        and (not school or row["school"] in ("", school))
    ]
    return sorted(found, key=lambda row: (row["from"], row["school"]))


def _table(entries: Sequence[Row], names: Mapping[str, str], year: int) -> Table:
    what = KIND["calendar"].column("what")
    rows = [
        (
            Link(_when(row), url_for("records.show", kind="calendar", key=row.key), hidden=shown(what, row["what"])),
            shown(what, row["what"]),
            names.get(row["school"], row["school"]) or "All schools",
            f"Vehicles leave {row['finishes']} to {row['leave_by']}" if row["finishes"] else "",
        )
        for row in entries
    ]
    empty = "Nothing stands in the calendar of this year: every school is open from Monday to Friday."
    return table(f"The year {_called(year)}", ["When", "What", "For", "Times"], rows, empty=empty)


def _when(row: Row) -> str:
    first, last = date.fromisoformat(row["from"]), date.fromisoformat(row["until"] or row["from"])
    return long_day(first) if first == last else f"{long_day(first)} to {long_day(last)}"


def _bells(schools: Sequence[Row]) -> Table:
    kind = KIND["schools"]
    rows = [
        (
            Link(row["name"] or row.key, url_for("records.show", kind="schools", key=row.key)),
            *(row[name] for name in _BELLS),
        )
        for row in schools
    ]
    titles = ["School", *(kind.column(name).label for name in _BELLS)]
    return table("Bell times", titles, rows, empty="There are no schools yet: add one, or load the register.")
