"""What stands beside the roads of the demonstration county: schools with their gates and drives, and postcodes."""

from dataclasses import dataclass, field

import numpy as np
import shapely

from geodata.county.ground import Ground, Settlement, Size
from geodata.county.sketch import Key, Line, Points, Tags, key

_POSTCODES = 1_400
_INWARD = "ABDEFGHJLNPQRSTUWXYZ"  # the letters that Royal Mail uses after the space
_SPECIAL = ("Larkrise", "Hazel Beck", "The Orchard", "Rowan House", "Kingfisher")


@dataclass(slots=True)
class Sites:
    """Lines and points to add to the map."""

    lines: list[Line] = field(default_factory=list)
    points: list[tuple[Points, Tags]] = field(default_factory=list)
    school_street: tuple[Key, Key] | None = None
    """Both ends of the street that is shut while its school begins and ends."""


def build_sites(rng: np.random.Generator, ground: Ground, roads: list[Line]) -> Sites:
    """Place the schools, then the postcodes along what is left of the streets."""
    sites = Sites()
    town, *others = ground.settlements
    markets = [place for place in others if place.size == Size.MARKET_TOWN]
    villages = [place for place in others if place.size == Size.VILLAGE]
    wanted = [(town, f"{town.name} {kind} School", "secondary") for kind in ("High", "Park")]
    wanted += [(town, f"{name} Primary School", "primary") for name in ("Priory", "St Oswin's", "Canal Street")]
    wanted += [(place, f"{place.name} Academy", "secondary") for place in markets]
    for name, place in zip(_SPECIAL, [town, town, markets[0], markets[2], villages[3]], strict=True):
        wanted.append((place, f"{name} School", "special"))
    taken = shapely.STRtree([line.shape for line in roads])
    for number, (place, name, kind) in enumerate(wanted):
        _school(rng, place, roads, taken, sites, {"name": name, "ref:edubase": str(999_001 + number), "kind": kind})
    _postcodes(rng, ground, roads, sites)
    return sites


def _school(
    rng: np.random.Generator, place: Settlement, roads: list[Line], taken: shapely.STRtree, sites: Sites, about: Tags
) -> None:
    """Find a plot beside a street where nothing else stands, and build a school with two gates on it."""
    special = about["kind"] == "special"
    around = place.disc.buffer(500)
    near = [line for line in roads if line.tags["highway"] in {"residential", "unclassified", "tertiary", "secondary"}]
    near = [line for line in near if "bridge" not in line.tags and around.contains(line.shape)]
    built = [line.shape for line in sites.lines]
    for _ in range(3_000):
        street = near[rng.integers(len(near))]
        piece = int(rng.integers(len(street.points) - 1))
        start, end = street.points[piece], street.points[piece + 1]
        along = (end - start) / np.hypot(*(end - start))
        across = np.array([-along[1], along[0]]) * rng.choice([-1, 1])
        front = (start + end) / 2
        set_back_m = 70.0 if special else 14.0
        width_m, depth_m = (64, 52) if place.size == Size.BIG_TOWN else (110, 80)
        nearest = front + across * set_back_m
        corner = nearest - along * width_m / 2
        outline = np.array(
            [
                corner,
                nearest,
                corner + along * width_m,
                corner + along * width_m + across * depth_m,
                corner + across * (depth_m * 0.6),
                corner,
            ]
        )
        plot = shapely.Polygon(outline).union(shapely.LineString([front + across * 8, nearest])).buffer(6)
        if len(taken.query(plot, predicate="intersects")) == 0 and not any(plot.intersects(other) for other in built):
            _build(sites, street, front, outline, about)
            return
    raise RuntimeError(f"No plot was found for {about['name']}; this is a fault of the drawing, not of the seed.")


def _build(sites: Sites, street: Line, front: Points, outline: Points, about: Tags) -> None:
    """Draw the school's outline, its gates, and the drive from the street to the first of them."""
    special = about["kind"] == "special"
    kinds = {
        "special": {"school": "special_education_needs"},
        "primary": {"isced:level": "1"},
        "secondary": {"isced:level": "2;3"},
    }
    named = {k: v for k, v in about.items() if k != "kind"}
    sites.lines.append(Line(outline, {"amenity": "school", **named, **kinds[about["kind"]]}))
    gate, inside = outline[1], (outline[1] + outline[:-1].mean(axis=0)) / 2
    access = {"access": "private"} if special else {}
    sites.lines.append(Line(np.array([front, gate, inside]), {"highway": "service", "service": "driveway", **access}))
    sites.points.append((gate, {"barrier": "gate", "entrance": "main", **access}))
    sites.points.append((outline[3], {"barrier": "gate", "entrance": "yes", "foot": "yes", "motor_vehicle": "no"}))
    if about["kind"] == "primary" and street.tags["highway"] == "residential" and sites.school_street is None:
        sites.school_street = key(street.points[0]), key(street.points[-1])


def _postcodes(rng: np.random.Generator, ground: Ground, roads: list[Line], sites: Sites) -> None:
    """Put postcodes of the area ZZ, which Royal Mail does not use, beside the streets: one district per town."""
    towns = np.array([p.middle for p in ground.settlements if p.size in {Size.BIG_TOWN, Size.MARKET_TOWN}])
    streets = [line for line in roads if line.tags["highway"] in {"residential", "unclassified", "tertiary"}]
    streets = [line for line in streets if "name" in line.tags and "bridge" not in line.tags]
    weight = np.array([len(line.points) - 1.0 for line in streets])
    chosen = rng.choice(len(streets), _POSTCODES, p=weight / weight.sum())
    count: dict[int, int] = {}
    for street in (streets[i] for i in chosen):
        piece = int(rng.integers(len(street.points) - 1))
        start, end = street.points[piece], street.points[piece + 1]
        along = end - start
        across = np.array([-along[1], along[0]]) / np.hypot(*along)
        point = start + along * rng.uniform(0.15, 0.85) + across * rng.choice([-1, 1]) * rng.uniform(9, 22)
        district = int(np.argmin(np.hypot(*(towns - point).T))) + 1
        number = count[district] = count.get(district, -1) + 1
        letters = _INWARD[number // 10 // 20 % 20] + _INWARD[number // 10 % 20]
        house = {"addr:housenumber": str(int(rng.integers(1, 90))), "addr:street": street.tags["name"]}
        sites.points.append((point, {"addr:postcode": f"ZZ{district} {number % 10}{letters}", **house}))
