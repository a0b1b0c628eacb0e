"""The ground of the demonstration county: where its towns, villages and river lie. All names are invented."""

from dataclasses import dataclass
from enum import Enum

import numpy as np
import shapely

from geodata.county.sketch import Points

WIDTH_M, HEIGHT_M = 40_000.0, 30_000.0
RING_M = 2_600.0
"""Radius of the big town's ring road."""
INNER_M = 480.0
"""Radius of the road around its centre."""

_VILLAGES = 34
_FIRST = [
    "Alver",
    "Asten",
    "Bramp",
    "Brinder",
    "Calder",
    "Corver",
    "Drayn",
    "Elmer",
    "Fenwar",
    "Gosk",
    "Halver",
    "Hazen",
    "Holver",
    "Inger",
    "Kelver",
    "Kesten",
    "Larken",
    "Lingar",
    "Marler",
    "Medder",
    "Norver",
    "Oaken",
    "Orlan",
    "Peller",
    "Quenni",
    "Rushen",
    "Saxel",
    "Sedder",
    "Thorl",
    "Tibber",
    "Ulver",
    "Wender",
    "Whinner",
    "Wilmer",
    "Wraxel",
    "Yelver",
]
_LAST = [
    "bourne",
    "brook",
    "by",
    "combe",
    "cote",
    "dale",
    "den",
    "field",
    "ford",
    "ham",
    "hurst",
    "ley",
    "mere",
    "stead",
    "stoke",
    "thorpe",
    "ton",
    "wardine",
    "wick",
    "worth",
]
_ADDED = ("Magna", "Parva", "Green", "St Oswin", "on the Hill", "Abbots")


class Size(Enum):
    """How large a settlement is, in the words of OpenStreetMap's ``place``."""

    BIG_TOWN = "town"
    MARKET_TOWN = "market town"
    VILLAGE = "village"
    EXIT = "exit"  # where a road leaves the county


@dataclass(frozen=True, slots=True, eq=False)
class Settlement:
    """A settlement: what it is called, where its middle is, and how far its houses reach."""

    name: str
    size: Size
    middle: Points
    radius_m: float

    @property
    def disc(self) -> shapely.Polygon:
        """The ground on which its houses stand."""
        return shapely.Point(self.middle).buffer(self.radius_m)


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """The county before its roads are built; ``settlements[0]`` is the big town."""

    settlements: tuple[Settlement, ...]
    river: Points
    trunk: tuple[Points, Points]
    """The trunk road from the western edge to the ring road, and from there to the eastern edge."""


def lay_ground(rng: np.random.Generator) -> Ground:
    """Scatter the settlements as they lie in the Midlands: a village every three kilometres, none in the river."""
    town = np.array([WIDTH_M * 0.47, HEIGHT_M * 0.53])
    river, trunk = _river(rng, town), _trunk(rng, town)
    names = iter(_names(rng))
    places = [Settlement(next(names), Size.BIG_TOWN, town, RING_M - 130)]
    for east, north in ((0.19, 0.78), (0.80, 0.80), (0.77, 0.19), (0.17, 0.22)):
        middle = np.array([WIDTH_M * east, HEIGHT_M * north]) + rng.uniform(-900, 900, 2)
        middle[1] += _away_from(middle, river, 900)
        places.append(Settlement(next(names), Size.MARKET_TOWN, middle, float(rng.uniform(620, 840))))
    barred = shapely.union_all(
        [shapely.LineString(river).buffer(650), *(shapely.LineString(part).buffer(700) for part in trunk)]
    )
    for _ in range(6_000):
        middle = rng.uniform((1_300, 1_300), (WIDTH_M - 1_300, HEIGHT_M - 1_300))
        if len(places) == 5 + _VILLAGES:
            break
        if not barred.contains(shapely.Point(middle)) and all(_apart(middle, place) for place in places):
            places.append(Settlement(next(names), Size.VILLAGE, middle, float(rng.uniform(250, 430))))
    edges = ((0.30, 1.0), (0.72, 1.0), (1.0, 0.27), (0.56, 0.0), (0.0, 0.30), (0.0, 0.86))
    exits = [np.array([WIDTH_M * east, HEIGHT_M * north]) for east, north in edges]
    places += [Settlement(f"exit {number}", Size.EXIT, middle, 0.0) for number, middle in enumerate(exits)]
    return Ground(tuple(places), river, trunk)


def _river(rng: np.random.Generator, town: Points) -> Points:
    """Draw a river from west to east which passes through the south of the town, with bends in its bends."""
    east = np.arange(-200.0, WIDTH_M + 400, 110)
    phase = rng.uniform(0, 2 * np.pi, 3)
    bends = ((1_500, 21_000), (330, 4_300), (110, 1_700))
    north = sum(reach * np.sin(2 * np.pi * east / wave + p) for (reach, wave), p in zip(bends, phase, strict=True))
    north += (east - town[0]) * 0.06
    return np.column_stack([east, north + town[1] - 1_350 - np.interp(town[0], east, north)])


def _trunk(rng: np.random.Generator, town: Points) -> tuple[Points, Points]:
    """Draw a dual carriageway from west to east, interrupted by the ring road of the town."""
    west, east = town - np.array([RING_M, 0]), town + np.array([RING_M, 0])
    t = np.linspace(0, 1, 130)[:, None]
    sway = 600 * np.sin(2 * np.pi * t + rng.uniform(-0.4, 0.4)) * t * (1 - t) * 4
    across = np.array([0.0, 1.0])
    inward = np.array([0.0, HEIGHT_M * 0.60]) * (1 - t) + west * t + across * sway
    outward = east * (1 - t) + np.array([WIDTH_M, HEIGHT_M * 0.50]) * t - across * sway
    return inward, outward


def _away_from(middle: Points, river: Points, least_m: float) -> float:
    gap = middle[1] - float(np.interp(middle[0], river[:, 0], river[:, 1]))
    return 0.0 if abs(gap) >= least_m else float(np.sign(gap) * least_m - gap)


def _apart(middle: Points, place: Settlement) -> bool:
    least_m = {Size.BIG_TOWN: RING_M + 1_500, Size.MARKET_TOWN: 2_500}.get(place.size, 2_250)
    return float(np.hypot(*(middle - place.middle))) >= least_m


def _names(rng: np.random.Generator) -> list[str]:
    """Names that sound like the Midlands, each but once; some are qualified as English names are."""
    first = rng.permutation([f for f in _FIRST for _ in range(2)])
    last = rng.permutation([one for one in _LAST for _ in range(4)])[: len(first)]
    plain = dict.fromkeys(f"{f}{one}" for f, one in zip(first, last, strict=True) if f[-1] != one[0])
    return [name + (f" {rng.choice(_ADDED)}" if i > 4 and i % 5 == 0 else "") for i, name in enumerate(plain)]  # noqa: PLR2004 -- towns are plain
