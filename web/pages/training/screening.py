"""The entry check: each criterion met, or not met yet, by whoever looks."""

from collections.abc import Iterable

from werkzeug.wrappers import Response

from travel_training.entries import AnyEntry, Screened
from web.access import Permission
from web.pages.forms import Choice, Field, Form, Kind
from web.pages.guard import needs
from web.pages.training.blueprint import pages
from web.pages.training.criteria import CRITERIA
from web.pages.training.pen import DAY, Pen, Sheet, Values, ask, today_first
from web.pages.training.trainee import Trainee
from web.store import Kept


@pages.route("/trainees/<record_key:pupil>/entry-check", methods=["GET", "POST"])
@needs(Permission.TRAINING_WRITE)
def check_entry(pupil: str) -> Response:
    """Write down the entry check."""
    return ask(_CHECK, pupil)


def _fields(_kept: Kept, _trainee: Trainee) -> tuple[Field, ...]:
    choices = tuple(Choice(each.id, each.asked) for each in CRITERIA)
    hint = "Leave open what is not so yet: it says what would help, and decides nothing"
    met = Field(name="met", label="What is so today", kind=Kind.CHECKBOXES, choices=choices, required=False, hint=hint)
    note = Field(name="note", label="Note", kind=Kind.LONG_TEXT, required=False, rows=4)
    return (DAY, met, note)


def _begins(trainee: Trainee) -> Values:
    last = trainee.standing.screened
    return {**today_first(trainee), "met": () if last is None else last.met}


def _entries(_trainee: Trainee, values: Values, pen: Pen) -> Iterable[AnyEntry]:
    met = tuple(values["met"])
    not_met = tuple(each.id for each in CRITERIA if each.id not in met)
    yield Screened(**pen.head(), met=met, not_met=not_met, note=values["note"] or "")


def _checked(form: Form, _trainee: Trainee) -> Form:
    if not form.values["met"] and not form.values["note"]:
        return form.refuse("note", "Note is empty: say why nothing is so yet")
    return form


_CHECK = Sheet(
    title="Entry check",
    button="Save the entry check",
    done="The entry check has been written down.",
    fields=_fields,
    begins=_begins,
    check=_checked,
    entries=_entries,
)
