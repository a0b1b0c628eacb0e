"""Consents: who agreed to what, to which version of the wording, until when; given and taken back."""

from collections.abc import Iterable, Iterator

from flask import abort, render_template, url_for
from werkzeug.wrappers import Response

from travel_training.entries import AnyEntry, Consent, Consented
from travel_training.evidence import OWN_FROM, PARENT_UNTIL
from web.access import Permission
from web.pages.forms import Field, Form, Kind
from web.pages.guard import needs, reading
from web.pages.parts import Link, Table, Tag, table
from web.pages.training.blueprint import CONSENTS, in_words, may_write, pages, tabs_of
from web.pages.training.pen import Pen, Sheet, Values, ask, today_first
from web.pages.training.trainee import Trainee
from web.store import Kept

_DAY = Field(name="day", label="Day", kind=Kind.DATE, hint="On which it was said or signed")
_WORDING = Field(
    name="wording",
    label="Version of the wording",
    width=20,
    hint="From the foot of the form, such as 2026-1",
)
_UNTIL = Field(name="until", label="Until", kind=Kind.DATE, required=False, hint="Empty: until it is taken back")


@pages.get("/trainees/<record_key:pupil>/consents")
@needs(Permission.TRAINING_VIEW)
def show_consents(pupil: str) -> str:
    """Show what has been consented to, and what was before."""
    with reading() as kept:
        trainee = Trainee.of(kept, pupil)
    return render_template(
        "training/consents.html",
        trainee=trainee,
        tabs=tabs_of(pupil),
        now=_now(trainee),
        before=_before(trainee),
    )


def is_needed(consent: Consent, age: int | None) -> bool:
    """Say whether training of someone of an age needs a consent; of an age that nobody knows, each.

    Examples
    --------
    >>> is_needed(Consent.YOUNG_PERSON, 15), is_needed(Consent.PARENT, 18), is_needed(Consent.PHOTO, None)
    (False, False, False)
    """
    match consent:
        case Consent.PARENT:
            return age is None or age < PARENT_UNTIL
        case Consent.YOUNG_PERSON:
            return age is None or age >= OWN_FROM
        case Consent.DATA:
            return True
        case Consent.PHOTO:
            return False


def last_word(consent: Consent, trainee: Trainee) -> Consented | None:
    """Return the last word on a consent."""
    return next((each for each in trainee.standing.consents if each.consent is consent), None)


def _now(trainee: Trainee) -> Table:
    rows = [(CONSENTS[each], *_row(each, trainee)) for each in Consent]
    return table("Consents", ["Consent", "Now", "Needed", "Wording", "Until", "Change"], rows)


def _row(consent: Consent, trainee: Trainee) -> Iterator[object]:
    last, needed = last_word(consent, trainee), is_needed(consent, trainee.age)
    is_given = trainee.standing.consented(consent, trainee.today)
    if is_given:
        yield Tag("Given", "green")
    elif last is None:
        yield Tag("Not asked", "red" if needed else "grey")
    else:
        yield Tag("Ended" if last.is_given else "Taken back", "red" if needed else "grey")
    yield "Needed" if needed else "Not needed"
    yield "" if last is None else last.wording
    yield "" if last is None or last.until is None else in_words(last.until)
    yield _change(consent, trainee, is_given=is_given)


def _change(consent: Consent, trainee: Trainee, *, is_given: bool) -> object:
    if not may_write():
        return ""
    endpoint = "training.take_consent_back" if is_given else "training.give_consent"
    href = url_for(endpoint, pupil=trainee.id, consent=consent.name.lower())
    return Link("Take back" if is_given else "Give", href, CONSENTS[consent].lower())


def _before(trainee: Trainee) -> Table:
    rows = [
        (
            in_words(each.day),
            CONSENTS[each.consent],
            "Given" if each.is_given else "Taken back",
            each.wording,
            "" if each.until is None else in_words(each.until),
            trainee.user(each.by.user),
        )
        for each in reversed(trainee.history)
        if isinstance(each, Consented)
    ]
    titles = ["Day", "Consent", "What", "Wording", "Until", "Written down by"]
    return table("All that was said", titles, rows, empty="Nobody has been asked yet.")


@pages.route("/trainees/<record_key:pupil>/consents/<consent>/give", methods=["GET", "POST"])
@needs(Permission.TRAINING_WRITE)
def give_consent(pupil: str, consent: str) -> Response:
    """Write down that a consent was given."""
    return ask(_give(_asked(consent)), pupil)


@pages.route("/trainees/<record_key:pupil>/consents/<consent>/take-back", methods=["GET", "POST"])
@needs(Permission.TRAINING_WRITE)
def take_consent_back(pupil: str, consent: str) -> Response:
    """Write down that a consent was taken back."""
    return ask(_take(_asked(consent)), pupil)


def _asked(consent: str) -> Consent:
    found = Consent.__members__.get(consent.upper())
    if found is None:
        abort(404)
    return found


def _give(consent: Consent) -> Sheet:
    def entries(_trainee: Trainee, values: Values, pen: Pen) -> Iterable[AnyEntry]:
        wording, until = values["wording"], values["until"]
        yield Consented(**pen.head(), consent=consent, wording=wording, is_given=True, until=until)

    return Sheet(
        title="Consent given",
        button="Write it down",
        done="The consent has been written down.",
        fields=_give_fields,
        begins=today_first,
        said=lambda _trainee: (f"{CONSENTS[consent]}.",),
        check=_checked_until,
        entries=entries,
        then="training.show_consents",
    )


def _give_fields(_kept: Kept, _trainee: Trainee) -> tuple[Field, ...]:
    return (_DAY, _WORDING, _UNTIL)


def _checked_until(form: Form, _trainee: Trainee) -> Form:
    until = form.values.get("until")
    if until is not None and until < form.values["day"]:
        return form.refuse("until", "Until: must not be before the day on which it was given")
    return form


def _take(consent: Consent) -> Sheet:
    def entries(trainee: Trainee, _values: Values, pen: Pen) -> Iterable[AnyEntry]:
        last = last_word(consent, trainee)
        if last is None:
            abort(404)
        yield Consented(**pen.head(), consent=consent, wording=last.wording, is_given=False)

    return Sheet(
        title="Consent taken back",
        button="Write it down",
        done="It has been written down that the consent was taken back.",
        fields=lambda _kept, _trainee: (_DAY,),
        begins=today_first,
        said=lambda _trainee: (
            f"{CONSENTS[consent]}.",
            "What is not consented to stops at once; what was learned stays.",
        ),
        entries=entries,
        then="training.show_consents",
        is_grave=True,
    )
