"""The ladder of independence of one pupil: each rung with what it costs, as proposals; no click applies one."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from travel_training.ladder import Proposal
from web.access import Permission
from web.pages.desk.naming import Names
from web.pages.guard import may, needs, reading, writing
from web.pages.loop.blueprint import money, pages, sections
from web.pages.parts import Column, Lines, Tag, table
from web.store import NotKeptError
from web.training.ladder import LADDER_COSTS, Ladder, ladder_of


@pages.get("/ladder/<pupil>")
@needs(Permission.PLAN_VIEW)
def show_ladder(pupil: str) -> str:
    """Show what each rung costs for a pupil."""
    with reading() as kept:
        found = ladder_of(kept, pupil)
        names = Names.of(kept, {pupil})
        open_ = [task for task in kept.tasks.list_open() if task.kind == LADDER_COSTS]
    asked = next((task for task in open_ if task.asked.get("pupil") == pupil), None)
    return render_template(
        "loop/ladder.html",
        sections=sections(),
        pupil=pupil,
        whom=names.pupil(pupil),
        ladder=found,
        rungs=None if found is None else _table(found),
        asked=asked,
        may_ask=may(Permission.PLAN_EDIT),
    )


def _table(ladder: Ladder) -> object:
    return table(
        "Rung by rung, from where the pupil stands now",
        ["Rung", Column("Costs a school day", is_number=True), Column("Saves a year", is_number=True), "Why"],
        [_row(step) for step in ladder.steps],
    )


def _row(step: Proposal) -> tuple[object, ...]:
    words = f"{step.rung[0].upper()}{step.rung[1:]}"
    saves = "" if step.is_now else money(step.saves_year_pence)
    return (
        Lines((words, Tag("Now", "blue"))) if step.is_now else words,
        money(step.day_pence),
        saves,
        Lines(step.reasons),
    )


@pages.post("/ladder/<pupil>")
@needs(Permission.PLAN_EDIT)
def ask_ladder(pupil: str) -> Response:
    """Ask for what each rung costs to be worked out, and go where one sees how far it is."""
    with writing() as kept:
        if kept.records.find("pupils", pupil) is None:
            raise NotKeptError("There is no such pupil.")
        task = kept.tasks.ask(LADDER_COSTS, {"pupil": pupil})
    return redirect(url_for("tasks.show", id_=task), 303)
