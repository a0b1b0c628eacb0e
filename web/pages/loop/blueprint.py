"""The blueprint of the seats, and the ways between its pages."""

from flask import Blueprint, request, url_for

from web.pages.parts import Link

pages = Blueprint("loop", __name__, url_prefix="/seats")

_SECTIONS = (
    ("Free seats", "loop.show_seats"),
    ("Candidates", "loop.show_candidates"),
    ("Numbers", "loop.show_numbers"),
)


def sections() -> list[Link]:
    """Return the pages of the seats."""
    return [Link(words, url_for(name), is_current=request.endpoint == name) for words, name in _SECTIONS]


def money(pence: int | None) -> str:
    """Return an amount as a page shows it, or that nobody knows it.

    Examples
    --------
    >>> money(120_450), money(-200), money(None)
    ('£1,204.50', '-£2.00', 'not known')
    """
    if pence is None:
        return "not known"
    return f"{'-' if pence < 0 else ''}£{abs(pence) / 100:,.2f}"
