"""One visit: what it shows, and what its plain forms log. With scripts the same forms go through the outbox."""

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from travel_training.errors import TrainingError
from web.access import Permission
from web.pages.guard import needs, now, reading, writing
from web.pages.phone.blueprint import frame_of, own_visit, pages, sealing_key
from web.pages.phone.looks import Ground, visit_look
from web.store.training_views import Added
from web.training.outbox import OTHER, log, sentence

_ANCHORS = {"felt": "felt-{when}", "attended": "attended", "observed": "m-{milestone}"}


@pages.get("/visits/<ref>")
@needs(Permission.TRAINING_LOG)
def show_visit(ref: str) -> str:
    """Show a visit and what has been logged of it."""
    with reading() as kept:
        visit = own_visit(kept, ref)
        ground = Ground.of(kept, [visit], logged=True)
    asked = {name: request.args.get(name, "") for name in ("part", "replace")}
    look = visit_look(visit, ground, now().date(), part=asked["part"], replaces=asked["replace"])
    return render_template("phone/visit.html", phone=frame_of(sealing_key(), visit), visit=look)


@pages.post("/visits/<ref>")
@needs(Permission.TRAINING_LOG)
def log_visit(ref: str) -> Response:
    """Keep what a form says; sent twice, it is kept once."""
    fields = request.form.to_dict()
    try:
        with writing() as kept:
            added = log(kept, own_visit(kept, ref), fields, at=now())
    except TrainingError as refused:
        abort(422, f"{sentence(refused)} Nothing was kept: go back, load the page again, and try again.")
    if added is Added.OTHER_IS_KEPT:
        abort(422, f"{OTHER} Load the page of the session again, and log from there.")
    flash("Kept.")
    anchor = _ANCHORS[fields["what"]].format_map(fields)
    return redirect(url_for("phone.show_visit", ref=ref, part=fields.get("part") or None, _anchor=anchor), 303)
