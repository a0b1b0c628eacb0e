"""Sessions and timetables: what was held stays, what is planned anew takes the place of what was planned."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.web import town
from tests.web.office import NOW, OFFICE
from tests.web.trainees import ANN, AUTUMN, BEN, ULF, Trainers, attended, begin, by, session, train_in_town
from travel_training.entries import Attendance, SessionId
from travel_training.people import Part, TraineeId
from web.store import ConflictError, NotKeptError, Store
from web.store.events import Event
from web.store.training_views import SessionState


@pytest.fixture
def trainers(store: Store) -> Trainers:
    """Return the trainers of a town in which two are trained."""
    found = train_in_town(store)
    begin(store, found)
    begin(store, found, BEN)
    return found


def test_a_session_comes_back_as_it_was_planned(store: Store, trainers: Trainers) -> None:
    planned = [session("s1", (ANN, BEN)), replace(session("s2"), cohort=AUTUMN, begins_s=40000, ends_s=43600)]
    with store.writing(trainers.manager.principal()) as kept:
        kept.training.sessions.keep_all(planned)
    with store.reading(trainers.manager.principal()) as kept:
        sessions = kept.training.sessions
        assert sessions.list_between(town.DAY, town.DAY) == planned
        assert sessions.list_between(town.DAY, town.DAY, pupil=BEN) == planned[:1]
        assert sessions.list_between(town.DAY, town.DAY, cohort=AUTUMN) == planned[1:]
        assert sessions.list_between(town.DAY, town.DAY, trainer=ULF) == []
        assert sessions.list_own(town.DAY, town.DAY) == []
    with store.reading(trainers.tamsin.principal()) as kept:
        assert kept.training.sessions.list_own(town.DAY, town.DAY) == planned


def test_nobody_s_home_can_be_read_in_the_database(store: Store, trainers: Trainers) -> None:
    with store.writing(trainers.manager.principal()) as kept:
        kept.training.sessions.keep_all([session()])
    with store.database.reading() as connection:
        found = connection.exec_driver_sql("SELECT sealed FROM training_session").scalar_one()
    assert b"Secret" not in bytes(found)


def test_what_was_held_is_not_planned_anew_and_not_cancelled(store: Store, trainers: Trainers) -> None:
    with store.writing(OFFICE) as kept:
        kept.training.sessions.keep_all([session()])
        kept.training.add(ANN, attended(by(trainers.tamsin, Part.TRAINER)))
        with pytest.raises(ConflictError, match="has been held"):
            kept.training.sessions.keep_all([replace(session(), begins_s=30000)])
        with pytest.raises(ConflictError, match="but held"):
            kept.training.sessions.cancel(session().id, "Snow")


@pytest.mark.parametrize(
    ("came", "state"),
    [
        ((Attendance.TRAINEE_ABSENT,), SessionState.PLANNED),
        ((Attendance.TRAINEE_ABSENT, Attendance.TRAINEE_ABSENT), SessionState.CANCELLED),
        ((Attendance.TRAINEE_ABSENT, Attendance.HELD), SessionState.HELD),
    ],
)
def test_a_group_was_taught_if_anyone_came(
    store: Store, trainers: Trainers, came: tuple[Attendance, ...], state: SessionState
) -> None:
    with store.writing(OFFICE) as kept:
        kept.training.sessions.keep_all([session("s1", (ANN, BEN))])
        for pupil, each in zip((ANN, BEN), came, strict=False):
            kept.training.add(pupil, attended(by(trainers.tamsin, Part.TRAINER), came=each))
        found = kept.training.sessions.get(SessionId("s1"))
    assert found.state is state
    assert list(found.attendance.values()) == list(came)


def test_only_with_trainees_a_session_is_planned(store: Store, trainers: Trainers) -> None:
    with store.writing(trainers.manager.principal()) as kept, pytest.raises(NotKeptError, match="p3 is no trainee"):
        kept.training.sessions.keep_all([session(trainees=(TraineeId("p3"),))])


def test_a_new_timetable_takes_the_place_of_what_an_older_one_planned(store: Store, trainers: Trainers) -> None:
    later = town.DAY + timedelta(days=7)
    with store.writing(trainers.manager.principal()) as kept:
        training = kept.training
        by_hand = session("by hand", day=later)
        training.sessions.keep_all([by_hand])
        first = training.timetables.keep({"number": 1}, town.DAY, later, 500, 450)
        assert training.timetables.get(first).taken_at is None
        planned = [session("kept", day=town.DAY), session("moves", day=later), session("goes", day=later)]
        assert training.timetables.take(first, planned, town.DAY) == []
        second = training.timetables.keep({"number": 2}, town.DAY, later, 400, None)
        anew = [session("kept", day=town.DAY), replace(session("moves", day=later), trainer=ULF)]
        gone = training.timetables.take(second, anew, later)
        found = {str(each.id): each for each in training.sessions.list_between(town.DAY, later)}
        assert [each.id for each in gone] == ["goes"]
        assert found["goes"].state is SessionState.CANCELLED
        assert (found["goes"].why, found["goes"].from_place) == ("Planned anew", "12 Secret Lane")
        assert (found["moves"].trainer, found["moves"].timetable) == (ULF, second)
        assert (found["kept"].timetable, found["by hand"]) == (first, by_hand)
        assert [each.id for each in training.timetables.list_all()] == [first, second] or [second, first]
        assert training.timetables.document(second) == {"number": 2}
        newest = kept.audit.list_entries(most=1)[0]
    assert (newest.event, newest.detail) == (Event.TRAINING_TIMETABLE_TAKEN, {"sessions": 1, "cancelled": 1})


def test_a_trainer_sees_no_timetable(store: Store, trainers: Trainers) -> None:
    with store.reading(trainers.tamsin.principal()) as kept, pytest.raises(NotKeptError):
        kept.training.timetables.list_all()


def test_a_session_cancelled_at_the_desk_and_held_in_the_street_was_held(store: Store, trainers: Trainers) -> None:
    with store.writing(trainers.manager.principal()) as kept:
        kept.training.sessions.keep_all([session()])
        kept.training.sessions.cancel(session().id, "Strike")
        with pytest.raises(ConflictError, match="but cancelled"):
            kept.training.sessions.cancel(session().id, "Strike")
    with store.writing(trainers.tamsin.principal()) as kept:
        kept.training.add(ANN, attended(kept.training.person(ANN), at=NOW))
        assert kept.training.sessions.get(session().id).state is SessionState.HELD
