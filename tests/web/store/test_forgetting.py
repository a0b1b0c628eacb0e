"""Forgetting by age: what is old goes with all that hangs on it, what is new or held stays."""

from datetime import timedelta

from sqlalchemy import func, select

from tests.web import town
from tests.web.office import NOW, OFFICE, Clock, document, fill, keep_draft, publish
from tests.web.trainees import BEN, begin, fill_training, session
from web.store import Store
from web.store.day import DayEventKind, What
from web.store.tables import Base

LATER = NOW + timedelta(days=500)


def rows(store: Store, *names: str) -> dict[str, int]:
    """Return how many rows some tables have."""
    tables = Base.metadata.tables
    with store.database.reading() as connection:
        return {name: connection.execute(select(func.count()).select_from(tables[name])).scalar_one() for name in names}


OF_PLANS = ("plan", "plan_run", "plan_ride", "plan_step", "plan_unplaced", "notice", "actual", "problem")


def morning(store: Store) -> None:
    """Keep a published morning on which something happened."""
    id_ = keep_draft(store)
    publish(store, id_)
    with store.writing(OFFICE) as kept:
        kept.day.log(id_, town.DAY, "taxi-7/1", 1, What.LEFT, 29000, 28900)
        kept.day.owe(id_, "family", "p1", ("earlier",), kept.now)


def test_an_old_plan_goes_with_everything_that_hangs_on_it(store: Store) -> None:
    morning(store)
    before = rows(store, *OF_PLANS)
    assert all(before.values())
    with store.writing(OFFICE) as kept:
        assert kept.forgetting.plans(NOW) == 0
    assert rows(store, *OF_PLANS) == before
    with store.writing(OFFICE) as kept:
        assert kept.forgetting.plans(LATER) == 1
    assert not any(rows(store, *OF_PLANS).values())


def test_a_problem_stays_while_another_plan_answers_it(store: Store) -> None:
    keep_draft(store)
    keep_draft(store)
    with store.writing(OFFICE) as kept:
        assert kept.forgetting.plans(NOW) == 0
    assert rows(store, "plan", "problem") == {"plan": 2, "problem": 1}


def test_nothing_is_forgotten_that_is_about_a_pupil_under_legal_hold(store: Store) -> None:
    fill(store)
    with store.writing(OFFICE) as kept:
        kept.day.report(DayEventKind.PUPIL_ABSENT, "p1", town.DAY, school="oak")
        kept.day.report(DayEventKind.PUPIL_ABSENT, "p2", town.DAY, school="oak")
        kept.forgetting.put_hold("p1", is_held=True)
        assert kept.forgetting.list_held() == ["p1"]
        assert (kept.forgetting.plans(LATER), kept.forgetting.events(LATER)) == (0, 1)
        kept.forgetting.put_hold("p1", is_held=False)
        assert not kept.forgetting.is_held("p1")
        assert (kept.forgetting.plans(LATER), kept.forgetting.events(LATER)) == (1, 1)


def test_a_plan_that_left_a_held_pupil_without_a_run_stays(store: Store) -> None:
    keep_draft(store, document(town.town(), town.plan_for_nobody(town.town())))
    with store.writing(OFFICE) as kept:
        kept.forgetting.put_hold("p6", is_held=True)
        assert kept.forgetting.plans(LATER) == 0


def test_of_a_school_s_words_the_newest_stays(store: Store, clock: Clock) -> None:
    for pupil in ("p1", "p1", "p2"):
        clock.now += timedelta(days=1)
        with store.writing(OFFICE) as kept:
            kept.day.confirm(pupil, "oak", is_right=True)
    with store.writing(OFFICE) as kept:
        assert kept.forgetting.confirmations(LATER) == 1
        words = kept.day.list_confirmations()
    assert {pupil: word.confirmed_at for pupil, word in words.items()} == {
        "p1": NOW + timedelta(days=2),
        "p2": NOW + timedelta(days=3),
    }


def test_sessions_of_training_go_with_age_and_histories_stay(store: Store) -> None:
    fill(store)
    trainers = fill_training(store)
    begin(store, trainers)
    begin(store, trainers, BEN)
    with store.writing(OFFICE) as kept:
        timetable = kept.training.timetables.keep({}, town.DAY, town.DAY, 0, None)
        kept.training.timetables.take(timetable, [session("s1"), session("s2", (BEN,))], town.DAY)
        entries = kept.training.histories()
        kept.forgetting.put_hold(BEN, is_held=True)
        assert kept.forgetting.training_sessions(NOW) == 0
        assert kept.forgetting.training_sessions(LATER) == 1
        assert len(kept.training.timetables.list_all()) == 1
        kept.forgetting.put_hold(BEN, is_held=False)
        assert kept.forgetting.training_sessions(LATER) == 1
        assert kept.training.timetables.list_all() == []
        assert kept.training.histories() == entries


def test_what_the_machine_did_is_forgotten_once_it_is_over(store: Store) -> None:
    with store.writing(OFFICE) as kept:
        kept.tasks.ask("draft", {})
        done = kept.tasks.claim("one")
        kept.tasks.ask("draft", {"day": "2026-11-24"})
        assert done is not None
        kept.tasks.finish(done, {})
        kept.tasks.claim_slot("backup", NOW, "one")
        kept.uploads.keep("pupils", "list.csv", b"", {})
        forgetting = kept.forgetting
        assert (forgetting.tasks(NOW), forgetting.slots(NOW), forgetting.uploads(NOW)) == (0, 0, 0)
        assert (forgetting.tasks(LATER), forgetting.slots(LATER), forgetting.uploads(LATER)) == (1, 1, 1)
        assert len(kept.tasks.list_open()) == 1


def test_sessions_are_forgotten_by_their_last_use(store: Store) -> None:
    users = fill(store)
    user = next(iter(users.values()))
    with store.writing(OFFICE) as kept:
        kept.people.begin_session(user.id, "secret", "a browser", is_verified=True)
        assert kept.forgetting.sessions(NOW) == 0
        assert kept.forgetting.sessions(NOW + timedelta(seconds=1)) == 1
