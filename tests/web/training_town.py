"""The town with training under way: Ann is accompanied, Ben travels alone, Cat is paused, Dan has been referred."""

from collections.abc import Iterator
from datetime import timedelta

from tests.web import trainees
from tests.web.office import NOW, OFFICE
from tests.web.trainees import ANN, BEN, Trainers, attended, begin, by, entry_id, observed, session
from travel_training.entries import AnyEntry, Felt, Moved, Said, Signed, State, Told, When
from travel_training.people import Part, Person, TraineeId
from web.store import Store

CAT, DAN = TraineeId("p3"), TraineeId("p4")
_FIRST = NOW - timedelta(days=38)


def in_training(store: Store) -> Trainers:
    """Put training into a store that holds the town's records; return who trains."""
    trainers = trainees.fill_training(store)
    me, boss = by(trainers.tamsin, Part.TRAINER), by(trainers.manager, Part.COORDINATOR)
    for pupil in (ANN, BEN, CAT):
        begin(store, trainers, pupil)
    for pupil in (ANN, BEN):
        _teach(store, pupil, me)
    with store.writing(OFFICE) as kept:
        kept.training.sessions.keep_all([session("later", day=NOW.date() + timedelta(days=3))])
        kept.training.sessions.keep_all([session("today", day=NOW.date())])
        kept.training.add_all(BEN, list(_let_go(me, boss)))
        kept.training.add(CAT, Moved(id=entry_id(), at=NOW, by=boss, to=State.PAUSED, reason="Exams"))
        kept.training.add(DAN, trainees.referral(NOW - timedelta(days=2), boss))
    return trainers


def _teach(store: Store, pupil: TraineeId, me: Person) -> None:
    """Have a few sessions been held with somebody, who needs less help from one to the next."""
    with store.writing(OFFICE) as kept:
        for number, level in enumerate((0, 1, 1, 2, 2)):
            at = _FIRST + timedelta(days=7 * number)
            held = session(f"{pupil}-{number}", (pupil,), at.date())
            kept.training.sessions.keep_all([held])
            felt = [
                Felt(id=entry_id(), at=at, by=me, when=When.BEFORE, feeling=2, session=held.id),
                Felt(id=entry_id(), at=at, by=me, when=When.AFTER, feeling=3 + level, session=held.id),
            ]
            seen = observed(me, level, at, held.id, "Waited for the green light")
            kept.training.add_all(pupil, [attended(me, held.id, at), *felt, seen])
        said = Said(id=entry_id(), at=NOW, by=me, words="The bell is loud but I press it")
        told = Told(id=entry_id(), at=NOW, by=me, whose="parent", when=When.BEFORE, confidence=2)
        kept.training.add_all(pupil, [said, told])


def _let_go(me: Person, boss: Person) -> Iterator[AnyEntry]:
    at = NOW - timedelta(days=1)
    yield Moved(id=entry_id(), at=at, by=me, to=State.SHADOWED)
    yield Signed(id=entry_id(), at=at, by=me)
    yield Signed(id=entry_id(), at=at, by=boss)
    yield Moved(id=entry_id(), at=at, by=boss, to=State.ALONE)
