"""What an edit did, as it is told at once: its cost, rules broken and mended, and everyone whom it touches."""

from dataclasses import dataclass

from flask import request
from markupsafe import Markup

from routing.problem import Direction
from routing.rules import Violation
from routing.telling import pupil_in_words
from routing.wording import counted, pounds
from web.pages.desk.naming import Names
from web.pages.parts import Table, table
from web.planning.editing import answer_of
from web.store import Kept
from web.store.plan_views import PlanHead, PlanState


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a step of a draft did.

    Parameters
    ----------
    step
        The step, which can be undone while it is the newest.
    here
        The page on which it is told.
    still
        How many rules were broken before and still are, or "".
    """

    step: int
    said: Markup
    cost: str
    broken: tuple[Markup, ...]
    mended: tuple[Markup, ...]
    still: str
    touched: Table
    here: str


def answer_asked_for(kept: Kept, head: PlanHead) -> Answer | None:
    """Return what the newest step did, if the page's address asks for it and it still is the newest."""
    asked = request.args.get("answer", -1, int)
    if asked != head.step or head.state is not PlanState.DRAFT:
        return None
    edit = answer_of(kept, head.id, asked)
    if edit is None:
        return None
    said = next(each.said for each in kept.plans.list_steps(head.id) if each.step == asked)
    told = [(change, pupil_in_words(change, head.direction)) for change in edit.effects.pupils]
    texts = [said, *(str(each) for each in (*edit.new, *edit.mended)), *(words for _, words in told)]
    names = Names.of(kept, {change.pupil for change, _ in told} | set(Names.in_texts(kept, texts).pupils))
    rows = [(names.pupil(change.pupil), names.of_subject(change.pupil, words)) for change, words in told]
    return Answer(
        step=asked,
        said=names.in_words(said),
        cost=cost_told(edit.extra_pence),
        broken=_told(edit.new, names),
        mended=_told(edit.mended, names),
        still=f"{counted(len(edit.still), 'violation')} from before still there." if edit.still else "",
        touched=table(f"What changes for {counted(len(rows), 'pupil')}", ["Pupil", "What changes"], rows),
        here=request.path,
    )


def cost_told(pence: int) -> str:
    """Return what an edit costs, in a sentence."""
    if pence == 0:
        return "It costs as much as before."
    return f"It costs {pounds(abs(pence))} {'more' if pence > 0 else 'less'} a day, preferences at their price."


def _told(violations: tuple[Violation, ...], names: Names) -> tuple[Markup, ...]:
    return tuple(names.in_words(str(each)) for each in violations)


def at_their_end(direction: Direction) -> str:
    """Return what a pupil's own stop is called in a direction."""
    return "Picked up" if direction is Direction.TO_SCHOOL else "Home"
