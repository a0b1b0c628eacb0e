"""Ways on for Ann, for tests that begin further along."""

from datetime import timedelta

from tests.web.office import NOW, OFFICE
from tests.web.trainees import ANN, Trainers, attended, by, entry_id, observed, session
from travel_training.entries import AnyEntry, Moved, Signed, State
from travel_training.people import Part
from web.store import Store

PATH = "/training/trainees/p1"


def write(store: Store, *entries: AnyEntry) -> None:
    """Keep entries of Ann's."""
    with store.writing(OFFICE) as kept:
        kept.training.add_all(ANN, entries)


def history(store: Store) -> list[AnyEntry]:
    """Return what has been written of Ann."""
    with store.reading(OFFICE) as kept:
        return list(kept.training.history(ANN))


def kinds(store: Store, since: int) -> list[str]:
    """Return the kinds of the entries after the first few."""
    return [type(each).__name__ for each in history(store)[since:]]


def shadowed(store: Store, trainers: Trainers) -> None:
    """Have Ann cross her road without help, and be shadowed."""
    me = by(trainers.tamsin, Part.TRAINER)
    at = NOW - timedelta(days=2)
    write(store, observed(me, at=at), Moved(id=entry_id(), at=at, by=me, to=State.SHADOWED))


def alone(store: Store, trainers: Trainers) -> None:
    """Have Ann be signed off, and travel alone since yesterday."""
    shadowed(store, trainers)
    at = NOW - timedelta(days=1)
    halves = [
        Signed(id=entry_id(), at=at, by=by(trainers.tamsin, Part.TRAINER)),
        Signed(id=entry_id(), at=at, by=by(trainers.manager, Part.COORDINATOR)),
    ]
    write(store, *halves, Moved(id=entry_id(), at=at, by=by(trainers.manager, Part.COORDINATOR), to=State.ALONE))


def taught(store: Store, trainers: Trainers, number: int, level: int = 2) -> None:
    """Have so many sessions with Ann have been held on the days before, with an observation each."""
    me = by(trainers.tamsin, Part.TRAINER)
    for n in range(number, 0, -1):
        at = NOW - timedelta(days=n)
        with store.writing(OFFICE) as kept:
            kept.training.sessions.keep_all([session(f"day-{n}", day=at.date())])
        write(store, attended(me, f"day-{n}", at), observed(me, level, at, f"day-{n}", "Looked both ways"))
