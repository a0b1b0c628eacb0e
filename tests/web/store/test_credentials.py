"""What users prove themselves with: each thing once, and none of it readable in the database or the log."""

import json
from datetime import timedelta

import pytest

from tests.web.accounts import PASSWORD, App, enrol, invite, password_hash
from tests.web.office import OFFICE, Clock
from web.access import Role
from web.store import ConflictError, Store
from web.store.credentials import INVITED_FOR
from web.store.errors import UnusableError
from web.store.people import User, hash_of


@pytest.fixture
def ann(store: Store) -> User:
    """Return a user who has nothing yet."""
    with store.writing(OFFICE) as kept:
        return kept.people.make_user("ann@example.org", "Ann", Role.OFFICER)


def spend(store: Store, user: User, code: str) -> bool:
    with store.writing(user.principal()) as kept:
        return kept.credentials.spend_code(user.id, code)


def is_invited(store: Store, secret: str) -> bool:
    with store.reading(OFFICE) as kept:
        return kept.credentials.find_invited(hash_of(secret)) is not None


def test_an_invitation_can_be_used_for_its_time_and_no_longer(store: Store, ann: User, clock: Clock) -> None:
    secret = invite(store, ann)
    assert not is_invited(store, "another secret")
    clock.now += INVITED_FOR - timedelta(seconds=1)
    assert is_invited(store, secret)
    clock.now += timedelta(seconds=1)
    assert not is_invited(store, secret)


def test_a_newer_invitation_takes_the_place_of_an_older(store: Store, ann: User) -> None:
    first, second = invite(store, ann), invite(store, ann)
    assert (is_invited(store, first), is_invited(store, second)) == (False, True)


def test_an_invitation_is_spent_when_the_password_is_set(store: Store, ann: User) -> None:
    secret = invite(store, ann)
    enrol(store, ann)
    assert not is_invited(store, secret)


def test_whoever_may_not_sign_in_is_not_invited_either(store: Store, ann: User) -> None:
    secret = invite(store, ann)
    with store.writing(OFFICE) as kept:
        kept.people.change_user(ann.id, name="Ann", role=ann.role, scopes=(), is_active=False)
    assert not is_invited(store, secret)
    with pytest.raises(ConflictError, match="may not sign in"):
        invite(store, ann)


def test_a_code_works_once_and_so_does_no_older_one(store: Store, ann: User, clock: Clock) -> None:
    app = enrol(store, ann)
    code = app.code(clock.now)
    assert spend(store, ann, code)
    assert not spend(store, ann, code)
    assert not spend(store, ann, app.code(clock.now - timedelta(seconds=30)))
    clock.now += timedelta(seconds=30)
    assert spend(store, ann, app.code(clock.now))


def test_each_recovery_code_works_once_and_for_its_own_user_alone(store: Store, ann: User) -> None:
    app = enrol(store, ann)
    with store.writing(OFFICE) as kept:
        bob = kept.people.make_user("bob@example.org", "Bob", Role.OFFICER)
    enrol(store, bob)
    first, second, *_ = app.recovery_codes
    assert not spend(store, bob, first)
    assert spend(store, ann, first.upper().replace("-", " "))
    assert not spend(store, ann, first)
    with store.reading(OFFICE) as kept:
        assert kept.credentials.codes_left(ann.id) == 9
    assert spend(store, ann, second)


def test_new_recovery_codes_take_the_place_of_the_old(store: Store, ann: User) -> None:
    old = enrol(store, ann).recovery_codes[0]
    new = enrol(store, ann).recovery_codes[0]
    assert (spend(store, ann, old), spend(store, ann, new)) == (False, True)


def test_without_a_second_factor_no_code_is_right(store: Store, ann: User) -> None:
    assert not spend(store, ann, "000000")


def test_a_reset_forgets_app_codes_and_council_account_and_ends_sessions(store: Store, ann: User, clock: Clock) -> None:
    app = enrol(store, ann)
    with store.writing(OFFICE) as kept:
        kept.credentials.bind(ann.id, "https://issuer.test", "7")
        kept.credentials.reset(ann.id)
        user = kept.people.get_user(ann.id)
        assert (user.has_second_factor, user.oidc_issuer, user.can_sign_in) == (False, None, False)
        assert kept.credentials.codes_left(ann.id) == 0
    assert not spend(store, ann, app.code(clock.now))
    assert not spend(store, ann, app.recovery_codes[0])


def test_a_second_factor_offered_to_one_is_no_use_to_another(store: Store, ann: User) -> None:
    with store.writing(OFFICE) as kept:
        bob = kept.people.make_user("bob@example.org", "Bob", Role.OFFICER)
        secret, sealed = kept.credentials.offer_second_factor(ann.id)
        assert kept.credentials.offered(ann.id, sealed) == secret
        with pytest.raises(UnusableError):
            kept.credentials.offered(bob.id, sealed)


def test_users_are_known_by_issuer_and_subject_together(store: Store, ann: User) -> None:
    with store.writing(OFFICE) as kept:
        kept.credentials.bind(ann.id, "https://issuer.test", "7")
    with store.reading(OFFICE) as kept:
        bound = kept.credentials.find_bound("https://issuer.test", "7")
        assert bound is not None
        assert bound.id == ann.id
        assert kept.credentials.find_bound("https://issuer.test", "8") is None
        assert kept.credentials.find_bound("https://other.test", "7") is None


def test_only_the_invited_and_unbound_are_found_by_address(store: Store, ann: User, clock: Clock) -> None:
    def is_found() -> bool:
        with store.reading(OFFICE) as kept:
            return kept.credentials.find_invited_address("Ann@Example.org") is not None

    assert not is_found()
    invite(store, ann)
    assert is_found()
    clock.now += INVITED_FOR
    assert not is_found()
    invite(store, ann)
    with store.writing(OFFICE) as kept:
        kept.credentials.bind(ann.id, "https://issuer.test", "7")
    invite(store, ann)
    assert not is_found()


def everything(store: Store) -> str:
    """Return all that the database holds of users and of what they did, as text."""
    told = []
    with store.database.reading() as connection:
        for name in ("user_account", "recovery_code", "session", "throttle", "audit"):
            told += [repr(tuple(row)) for row in connection.exec_driver_sql(f"SELECT * FROM {name}")]  # noqa: S608 -- names of our own
    return "\n".join(told)


def test_no_secret_password_or_code_stands_in_the_database_or_its_log(store: Store, ann: User, clock: Clock) -> None:
    invitation = invite(store, ann)
    app: App = enrol(store, ann)
    code = app.code(clock.now)
    assert spend(store, ann, code)
    assert spend(store, ann, app.recovery_codes[3])
    held = everything(store)
    assert password_hash() in held  # so that what follows could be found
    assert ann.email in held
    plain = (code, *app.recovery_codes, *(each.replace("-", "") for each in app.recovery_codes))
    for secret in (PASSWORD, invitation, app.secret, app.secret.encode().hex(), *plain):
        assert secret not in held
    with store.reading(OFFICE) as kept:
        logged = json.dumps([dict(entry.detail) for entry in kept.audit.list_entries(most=100)])
    for held_back in ("ann@example.org", "Ann", "argon2"):
        assert held_back not in logged
