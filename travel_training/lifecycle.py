"""What may be added to a trainee's history: a move if its evidence is there, any other entry if it has its meaning.

The history before an entry is taken as lawful: it was checked when it was made. Ask ``may_move`` what a move lacks,
``check_entry`` whether an entry may be kept.
"""

from collections.abc import Sequence
from datetime import date

from travel_training.entries import (
    AnyEntry,
    Assigned,
    Attendance,
    Attended,
    Consented,
    EntryId,
    Happened,
    JourneySigned,
    Moved,
    Observed,
    Reviewed,
    Screened,
    Signed,
    State,
    Told,
)
from travel_training.errors import MoveError, TrainingError
from travel_training.evidence import Case, critical_reached
from travel_training.moves import DESK, MOVES, Move
from travel_training.people import TEACHING, Part, Person
from travel_training.programme import Programme
from travel_training.standing import REVIEW_MONTHS, Standing, standing_of

SIGNS_IN = (State.SHADOWED, State.REMOTE, State.REFRESHED)
"""The states in which a sign-off is made."""

_NOT_BEGUN = (State.IDENTIFIED, State.REFERRED, State.SCREENED, State.ASSESSED)
_FACES = range(1, 6)


def moves_from(state: State | None) -> tuple[Move, ...]:
    """Return the moves that lead on from a state, in the order of the table."""
    return tuple(move for move in MOVES.values() if move.start is state)


def may_move(
    history: Sequence[AnyEntry],
    to: State,
    by: Part,
    on: date,
    programme: Programme | None = None,
    age: int | None = None,
) -> tuple[str, ...]:
    """Return what a move lacks, a sentence for each thing; nothing if it may be made.

    Parameters
    ----------
    history
        All that has been written of the trainee, in the order in which it became known.
    programme
        The one that the trainee follows, in their version; None before one is assigned.
    age
        The trainee's age in years; None if it is not known: then everyone's consent is asked for.
    """
    standing = standing_of(history)
    move = MOVES.get((standing.state, to))
    if move is None:
        start = "the beginning" if standing.state is None else standing.state
        return (f"no move leads from {start} to {to}.",)
    case = Case(history=history, standing=standing, programme=programme, to=to, on=on, age=age)
    who = () if by in move.by else (f"it is made by {' or '.join(sorted(move.by))}, not by {by}.",)
    return (*who, *(sentence for evidence in move.evidence for sentence in evidence(case)))


def check_entry(
    history: Sequence[AnyEntry], entry: AnyEntry, programme: Programme | None = None, age: int | None = None
) -> None:
    """Raise ``TrainingError`` with a sentence if an entry may not be added to a history; parameters of ``may_move``.

    An entry that stands there already, word for word, may come again: it is kept once.
    """
    same = next((each for each in history if each.id == entry.id), None)
    if same == entry:
        return
    if same is not None:
        raise TrainingError(f"entry {entry.id} stands already, with other content.")
    standing = standing_of(history)
    if isinstance(entry, Moved):
        _check_move(history, standing, entry, programme, age)
        return
    if standing.state is None:
        raise TrainingError("nobody has referred this pupil to travel training: that comes first.")
    match entry:
        case Observed():
            _check_observed(history, standing, entry, programme)
        case Attended():
            _check_attended(standing, entry, programme)
        case Signed():
            _check_signed(history, standing, entry, programme)
        case Reviewed():
            _check_reviewed(standing, entry)
        case _:
            _check_other(entry)


def _check_move(
    history: Sequence[AnyEntry], standing: Standing, entry: Moved, programme: Programme | None, age: int | None
) -> None:
    if standing.since is not None and entry.at < standing.since:
        raise MoveError(f"the trainee came into {standing.state} later than this move: it is out of order.")
    lacking = may_move(history, entry.to, entry.by.part, entry.day, programme, age)
    if lacking:
        raise MoveError("\n".join(lacking))
    if MOVES[standing.state, entry.to].wants_reason and not entry.reason.strip():
        raise MoveError(f"say why: a move to {entry.to} gives its reason.")


def _followed(standing: Standing, programme: Programme | None) -> Programme:
    """Return the programme that is followed, if it is the one that is given."""
    if standing.programme is None or programme is None:
        raise TrainingError("no programme has been assigned, so nothing can be logged: assign one first.")
    if standing.programme != (programme.id, programme.version):
        name, version = standing.programme
        raise TrainingError(f"the trainee follows version {version} of programme {name}, not another.")
    if standing.state in _NOT_BEGUN:
        raise TrainingError(f"the trainee is only {standing.state}: training has not begun.")
    return programme


def _check_observed(
    history: Sequence[AnyEntry], standing: Standing, entry: Observed, programme: Programme | None
) -> None:
    programme = _followed(standing, programme)
    _check_teaches(entry.by)
    if entry.milestone not in programme.milestone:
        raise TrainingError(f"programme {programme.id} version {programme.version} has no milestone {entry.milestone}.")
    if entry.level not in {level.value for level in programme.scale.levels}:
        raise TrainingError(f"level {entry.level} is not on the programme's scale of help.")
    if entry.replaces is not None:
        _check_replaces(history, entry, entry.replaces)


def _check_replaces(history: Sequence[AnyEntry], entry: Observed, replaced: EntryId) -> None:
    old = next((each for each in history if each.id == replaced), None)
    if not isinstance(old, Observed):
        raise TrainingError(f"no observation {replaced} stands in the history, so none can be replaced.")
    if old.milestone != entry.milestone:
        raise TrainingError(f"observation {replaced} is of milestone {old.milestone}, not of {entry.milestone}.")
    if any(isinstance(each, Observed) and each.replaces == replaced for each in history):
        raise TrainingError(f"observation {replaced} has been replaced already: replace what replaced it.")


def _check_attended(standing: Standing, entry: Attended, programme: Programme | None) -> None:
    programme = _followed(standing, programme)
    _check_teaches(entry.by)
    if entry.stage not in {stage.id for stage in programme.stages}:
        raise TrainingError(f"programme {programme.id} version {programme.version} has no stage {entry.stage}.")
    if entry.minutes < 0 or entry.travel_minutes < 0:
        raise TrainingError("minutes are never less than 0.")
    if entry.attendance is Attendance.HELD and entry.minutes == 0:
        raise TrainingError("a session that was held lasted some minutes: say how many.")


def _check_teaches(by: Person) -> None:
    if by.part not in TEACHING | {Part.SECOND}:
        raise TrainingError(f"what happens in a session is logged by those who teach, not by {by.part}.")


def _check_signed(history: Sequence[AnyEntry], standing: Standing, entry: Signed, programme: Programme | None) -> None:
    halves = standing.halves
    if standing.state not in SIGNS_IN:
        raise TrainingError(f"a sign-off is made when the trainee is {', '.join(SIGNS_IN)}; not {standing.state}.")
    _check_teaches(entry.by)
    if entry.by.part is not Part.TRAINER and entry.by.user in standing.taught_by:
        raise TrainingError("whoever has taught the trainee signs as the trainer, and not as the second person.")
    if any(half.by.user == entry.by.user for half in halves):
        raise TrainingError("this person has signed already: the other half is by somebody else.")
    if entry.by.part is Part.TRAINER and any(half.by.part is Part.TRAINER for half in halves):
        raise TrainingError("a trainer has signed already: the other half is by someone who is not the trainer.")
    if len(halves) > 1:
        raise TrainingError("both halves of the sign-off stand already.")
    programme = _followed(standing, programme)
    case = Case(history=history, standing=standing, programme=programme, to=State.ALONE, on=entry.day)
    lacking = tuple(critical_reached(case))
    if lacking:
        raise TrainingError("\n".join(lacking))


def _check_reviewed(standing: Standing, entry: Reviewed) -> None:
    if standing.alone_since is None or standing.state not in (State.ALONE, State.SUSTAINED):
        raise TrainingError("only of someone who travels alone is a review written.")
    if entry.by.part is Part.MACHINE:
        raise TrainingError("a review is held by a person.")
    due = next((each for each in standing.reviews_due if each.month == entry.month), None)
    if due is None:
        raise TrainingError(f"reviews are held after {', '.join(map(str, REVIEW_MONTHS))} months, not {entry.month}.")
    if due.held is not None:
        raise TrainingError(f"the review after {entry.month} months has been held already.")
    if entry.day < due.on:
        raise TrainingError(f"the review after {entry.month} months is due on {due.on:%-d %B %Y}, not before.")
    if entry.is_by_a_stranger and entry.by.user in standing.met:
        raise TrainingError("the trainee knows this reviewer from a session: the review is not by a stranger.")


def _check_other(entry: AnyEntry) -> None:
    """Judge the entries that need nothing of the history."""
    match entry:
        case Assigned() if entry.by.part not in DESK:
            raise TrainingError("cohort, trainer and programme are assigned by the coordinator or the office.")
        case Consented() | JourneySigned() | Screened() if entry.by.part is Part.MACHINE:
            raise TrainingError("consents, entry checks and signatures are written down by a person.")
        case Consented() if not entry.wording.strip():
            raise TrainingError("a consent says to which version of the wording it was given.")
        case JourneySigned() if entry.review_by <= entry.day:
            raise TrainingError("a journey's risk assessment is reviewed after the day on which it is signed.")
        case Screened() if set(entry.met) & set(entry.not_met):
            raise TrainingError(f"criterion {min(set(entry.met) & set(entry.not_met))} is both met and not met.")
        case Happened() if not entry.what.strip():
            raise TrainingError("say what happened.")
        case Told() if entry.confidence not in _FACES:
            raise TrainingError("confidence is from 1 to 5.")
        case _:
            return
