"""A seat is free while its pupil travels alone: in the records, on the drafts that are asked for, and as a saving."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from routing.problem import Direction
from tests.web.office import NOW, OFFICE
from tests.web.town import DAY
from travel_training.entries import State
from travel_training.people import Scope, TraineeId
from web.records.arrangements import STEM, arrangements_in
from web.records.rows import row_of
from web.store import Kept, Store
from web.store.seats import EstimateKind
from web.store.training_views import TraineeHead
from web.training.seats import settle

TO, HOME = Direction.TO_SCHOOL, Direction.FROM_SCHOOL
TODAY = NOW.date()
"""A Sunday: the next school day is the town's Monday."""
EVE = TraineeId("p5")


def head(state: State = State.ALONE, scope: Scope = Scope.BOTH_WAYS, pupil: TraineeId = EVE) -> TraineeHead:
    return TraineeHead(
        pupil=pupil,
        school="elm",
        state=state,
        since=datetime(2026, 11, 20, tzinfo=UTC),
        cohort=None,
        trainer=None,
        programme=None,
        version=None,
        scope=scope,
        entries=1,
        last_held_on=None,
        changed_at=NOW,
    )


def settled(store: Store, *heads: TraineeHead, today: date = TODAY) -> tuple[int, int]:
    with store.writing(OFFICE) as kept:
        return settle(kept, heads, today)


def without_seat(store: Store, day: date, pupil: TraineeId = EVE) -> Mapping[Direction, bool]:
    with store.reading(OFFICE) as kept:
        found = arrangements_in({STEM: kept.records.list_kind(STEM)})
    return {way: found.is_without_seat(pupil, day, way) for way in Direction}


def drafts_asked(kept: Kept) -> set[tuple[object, object]]:
    return {(task.asked["day"], task.asked["direction"]) for task in kept.tasks.list_open() if task.kind == "draft"}


def test_a_seat_is_free_from_the_next_school_day_on_the_ways_that_were_agreed(store: Store) -> None:
    agreed = {
        TraineeId("p1"): (Scope.BOTH_WAYS, {TO, HOME}),
        TraineeId("p2"): (Scope.TO_SCHOOL, {TO}),
        TraineeId("p3"): (Scope.FROM_SCHOOL, {HOME}),
        TraineeId("p4"): (Scope.TO_PICK_UP_POINT, set[Direction]()),
    }
    assert settled(store, *(head(scope=scope, pupil=pupil) for pupil, (scope, _) in agreed.items())) == (4, 0)
    for pupil, (_, ways) in agreed.items():
        assert not any(without_seat(store, TODAY, pupil).values())
        assert {way for way, is_without in without_seat(store, DAY, pupil).items() if is_without} == ways
        with store.reading(OFFICE) as kept:
            assert {each.direction for each in kept.seats.list_releases([pupil]) if each.from_day == DAY} == ways
    with store.reading(OFFICE) as kept:
        assert drafts_asked(kept) == {(DAY.isoformat(), way) for way in Direction}


def test_done_twice_it_changes_nothing_the_second_time(store: Store) -> None:
    settled(store, head())
    assert settled(store, head(), today=DAY) == (0, 0)
    with store.reading(OFFICE) as kept:
        assert len(kept.seats.list_releases([EVE])) == 2


def test_whoever_travels_alone_no_more_has_the_seat_again_the_next_school_day(store: Store) -> None:
    no_more = (State.RETURNED, State.STOPPED, State.PAUSED, State.REFRESHED)
    others = {TraineeId(f"p{number}"): state for number, state in enumerate(no_more[1:], 1)}
    settled(store, head(), *(head(pupil=pupil) for pupil in others))
    assert settled(store, head(state=State.SUSTAINED), *(head(pupil=pupil) for pupil in others), today=DAY) == (0, 0)
    friday = DAY + timedelta(days=4)
    gone = [head(state=state, pupil=pupil) for pupil, state in others.items()]
    assert settled(store, head(state=no_more[0]), *gone, today=friday) == (0, 8)
    monday = DAY + timedelta(days=7)
    assert all(without_seat(store, monday - timedelta(days=1)).values())
    assert not any(without_seat(store, monday).values())
    with store.reading(OFFICE) as kept:
        assert {each.until_day for each in kept.seats.list_releases([EVE])} == {monday - timedelta(days=1)}
        assert (monday.isoformat(), "to-school") in drafts_asked(kept)
        versions = kept.records.history(STEM, kept.records.list_kind(STEM)[0].key)
    assert [version.why for version in versions] == ["Needs the seat again", "Signed off: travels alone"]


def test_a_seat_that_was_to_be_free_and_never_was_is_as_if_nothing_had_been(store: Store) -> None:
    settled(store, head())
    settled(store)
    assert not any(without_seat(store, DAY).values())
    with store.reading(OFFICE) as kept:
        assert kept.records.list_kind(STEM) == []
        assert not any(each.is_free(DAY) for each in kept.seats.list_releases([EVE]))


def test_half_a_seat_comes_back_where_less_is_agreed_than_before(store: Store) -> None:
    settled(store, head())
    assert settled(store, head(scope=Scope.FROM_SCHOOL), today=DAY) == (0, 1)
    assert without_seat(store, DAY + timedelta(days=1)) == {TO: False, HOME: True}


def test_a_seat_may_become_free_again(store: Store) -> None:
    settled(store, head())
    settled(store, today=DAY)
    assert settled(store, head(), today=DAY + timedelta(days=1)) == (2, 0)
    assert without_seat(store, DAY + timedelta(days=1)) == {TO: False, HOME: False}
    assert without_seat(store, DAY + timedelta(days=2)) == {TO: True, HOME: True}


def test_what_an_officer_has_written_already_is_left_as_it_is(store: Store) -> None:
    own = {"pupil": EVE, "from": DAY.isoformat(), "direction": "to-school", "mode": "pass"}
    with store.writing(OFFICE) as kept:
        kept.records.keep(row_of(STEM, own))
    assert settled(store, head(scope=Scope.TO_SCHOOL)) == (1, 0)
    with store.reading(OFFICE) as kept:
        assert [row["mode"] for row in kept.records.list_kind(STEM)] == ["pass"]


def test_what_the_seat_was_expected_to_save_is_written_with_it(store: Store) -> None:
    with store.writing(OFFICE) as kept:
        found = {"to-school": {"quick": 3_000, "best": 3_500}, "from-school": {"quick": 0}}
        kept.seats.keep_estimates(EstimateKind.SAVING, DAY, {EVE: found})
    settled(store, head())
    with store.reading(OFFICE) as kept:
        assert {each.direction: each.expected_pence for each in kept.seats.list_releases([EVE])} == {TO: 3_500, HOME: 0}


def test_plans_of_later_days_that_are_there_already_are_drafted_again(store: Store) -> None:
    settled(store, head(scope=Scope.TO_SCHOOL), today=DAY - timedelta(days=10))
    with store.reading(OFFICE) as kept:
        begins = kept.seats.list_releases([EVE])[0].from_day
        assert begins == date(2026, 11, 16)
        assert drafts_asked(kept) == {("2026-11-16", "to-school"), (DAY.isoformat(), "to-school")}


def test_everyone_is_settled_at_once(store: Store) -> None:
    ben = replace(head(), pupil=TraineeId("p2"))
    assert settled(store, head(), ben) == (4, 0)
    assert settled(store, ben, today=DAY) == (0, 2)
