"""The day: what is not as usual, what happened, who is told, what schools confirm."""

from datetime import timedelta

import pytest

from tests.web.office import OFFICE, Clock, keep_draft, publish, school_of
from tests.web.town import DAY
from web.store import ConflictError, NotKeptError, Store
from web.store.day import DayEventKind, What


def test_a_school_speaks_of_its_own_pupils_alone(store: Store) -> None:
    with store.writing(school_of("oak")) as kept:
        kept.day.report(DayEventKind.PUPIL_ABSENT, "p1", DAY, school="oak")
        with pytest.raises(NotKeptError):
            kept.day.report(DayEventKind.PUPIL_ABSENT, "p5", DAY, school="elm")
    with store.reading(school_of("elm")) as kept:
        assert kept.day.list_events(DAY, DAY) == []
    with store.reading(school_of("oak")) as kept:
        assert [event.ref for event in kept.day.list_events(DAY, DAY)] == ["p1"]


def test_an_event_of_several_days_counts_on_each_of_them_until_it_is_withdrawn(store: Store) -> None:
    last = DAY + timedelta(days=2)
    with store.writing(OFFICE) as kept:
        id_ = kept.day.report(DayEventKind.VEHICLE_OUT, "taxi-7", DAY, until_day=last)
    with store.reading(OFFICE) as kept:
        assert [len(kept.day.list_events(day, day)) for day in (DAY, last, last + timedelta(days=1))] == [1, 1, 0]
    with store.writing(OFFICE) as kept:
        kept.day.withdraw(id_)
        assert kept.day.list_events(DAY, DAY) == []
        assert len(kept.day.list_events(DAY, DAY, withdrawn=True)) == 1
        with pytest.raises(ConflictError, match="withdrawn already"):
            kept.day.withdraw(id_)


def test_who_is_told_too_late_is_told_with_a_reason(store: Store, clock: Clock) -> None:
    plan = keep_draft(store)
    publish(store, plan)
    with store.writing(OFFICE) as kept:
        id_ = kept.day.owe(plan, "family", "p5", ("The taxi comes at 08:15.",), clock.now + timedelta(hours=1))
    clock.now += timedelta(hours=2)
    with store.writing(OFFICE) as kept:
        with pytest.raises(ValueError, match="say why"):
            kept.day.tell(id_, "by telephone")
        kept.day.tell(id_, "by telephone", "The operator gave notice this morning")
        [notice] = kept.day.list_notices(plan)
    assert (notice.told_at, notice.why_late) == (clock.now, "The operator gave notice this morning")


def test_what_happened_is_kept_in_the_order_of_logging(store: Store, clock: Clock) -> None:
    plan = keep_draft(store)
    with store.writing(OFFICE) as kept:
        kept.day.log(plan, DAY, "taxi-7/1", 1, What.LEFT, 30_500, 30_420)
    clock.now += timedelta(minutes=1)
    with store.writing(OFFICE) as kept:
        kept.day.log(plan, DAY, "taxi-7/1", 2, What.ARRIVED, 31_000, 30_900)
    with store.reading(OFFICE) as kept:
        assert [(each.what, each.at_s - each.planned_s) for each in kept.day.list_actuals(DAY, DAY)] == [
            (What.LEFT, 80),
            (What.ARRIVED, 100),
        ]


def test_the_newest_word_of_a_school_counts_and_its_note_goes_with_the_pupil(store: Store, clock: Clock) -> None:
    with store.writing(school_of("oak")) as kept:
        kept.day.confirm("p1", "oak", is_right=True)
    clock.now += timedelta(days=1)
    with store.writing(school_of("oak")) as kept:
        kept.day.confirm("p1", "oak", is_right=False, note="has moved to Mill Lane")
    with store.writing(OFFICE) as kept:
        assert kept.day.list_confirmations()["p1"].note == "has moved to Mill Lane"
        kept.keys.erase("p1")
    with store.reading(OFFICE) as kept:
        assert kept.day.list_confirmations()["p1"].note is None
