"""What the authority sets for all pages: its name, its colour, whom to ask."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from routing.authority.cells import Cell
from web.access import Permission
from web.pages.colours import check_brand
from web.pages.forms import Field, Form
from web.pages.guard import needs, writing
from web.pages.nameplate import OPTION, site_options

pages = Blueprint("settings", __name__, url_prefix="/settings")

_FIELDS = (
    Field(name="organisation", label="Name of the organisation", hint="At the head of every page.", width=30),
    Field(
        name="brand_colour",
        label="Colour",
        hint="# and six digits or letters from a to f. White letters stand on it, so it must be dark enough.",
        cell=Cell("a colour (#1d5c63)", check_brand),
        width=10,
    ),
    Field(
        name="help_contact",
        label="Whom to ask for help",
        hint="Completes the sentence “Ask …”: for example, the transport team on 01234 567890.",
        width=30,
    ),
)


@pages.route("/", methods=["GET", "POST"])
@needs(Permission.SETTING_EDIT)
def show() -> Response:
    """Show and change the settings."""
    form = Form.filled(_FIELDS, site_options())
    if request.method == "POST":
        form = form.read(request.form)
        if form.is_right:
            with writing() as kept:
                kept.options.put(OPTION, form.values)
            flash("Saved. Every page shows it from now on.")
            return redirect(url_for("settings.show"), 303)
    return make_response(render_template("admin/settings.html", form=form), 422 if form.errors else 200)
