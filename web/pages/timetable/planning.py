"""Planning a term: from which day to which, as long work; and the timetables that were planned."""

from datetime import date, timedelta
from math import ceil

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from routing.wording import pounds
from web.access import Permission
from web.pages.forms import Field, Form, Kind
from web.pages.guard import needs, now, reading, writing
from web.pages.parts import Column, Link, Pages, Tag, table
from web.pages.timetable.blueprint import pages
from web.store.training_views import TimetableHead
from web.training.timetables import TASK
from web.words import moment, short_day

WEEKS = 13
"""A term, where nobody says."""
MOST_DAYS = 200
PAGE = 50
_FIELDS = (
    Field(
        name="first",
        label="First day",
        kind=Kind.DATE,
        hint="Tomorrow at the earliest; what is planned before it stays as it is",
    ),
    Field(name="last", label="Last day", kind=Kind.DATE),
    Field(
        name="seconds",
        label="Seconds to plan",
        kind=Kind.NUMBER,
        hint="A first timetable stands within seconds, and gets better with time",
        width=5,
    ),
)


@pages.get("/plans")
@needs(Permission.TRAINING_MANAGE)
def list_plans() -> str:
    """Show the timetables that were planned, the newest first."""
    number = max(1, request.args.get("page", 1, type=int))
    with reading() as kept:
        heads = kept.training.timetables.list_all()
    last = max(1, ceil(len(heads) / PAGE))
    number = min(number, last)
    rows = [_row(head) for head in heads[(number - 1) * PAGE : number * PAGE]]
    listed = table(
        "Timetables",
        ["Planned", "Days", Column("Cost", is_number=True), Column("At least", is_number=True), "State"],
        rows,
        empty="Nobody has planned a term yet: plan one below.",
    )
    return render_template(
        "timetable/plans.html", plans=listed, pages=Pages(number, last, url_for("timetable.list_plans") + "?page={}")
    )


def _row(head: TimetableHead) -> tuple[object, ...]:
    state = Tag("Looked at by nobody yet", "blue") if head.taken_at is None else Tag("Put in force", "green")
    return (
        Link(moment(head.made_at), url_for("timetable.look", id_=head.id)),
        f"{short_day(head.first)} to {short_day(head.last)}",
        pounds(head.cost),
        "not known" if head.bound is None else pounds(head.bound),
        state,
    )


@pages.route("/plan", methods=["GET", "POST"])
@needs(Permission.TRAINING_MANAGE)
def plan() -> Response:
    """Ask which days are to be planned, and have it done as long work."""
    first = now().date() + timedelta(days=1)
    form = Form.filled(_FIELDS, {"first": first, "last": first + timedelta(weeks=WEEKS), "seconds": 60})
    if request.method == "POST":
        form = _judged(form.read(request.form), first)
        if form.is_right:
            values = form.values
            asked = {"first": values["first"].isoformat(), "last": values["last"].isoformat()}
            with writing() as kept:
                task = kept.tasks.ask(TASK, asked | {"seconds": values["seconds"]})
            return redirect(url_for("tasks.show", id_=task), 303)
    page = render_template("timetable/plan.html", questions=form)
    return make_response(page, 422 if form.errors else 200)


def _judged(form: Form, earliest: date) -> Form:
    if not form.is_right:
        return form
    first, last = form.values["first"], form.values["last"]
    if first < earliest:
        form = form.refuse("first", "First day: tomorrow at the earliest, for today is under way")
    if last < first:
        form = form.refuse("last", "Last day is before the first day")
    elif (last - first).days > MOST_DAYS:
        form = form.refuse("last", f"Last day is more than {MOST_DAYS} days after the first: plan a term at a time")
    if not 1 <= form.values["seconds"] <= 3600:  # noqa: PLR2004 -- an hour
        form = form.refuse("seconds", "Seconds to plan: from 1 to 3,600")
    return form
