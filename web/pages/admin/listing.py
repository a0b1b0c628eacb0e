"""Long lists, a page at a time."""

from collections.abc import Mapping
from urllib.parse import urlencode

from flask import request

from web.pages.parts import Pages

PER_PAGE = 50


def page_asked() -> int:
    """Return which page of a list is asked for; the first where nobody can tell."""
    text = request.args.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 7 else 1  # noqa: PLR2004 -- no list is that long


def pages_of(number: int, count: int, path: str, asked: Mapping[str, str]) -> Pages:
    """Return where a page stands in a list of so many.

    Parameters
    ----------
    path, asked
        The address of the list, and what else is asked of it.
    """
    kept = urlencode({name: value for name, value in asked.items() if value}).replace("{", "%7B").replace("}", "%7D")
    return Pages(number, max(1, -(-count // PER_PAGE)), f"{path}?{kept}{'&' if kept else ''}page={{}}")
