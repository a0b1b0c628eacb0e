"""The young person's voice: how they felt before and after sessions, their own words, how confident they are."""

from collections.abc import Iterable

from flask import render_template
from werkzeug.wrappers import Response

from travel_training.entries import AnyEntry, Felt, Said, SessionId, Told, When
from web.access import Permission
from web.pages.charts import Chart, Series
from web.pages.forms import Choice, Field, Kind
from web.pages.guard import needs, writing
from web.pages.parts import Event, Table, table
from web.pages.training.blueprint import FACES, foot, in_words, may_write, pages, tabs_of
from web.pages.training.pen import DAY, Pen, Sheet, Values, ask, today_first
from web.pages.training.telling import quoted
from web.pages.training.trainee import Trainee
from web.store import Kept
from web.store.events import Event as Logged

_MOST = 26
"""So many days of feelings are drawn: half a year of weekly sessions."""
_FACES = tuple(Choice(str(number), words) for number, words in FACES.items())


@pages.get("/trainees/<record_key:pupil>/voice")
@needs(Permission.TRAINING_VIEW)
def show_voice(pupil: str) -> str:
    """Show what the young person felt and said, and write down that somebody looked."""
    with writing() as kept:
        trainee = Trainee.of(kept, pupil)
        kept.audit.say(Logged.RESTRICTED_VIEWED, "trainee", trainee.id, what="feelings and words")
    said = [each for each in reversed(trainee.history) if isinstance(each, Said)]
    return render_template(
        "training/voice.html",
        trainee=trainee,
        tabs=tabs_of(pupil),
        feelings=_feelings(trainee),
        said=[Event(f"The {each.whose}", each.at, trainee.user(each.by.user), quoted(each.words)) for each in said],
        confidence=_confidence(trainee),
        may_write=may_write(),
    )


def _feelings(trainee: Trainee) -> Chart | None:
    """Return how the young person felt before and after, day by day."""
    felt: dict[str, dict[When, int]] = {}
    days = {}
    for each in sorted((each for each in trainee.history if isinstance(each, Felt)), key=lambda each: each.at):
        felt.setdefault(each.day.isoformat(), {})[each.when] = each.feeling
        days[each.day.isoformat()] = each.day
    shown = sorted(felt)[-_MOST:]
    if not shown:
        return None
    series = tuple(
        Series(name=f"{when.capitalize()} the session", values=tuple(felt[day].get(when) for day in shown))
        for when in When
    )
    better = sum(1 for day in shown if felt[day].get(When.AFTER, 0) > felt[day].get(When.BEFORE, 5))
    return Chart(
        id="feelings",
        title="Feelings before and after sessions",
        said=f"From 1, very worried, to 5, very happy. Happier after than before on {better} of {len(shown)} days.",
        first="Day",
        labels=tuple(foot(days[day]) for day in shown),
        series=series,
    )


def _confidence(trainee: Trainee) -> Table:
    rows = [
        (in_words(each.day), each.whose.capitalize(), f"{each.when.capitalize()} training", f"{each.confidence} of 5")
        for each in reversed(trainee.history)
        if isinstance(each, Told)
    ]
    titles = ["Day", "Who told", "When", "How confident"]
    return table("Confidence", titles, rows, empty="Nobody has been asked yet how confident they are.")


@pages.route("/trainees/<record_key:pupil>/words", methods=["GET", "POST"])
@needs(Permission.TRAINING_WRITE)
def write_words(pupil: str) -> Response:
    """Write down what was said, as it was said."""
    return ask(_WORDS, pupil)


_WHOSE = Field(
    name="whose",
    label="Whose words are they?",
    kind=Kind.RADIOS,
    choices=(Choice("young person", "The young person's"), Choice("parent", "A parent's")),
)
_SAID = Field(name="words", label="What they said", kind=Kind.LONG_TEXT, hint="As they said or signed it, not in yours")


def _word_fields(_kept: Kept, _trainee: Trainee) -> tuple[Field, ...]:
    return (DAY, _WHOSE, _SAID)


def _word_entries(_trainee: Trainee, values: Values, pen: Pen) -> Iterable[AnyEntry]:
    yield Said(**pen.head(), words=values["words"], whose=values["whose"])


def _begins(trainee: Trainee) -> Values:
    return {**today_first(trainee), "whose": "young person"}


_WORDS = Sheet(
    title="Write down what was said",
    button="Save the words",
    done="The words have been written down.",
    fields=_word_fields,
    begins=_begins,
    entries=_word_entries,
    then="training.show_voice",
)


@pages.route("/trainees/<record_key:pupil>/confidence", methods=["GET", "POST"])
@needs(Permission.TRAINING_WRITE)
def write_confidence(pupil: str) -> Response:
    """Write down how confident the young person or a parent is."""
    return ask(_CONFIDENCE, pupil)


def _confidence_fields(_kept: Kept, _trainee: Trainee) -> tuple[Field, ...]:
    marks = tuple(Choice(str(number), str(number), _ENDS.get(number, "")) for number in range(1, 6))
    return (
        DAY,
        Field(name="whose", label="Who told it?", kind=Kind.RADIOS, choices=_TELLERS),
        Field(name="when", label="When?", kind=Kind.RADIOS, choices=_TIMES),
        Field(name="mark", label="How confident are they about travelling alone?", kind=Kind.RADIOS, choices=marks),
    )


_ENDS = {1: "Not at all", 5: "Very"}
_TELLERS = (Choice("young person", "The young person"), Choice("parent", "A parent"))
_TIMES = tuple(Choice(when, f"{when.capitalize()} training") for when in When)


def _confidence_entries(_trainee: Trainee, values: Values, pen: Pen) -> Iterable[AnyEntry]:
    yield Told(**pen.head(), whose=values["whose"], when=When(values["when"]), confidence=int(values["mark"]))


_CONFIDENCE = Sheet(
    title="How confident are they?",
    button="Save",
    done="It has been written down.",
    fields=_confidence_fields,
    begins=_begins,
    entries=_confidence_entries,
    then="training.show_voice",
)


def feeling_field(when: When) -> Field:
    """Return the question how the young person felt, before a session or after."""
    label = f"How did they feel {when} the session?"
    return Field(name=f"felt_{when}", label=label, kind=Kind.RADIOS, choices=_FACES, required=False)


def felt_entries(values: Values, pen: Pen, session: SessionId) -> Iterable[AnyEntry]:
    """Yield how the young person felt before and after a session, as far as they told."""
    for when in When:
        if values.get(f"felt_{when}"):
            yield Felt(**pen.head(when), when=when, feeling=int(values[f"felt_{when}"]), session=session)
