"""Calibration: from the times that vehicles took to a speed profile that knows this county.

``read_observed`` reads them, ``compose`` finds what each leg was made of, ``calibrate`` fits the factors.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geodata.errors import GeodataError, UnreachableError
from geodata.matrix import price_roads
from geodata.paths import LegPath, leg_path
from geodata.places import Place, PlaceId
from geodata.roads import RoadGraph, SnappedPlace, snap
from geodata.speeds import Area, RoadClass, SpeedProfile, TimeBand, band_at
from geodata.tables import read_rows
from geodata.vehicles import CAR, RoadVehicle

_COLUMNS = {
    "from_lat": ("start_lat", "origin_lat"),
    "from_lon": ("start_lon", "origin_lon"),
    "to_lat": ("end_lat", "destination_lat"),
    "to_lon": ("end_lon", "destination_lon"),
    "departed_at": ("departed", "start_time"),
    "seconds": ("duration_s", "duration"),
}
_DAY_FIRST = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M")
_BELIEVABLE = 3.0
"""A leg that took more than so many times as long as predicted, or as short, was not driven as we think."""
_SPREAD_PRIOR_LEGS = 10
_ROUNDS = 20


@dataclass(frozen=True, slots=True)
class ObservedLeg:
    """A leg that somebody drove without a stop: from where, to where, when (local time), in how many seconds."""

    start: Place
    end: Place
    departed_at: datetime
    seconds: float


@dataclass(frozen=True, slots=True, eq=False)
class Composition:
    """What a leg is made of under a profile.

    Parameters
    ----------
    band
        The time band in which it was driven.
    driven_s
        Predicted seconds by class and area, float64 of shape (classes, areas).
    delay_s
        Predicted seconds at traffic lights.
    observed_s
        The seconds that it took.
    """

    band: TimeBand
    driven_s: NDArray[np.float64]
    delay_s: float
    observed_s: float

    @property
    def predicted_s(self) -> float:
        """All predicted seconds."""
        return float(self.driven_s.sum()) + self.delay_s


@dataclass(frozen=True, slots=True)
class Calibration:
    """A calibrated profile and how good it is.

    Parameters
    ----------
    profile
        The new profile; its spread is that of the legs about it.
    legs
        How many legs were fitted.
    left_out
        How many were not, because they took a third or three times of what is believable.
    error_before, error_after
        Root mean square of log(observed / predicted) under the old and the new profile; 0.1 is about ten per cent.
    """

    profile: SpeedProfile
    legs: int
    left_out: int
    error_before: float
    error_after: float


def read_observed(path: Path) -> tuple[ObservedLeg, ...]:
    """Read legs from a CSV file with from_lat, from_lon, to_lat, to_lon, departed_at (local time) and seconds.

    Raises
    ------
    GeodataError
        If the file cannot be read, lacks a column, or holds bad rows; the text names all of them.
    """
    legs, bad = [], []
    for line, row in enumerate(read_rows(path, _COLUMNS, needed=list(_COLUMNS)), start=2):
        try:
            legs.append(_leg(line, row))
        except ValueError as error:
            bad.append(f"line {line}: {error}")
    if bad:
        raise GeodataError(f"{path.name} has rows that cannot be read. " + "; ".join(bad))
    return tuple(legs)


def _leg(line: int, row: dict[str, str]) -> ObservedLeg:
    start, end = (
        Place(PlaceId(f"{end}-of-line-{line}"), float(row[f"{end}_lat"]), float(row[f"{end}_lon"]))
        for end in ("from", "to")
    )
    seconds = float(row["seconds"])
    if not 0 < seconds < 86_400:  # noqa: PLR2004 -- a day
        raise ValueError(f"seconds must be above 0 and less than a day, not {row['seconds']}")
    return ObservedLeg(start, end, _moment(row["departed_at"]), seconds)


def _moment(text: str) -> datetime:
    for pattern in _DAY_FIRST:
        try:
            return datetime.strptime(text, pattern)  # noqa: DTZ007 -- roads know local time only
        except ValueError:
            continue
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        raise ValueError(f"departed_at must be like 2026-03-03 08:15 or 03/03/2026 08:15, not {text!r}") from None


def compose(
    roads: RoadGraph,
    profile: SpeedProfile,
    legs: Sequence[ObservedLeg],
    vehicle: RoadVehicle = CAR,
    within_m: float = 250.0,
) -> tuple[Composition, ...]:
    """Return what each leg is made of, were it driven the fastest way; legs between which no way is known are left out.

    Raises
    ------
    OffTheMapError
        If a leg begins or ends too far from any road.
    """
    found: list[Composition] = []
    snapped = iter(snap(roads, [place for leg in legs for place in (leg.start, leg.end)], within_m))
    ends = list(zip(snapped, snapped, strict=True))
    priced = None
    for band in TimeBand:
        chosen = [at for at, leg in enumerate(legs) if band_at(leg.departed_at) == band]
        if not chosen:
            continue
        road_ms = roads.road_metric(profile, vehicle, band)
        priced = price_roads(roads, road_ms) if priced is None else priced.repriced(road_ms)
        driven_s = roads.road_length_dm / 10 / roads.speeds_mps(profile, vehicle, band) * profile.margin
        for at in chosen:
            start, end = ends[at]
            try:
                path = leg_path(priced, start, end)
            except UnreachableError:
                continue
            found.append(_composition(roads, band, path, ends[at], driven_s, legs[at].seconds))
    return tuple(found)


def _composition(
    roads: RoadGraph,
    band: TimeBand,
    path: LegPath,
    ends: tuple[SnappedPlace, SnappedPlace],
    driven_s: NDArray[np.float64],
    observed_s: float,
) -> Composition:
    share = np.ones(len(path.roads))
    begun, ended = (
        next(each.fraction for each in place.snaps if each.road == road)
        for place, road in zip(ends, (path.roads[0], path.roads[-1]), strict=True)
    )
    share[0] -= begun
    share[-1] -= 1 - ended
    seconds = np.zeros((len(RoadClass), len(Area)))
    np.add.at(seconds, (roads.road_class[path.roads], roads.area[path.roads]), share * driven_s[path.roads])
    return Composition(band, seconds, max(path.ms / 1000 - float(seconds.sum()), 0.0), observed_s)


def calibrate(profile: SpeedProfile, legs: Sequence[Composition], prior_legs: float = 3.0) -> Calibration:
    """Return the profile under which the legs take the times that they took.

    Of each band, the logarithms of the factors are fitted by least squares on log(observed / predicted), each class and
    area bearing the part of the error that its share of the leg's time is, and held to the old factors as strongly as
    ``prior_legs`` legs driven on nothing else would hold them. A class that is never driven, and a band in which
    nothing was observed, stay as they are.

    Parameters
    ----------
    profile
        The profile under which the legs were composed.
    prior_legs
        How many legs the old profile is worth; more than 0.
    """
    believable = [leg for leg in legs if 1 / _BELIEVABLE < leg.observed_s / leg.predicted_s < _BELIEVABLE]
    factors = profile.factors.copy()
    before, after = [np.zeros(0)], [np.zeros(0)]
    for band in TimeBand:
        here = [leg for leg in believable if leg.band == band]
        if here:
            slower, first, last = _fit(here, prior_legs)
            factors[:, :, band] = np.clip(factors[:, :, band] / np.exp(slower), 0.01, 1.5)
            before.append(first)
            after.append(last)
    first, last = np.concatenate(before), np.concatenate(after)
    legs_and_prior = len(last) + _SPREAD_PRIOR_LEGS
    spread = float(np.sqrt((np.sum(last**2) + _SPREAD_PRIOR_LEGS * profile.spread**2) / legs_and_prior))
    return Calibration(
        profile=replace(profile, factors=factors, spread=spread),
        legs=len(believable),
        left_out=len(legs) - len(believable),
        error_before=_root_mean_square(first),
        error_after=_root_mean_square(last),
    )


def _fit(
    legs: Sequence[Composition], prior_legs: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return the logarithm by which each class and area is slower than thought, and the errors before and after."""
    base = np.array([leg.driven_s.ravel() for leg in legs])
    delay = np.array([leg.delay_s for leg in legs])
    observed = np.log([leg.observed_s for leg in legs])
    slower = np.zeros(base.shape[1])
    errors = []
    for _ in range(_ROUNDS):  # Gauss and Newton: shares of time change as factors do
        driven = base * np.exp(slower)
        predicted = driven.sum(axis=1) + delay
        error = observed - np.log(predicted)
        errors.append(error)
        share = driven / predicted[:, None]
        pull = share.T @ share + prior_legs * np.eye(len(slower))
        slower += np.linalg.solve(pull, share.T @ error - prior_legs * slower)
    return slower.reshape(legs[0].driven_s.shape), errors[0], errors[-1]


def _root_mean_square(errors: NDArray[np.float64]) -> float:
    return float(np.sqrt(np.mean(errors**2))) if len(errors) else 0.0
