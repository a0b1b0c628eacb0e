"""All that has been written about a trainee, newest first; it is written down that somebody looked."""

from flask import render_template, url_for

from web.access import Permission
from web.pages.admin.listing import PER_PAGE, page_asked, pages_of
from web.pages.guard import needs, writing
from web.pages.training.blueprint import pages, tabs_of
from web.pages.training.telling import event_of
from web.pages.training.trainee import Trainee
from web.store.events import Event


@pages.get("/trainees/<record_key:pupil>/history")
@needs(Permission.TRAINING_VIEW)
def show_history(pupil: str) -> str:
    """Show the entries of a trainee with their notes."""
    number = page_asked()
    with writing() as kept:
        trainee = Trainee.of(kept, pupil)
        kept.audit.say(Event.RESTRICTED_VIEWED, "trainee", trainee.id, what="history")
    newest = list(reversed(trainee.kept))
    shown = newest[(number - 1) * PER_PAGE : number * PER_PAGE]
    return render_template(
        "training/history.html",
        trainee=trainee,
        tabs=tabs_of(pupil),
        events=[event_of(each, trainee) for each in shown],
        count=len(newest),
        pages=pages_of(number, len(newest), url_for("training.show_history", pupil=pupil), {}),
    )
