"""One session changed by a person: moved to another day, time or trainer, or cancelled with the reason."""

from datetime import date

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from travel_training.entries import SessionId
from travel_training.people import TrainerId
from web.access import Permission
from web.pages.forms import Choice, Field, Form, Kind
from web.pages.guard import needs, now, reading, writing
from web.pages.parts import Fact
from web.pages.timetable.blueprint import People, pages, told
from web.store import Kept
from web.store.training_views import KeptSession, SessionState
from web.training.moving import Wish, moved, objections

_WHY = Form((Field(name="why", label="Why it is cancelled", hint="Whoever plans again reads it; no diagnosis"),))


@pages.get("/sessions/<id_>")
@needs(Permission.TRAINING_MANAGE)
def ask_change(id_: str) -> Response:
    """Show a session, and ask where it goes."""
    with reading() as kept:
        session = kept.training.sessions.get(SessionId(id_))
        people = People.of(kept, session.trainees)
    values = {"day": session.day, "begins": session.begins_s, "trainer": session.trainer}
    return _page(session, people, Form.filled(_fields(people), values))


@pages.post("/sessions/<id_>")
@needs(Permission.TRAINING_MANAGE)
def move(id_: str) -> Response:
    """Move a session, if no rule is broken by it that is not broken now."""
    today = now().date()
    with writing() as kept:
        session = kept.training.sessions.get(SessionId(id_))
        people = People.of(kept, session.trainees)
        form = Form(_fields(people)).read(request.form)
        if form.is_right:
            form = _judged(kept, session, form, today)
        if not form.is_right:
            return _page(session, people, form)
        kept.training.sessions.keep_all([moved(session, _wish(form))])
    flash("The session is moved. Tell the family and the trainer.")
    return redirect(url_for("timetable.show", day=form.values["day"].isoformat()), 303)


@pages.route("/sessions/<id_>/cancel", methods=["GET", "POST"])
@needs(Permission.TRAINING_MANAGE)
def cancel(id_: str) -> Response:
    """Ask why a session is cancelled, and cancel it."""
    form = _WHY.read(request.form) if request.method == "POST" else _WHY
    if request.method == "POST" and form.is_right:
        with writing() as kept:
            gone = kept.training.sessions.cancel(SessionId(id_), form.values["why"])
        flash("The session is cancelled. Tell the family and the trainer.")
        return redirect(url_for("timetable.show", day=gone.day.isoformat()), 303)
    with reading() as kept:
        session = kept.training.sessions.get(SessionId(id_))
        people = People.of(kept, session.trainees)
    page = render_template("timetable/cancel.html", session=session, facts=_facts(session, people), questions=form)
    return make_response(page, 422 if form.errors else 200)


def _judged(kept: Kept, session: KeptSession, form: Form, today: date) -> Form:
    """Return the form with whatever speaks against the move."""
    if form.values["day"] <= today:
        return form.refuse("day", "Day: tomorrow at the earliest, for today is under way")
    wanted = moved(session, _wish(form))
    for said in objections(kept, session, wanted, today):
        form = form.refuse("day", f"{form.errors['day']}; {said}" if "day" in form.errors else f"Day: {said}")
    return form


def _wish(form: Form) -> Wish:
    values = form.values
    return Wish(day=values["day"], begins_s=values["begins"], trainer=TrainerId(values["trainer"]))


def _fields(people: People) -> tuple[Field, ...]:
    trainers = tuple(Choice(ref, name) for ref, name in sorted(people.trainers.items(), key=lambda each: each[1]))
    return (
        Field(name="day", label="Day", kind=Kind.DATE),
        Field(name="begins", label="Begins at", kind=Kind.TIME),
        Field(name="trainer", label="Trainer", kind=Kind.SELECT, choices=trainers),
    )


def _page(session: KeptSession, people: People, form: Form) -> Response:
    page = render_template(
        "timetable/change.html",
        session=session,
        facts=_facts(session, people),
        questions=form,
        is_planned=session.state is SessionState.PLANNED,
    )
    return make_response(page, 422 if form.errors else 200)


def _facts(session: KeptSession, people: People) -> list[Fact]:
    places = dict.fromkeys(each for each in (session.from_place, session.to_place) if each)
    return [
        Fact("When", told(session.day, session.begins_s, session.ends_s)),
        Fact("Trainer", people.trainer(session.trainer)),
        Fact("Trainees", people.trainees(session.trainees)),
        Fact("Stage", people.stage(session.stage)),
        Fact("From and to", " to ".join(places) or "not known"),
        Fact("State", session.state.capitalize()),
    ]
