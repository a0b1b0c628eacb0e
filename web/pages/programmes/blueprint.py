"""The blueprint of the programmes, and what several of their pages say."""

import re
from collections.abc import Iterable

from flask import Blueprint

pages = Blueprint("programmes", __name__, url_prefix="/programmes")
_LONGEST_ID = 60


def new_id(words: str, taken: Iterable[str]) -> str:
    """Return an id made of a name, unlike those that are taken.

    Examples
    --------
    >>> new_id("Crosses at the lights", ["crosses-at-the-lights"])
    'crosses-at-the-lights-2'
    """
    held = set(taken)
    stem = re.sub(r"[^a-z0-9]+", "-", words.casefold()).strip("-")[:_LONGEST_ID] or "new"
    tried = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(held) + 2))
    return next(each for each in tried if each not in held)
