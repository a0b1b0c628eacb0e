"""What lapses soon, or has lapsed: risk assessments, checks of crew, vehicles and operators, and in training."""

from flask import Blueprint, Flask, render_template, url_for

from web.access import Permission
from web.keeping.lapses import ASSESSMENTS
from web.pages.admin.listing import PER_PAGE, page_asked, pages_of
from web.pages.guard import needs, now, reading, site
from web.pages.parts import Link, Tag, table
from web.store.reminders import Lapse
from web.training import reminding
from web.words import long_day

pages = Blueprint("reminders", __name__, url_prefix="/reminders")


def register(app: Flask) -> None:
    """Put the page into the application."""
    app.register_blueprint(pages)


@pages.get("/")
@needs(Permission.RECORD_VIEW)
def show() -> str:
    """List what must be seen to, the soonest first; a reminder goes when its record is renewed."""
    number, today = page_asked(), now().date()
    with reading() as kept:
        found = kept.reminders.list_open()
    rows = [
        (long_day(each.lapse.due), _link(each.lapse), Tag("Lapsed" if each.lapse.due < today else "Due"))
        for each in found[(number - 1) * PER_PAGE : number * PER_PAGE]
    ]
    empty = f"Nothing lapses within {site().settings.lapse_days} days. The clock looks again each morning."
    listed = table("What lapses", ("Holds until", "What", "State"), rows, empty=empty)
    pages_ = pages_of(number, len(found), url_for("reminders.show"), {})
    return render_template("reminders/show.html", listed=listed, pages=pages_, days=site().settings.lapse_days)


def _link(lapse: Lapse) -> Link:
    """Return a reminder with the way to where it is seen to: a trainee, a record, the pupil of an assessment."""
    if lapse.kind in reminding.KINDS:
        return Link(lapse.said, url_for("training.show", pupil=lapse.ref))
    kind = "pupils" if lapse.kind == ASSESSMENTS else lapse.kind.partition(".")[0]
    return Link(lapse.said, url_for("records.show", kind=kind, key=lapse.ref))
