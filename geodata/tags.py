"""What the tags of one way or one barrier in OpenStreetMap mean to a driver in Britain.

``read_way`` and ``read_barrier`` take plain mappings of tags and know nothing of files or graphs.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from geodata.access import END_ONLY, PUBLIC, SHUT, Condition, read_access, read_conditions
from geodata.speeds import KPH_PER_MPH, Area, RoadClass, parse_limit_kph
from geodata.vehicles import ALL_KINDS, VehicleKind

Tags = Mapping[str, str]

ROAD_CLASSES: dict[str, RoadClass] = {each.name.lower(): each for each in RoadClass} | {
    "pedestrian": RoadClass.LIVING_STREET,
    "busway": RoadClass.SERVICE,
}
# Walkers' and farmers' ways are roads to us only where a tag says that one may drive there.
_ONLY_WHERE_SAID = frozenset({"pedestrian", "track", "busway"})
_ONE_WAY_BY_NATURE = frozenset({"roundabout", "circular"})
_DUAL_CLASSES = frozenset({"trunk", "primary", "secondary"})
_BLOCKS = frozenset(
    {"block", "bollard", "bus_trap", "chain", "cycle_barrier", "debris", "ditch", "fence", "full-height_turnstile"}
    | {"guard_rail", "handrail", "hedge", "horse_stile", "jersey_barrier", "kissing_gate", "log", "planter", "rope"}
    | {"motorcycle_barrier", "stile", "sump_buster", "turnstile", "wall"}
)
_GATES = frozenset({"gate", "hampshire_gate", "lift_gate", "sliding_gate", "swing_gate", "wicket_gate"})
_TOWN_MPH, _OPEN_ROAD_MPH = 30, 50


@dataclass(frozen=True, slots=True)
class WayTags:
    """A way on which one may drive; ``kinds`` are sets of ``VehicleKind``, limits nan or inf where there is none."""

    road_class: RoadClass
    access: int
    forward_kinds: int
    backward_kinds: int
    forward_kph: float
    backward_kph: float
    max_height_m: float
    max_width_m: float
    max_weight_t: float
    area: Area | None
    dual: bool
    lit: bool
    name: str
    conditions: tuple[Condition, ...]
    unclear: tuple[str, ...]


def read_way(tags: Tags) -> WayTags | str:
    """Return what a way means to a driver, or the reason why nobody drives there ("" if it is no road at all)."""
    highway = tags.get("highway", "")
    if highway not in ROAD_CLASSES or tags.get("area") == "yes":
        return ""
    access, kinds = read_access(tags, default=SHUT if highway in _ONLY_WHERE_SAID else PUBLIC)
    conditions, unclear = read_conditions(tags, shut=not kinds)
    if any(not condition.shut_within for condition in conditions):
        access, kinds = PUBLIC, int(ALL_KINDS)
    if not kinds:
        return "" if highway in _ONLY_WHERE_SAID else "closed to motor vehicles"
    forward, backward = _directions(tags, highway, kinds)
    if not forward and not backward:
        return "of changing direction"
    forward_kph, backward_kph = (_limit_kph(tags, way) for way in ("forward", "backward"))
    return WayTags(
        road_class=ROAD_CLASSES[highway],
        access=access,
        forward_kinds=forward,
        backward_kinds=backward,
        forward_kph=forward_kph,
        backward_kph=backward_kph,
        max_height_m=_least(tags, "maxheight", "maxheight:physical"),
        max_width_m=_least(tags, "maxwidth", "maxwidth:physical"),
        max_weight_t=parse_tonnes(tags.get("maxweight")),
        area=_area(tags, highway, forward_kph),
        dual=highway in _DUAL_CLASSES and not (forward and backward) and not _goes_round(tags),
        lit=tags.get("lit") in {"yes", "24/7", "automatic", "limited"},
        name=tags.get("name") or tags.get("ref") or "",
        conditions=conditions,
        unclear=unclear,
    )


def read_barrier(tags: Tags) -> tuple[int, int, float]:
    """Return who may pass a barrier: ``PUBLIC`` or ``END_ONLY``, the set of kinds (0: nobody), and metres of height.

    Bollards and their like stop every vehicle unless a tag lets it pass. A gate, shut or locked by its tags, is the
    boundary of a private ground: those who have business behind it find it open.
    """
    barrier = tags.get("barrier", "")
    access, kinds = read_access(tags, default=SHUT if barrier in _BLOCKS else PUBLIC)
    if barrier in _GATES and (not kinds or tags.get("locked") == "yes"):
        access, kinds = END_ONLY, int(ALL_KINDS)
    return access, kinds, parse_metres(tags.get("maxheight"))


def _goes_round(tags: Tags) -> bool:
    return tags.get("junction") in _ONE_WAY_BY_NATURE


def _directions(tags: Tags, highway: str, kinds: int) -> tuple[int, int]:
    """Return the kinds that may drive forward and backward."""
    oneway = tags.get("oneway:motor_vehicle") or tags.get("oneway:vehicle") or tags.get("oneway")
    if oneway is None:
        oneway = "yes" if highway == "motorway" or _goes_round(tags) else "no"
    if oneway in {"reversible", "alternating"}:
        return 0, 0
    against = kinds & _against_the_flow(tags)
    if oneway in {"yes", "true", "1"}:
        return kinds, against
    if oneway in {"-1", "reverse"}:
        return against, kinds
    return kinds, kinds


def _against_the_flow(tags: Tags) -> int:
    """Return the kinds that a one-way street lets drive the other way."""
    kinds = VehicleKind(0)
    if "no" in {tags.get("oneway:psv"), tags.get("oneway:bus")} or tags.get("busway") == "opposite_lane":
        kinds |= VehicleKind.MINIBUS
    if "no" in {tags.get("oneway:psv"), tags.get("oneway:taxi")}:
        kinds |= VehicleKind.TAXI
    return int(kinds)


def _limit_kph(tags: Tags, direction: str) -> float:
    for key in (f"maxspeed:{direction}", "maxspeed", "maxspeed:type", "source:maxspeed", "zone:maxspeed"):
        if key in tags and not math.isnan(limit := parse_limit_kph(tags[key])):
            return limit
    return math.nan


def _area(tags: Tags, highway: str, limit_kph: float) -> Area | None:
    """Return whether the tags themselves speak of town or country; None where they are silent."""
    if limit_kph > (_OPEN_ROAD_MPH - 1) * KPH_PER_MPH:
        return Area.RURAL
    pavements = (tags.get(key) for key in ("sidewalk", "sidewalk:both", "sidewalk:left", "sidewalk:right"))
    if (
        highway in {"residential", "living_street", "pedestrian"}
        or limit_kph < (_TOWN_MPH + 1) * KPH_PER_MPH
        or tags.get("lit") == "yes"
        or any(pavement in {"yes", "both", "left", "right", "separate"} for pavement in pavements)
    ):
        return Area.URBAN
    return None


_FEET = re.compile(r"(\d+(?:\.\d+)?)\s*(?:'|ft)\s*(?:(\d+(?:\.\d+)?)\s*(?:\"|''|in)?)?")
_METRES = re.compile(r"(\d+(?:\.\d+)?)\s*(m|cm)?")
_TONNES = re.compile(r"(\d+(?:\.\d+)?)\s*(t|kg|st|lbs|lt)?")
_TONNES_PER = {"t": 1.0, "kg": 0.001, "st": 0.90718474, "lbs": 0.00045359237, "lt": 1.0160469088}
_METRES_PER_FOOT, _INCHES_PER_FOOT = 0.3048, 12


@lru_cache(maxsize=1024)
def parse_metres(text: str | None) -> float:
    """Return a height or width in metres; inf where there is none.

    Examples
    --------
    >>> round(parse_metres("10 ft 6 in"), 2), parse_metres("3.2 m"), parse_metres("default")
    (3.2, 3.2, inf)
    """
    text = (text or "").strip().lower()
    if feet := _FEET.fullmatch(text):
        return (float(feet[1]) + float(feet[2] or 0) / _INCHES_PER_FOOT) * _METRES_PER_FOOT
    if metres := _METRES.fullmatch(text):
        return float(metres[1]) * (0.01 if metres[2] == "cm" else 1.0)
    return math.inf


@lru_cache(maxsize=1024)
def parse_tonnes(text: str | None) -> float:
    """Return a weight in tonnes; inf where there is none.

    Examples
    --------
    >>> parse_tonnes("7.5"), parse_tonnes("3500 kg"), parse_tonnes(None)
    (7.5, 3.5, inf)
    """
    match = _TONNES.fullmatch((text or "").strip().lower())
    return float(match[1]) * _TONNES_PER[match[2] or "t"] if match else math.inf


def _least(tags: Tags, *keys: str) -> float:
    return min(parse_metres(tags.get(key)) for key in keys)
