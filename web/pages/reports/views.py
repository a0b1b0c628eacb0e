"""The overview, one page for each report with a file for each of its tables, and who needs a risk assessment."""

from math import ceil

from flask import Response, abort, render_template, url_for

from routing.wording import counted
from web.access import Permission
from web.pages.guard import may, needs, now, principal, reading, slow_down, writing
from web.pages.parts import Column, Lines, Link, Name, Pages, Tag, table
from web.pages.reports.asking import Asked, ask
from web.pages.reports.blueprint import PAGE, csv_response, page_number, pages, record_link, tabs
from web.pages.reports.facts import KeptFacts, Office
from web.pages.reports.looks import chart_of, last_page, page_table, pages_of, tag
from web.reporting.assessments import to_do
from web.reporting.catalogue import REPORT, Judged, Report, notes
from web.reporting.catalogue import overview as judge_all
from web.reporting.figures import Table, told_alone
from web.reporting.sums import Span
from web.reporting.view import By
from web.store import Kept
from web.store.events import Event
from web.store.throttle import EXPORT
from web.words import long_day

_WHERE = (By.LOCALITY,)
_HOW = {"overdue": Tag("Overdue", "red"), "none": Tag("None recorded", "red"), "due": Tag("Due", "orange")}


@pages.get("/")
@needs(Permission.REPORT_VIEW)
def overview() -> str:
    """Show how everything that may have a target stands."""
    with reading() as kept:
        office = Office(kept)
        asked = ask(_WHERE, office.pupils, office.schools, now().date())
        facts = KeptFacts(kept, asked.from_day, asked.until_day)
        judged = judge_all(office.view(asked), facts)
        span = facts.span
    return render_template(
        "reports/overview.html",
        tabs=tabs(""),
        asked=asked,
        table=table(
            "Against targets",
            ["What", Column("Now", is_number=True), Column("Target", is_number=True), "Against it", "Report"],
            [_judged_row(each, asked) for each in judged],
        ),
        span=_span_words(span, asked),
        may_set=may(Permission.TARGET_EDIT),
        has_targets=any(each.target is not None for each in judged),
    )


def _judged_row(judged: Judged, asked: Asked) -> tuple[object, ...]:
    query = {name: text for name, text in asked.query.items() if name != "by"}
    target = "" if judged.target is None else told_alone(judged.target, judged.unit)
    figure = told_alone(judged.figure, judged.unit)
    link = Link(judged.report.title, url_for("reports.show", name=judged.report.name, **query))
    return (judged.words, figure, target, tag(judged.standing), link)


def _span_words(span: Span, asked: Asked) -> str:
    days = f"From {long_day(asked.from_day)} until {long_day(asked.until_day)}"
    return (
        f"{days}. In these days plans were published for {counted(span.mornings, 'morning')} and "
        f"{counted(span.afternoons, 'afternoon')}."
    )


@pages.get("/<name>")
@needs(Permission.REPORT_VIEW)
def show(name: str) -> str:
    """Show one report."""
    report = _report(name)
    with reading() as kept:
        asked, tables, span = _make(kept, report)
    number = min(page_number(), max(map(last_page, tables)))
    href = url_for("reports.show", name=name, **asked.query) + "&page={}"
    return render_template(
        "reports/report.html",
        tabs=tabs(name),
        report=report,
        asked=asked,
        filtered=FILTERED if asked.is_filtered else "",
        span=_span_words(span, asked),
        notes=notes(tables),
        parts=[
            {
                "said": each.said,
                "chart": chart_of(each, f"chart-{place}"),
                "table": page_table(each, number),
                "file": url_for("reports.download", name=name, number=place, **asked.query),
                "title": each.title,
            }
            for place, each in enumerate(tables, 1)
        ],
        pages=pages_of(max(tables, key=last_page), number, href),
        to_do=url_for("reports.show_to_do") if name == "assessments" and may(Permission.RECORD_VIEW) else "",
    )


@pages.get("/<name>/<int:number>.csv")
@needs(Permission.REPORT_VIEW)
def download(name: str, number: int) -> Response:
    """Give one table of a report as a file, and write down that it left."""
    slow_down(EXPORT, principal().user)
    report = _report(name)
    with writing() as kept:
        asked, tables, _ = _make(kept, report)
        if not 1 <= number <= len(tables):
            abort(404)
        kept.audit.say(Event.RECORDS_EXPORTED, "report", name, table=number, **asked.query)
    made = tables[number - 1]
    said = [*made.notes, *([FILTERED] if asked.is_filtered else []), SIGNS]
    rows = [*made.rows(), (), (made.title,), (made.said,), *((each,) for each in said)]
    return csv_response(rows, f"{name}-{number}-{asked.from_day}-{asked.until_day}")


FILTERED = (
    "This is of a part of the authority. Somebody who has both this and the whole may work out numbers that are not "
    "shown: publish one of them."
)
SIGNS = "[c]: not shown, for it tells of too few pupils. [x]: there is nothing to work it out from."


def _report(name: str) -> Report:
    return REPORT[name] if name in REPORT else abort(404)


def _make(kept: Kept, report: Report) -> tuple[Asked, tuple[Table, ...], Span]:
    office = Office(kept)
    asked = ask(report.by, office.pupils, office.schools, now().date())
    facts = KeptFacts(kept, asked.from_day, asked.until_day)
    return asked, report.make(office.view(asked), facts), facts.span


@pages.get("/assessments/to-do")
@needs(Permission.RECORD_VIEW)
def show_to_do() -> str:
    """Show which pupils need a risk assessment, the longest waiting first."""
    with reading() as kept:
        office = Office(kept)
        asked = ask(_WHERE, office.pupils, office.schools, now().date())
        facts = KeptFacts(kept, asked.from_day, asked.until_day)
        found = to_do(office.view(asked), facts.assessments, facts.lapse_days)
        last = max(1, ceil(len(found) / PAGE))
        number = min(page_number(), last)
        here = found[(number - 1) * PAGE : number * PAGE]
        names = kept.records.names("pupils", [pupil for pupil, _, _ in here])
    rows = [
        (
            Lines((Name(names.get(pupil, pupil), pupil), record_link("pupils", pupil, pupil))),
            office.schools.get(office.pupils[pupil].school, office.pupils[pupil].school),
            _HOW[how],
            "" if day is None else long_day(day),
        )
        for pupil, how, day in here
    ]
    href = url_for("reports.show_to_do", **asked.query) + "&page={}"
    return render_template(
        "reports/to_do.html",
        tabs=tabs("assessments"),
        count=len(found),
        lapse_days=facts.lapse_days,
        table=table(
            "Pupils who need a risk assessment",
            ["Pupil", "School", "Risk assessment", "Last day"],
            rows,
            empty="Everybody who is carried today has a risk assessment that holds.",
        ),
        pages=Pages(number, last, href),
    )
