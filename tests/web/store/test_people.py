"""Users, what they may be changed into, and their sessions."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from tests.web.accounts import enrol
from tests.web.office import OFFICE, Clock
from tests.web.queries import counted_queries
from web.access import Principal, Role
from web.store import ConflictError, NotKeptError, Store
from web.store.events import Event
from web.store.people import Spans, User, plain_email
from web.store.tables import UserRow

SPANS = Spans(idle=timedelta(minutes=30), absolute=timedelta(hours=12))


def make(store: Store, name: str, role: Role = Role.OFFICER, *scopes: str) -> User:
    with store.writing(OFFICE) as kept:
        return kept.people.make_user(f"{name}@example.org", name.title(), role, scopes)


def change(store: Store, user: User, by: Principal = OFFICE, **given: Any) -> User:
    told = {"name": user.name, "role": user.role, "scopes": user.scopes, "is_active": user.is_active, **given}
    with store.writing(by) as kept:
        return kept.people.change_user(user.id, **told)


def begin(store: Store, user: User, name: str = "s", *, is_verified: bool = True) -> None:
    with store.writing(user.principal()) as kept:
        kept.people.begin_session(user.id, name, "Firefox", is_verified=is_verified)


def is_open(store: Store, name: str = "s") -> bool:
    with store.reading(OFFICE) as kept:
        return kept.people.find_session(name, SPANS) is not None


@pytest.mark.parametrize(
    "typed", ["", "ann", "ann@", "@example.org", "ann@example", "a b@example.org", "a@b@example.org"]
)
def test_what_is_no_address_is_refused_in_a_sentence(typed: str) -> None:
    with pytest.raises(ValueError, match="is not an e-mail address"):
        plain_email(typed)


def test_an_address_belongs_to_one_user_however_it_is_written(store: Store) -> None:
    user = make(store, "ann")
    with store.reading(OFFICE) as kept:
        assert kept.people.find_user(" ANN@Example.org ") == user
    with pytest.raises(ConflictError, match="There is a user with the address"), store.writing(OFFICE) as kept:
        kept.people.make_user("Ann@example.org", "Ann again", Role.MANAGER)


def test_only_users_of_schools_and_operators_are_bound_to_any(store: Store) -> None:
    assert make(store, "oak", Role.SCHOOL, "oak", "elm").principal().schools == {"oak", "elm"}
    assert make(store, "car", Role.OPERATOR, "Acorn Cars").principal().operators == {"Acorn Cars"}
    with pytest.raises(ValueError, match="bound to no schools"):
        make(store, "bob", Role.OFFICER, "oak")


def test_whoever_becomes_an_officer_is_no_longer_bound_to_a_school(store: Store) -> None:
    user = change(store, make(store, "oak", Role.SCHOOL, "oak"), role=Role.OFFICER)
    assert (user.role, user.scopes, user.principal().schools) == (Role.OFFICER, frozenset(), frozenset())


@pytest.mark.parametrize("given", [{"role": Role.MANAGER}, {"scopes": ["elm"]}, {"is_active": False}])
def test_a_change_of_what_someone_may_do_ends_their_sessions_at_once(store: Store, given: dict[str, Any]) -> None:
    user = make(store, "oak", Role.SCHOOL, "oak")
    begin(store, user)
    change(store, user, **given)
    assert not is_open(store)


def test_a_change_of_name_ends_no_session_and_the_log_holds_no_name(store: Store) -> None:
    user = make(store, "ann")
    begin(store, user)
    change(store, user, name="Ann Otherwise")
    assert is_open(store)
    with store.reading(OFFICE) as kept:
        newest = kept.audit.list_entries(most=1)[0]
    assert (newest.event, newest.detail) == (Event.USER_CHANGED, {"renamed": True})


def test_the_log_says_from_what_to_what_someone_was_changed(store: Store) -> None:
    change(store, make(store, "ann"), role=Role.SCHOOL, scopes=["oak"])
    with store.reading(OFFICE) as kept:
        detail = kept.audit.list_entries(most=1)[0].detail
    assert detail == {"role": ["officer", "school"], "scopes": [[], ["oak"]]}


def test_what_changes_nothing_is_not_logged(store: Store) -> None:
    user = make(store, "ann")
    change(store, user)
    with store.reading(OFFICE) as kept:
        assert kept.audit.count() == 1


@pytest.mark.parametrize("given", [{"role": Role.OFFICER}, {"is_active": False}])
def test_nobody_takes_away_their_own_administration(store: Store, given: dict[str, Any]) -> None:
    ann, bob = make(store, "ann", Role.ADMINISTRATOR), make(store, "bob", Role.ADMINISTRATOR)
    enrol(store, bob)
    with pytest.raises(ConflictError, match="their own administration"):
        change(store, ann, by=ann.principal(), **given)
    assert change(store, ann, by=bob.principal(), **given).role is given.get("role", Role.ADMINISTRATOR)


@pytest.mark.parametrize("given", [{"role": Role.OFFICER}, {"is_active": False}])
def test_the_last_administrator_who_can_sign_in_stays_one(store: Store, given: dict[str, Any]) -> None:
    ann = make(store, "ann", Role.ADMINISTRATOR)
    bob = make(store, "bob", Role.ADMINISTRATOR)  # who has never signed in, and may never
    enrol(store, ann)
    with pytest.raises(ConflictError, match="the last administrator"):
        change(store, ann, **given)
    enrol(store, bob)
    change(store, ann, **given)


def test_users_are_found_by_name_or_address_and_listed_a_page_at_a_time(store: Store) -> None:
    for name in ("cat", "ann", "bob", "100%"):
        make(store, name)
    with store.reading(OFFICE) as kept:
        assert [user.name for user in kept.people.list_users(skip=1, most=2)] == ["Ann", "Bob"]
        assert [user.name for user in kept.people.list_users("NN@EXA")] == ["Ann"]
        assert [user.name for user in kept.people.list_users("%")] == ["100%"]
        assert (kept.people.count_users(), kept.people.count_users("b")) == (4, 1)


def test_a_session_ends_when_it_is_not_used_and_after_its_time_whatever_is_done(store: Store, clock: Clock) -> None:
    user = make(store, "ann")
    begin(store, user)
    clock.now += SPANS.idle
    assert is_open(store)
    clock.now += timedelta(seconds=1)
    assert not is_open(store)

    begin(store, user, "t")
    while is_open(store, "t"):
        with store.writing(OFFICE) as kept:
            found = kept.people.find_session("t", SPANS)
            assert found is not None
            kept.people.see(found)
            age = clock.now - found.made_at
        assert age <= SPANS.absolute
        clock.now += timedelta(minutes=29)
    assert age > SPANS.absolute - SPANS.idle


def test_whoever_has_given_only_the_password_has_ten_minutes_for_the_code(store: Store, clock: Clock) -> None:
    user = make(store, "ann")
    begin(store, user, is_verified=False)
    begin(store, user, "t", is_verified=True)
    clock.now += timedelta(minutes=10)
    assert is_open(store)
    clock.now += timedelta(seconds=1)
    assert (is_open(store), is_open(store, "t")) == (False, True)


def test_sessions_are_listed_the_one_last_used_first_in_as_many_queries_however_many(
    store: Store, clock: Clock
) -> None:
    ann, bob = make(store, "ann"), make(store, "bob")
    begin(store, ann, "1")
    with counted_queries(store) as of_one, store.reading(OFFICE) as kept:
        kept.people.list_sessions(SPANS)
    for number in range(2, 6):
        clock.now += timedelta(seconds=1)
        begin(store, ann if number % 2 else bob, str(number))
    with store.writing(OFFICE) as kept:
        kept.people.end_session(kept.people.list_sessions(SPANS)[1].hash)
    with counted_queries(store) as of_many, store.reading(OFFICE) as kept:
        found = kept.people.list_sessions(SPANS)
        assert len(of_many) == len(of_one)
        assert [each.user.name for each in found] == ["Ann", "Ann", "Bob", "Ann"]
        assert [each.user.name for each in kept.people.list_sessions(SPANS, bob.id)] == ["Bob"]
        assert kept.people.count_sessions(SPANS) == 4


def test_only_the_hash_of_a_session_is_kept(store: Store) -> None:
    begin(store, make(store, "ann"), "a secret of a browser")
    with store.database.reading() as connection:
        row = connection.exec_driver_sql("SELECT * FROM session").one()
    assert "a secret of a browser" not in str(row)
    with store.reading(OFFICE) as kept, pytest.raises(NotKeptError):
        kept.people.get_session("a secret of a browser", SPANS)


def test_nobody_who_may_not_sign_in_has_a_session_however_that_came_about(store: Store) -> None:
    user = make(store, "ann")
    begin(store, user)
    with store.database.writing() as connection:
        connection.execute(update(UserRow).values(is_active=False))
    assert not is_open(store)
