"""How times, lengths and money are written for people: ``08:35``, ``17 minutes``, ``2.4 miles``, ``£1,204.50``."""

from collections.abc import Iterable

MILE_M = 1609.344
MINUTE_S = 60
HOUR_S = 3600


def clock(seconds: int) -> str:
    """Return a time of day as on a timetable: the minute that has begun.

    Examples
    --------
    >>> clock(8 * 3600 + 35 * 60 + 40)
    '08:35'
    """
    return f"{seconds // HOUR_S:02d}:{seconds % HOUR_S // MINUTE_S:02d}"


def minutes(seconds: int) -> str:
    """Return a length of time in minutes, and seconds where there are any.

    Examples
    --------
    >>> minutes(1020), minutes(60), minutes(80), minutes(40)
    ('17 minutes', '1 minute', '1 minute 20 seconds', '40 seconds')
    """
    whole, rest = divmod(seconds, MINUTE_S)
    parts = [counted(whole, "minute")] if whole or not rest else []
    if rest:
        parts.append(counted(rest, "second"))
    return " ".join(parts)


def pounds(pence: int) -> str:
    """Return an amount of money.

    Examples
    --------
    >>> pounds(120450), pounds(-5), pounds(900)
    ('£1,204.50', '-£0.05', '£9.00')
    """
    sign = "-" if pence < 0 else ""
    return f"{sign}£{abs(pence) // 100:,}.{abs(pence) % 100:02d}"


def miles(metres: int) -> str:
    """Return a length of road.

    Examples
    --------
    >>> miles(3862), miles(1609)
    ('2.4 miles', '1.0 miles')
    """
    return f"{metres / MILE_M:,.1f} miles"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural unless there is one.

    Examples
    --------
    >>> counted(1, "seat"), counted(3, "seat")
    ('1 seat', '3 seats')
    """
    return f"{number} {noun}" if number == 1 else f"{number:,} {noun}s"


def listed(words: Iterable[str]) -> str:
    """Return words as a list in a sentence.

    Examples
    --------
    >>> listed(["p1", "p2", "p3"]), listed(["p1"]), listed([])
    ('p1, p2 and p3', 'p1', 'nobody')
    """
    each = list(words)
    if not each:
        return "nobody"
    return f"{', '.join(each[:-1])} and {each[-1]}" if len(each) > 1 else each[0]
