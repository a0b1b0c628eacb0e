"""Data protection: what is kept about whom, and how a copy of it is given or it is erased."""

from flask import Blueprint, render_template

from web.access import Permission
from web.pages.guard import needs, reading, site

pages = Blueprint("protection", __name__, url_prefix="/data-protection")


@pages.get("/")
@needs(Permission.SUBJECT_EXPORT)
def show() -> str:
    """Say what can be exported and erased, and how."""
    with reading() as kept:
        counts = kept.records.counts()
    return render_template("admin/protection.html", counts=counts, settings=site().settings)
