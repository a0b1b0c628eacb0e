"""Signing out of a phone: the page sends what waits, and the browser then forgets all that Waymark keeps on it."""

from flask import g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from web.access import Permission
from web.pages.account.browsers import without_session
from web.pages.guard import needs, writing
from web.pages.phone.blueprint import frame_of, pages, sealing_key
from web.store.events import Event


@pages.get("/sign-out")
@needs(Permission.TRAINING_LOG)
def ask_sign_out() -> str:
    """Send what waits; say what would be lost."""
    return render_template("phone/sign_out.html", phone=frame_of(sealing_key()))


@pages.post("/sign-out")
@needs(Permission.TRAINING_LOG)
def sign_out() -> Response:
    """End this session and clear the phone, but for sealed entries that are to stay.

    Whoever has not been told what waits goes to the page that tells.
    """
    if request.form.get("asked") != "yes":
        return redirect(url_for("phone.ask_sign_out"), 303)
    with writing() as kept:
        kept.people.end_session(g.session.hash)
        kept.audit.say(Event.SIGN_OUT, "user", g.session.user.id)
    response = without_session(redirect(url_for("account.sign_in"), 303))
    is_kept = request.form.get("left") == "keep"
    response.headers["Clear-Site-Data"] = '"cache"' if is_kept else '"cache", "storage"'
    return response
