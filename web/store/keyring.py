"""Keys: one that wraps every pupil's own, one for the office's files, one for the audit log; and what they seal.

AES-256-GCM. What is sealed is bound to its place (table, column, row), so that it cannot be moved to another pupil. The
file of keys belongs apart from the backups: a backup without it is noise.
"""

import base64
import json
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from web.store.errors import UnusableError

_NONCE = 12
_NAMES = ("wrapping", "office", "audit", "pages")


def seal(key: bytes, text: bytes, place: str) -> bytes:
    """Return a text sealed with a key and bound to a place."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, text, place.encode())


def unseal(key: bytes, sealed: bytes, place: str) -> bytes:
    """Return the text; ``UnusableError`` if the key is another, the place is another, or a bit has changed."""
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], place.encode())
    except InvalidTag:
        raise UnusableError(f"What is kept of {place} cannot be opened with these keys, or has been changed.") from None


def seal_for_all(keys: Iterable[bytes], text: bytes, place: str) -> bytes:
    """Return a text sealed with one key around the other: whoever erases one of them erases the text."""
    for key in keys:
        text = seal(key, text, place)
    return text


def unseal_for_all(keys: Iterable[bytes], sealed: bytes, place: str) -> bytes:
    """Return a text that ``seal_for_all`` sealed with the same keys in the same order."""
    for key in reversed(list(keys)):
        sealed = unseal(key, sealed, place)
    return sealed


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys of one installation, 32 bytes each.

    Parameters
    ----------
    wrapping
        Wraps each pupil's own key.
    office
        Seals what is of nobody in particular: loaded files, second factors, backups.
    audit
        Chains the audit log.
    pages
        Signs the tokens of forms.
    """

    wrapping: bytes
    office: bytes
    audit: bytes
    pages: bytes

    @classmethod
    def fresh(cls) -> Self:
        """Return new keys."""
        return cls(*(secrets.token_bytes(32) for _ in _NAMES))

    @classmethod
    def read(cls, path: Path) -> Self:
        """Return the keys of a file; ``UnusableError`` if it is not there, or not whole."""
        try:
            held = json.loads(path.read_text(encoding="utf-8"))
            keys = [base64.b64decode(held[name], validate=True) for name in _NAMES]
        except FileNotFoundError:
            raise UnusableError(f"{path} is not there: bring back the copy of the keys that you keep apart.") from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UnusableError(f"{path} is not whole: bring back the copy of the keys that you keep apart.") from error
        if any(len(key) != 32 for key in keys):  # noqa: PLR2004 -- 256 bits
            raise UnusableError(f"{path} is not whole: bring back the copy of the keys that you keep apart.")
        return cls(*keys)

    def write(self, path: Path) -> None:
        """Write the keys to a new file that nobody else may read; never over another."""
        text = json.dumps({name: base64.b64encode(getattr(self, name)).decode() for name in _NAMES})
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())

    def wrap(self, key: bytes) -> bytes:
        """Return a pupil's key as it is kept."""
        return aes_key_wrap(self.wrapping, key)

    def unwrap(self, wrapped: bytes) -> bytes:
        """Return a pupil's key."""
        try:
            return aes_key_unwrap(self.wrapping, wrapped)
        except InvalidUnwrap:
            raise UnusableError("A pupil's key cannot be unwrapped: the keys are not those of this database.") from None
