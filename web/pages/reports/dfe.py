"""The return to the DfE: its numbers, as a page and as a file, and the records that lack what it asks for."""

from collections.abc import Mapping, Sequence
from datetime import date
from math import ceil

from flask import Response, render_template, request, url_for

from web.access import Permission
from web.pages.forms import Field, Form, Kind
from web.pages.guard import needs, now, principal, reading, slow_down, writing
from web.pages.parts import Column, Lines, Name, Pages, Table, table
from web.pages.reports.asking import REPORT_DAY
from web.pages.reports.blueprint import PAGE, csv_response, new_record_link, page_number, pages, record_link, tabs
from web.pages.reports.facts import KeptFacts, Office
from web.records.choices import MODES
from web.records.layouts import KIND
from web.reporting import dfe_return
from web.reporting.catalogue import financial_year
from web.reporting.dfe_return import Gap, Row, Sources
from web.store import Kept
from web.store.events import Event
from web.store.throttle import EXPORT
from web.words import long_day

GUIDE = "https://www.gov.uk/government/publications/home-to-school-travel-data-collection"
_FIELDS = (
    Field(
        name="day",
        label="Day of the count",
        kind=Kind.DATE,
        cell=REPORT_DAY,
        required=False,
        hint="The guide of the year says which",
    ),
)


@pages.get("/dfe-return")
@needs(Permission.REPORT_VIEW)
def show_dfe() -> str:
    """Show the numbers for the DfE, and what is missing."""
    form, day = _asked()
    with reading() as kept:
        sources = _sources(kept, day)
        gaps = dfe_return.gaps(sources)
        last = max(1, ceil(len(gaps) / PAGE))
        number = min(page_number(), last)
        missing = _linked(kept, gaps[(number - 1) * PAGE : number * PAGE])
    rows = dfe_return.rows(sources)
    return render_template(
        "reports/dfe_return.html",
        tabs=tabs("dfe"),
        form=form,
        day=long_day(day),
        count=len(dfe_return.travelling(sources)),
        guide=GUIDE,
        file=url_for("reports.download_dfe", day=f"{day}"),
        missing_count=len(gaps),
        missing=table(
            "Records that lack something",
            ["Record", "Kind", "Lacks"],
            missing,
            empty="Nothing is missing: every record has what the return asks for.",
        ),
        pages=Pages(number, last, url_for("reports.show_dfe", day=f"{day}") + "&page={}"),
        groups=[(group, _group_table(group, rows)) for group in (*dfe_return.GROUPS, "All")],
    )


@pages.get("/dfe-return.csv")
@needs(Permission.REPORT_VIEW)
def download_dfe() -> Response:
    """Give the numbers for the DfE as a file, and write down that they left."""
    slow_down(EXPORT, principal().user)
    _, day = _asked()
    with writing() as kept:
        rows = dfe_return.rows(_sources(kept, day))
        kept.audit.say(Event.RECORDS_EXPORTED, "report", "dfe-return", day=f"{day}")
    return csv_response([dfe_return.HEAD, *rows], f"dfe-return-{day}")


def _asked() -> tuple[Form, date]:
    form = Form(_FIELDS).read(request.args)
    day = form.values.get("day") or now().date()
    return (form if form.errors else Form.filled(_FIELDS, {"day": day})), day


def _sources(kept: Kept, day: date) -> Sources:
    office, facts = Office(kept), KeptFacts(kept, day - dfe_return.WEEK, day)
    return Sources(
        day=day,
        pupils=tuple(office.arranged(office.whole_pupils, day).values()),
        school_types={row["school"]: row["type"] for row in office.school_rows},
        rides=facts.rides,
        forecast_pence=facts.forecast_pence,
        year=financial_year(day),
    )


def _linked(kept: Kept, here: Sequence[Gap]) -> list[tuple[object, ...]]:
    """Return the rows of what lacks something: what people call it, with a link to where it is mended."""
    names = {
        kind: kept.records.names(kind, [gap.key for gap in here if gap.kind == kind]) for kind in ("pupils", "schools")
    }
    return [(_linked_record(gap, names), KIND[gap.kind].one.capitalize(), "; ".join(gap.lacks)) for gap in here]


def _linked_record(gap: Gap, names: Mapping[str, Mapping[str, str]]) -> object:
    if gap.kind == "spending":
        year, mode = gap.key.split("|")
        return new_record_link(gap.kind, f"{dict(MODES)[mode]}, {year}")  # there is no such record yet
    name = names[gap.kind].get(gap.key, gap.key)
    if gap.kind == "schools":
        return record_link(gap.kind, gap.key, name)
    return Lines((Name(name, gap.key), record_link(gap.kind, gap.key, gap.key)))


def _group_table(group: str, rows: Sequence[Row]) -> Table:
    """Return the lines of one group that have a number other than nought."""
    here = [row for row in rows if row[0] == group]
    told = [row for row in here if row[4] not in (0, "0.00")]
    columns: list[str | Column] = ["Question", "Answer", Column("Number", is_number=True)]
    return table(group, columns, [(*row[1:3], _number(row)) for row in told], empty="Nobody is in this group.")


def _number(row: Row) -> str:
    number = row[4]
    if isinstance(number, int):
        return f"{number:,}"
    return number if number == dfe_return.UNKNOWN else f"£{float(number):,.2f}"
