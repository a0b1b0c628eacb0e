"""Who may drive where, by OpenStreetMap's access tags: the hierarchy of vehicles, and conditions by the hour.

https://wiki.openstreetmap.org/wiki/Key:access is the source; the more particular tag always wins.
"""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from geodata.closures import is_understood
from geodata.vehicles import VehicleKind

PUBLIC, END_ONLY, SHUT = 0, 1, 2
"""Open to through traffic; open to those whose leg begins or ends there; open to nobody."""

_KEYS: dict[int, tuple[str, ...]] = {
    int(VehicleKind.CAR): ("motorcar", "motor_vehicle", "vehicle", "access"),
    int(VehicleKind.TAXI): ("taxi", "psv", "motorcar", "motor_vehicle", "vehicle", "access"),
    int(VehicleKind.MINIBUS): ("minibus", "bus", "psv", "motor_vehicle", "vehicle", "access"),
}
ACCESS_KEYS = frozenset(key for keys in _KEYS.values() for key in keys)
_OPEN_WORDS = frozenset({"yes", "designated", "permissive", "official", "public", "discouraged", "unknown"})
_SHUT_WORDS = frozenset(
    {"no", "none", "agricultural", "forestry", "military", "emergency", "use_sidepath", "restricted"}
)


class Condition(NamedTuple):
    """Hours at which a way is shut, or (``shut_within`` false) alone is open."""

    hours: str
    shut_within: bool


def read_access(tags: Mapping[str, str], default: int) -> tuple[int, int]:
    """Return ``PUBLIC`` or ``END_ONLY`` and the set of the kinds of vehicle that may pass (0: nobody).

    The first is said of cars, or, where no car may pass, of the rest.
    """
    verdicts = {kind: _verdict(tags, keys, default) for kind, keys in _KEYS.items()}
    kinds = sum(kind for kind, verdict in verdicts.items() if verdict != SHUT)
    of_cars = verdicts[VehicleKind.CAR]
    access = min(verdicts.values()) if of_cars == SHUT else of_cars
    return min(access, END_ONLY), kinds


def _verdict(tags: Mapping[str, str], keys: tuple[str, ...], default: int) -> int:
    for key in keys:
        value = tags.get(key)
        if value:
            return min(_meaning(word) for word in value.split(";"))
    return default


def _meaning(word: str) -> int:
    """Return what an access value allows; any but yes and no (private, destination, customers ...) is for the ends."""
    word = word.strip().lower()
    if word in _OPEN_WORDS:
        return PUBLIC
    return SHUT if word in _SHUT_WORDS else END_ONLY


def strictest(values: Iterable[str]) -> str:
    """Return the access value that allows the least."""
    return max(values, key=_meaning)


_CLAUSE = re.compile(r"\s*([a-z_]+)\s*@\s*(\([^()]*\)|[^;()]+)\s*(?:;|$)")
_CONDITIONAL_KEYS = ("motorcar:conditional", "motor_vehicle:conditional", "vehicle:conditional", "access:conditional")


def read_conditions(tags: Mapping[str, str], *, shut: bool) -> tuple[tuple[Condition, ...], tuple[str, ...]]:
    """Return the hours at which a way is shut, and the texts of conditions that are not understood.

    ``shut`` tells whether the way is shut by its other tags, so that a condition can only open it. The first of the
    conditional keys counts, as the more particular one. What leaves a road open to some (permit holders, residents,
    destination) shuts it: see ``geodata.school_streets`` for those who live or learn there.
    """
    text = next((tags[key] for key in _CONDITIONAL_KEYS if key in tags), "")
    if not text:
        return (), ()
    clauses = _CLAUSE.findall(text)
    if not clauses or _CLAUSE.sub("", text).strip():
        return (), (text,)
    shut_hours: list[str] = []
    open_hours: list[str] = []
    unclear: list[str] = []
    for word, bracketed in clauses:
        hours = bracketed.strip().removeprefix("(").removesuffix(")").strip()
        if not is_understood(hours):
            unclear.append(f"{word} @ ({hours})")
        elif _meaning(word) == PUBLIC and shut:
            open_hours.append(hours)
        elif _meaning(word) != PUBLIC and not shut:
            shut_hours.append(hours)
    if open_hours:  # together, since the way is open at any of them
        return (Condition(", ".join(open_hours), shut_within=False),), tuple(unclear)
    return tuple(Condition(hours, shut_within=True) for hours in shut_hours), tuple(unclear)
