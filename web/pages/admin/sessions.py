"""Every session that is open now, and how to end one."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from web.access import Permission
from web.pages.admin.listing import PER_PAGE, page_asked, pages_of
from web.pages.guard import needs, reading, spans, writing
from web.pages.parts import Link, table
from web.store.events import Event
from web.words import moment

pages = Blueprint("sessions", __name__, url_prefix="/sessions")


@pages.get("/")
@needs(Permission.USER_MANAGE)
def show_all() -> str:
    """List the sessions that are open now, the one last used first."""
    number = page_asked()
    with reading() as kept:
        count = kept.people.count_sessions(spans())
        found = kept.people.list_sessions(spans(), skip=(number - 1) * PER_PAGE, most=PER_PAGE)
    rows = [
        (
            Link(each.user.name, url_for("users.show", id_=each.user.id)),
            each.user.role.capitalize(),
            each.browser if each.is_verified else f"{each.browser}, code not given yet",
            moment(each.made_at),
            moment(each.seen_at),
            Link("End", url_for("sessions.end", session_hash=each.hash), f"the session of {each.user.name}"),
        )
        for each in found
    ]
    columns = ("Name", "Role", "Browser", "Since", "Last used", "Action")
    listed = table("Sessions open now", columns, rows, empty="Nobody is signed in.")
    pages_ = pages_of(number, count, url_for("sessions.show_all"), {})
    return render_template("admin/sessions.html", listed=listed, pages=pages_)


@pages.route("/<session_hash>/end", methods=["GET", "POST"])
@needs(Permission.USER_MANAGE)
def end(session_hash: str) -> Response:
    """End one session."""
    with reading() as kept:
        found = kept.people.get_session(session_hash, spans())
    if request.method == "POST":
        with writing() as kept:
            kept.people.end_session(found.hash)
            kept.audit.say(Event.SESSION_ENDED, "user", found.user.id)
        flash("The session has ended.")
        return redirect(url_for("sessions.show_all"), 303)
    return make_response(render_template("admin/session_end.html", session=found))
