"""Editing a programme on one page; what is saved is a new version, and whoever began with an older one keeps it."""

from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from travel_training.programme import Programme, ProgrammeId
from web.access import Permission
from web.pages.forms import Form
from web.pages.guard import needs, reading, writing
from web.pages.programmes.blueprint import pages
from web.pages.programmes.questions import Part, levels_of, parts_of, questions_of, read


@pages.get("/<id_>/edit")
@needs(Permission.TRAINING_MANAGE)
def ask(id_: str) -> Response:
    """Show the newest version of a programme as questions."""
    with reading() as kept:
        programme = kept.training.programmes.get(ProgrammeId(id_))
    return _page(programme, questions_of(programme))


@pages.post("/<id_>/edit")
@needs(Permission.TRAINING_MANAGE)
def save(id_: str) -> Response:
    """Keep what was answered as the newest version, unless someone else has made one since."""
    seen = request.form.get("version", type=int)
    with writing() as kept:
        newest = kept.training.programmes.get(ProgrammeId(id_))
        shown = kept.training.programmes.get(ProgrammeId(id_), seen)
        form, programme = read(shown, request.form)
        if shown.version != newest.version:
            said = "Someone else has made a newer version since you saw this one: look at it before you save yours"
            form, programme = form.refuse("", said), None
        if programme is None:
            return _page(shown, form)
        now = kept.training.programmes.keep(programme)
    is_new = now.version != newest.version
    flash(f"Version {now.version} is kept. Whoever began with an older one keeps it." if is_new else "Nothing changed.")
    return redirect(url_for("programmes.show", id_=id_), 303)


def _page(programme: Programme, form: Form) -> Response:
    page = render_template(
        "programmes/edit.html",
        programme=programme,
        questions=form,
        head=("name", "said"),
        levels=[
            _shown(form, prefix, level.name if level else "Another level") for prefix, level in levels_of(programme)
        ],
        stages=[_shown_stage(form, part) for part in parts_of(programme)],
    )
    return make_response(page, 422 if form.errors else 200)


def _shown_stage(form: Form, stage: Part) -> dict[str, Any]:
    found = _shown(form, stage.prefix, stage.now.name if stage.now else "Another stage")
    inner = [_shown(form, each.prefix, each.now.name if each.now else "Another milestone") for each in stage.parts]
    return found | {"milestones": inner}


def _shown(form: Form, prefix: str, title: str) -> dict[str, Any]:
    """Return a part of the page: its title, the names of its own questions, and whether one was answered wrongly."""
    names = [
        each.name for each in form.fields if each.name.startswith(prefix) and "-" not in each.name.removeprefix(prefix)
    ]
    return {"title": title, "names": names, "is_wrong": any(name in form.errors for name in names)}
