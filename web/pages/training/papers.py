"""What is printed: the letters that moves start, and the certificate. Plain pages, with no need and no diagnosis."""

from flask import abort, make_response, render_template, url_for
from werkzeug.wrappers import Response

from travel_training.entries import AnyEntry, Moved, State
from travel_training.moves import MOVES, Task
from travel_training.people import Scope
from web.access import Permission
from web.pages.guard import needs, writing
from web.pages.parts import Link
from web.pages.training.blueprint import in_words, pages
from web.pages.training.letters import ASK, LETTERS
from web.pages.training.trainee import Trainee
from web.store.events import Event

_TRAVELS = {
    Scope.BOTH_WAYS: "to school and home again",
    Scope.TO_SCHOOL: "to school",
    Scope.FROM_SCHOOL: "home from school",
    Scope.TO_PICK_UP_POINT: "to the pick-up point",
}
_CERTIFIED = (State.ALONE, State.SUSTAINED)


def letters_of(trainee: Trainee) -> list[Link]:
    """Return the papers that the moves of a history have started, the newest first; of each kind the last."""
    found: list[Link] = []
    if trainee.standing.state in _CERTIFIED:
        found.append(Link("Certificate", url_for("training.print_certificate", pupil=trainee.id)))
    for state, said in _started(trainee.history).items():
        href = url_for("training.print_letter", pupil=trainee.id, to=state.name.lower())
        found.append(Link(f"Letter: {said}", href))
    return found


def _started(history: tuple[AnyEntry, ...]) -> dict[State, str]:
    """Return the letters that the moves of a history have started, as the table of moves calls them."""
    states = [each.to for each in history if isinstance(each, Moved)]
    found: dict[State, str] = {}
    for start, to in reversed(list(zip([None, *states], states, strict=False))):
        starts = MOVES[start, to].starts if to in LETTERS else ()
        for each in starts:
            if each.task is Task.LETTER:
                found.setdefault(to, each.said)
    return found


@pages.get("/trainees/<record_key:pupil>/letters/<to>")
@needs(Permission.TRAINING_VIEW)
def print_letter(pupil: str, to: str) -> Response:
    """Show the letter of the last move to a state, to be printed."""
    state = State.__members__.get(to.upper())
    with writing() as kept:
        trainee = Trainee.of(kept, pupil)
        if state is None or state not in _started(trainee.history):
            abort(404)
        kept.audit.say(Event.RESTRICTED_VIEWED, "trainee", trainee.id, what=f"letter: {state}")
    moved = next(each for each in reversed(trainee.history) if isinstance(each, Moved) and each.to is state)
    words = {"name": _first_name(trainee), "travels": _TRAVELS[trainee.standing.scope], "day": in_words(moved.day)}
    letter = LETTERS[state]
    return _printed(
        "training/letter.html",
        trainee=trainee,
        subject=letter.subject.format(**words),
        paragraphs=[*letter.paragraphs(words), ASK],
        day=in_words(moved.day),
    )


@pages.get("/trainees/<record_key:pupil>/certificate")
@needs(Permission.TRAINING_VIEW)
def print_certificate(pupil: str) -> Response:
    """Show the certificate of somebody who travels alone, large, to be printed."""
    with writing() as kept:
        trainee = Trainee.of(kept, pupil)
        if trainee.standing.state not in _CERTIFIED or trainee.standing.alone_since is None:
            abort(404)
        kept.audit.say(Event.RESTRICTED_VIEWED, "trainee", trainee.id, what="certificate")
    return _printed(
        "training/certificate.html",
        trainee=trainee,
        name=trainee.names.pupils.get(trainee.id, trainee.id),
        travels=_TRAVELS[trainee.standing.scope],
        day=in_words(trainee.standing.alone_since),
        signed=[trainee.user(half.by.user) for half in trainee.standing.halves],
    )


def _printed(template: str, **values: object) -> Response:
    return make_response(render_template(template, **values))


def _first_name(trainee: Trainee) -> str:
    name = trainee.names.pupils.get(trainee.id, "")
    return name.split()[0] if name.split() else "the young person"
