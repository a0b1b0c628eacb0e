"""The numbers of the loop: from which year on pupils are looked at, how a day is put on a year, what the bus costs."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from routing.authority.cells import AT_LEAST_ONE, POUNDS, WHOLE
from web.access import Permission
from web.pages.forms import Field, Form, Kind
from web.pages.guard import may, needs, reading, writing
from web.pages.loop.blueprint import pages, sections
from web.pages.parts import Fact
from web.training.options import LoopOptions

FIELDS = (
    Field(name="year_group_from", label="Pupils from year", kind=Kind.NUMBER, cell=AT_LEAST_ONE, width=4),
    Field(name="school_days", label="School days in a year", kind=Kind.NUMBER, cell=AT_LEAST_ONE, width=4),
    Field(
        name="planned_again",
        label="For how many pupils the plan is made again",
        kind=Kind.NUMBER,
        cell=WHOLE,
        hint="Those whose seats cost most; each takes some seconds",
        width=4,
    ),
    Field(name="pass_year_pence", label="A pass for a year", cell=POUNDS, prefix="£", width=10),
    Field(name="buddy_hour_pence", label="A buddy's hour", cell=POUNDS, prefix="£", width=10),
    Field(
        name="buddy_minutes",
        label="A buddy's time a school day",
        kind=Kind.NUMBER,
        suffix="minutes",
        width=4,
        cell=WHOLE,
    ),
    Field(name="trainer_hour_pence", label="A trainer's hour", cell=POUNDS, prefix="£", width=10),
    Field(
        name="shadow_minutes",
        label="A trainer's time a school day, following at a distance",
        kind=Kind.NUMBER,
        suffix="minutes",
        width=4,
        cell=WHOLE,
    ),
)


@pages.get("/numbers")
@needs(Permission.PLAN_VIEW)
def show_numbers() -> str:
    """Show the numbers; whoever coordinates training may set them."""
    with reading() as kept:
        numbers = LoopOptions.of(kept).numbers
    return _page(Form.filled(FIELDS, numbers))


@pages.post("/numbers")
@needs(Permission.TRAINING_MANAGE)
def set_numbers() -> Response | tuple[str, int]:
    """Set the numbers."""
    form = Form(FIELDS).read(request.form)
    if not form.is_right:
        return _page(form), 422
    with writing() as kept:
        LoopOptions.from_numbers(form.values).keep(kept)
    return redirect(url_for("loop.show_numbers", done="set"), 303)


def _page(form: Form) -> str:
    return render_template(
        "loop/numbers.html",
        sections=sections(),
        questions=form,
        facts=[Fact(each.label, f"{each.prefix}{form.shown(each.name)} {each.suffix}".strip()) for each in FIELDS],
        done=request.args.get("done", ""),
        may_set=may(Permission.TRAINING_MANAGE),
    )
