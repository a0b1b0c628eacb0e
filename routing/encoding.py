"""Values as JSON and back, driven by the dataclasses themselves; what does not fit is said with its path.

A dataclass is an object with its fields. What is None, False or an empty list is left out, and what is absent is
that: a document never leans on a default that may change later. Dates are ``YYYY-MM-DD``; a time of day is
``HH:MM:SS``, so that a person can read it (a broken plan's may be negative, or beyond 24:00:00); durations are whole
seconds; sets are sorted lists. Everything else is what it is.
"""

import math
import re
from collections.abc import Callable, Collection
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, NewType, TypeVar, Union, get_args, get_origin, get_type_hints

CLOCK_FIELDS = frozenset(
    {
        "from_s",
        "until_s",
        "home_from_s",
        "home_until_s",
        "time_s",
        "arrive_s",
        "leave_s",
        "earliest_pick_up_s",
        "latest_hand_over_s",
    }
)
"""The fields that are times of day; every other ``_s`` is a duration."""

_CLOCK = re.compile(r"(-?)(\d{2,6}):([0-5]\d):([0-5]\d)")

WRONG: Any = object()
"""What ``decode`` returns for a value that does not fit."""

_Value = TypeVar("_Value")

Say = Callable[[str, str], None]
"""Called with the path and the sentence of each thing that does not fit."""


def encode(value: Any) -> Any:
    """Return a value as JSON knows it: of dict, list, str, int, float and bool.

    Examples
    --------
    >>> from routing.records import Layout
    >>> encode(Layout(14, 1)), encode((Layout(16),))
    ({'seats': 14, 'wheelchair_spaces': 1}, [{'seats': 16, 'wheelchair_spaces': 0}])
    """
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        hints = _hints(type(value))
        return {
            each.name: clock(part) if each.name in CLOCK_FIELDS else encode(part)
            for each in fields(value)
            if each.init and (part := getattr(value, each.name)) != _nothing_of(hints[each.name])
        }
    if isinstance(value, frozenset):
        return sorted(encode(part) for part in value)
    if isinstance(value, tuple):
        return [encode(part) for part in value]
    return value


def read(kind: type[_Value], value: Any) -> _Value:
    """Return the value of a dataclass that ``encode`` wrote; ``ValueError`` if it cannot be read.

    Examples
    --------
    >>> from routing.records import Layout
    >>> read(Layout, {"seats": 14, "wheelchair_spaces": 1})
    Layout(seats=14, wheelchair_spaces=1)
    """
    wrong: list[str] = []
    found = decode(kind, value, kind.__name__, lambda path, said: wrong.append(f"{path}: {said}"))
    if wrong:
        raise ValueError("\n".join(wrong))
    made: _Value = found
    return made


def decode(hint: Any, value: Any, path: str, say: Say) -> Any:
    """Return the value of type ``hint`` that JSON ``value`` stands for, or ``WRONG``, having said why.

    Everything that is wrong is said, not only the first thing.
    """
    if isinstance(hint, NewType):
        return decode(hint.__supertype__, value, path, say)
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        if value is None:
            return None
        return decode(next(each for each in get_args(hint) if each is not NoneType), value, path, say)
    if origin in (tuple, frozenset):
        return _decode_list(hint, value, path, say)
    if is_dataclass(hint):
        return _decode_object(hint, value, path, say)
    return _decode_scalar(hint, value, path, say)


def clock(seconds: int) -> str:
    """Return a time of day as ``HH:MM:SS``.

    Examples
    --------
    >>> clock(31260), clock(-60), read_clock("08:41:00")
    ('08:41:00', '-00:01:00', 31260)
    """
    minutes, second = divmod(abs(seconds), 60)
    hour, minute = divmod(minutes, 60)
    return f"{'-' if seconds < 0 else ''}{hour:02d}:{minute:02d}:{second:02d}"


def read_clock(text: str) -> int | None:
    """Return the seconds after midnight of ``HH:MM:SS``, or None if it is not that."""
    match = _CLOCK.fullmatch(text)
    if match is None:
        return None
    sign, hour, minute, second = match.groups()
    seconds = 3600 * int(hour) + 60 * int(minute) + int(second)
    return -seconds if sign else seconds


def nearest(word: str, known: Collection[str]) -> str:
    """Return `` (nearest: 'that')`` where something known resembles the word, whatever its case; otherwise nothing."""
    by_plain = {each.casefold(): each for each in sorted(known)}
    close = get_close_matches(word.casefold(), by_plain, n=1)
    return f" (nearest: '{by_plain[close[0]]}')" if close else ""


def shown(value: Any) -> str:
    """Return a value as a sentence may show it, cut short."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."  # noqa: PLR2004 -- a sentence is read at one glance


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _nothing_of(hint: Any) -> Any:
    """Return what an absent field of this type is: None, False or empty; ``WRONG`` where it may not be absent."""
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return None
    if origin in (tuple, frozenset):
        return origin()
    return False if hint is bool else WRONG


def _decode_object(kind: Any, value: Any, path: str, say: Say) -> Any:
    if not isinstance(value, dict):
        say(path, f"expected an object, not {shown(value)}")
        return WRONG
    hints = _hints(kind)
    own = [each for each in fields(kind) if each.init]
    for key in value.keys() - {each.name for each in own}:
        say(f"{path}.{key}", f"is no field of {kind.__name__}{nearest(key, {each.name for each in own})}")
    found: dict[str, Any] = {}
    for each in own:
        hint, inner = hints[each.name], f"{path}.{each.name}"
        if each.name in value:
            read = _decode_clock if each.name in CLOCK_FIELDS else decode
            found[each.name] = read(hint, value[each.name], inner, say)
        elif is_dataclass(hint) and (each.default is not MISSING or each.default_factory is not MISSING):
            found[each.name] = decode(hint, {}, inner, say)
        else:
            found[each.name] = _nothing_of(hint)
            if found[each.name] is WRONG:
                say(inner, "is missing")
    if any(part is WRONG for part in found.values()):
        return WRONG
    return made(kind, found, path, say)


def made(kind: Callable[..., Any], found: dict[str, Any], path: str, say: Say) -> Any:
    """Return ``kind(**found)``, or ``WRONG``, having said each sentence with which it refuses."""
    try:
        return kind(**found)
    except (TypeError, ValueError) as refused:
        for sentence in str(refused).splitlines():
            say(path, sentence)
        return WRONG


def _decode_list(hint: Any, value: Any, path: str, say: Say) -> Any:
    if not isinstance(value, list):
        say(path, f"expected a list, not {shown(value)}")
        return WRONG
    kinds = get_args(hint)
    if get_origin(hint) is tuple and kinds[-1] is not Ellipsis:
        if len(value) != len(kinds):
            say(path, f"expected {len(kinds)} values, not {len(value)}")
            return WRONG
    else:
        kinds = (kinds[0],) * len(value)
    found = [decode(kind, part, f"{path}[{n}]", say) for n, (kind, part) in enumerate(zip(kinds, value, strict=True))]
    if any(part is WRONG for part in found):
        return WRONG
    if get_origin(hint) is frozenset and len(set(found)) != len(found):
        say(path, "names something twice")
        return WRONG
    return get_origin(hint)(found)


def _decode_clock(hint: Any, value: Any, path: str, say: Say) -> Any:
    seconds = read_clock(value) if isinstance(value, str) else None
    if seconds is None and not (value is None and NoneType in get_args(hint)):
        say(path, f"expected a time of day as HH:MM:SS, not {shown(value)}")
        return WRONG
    return seconds


def _decode_scalar(hint: Any, value: Any, path: str, say: Say) -> Any:
    found, expected = WRONG, "something else"
    if hint is date:
        found, expected = _date(value), "a date as YYYY-MM-DD"
    elif issubclass(hint, StrEnum):
        known = [each.value for each in hint]
        found = hint(value) if value in known else WRONG
        expected = f"one of {', '.join(known)}"
    elif hint is bool:
        found, expected = value if isinstance(value, bool) else WRONG, "true or false"
    elif hint is int:
        found, expected = value if isinstance(value, int) and not isinstance(value, bool) else WRONG, "a whole number"
    elif hint is float:
        found, expected = _float(value), "a number"
    elif hint is str:
        found, expected = value if isinstance(value, str) else WRONG, "text"
    if found is WRONG:
        say(path, f"expected {expected}, not {shown(value)}")
    return found


def _date(value: Any) -> Any:
    if not isinstance(value, str) or re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) is None:
        return WRONG
    try:
        return date.fromisoformat(value)
    except ValueError:
        return WRONG


def _float(value: Any) -> Any:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and abs(value) < 1e300 and math.isfinite(value) else WRONG  # noqa: PLR2004 -- a float's room
