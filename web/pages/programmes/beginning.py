"""A programme of one's own, begun from another under a new name."""

from dataclasses import replace

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from travel_training.programme import ProgrammeId
from web.access import Permission
from web.pages.forms import Field, Form
from web.pages.guard import needs, reading, writing
from web.pages.programmes.blueprint import new_id, pages

_FORM = Form((Field(name="name", label="Name of the new programme", width=30),))


@pages.route("/<id_>/begin", methods=["GET", "POST"])
@needs(Permission.TRAINING_MANAGE)
def begin(id_: str) -> Response:
    """Ask what a programme begun from this one is called, and keep it."""
    with reading() as kept:
        source = kept.training.programmes.get(ProgrammeId(id_))
    form = _FORM
    if request.method == "POST":
        form = form.read(request.form)
        if form.is_right:
            with writing() as kept:
                taken = ["import", *(each.id for each in kept.training.programmes.list_current())]
                own = ProgrammeId(new_id(form.values["name"], taken))
                kept.training.programmes.keep(replace(source, id=own, name=form.values["name"]))
            flash(f"{form.values['name']} is kept: change it as you need it.")
            return redirect(url_for("programmes.show", id_=own), 303)
    page = render_template("programmes/begin.html", source=source, questions=form)
    return make_response(page, 422 if form.errors else 200)
