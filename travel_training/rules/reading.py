"""How a rule reads a session aloud: the day, the time and the length as people write them."""

from collections.abc import Iterable
from datetime import date

from travel_training.timetable import Session


def clock(seconds: int) -> str:
    """Return a time of day as on a timetable.

    Examples
    --------
    >>> clock(8 * 3600 + 35 * 60)
    '08:35'
    """
    return f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}"


def said_day(day: date) -> str:
    """Return a day as people say it.

    Examples
    --------
    >>> said_day(date(2027, 1, 4))
    'Mon 4 Jan 2027'
    """
    return f"{day:%a} {day.day} {day:%b %Y}"


def said(session: Session) -> str:
    """Return which session it is, and when."""
    return f"{session.id} on {said_day(session.day)} at {clock(session.begins_s)}"


def listed(words: Iterable[str]) -> str:
    """Return words as a list in a sentence.

    Examples
    --------
    >>> listed(["p1", "p2", "p3"])
    'p1, p2 and p3'
    """
    each = list(words)
    return f"{', '.join(each[:-1])} and {each[-1]}" if len(each) > 1 else "".join(each)
