"""A pupil's risk assessment: hazards and measures on one page, with signatures and review date; changed and renewed."""

from datetime import date, timedelta

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from web.access import Permission
from web.pages.desk.naming import Names
from web.pages.guard import needs, now, site, writing
from web.pages.parts import Fact, Lines, Link, Name, table
from web.pages.records.blueprint import href_of, may_change, pages, refuse_others
from web.pages.records.lapsing import lapse_of, newest_assessments
from web.pages.records.pupils import needs_said
from web.pages.records.questions import asked_columns
from web.pages.records.sheets import Part, Sheet, keep, page_of, sent
from web.pages.records.showing import facts_of
from web.records.layouts import MEASURES, RISK_ASSESSMENTS
from web.records.rows import Row
from web.store import Kept, NotKeptError
from web.store.events import Event

_COPIED = ("hazards", "notes")
"""What a new assessment begins with, of the one before it; nobody has signed it yet."""


@pages.get("/pupils/<record_key:pupil>/assessment")
@needs(Permission.RECORD_RESTRICTED)
def show_assessment(pupil: str) -> Response:
    """Show the risk assessment that holds longest, with its measures, and write down that it was looked at."""
    with writing() as kept:
        row = kept.records.get("pupils", pupil)
        assessments, newest, measures = _own(kept, pupil)
        kept.audit.say(Event.RESTRICTED_VIEWED, "pupils", pupil, what="risk assessment")
    names = Names()
    today, soon = now().date(), timedelta(days=site().settings.lapse_days)
    columns = [column for column in RISK_ASSESSMENTS.columns if column.name != "pupil"]
    facts = [] if newest is None else facts_of(newest, columns, names)
    older = [
        (
            Link(_day(each["assessed_on"]), href_of(each), hidden="assessment"),
            _day(each["review_by"]),
            each["signed_by"],
        )
        for each in sorted(assessments, key=lambda each: each["assessed_on"], reverse=True)
    ]
    page = render_template(
        "records/assessment.html",
        pupil=pupil,
        name=Name(row["name"] or pupil, pupil),
        back_link=Link(f"Pupil {pupil}", href_of(row)),
        lapse=lapse_of("" if newest is None else newest["review_by"], today, soon),
        facts=facts,
        measures=Fact("Measures", Lines(tuple(needs_said(measures)))),
        older=table("All assessments", ["Assessed on", "Review by", "Signed by"], older),
        has_any=newest is not None,
        may_change=may_change("risk_assessments"),
    )
    return make_response(page)


def _day(text: str) -> str:
    return f"{date.fromisoformat(text):%-d %B %Y}"


def _own(kept: Kept, pupil: str) -> tuple[list[Row], Row | None, Row | None]:
    """Return a pupil's risk assessments, the one that holds longest, and the measures."""
    rows = kept.records.list_of_pupil(pupil)
    assessments = [row for row in rows if row.kind == "risk_assessments"]
    measures = next((row for row in rows if row.kind == "measures"), None)
    return assessments, newest_assessments(assessments).get(pupil), measures


@pages.route("/pupils/<record_key:pupil>/assessment/change", methods=["GET", "POST"])
@needs(Permission.RECORD_RESTRICTED)
def change_assessment(pupil: str) -> Response:
    """Change the risk assessment that holds longest, and its measures."""
    return _sheet(pupil, is_new=False)


@pages.route("/pupils/<record_key:pupil>/assessment/new", methods=["GET", "POST"])
@needs(Permission.RECORD_RESTRICTED)
def renew_assessment(pupil: str) -> Response:
    """Make a new risk assessment that begins when the one before it ends, with its hazards and measures."""
    return _sheet(pupil, is_new=True)


def _sheet(pupil: str, *, is_new: bool) -> Response:
    refuse_others("risk_assessments")
    with writing() as kept:
        kept.records.get("pupils", pupil)
        _, newest, measures = _own(kept, pupil)
        if newest is None and not is_new:
            raise NotKeptError("There is no such risk assessment.")
        sheet = Sheet.of([_part(newest, pupil, is_new=is_new), _measures_part(measures, pupil)], {})
        if request.method == "POST":
            sheet, trial = sent(kept, sheet)
            if trial is not None:
                keep(kept, sheet, trial)
                return redirect(url_for("records.show_assessment", pupil=pupil), 303)
        elif is_new:
            sheet = sheet.beginning_with(_beginning(newest, now().date()))
        kept.audit.say(Event.RESTRICTED_VIEWED, "pupils", pupil, what="risk assessment")
    words = "New risk assessment of" if is_new else "Change the risk assessment of"
    since = "" if is_new or newest is None else f"Assessed on {_day(newest['assessed_on'])}"
    back = Link("Risk assessment", url_for("records.show_assessment", pupil=pupil))
    return page_of(sheet, f"{words} pupil {pupil}", back, caption=since)


def _part(newest: Row | None, pupil: str, *, is_new: bool) -> Part:
    columns = asked_columns(RISK_ASSESSMENTS, opened=True, new=is_new)
    asked = tuple(column for column in columns if column.name != "pupil")
    if is_new or newest is None:
        return Part(RISK_ASSESSMENTS, None, asked, {"pupil": pupil})
    return Part(RISK_ASSESSMENTS, newest, asked, {name: newest[name] for name in RISK_ASSESSMENTS.key})


def _measures_part(measures: Row | None, pupil: str) -> Part:
    columns = asked_columns(MEASURES, opened=True)
    return Part(MEASURES, measures, columns, {"pupil": pupil}, is_optional=True)


def _beginning(newest: Row | None, today: date) -> dict[str, str]:
    """Return what a new assessment begins with: it holds from the day after the one before it, or from today."""
    if newest is None:
        return {"assessed_on": today.isoformat()}
    after = date.fromisoformat(newest["review_by"]) + timedelta(days=1)
    return {"assessed_on": max(after, today).isoformat(), **{name: newest[name] for name in _COPIED}}
