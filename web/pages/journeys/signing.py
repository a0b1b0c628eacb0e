"""Signing a journey: a person says that they made it, looked at every line, and answer for what stands there."""

from datetime import timedelta
from uuid import uuid4

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from travel_training.entries import EntryId, JourneySigned
from travel_training.errors import TrainingError
from web.access import Permission
from web.pages.forms import Field, Form, Kind
from web.pages.guard import needs, now, site, writing
from web.pages.journeys.blueprint import Opened, opened, pages
from web.store import ConflictError, Kept

LONGEST = timedelta(days=366)
"""A journey's risk assessment is reviewed within a year: roads, buses and trainees change."""
_FORM = (
    Field(name="review_by", label="Review by", kind=Kind.DATE, hint="The last day on which it holds, within a year"),
)


@pages.get("/documents/<id_>/sign")
@needs(Permission.TRAINING_MANAGE)
def ask_signature(id_: str) -> Response:
    """Ask until when a journey's risk assessment holds."""
    with writing() as kept:
        found = _ready(opened(kept, id_))
    review_by = now().date() + LONGEST - timedelta(days=1)
    return _page(found, Form.filled(_FORM, {"review_by": review_by}), uuid4().hex)


@pages.post("/documents/<id_>/sign")
@needs(Permission.TRAINING_MANAGE)
def sign(id_: str) -> Response:
    """Sign: the document does not change any more, and the trainee's history says so."""
    entry = request.form.get("entry", "") or uuid4().hex
    with writing() as kept:
        found = opened(kept, id_)
        form = Form(_FORM).read(request.form)
        if form.is_right and not now().date() < form.values["review_by"] <= now().date() + LONGEST:
            form = form.refuse("review_by", "Review by: after today, and within a year")
        if form.is_right:
            form = _signed(kept, _ready(found), form, entry)
        if not form.is_right:
            return _page(found, form, entry)
    flash("The journey's risk assessment is signed.")
    return redirect(url_for("journeys.show", id_=id_), 303)


def _ready(found: Opened) -> Opened:
    if found.is_signed:
        raise ConflictError("This journey has been signed already.")
    if found.lacks:
        raise ConflictError(f"This journey cannot be signed yet: {'; '.join(found.lacks)}.")
    return found


def _signed(kept: Kept, found: Opened, form: Form, entry: str) -> Form:
    """Sign a journey; return the form, with the reason if it may not be."""
    pupil = found.document.pupil
    signed = JourneySigned(
        id=EntryId(entry),
        at=site().store.now(),
        by=kept.training.person(pupil),
        document=found.document.id,
        review_by=form.values["review_by"],
    )
    try:
        kept.training.add(pupil, signed)
    except TrainingError as refused:
        said = str(refused)
        return form.refuse("", f"{said[0].upper()}{said[1:]}")
    return form


def _page(found: Opened, form: Form, entry: str) -> Response:
    page = render_template("journeys/sign.html", document=found.document, questions=form, entry=entry)
    return make_response(page, 422 if form.errors else 200)
