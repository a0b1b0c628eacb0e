"""What the base map shows of OpenStreetMap: by its tags, in which layer a thing is drawn, as what, from which zoom on.

Only what helps to find one's way: roads and paths, water, woods and parks, where people live, buildings, names.
"""

from dataclasses import dataclass
from typing import Protocol


class Tags(Protocol):
    """Tags of a thing: a dict, or osmium's own list, which is much slower to copy than to ask."""

    def get(self, key: str, default: str, /) -> str | None:
        """Return the value of a key."""


LAYERS = ("land", "water", "buildings", "roads", "places")
"""All layers, from the ground up."""

LINE_KEYS = ("highway", "railway", "waterway")
AREA_KEYS = ("natural", "landuse", "leisure", "waterway", "amenity", "building")
POINT_KEYS = ("place",)

LEAST_ZOOM, MOST_ZOOM = 4, 14
"""Farther in, a browser enlarges the tiles of ``MOST_ZOOM``: a tile is never less than a mile wide, so that not even
the log of our own server says which house someone looks at."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """In which layer a thing is drawn, as what kind, and from which zoom on."""

    layer: str
    kind: str
    from_zoom: int


_PATH = Drawn("roads", "path", 14)
_ROADS = {
    "motorway": Drawn("roads", "motorway", 4),
    "motorway_link": Drawn("roads", "motorway", 10),
    "trunk": Drawn("roads", "trunk", 6),
    "trunk_link": Drawn("roads", "trunk", 11),
    "primary": Drawn("roads", "primary", 8),
    "primary_link": Drawn("roads", "primary", 12),
    "secondary": Drawn("roads", "secondary", 9),
    "secondary_link": Drawn("roads", "secondary", 12),
    "tertiary": Drawn("roads", "tertiary", 10),
    "tertiary_link": Drawn("roads", "tertiary", 13),
    "unclassified": Drawn("roads", "street", 12),
    "residential": Drawn("roads", "street", 12),
    "living_street": Drawn("roads", "street", 13),
    "road": Drawn("roads", "street", 13),
    "service": Drawn("roads", "service", 14),
    "track": Drawn("roads", "service", 13),
    **dict.fromkeys(("pedestrian", "footway", "cycleway", "bridleway", "path", "steps"), _PATH),
}
_RAIL = Drawn("roads", "rail", 10)
_WATER_LINES = {
    "river": Drawn("water", "river", 8),
    "canal": Drawn("water", "river", 10),
    "stream": Drawn("water", "stream", 13),
}
_WATER, _BUILDING = Drawn("water", "water", 6), Drawn("buildings", "building", 14)
_WOOD, _GREEN = Drawn("land", "wood", 8), Drawn("land", "green", 10)
_BUILT, _GROUNDS = Drawn("land", "built", 8), Drawn("land", "grounds", 12)
_AREAS = {
    "natural": {"water": _WATER, "wood": _WOOD, "scrub": _WOOD, "heath": _GREEN, "grassland": _GREEN},
    "waterway": {"riverbank": _WATER, "dock": _WATER},
    "landuse": {
        "reservoir": _WATER,
        "basin": _WATER,
        "forest": _WOOD,
        **dict.fromkeys(("grass", "meadow", "recreation_ground", "village_green", "cemetery", "allotments"), _GREEN),
        **dict.fromkeys(("residential", "commercial", "retail", "industrial"), _BUILT),
    },
    "leisure": dict.fromkeys(("park", "garden", "golf_course", "nature_reserve", "common", "pitch"), _GREEN),
    "amenity": dict.fromkeys(("school", "college", "university", "hospital"), _GROUNDS),
}
_PLACES = {"city": 4, "town": 7, "village": 10, "suburb": 11, "hamlet": 12, "neighbourhood": 13}
_NO_RAILWAY = frozenset({"yard", "siding", "spur", "crossover"})


def line_of(tags: Tags) -> Drawn | None:
    """Return how a way is drawn as a line, or None if it is not.

    Examples
    --------
    >>> line_of({"highway": "residential"})
    Drawn(layer='roads', kind='street', from_zoom=12)
    """
    if highway := tags.get("highway", ""):
        return _ROADS.get(highway) if tags.get("area", "no") == "no" else None
    if tags.get("railway", "") == "rail":
        return _RAIL if tags.get("service", "") not in _NO_RAILWAY else None
    waterway = tags.get("waterway", "")
    return _WATER_LINES.get(waterway) if waterway and tags.get("tunnel", "no") == "no" else None


def area_of(tags: Tags) -> Drawn | None:
    """Return how an area is drawn, or None if it is not; a building is one, whatever else it is."""
    if tags.get("building", "no") != "no":
        return _BUILDING
    found = (kinds.get(tags.get(key, "") or "") for key, kinds in _AREAS.items())
    return next((drawn for drawn in found if drawn), None)


def point_of(tags: Tags) -> Drawn | None:
    """Return how a point is drawn, or None: settlements that have a name are."""
    kind = tags.get("place", "")
    return Drawn("places", kind, _PLACES[kind]) if kind in _PLACES and tags.get("name", "") else None


def written_on(drawn: Drawn, tags: Tags) -> dict[str, str]:
    """Return what a map says of a thing: its kind, and the names that are written on it."""
    has_names = drawn.layer in {"roads", "places"} or drawn.kind == "river"
    names = {key: name for key in ("name", "ref") if (name := tags.get(key, ""))} if has_names else {}
    return {"kind": drawn.kind, **names}
