"""Histories of trainees: they only grow, each entry is kept once and sealed, and lists say where a history has led."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.web import town
from tests.web.office import NOW, OFFICE
from tests.web.queries import counted_queries
from tests.web.trainees import (
    ANN,
    AUTUMN,
    BEN,
    TAMSIN,
    ULF,
    attended,
    begin,
    by,
    entry_id,
    observed,
    referral,
    session,
    train_in_town,
    way_to_training,
)
from travel_training.entries import Attendance, EntryId, JourneySigned, State
from travel_training.errors import TrainingError
from travel_training.people import Part, TraineeId
from web.store import NotKeptError, Store
from web.store.events import Event
from web.store.training_views import Added, SessionState


def test_a_history_comes_back_as_it_was_written(store: Store) -> None:
    entries = list(way_to_training(train_in_town(store)))
    with store.writing(OFFICE) as kept:
        assert kept.training.add_all(ANN, entries) == [Added.STORED] * len(entries)
    with store.reading(OFFICE) as kept:
        assert kept.training.history(ANN) == tuple(entries)
        assert [each.number for each in kept.training.list_entries(ANN)] == list(range(1, len(entries) + 1))
        head = kept.training.get(ANN)
    assert (head.state, head.cohort, head.trainer, head.school) == (State.WAITING, AUTUMN, TAMSIN, "oak")
    assert (head.programme, head.version, head.entries) == ("one", 1, len(entries))


def test_sent_twice_it_is_kept_once(store: Store) -> None:
    train_in_town(store)
    entry = referral()
    for answer in (Added.STORED, Added.DUPLICATE, Added.DUPLICATE):
        with store.writing(OFFICE) as kept:
            assert kept.training.add(ANN, entry) is answer
    with store.reading(OFFICE) as kept:
        assert kept.training.history(ANN) == (entry,)


def test_of_two_with_one_id_the_first_is_kept_and_the_log_says_so(store: Store) -> None:
    trainers = train_in_town(store)
    begin(store, trainers)
    with store.writing(trainers.tamsin.principal()) as kept:
        one = observed(kept.training.person(ANN), level=1)
        assert kept.training.add(ANN, one) is Added.STORED
    with store.writing(trainers.tamsin.principal()) as kept:
        assert kept.training.add(ANN, replace(one, level=2)) is Added.OTHER_IS_KEPT
    with store.reading(OFFICE) as kept:
        assert [each for each in kept.training.history(ANN) if each.id == one.id] == [one]
        newest = kept.audit.list_entries(most=1)[0]
    assert (newest.event, newest.ref, newest.detail) == (Event.TRAINING_ENTRY_DIFFERS, ANN, {"entry": one.id})


def test_what_may_not_be_said_is_refused_and_nothing_of_the_rest_is_kept(store: Store) -> None:
    trainers = train_in_town(store)
    begin(store, trainers)
    with store.writing(trainers.tamsin.principal()) as kept:
        before = kept.training.history(ANN)
        me = kept.training.person(ANN)
        with pytest.raises(TrainingError, match="not on the programme's scale"):
            kept.training.add_all(ANN, [observed(me), observed(me, level=9)])
        assert kept.training.history(ANN) == before


@pytest.mark.parametrize("id_", ["", "\0", "a b", "x" * 65, "é"])
def test_an_id_that_no_phone_makes_is_refused(store: Store, id_: str) -> None:
    train_in_town(store)
    with store.writing(OFFICE) as kept, pytest.raises(TrainingError, match="of letters, digits and dashes"):
        kept.training.add(ANN, replace(referral(), id=EntryId(id_)))


def test_of_a_list_with_one_wrong_entry_not_even_what_it_says_of_a_session_is_kept(store: Store) -> None:
    trainers = train_in_town(store)
    begin(store, trainers)
    boss = by(trainers.manager, Part.COORDINATOR)
    nowhere = JourneySigned(id=entry_id(), at=NOW, by=boss, document="nowhere", review_by=date(2027, 8, 31))
    with store.writing(OFFICE) as kept:
        kept.training.sessions.keep_all([session()])
        with pytest.raises(TrainingError, match="no such journey"):
            kept.training.add_all(ANN, [attended(boss), nowhere])
    with store.reading(OFFICE) as kept:
        assert kept.training.sessions.get(session().id) == session()


def test_nobody_writes_in_another_s_name_but_the_machine(store: Store) -> None:
    trainers = train_in_town(store)
    begin(store, trainers)
    forged = observed(by(trainers.ulf, Part.TRAINER))
    as_another = observed(by(trainers.tamsin, Part.COORDINATOR))
    with store.writing(trainers.tamsin.principal()) as kept:
        for entry in (forged, as_another):
            with pytest.raises(TrainingError, match="whoever is signed in"):
                kept.training.add(ANN, entry)
    with store.writing(OFFICE) as kept:
        assert kept.training.add(ANN, forged) is Added.STORED


def test_a_session_that_was_held_is_held(store: Store) -> None:
    trainers = train_in_town(store)
    begin(store, trainers)
    with store.writing(OFFICE) as kept:
        kept.training.sessions.keep_all([session()])
    with store.writing(trainers.tamsin.principal()) as kept:
        me = kept.training.person(ANN)
        kept.training.add(ANN, attended(me))
        found = kept.training.sessions.get(session().id)
        assert kept.training.get(ANN).last_held_on == NOW.date()
    assert (found.state, found.attendance) == (SessionState.HELD, {ANN: Attendance.HELD})


def test_an_entry_of_a_session_is_of_one_that_is_there(store: Store) -> None:
    trainers = train_in_town(store)
    begin(store, trainers)
    begin(store, trainers, BEN)
    with store.writing(OFFICE) as kept:
        kept.training.sessions.keep_all([session(trainees=(BEN,)), session("s2", trainer=ULF)])
    with store.writing(trainers.tamsin.principal()) as kept:
        me = kept.training.person(ANN)
        for name in ("nowhere", "s1", "\0"):
            with pytest.raises(TrainingError, match="no such session of this trainee"):
                kept.training.add(ANN, observed(me, of=name))
        with pytest.raises(TrainingError, match="another trainer's"):
            kept.training.add(ANN, observed(me, of="s2"))


def test_only_of_a_pupil_a_history_is_begun(store: Store) -> None:
    train_in_town(store)
    with store.writing(OFFICE) as kept, pytest.raises(NotKeptError):
        kept.training.add(TraineeId("nobody"), referral())


def test_lists_ask_no_more_of_many_than_of_few(store: Store) -> None:
    trainers = train_in_town(store)
    asked = []
    for pupil in (ANN, BEN):
        begin(store, trainers, pupil)
        with store.reading(trainers.tamsin.principal()) as kept, counted_queries(store) as statements:
            found = kept.training.histories(cohort=AUTUMN)
            kept.training.list_trainees(cohort=AUTUMN)
            kept.training.sessions.list_between(town.DAY, town.DAY)
        asked.append(len(statements))
    assert found.keys() == {ANN, BEN}
    assert asked[0] == asked[1]


def test_the_part_of_whoever_sends_again_may_have_changed(store: Store) -> None:
    trainers = train_in_town(store)
    begin(store, trainers)
    with store.writing(trainers.tamsin.principal()) as kept:
        entry = observed(kept.training.person(ANN), at=NOW - timedelta(hours=1))
        kept.training.add(ANN, entry, skew_s=400)
        assert kept.training.list_entries(ANN)[-1].skew_s == 400
        again = replace(entry, by=by(trainers.tamsin, Part.SECOND))
        assert kept.training.add(ANN, again) is Added.DUPLICATE
        assert kept.training.add(BEN, again) is Added.OTHER_IS_KEPT
    assert entry.id != EntryId("")
