"""Town or country: what the tags of a road do not say, the streets around it do.

A road whose tags are silent is urban where at least 600 m of residential street lie in the nine squares of 250 m
around its middle, and rural otherwise.
"""

import numpy as np
from numpy.typing import NDArray

from geodata.speeds import Area, RoadClass

SQUARE_M = 250.0
TOWN_STREET_M = 600.0
SILENT = -1
_METRES_PER_DEGREE = 111_195.0
_STREETS = (RoadClass.RESIDENTIAL, RoadClass.LIVING_STREET)


def settle_areas(
    said: NDArray[np.int8],
    road_class: NDArray[np.int8],
    length_m: NDArray[np.float64],
    lat: NDArray[np.float64],
    lon: NDArray[np.float64],
) -> NDArray[np.int8]:
    """Return the ``Area`` of each piece of road, int8.

    Parameters
    ----------
    said
        What its tags say: an ``Area``, or ``SILENT``.
    road_class, length_m, lat, lon
        Class, metres and middle of each piece; each two-way piece once.
    """
    if not len(said):
        return said
    row = _squares(lat)
    column = _squares(lon * np.cos(np.radians(lat.mean())))
    width = int(column.max()) + 3
    square = (row + 1) * width + column + 1  # a rim of empty squares around the map
    street_m = np.where(np.isin(road_class, _STREETS), length_m, 0.0)
    squares, index = np.unique(square, return_inverse=True)
    metres = np.bincount(index, street_m)
    around = np.zeros(len(squares))
    for shift in (north * width + east for north in (-1, 0, 1) for east in (-1, 0, 1)):
        at = np.minimum(np.searchsorted(squares, squares + shift), len(squares) - 1)
        around += np.where(squares[at] == squares + shift, metres[at], 0.0)
    by_streets = np.where(around[index] >= TOWN_STREET_M, Area.URBAN, Area.RURAL)
    return np.where(said == SILENT, by_streets, said).astype(np.int8)


def _squares(degrees: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.asarray((degrees - degrees.min()) * _METRES_PER_DEGREE // SQUARE_M, dtype=np.int64)
