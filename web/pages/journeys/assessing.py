"""A journey's risk assessment, line by line: a person who has made the journey says what stands, and what else is."""

from collections.abc import Iterator
from dataclasses import replace

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from web.access import Permission
from web.pages.forms import Choice, Field, Form, Kind
from web.pages.guard import needs, now, writing
from web.pages.journeys.blueprint import Opened, opened, pages
from web.store import ConflictError
from web.training.journeys import BACK, THERE, Line, TrainedJourney

NEW_LINES = 2
"""So many blank lines stand at the end, for what no map knows."""
_ANSWERS = (
    Choice("stands", "I have looked: the hazard is there, and the measure stands as written"),
    Choice("struck", "I have looked: it does not apply"),
)
_WAYS = (Choice(THERE, THERE), Choice(BACK, BACK))


@pages.get("/documents/<id_>/assess")
@needs(Permission.TRAINING_MANAGE)
def ask_assessment(id_: str) -> Response:
    """Show every line as questions."""
    with writing() as kept:
        found = _changeable(opened(kept, id_))
    return _page(found, Form.filled(tuple(_fields(found.journey)), dict(_values(found.journey))))


@pages.post("/documents/<id_>/assess")
@needs(Permission.TRAINING_MANAGE)
def assess(id_: str) -> Response:
    """Keep what was answered; it is a draft until it is signed."""
    step = request.form.get("step", 0, type=int)
    with writing() as kept:
        found = _changeable(opened(kept, id_))
        form = Form(tuple(_fields(found.journey))).read(request.form)
        if form.is_right and form.values["walked_on"] and form.values["walked_on"] > now().date():
            form = form.refuse("walked_on", "The day on which you made the journey is still to come")
        if form.is_right:
            form = _judged(form)
        if not form.is_right:
            return _page(found, form)
        changed = _assessed(found.journey, form)
        kept.training.journeys.keep(found.document.pupil, changed.to_json(), found.document.id, step)
    flash("It is kept. It is a draft until it is signed.")
    return redirect(url_for("journeys.show", id_=id_), 303)


def _changeable(found: Opened) -> Opened:
    if found.is_signed:
        raise ConflictError("This journey has been signed, and does not change: draw up another.")
    return found


def _fields(journey: TrainedJourney) -> Iterator[Field]:
    yield Field(
        name="walked_on",
        label="The day on which you made the journey, at its own time of day",
        kind=Kind.DATE,
        required=False,
    )
    yield Field(name="note", label="What else you want to say", kind=Kind.LONG_TEXT, rows=3, required=False)
    for number in range(len(journey.lines)):
        at = f"h{number}-"
        yield Field(name=f"{at}answer", label="What you found", kind=Kind.RADIOS, choices=_ANSWERS, required=False)
        yield Field(name=f"{at}seen", label="What you saw there", kind=Kind.LONG_TEXT, rows=2, required=False)
        yield Field(name=f"{at}measure", label="Measure", kind=Kind.LONG_TEXT, rows=2, required=False)
    for number in range(NEW_LINES):
        at = f"n{number}-"
        yield Field(name=f"{at}hazard", label="Another hazard", required=False)
        yield Field(name=f"{at}way", label="On the way", kind=Kind.SELECT, choices=_WAYS, required=False)
        yield Field(name=f"{at}where", label="Where", required=False)
        yield Field(name=f"{at}measure", label="Measure", kind=Kind.LONG_TEXT, rows=2, required=False)


def _values(journey: TrainedJourney) -> Iterator[tuple[str, object]]:
    yield "walked_on", journey.walked_on
    yield "note", journey.note or None
    for number, line in enumerate(journey.lines):
        for name in ("answer", "seen", "measure"):
            yield f"h{number}-{name}", getattr(line, name) or None


def _judged(form: Form) -> Form:
    """Return the form with what does not fit together."""
    for field in form.fields:
        at, _, name = field.name.partition("-")
        stands = name == "answer" and form.values[field.name] == "stands"
        if stands and not form.values[f"{at}-measure"]:
            form = form.refuse(f"{at}-measure", "Measure is empty: a hazard that is there has a measure")
        if name == "hazard" and form.values[field.name]:
            for wanted in ("way", "where", "measure"):
                if not form.values[f"{at}-{wanted}"]:
                    label = form.field(f"{at}-{wanted}").label
                    form = form.refuse(f"{at}-{wanted}", f"{label} is empty: another hazard needs it")
    return form


def _assessed(journey: TrainedJourney, form: Form) -> TrainedJourney:
    values = form.values
    lines = [
        replace(
            line,
            answer=values[f"h{number}-answer"] or "",
            seen=values[f"h{number}-seen"] or "",
            measure=values[f"h{number}-measure"] or "",
        )
        for number, line in enumerate(journey.lines)
    ]
    lines += [
        Line(
            way=values[f"n{number}-way"],
            hazard=values[f"n{number}-hazard"],
            where=values[f"n{number}-where"],
            measure=values[f"n{number}-measure"],
            answer="stands",
        )
        for number in range(NEW_LINES)
        if values[f"n{number}-hazard"]
    ]
    return replace(journey, lines=tuple(lines), walked_on=values["walked_on"], note=values["note"] or "")


def _page(found: Opened, form: Form) -> Response:
    count = len(found.journey.lines)
    page = render_template(
        "journeys/assess.html",
        document=found.document,
        questions=form,
        lines=[(line, [f"h{n}-answer", f"h{n}-seen", f"h{n}-measure"]) for n, line in enumerate(found.journey.lines)],
        new=[[f"n{n}-hazard", f"n{n}-way", f"n{n}-where", f"n{n}-measure"] for n in range(NEW_LINES)],
        count=count,
    )
    return make_response(page, 422 if form.errors else 200)
