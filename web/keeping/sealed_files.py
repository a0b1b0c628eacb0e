"""Files that only the office's key opens: a label in the open, sealed pieces, and a checksum at the end.

The label is a line of JSON; each piece is bound to it, to its number, and to being the last one or not: nothing can be
cut off, moved or put in. The checksum finds a damaged file without any key.
"""

import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from web.store.errors import UnusableError
from web.store.keyring import seal, unseal

_MAGIC = b"waymark-backup/1\n"
_PIECE = 1 << 20
_LENGTH = 4
_CHECKSUM = 32


class Sealer(io.RawIOBase):
    """Takes bytes and writes them sealed, piece by piece."""

    def __init__(self, stream: BinaryIO, key: bytes, label: bytes) -> None:
        self._stream = stream
        self._key = key
        self._place = f"backup|{hashlib.sha256(label).hexdigest()}"
        self._sum = hashlib.sha256()
        self._number = 0
        self._held = bytearray()
        self._write(_MAGIC + label)

    def write(self, data: Any) -> int:
        """Take bytes; return how many."""
        self._held += data
        while len(self._held) > _PIECE:
            self._piece(bytes(self._held[:_PIECE]), is_last=False)
            del self._held[:_PIECE]
        return len(data)

    def finish(self) -> None:
        """Write the last piece, and the checksum."""
        self._piece(bytes(self._held), is_last=True)
        self._stream.write(self._sum.digest())

    def _piece(self, data: bytes, *, is_last: bool) -> None:
        sealed = seal(self._key, data, _place(self._place, self._number, is_last=is_last))
        self._write(len(sealed).to_bytes(_LENGTH) + sealed)
        self._number += 1

    def _write(self, data: bytes) -> None:
        self._sum.update(data)
        self._stream.write(data)


def sealing(stream: BinaryIO, key: bytes, label: Mapping[str, Any]) -> Sealer:
    """Return what seals bytes into a stream, under a label; call its ``finish`` at the end."""
    return Sealer(stream, key, json.dumps(dict(label), sort_keys=True).encode() + b"\n")


class Opener(io.RawIOBase):
    """Gives the bytes of a sealed file."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._held = bytearray()

    def read(self, size: int = -1) -> bytes:
        """Return so many bytes, fewer at the end; all of them if ``size`` is negative."""
        while size < 0 or len(self._held) < size:
            piece = next(self._pieces, None)
            if piece is None:
                break
            self._held += piece
        end = len(self._held) if size < 0 else size
        given = bytes(self._held[:end])
        del self._held[:end]
        return given


@contextmanager
def opening(path: Path, key: bytes) -> Iterator[Opener]:
    """Give the bytes of a sealed file; ``UnusableError`` if it is damaged, or sealed with another key."""
    refuse_damaged(path)
    with path.open("rb") as stream:
        label = _label(stream, path)
        yield Opener(_pieces(stream, key, f"backup|{hashlib.sha256(label).hexdigest()}", path))


def label_of(path: Path) -> dict[str, Any]:
    """Return the label of a sealed file; ``UnusableError`` if it is damaged."""
    refuse_damaged(path)
    with path.open("rb") as stream:
        found: dict[str, Any] = json.loads(_label(stream, path))
    return found


def refuse_damaged(path: Path) -> None:
    """Raise ``UnusableError`` unless a file ends in its own checksum."""
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            if stream.read(len(_MAGIC)) != _MAGIC:
                raise UnusableError(f"{path} is no backup of Waymark.")
            stream.seek(0)
            found, left = hashlib.sha256(), size - _CHECKSUM
            while left > 0:
                data = stream.read(min(left, _PIECE))
                found.update(data)
                left -= len(data)
            if found.digest() != stream.read():
                raise UnusableError(f"{path} is damaged: take another backup.")
    except OSError as error:
        raise UnusableError(f"{path} cannot be read: {error.strerror}.") from error


def _label(stream: BinaryIO, path: Path) -> bytes:
    if stream.readline() != _MAGIC:
        raise UnusableError(f"{path} is no backup of Waymark.")
    return stream.readline()


def _pieces(stream: BinaryIO, key: bytes, place: str, path: Path) -> Iterator[bytes]:
    end = path.stat().st_size - _CHECKSUM
    number = 0
    while stream.tell() < end:
        sealed = stream.read(int.from_bytes(stream.read(_LENGTH)))
        try:
            piece = unseal(key, sealed, _place(place, number, is_last=stream.tell() == end))
        except UnusableError:
            raise UnusableError(f"{path} was sealed with other keys than these, or has been changed since.") from None
        yield piece
        number += 1


def _place(place: str, number: int, *, is_last: bool) -> str:
    return f"{place}|{number}{'|last' if is_last else ''}"
