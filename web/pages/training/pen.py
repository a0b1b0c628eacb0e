"""Writing into a history from a form, whose id was made when it was shown: sent twice, it is kept once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid4, uuid5

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from travel_training.entries import LONDON, AnyEntry, EntryId
from travel_training.errors import TrainingError
from travel_training.people import Person
from web.pages.forms import Field, Form, Kind
from web.pages.guard import now, reading, writing
from web.pages.parts import Link
from web.pages.training.blueprint import sentence
from web.pages.training.trainee import Trainee
from web.store import Kept

STEM = "entry"
"""The hidden field that bears the id."""
DAY = Field(name="day", label="Day", kind=Kind.DATE, hint="The day on which it happened")


@dataclass(frozen=True, slots=True)
class Pen:
    """What the entries of one form begin with.

    Parameters
    ----------
    stem
        From which the id of each is made: the same form sent twice makes the same ids.
    at, now
        When it happened, and this moment.
    """

    stem: UUID
    at: datetime
    now: datetime
    by: Person

    def head(self, what: str = "", at: datetime | None = None) -> dict[str, Any]:
        """Return the id, the moment and the author of an entry; ``what`` tells apart those of one form."""
        id_ = uuid5(self.stem, what) if what else self.stem
        return {"id": EntryId(str(id_)), "at": at or self.at, "by": self.by}


Fields = Callable[[Kept, Trainee], tuple[Field, ...]]
Values = Mapping[str, Any]


def today_first(trainee: Trainee) -> Values:
    """Return today as the day with which a form begins."""
    return {DAY.name: trainee.today}


def _no_values(_trainee: Trainee) -> Values:
    return {}


def _nothing_said(_trainee: Trainee) -> Iterable[object]:
    return ()


def _no_check(form: Form, _trainee: Trainee) -> Form:
    return form


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A form that writes into a trainee's history.

    Parameters
    ----------
    done
        What is said once it is kept.
    entries
        What is written, from what was answered.
    begins
        What stands in the boxes at first.
    said
        What is to be read before it is filled in.
    check
        Refuses what no field can know to be wrong.
    then
        The page to which it leads.
    is_grave
        Whether its button warns.
    """

    title: str
    button: str
    done: str
    fields: Fields
    entries: Callable[[Trainee, Values, Pen], Iterable[AnyEntry]]
    begins: Callable[[Trainee], Values] = _no_values
    said: Callable[[Trainee], Iterable[object]] = _nothing_said
    check: Callable[[Form, Trainee], Form] = _no_check
    then: str = "training.show"
    is_grave: bool = False


def ask(sheet: Sheet, pupil: str) -> Response:
    """Show a form about a trainee, or keep what was answered and lead on."""
    form = None
    if request.method == "POST":
        form, is_kept = _answered(sheet, pupil)
        if is_kept:
            flash(sheet.done)
            return redirect(url_for(sheet.then, pupil=pupil), 303)
    with reading() as kept:
        trainee = Trainee.of(kept, pupil)
        if form is None:
            form = Form.filled(sheet.fields(kept, trainee), sheet.begins(trainee))
    page = render_template(
        "training/ask.html",
        trainee=trainee,
        sheet=sheet,
        said=list(sheet.said(trainee)),
        questions=form,
        stem=stem_given(),
        back_link=Link("Back to the trainee", url_for(sheet.then, pupil=pupil)),
    )
    return make_response(page, 422 if form.errors else 200)


def _answered(sheet: Sheet, pupil: str) -> tuple[Form, bool]:
    """Return the form with what was answered, and whether that is kept: all of it or nothing."""
    form = Form(())
    try:
        with writing() as kept:
            trainee, stem = Trainee.of(kept, pupil), stem_given()
            if any(each.id == str(stem) for each in trainee.history):
                return form, True  # it was sent twice
            form = Form(sheet.fields(kept, trainee)).read(request.form)
            if form.is_right:
                form = sheet.check(_checked_day(form), trainee)
            if not form.is_right:
                return form, False
            person = kept.training.person(trainee.id)
            pen = Pen(stem, _moment(form.values), now(), person)
            kept.training.add_all(trainee.id, list(sheet.entries(trainee, form.values, pen)))
    except TrainingError as refused:
        return form.refuse("", " ".join(map(sentence, str(refused).splitlines()))), False
    return form, True


def stem_given() -> UUID:
    """Return the id that the form bears, or a new one where none does."""
    try:
        return UUID(request.form.get(STEM, ""))
    except ValueError:
        return uuid4()


def _checked_day(form: Form) -> Form:
    day: date | None = form.values.get(DAY.name)
    if day is not None and day > now().date():
        return form.refuse(DAY.name, f"{form.field(DAY.name).label}: is in the future; say when it happened")
    return form


def _moment(values: Values) -> datetime:
    """Return when it happened: now, or at noon of a day before today."""
    day: date | None = values.get(DAY.name)
    this = now()
    return this if day is None or day == this.date() else datetime.combine(day, time(12), LONDON)
