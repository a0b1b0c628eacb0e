"""Travel training: how much, how well, is anyone better off; by group, as files, and the evidence for what is paid."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Response, make_response, render_template, request, url_for

from routing.authority.calendar import Calendar
from routing.authority.cells import POUNDS
from routing.records import SchoolId
from travel_training.courses import Course, courses_of
from travel_training.outcomes import Given, Outcomes, Span, outcomes
from travel_training.payment import evidence_pack
from web.access import Permission
from web.pages.forms import Field, Form
from web.pages.guard import needs, now, principal, reading, slow_down, writing
from web.pages.parts import table
from web.pages.reports.asking import Asked, ask
from web.pages.reports.blueprint import csv_response, pages, tabs
from web.pages.reports.facts import Office
from web.pages.reports.looks import page_table
from web.reporting.figures import Table
from web.reporting.training import file_rows, groups_table, sections, seen
from web.reporting.view import By
from web.school_days import calendar_of
from web.store import Kept
from web.store.events import Event
from web.store.throttle import EXPORT
from web.training.banking import SchoolDays, banked_so_far
from web.words import long_day

YEAR_DAYS = 365
"""The span where nobody says: training takes months, and its fruits a year."""
_BY = (By.SCHOOL, By.LOCALITY, By.NEED)
_COST = Field(name="cost", label="Cost of training in these days", cell=POUNDS, required=False, prefix="£", width=10)
_NAME = "training"


@dataclass(frozen=True, slots=True)
class _Made:
    """What the pages are drawn from."""

    asked: Asked
    cost: Form
    courses: tuple[Course, ...]
    span: Span
    found: Outcomes
    by_group: Table
    smallest: int

    @property
    def query(self) -> dict[str, Any]:
        """What asks the same again."""
        cost = {"cost": self.cost.shown("cost")} if self.cost.values.get("cost") is not None else {}
        return {**self.asked.query, **cost}


@pages.get("/training")
@needs(Permission.REPORT_VIEW)
def show_training() -> str:
    """Show what training came to in a span."""
    with reading() as kept:
        made = _make(kept)
        names = kept.people.names()
    smallest = made.smallest if made.asked.is_filtered else 0
    return render_template(
        "reports/training.html",
        tabs=tabs(_NAME),
        asked=made.asked,
        cost=made.cost,
        days=f"From {long_day(made.span.first)} until {long_day(made.span.last)}",
        smallest=made.smallest,
        sections=[
            table(each.title, ["What", "Figure", "What it counts"], [(x.words, x.figure, x.said) for x in each.lines])
            for each in sections(made.found, smallest, names)
        ],
        groups=page_table(made.by_group, 1),
        said=made.by_group.said,
        notes=made.by_group.notes,
        file=url_for("reports.download_training", **made.query),
        evidence=url_for("reports.download_evidence", **made.query),
    )


@pages.get("/training.csv")
@needs(Permission.REPORT_VIEW)
def download_training() -> Response:
    """Give the report as a file from which small numbers are left out, and write down that it left."""
    slow_down(EXPORT, principal().user)
    with writing() as kept:
        made = _make(kept)
        kept.audit.say(Event.RECORDS_EXPORTED, "report", _NAME, **made.query)
    rows = [*file_rows(sections(made.found, made.smallest)), (), *made.by_group.rows(), (), (made.by_group.said,)]
    rows += [(note,) for note in made.by_group.notes]
    return csv_response(rows, f"training-{made.span.first}-{made.span.last}")


@pages.get("/training/evidence.json")
@needs(Permission.REPORT_VIEW)
def download_evidence() -> Response:
    """Give the evidence for payment by results: references, days and entries, no name; written down that it left."""
    slow_down(EXPORT, principal().user)
    with writing() as kept:
        made = _make(kept)
        pack = evidence_pack(made.courses, made.span)
        kept.audit.say(Event.RECORDS_EXPORTED, "report", "training-evidence", digest=pack.digest, **made.query)
    response = make_response(json.dumps(pack.to_json(), indent=1))
    response.headers["Content-Type"] = "application/json; charset=utf-8"
    name = f"training-evidence-{made.span.first}-{made.span.last}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _make(kept: Kept) -> _Made:
    office = Office(kept)
    asked = ask(_BY, office.pupils, office.schools, now().date(), YEAR_DAYS)
    cost = Form((_COST,)).read(request.args)
    span = Span(asked.from_day, asked.until_day)
    view = office.view(asked)
    courses = seen(courses_of(kept.training.histories(), span.last), view)
    given = _given(kept, office, span, {course.trainee for course in courses}, cost.values.get("cost"))
    return _Made(
        asked=asked,
        cost=cost,
        courses=courses,
        span=span,
        found=outcomes(courses, span, given),
        by_group=groups_table(courses, span, view),
        smallest=office.smallest,
    )


def _given(kept: Kept, office: Office, span: Span, trainees: Collection[str], cost_pence: int | None) -> Given:
    """Return what training's own entries do not tell: school days, cost, seats that came free, what was saved."""
    calendar = calendar_of(kept.reporting.open_rows("calendar"))
    counted, before = SchoolDays(calendar), span.first - timedelta(days=1)
    releases = [each for each in kept.seats.list_releases() if each.pupil in trainees]
    schools = {each.pupil: office.pupils[each.pupil].school for each in releases if each.pupil in office.pupils}
    saved_pence = sum(
        banked_so_far(each, counted, school, span.last) - banked_so_far(each, counted, school, before)
        for each in releases
        if (school := schools.get(each.pupil)) is not None
    )
    return Given(
        school_days=_school_days(calendar, office, span),
        cost_pence=cost_pence,
        seats_released=sum(span.holds(each.from_day) for each in releases),
        saving_banked_pence=saved_pence,
    )


def _school_days(calendar: Calendar, office: Office, span: Span) -> frozenset[date]:
    """Return the days on which any school is open."""
    schools = [SchoolId(row["school"]) for row in office.school_rows]
    days = (span.first + timedelta(days=number) for number in range((span.last - span.first).days + 1))
    return frozenset(day for day in days if any(calendar.why_closed(school, day) is None for school in schools))
