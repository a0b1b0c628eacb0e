"""Lines on the ground to lines on paper: projection, frame, SVG paths, scale bar and where badges fit.

Everything is drawn as SVG from shapes that the plan's own document holds, so no map is ever fetched from elsewhere and
nobody learns which homes were looked at.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

_EARTH_RADIUS_M = 6_371_008.8
_NICE = (1, 2, 5)

Points = NDArray[np.float64]
"""Shape (n, 2): latitude and longitude, or x and y where a function says so."""


@dataclass(frozen=True, slots=True)
class Projection:
    """Metres east and south of a point: true to scale to within a thousandth over a county.

    Examples
    --------
    >>> Projection(52.0, -1.0).xy(np.array([[52.0, -1.0]])).tolist()
    [[0.0, 0.0]]
    """

    lat: float
    lon: float

    @classmethod
    def over(cls, points: Points) -> "Projection":
        """Return the projection about the middle of some points."""
        middle = (points.min(axis=0) + points.max(axis=0)) / 2
        return cls(float(middle[0]), float(middle[1]))

    def xy(self, points: Points) -> Points:
        """Return metres east and south of latitudes and longitudes."""
        degree_m = math.radians(1) * _EARTH_RADIUS_M
        east = (points[:, 1] - self.lon) * degree_m * math.cos(math.radians(self.lat))
        return np.column_stack([east + 0.0, (self.lat - points[:, 0]) * degree_m])


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle of ground (metres east and south) and the rectangle of paper on which it is drawn."""

    west_m: float
    north_m: float
    scale: float
    """Paper units to a metre."""
    width: float
    height: float

    @classmethod
    def around(cls, xy: Points, width: float, height: float, margin: float = 0.1, least_m: float = 600.0) -> "Frame":
        """Return the frame of the given paper size that holds all points, with a margin on each side."""
        low, high = xy.min(axis=0), xy.max(axis=0)
        size = np.maximum(high - low, least_m)
        scale = float(min(width / size[0], height / size[1])) * (1 - 2 * margin)
        west, north = (low + high) / 2 - np.array([width, height]) / scale / 2
        return cls(float(west), float(north), scale, width, height)

    def on_paper(self, xy: Points) -> Points:
        """Return where points of the ground lie on the paper."""
        return np.asarray((xy - np.array([self.west_m, self.north_m])) * self.scale)

    def shows(self, xy: Points) -> bool:
        """Tell whether the box around a line touches the frame."""
        paper = self.on_paper(xy)
        low, high = paper.min(axis=0), paper.max(axis=0)
        return bool((high >= 0).all() and low[0] <= self.width and low[1] <= self.height)


def svg_path(xy: Points, *, tolerance: float, digits: int = 1) -> str:
    """Return the ``d`` of an SVG path along the points, thinned so that nothing moves by more than ``tolerance``."""
    thin = np.round(xy, digits)
    if len(xy) > 1 and (np.ptp(xy, axis=0) > 0).any():
        thin = np.round(shapely.get_coordinates(shapely.LineString(xy).simplify(tolerance)), digits)
    steps = np.diff(thin, axis=0)
    moves = "".join(f"l{_short(x)} {_short(y)}" for x, y in steps)
    return f"M{_short(thin[0][0])} {_short(thin[0][1])}{moves}"


def _short(number: float) -> str:
    return f"{number + 0.0:g}"  # a sum, since nobody wants to read -0


def scale_bar_m(longest_m: float) -> int:
    """Return the greatest of 1, 2, 5, 10, 20, 50, ... metres that is not longer than this.

    Examples
    --------
    >>> scale_bar_m(730.0)
    500
    """
    power = int(10 ** math.floor(math.log10(max(longest_m, 1.0))))
    return max(step * power for step in _NICE if step * power <= max(longest_m, 1.0))


def length_words(metres: int) -> str:
    """Return a length as it stands beside a scale bar: ``500 m``, ``2 km``."""
    return f"{metres} m" if metres < 1000 else f"{metres // 1000} km"  # noqa: PLR2004 -- metres to a kilometre


def halfway(xy: Points) -> tuple[float, float, float]:
    """Return x, y and heading (degrees clockwise from east, as SVG turns) at the middle of a line."""
    steps = np.hypot(*np.diff(xy, axis=0).T)
    if len(xy) < 2 or not steps.sum():  # noqa: PLR2004 -- a line has two ends
        return float(xy[0][0]), float(xy[0][1]), 0.0
    along = np.concatenate([[0.0], np.cumsum(steps)])
    piece = min(int(np.searchsorted(along, along[-1] / 2, side="right")) - 1, len(steps) - 1)
    start, end = xy[piece], xy[piece + 1]
    x, y = start + (end - start) * ((along[-1] / 2 - along[piece]) / max(steps[piece], 1e-9))
    return float(x), float(y), math.degrees(math.atan2(end[1] - start[1], end[0] - start[0]))


def place_badges(
    dots: Sequence[tuple[float, float]], radius: float, frame: Frame, keep_clear: Iterable[tuple[float, float]] = ()
) -> list[tuple[float, float]]:
    """Return a spot for each dot's badge: near the dot, inside the frame, and off all other dots and badges.

    Greedy, in the order given: the nearest free spot of a few rings around the dot, or on the dot itself if none is.
    """
    taken: list[tuple[float, float]] = list(keep_clear)
    found: list[tuple[float, float]] = []
    for x, y in dots:
        spot = next(
            (
                (left, top)
                for left, top in _rings(x, y, radius)
                if radius <= left <= frame.width - radius
                and radius <= top <= frame.height - radius
                and all(math.hypot(left - a, top - b) > 2.1 * radius for a, b in taken)
                and all(math.hypot(left - a, top - b) > 1.3 * radius for a, b in dots if (a, b) != (x, y))
            ),
            (x, y),
        )
        taken.append(spot)
        found.append(spot)
    return found


def _rings(x: float, y: float, radius: float) -> Iterable[tuple[float, float]]:
    for far in (1.9, 2.8, 3.8, 5.0, 6.4, 8.0):
        for turn in range(16):
            angle = math.radians(-60 + turn * 22.5)
            yield x + far * radius * math.cos(angle), y + far * radius * math.sin(angle)
