"""A problem on a plane: no roads, the same pupils and fleet, for tests and benchmarks of planners."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from geodata import Place, TravelMatrix
from routing.problem import Direction, Problem
from routing.records import RoadProfile
from routing.synthesis.draw import draw
from routing.synthesis.ground import M_PER_DEGREE, plane_ground
from routing.synthesis.shares import CAR, MINIBUS

A_SCHOOL_DAY = date(2026, 11, 24)

_ROUND_ABOUT = 1.3
"""Metres of road for each metre as the crow flies."""
_AWAY_MPS = 14.0
_TOWN_S = 260.0
_TOWN_M = 3000.0
"""Beyond some kilometres one drives 14 m/s, and has lost 260 s in towns at both ends."""
_MINIBUS_SLOWER = 1.12


def plane_problem(
    pupils: int,
    schools: int,
    seed: int = 0,
    direction: Direction = Direction.TO_SCHOOL,
    day: date = A_SCHOOL_DAY,
) -> Problem:
    """Return a lifelike problem on a plane, the same for the same arguments.

    Short trips are slow and long ones fast, as on roads, and both matrices obey the triangle inequality (seconds are
    a concave function of distance). Fleet and assistants suffice for a plan that leaves no one unplaced but the two
    in a hundred whose risk assessment has lapsed.

    Examples
    --------
    >>> problem = plane_problem(60, 1, seed=3)
    >>> problem.day.isoformat(), sorted(problem.travels)
    ('2026-11-24', ['car', 'minibus'])
    """
    authority = draw(plane_ground(pupils, schools, seed), pupils, schools, seed)
    return authority.problem(day, direction, plane_travels(authority.places(day, direction)))


def plane_travels(places: tuple[Place, ...]) -> dict[RoadProfile, TravelMatrix]:
    """Return a car's and a minibus's travel between places as the crow flies, at road-like speeds."""
    crow_m = _crow_m(places)
    road_m = _ROUND_ABOUT * crow_m
    car_s = road_m / _AWAY_MPS + _TOWN_S * (1 - np.exp(-road_m / _TOWN_M))
    metres = np.rint(road_m).astype(np.int32)
    slower = {CAR: 1.0, MINIBUS: _MINIBUS_SLOWER}
    return {
        profile: TravelMatrix(places, np.ceil(factor * car_s).astype(np.int32), metres)
        for profile, factor in slower.items()
    }


def _crow_m(places: tuple[Place, ...]) -> NDArray[np.float64]:
    """Return the metres between each two places, the earth taken as flat (so that triangles hold)."""
    lat = np.array([place.lat for place in places])
    lon = np.array([place.lon for place in places])
    at = np.column_stack((lon * np.cos(np.radians(lat.mean())), lat)) * M_PER_DEGREE
    squares = (at**2).sum(axis=1)
    apart: NDArray[np.float64] = squares[:, None] + squares[None] - 2 * at @ at.T
    np.fill_diagonal(apart, 0.0)
    return np.sqrt(np.maximum(apart, 0.0))
