"""Where trainees live, where schools and trainers' bases are, and how long a trainer takes from one to another."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from geodata import Place, PlaceId
from geodata.matrix import contract, price_roads
from geodata.roads import snap
from geodata.speeds import TimeBand
from geodata.travel import UNREACHABLE_S
from routing.authority.locating import locate
from routing.authority.records import FindPostcode, Site
from travel_training.sessions import Travel
from travel_training.timetable import PlaceId as TermPlace
from web.planning.ground import RoadsOfHere
from web.records.rows import Row
from web.records.sense import PLACE_OF, POINT

SETTING_OUT_MINUTES = 2
"""To get going, and to find a place for the car."""
BENDS = 1.3
"""How much longer than a straight line a way is."""
MINUTES_A_KM = 2.0
"""In a town, at 30 kilometres an hour."""
NEAR_M = 500.0
"""Farther from every road than this, the map does not cover a place."""
_EARTH_KM = 6371.0
_NUMBERS = ("lat", "lon", "easting", "northing")


@dataclass(frozen=True, slots=True)
class Journeys:
    """How long a trainer takes between places, and how that is known, in a sentence."""

    travel: Travel
    said: str


def site_of(row: Row, places: Mapping[str, Row]) -> Site | None:
    """Return where a record is: its own point, else the place that it names, else its postcode; None if nobody says."""
    named = places.get(row[PLACE_OF[row.kind]])
    cells = {name: row[name] for name in POINT if row[name]}
    if not cells.keys() & set(_NUMBERS) and named is not None:
        cells = {name: named[name] for name in POINT if named[name]} or cells
    if not cells:
        return None
    numbers = {name: float(cells[name]) for name in _NUMBERS if name in cells}
    return Site(id=PlaceId(f"{row.kind}-{row.key}"), postcode=cells.get("postcode"), **numbers)


def places_of(
    rows: Iterable[Row], places: Iterable[Row], find_postcode: FindPostcode | None = None
) -> dict[str, Place]:
    """Return where records are, by their keys; those of which nobody knows are left out."""
    named = {row.key: row for row in places}
    sites = {row.key: site for row in rows if (site := site_of(row, named)) is not None}
    found = zip(sites, locate(list(sites.values()), find_postcode), strict=True)
    return {key: place for key, place in found if place is not None}


def journeys_between(places: Mapping[TermPlace, Place | None], here: RoadsOfHere | None) -> Journeys:
    """Return a trainer's minutes by car between places; to and from one of which nobody knows where it is, none.

    Parameters
    ----------
    here
        The roads of the installation; without them minutes are guessed from straight lines, and the sentence says so.
    """
    names = list(places)
    known = [name for name in names if places[name] is not None]
    points = [Place(PlaceId(name), place.lat, place.lon) for name in known if (place := places[name]) is not None]
    minutes = _by_road(points, here) if here is not None else _by_line(points)
    row = {name: number for number, name in enumerate(known)}
    whole = tuple(
        tuple(minutes[row[a]][row[b]] if a != b and a in row and b in row else 0 for b in names) for a in names
    )
    return Journeys(Travel(places=tuple(names), minutes=whole), " ".join(_said(places, here)))


def _said(places: Mapping[TermPlace, Place | None], here: RoadsOfHere | None) -> Iterator[str]:
    if here is None:
        yield "Trainers' journeys are guessed from straight lines: this installation has no roads yet."
    else:
        yield "Trainers' journeys are driven over the installation's roads at school-run speeds."
    if lost := sorted(name for name, place in places.items() if place is None):
        yield f"Nobody knows where {', '.join(lost)} is: no time is counted for the way there."


def _by_line(points: Sequence[Place]) -> list[list[int]]:
    return [[_line_minutes(a, b) for b in points] for a in points]


def _line_minutes(a: Place, b: Place) -> int:
    north = math.radians(b.lat - a.lat)
    east = math.radians(b.lon - a.lon) * math.cos(math.radians((a.lat + b.lat) / 2))
    return SETTING_OUT_MINUTES + math.ceil(BENDS * MINUTES_A_KM * _EARTH_KM * math.hypot(north, east))


def _by_road(points: Sequence[Place], here: RoadsOfHere) -> list[list[int]]:
    """Return minutes over the roads, or by the line where nobody can drive or a place is beyond the map."""
    if not points:
        return []
    road_ms = here.roads.road_metric(here.speeds, when=TimeBand.MORNING)
    priced = price_roads(here.roads, road_ms, hierarchy=contract(here.roads, here.order_file))
    standing = snap(here.roads, points, within_m=math.inf)
    found: list[list[int]] = priced.drives(standing, standing).ms.tolist()
    is_near = [each.distance_m <= NEAR_M for each in standing]

    def minutes(start: int, end: int) -> int:
        if is_near[start] and is_near[end] and found[start][end] < UNREACHABLE_S * 1000:
            return SETTING_OUT_MINUTES + math.ceil(found[start][end] / 60_000)
        return _line_minutes(points[start], points[end])

    return [[minutes(start, end) for end in range(len(points))] for start in range(len(points))]
