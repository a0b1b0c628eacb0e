"""Sealed files: opened by their key alone, and refused whatever of them is changed."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from web.keeping import sealed_files
from web.keeping.sealed_files import label_of, opening, refuse_damaged, sealing
from web.store.errors import UnusableError

KEY, OTHER = bytes(32), bytes([1] * 32)
LABEL = {"made_at": "2026-11-23"}
SMALL = 64
"""A length of pieces at which small files have several."""


@pytest.fixture(autouse=True, scope="module")
def small_pieces() -> Iterator[None]:
    """Cut files into small pieces."""
    patch = pytest.MonkeyPatch()
    patch.setattr(sealed_files, "_PIECE", SMALL)
    yield
    patch.undo()


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sealed") / "file"


def write(path: Path, data: bytes, key: bytes = KEY) -> None:
    with path.open("wb") as stream:
        sealer = sealing(stream, key, LABEL)
        for first in range(0, len(data), 50):
            sealer.write(data[first : first + 50])
        sealer.finish()


def read(path: Path, key: bytes = KEY) -> bytes:
    with opening(path, key) as opened:
        return opened.read()


def with_own_checksum(content: bytes) -> bytes:
    """Return content whose checksum is right again, as whoever means harm would write it."""
    return content[:-32] + hashlib.sha256(content[:-32]).digest()


@settings(deadline=None, max_examples=40)
@given(data=st.binary(max_size=5 * SMALL))
def test_what_was_sealed_is_given_back(path: Path, data: bytes) -> None:
    write(path, data)
    assert label_of(path) == LABEL
    assert read(path) == data
    with opening(path, KEY) as opened:
        assert b"".join(iter(lambda: opened.read(7), b"")) == data


@settings(deadline=None, max_examples=40)
@given(data=st.binary(min_size=1, max_size=3 * SMALL), place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_flipped_bit_is_found_without_any_key(path: Path, data: bytes, place: float, bit: int) -> None:
    write(path, data)
    content = bytearray(path.read_bytes())
    content[int(place * len(content))] ^= 1 << bit
    path.write_bytes(content)
    with pytest.raises(UnusableError, match=r"is damaged|is no backup"):
        refuse_damaged(path)


@settings(deadline=None, max_examples=40)
@given(place=st.floats(0, 1, exclude_max=True))
def test_a_changed_file_is_refused_though_its_checksum_is_right(path: Path, place: float) -> None:
    write(path, bytes(3 * SMALL))
    content = bytearray(path.read_bytes())
    content[int(place * (len(content) - 32))] ^= 1
    path.write_bytes(with_own_checksum(bytes(content)))
    with pytest.raises(UnusableError, match=r"has been changed since|is no backup"):
        read(path)


def test_a_file_whose_last_piece_was_cut_off_is_refused_though_its_checksum_is_right(path: Path) -> None:
    write(path, bytes(3 * SMALL))
    content = path.read_bytes()
    piece = 4 + 12 + SMALL + 16  # length, nonce, text, tag
    path.write_bytes(with_own_checksum(content[: -32 - piece] + bytes(32)))
    with pytest.raises(UnusableError, match="has been changed since"):
        read(path)


def test_another_key_opens_nothing(path: Path) -> None:
    write(path, b"text")
    with pytest.raises(UnusableError, match="was sealed with other keys than these"):
        read(path, OTHER)
