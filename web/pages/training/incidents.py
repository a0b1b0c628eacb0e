"""An incident: what happened, how bad it was, and whether training stops for it."""

from collections.abc import Iterable

from werkzeug.wrappers import Response

from travel_training.entries import AnyEntry, Happened, Moved, Severity, State
from travel_training.moves import MOVES
from web.access import Permission
from web.pages.forms import Choice, Field, Kind
from web.pages.guard import needs
from web.pages.training.blueprint import pages
from web.pages.training.moving import started
from web.pages.training.pen import DAY, Pen, Sheet, Values, ask, today_first
from web.pages.training.trainee import Trainee
from web.store import Kept

_SEVERITY = Field(
    name="severity",
    label="How bad was it?",
    kind=Kind.RADIOS,
    choices=(
        Choice(Severity.NEAR_MISS, "Near miss", "Nobody was hurt; somebody could have been"),
        Choice(Severity.MINOR, "Minor", "A scare, a scratch, a way lost and found again"),
        Choice(Severity.SERIOUS, "Serious", "Somebody was hurt, missing, or in danger"),
    ),
)
_WHAT = Field(name="what", label="What happened", kind=Kind.LONG_TEXT)
_ALONE = Field(
    name="was_alone",
    label="Was the trainee alone?",
    kind=Kind.RADIOS,
    choices=(Choice("yes", "Yes, on a journey alone"), Choice("no", "No, the trainer was there")),
)
_STOP = Field(
    name="stop",
    label="Does training stop?",
    kind=Kind.RADIOS,
    choices=(
        Choice("yes", "Yes, until it has been looked into", "Nothing that was learned is lost"),
        Choice("no", "No, it goes on"),
    ),
)


@pages.route("/trainees/<record_key:pupil>/incident", methods=["GET", "POST"])
@needs(Permission.TRAINING_WRITE)
def tell_incident(pupil: str) -> Response:
    """Write down an incident, and stop training if that is said."""
    return ask(_INCIDENT, pupil)


def _can_stop(trainee: Trainee) -> bool:
    row = MOVES.get((trainee.standing.state, State.STOPPED))
    return row is not None and trainee.part in row.by


def _fields(_kept: Kept, trainee: Trainee) -> tuple[Field, ...]:
    return (DAY, _SEVERITY, _WHAT, _ALONE, *((_STOP,) if _can_stop(trainee) else ()))


def _said(trainee: Trainee) -> Iterable[str]:
    if _can_stop(trainee):
        for line in started(MOVES[trainee.standing.state, State.STOPPED], trainee):
            yield f"If training stops: {line[0].lower()}{line[1:]}"


def _entries(_trainee: Trainee, values: Values, pen: Pen) -> Iterable[AnyEntry]:
    alone = values["was_alone"] == "yes"
    yield Happened(**pen.head(), severity=Severity(values["severity"]), what=values["what"], was_alone=alone)
    if values.get("stop") == "yes":
        yield Moved(**pen.head("stop", pen.now), to=State.STOPPED)


_INCIDENT = Sheet(
    title="Report an incident",
    button="Report it",
    done="The incident has been written down.",
    fields=_fields,
    begins=today_first,
    said=_said,
    entries=_entries,
    is_grave=True,
)
