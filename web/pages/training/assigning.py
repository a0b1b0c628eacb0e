"""What a trainee follows: cohort, trainer, programme in a version, and how much is aimed at."""

from collections.abc import Iterable

from werkzeug.wrappers import Response

from travel_training.entries import AnyEntry, Assigned
from travel_training.people import CohortId, Scope, TrainerId
from travel_training.programme import Programme, ProgrammeId
from web.access import Permission
from web.pages.forms import Choice, Field, Form, Kind
from web.pages.guard import needs
from web.pages.training.blueprint import SCOPES, pages
from web.pages.training.pen import Pen, Sheet, Values, ask
from web.pages.training.trainee import Trainee
from web.store import Kept


@pages.route("/trainees/<record_key:pupil>/assign", methods=["GET", "POST"])
@needs(Permission.TRAINING_WRITE)
def assign(pupil: str) -> Response:
    """Say what a trainee follows from now on."""
    return ask(_ASSIGN, pupil)


def _fields(kept: Kept, trainee: Trainee) -> tuple[Field, ...]:
    cohorts = tuple(Choice(each.id, each.name) for each in trainee.cohorts.values())
    trainers = tuple(Choice(id_, name) for id_, name in sorted(trainee.trainers.items(), key=lambda each: each[1]))
    offered = {_value(each): each for each in kept.training.programmes.list_current()}
    if trainee.programme is not None:
        offered.setdefault(_value(trainee.programme), trainee.programme)
    programmes = tuple(Choice(value, f"{each.name}, version {each.version}") for value, each in offered.items())
    return (
        Field(name="programme", label="Programme", kind=Kind.SELECT, choices=programmes),
        Field(name="cohort", label="Cohort", kind=Kind.SELECT, choices=cohorts, required=False),
        Field(name="trainer", label="Trainer", kind=Kind.SELECT, choices=trainers, required=False),
        Field(name="scope", label="What is aimed at", kind=Kind.RADIOS, choices=_SCOPES),
    )


_SCOPES = tuple(Choice(scope, words) for scope, words in SCOPES.items())


def _value(programme: Programme) -> str:
    return f"{programme.id}|{programme.version}"


def _begins(trainee: Trainee) -> Values:
    now = trainee.standing
    return {
        "programme": None if trainee.programme is None else _value(trainee.programme),
        "cohort": now.cohort,
        "trainer": now.trainer,
        "scope": now.scope,
    }


def _said(trainee: Trainee) -> Iterable[str]:
    if trainee.standing.halves:
        yield "A sign-off has been begun: with another programme or aim it begins again."


def _checked(form: Form, trainee: Trainee) -> Form:
    cohort, trainer = trainee.cohorts.get(form.values["cohort"] or ""), form.values["trainer"]
    if cohort is not None and trainer is not None and trainer not in cohort.trainers:
        return form.refuse("trainer", f"Trainer: does not train in the cohort {cohort.name}; add them to it first")
    return form


def _entries(_trainee: Trainee, values: Values, pen: Pen) -> Iterable[AnyEntry]:
    programme, _, version = values["programme"].rpartition("|")
    yield Assigned(
        **pen.head(),
        cohort=CohortId(values["cohort"]) if values["cohort"] else None,
        trainer=TrainerId(values["trainer"]) if values["trainer"] else None,
        programme=ProgrammeId(programme),
        version=int(version),
        scope=Scope(values["scope"]),
    )


_ASSIGN = Sheet(
    title="Cohort, trainer, programme and aim",
    button="Save",
    done="It has been written down what the trainee follows.",
    fields=_fields,
    begins=_begins,
    said=_said,
    check=_checked,
    entries=_entries,
)
