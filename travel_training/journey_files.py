"""Journeys and drafted risk assessments as JSON and back, so that they can be kept, sealed, as documents.

A dataclass is an object with all of its fields; a leg says of which kind it is; what the map records is a number, as in
``geodata.walk_tags``; days are written YYYY-MM-DD.
"""

from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from travel_training.journey import BusLeg, JourneyPlan, WalkLeg
from travel_training.journey_risk import DraftAssessment

VERSION = 1
"""Raised whenever a document is written differently."""

_KINDS = {"on foot": WalkLeg, "by bus": BusLeg}
_Value = TypeVar("_Value")


def plan_to_json(plan: JourneyPlan) -> dict[str, Any]:
    """Return a plan of journeys as JSON knows it."""
    return {"version": VERSION, "plan": _encode(plan)}


def plan_from_json(document: Any) -> JourneyPlan:
    """Return the plan that ``plan_to_json`` wrote.

    Raises
    ------
    ValueError
        If the document is something else.
    """
    return _read(JourneyPlan, document, "plan")


def assessment_to_json(drafted: DraftAssessment) -> dict[str, Any]:
    """Return a drafted risk assessment as JSON knows it."""
    return {"version": VERSION, "draft": _encode(drafted)}


def assessment_from_json(document: Any) -> DraftAssessment:
    """Return the draft that ``assessment_to_json`` wrote.

    Raises
    ------
    ValueError
        If the document is something else.
    """
    return _read(DraftAssessment, document, "draft")


def _read(kind: type[_Value], document: Any, name: str) -> _Value:
    if not isinstance(document, dict) or document.get("version") != VERSION:
        raise ValueError(f"This is no {name} of a journey that this version of Waymark can read.")
    try:
        found: _Value = _decode(kind, document[name])
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"This {name} of a journey is not whole: {error}") from error
    return found


def _encode(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_encode(each) for each in value]
    if is_dataclass(value) and not isinstance(value, type):
        kind = next((name for name, each in _KINDS.items() if isinstance(value, each)), None)
        written = {each.name: _encode(getattr(value, each.name)) for each in fields(value)}
        return written if kind is None else {"kind": kind, **written}
    return value


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _decode(hint: Any, value: Any) -> Any:
    """Return the value of type ``hint`` for which a part of a document stands."""
    kinds = get_args(hint)
    if get_origin(hint) in (Union, UnionType):
        if value is None and NoneType in kinds:
            return None
        of = _KINDS[value["kind"]] if WalkLeg in kinds else next(each for each in kinds if each is not NoneType)
        return _decode(of, value)
    if get_origin(hint) is tuple:
        each_of = kinds[:1] * len(value) if kinds[-1] is Ellipsis else kinds
        return tuple(_decode(each, part) for each, part in zip(each_of, value, strict=True))
    if is_dataclass(hint):
        return _made(hint, value)
    if hint is date:
        return date.fromisoformat(value)
    return hint(value) if issubclass(hint, Enum) else value


def _made(kind: Any, value: Any) -> Any:
    return kind(**{name: _decode(each, value[name]) for name, each in _hints(kind).items()})
