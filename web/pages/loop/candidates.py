"""Candidates: whom one might ask whether they would like to learn to travel alone, with the reasons on both sides."""

from collections.abc import Sequence

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from travel_training.candidates import Candidate
from web.access import Permission
from web.pages.desk.naming import Names
from web.pages.desk.one_plan import paged
from web.pages.guard import may, needs, reading, writing
from web.pages.loop.blueprint import money, pages, sections
from web.pages.parts import Column, Lines, Link, Pages, Table, table
from web.training.candidates import SAVINGS, list_candidates


@pages.get("/candidates")
@needs(Permission.PLAN_VIEW)
def show_candidates() -> str:
    """Show the candidates, those first whose seat costs most."""
    with reading() as kept:
        found = list_candidates(kept)
        number, last, shown = paged(found)
        names = Names.of(kept, {each.situation.trainee for each in shown})
        asked = next((task for task in kept.tasks.list_open() if task.kind == SAVINGS), None)
    days = {each.situation.saving.day for each in found if each.situation.saving is not None}
    return render_template(
        "loop/candidates.html",
        sections=sections(),
        candidates=_table(shown, names),
        worked_out=max(days, default=None),
        asked=asked,
        may_ask=may(Permission.PLAN_EDIT),
        place=Pages(number, last, f"{url_for('loop.show_candidates')}?page={{}}"),
    )


def _table(shown: Sequence[Candidate], names: Names) -> Table:
    columns: list[str | Column] = [
        "Pupil",
        Column("Saves a year", is_number=True),
        "Why they stand here",
        "What speaks against",
        "Not known",
    ]
    return table(
        "Pupils who might be asked, the dearest seats first",
        columns,
        [_row(each, names) for each in shown],
        empty="Nobody is carried who is old enough. Numbers says from which year on pupils are looked at.",
    )


def _row(candidate: Candidate, names: Names) -> tuple[object, ...]:
    ref = candidate.situation.trainee
    ladder = Link("Ladder of independence", url_for("loop.show_ladder", pupil=ref), hidden=f"of {ref}")
    return (
        Lines((names.pupil(ref), ladder)),
        money(candidate.year_pence),
        Lines(candidate.why),
        Lines(candidate.against),
        Lines(candidate.unknown),
    )


@pages.post("/candidates")
@needs(Permission.PLAN_EDIT)
def ask_savings() -> Response:
    """Ask for what each seat costs to be worked out, and go where one sees how far it is."""
    with writing() as kept:
        task = kept.tasks.ask(SAVINGS, {})
    return redirect(url_for("tasks.show", id_=task), 303)
