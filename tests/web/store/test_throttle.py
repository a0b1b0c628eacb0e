"""How often something may be tried."""

from datetime import timedelta

import pytest

from tests.web.office import OFFICE, Clock
from web.store import Store
from web.store.errors import TooOftenError
from web.store.throttle import LIMITS, SECOND_FACTOR, SIGN_IN, Limit


def is_let(store: Store, limit: Limit, *subjects: str) -> bool:
    try:
        with store.writing(OFFICE) as kept:
            kept.throttle.count(limit, *subjects)
    except TooOftenError:
        return False
    return True


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.name)
def test_as_many_tries_as_the_limit_says_are_let_through_and_no_more(store: Store, limit: Limit) -> None:
    most, span = limit.spans[0]
    assert [is_let(store, limit, "ann") for _ in range(most + 1)] == [True] * most + [False]
    assert is_let(store, limit, "bob")
    assert span >= timedelta(minutes=5)


def test_after_its_span_one_may_try_again(store: Store, clock: Clock) -> None:
    while is_let(store, SIGN_IN, "ann"):
        pass
    clock.now += timedelta(minutes=5)
    assert is_let(store, SIGN_IN, "ann")


def test_a_longer_span_has_a_limit_of_its_own(store: Store, clock: Clock) -> None:
    let = 0
    for _ in range(6):
        while is_let(store, SECOND_FACTOR, "ann"):
            let += 1
        clock.now += timedelta(minutes=5)
    assert let == 20


def test_each_subject_is_counted_and_a_refusal_counts_for_none(store: Store) -> None:
    for number in range(10):
        assert is_let(store, SIGN_IN, f"user {number}", "from 10.0.0.1")
    assert not is_let(store, SIGN_IN, "user 11", "from 10.0.0.1")
    assert [is_let(store, SIGN_IN, "user 11", "from 10.0.0.2") for _ in range(11)] == [True] * 10 + [False]


def test_what_is_forgiven_was_not_tried(store: Store) -> None:
    for _ in range(12):
        assert is_let(store, SIGN_IN, "ann")
        with store.writing(OFFICE) as kept:
            kept.throttle.forgive(SIGN_IN, "ann")


def test_the_refusal_says_how_long_to_wait(store: Store, clock: Clock) -> None:
    while is_let(store, SIGN_IN, "ann"):
        clock.now += timedelta(seconds=1)
    with store.writing(OFFICE) as kept, pytest.raises(TooOftenError, match="wait 5 minutes") as told:
        kept.throttle.count(SIGN_IN, "ann")
    assert told.value.wait_s == 290


def test_old_counts_are_forgotten_and_no_subject_stands_in_the_database(store: Store, clock: Clock) -> None:
    for name in ("ann@example.org", "bob@example.org"):
        assert is_let(store, SIGN_IN, name)
        clock.now += timedelta(hours=2)
    with store.database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM throttle").all()
    assert len(rows) == 1
    assert "example.org" not in str(rows)
