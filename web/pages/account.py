"""One's own account: signing in and out."""

from flask import Blueprint, Flask, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from web.access import Permission
from web.pages.guard import everyone, needs, session_cookie, site, writing

pages = Blueprint("account", __name__, url_prefix="/account")


def register(app: Flask) -> None:
    """Put the pages into the application."""
    app.register_blueprint(pages)


@pages.get("/sign-in")
@everyone
def sign_in() -> str:
    """Ask who is there."""
    return render_template("error.html", code=401, said="Sign in.")


@pages.get("/")
@needs(Permission.ACCOUNT_OWN)
def show() -> str:
    """Show one's own account."""
    return render_template("error.html", code=404, said=g.session.user.name)


@pages.post("/sign-out")
@needs(Permission.ACCOUNT_OWN)
def sign_out() -> Response:
    """End this session."""
    with writing() as kept:
        kept.people.end_session(g.session.hash)
    response = redirect(url_for("account.sign_in"))
    response.delete_cookie(session_cookie(site().settings))
    return response
