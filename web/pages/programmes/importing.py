"""A programme from a file: it is looked at beside what is kept, and kept only when that has been seen."""

from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import TYPE_CHECKING, TypeVar

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from travel_training.errors import DocumentError
from travel_training.programme import Milestone, Programme, Stage
from travel_training.programme_files import MOST_CHARACTERS, programme_to_toml, read_programme
from web.access import Permission
from web.pages.forms import Field, Form, Kind
from web.pages.guard import needs, reading, writing
from web.pages.programmes.blueprint import pages
from web.pages.programmes.looking import facts_of, milestones_table, said_of, scale_table

if TYPE_CHECKING:
    from werkzeug.datastructures import FileStorage

_FORM = Form((Field(name="file", label="File", kind=Kind.FILE, hint="TOML or JSON, as this page gives them out"),))
_MOST_SAID = 50
_Id = TypeVar("_Id", bound=str)
_Named = TypeVar("_Named", Stage, Milestone)


@pages.route("/import", methods=["GET", "POST"])
@needs(Permission.TRAINING_MANAGE)
def load() -> Response:
    """Ask for a file, and show what it would make."""
    form, findings = _FORM, tuple[str, ...]()
    if request.method == "POST":
        form = form.read(request.form, request.files)
        if form.is_right:
            try:
                return _look(_sent(form.values["file"]))
            except DocumentError as refused:
                findings = refused.findings
                said = f"File: {findings[0]}" if len(findings) == 1 else "File: it cannot be read"
                form = form.refuse("file", said)
    page = render_template("programmes/load.html", questions=form, findings=findings[:_MOST_SAID])
    return make_response(page, 422 if form.errors else 200)


@pages.post("/import/keep")
@needs(Permission.TRAINING_MANAGE)
def keep_loaded() -> Response:
    """Keep the programme that was looked at."""
    try:
        programme = read_programme(request.form.get("text", ""), "the page")
    except DocumentError:
        abort(400)
    with writing() as kept:
        now = kept.training.programmes.keep(programme)
    flash(f"Version {now.version} of {now.name} is kept. Whoever began with an older one keeps it.")
    return redirect(url_for("programmes.show", id_=now.id), 303)


def _sent(file: "FileStorage") -> Programme:
    name = PurePath((file.filename or "file").replace("\\", "/")).name[:100]
    try:
        text = file.stream.read(4 * MOST_CHARACTERS).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DocumentError([f"{name}: is no text in UTF-8: save it as such."]) from None
    return read_programme(text, name)


def _look(programme: Programme) -> Response:
    with reading() as kept:
        before = kept.training.programmes.find(programme.id)
    changes = () if before is None else tuple(changes_between(before, programme))
    page = render_template(
        "programmes/look.html",
        programme=programme,
        before=before,
        changes=changes,
        facts=facts_of(programme, 0)[:-1],
        scale=scale_table(programme),
        stages=[(stage, said_of(stage), milestones_table(stage)) for stage in programme.stages],
        text=programme_to_toml(programme),
    )
    return make_response(page)


def changes_between(before: Programme, after: Programme) -> Iterator[str]:
    """Yield a sentence for each thing in which one programme differs from another."""
    if (before.name, before.said) != (after.name, after.said):
        yield "The programme is called or described otherwise."
    if before.scale != after.scale:
        yield "The scale of help is another."
    yield from _changed("Stage", {each.id: each for each in before.stages}, {each.id: each for each in after.stages})
    yield from _changed("Milestone", before.milestone, after.milestone)
    moved = [id_ for id_ in after.milestone if id_ in before.milestone]
    if any(before.stage_of[id_].id != after.stage_of[id_].id for id_ in moved):
        yield "Milestones are taught in another stage than before."


def _changed(what: str, before: Mapping[_Id, _Named], after: Mapping[_Id, _Named]) -> Iterator[str]:
    for id_, each in after.items():
        if id_ not in before:
            yield f"{what} “{each.name}” is new."
        elif _own(before[id_]) != _own(each):
            yield f"{what} “{each.name}” is changed."
    for id_, each in before.items():
        if id_ not in after:
            yield f"{what} “{each.name}” is taken out."


def _own(part: Stage | Milestone) -> object:
    """Return what a part says of itself; a stage's milestones are told one by one."""
    if isinstance(part, Stage):
        return (part.name, part.setting, part.sessions, part.minutes, part.group_at_most)
    return part
