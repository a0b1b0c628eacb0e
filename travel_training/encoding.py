"""Values as JSON and back, driven by the dataclasses themselves; everything that does not fit is said with its path.

A dataclass is an object with its fields, all of them written, so that a document leans on no default that may change
later; only None is left out. Moments bear their offset from UTC; sets and tuples are lists; enumerations their words.
An entry says of what kind it is.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from difflib import get_close_matches
from enum import StrEnum
from functools import cache, partial
from types import NoneType, UnionType
from typing import Any, NewType, TypeVar, Union, get_args, get_origin, get_type_hints

from travel_training.entries import AnyEntry
from travel_training.errors import DocumentError
from travel_training.programme import Programme

KINDS: Mapping[str, type[AnyEntry]] = {kind.__name__.lower(): kind for kind in get_args(AnyEntry)}
"""Every kind of entry by the word with which it is written: ``observed``, ``journeysigned``."""

_KIND = "kind"
_SHOWN = 60
_FLOATS_ROOM = 1e300
_WRONG: Any = object()
_Value = TypeVar("_Value")

Say = Callable[[str, str], None]
"""Called with the path and the sentence of each thing that does not fit."""


def kind_of(entry: AnyEntry) -> str:
    """Return the word for an entry's kind.

    Examples
    --------
    >>> sorted(KINDS)[:3]
    ['assigned', 'attended', 'consented']
    """
    return type(entry).__name__.lower()


def entry_to_json(entry: AnyEntry) -> dict[str, Any]:
    """Return an entry as an object of JSON, with its kind."""
    return {_KIND: kind_of(entry), **encode(entry)}


def entry_from_json(value: Any) -> AnyEntry:
    """Return the entry that ``entry_to_json`` wrote.

    Raises
    ------
    DocumentError
        With a sentence for each thing that does not fit.
    """
    kind = value.get(_KIND) if isinstance(value, dict) else None
    if not isinstance(kind, str) or kind not in KINDS:
        raise DocumentError([f"{_KIND}: expected one of {', '.join(sorted(KINDS))}, not {_shown(kind)}"])
    read: AnyEntry = decode(KINDS[kind], {name: part for name, part in value.items() if name != _KIND})
    return read


def programme_to_json(programme: Programme) -> dict[str, Any]:
    """Return a programme as an object of JSON."""
    found: dict[str, Any] = encode(programme)
    return found


def programme_from_json(value: Any) -> Programme:
    """Return the programme that an object of JSON or TOML describes.

    Raises
    ------
    DocumentError
        With a sentence for each thing that does not fit.
    """
    return decode(Programme, value)


def encode(value: Any) -> Any:
    """Return a value as JSON knows it: of dict, list, str, int, float and bool.

    Examples
    --------
    >>> from travel_training.programme import Level
    >>> encode(Level(value=0, name="not yet", said=""))
    {'value': 0, 'name': 'not yet', 'said': ''}
    """
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):  # a moment is one too
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        named = ((each.name, getattr(value, each.name)) for each in fields(value) if each.init)
        return {name: encode(part) for name, part in named if part is not None}
    if isinstance(value, frozenset):
        return sorted(encode(part) for part in value)
    if isinstance(value, tuple):
        return [encode(part) for part in value]
    return value


def decode(kind: type[_Value], value: Any) -> _Value:
    """Return the value of a dataclass that ``encode`` wrote.

    Raises
    ------
    DocumentError
        With a sentence for each thing that does not fit, not only the first.
    """
    wrong: list[str] = []
    found: _Value = _decode(kind, value, "", lambda path, said: wrong.append(f"{path}: {said}" if path else said))
    if wrong:
        raise DocumentError(wrong)
    return found


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."


def _decode(hint: Any, value: Any, path: str, say: Say) -> Any:
    """Return the value of type ``hint`` for which ``value`` stands, or ``_WRONG``, having said why."""
    return _reader(hint)(value, path, say)


@cache
def _reader(hint: Any) -> Callable[[Any, str, Say], Any]:
    """Return what reads values of a type: looked up once, for a history has thousands of them."""
    if isinstance(hint, NewType):
        return _reader(hint.__supertype__)
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        inner = _reader(next(each for each in get_args(hint) if each is not NoneType))
        return lambda value, path, say: None if value is None else inner(value, path, say)
    if origin in (tuple, frozenset):
        return partial(_decode_list, hint)
    return partial(_decode_object if is_dataclass(hint) else _decode_scalar, hint)


@cache
def _own_fields(kind: Any) -> Mapping[str, tuple[Callable[[Any, str, Say], Any], bool, bool]]:
    """Return what reads each field of a dataclass, whether it may be None, and whether it must be given."""
    hints = get_type_hints(kind)
    return {
        each.name: (
            _reader(hints[each.name]),
            NoneType in get_args(hints[each.name]),
            each.default is MISSING,
        )
        for each in fields(kind)
        if each.init
    }


def _decode_object(kind: Any, value: Any, path: str, say: Say) -> Any:
    if not isinstance(value, dict):
        say(path, f"expected an object, not {_shown(value)}")
        return _WRONG
    own = _own_fields(kind)
    within = f"{path}." if path else ""
    for key in sorted(value.keys() - own.keys(), key=str):
        near = get_close_matches(str(key), own, n=1)
        say(f"{within}{key}", f"is no field of a {kind.__name__.lower()}{f' (nearest: {near[0]})' if near else ''}")
    found = {}
    for name, (read, may_be_none, is_needed) in own.items():
        if name in value:
            found[name] = read(value[name], f"{within}{name}", say)
        elif may_be_none:
            found[name] = None
        elif is_needed:
            say(f"{within}{name}", "is missing")
            found[name] = _WRONG
    if any(part is _WRONG for part in found.values()):
        return _WRONG
    try:
        return kind(**found)
    except ValueError as refused:
        say(path, str(refused))
        return _WRONG


def _decode_list(hint: Any, value: Any, path: str, say: Say) -> Any:
    if not isinstance(value, list):
        say(path, f"expected a list, not {_shown(value)}")
        return _WRONG
    kinds = get_args(hint)
    if get_origin(hint) is frozenset or get_args(hint)[-1] is Ellipsis:
        kinds = (get_args(hint)[0],) * len(value)
    elif len(get_args(hint)) != len(value):
        say(path, f"expected {len(get_args(hint))} values, not {len(value)}")
        return _WRONG
    found = [
        _decode(kind, part, f"{path}[{at}]", say) for at, (kind, part) in enumerate(zip(kinds, value, strict=True))
    ]
    if any(part is _WRONG for part in found):
        return _WRONG
    if get_origin(hint) is frozenset and len(set(found)) != len(found):
        say(path, "names something twice")
        return _WRONG
    return get_origin(hint)(found)


def _decode_scalar(hint: Any, value: Any, path: str, say: Say) -> Any:
    read, expected = _scalar(hint)
    found = read(value)
    if found is _WRONG:
        say(path, f"expected {expected}, not {_shown(value)}")
    return found


@cache
def _scalar(hint: Any) -> tuple[Callable[[Any], Any], str]:
    """Return what reads a plain value, ``_WRONG`` if it is something else, and what is expected."""
    if issubclass(hint, StrEnum):
        known = {each.value: each for each in hint}
        return (
            lambda value: known.get(value, _WRONG) if isinstance(value, str) else _WRONG,
            f"one of {', '.join(known)}",
        )
    return {
        datetime: (_moment, "a moment as YYYY-MM-DDTHH:MM:SS+00:00"),
        date: (_day, "a date as YYYY-MM-DD"),
        bool: (lambda value: value if isinstance(value, bool) else _WRONG, "true or false"),
        int: (
            lambda value: value if isinstance(value, int) and not isinstance(value, bool) else _WRONG,
            "a whole number",
        ),
        float: (_number, "a number"),
        str: (lambda value: value if isinstance(value, str) else _WRONG, "text"),
    }[hint]


def _number(value: Any) -> Any:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and abs(value) < _FLOATS_ROOM and math.isfinite(value) else _WRONG


def _day(value: Any) -> Any:
    if isinstance(value, date) and not isinstance(value, datetime):  # TOML has dates of its own
        return value
    if not isinstance(value, str) or re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) is None:
        return _WRONG
    try:
        return date.fromisoformat(value)
    except ValueError:
        return _WRONG


def _moment(value: Any) -> Any:
    if not isinstance(value, str):
        return _WRONG
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return _WRONG
