"""What everyone may read: help, accessibility, privacy, the council's colour, and whether the service answers."""

from flask import Blueprint, Flask, Response, current_app, g, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from web.access import Role
from web.pages.colours import ColourError, brand_css, check_brand
from web.pages.guard import NOBODY, everyone, site
from web.pages.nameplate import site_options
from web.settings import PREFIX, SettingsError

pages = Blueprint("public", __name__)

FIRST_PAGES = {
    Role.OFFICER: "today.show",
    Role.MANAGER: "today.show",
    Role.SCHOOL: "school.show",
    Role.TRAINER: "phone.show",
    Role.OPERATOR: "operator.show",
    Role.ADMINISTRATOR: "users.show_all",
}
"""Where each role begins its day; whoever has no such page begins with their own account."""


def register(app: Flask) -> None:
    """Put the pages into the application; ``SettingsError`` if nobody could read letters on its colour."""
    try:
        check_brand(app.extensions["waymark"].settings.brand_colour)
    except ColourError as error:
        raise SettingsError(f"{PREFIX}BRAND_COLOUR: {error}") from error
    app.register_blueprint(pages)


@pages.get("/")
@everyone
def home() -> BaseResponse:
    """Send everyone to their first page."""
    if g.session is None or not g.session.is_verified:
        return redirect(url_for("account.sign_in"), 303)
    first = FIRST_PAGES[g.session.user.role]
    return redirect(url_for(first if first in current_app.view_functions else "account.show"), 303)


@pages.get("/help")
@everyone
def show_help() -> str:
    """Say how the service is used and whom to ask."""
    return render_template("public/help.html", idle_minutes=site().settings.idle_minutes)


@pages.get("/accessibility")
@everyone
def accessibility() -> str:
    """Say who can use the service, how that is tested, and what is not right yet."""
    return render_template("public/accessibility.html")


@pages.get("/privacy")
@everyone
def privacy() -> str:
    """Say what is kept about whom, why, and for how long."""
    return render_template("public/privacy.html", keep_days=site().settings.keep_days)


@pages.get("/brand.css")
@everyone
def brand() -> Response:
    """Give the council's own colour; its address changes with it, so that it may be kept."""
    response = make_response(brand_css(site_options()["brand_colour"]))
    response.mimetype = "text/css"
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


@pages.get("/health")
@everyone
def health() -> Response:
    """Say ``ok`` if the service answers and its database does."""
    with site().store.reading(NOBODY) as kept:
        kept.audit.head()
    response = make_response("ok\n")
    response.mimetype = "text/plain"
    return response
