"""What a cell may hold: how it is read, how it is written, and the words for what was expected."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from geodata.errors import GeodataError
from geodata.postcodes import normalise_postcode
from routing.authority.records import DAY_NAMES
from routing.authority.tables import plain
from routing.encoding import nearest
from routing.records import Layout


@dataclass(frozen=True, slots=True)
class Cell:
    """A kind of cell.

    Parameters
    ----------
    expected
        What it holds, for the sentence of one that does not: "'soon' is not ...".
    read
        From text to value; raises ``ValueError``, with a sentence of its own if there is something better to say.
    write
        From value to text, such that reading gives the value back.
    """

    expected: str
    read: Callable[[str], Any]
    write: Callable[[Any], str] = str


_YES, _NO = {"yes", "y", "true", "1"}, {"no", "n", "false", "0"}
_LAYOUT = re.compile(r"(-?\d+)(?:\s*\+\s*(-?\d+))?")
_LONGEST = 200


def _text(text: str) -> str:
    if len(text) > _LONGEST:
        raise ValueError(f"the text is longer than {_LONGEST} letters")
    if not text.isprintable():
        raise ValueError("the text has a line break or another sign that cannot be printed")
    return text


def _whole(text: str) -> int:
    if re.fullmatch(r"-\d+", text):
        raise ValueError(f"must not be negative, not {text}")
    if not re.fullmatch(r"\d{1,9}", text):
        raise ValueError
    return int(text)


def _at_least_one(text: str) -> int:
    number = _whole(text)
    if number < 1:
        raise ValueError("must be at least 1, not 0")
    return number


def _number_within(low: float, high: float) -> Callable[[str], float]:
    def read(text: str) -> float:
        number = float(text)
        if not low <= number <= high:
            raise ValueError(f"must be from {low:g} to {high:g}, not {text}")
        return number

    return read


def _pence(text: str) -> int:
    """Return the pence of pounds, exactly: ``£1,250.50``, ``45``, ``1.2``."""
    bare = text.replace("£", "", 1).replace(",", "").strip()
    try:
        pence = Decimal(bare) * 100
    except InvalidOperation:
        raise ValueError from None
    if not pence.is_finite() or pence > 10**9:
        raise ValueError
    if pence < 0:
        raise ValueError(f"must not be negative, not {text}")
    if pence != int(pence):
        raise ValueError(f"must be whole pence, not {text}")
    return int(pence)


def _clock(text: str) -> int:
    match = re.fullmatch(r"(\d{1,2})[:.](\d{2})(?::(\d{2}))?", text)
    hour, minute, second = (int(part or 0) for part in match.groups()) if match else (99, 0, 0)
    if hour > 23 or minute > 59 or second > 59:  # noqa: PLR2004 -- a clock
        raise ValueError
    return 3600 * hour + 60 * minute + second


def _clock_text(seconds: int) -> str:
    rest = f":{seconds % 60:02d}" if seconds % 60 else ""
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}{rest}"


def _minutes(text: str) -> int:
    """Return the seconds of minutes: ``4``, ``2.5``, ``2:30``."""
    match = re.fullmatch(r"(\d{1,4}):([0-5]\d)", text)
    if match:
        return 60 * int(match.group(1)) + int(match.group(2))
    if text.startswith("-"):
        raise ValueError(f"must not be negative, not {text}")
    if not re.fullmatch(r"\d{1,4}(\.\d{1,2})?", text):
        raise ValueError
    seconds = Decimal(text) * 60
    if seconds != int(seconds):
        raise ValueError("must be whole seconds; write minutes and seconds as 2:30")
    return int(seconds)


def _minutes_text(seconds: int) -> str:
    return str(seconds // 60) if seconds % 60 == 0 else f"{seconds // 60}:{seconds % 60:02d}"


def _date(text: str) -> date:
    for pattern, order in ((r"(\d{4})-(\d{1,2})-(\d{1,2})", (0, 1, 2)), (r"(\d{1,2})/(\d{1,2})/(\d{4})", (2, 1, 0))):
        if match := re.fullmatch(pattern, text):
            year, month, day = (int(match.groups()[place]) for place in order)
            try:
                return date(year, month, day)
            except ValueError:
                raise ValueError(f"'{text}' is no day of the calendar (dates are YYYY-MM-DD or DD/MM/YYYY)") from None
    if re.fullmatch(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}", text):
        raise ValueError(f"'{text}' has a year of two digits: write all four")
    raise ValueError


def _yes_no(text: str) -> bool:
    word = text.casefold()
    if word not in _YES | _NO:
        raise ValueError
    return word in _YES


def _days(text: str) -> frozenset[int]:
    """Return the weekdays of ``Mon Tue Fri``, ``Mon-Thu`` or ``Monday;Friday``."""
    found: set[int] = set()
    for part in re.split(r"[\s;,]+", re.sub(r"\s*[-–]\s*", "-", text)):
        ends = [_weekday(word) for word in part.split("-")]
        if len(ends) > 2 or ends[0] > ends[-1]:  # noqa: PLR2004 -- from and to
            raise ValueError
        found.update(range(ends[0], ends[-1] + 1))
    return frozenset(found)


def _weekday(word: str) -> int:
    close = [n for n, name in enumerate(DAY_NAMES) if len(word) >= 2 and name.casefold().startswith(word.casefold())]  # noqa: PLR2004 -- Mo
    if len(close) != 1:
        raise ValueError
    return close[0]


def _postcode(text: str) -> str:
    try:
        return normalise_postcode(text)
    except GeodataError:
        raise ValueError from None


def _layouts(text: str) -> tuple[Layout, ...]:
    found = []
    for part in text.split(";"):
        match = _LAYOUT.fullmatch(part.strip())
        if match is None:
            raise ValueError(f"'{part.strip()}' is not seats, or seats+wheelchair spaces (16+0; 14+1)")
        seats, spaces = int(match.group(1)), int(match.group(2) or 0)
        if min(seats, spaces) < 0 or seats + spaces == 0:
            raise ValueError(f"'{part.strip()}' must have room for someone, and nothing negative")
        found.append(Layout(seats, spaces))
    if len(set(found)) != len(found):
        raise ValueError(f"'{text}' gives a layout twice")
    return tuple(found)


def _layouts_text(layouts: tuple[Layout, ...]) -> str:
    return "; ".join(f"{layout.seats}+{layout.wheelchair_spaces}" for layout in layouts)


def _words(text: str) -> tuple[str, ...]:
    """Return the parts between semicolons; ``none`` says that there are none."""
    if text.casefold() == "none":
        return ()
    found = tuple(_text(word) for part in text.split(";") if (word := part.strip()))
    if len(set(found)) != len(found):
        raise ValueError(f"'{text}' names something twice")
    return found


def _float_text(number: float) -> str:
    return repr(number).removesuffix(".0")


def choice(kind: type[StrEnum]) -> Cell:
    """Return the kind of cell that holds one word of an enumeration, whatever its case and dashes."""
    of_plain = {plain(each.value): each for each in kind}

    def read(text: str) -> StrEnum:
        if plain(text) not in of_plain:
            raise ValueError(f"'{text}' is not one of {', '.join(kind)}{nearest(text, list(kind))}")
        return of_plain[plain(text)]

    return Cell(f"one of {', '.join(kind)}", read)


ID = Cell("an id", _text)
TEXT = Cell("text", _text)
WHOLE = Cell("a whole number (16)", _whole)
AT_LEAST_ONE = Cell("a whole number, at least 1", _at_least_one)
LAT = Cell("degrees north (52.67)", _number_within(-90, 90), _float_text)
LON = Cell("degrees east (-0.73)", _number_within(-180, 180), _float_text)
EASTING = Cell("metres of the National Grid (486000)", _number_within(0, 700_000), _float_text)
NORTHING = Cell("metres of the National Grid (308800)", _number_within(0, 1_300_000), _float_text)
POSTCODE = Cell("a postcode (LE15 6HP)", _postcode)
POUNDS = Cell("pounds (£45.00)", _pence, lambda pence: f"{pence // 100}.{pence % 100:02d}")
CLOCK = Cell("a time of day (08:40)", _clock, _clock_text)
HOURS = Cell("hours and minutes (5:00)", _clock, _clock_text)
MINUTES = Cell("minutes (4, 2.5 or 2:30)", _minutes, _minutes_text)
DATE = Cell("a date (2026-09-01 or 01/09/2026)", _date, lambda day: day.isoformat())
YES_NO = Cell("yes or no", _yes_no, lambda yes: "yes" if yes else "no")
DAYS = Cell(
    "days of the week (Mon Tue Fri, or Mon-Thu)", _days, lambda days: " ".join(DAY_NAMES[n][:3] for n in sorted(days))
)
LAYOUTS = Cell("layouts (16+0; 14+1)", _layouts, _layouts_text)
WORDS = Cell("words with semicolons between them", _words, lambda words: "; ".join(words) or "none")
