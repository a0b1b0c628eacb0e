"""Transport follows training: by the clock each evening, and as a task that whoever changes something asks for."""

from datetime import datetime, timedelta

from tests.web.office import NOW, OFFICE, Clock
from tests.web.town import DAY
from tests.web.trainees import ANN, begin, fill_training, session
from web.access import the_clock
from web.jobs import JOB
from web.settings import Settings
from web.slots import LONDON, Turn, run_slot
from web.store import Store
from web.training.following import FOLLOW, ask, follow_training, work
from web.work import WORK


def test_the_evening_s_job_marks_training_days_before_tomorrow_is_drafted(store: Store, clock: Clock) -> None:
    begin(store, fill_training(store))
    with store.writing(OFFICE) as kept:
        kept.training.sessions.keep_all([session(day=DAY + timedelta(days=1))])
    clock.now = datetime(2026, 11, 23, 17, 30, tzinfo=LONDON)
    slot = run_slot(store, Settings(), JOB[FOLLOW], clock.now, "one")
    assert slot is not None
    assert slot.said == "0 seats free, 0 given back; 1 training day marked, 0 taken back"
    assert JOB[FOLLOW].when.time < JOB["draft-tomorrow"].when.time
    assert JOB["draft-tomorrow"].when.days <= JOB[FOLLOW].when.days


def test_somebody_who_asks_twice_asks_once_and_the_task_says_what_changed(store: Store) -> None:
    begin(store, fill_training(store))
    with store.writing(OFFICE) as kept:
        kept.training.sessions.keep_all([session()])
        assert ask(kept) == ask(kept)
        assert [each.kind for each in kept.tasks.list_open()] == [FOLLOW]  # whoever planned the session asked already
        task = kept.tasks.claim("a test")
    assert task is not None
    assert task.kind in WORK
    said = work(store, Settings(), task, lambda _: True)["said"]
    assert said == "0 seats free, 0 given back; 1 training day marked, 0 taken back"
    with store.reading(OFFICE) as kept:
        assert [event.ref for event in kept.day.list_events(DAY, DAY)] == [ANN]


def test_what_the_clock_does_is_the_clock_s(store: Store) -> None:
    begin(store, fill_training(store))
    with store.writing(the_clock(FOLLOW)) as kept:
        kept.training.sessions.keep_all([session()])
        follow_training(Turn(store, Settings(), NOW), kept)
        assert [event.reported_by for event in kept.day.list_events(DAY, DAY)] == ["clock:follow-training"]
