"""What the tags of a way, a crossing or a named place in OpenStreetMap mean to one who walks.

Nothing is guessed: what the map does not say is ``NOT_RECORDED``, and never read as yes or as no.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from geodata.speeds import parse_limit_kph

Tags = Mapping[str, str]


class Recorded(IntEnum):
    """What the map says of one thing."""

    NOT_RECORDED = 0
    NO = 1
    YES = 2


class WalkClass(IntEnum):
    """What kind of way one walks on or crosses; links count as the road that they lead to."""

    MOTORWAY = 0
    TRUNK = 1
    PRIMARY = 2
    SECONDARY = 3
    TERTIARY = 4
    UNCLASSIFIED = 5
    RESIDENTIAL = 6
    LIVING_STREET = 7
    SERVICE = 8
    TRACK = 9
    PEDESTRIAN = 10
    BRIDLEWAY = 11
    CYCLEWAY = 12
    FOOTWAY = 13
    PATH = 14
    STEPS = 15

    @property
    def is_carriageway(self) -> bool:
        """Whether traffic drives through: a road to be crossed with care."""
        return self <= WalkClass.RESIDENTIAL

    @property
    def is_main(self) -> bool:
        """Whether it is a carriageway of class tertiary or above."""
        return self <= WalkClass.TERTIARY


class CrossingKind(IntEnum):
    """How a carriageway is crossed at a place, the best for a walker first."""

    SIGNALS = 0
    ZEBRA = 1
    MARKED = 2
    """Marked, and the map does not say whether traffic must stop."""
    UNTYPED = 3
    """A crossing of which the map does not say the kind."""
    JUNCTION_SIGNALS = 4
    """Traffic lights of which the map does not say whether they have a phase for walkers."""
    UNMARKED = 5
    """A place to cross, such as a dropped kerb, without marks."""
    NONE = 6
    """The map records no crossing here."""
    RAILWAY = 7
    """A level crossing."""


@dataclass(frozen=True, slots=True)
class CrossingTags:
    """A place to cross, as the map records it."""

    kind: CrossingKind
    island: Recorded = Recorded.NOT_RECORDED
    tactile: Recorded = Recorded.NOT_RECORDED
    sound: Recorded = Recorded.NOT_RECORDED
    lowered_kerb: Recorded = Recorded.NOT_RECORDED


@dataclass(frozen=True, slots=True)
class WalkTags:
    """A way that one may walk, or (``walkable`` false) a carriageway that one can only cross.

    Parameters
    ----------
    footway
        Whether a road has a pavement, on either side or drawn as a way of its own; yes on ways for walkers alone.
    paved, lit
        Whether the surface is hard, and whether there are street lights.
    limit_mph, lanes
        None where not recorded.
    """

    walk_class: WalkClass
    walkable: bool
    name: str = ""
    footway: Recorded = Recorded.NOT_RECORDED
    paved: Recorded = Recorded.NOT_RECORDED
    lit: Recorded = Recorded.NOT_RECORDED
    limit_mph: int | None = None
    lanes: int | None = None
    oneway: bool = False
    crossing: CrossingTags | None = None


@dataclass(frozen=True, slots=True)
class LandmarkTags:
    """A named place that one can know a journey by; ``safe`` if somebody is there whom one may ask for help."""

    name: str
    kind: str
    safe: bool


_CLASSES: dict[str, WalkClass] = {each.name.lower(): each for each in WalkClass} | {
    "motorway_link": WalkClass.MOTORWAY,
    "trunk_link": WalkClass.TRUNK,
    "primary_link": WalkClass.PRIMARY,
    "secondary_link": WalkClass.SECONDARY,
    "tertiary_link": WalkClass.TERTIARY,
    "road": WalkClass.UNCLASSIFIED,
    "corridor": WalkClass.FOOTWAY,
    "platform": WalkClass.FOOTWAY,
    "busway": WalkClass.SERVICE,
    "bus_guideway": WalkClass.SERVICE,
}
_ONLY_WHERE_SAID = frozenset({"motorway", "motorway_link", "busway", "bus_guideway"})
_OPEN = frozenset({"yes", "designated", "permissive", "official", "public", "discouraged", "unknown", "destination"})
_PAVEMENTS = ("sidewalk", "sidewalk:both", "sidewalk:left", "sidewalk:right")
_NO_PAVEMENT = frozenset({"no", "none"})
_PAVED = frozenset(
    {"paved", "asphalt", "concrete", "concrete:plates", "concrete:lanes", "paving_stones", "sett", "bricks", "brick"}
    | {"cobblestone", "unhewn_cobblestone", "metal", "wood", "rubber", "tartan", "chipseal"}
)
_MPH_PER_KPH = 0.621371


def read_walk_way(tags: Tags) -> WalkTags | str:
    """Return what a way means to a walker, or why nobody walks or crosses there ("" if it is no way at all)."""
    highway = tags.get("highway", "")
    if highway not in _CLASSES:
        return ""
    walk_class = _CLASSES[highway]
    if tags.get("area") == "yes" and walk_class < WalkClass.PEDESTRIAN:
        return ""  # a square is walked along its edge, a car park is not
    walkable = may_walk(tags, said=highway not in _ONLY_WHERE_SAID)
    if not walkable and not walk_class.is_carriageway:
        return "private or closed to walkers"
    limit_kph = parse_limit_kph(tags.get("maxspeed", ""))
    lanes = tags.get("lanes", "")
    return WalkTags(
        walk_class=walk_class,
        walkable=walkable,
        name=tags.get("name") or tags.get("ref") or "",
        footway=_footway(tags, walk_class),
        paved=_paved(tags),
        lit=_lit(tags),
        limit_mph=round(limit_kph * _MPH_PER_KPH) if limit_kph == limit_kph else None,  # noqa: PLR0124 -- not nan
        lanes=int(lanes) if lanes.isdecimal() else None,
        oneway=tags.get("oneway") in {"yes", "1", "true", "-1"} or tags.get("junction") == "roundabout",
        crossing=_read_crossing(tags) if tags.get("footway", tags.get("path")) == "crossing" else None,
    )


def may_walk(tags: Tags, *, said: bool) -> bool:
    """Tell whether anyone may walk here: what is private, or for some only, is not for the public.

    ``said`` is the answer where no tag speaks. ``foot`` says more than ``access``, and motor roads are for motors.
    """
    for key in ("foot", "access"):
        if key in tags:
            return any(word.strip() in _OPEN for word in tags[key].split(";"))
    return said and tags.get("motorroad") != "yes"


def _footway(tags: Tags, walk_class: WalkClass) -> Recorded:
    if walk_class >= WalkClass.PEDESTRIAN:
        return Recorded.YES
    said = [tags[key] for key in _PAVEMENTS if key in tags]
    if not said:
        return Recorded.NOT_RECORDED
    return Recorded.NO if all(word in _NO_PAVEMENT for word in said) else Recorded.YES


def _paved(tags: Tags) -> Recorded:
    surface = tags.get("surface", "")
    if not surface:
        return Recorded.NOT_RECORDED
    return Recorded.YES if surface in _PAVED else Recorded.NO


def _lit(tags: Tags) -> Recorded:
    lit = tags.get("lit", "")
    if not lit:
        return Recorded.NOT_RECORDED
    return Recorded.NO if lit in {"no", "disused"} else Recorded.YES


def read_crossing(tags: Tags) -> CrossingTags | None:
    """Return what a point of the map says about crossing there, None if it says nothing."""
    if tags.get("railway") in {"level_crossing", "crossing"}:
        return CrossingTags(CrossingKind.RAILWAY)
    if tags.get("crossing") == "no":
        return None
    if tags.get("highway") == "crossing" or "crossing" in tags:
        return _read_crossing(tags)
    return CrossingTags(CrossingKind.JUNCTION_SIGNALS) if tags.get("highway") == "traffic_signals" else None


_SIGNAL_WORDS = frozenset({"traffic_signals", "toucan", "pelican", "puffin", "pegasus"})


def _read_crossing(tags: Tags) -> CrossingTags:
    words = {tags.get(key, "") for key in ("crossing", "crossing_ref", "crossing:markings")}
    if words & _SIGNAL_WORDS or tags.get("crossing:signals") == "yes":
        kind = CrossingKind.SIGNALS
    elif "zebra" in words:
        kind = CrossingKind.ZEBRA
    elif words & {"marked", "uncontrolled"} or tags.get("crossing:markings", "no") != "no":
        kind = CrossingKind.MARKED
    elif words & {"unmarked", "informal"} or tags.get("crossing:markings") == "no":
        kind = CrossingKind.UNMARKED
    else:
        kind = CrossingKind.UNTYPED
    island = "yes" if tags.get("crossing") == "island" or tags.get("traffic_calming") == "island" else ""
    kerb = tags.get("kerb", "")
    return CrossingTags(
        kind,
        island=_recorded(island or tags.get("crossing:island", "")),
        tactile=_recorded(tags.get("tactile_paving", "")),
        sound=_recorded(tags.get("traffic_signals:sound", "")),
        lowered_kerb=_recorded({"lowered": "yes", "flush": "yes", "raised": "no"}.get(kerb, "")),
    )


def _recorded(value: str) -> Recorded:
    """Return what a value says; partly (``incorrect``, ``partial``) is no, since nobody should lean on it."""
    if not value:
        return Recorded.NOT_RECORDED
    return Recorded.NO if value in {"no", "incorrect", "partial", "none"} else Recorded.YES


_SAFE = {
    "amenity": frozenset(
        {"library", "police", "school", "college", "pharmacy", "post_office", "fire_station", "hospital", "townhall"}
        | {"community_centre", "doctors", "bank", "cafe", "clinic", "dentist"}
    ),
    "leisure": frozenset({"sports_centre"}),
    "tourism": frozenset({"museum"}),
}
_KNOWN_BY = {
    "amenity": frozenset({"place_of_worship", "pub", "fuel", "cinema", "theatre", "bus_station", "clock"}),
    "leisure": frozenset({"park", "playground"}),
    "tourism": frozenset({"hotel", "artwork", "attraction"}),
    "historic": frozenset({"monument", "memorial", "castle"}),
    "railway": frozenset({"station", "halt"}),
}
_SAFE_SHOPS = frozenset({"supermarket", "convenience", "bakery", "newsagent", "chemist", "butcher", "greengrocer"})
_TIDY = re.compile(r"[_\s]+")
LANDMARK_KEYS = ("amenity", "leisure", "tourism", "historic", "shop", "railway")


def read_landmark(tags: Tags) -> LandmarkTags | None:
    """Return what a named place is to one who finds the way by it, None if it is no help."""
    name = tags.get("name", "").strip()
    if not name or tags.get("disused") == "yes":
        return None
    shop = tags.get("shop", "")
    if shop and shop not in {"no", "vacant"}:
        return LandmarkTags(name, "shop" if shop == "yes" else _words(shop), safe=shop in _SAFE_SHOPS)
    for kinds, safe in ((_SAFE, True), (_KNOWN_BY, False)):
        for key, values in kinds.items():
            if tags.get(key) in values:
                return LandmarkTags(name, _words(tags[key]), safe)
    return None


def _words(value: str) -> str:
    return _TIDY.sub(" ", {"townhall": "town hall"}.get(value, value))
