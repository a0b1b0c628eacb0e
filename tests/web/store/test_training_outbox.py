"""The keys of phones' outboxes: a month in use, a week longer to open with; and refusals, each to its own trainer."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import ECDH, SECP256R1, EllipticCurvePublicKey, generate_private_key

from tests.web.office import OFFICE, Clock
from tests.web.trainees import train_in_town
from travel_training.entries import EntryId
from web.store import Store
from web.store.tables import Base
from web.store.training_outbox import LATE, OutboxKey


def now_used(store: Store) -> OutboxKey:
    with store.writing(OFFICE) as kept:
        return kept.training.outbox.key()


def test_what_is_sealed_to_the_public_key_opens_with_the_private_one(store: Store) -> None:
    key = now_used(store)
    phone = generate_private_key(SECP256R1())
    with store.reading(OFFICE) as kept:
        own = kept.training.outbox.find_private(key.key_id)
    assert own is not None
    public = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), key.public)
    assert own.exchange(ECDH(), phone.public_key()) == phone.exchange(ECDH(), public)


def test_a_key_is_used_for_a_month_and_opens_for_a_week_more(store: Store, clock: Clock) -> None:
    first = now_used(store)
    assert now_used(store) == first
    clock.now = first.retires_at
    with store.reading(OFFICE) as kept:
        assert kept.training.outbox.find_key() is None
    second = now_used(store)
    assert second.key_id != first.key_id
    clock.now = first.retires_at + LATE - timedelta(seconds=1)
    with store.reading(OFFICE) as kept:
        assert kept.training.outbox.find_private(first.key_id) is not None
    clock.wait(1)
    with store.writing(OFFICE) as kept:
        assert kept.training.outbox.find_private(first.key_id) is None
        assert kept.forgetting.outbox_keys(clock.now - LATE + timedelta(seconds=1)) == 1
        assert kept.training.outbox.find_key() == second


def test_the_private_key_does_not_stand_in_the_database(store: Store) -> None:
    key = now_used(store)
    with store.database.reading() as connection:
        row = connection.execute(Base.metadata.tables["outbox_key"].select()).mappings().one()
    assert bytes(row["public"]) == key.public
    assert len(row["sealed_private"]) > 100
    assert b"MIG" not in bytes(row["sealed_private"])


def test_a_refusal_is_told_to_its_own_trainer_until_they_have_seen_to_it(store: Store) -> None:
    trainers = train_in_town(store)
    entry = EntryId("e1")
    for why in ("level 9 is not on the scale.", "no such session."):
        with store.writing(trainers.tamsin.principal()) as kept:
            kept.training.outbox.refuse(entry, why)
    with store.writing(trainers.ulf.principal()) as kept:
        assert kept.training.outbox.list_refused() == []
        kept.training.outbox.dismiss(entry)
    with store.writing(trainers.tamsin.principal()) as kept:
        assert [(each.entry, each.why) for each in kept.training.outbox.list_refused()] == [(entry, "no such session.")]
        kept.training.outbox.dismiss(entry)
        assert kept.training.outbox.list_refused() == []


def test_what_was_refused_long_ago_is_forgotten(store: Store, clock: Clock) -> None:
    with store.writing(OFFICE) as kept:
        kept.training.outbox.refuse(EntryId("e1"), "no such session.")
        assert kept.forgetting.refused_entries(clock.now) == 0
        assert kept.forgetting.refused_entries(clock.now + timedelta(seconds=1)) == 1


@pytest.mark.parametrize("key_id", ["", "nobody's"])
def test_no_key_is_found_under_another_name(store: Store, key_id: str) -> None:
    now_used(store)
    with store.reading(OFFICE) as kept:
        assert kept.training.outbox.find_private(key_id) is None
