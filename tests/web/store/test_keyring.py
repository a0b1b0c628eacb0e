"""Keys and what they seal."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.store import Keyring
from web.store.errors import UnusableError
from web.store.keyring import seal, seal_for_all, unseal, unseal_for_all

KEYS = [bytes([number]) * 32 for number in range(3)]


@given(st.binary(), st.text())
def test_what_is_sealed_is_opened_with_its_key_at_its_place(text: bytes, place: str) -> None:
    assert unseal(KEYS[0], seal(KEYS[0], text, place), place) == text
    assert unseal_for_all(KEYS, seal_for_all(KEYS, text, place), place) == text


def test_what_is_sealed_cannot_be_moved_changed_or_opened_with_another_key() -> None:
    sealed = seal(KEYS[0], b"Ann", "record|p1")
    for key, held, place in (
        (KEYS[1], sealed, "record|p1"),
        (KEYS[0], sealed, "record|p2"),
        (KEYS[0], sealed[:-1] + bytes([sealed[-1] ^ 1]), "record|p1"),
    ):
        with pytest.raises(UnusableError):
            unseal(key, held, place)


def test_what_is_sealed_for_all_needs_every_key() -> None:
    sealed = seal_for_all(KEYS, b"the way to school", "run|1")
    with pytest.raises(UnusableError):
        unseal_for_all(KEYS[:2], sealed, "run|1")


def test_keys_are_written_once_for_their_owner_alone(tmp_path: Path) -> None:
    path, keys = tmp_path / "keys.json", Keyring.fresh()
    keys.write(path)
    assert Keyring.read(path) == keys
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        Keyring.fresh().write(path)


@pytest.mark.parametrize(
    "text", ["", "{}", '{"wrapping": 1}', '{"wrapping": "AA==", "office": "", "audit": "", "pages": ""}']
)
def test_a_broken_file_of_keys_is_said_to_be_broken(tmp_path: Path, text: str) -> None:
    (tmp_path / "keys.json").write_text(text, encoding="utf-8")
    with pytest.raises(UnusableError, match="is not whole"):
        Keyring.read(tmp_path / "keys.json")
    with pytest.raises(UnusableError, match="is not there"):
        Keyring.read(tmp_path / "other.json")


def test_a_wrapped_key_is_unwrapped_by_the_same_ring_alone() -> None:
    keys = Keyring.fresh()
    assert keys.unwrap(keys.wrap(KEYS[1])) == KEYS[1]
    with pytest.raises(UnusableError, match="not those of this database"):
        Keyring.fresh().unwrap(keys.wrap(KEYS[1]))
