"""Referring a pupil to travel training: found by searching, with why."""

from collections.abc import Iterable

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from travel_training.entries import Moved, State
from travel_training.errors import TrainingError
from travel_training.moves import MOVES
from travel_training.people import TraineeId
from web.access import Permission
from web.pages.forms import Choice, Field, Form, Kind
from web.pages.guard import needs, now, reading, writing
from web.pages.training.blueprint import pages, sentence
from web.pages.training.pen import STEM, Pen, stem_given
from web.records.rows import Row
from web.store import Kept

MOST = 20
"""So many are offered; a longer search says who."""
_FIND = "find"
_WHY = Field(
    name="reason", label="Why now", kind=Kind.LONG_TEXT, required=False, rows=3, hint="Who asked, and what for"
)


@pages.get("/refer")
@needs(Permission.TRAINING_REFER)
def ask_referral() -> str:
    """Ask whom to refer."""
    return _page("", _form(()))


@pages.post("/refer/find")
@needs(Permission.TRAINING_REFER)
def find_pupil() -> str:
    """Show whom a search finds; by POST, for a pupil's name must stand in no address and no log."""
    find = request.form.get(_FIND, "")
    with reading() as kept:
        return _page(find, _form(_choices(kept, find)))


@pages.post("/refer")
@needs(Permission.TRAINING_REFER)
def refer() -> Response | tuple[str, int]:
    """Refer a pupil."""
    find = request.form.get(_FIND, "")
    with reading() as kept:
        form = _form(_choices(kept, find)).read(request.form)
    if form.is_right:
        pupil = TraineeId(form.values["pupil"])
        try:
            with writing() as kept:
                pen = Pen(stem_given(), now(), now(), kept.training.person(pupil))
                kept.training.add(pupil, Moved(**pen.head(), to=State.REFERRED, reason=form.values["reason"] or ""))
        except TrainingError as refused:
            form = form.refuse("", sentence(str(refused)))
        else:
            flash("Referred. Next comes the entry check.")
            return redirect(url_for("training.show", pupil=pupil), 303)
    return _page(find, form), 422


def _choices(kept: Kept, find: str) -> tuple[Choice, ...]:
    """Return the pupils whom a search finds and who may be referred, as far as one page offers them."""
    wanted = find.casefold().split()
    if not wanted:
        return ()
    states = {each.pupil: each.state for each in kept.training.list_trainees()}
    rows = [row for row in kept.records.list_kind("pupils") if _may_be_referred(states.get(TraineeId(row.key)))]
    found = [row for row in rows if all(word in text for word in wanted for text in [_text(row)])]
    found.sort(key=lambda row: (row["name"] or row.key, row.key))
    return tuple(Choice(row.key, f"{row['name']} ({row.key})" if row["name"] else row.key) for row in found[:MOST])


def _may_be_referred(state: State | None) -> bool:
    return (state, State.REFERRED) in MOVES


def _text(row: Row) -> str:
    return f"{row.key} {row['name']}".casefold()


def _form(choices: Iterable[Choice]) -> Form:
    offered = tuple(choices)
    return Form(
        (Field(name="pupil", label="Pupil", kind=Kind.RADIOS if offered else Kind.SELECT, choices=offered), _WHY)
    )


def _page(find: str, form: Form) -> str:
    offered = form.field("pupil").choices
    search = Field(name=_FIND, label="Look for the pupil", kind=Kind.SEARCH, hint="Name or reference", required=False)
    return render_template(
        "training/refer.html",
        search=Form((search,), {_FIND: (find,)}),
        find=find,
        is_full=len(offered) == MOST,
        most=MOST,
        offered=offered,
        questions=form,
        stem_name=STEM,
        stem=stem_given(),
    )
