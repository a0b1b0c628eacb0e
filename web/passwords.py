"""Passwords: which are good enough, and how they are kept and tried without wearing the machine out."""

import re
import unicodedata
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

FEWEST, MOST = 12, 200
"""How many signs a password has."""
_LEFT = 6
"""How many signs must be left when everything that others try first is taken out."""
_OWN_WORDS = ("waymark", "schooltransport")
_COMMON = (
    "administrator admin arsenal baseball change changeme charlie chelsea chocolate computer council default dragon "
    "england everton football god guest hello iloveyou jesus letmein liverpool login london love manchester master "
    "monday monkey mustang office passw0rd password passwort pa55word pokemon princess purple rangers school secret "
    "shadow spring starwars sunshine superman summer autumn winter taxi temp transport trustno1 united user welcome"
)
_ROWS = ("01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "qwertzuiop", "1qaz2wsx3edc4rfv")
_LEET = str.maketrans("013457@$!", "oieastasi")
_YEAR = re.compile(r"(19|20)\d\d")
_NOBODYS = "$argon2id$v=19$m=47104,t=2,p=1$EqBbXCPGATaDpPvIAwyhWw$p+rfTtrTSK1J7FQIAR7A+FBGiWX9ZZqcBTkWQ6M5zrE"
"""Tried where there is no user, so that the answer takes as long."""


def weakness(password: str, email: str) -> str:
    """Return a sentence on why a password is not good enough for the user of an address; nothing if it is.

    There are no rules about which signs it must have, for they make passwords no harder to guess.

    Examples
    --------
    >>> weakness("correct horse battery", "ann@example.org")
    ''
    >>> weakness("Password2026!", "ann@example.org")
    'This password is among the first that others try: use three random words'
    """
    plain = unicodedata.normalize("NFKC", password).casefold()
    if not FEWEST <= len(password) <= MOST:
        return f"A password has {FEWEST} to {MOST} letters, digits or signs, and this one has {len(password)}"
    close = "".join(plain.split())
    name = email.casefold().partition("@")[0]
    if any(word in close for word in (*_OWN_WORDS, name) if len(word) > 3):  # noqa: PLR2004 -- shorter is chance
        return "The password holds your address or the name of this service: use three random words"
    if len(set(close)) < _LEFT or _left(close) < _LEFT or _left(close.translate(_LEET)) < _LEFT:
        return "This password is among the first that others try: use three random words"
    return ""


def _left(plain: str) -> int:
    """Return how many signs are left without common words, years, and rows of the alphabet or the keyboard."""
    for word in sorted(_COMMON.split(), key=len, reverse=True):
        plain = plain.replace(word, "")
    plain = _YEAR.sub("", plain)
    for row in (each for whole in _ROWS for each in (whole, whole[::-1])):
        for length in range(len(row), 3, -1):
            for begin in range(len(row) - length + 1):
                plain = plain.replace(row[begin : begin + length], "")
    return len(plain)


class Passwords:
    """Keeps and tries passwords, each try a tenth of a second of work, never more than a few at once.

    Without that bound the sign-in page would be the easiest way to stop the service.

    Parameters
    ----------
    hasher
        What does the work: Argon2id, with more than the 46 MiB and one pass that OWASP asks for.
    at_once
        How many tries run at once; the others wait.
    """

    def __init__(self, hasher: PasswordHasher | None = None, at_once: int = 2) -> None:
        self._hasher = hasher or PasswordHasher(memory_cost=47_104, time_cost=2, parallelism=1)
        self._turn = BoundedSemaphore(at_once)

    def hash_of(self, password: str) -> str:
        """Return what is kept of a password."""
        with self._turn:
            return self._hasher.hash(_told(password))

    def is_right(self, password: str, kept: str | None) -> bool:
        """Say whether a password is the one that was kept; as much work, and never right, where none was."""
        with self._turn:
            try:
                self._hasher.verify(kept or _NOBODYS, _told(password))
            except VerifyMismatchError:
                return False
        return kept is not None


def _told(password: str) -> str:
    """Return a password as it is hashed: alike from every keyboard, and never longer than can be right."""
    return unicodedata.normalize("NFKC", password[: MOST + 1])


PASSWORDS = Passwords()
"""Of this process."""
