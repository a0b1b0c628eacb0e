"""From the values of the store to JSON, and to the schemas that describe it: both from the dataclasses themselves."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, NewType, Union, get_args, get_origin, get_type_hints

Schema = dict[str, Any]
"""A schema, as OpenAPI 3.1 writes them."""


def to_json(value: Any) -> Any:
    """Return a value as JSON knows it: dates and moments in ISO form, dataclasses as objects with every field."""
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: to_json(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): to_json(part) for name, part in value.items()}
    if isinstance(value, frozenset):
        return sorted(to_json(part) for part in value)
    if isinstance(value, tuple | list):
        return [to_json(part) for part in value]
    return value


def schema_of(hint: Any) -> Schema:
    """Return the schema of what ``to_json`` makes of values of a type.

    Examples
    --------
    >>> schema_of(tuple[int, ...])
    {'type': 'array', 'items': {'type': 'integer'}}
    """
    if isinstance(hint, NewType):
        return schema_of(hint.__supertype__)
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (UnionType, Union):
        return {"anyOf": [schema_of(part) for part in parts]}
    if origin in (tuple, list, frozenset):
        return {"type": "array", "items": schema_of(parts[0])}
    if isinstance(hint, type) and is_dataclass(hint):
        return _object(hint)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return {"type": "string", "enum": [str(each) for each in hint]}
    return dict(_PLAIN.get(hint, {"type": "object"} if origin is not None else {}))


_PLAIN: Mapping[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
    NoneType: {"type": "null"},
}


def _object(kind: type) -> Schema:
    hints = get_type_hints(kind)
    names = [each.name for each in fields(kind)]
    properties = {name: schema_of(hints[name]) for name in names}
    return {"type": "object", "properties": properties, "required": names, "additionalProperties": False}
