"""The sign-off, in two halves by two people; and the reviews of the first year alone."""

from collections.abc import Iterable, Iterator

from flask import abort
from werkzeug.wrappers import Response

from travel_training.entries import AnyEntry, Reviewed, Signed, State
from travel_training.evidence import critical_reached
from travel_training.lifecycle import SIGNS_IN
from travel_training.people import Part
from travel_training.standing import REVIEW_MONTHS
from web.access import Permission
from web.pages.forms import Choice, Field, Form, Kind
from web.pages.guard import needs, principal
from web.pages.training.blueprint import in_words, pages, sentence
from web.pages.training.pen import DAY, Pen, Sheet, Values, ask, today_first
from web.pages.training.telling import months
from web.pages.training.trainee import Trainee

NOTE = Field(name="note", label="Note", kind=Kind.LONG_TEXT, required=False, rows=3)
_WHO = (
    "A sign-off takes two people. One has trained them. The other has not: another trainer of the cohort, or the "
    "coordinator. Nobody signs both halves, and two trainers who have taught the trainee do not sign together."
)


@pages.route("/trainees/<record_key:pupil>/sign-off", methods=["GET", "POST"])
@needs(Permission.TRAINING_WRITE)
def sign_off(pupil: str) -> Response:
    """Sign one half of a sign-off."""
    return ask(_SIGN, pupil)


def halves_said(trainee: Trainee) -> Iterator[str]:
    """Yield who has signed so far, in what part."""
    for half in trainee.standing.halves:
        yield f"Signed by {trainee.user(half.by.user)}, as the {half.by.part}, on {in_words(half.day)}."


def may_sign(trainee: Trainee) -> bool:
    """Say whether whoever looks could sign a half now: it is the time for it, and the half that is open is theirs."""
    halves = trainee.standing.halves
    is_second = trainee.part in (Part.SECOND, Part.COORDINATOR)
    is_theirs = trainee.part is Part.TRAINER or (is_second and principal().user not in trainee.standing.taught_by)
    is_open = len(halves) < 2 and all(half.by.user != principal().user for half in halves)  # noqa: PLR2004 -- two halves
    has_trainer = any(half.by.part is Part.TRAINER for half in halves)
    is_free = not (trainee.part is Part.TRAINER and has_trainer)
    return trainee.standing.state in SIGNS_IN and is_theirs and is_open and is_free


def _said(trainee: Trainee) -> Iterator[str]:
    yield _WHO
    yield from halves_said(trainee)
    yield from map(sentence, critical_reached(trainee.case(State.ALONE)))
    yield f"You sign as the {trainee.part}, for: {trainee.standing.scope}."


def _sign(_trainee: Trainee, values: Values, pen: Pen) -> Iterable[AnyEntry]:
    yield Signed(**pen.head(), note=values["note"] or "")


_SIGN = Sheet(
    title="Sign off",
    button="Sign this half",
    done="Signed.",
    fields=lambda _kept, _trainee: (NOTE,),
    said=_said,
    entries=_sign,
)


@pages.route("/trainees/<record_key:pupil>/reviews/<int:month>", methods=["GET", "POST"])
@needs(Permission.TRAINING_WRITE)
def review(pupil: str, month: int) -> Response:
    """Write down a review of somebody who travels alone."""
    if month not in REVIEW_MONTHS:
        abort(404)
    return ask(_review(month), pupil)


def _review(month: int) -> Sheet:
    def entries(_trainee: Trainee, values: Values, pen: Pen) -> Iterable[AnyEntry]:
        yield Reviewed(
            **pen.head(),
            month=month,
            travels_alone=values["alone"] == "yes",
            is_by_a_stranger=values["stranger"] == "yes",
            note=values["note"] or "",
        )

    return Sheet(
        title=f"Review after {months(month)}",
        button="Save the review",
        done=f"The review after {months(month)} has been written down.",
        fields=lambda _kept, _trainee: (DAY, _ALONE, _STRANGER, NOTE),
        begins=today_first,
        said=lambda _trainee: ("One of the five reviews is by someone whom the trainee does not know.",),
        check=_checked,
        entries=entries,
    )


_ALONE = Field(
    name="alone",
    label="Does the trainee still travel alone?",
    kind=Kind.RADIOS,
    choices=(Choice("yes", "Yes"), Choice("no", "No", "Then begin a refresher, or return them to transport")),
)
_STRANGER = Field(
    name="stranger",
    label="Were you unknown to the trainee?",
    kind=Kind.RADIOS,
    choices=(Choice("yes", "Yes, they had not met me"), Choice("no", "No")),
)


def _checked(form: Form, trainee: Trainee) -> Form:
    alone_since = trainee.standing.alone_since
    if alone_since is not None and form.values["day"] < alone_since:
        return form.refuse("day", f"Day: they have travelled alone since {in_words(alone_since)}")
    return form
