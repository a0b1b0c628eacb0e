"""Observations by form, at the desk: with the same entries as from the street; a wrong one is corrected by another."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from flask import request
from werkzeug.wrappers import Response

from travel_training.entries import AnyEntry, JourneyPart, Observed
from travel_training.programme import MilestoneId
from web.access import Permission
from web.pages.forms import Choice, Field, Kind
from web.pages.guard import needs, reading
from web.pages.training.blueprint import in_words, pages, sentence
from web.pages.training.pen import DAY, Pen, Sheet, Values, ask
from web.pages.training.telling import level_said
from web.pages.training.trainee import Trainee
from web.store import Kept, NotKeptError

YES_NO = (Choice("no", "No"), Choice("yes", "Yes"))
_PART = Field(
    name="part",
    label="On which part of the journey",
    kind=Kind.SELECT,
    choices=tuple(Choice(part, part.capitalize()) for part in JourneyPart),
    required=False,
)
_UNPLANNED = Field(
    name="unplanned",
    label="Had something gone wrong that nobody had planned?",
    kind=Kind.RADIOS,
    choices=YES_NO,
)
NOTE = Field(name="note", label="Note", kind=Kind.LONG_TEXT, required=False, rows=3)


def level_field(
    trainee: Trainee, name: str = "level", label: str = "Help that was needed", kind: Kind = Kind.RADIOS
) -> Field:
    """Return the question how much help was needed, on the trainee's scale."""
    levels = trainee.programme.scale.levels if trainee.programme is not None else ()
    hints = kind is Kind.RADIOS
    choices = tuple(Choice(str(each.value), sentence(each.name), each.said if hints else "") for each in levels)
    return Field(name=name, label=label, kind=kind if choices else Kind.SELECT, choices=choices, required=hints)


@pages.route("/trainees/<record_key:pupil>/observe", methods=["GET", "POST"])
@needs(Permission.TRAINING_WRITE)
def observe(pupil: str) -> Response:
    """Write down an observation that belongs to no session."""
    return ask(_OBSERVE, pupil)


def _fields(_kept: Kept, trainee: Trainee) -> tuple[Field, ...]:
    stages = trainee.programme.stages if trainee.programme is not None else ()
    milestones = tuple(Choice(each.id, f"{stage.name}: {each.name}") for stage in stages for each in stage.milestones)
    asked = Field(name="milestone", label="Milestone", kind=Kind.SELECT, choices=milestones)
    return (asked, DAY, level_field(trainee), _PART, _UNPLANNED, NOTE)


def _begins(trainee: Trainee) -> Values:
    return {"milestone": request.args.get("milestone"), "day": trainee.today, "unplanned": "no"}


def _entries(_trainee: Trainee, values: Values, pen: Pen) -> Iterable[AnyEntry]:
    yield Observed(**pen.head(), milestone=MilestoneId(values["milestone"]), **observed(values))


def observed(values: Values) -> dict[str, Any]:
    """Return what the questions about an observation mean for its entry."""
    return {
        "level": int(values["level"]),
        "part": JourneyPart(values["part"]) if values["part"] else None,
        "was_unplanned": values["unplanned"] == "yes",
        "note": values["note"] or "",
    }


_OBSERVE = Sheet(
    title="Write down an observation",
    button="Save the observation",
    done="The observation has been written down.",
    fields=_fields,
    begins=_begins,
    entries=_entries,
    then="training.show_milestones",
)


@pages.route("/trainees/<record_key:pupil>/observations/<entry>/correct", methods=["GET", "POST"])
@needs(Permission.TRAINING_WRITE)
def correct(pupil: str, entry: str) -> Response:
    """Correct an observation: what stood before stays in the history, and counts no more."""
    with reading() as kept:
        history = kept.training.history(Trainee.of(kept, pupil).id)
    wrong = next((each for each in history if isinstance(each, Observed) and each.id == entry), None)
    if wrong is None:
        raise NotKeptError("There is no such observation.")
    return ask(replace(_CORRECT, begins=_shows(wrong), said=_says(wrong), entries=_corrects(wrong)), pupil)


def _shows(wrong: Observed) -> Callable[[Trainee], Values]:
    return lambda _trainee: {
        "level": str(wrong.level),
        "part": wrong.part,
        "unplanned": "yes" if wrong.was_unplanned else "no",
        "note": wrong.note,
    }


def _says(wrong: Observed) -> Callable[[Trainee], Iterable[str]]:
    def said(trainee: Trainee) -> Iterable[str]:
        name = trainee.programme.milestone[wrong.milestone].name if trainee.programme is not None else wrong.milestone
        yield f"{name}, on {in_words(wrong.day)}: {level_said(wrong.level, trainee)}."
        yield "What was written first stays in the history, and counts no more."

    return said


def _corrects(wrong: Observed) -> Callable[[Trainee, Values, Pen], Iterable[AnyEntry]]:
    def entries(_trainee: Trainee, values: Values, pen: Pen) -> Iterable[AnyEntry]:
        head = pen.head(at=wrong.at)
        yield Observed(**head, milestone=wrong.milestone, session=wrong.session, replaces=wrong.id, **observed(values))

    return entries


_CORRECT = Sheet(
    title="Correct an observation",
    button="Save the correction",
    done="The observation has been corrected.",
    fields=lambda _kept, trainee: (level_field(trainee), _PART, _UNPLANNED, NOTE),
    entries=_entries,
    then="training.show_milestones",
)
