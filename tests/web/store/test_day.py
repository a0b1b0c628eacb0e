"""The day: what is not as usual, what happened, who is told, what schools confirm."""

from datetime import timedelta

import pytest

from routing.problem import Direction
from tests.web.office import OFFICE, Clock, keep_draft, publish, school_of
from tests.web.town import DAY
from web.access import Principal, Role, UserId
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


def test_an_operator_is_told_who_does_not_travel_and_not_that_they_are_in_training(store: Store) -> None:
    publish(store, keep_draft(store))
    with store.writing(OFFICE) as kept:
        for pupil in ("p1", "p5"):
            kept.day.report(DayEventKind.TRAINING, pupil, DAY, direction=Direction.TO_SCHOOL, detail={"session": "s1"})
    operator = Principal(user=UserId("o"), role=Role.OPERATOR, operators=frozenset({"Acorn Cars"}))
    with store.reading(operator) as kept:
        [event] = kept.day.list_events(DAY, DAY)
    assert (event.ref, event.kind, event.detail) == ("p5", DayEventKind.PUPIL_ABSENT, {})


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
    publish(store, plan)
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


ACORN = Principal(user=UserId("acorn"), role=Role.OPERATOR, operators=frozenset({"Acorn Cars"}))
"""The operator of the taxi, which carries p5 of Elm School alone."""


def test_an_operator_logs_on_its_own_published_runs_alone(store: Store) -> None:
    draft = keep_draft(store)
    with store.writing(ACORN) as kept, pytest.raises(NotKeptError):
        kept.day.log(draft, DAY, "taxi-7/1", 1, What.LEFT, 30_500, 30_420)
    publish(store, draft)
    with store.writing(ACORN) as kept:
        kept.day.log(draft, DAY, "taxi-7/1", 1, What.BOARDED, 30_500, 30_420, "p5")
        for plan, day, run in (
            (draft, DAY, "minibus-1/1"),
            (draft, DAY + timedelta(days=1), "taxi-7/1"),
            ("none", DAY, "taxi-7/1"),
        ):
            with pytest.raises(NotKeptError):
                kept.day.log(plan, day, run, 1, What.LEFT, 30_500, 30_420)
        [actual] = kept.day.list_actuals(DAY, DAY)
    assert (actual.what, actual.pupil) == (What.BOARDED, "p5")


def test_a_school_logs_nothing(store: Store) -> None:
    plan = keep_draft(store)
    publish(store, plan)
    with store.writing(school_of("elm")) as kept, pytest.raises(NotKeptError):
        kept.day.log(plan, DAY, "taxi-7/1", 1, What.LEFT, 30_500, 30_420)


def test_an_operator_hears_of_absences_from_its_own_runs_and_of_roads(store: Store) -> None:
    publish(store, keep_draft(store))
    with store.writing(OFFICE) as kept:
        kept.day.report(DayEventKind.PUPIL_ABSENT, "p1", DAY, school="oak")
        own = kept.day.report(DayEventKind.PUPIL_ABSENT, "p5", DAY, school="elm")
        kept.day.report(DayEventKind.PUPIL_ABSENT, "p5", DAY + timedelta(days=1), school="elm")
        kept.day.report(DayEventKind.ROAD_CLOSED, "Mill Lane", DAY)
        kept.day.report(DayEventKind.ASSISTANT_OUT, "a1", DAY)
        kept.day.confirm("p1", "oak", is_right=True)
    with store.writing(ACORN) as kept:
        heard = kept.day.list_events(DAY, DAY + timedelta(days=1))
        assert sorted((event.day, event.ref) for event in heard) == [(DAY, "Mill Lane"), (DAY, "p5")]
        assert kept.day.list_confirmations() == {}
        with pytest.raises(NotKeptError):
            kept.day.withdraw(own)


def test_an_operator_says_of_its_own_passengers_alone_that_they_do_not_travel(store: Store) -> None:
    publish(store, keep_draft(store))
    with store.writing(ACORN) as kept:
        id_ = kept.day.report(DayEventKind.PUPIL_ABSENT, "p5", DAY, direction=Direction.TO_SCHOOL, school="elm")
        for kind, ref, school, until in (
            (DayEventKind.PUPIL_ABSENT, "p1", "oak", DAY),
            (DayEventKind.PUPIL_ABSENT, "p5", "oak", DAY),
            (DayEventKind.PUPIL_ABSENT, "p5", "elm", DAY + timedelta(days=1)),
            (DayEventKind.VEHICLE_OUT, "minibus-1", None, DAY),
        ):
            with pytest.raises(NotKeptError):
                kept.day.report(kind, ref, DAY, until_day=until, school=school)
        kept.day.withdraw(id_)


def test_notices_are_the_offices_alone(store: Store) -> None:
    plan = keep_draft(store)
    publish(store, plan)
    for outsider in (ACORN, school_of("oak")):
        with store.reading(outsider) as kept, pytest.raises(NotKeptError):
            kept.day.list_notices(plan)
