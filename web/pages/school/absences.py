"""Absences: a school says that a pupil does not travel, and takes it back if that was wrong."""

from datetime import date, timedelta

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from routing.problem import Direction
from web.access import Permission
from web.pages.forms import Choice, Field, Form, Kind
from web.pages.guard import needs, now, reading, writing
from web.pages.parts import Name
from web.pages.school.scope import pages, school_asked, sections
from web.store import Kept
from web.store.day import DayEvent, DayEventKind
from web.words import short_day

_AHEAD = timedelta(days=60)
_LONGEST = timedelta(days=60)
_WAYS = (
    Choice("both", "Both ways"),
    Choice(Direction.TO_SCHOOL, "To school only"),
    Choice(Direction.FROM_SCHOOL, "From school only"),
)


@pages.get("/absences")
@needs(Permission.SCHOOL_VIEW)
def list_absences() -> str:
    """Show absences, and ask for a new one."""
    with reading() as kept:
        return _page(kept, school_asked(), None)


@pages.post("/absences")
@needs(Permission.SCHOOL_REPORT)
def report_absence() -> Response | tuple[str, int]:
    """Write down that a pupil does not travel."""
    school = school_asked()
    with reading() as kept:
        asked = _form(kept, school).read(request.form)
        if asked.is_right:
            asked = _checked(asked)
        if not asked.is_right:
            return _page(kept, school, asked), 422
    values = asked.values
    with writing() as kept:
        kept.records.get("pupils", values["pupil"])
        kept.day.report(
            DayEventKind.PUPIL_ABSENT,
            values["pupil"],
            values["from"],
            until_day=values["until"] or values["from"],
            direction=None if values["way"] == "both" else Direction(values["way"]),
            school=school,
        )
    return redirect(url_for("school.list_absences", school=school, done="reported"), 303)


@pages.post("/absences/<id_>/withdraw")
@needs(Permission.SCHOOL_REPORT)
def withdraw_absence(id_: str) -> Response:
    """Take an absence back: the pupil travels after all."""
    with writing() as kept:
        event = kept.day.withdraw(id_)
    return redirect(url_for("school.list_absences", school=event.school, done="withdrawn"), 303)


def _form(kept: Kept, school: str) -> Form:
    pupils = [row for row in kept.records.list_kind("pupils") if row["school"] == school]
    called = sorted((row["name"] or row.key, row.key) for row in pupils)
    today = now().date()
    fields = (
        Field(
            name="pupil",
            label="Pupil",
            kind=Kind.SELECT,
            choices=tuple(Choice(key, f"{name} ({key})" if name != key else key) for name, key in called),
        ),
        Field(name="from", label="First day away", kind=Kind.DATE, width=10, hint=f"Such as {today:%d/%m/%Y}"),
        Field(name="until", label="Last day away", kind=Kind.DATE, width=10, required=False, hint="Empty: one day"),
        Field(name="way", label="Which journeys", kind=Kind.RADIOS, choices=_WAYS),
    )
    return Form.filled(fields, {"from": today, "way": "both"})


def _checked(asked: Form) -> Form:
    """Refuse days that cannot be meant."""
    first: date = asked.values["from"]
    last: date = asked.values["until"] or first
    today = now().date()
    if first < today:
        return asked.refuse("from", "First day away: is in the past; say today or a later day")
    if first > today + _AHEAD:
        return asked.refuse("from", f"First day away: is more than {_AHEAD.days} days ahead")
    if not first <= last <= first + _LONGEST:
        return asked.refuse("until", "Last day away: must be the first day or up to 60 days after it")
    return asked


def _page(kept: Kept, school: str, asked: Form | None) -> str:
    today = now().date()
    events = kept.day.list_events(today, today + _AHEAD)
    mine = [event for event in events if event.kind is DayEventKind.PUPIL_ABSENT and event.school == school]
    names = kept.records.names("pupils")
    return render_template(
        "school/absences.html",
        school=school,
        sections=sections(school),
        title=kept.records.names("schools").get(school, school),
        questions=asked or _form(kept, school),
        absences=[
            {"id": event.id, "pupil": Name(names.get(event.ref, event.ref), event.ref), "said": _said(event)}
            for event in mine
        ],
        done=request.args.get("done", ""),
    )


def _said(event: DayEvent) -> str:
    """Return the days and journeys of an absence, in words."""
    first, last = short_day(event.day), short_day(event.until_day)
    way = "both ways" if event.direction is None else event.direction.replace("-", " ")
    return f"{first if first == last else f'{first} to {last}'}, {way}"
