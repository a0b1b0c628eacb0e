"""Reminders: each lapse once, done when it is no more."""

from datetime import date, timedelta

import pytest

from tests.web.office import OFFICE, Clock, school_of
from web.store import NotKeptError, Store
from web.store.reminders import Lapse

DBS = Lapse("assistants.dbs_until", "a1", date(2026, 12, 1), "a1: DBS check until 1 December 2026")
BADGE = Lapse("assistants.badge_until", "a1", date(2026, 11, 30), "a1: badge until 30 November 2026")
KINDS = {DBS.kind, BADGE.kind}


def settle(store: Store, *lapses: Lapse, kinds: set[str] = KINDS) -> tuple[int, int]:
    with store.writing(OFFICE) as kept:
        return kept.reminders.settle(kinds, lapses)


def open_lapses(store: Store) -> list[Lapse]:
    with store.reading(OFFICE) as kept:
        return [reminder.lapse for reminder in kept.reminders.list_open()]


def test_a_lapse_is_said_once_however_often_it_is_looked_for(store: Store) -> None:
    assert settle(store, DBS, BADGE) == (2, 0)
    assert settle(store, DBS, BADGE) == (0, 0)
    assert open_lapses(store) == [BADGE, DBS]  # the soonest first


def test_what_is_renewed_is_done_and_what_lapses_again_is_open_again(store: Store, clock: Clock) -> None:
    settle(store, DBS, BADGE)
    clock.now += timedelta(days=1)
    assert settle(store, BADGE) == (0, 1)
    assert open_lapses(store) == [BADGE]
    assert settle(store, DBS, BADGE) == (1, 0)
    assert open_lapses(store) == [BADGE, DBS]


def test_a_later_day_is_another_lapse(store: Store) -> None:
    settle(store, DBS)
    later = Lapse(DBS.kind, DBS.ref, date(2027, 1, 1), "later")
    assert settle(store, later) == (1, 1)
    assert open_lapses(store) == [later]


def test_what_is_looked_for_touches_no_other_kind(store: Store) -> None:
    settle(store, DBS)
    assert settle(store, kinds={"drivers.badge_until"}) == (0, 0)
    assert open_lapses(store) == [DBS]


def test_schools_have_no_reminders(store: Store) -> None:
    settle(store, DBS)
    with store.reading(school_of("oak")) as kept:
        assert kept.reminders.list_open() == []
    with store.writing(school_of("oak")) as kept, pytest.raises(NotKeptError):
        kept.reminders.settle(KINDS, [])
