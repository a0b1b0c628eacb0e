"""What phones fetch before they lose signal, and what they send when they have it again: two addresses of JSON.

The visit pack is today's pages as they may lie on a phone: labels instead of names, no places, nothing that was logged.
"""

from flask import abort, redirect, render_template, request, url_for
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from travel_training.entries import EntryId
from web.access import Permission
from web.pages.guard import needs, now, principal, reading, writing
from web.pages.phone.blueprint import frame_of, own_visits, pages, sealing_key
from web.pages.phone.looks import Ground, session_looks, visit_look
from web.training.logged import is_id
from web.training.outbox import clock_told, read_sent, take

PACK_LASTS_S = 12 * 60 * 60
"""By the phone's own clock, from when it came, so that a clock that is wrong keeps it no longer."""


@pages.get("/pack.json")
@needs(Permission.TRAINING_LOG)
def fetch_pack() -> dict[str, object]:
    """Give who is signed in, the token of forms, and today's pages without names."""
    key, made_at = sealing_key(), now()
    today = made_at.date()
    with reading() as kept:
        visits = [each for each in own_visits(kept) if each.session.day == today]
        ground = Ground.of(kept, visits).without_names()
    copies = {
        url_for("phone.show"): render_template(
            "phone/today.html",
            phone=frame_of(key, is_copy=True),
            day=today,
            sessions=session_looks(visits, ground),
            can_log=True,
            near=(),
            made_at=made_at,
            refused=(),
        )
    }
    for visit in visits:
        look = visit_look(visit, ground, today)
        page = render_template("phone/visit.html", phone=frame_of(key, visit, is_copy=True), visit=look)
        copies[url_for("phone.show_visit", ref=visit.ref)] = page
    return {"user": principal().user, "token": generate_csrf(), "lasts_s": PACK_LASTS_S, "pages": copies}


@pages.post("/entries.json")
@needs(Permission.TRAINING_LOG)
def take_entries() -> dict[str, object]:
    """Keep what a phone sends, and answer for each entry by its id."""
    try:
        sent, sent_at = read_sent(request.get_json(silent=True))
    except ValueError as refused:
        abort(422, str(refused))
    skew = sent_at - now()
    with reading() as kept:
        visits = own_visits(kept)
    answers = take(writing, visits, sent, now=now(), skew=skew)
    told = [{"id": each.id, "said": each.said, "why": each.why} for each in answers]
    return {"answers": told, "clock": clock_told(skew)}


@pages.post("/refusals")
@needs(Permission.TRAINING_LOG)
def dismiss() -> Response:
    """Take out a refusal that its trainer has seen to."""
    entry = request.form.get("entry", "")
    if is_id(entry):
        with writing() as kept:
            kept.training.outbox.dismiss(EntryId(entry))
    return redirect(url_for("phone.show"), 303)
