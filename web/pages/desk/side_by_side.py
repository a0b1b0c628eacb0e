"""Two plans compared in plain English, and asking what if."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from routing.authority.cells import CLOCK
from routing.effects import PupilChange, PupilEffect, RunEffect
from routing.telling import cost_in_words, fleet_in_words, pupil_in_words, rides_in_words
from web.access import Permission
from web.pages.desk.blueprint import frame, pages, title_of
from web.pages.desk.naming import Names
from web.pages.desk.one_plan import paged
from web.pages.forms import Choice, Field, Form, Kind
from web.pages.guard import needs, reading, site, writing
from web.pages.parts import Pages, table
from web.planning.comparing import compare, run_told
from web.planning.what_if import WHAT_IF, Change, refs_of
from web.store import Kept
from web.store.plan_views import PlanHead, PlanState

NEAR = timedelta(days=7)
"""Plans of a week before and after are offered for comparing."""
EFFECTS = {
    PupilEffect.PLACED: "has a run now",
    PupilEffect.LEFT_OUT: "has no run now",
    PupilEffect.ADDED: "travels now",
    PupilEffect.GONE: "does not travel",
    PupilEffect.CHANGED: "changes",
}
SUPPOSED = {
    Change.VEHICLE_MORE: ("One more vehicle like this one", "vehicle-more"),
    Change.VEHICLE_GONE: ("This vehicle gone", "vehicle-gone"),
    Change.OPERATOR_GONE: ("This operator gone", "operator-gone"),
    Change.ASSISTANT_GONE: ("This passenger assistant gone", "assistant-gone"),
    Change.BELL_TIME: ("This school at other times", "bell-time"),
}


@pages.get("/<id_>/compare")
@needs(Permission.PLAN_VIEW)
def choose_comparison(id_: str) -> str:
    """Compare a plan with another: the one that is chosen, or else ask for one."""
    with reading() as kept:
        head = kept.plans.get(id_)
        form = Form((_others(kept, head),)).read(request.args)
        other = form.values.get("with") if form.is_right else None
        if other is None:
            blank = Form(form.fields, {"with": (head.has_begun_from or "",)})
            return render_template("desk/compare.html", **frame(head), questions=blank, told=None)
        side = compare(kept, other, id_)
        told = [(change, pupil_in_words(change, head.direction)) for change in side.comparison.pupils]
        number, last, shown = paged(told)
        figures = [
            *cost_in_words(side.comparison),
            *fleet_in_words(side.comparison),
            *rides_in_words(side.comparison),
        ]
        runs = [run_told(run) for run in side.comparison.runs if run.effect is not RunEffect.SAME]
        texts = [*(words for _, words in shown), *runs]
        names = Names.of(kept, {change.pupil for change, _ in shown} | set(Names.in_texts(kept, texts).pupils))
    rows = [_row(change, words, names) for change, words in shown]
    return render_template(
        "desk/compare.html",
        **frame(head),
        questions=form,
        told={
            "other": f"{title_of(side.before)}: {side.before.title}",
            "figures": [names.in_words(said) for said in figures],
            "is_same": side.comparison.is_empty,
            "pupils": table(
                f"What changes for pupils ({len(told)})",
                ["Pupil", "In short", "What changes"],
                rows,
                empty="Nothing changes for any pupil.",
            ),
            "runs": [names.in_words(said) for said in runs],
        },
        place=Pages(number, last, f"{url_for('plans.choose_comparison', id_=id_)}?with={other}&page={{}}"),
    )


def _row(change: PupilChange, words: str, names: Names) -> tuple[object, ...]:
    return names.pupil(change.pupil), EFFECTS[change.effect], names.of_subject(change.pupil, words)


def _others(kept: Kept, head: PlanHead) -> Field:
    states = (PlanState.DRAFT, PlanState.PUBLISHED, PlanState.REPLACED)
    heads = kept.plans.list_plans(head.day - NEAR, head.day + NEAR, states)
    choices = tuple(
        Choice(each.id, f"{title_of(each)}: {each.title} ({_state(each)})")
        for each in heads
        if each.direction is head.direction and each.id != head.id
    )
    return Field(name="with", label="Compare with", kind=Kind.SELECT, required=False, choices=choices)


def _state(head: PlanHead) -> str:
    return f"version {head.version}" if head.version is not None else str(head.state)


@pages.get("/<id_>/what-if")
@needs(Permission.PLAN_EDIT)
def ask_what_if(id_: str) -> str:
    """Ask what to suppose."""
    return _what_if_page(id_, "")


def _what_if_page(id_: str, wrong: str) -> str:
    with reading() as kept:
        head = kept.plans.get(id_)
        problem, plan = kept.plans.load(id_)
        names = Names.of(kept)
    say = {Change.ASSISTANT_GONE: names.assistant, Change.BELL_TIME: names.school}
    forms = [
        (change.value, label, Form((_ref(change, label, refs, say.get(change, str)),)))
        for change, refs in refs_of(problem, plan).items()
        for label, _ in [SUPPOSED[change]]
        if refs
    ]
    return render_template("desk/what_if.html", **frame(head), forms=forms, wrong=wrong)


def _ref(change: Change, label: str, refs: Any, say: Any) -> Field:
    choices = tuple(Choice(ref, say(ref)) for ref in refs)
    del change
    return Field(name="ref", label=label, kind=Kind.SELECT, choices=choices)


@pages.post("/<id_>/what-if")
@needs(Permission.PLAN_EDIT)
def begin_what_if(id_: str) -> Response | tuple[str, int]:
    """Ask for the plan as it would be, and go where one sees how far it is."""
    try:
        asked = {"plan": id_, "seconds": site().settings.plan_seconds, **_supposed(request.form)}
    except ValueError as refused:
        return _what_if_page(id_, str(refused)), 422
    with writing() as kept:
        kept.plans.get(id_)
        task = kept.tasks.ask(WHAT_IF, asked)
    return redirect(url_for("tasks.show", id_=task), 303)


def _supposed(answers: Mapping[str, str]) -> dict[str, Any]:
    """Return what a form supposes; ``ValueError`` with a sentence if nobody can tell."""
    if answers.get("change") not in set(Change):
        raise ValueError("Choose one of the questions of this page.")
    change, ref = Change(answers["change"]), answers.get("ref", "").strip()
    if not ref:
        raise ValueError("Name the street." if change is Change.ROAD_CLOSED else "Choose one of the list.")
    asked: dict[str, Any] = {"change": change.value, "ref": ref}
    if change is Change.BELL_TIME:
        for name in ("from", "until"):
            typed = answers.get(name, "").strip()
            try:
                asked[f"{name}_s"] = CLOCK.read(typed)
            except ValueError:
                raise ValueError(f"'{typed}' is not a time of day, such as 08:45.") from None
        if asked["from_s"] > asked["until_s"]:
            raise ValueError("The first time must not be after the second.")
    return asked
