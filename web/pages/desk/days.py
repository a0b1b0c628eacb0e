"""Plans by day, and asking for one to be drafted."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from routing.problem import Direction
from routing.wording import counted, pounds
from web.access import Permission
from web.pages.desk.blueprint import HALVES, WAYS, pages, tag_of
from web.pages.forms import Choice, Field, Form, Kind
from web.pages.guard import may, needs, now, reading, site, writing
from web.pages.parts import Column, Lines, Link, Table, table
from web.planning.drafting import DRAFT
from web.planning.ground import has_roads
from web.planning.school_days import next_school_day
from web.store.plan_views import PlanHead, PlanState
from web.words import long_day

DAYS = 14
"""So many days are on one page."""
LONGEST_S = 3600

_DAY = Field(name="day", label="Day", kind=Kind.DATE, hint="Such as 24/11/2026")
_DIRECTION = Field(
    name="direction",
    label="Direction",
    kind=Kind.RADIOS,
    choices=tuple(Choice(way.value, words.capitalize()) for way, words in WAYS.items()),
)
_SECONDS = Field(
    name="seconds",
    label="Seconds to plan",
    kind=Kind.NUMBER,
    hint="More seconds make a cheaper plan, and prove more about it",
    suffix="seconds",
)
DRAFT_FIELDS = (_DAY, _DIRECTION, _SECONDS)
_FROM = (Field(name="day", label="From", kind=Kind.DATE, required=False),)


@pages.get("/")
@needs(Permission.PLAN_VIEW)
def days() -> str:
    """Show the plans of some days."""
    form = Form(_FROM).read(request.args)
    first = form.values.get("day") or now().date()
    with reading() as kept:
        heads = kept.plans.list_plans(first, first + timedelta(days=DAYS - 1))
    groups = [
        (long_day(day), _table([head for head in heads if head.day == day]))
        for day in sorted({head.day for head in heads})
    ]
    return render_template(
        "desk/days.html",
        groups=groups,
        form=form if not form.is_right else Form.filled(_FROM, {"day": first}),
        first=long_day(first),
        until=long_day(first + timedelta(days=DAYS - 1)),
        earlier=url_for("plans.days", day=(first - timedelta(days=DAYS)).isoformat()),
        later=url_for("plans.days", day=(first + timedelta(days=DAYS)).isoformat()),
        may_draft=may(Permission.PLAN_EDIT),
    )


def _table(heads: Sequence[PlanHead]) -> Table:
    columns: list[str | Column] = [
        "Plan",
        "State",
        Column("Runs", is_number=True),
        Column("A day", is_number=True),
        "To see to",
    ]
    return table("Plans", columns, [plan_row(head) for head in heads])


def plan_row(head: PlanHead) -> tuple[object, ...]:
    """Return a plan as a row: which, its state, size, cost, and what is to be seen to."""
    name = Link(
        f"{HALVES[head.direction]}: {head.title}", url_for("plans.show", id_=head.id), hidden=f"of {long_day(head.day)}"
    )
    return (name, tag_of(head), head.summary.get("runs", 0), pounds(head.cost_pence), Lines(wants(head)))


def wants(head: PlanHead) -> tuple[str, ...]:
    """Return what is to be seen to in a plan, in a few words each."""
    found = [counted(head.violations, "rule") + " broken"] if head.violations else []
    found += [counted(head.unplaced, "pupil") + " without a run"] if head.unplaced else []
    if head.state is PlanState.DRAFT and not found:
        found = ["ready to publish"]
    return tuple(found)


@pages.get("/draft")
@needs(Permission.PLAN_EDIT)
def ask_draft() -> str:
    """Ask for which day and direction to draft."""
    day = _day_of(request.args)
    values = {
        "day": day,
        "direction": request.args.get("direction") or None,
        "seconds": site().settings.plan_seconds,
    }
    return _draft_page(Form.filled(DRAFT_FIELDS, values))


def _day_of(args: Mapping[str, str]) -> date:
    try:
        return date.fromisoformat(args.get("day", ""))
    except ValueError:
        with reading() as kept:
            return next_school_day(kept.records.list_kind("calendar"), now().date())


def _draft_page(form: Form) -> str:
    return render_template("desk/draft.html", form=form, has_roads=has_roads(site().settings))


@pages.post("/draft")
@needs(Permission.PLAN_EDIT)
def begin_draft() -> Response | tuple[str, int]:
    """Ask for a draft, and go where one sees how far it is."""
    form = Form(DRAFT_FIELDS).read(request.form)
    if form.is_right and not 1 <= form.values["seconds"] <= LONGEST_S:
        form = form.refuse("seconds", f"Seconds to plan: give 1 to {LONGEST_S:,}")
    if form.is_right and form.values["day"] < now().date():
        form = form.refuse("day", "Day: choose today or a later day")
    if not form.is_right:
        return _draft_page(form), 422
    asked = {
        "day": form.values["day"].isoformat(),
        "direction": Direction(form.values["direction"]).value,
        "seconds": form.values["seconds"],
    }
    with writing() as kept:
        task = kept.tasks.ask(DRAFT, asked)
    return redirect(url_for("tasks.show", id_=task), 303)
