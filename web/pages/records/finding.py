"""What a list of records is searched for: it may be a pupil's name, so it stands sealed in the address, never plain."""

import base64
import binascii
from collections.abc import Mapping, Sequence

from web.pages.guard import site
from web.records.layouts import KIND
from web.records.rows import Row
from web.store.errors import UnusableError
from web.store.keyring import seal, unseal

_PLACE = "search"


def sealed(text: str) -> str:
    """Return what was searched for, as an address may bear it."""
    return base64.urlsafe_b64encode(seal(site().store.keyring.office, text.encode(), _PLACE)).decode().rstrip("=")


def unsealed(token: str) -> str:
    """Return what was searched for; nothing where the address has been changed by hand."""
    try:
        found = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        return unseal(site().store.keyring.office, found, _PLACE).decode()
    except (binascii.Error, ValueError, UnusableError):
        return ""


def has_secrets(kind: str) -> bool:
    """Say whether a search of a kind must open what is sealed."""
    return any(column.searched and column.sensitive for column in KIND[kind].columns)


def matching(rows: Sequence[Row], text: str, names: Mapping[str, str]) -> list[Row]:
    """Return the records in which every word of a search is found.

    Parameters
    ----------
    names
        The names of pupils by reference, by which records about them are found too.
    """
    words = text.casefold().split()
    return [row for row in rows if _has(row, words, names)]


def _has(row: Row, words: Sequence[str], names: Mapping[str, str]) -> bool:
    kind = KIND[row.kind]
    texts = [row[column.name] for column in kind.columns if column.searched or column.name in kind.key]
    texts += [names.get(row[name], "") for name in ("pupil", "other", "school") if row[name]]
    whole = " ".join(texts).casefold()
    return all(word in whole for word in words)
