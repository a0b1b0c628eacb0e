"""Moves: which lead on from where a trainee stands, what each lacks, and the form by which one is made."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask import abort, redirect, url_for
from werkzeug.wrappers import Response

from travel_training.entries import AnyEntry, Moved, State
from travel_training.evidence import not_beyond, was_there
from travel_training.lifecycle import moves_from
from travel_training.moves import MOVES, Move, Start, Task
from travel_training.standing import IN_TRAINING, after_months
from web.access import Permission
from web.pages.forms import Field, Kind
from web.pages.guard import needs
from web.pages.parts import Link
from web.pages.training.blueprint import STATES, in_words, may_write, pages, sentence
from web.pages.training.pen import Pen, Sheet, Values, ask
from web.pages.training.trainee import Trainee
from web.store import Kept

ASIDE = (State.PAUSED, State.STOPPED, State.RETURNED, State.DECLINED, State.NOT_YET)
_GRAVE = (State.STOPPED, State.RETURNED, State.DECLINED)
_VERBS = {
    State.REFERRED: "Refer again",
    State.SCREENED: "The entry check is done",
    State.ASSESSED: "The assessment is done",
    State.NOT_YET: "Not yet",
    State.DECLINED: "Declined",
    State.WAITING: "Put on the waiting list",
    State.PLANNED: "The plan is agreed",
    State.FOUNDATION: "Begin the foundation",
    State.ACCOMPANIED: "Begin to go with them",
    State.FADING: "Begin to fade the help",
    State.SHADOWED: "Begin to shadow",
    State.REMOTE: "Begin to shadow from afar",
    State.ALONE: "Travels alone",
    State.SUSTAINED: "A year alone",
    State.REFRESHED: "Begin a refresher",
    State.RETURNED: "Return to transport",
    State.PAUSED: "Pause",
    State.STOPPED: "Stop for an incident",
}
"""What is done by a move to each state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A move as the page offers it.

    Parameters
    ----------
    lacking
        What is missing, as sentences; whoever it is that makes it.
    others
        Who makes it, if whoever looks may not; empty otherwise.
    """

    to: State
    words: str
    lacking: tuple[str, ...]
    others: str
    href: str

    @property
    def is_open(self) -> bool:
        """Whether whoever looks may make it now."""
        return not (self.lacking or self.others)


def ways_of(trainee: Trainee) -> list[Way]:
    """Return the moves that lead on, as far as they make sense for this trainee."""
    return [_way(move, trainee) for move in moves_from(trainee.standing.state) if _makes_sense(move, trainee)]


def verb_of(to: State, start: State | None) -> str:
    """Return what a move is called on its button."""
    if start is State.PAUSED and to not in (*ASIDE, State.REFRESHED):
        return f"Go on: {STATES[to].lower()}"
    if is_back(start, to):
        return f"Back to: {STATES[to].lower()}"
    return _VERBS.get(to, STATES[to])


def is_back(start: State | None, to: State) -> bool:
    """Say whether a move leads back to something that has been done."""
    is_training = start in IN_TRAINING and to in IN_TRAINING and IN_TRAINING.index(to) < IN_TRAINING.index(start)
    return is_training or (start is State.PLANNED and to is State.WAITING)


def _makes_sense(move: Move, trainee: Trainee) -> bool:
    """Say whether a move could ever be made from here: after a pause one goes on from where one was."""
    case = trainee.case(move.to)
    if move.to is State.REFRESHED and not trainee.standing.has_been_alone:
        return False
    return not any(said for each in move.evidence if each in (was_there, not_beyond) for said in each(case))


def _way(move: Move, trainee: Trainee) -> Way:
    lacking = trainee.lacks(move)
    if move.to is State.STOPPED:
        lacking = ()  # the form of a stop asks for the incident itself
    others = "" if trainee.part in move.by and may_write() else " or ".join(f"the {each}" for each in sorted(move.by))
    return Way(
        to=move.to,
        words=verb_of(move.to, trainee.standing.state),
        lacking=tuple(map(sentence, lacking)),
        others=others,
        href=_href(move.to, trainee),
    )


def _href(to: State, trainee: Trainee) -> str:
    if to is State.STOPPED:
        return url_for("training.tell_incident", pupil=trainee.id)
    return url_for("training.move", pupil=trainee.id, to=to.name.lower())


@pages.route("/trainees/<record_key:pupil>/move/<to>", methods=["GET", "POST"])
@needs(Permission.TRAINING_WRITE)
def move(pupil: str, to: str) -> Response:
    """Move a trainee on: what it starts is said before it is done."""
    state = State.__members__.get(to.upper())
    if state is None:
        abort(404)
    if state is State.STOPPED:
        return redirect(url_for("training.tell_incident", pupil=pupil), 303)
    return ask(_sheet(state), pupil)


def _sheet(to: State) -> Sheet:
    def fields(_kept: Kept, trainee: Trainee) -> tuple[Field, ...]:
        wants = _row(trainee, to).wants_reason
        return (Field(name="reason", label="Why", kind=Kind.LONG_TEXT, required=wants, rows=3),)

    def said(trainee: Trainee) -> Iterator[object]:
        row = _row(trainee, to)
        if trainee.part not in row.by:
            yield f"This is done by {' or '.join(f'the {each}' for each in sorted(row.by))}."
        if row.start is not None:
            yield f"From “{STATES[row.start]}” to “{STATES[to]}”."
        yield from map(sentence, trainee.lacks(row))
        yield from started(row, trainee)

    def entries(_trainee: Trainee, values: Values, pen: Pen) -> Iterable[AnyEntry]:
        yield Moved(**pen.head(), to=to, reason=values["reason"] or "")

    return Sheet(
        title=_VERBS.get(to, STATES[to]),
        button="Do it",
        done=f"Done: {STATES[to].lower()}.",
        fields=fields,
        entries=entries,
        said=said,
        is_grave=to in _GRAVE,
    )


def _row(trainee: Trainee, to: State) -> Move:
    """Return the row of the table that leads from where a trainee stands; the request ends if there is none."""
    found = MOVES.get((trainee.standing.state, to))
    if found is None:
        abort(404)
    return found


def started(move: Move, trainee: Trainee) -> Iterator[str]:
    """Yield what a move starts, in words."""
    if move.starts:
        yield f"It starts: {'; '.join(start_said(start, trainee) for start in move.starts)}."


def start_said(start: Start, trainee: Trainee) -> str:
    """Return something that a move starts, with when it is due."""
    due = f", {in_words(after_months(trainee.today, start.months))}" if start.months else ""
    kind = f"{start.task}: " if start.task is Task.LETTER else ""
    return f"{kind}{start.said}{due}"


def forward(ways: Iterable[Way], trainee: Trainee) -> list[Way]:
    """Return the moves that lead on."""
    return [way for way in ways if way.to not in ASIDE and not is_back(trainee.standing.state, way.to)]


def beside(ways: Iterable[Way], trainee: Trainee) -> list[Link | str]:
    """Return the other moves: those that may be made now as links, those of others in words."""
    others = [way for way in ways if way.to in ASIDE or is_back(trainee.standing.state, way.to)]
    return [Link(way.words, way.href) if way.is_open else f"{way.words}: {_why_not(way)}" for way in others]


def _why_not(way: Way) -> str:
    return f"done by {way.others}" if way.others else " ".join(way.lacking)
