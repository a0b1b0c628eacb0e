"""Speeds: how fast one drives on a British road of each class, inside and outside towns, at each time of day.

A speed is the limit (recorded, or the default of the class) times a factor of the class, the area and the time band.
"""

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time
from enum import IntEnum
from functools import lru_cache
from pathlib import Path
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from geodata.errors import GeodataError

KPH_PER_MPH = 1.609344
KPH_PER_MPS = 3.6


class RoadClass(IntEnum):
    """OpenStreetMap's ``highway`` values on which one may drive, in falling order of importance."""

    MOTORWAY = 0
    MOTORWAY_LINK = 1
    TRUNK = 2
    TRUNK_LINK = 3
    PRIMARY = 4
    PRIMARY_LINK = 5
    SECONDARY = 6
    SECONDARY_LINK = 7
    TERTIARY = 8
    TERTIARY_LINK = 9
    UNCLASSIFIED = 10
    RESIDENTIAL = 11
    LIVING_STREET = 12
    ROAD = 13
    SERVICE = 14
    TRACK = 15


class Area(IntEnum):
    """Whether a road lies in the country or in a town or village."""

    RURAL = 0
    URBAN = 1


class TimeBand(IntEnum):
    """The times of a school day between which roads differ; weekends and nights are free flow."""

    FREE_FLOW = 0
    MORNING = 1
    BETWEEN = 2
    AFTERNOON = 3


BAND_HOURS: dict[TimeBand, tuple[time, time]] = {
    TimeBand.MORNING: (time(7), time(9, 15)),
    TimeBand.BETWEEN: (time(9, 15), time(14, 30)),
    TimeBand.AFTERNOON: (time(14, 30), time(16, 30)),
}
"""From (included) and until (excluded), Monday to Friday."""


def band_at(moment: datetime) -> TimeBand:
    """Return the time band of a moment of local time.

    Examples
    --------
    >>> band_at(datetime(2026, 3, 3, 8, 30)).name
    'MORNING'
    """
    if moment.isoweekday() <= 5:  # noqa: PLR2004 -- Friday
        for band, (start, end) in BAND_HOURS.items():
            if start <= moment.time() < end:
                return band
    return TimeBand.FREE_FLOW


# One line a class: the limit where none is recorded (mph; rural, urban), the share of the limit that is driven when
# the road is empty (rural, urban), and the further factor of the school run's morning.
_DEFAULTS: dict[RoadClass, tuple[float, float, float, float, float]] = {
    RoadClass.MOTORWAY: (70, 70, 0.92, 0.92, 0.90),
    RoadClass.MOTORWAY_LINK: (70, 50, 0.65, 0.80, 0.90),
    RoadClass.TRUNK: (60, 40, 0.85, 0.85, 0.75),
    RoadClass.TRUNK_LINK: (60, 40, 0.65, 0.80, 0.75),
    RoadClass.PRIMARY: (60, 30, 0.75, 0.90, 0.65),
    RoadClass.PRIMARY_LINK: (60, 30, 0.60, 0.80, 0.65),
    RoadClass.SECONDARY: (60, 30, 0.70, 0.88, 0.70),
    RoadClass.SECONDARY_LINK: (60, 30, 0.60, 0.80, 0.70),
    RoadClass.TERTIARY: (60, 30, 0.65, 0.85, 0.78),
    RoadClass.TERTIARY_LINK: (60, 30, 0.55, 0.80, 0.78),
    RoadClass.UNCLASSIFIED: (60, 30, 0.55, 0.80, 0.88),
    RoadClass.RESIDENTIAL: (30, 30, 0.75, 0.75, 0.85),
    RoadClass.LIVING_STREET: (20, 20, 0.60, 0.60, 0.85),
    RoadClass.ROAD: (40, 30, 0.70, 0.70, 0.85),
    RoadClass.SERVICE: (15, 15, 0.80, 0.80, 0.95),
    RoadClass.TRACK: (10, 10, 0.80, 0.80, 1.00),
}
_DELAY_SHARE = {
    TimeBand.FREE_FLOW: 0.0,
    TimeBand.MORNING: 1.0,
    TimeBand.BETWEEN: 0.85,
    TimeBand.AFTERNOON: 0.95,
}
_DUAL_MPH = 70.0

_LIMIT_WORDS_MPH: dict[str, float] = {
    "national": 60,
    "gb:national": 60,
    "gb:nsl_single": 60,
    "gb:nsl_dual": 70,
    "gb:nsl_restricted": 30,
    "gb:motorway": 70,
    "gb:urban": 30,
    "gb:rural": 60,
    "gb:zone20": 20,
    "gb:zone30": 30,
    "uk:nsl_single": 60,
    "uk:nsl_dual": 70,
    "uk:motorway": 70,
    "walk": 4,
}
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)\s*(mph|km/?h|kph)?")


@lru_cache(maxsize=1024)  # a map writes few limits, many times
def parse_limit_kph(text: str | None) -> float:
    """Return the speed limit that OpenStreetMap writes, in km/h; nan where it is absent or not a number.

    A bare number is km/h, as OpenStreetMap has it. Of several (``"30 mph;20 mph"``) the lowest counts.

    Examples
    --------
    >>> round(parse_limit_kph("30 mph"), 1), round(parse_limit_kph("GB:nsl_single"), 1)
    (48.3, 96.6)
    """
    limits = [limit for part in (text or "").split(";") if not math.isnan(limit := _one_limit_kph(part))]
    return min(limits, default=math.nan)


def _one_limit_kph(text: str) -> float:
    text = text.strip().lower()
    if text in _LIMIT_WORDS_MPH:
        return _LIMIT_WORDS_MPH[text] * KPH_PER_MPH
    match = _NUMBER.fullmatch(text)
    if match is None or float(match[1]) <= 0:
        return math.nan
    return float(match[1]) * (KPH_PER_MPH if match[2] == "mph" else 1.0)


def default_limits_kph(
    road_class: NDArray[np.int8], area: NDArray[np.int8], dual: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Return the British limit of each road that records none: 30 mph in towns, 60 outside, 70 on dual ones."""
    table = np.array([_DEFAULTS[each][:2] for each in RoadClass])
    limit_mph: NDArray[np.float64] = table[road_class, area]
    return np.where(dual & (area == Area.RURAL), _DUAL_MPH, limit_mph) * KPH_PER_MPH


@dataclass(frozen=True, slots=True, eq=False)
class SpeedProfile:
    """What share of the limit is driven, by class, area and time band.

    Parameters
    ----------
    factors
        float64 of shape (classes, areas, bands), each above 0 and at most 1.5.
    signal_delay_s
        Mean seconds lost at a set of traffic lights.
    spread
        Standard deviation of log(observed / predicted) of one leg; see ``at_percentile``.
    margin
        Every time is multiplied by it; 1 is the typical day.

    See Also
    --------
    british_profile : the starting point.
    geodata.calibration : the better one, from observed times.
    """

    factors: NDArray[np.float64]
    signal_delay_s: float = 8.0
    spread: float = 0.15
    margin: float = 1.0

    def __post_init__(self) -> None:
        factors = np.array(self.factors, dtype=np.float64)
        shape = (len(RoadClass), len(Area), len(TimeBand))
        if factors.shape != shape:
            raise ValueError(f"factors must have shape {shape}, not {factors.shape}.")
        if not ((factors > 0) & (factors <= 1.5)).all():  # noqa: PLR2004 -- nobody drives at half as much again
            raise ValueError("factors must be above 0 and at most 1.5.")
        for name, least in (("signal_delay_s", 0.0), ("spread", 0.0), ("margin", 0.5)):
            if not least <= getattr(self, name) < math.inf:
                raise ValueError(f"{name} must be {least:g} or more, not {getattr(self, name)}.")
        factors.setflags(write=False)
        object.__setattr__(self, "factors", factors)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, SpeedProfile)
            and np.array_equal(self.factors, other.factors)
            and (self.signal_delay_s, self.spread, self.margin) == (other.signal_delay_s, other.spread, other.margin)
        )

    def __hash__(self) -> int:
        return hash((self.factors.tobytes(), self.signal_delay_s, self.spread, self.margin))

    def at_percentile(self, percent: float) -> "SpeedProfile":
        """Return this profile with times that so many days in a hundred keep within.

        The time of a leg is taken as lognormal about its typical value. Ride limits deserve ``at_percentile(80)``:
        a limit kept on the typical day is broken on every second one.
        """
        if not 0 < percent < 100:  # noqa: PLR2004 -- per cent
            raise ValueError(f"percent must be between 0 and 100, not {percent}.")
        return replace(self, margin=math.exp(NormalDist().inv_cdf(percent / 100) * self.spread))


def british_profile() -> SpeedProfile:
    """Return the starting profile, which knows Britain but not yet this county.

    Notes
    -----
    Measured anchors: on local A roads the average of 25.2 mph with 46.9 s of delay a mile means 0.67 of free flow
    over the whole day (Department for Transport, Travel time measures for local A roads, 2017) and 24.4 mph means
    0.65 in the weekday morning peak (the same, year to June 2014). The factors of the other classes, and the shares
    of the morning's delay that the time between (0.85) and the afternoon (0.95) bear, are judgement around those
    anchors, to be replaced by ``geodata.calibration.calibrate`` as soon as observed times are at hand. On narrow
    unclassified roads in the country the limit of 60 mph says nothing; about 33 are driven.
    """
    factors = np.empty((len(RoadClass), len(Area), len(TimeBand)))
    for road_class, (_, _, rural, urban, morning) in _DEFAULTS.items():
        for band, share in _DELAY_SHARE.items():
            factors[road_class, :, band] = np.array([rural, urban]) / (1 + share * (1 / morning - 1))
    return SpeedProfile(factors)


def write_profile(profile: SpeedProfile, path: Path) -> None:
    """Write a profile as TOML that a person may edit; ``read_profile`` reads it back."""
    lines = [f"{name} = {getattr(profile, name)!r}" for name in ("signal_delay_s", "spread", "margin")]
    for band in TimeBand:
        for area in Area:
            lines += ["", f"[factors.{band.name.lower()}.{area.name.lower()}]"]
            lines += [f"{each.name.lower()} = {float(profile.factors[each, area, band])!r}" for each in RoadClass]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_profile(path: Path) -> SpeedProfile:
    """Read a profile from TOML; what the file does not say stays as ``british_profile`` has it.

    Raises
    ------
    GeodataError
        If the file is absent, not TOML, or names an unknown class, area, band or a factor that is not a number.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise GeodataError(f"The speed profile {path} cannot be read: {error}.") from error
    start = british_profile()
    factors = start.factors.copy()
    try:
        for band, areas in table.pop("factors", {}).items():
            for area, classes in areas.items():
                for road_class, factor in classes.items():
                    where = RoadClass[road_class.upper()], Area[area.upper()], TimeBand[band.upper()]
                    factors[where] = float(factor)
        return replace(start, factors=factors, **_numbers(table))
    except KeyError as error:
        raise GeodataError(f"The speed profile {path} names {error}, which is no class, area or time band.") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise GeodataError(f"The speed profile {path} is not usable: {error}") from error


def _numbers(table: Mapping[str, object]) -> dict[str, float]:
    """Return the settings of a profile as floats; ``KeyError`` for an unknown one."""
    known = ("signal_delay_s", "spread", "margin")
    for name in table:
        if name not in known:
            raise KeyError(name)
    return {name: float(str(value)) for name, value in table.items()}
