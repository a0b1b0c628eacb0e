"""The drawing table of the demonstration county: lines in metres, how they are bent, cut, and made to meet."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

Points = NDArray[np.float64]
"""Metres east and north of the county's south-western corner, shape (k, 2)."""

Tags = dict[str, str]
Key = tuple[int, int]

_NEAR_M = 0.05  # lines as near as this meet


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A line on the drawing table with the tags which its way will bear."""

    points: Points
    tags: Tags = field(default_factory=dict)

    @property
    def shape(self) -> shapely.LineString:
        """The line as shapely draws it."""
        return shapely.LineString(self.points)

    def tagged(self, **tags: str) -> "Line":
        """Return the same line with some tags more; a colon in a key is written as two underscores."""
        return Line(self.points, self.tags | {key.replace("__", ":"): value for key, value in tags.items()})


def key(point: Points) -> Key:
    """Return the name of a point: lines meet where they have a point of one name (to the centimetre)."""
    return round(float(point[0]) * 100), round(float(point[1]) * 100)


def bend(rng: np.random.Generator, start: Points, end: Points, most_m: float, step_m: float = 110.0) -> Points:
    """Draw a road from one point to another as roads run: never straight for long, and never far astray."""
    along = end - start
    length = float(np.hypot(*along))
    across = np.array([-along[1], along[0]]) / max(length, 1.0)
    t = np.linspace(0, 1, max(2, round(length / step_m) + 1))[:, None]
    waves = range(1, 4)
    sway = sum(rng.normal() / wave**1.5 * np.sin(np.pi * wave * t) for wave in waves)
    bent: Points = start + t * along + across * np.clip(sway, -2, 2) * min(most_m, length * 0.07)
    return bent


def parallel(points: Points, left_m: float) -> Points:
    """Return a line beside another, ``left_m`` metres to its left."""
    ahead = np.gradient(points, axis=0)
    across = np.column_stack([-ahead[:, 1], ahead[:, 0]]) / np.hypot(*ahead.T)[:, None]
    beside: Points = points + across * left_m
    return beside


def circle(centre: Points, radius_m: float, count: int, turn: int = -1) -> Points:
    """Return a closed ring; ``turn`` is -1 clockwise, as British roundabouts are driven, and 1 against it."""
    angle = turn * np.linspace(0, 2 * np.pi, count + 1)
    ring = centre + radius_m * np.column_stack([np.cos(angle), np.sin(angle)])
    ring[-1] = ring[0]
    return ring


def cut_at(points: Points, distances_m: Iterable[float]) -> list[Points]:
    """Cut a line at distances along it; the pieces share the very points at which they were cut."""
    along = np.append(0.0, np.cumsum(np.hypot(*np.diff(points, axis=0).T)))
    at = [0.0, *sorted(d for d in distances_m if 1.0 < d < along[-1] - 1.0), float(along[-1])]
    corners = np.column_stack([np.interp(at, along, points[:, axis]) for axis in (0, 1)])
    corners[0], corners[-1] = points[0], points[-1]
    return [
        np.vstack([corners[i], points[(along > begin + _NEAR_M) & (along < end - _NEAR_M)], corners[i + 1]])
        for i, (begin, end) in enumerate(pairwise(at))
    ]


def cut_by(points: Points, area: BaseGeometry) -> list[tuple[Points, bool]]:
    """Cut a line at the edge of an area; say of each piece whether it lies within."""
    line = shapely.LineString(points)
    if not line.intersects(area):
        return [(points, False)]
    edges = shapely.get_coordinates(shapely.intersection(line, area.boundary))
    distances = [line.project(shapely.Point(edge)) for edge in edges]
    pieces = cut_at(points, distances)
    return [
        (piece, bool(area.contains(shapely.LineString(piece).interpolate(0.5, normalized=True)))) for piece in pieces
    ]


def cut_lines(lines: Sequence[Line], area: BaseGeometry, **tags: str) -> list[Line]:
    """Cut all lines at the edge of an area and give ``tags`` to the pieces within."""
    pieces = [(line, *piece) for line in lines for piece in cut_by(line.points, area)]
    return [
        Line(points, line.tags).tagged(**tags) if inside else Line(points, line.tags) for line, points, inside in pieces
    ]


def clear(lines: Sequence[Line], area: BaseGeometry) -> list[Line]:
    """Rub out whatever lies within an area."""
    return [Line(points, line.tags) for line in lines for points, inside in cut_by(line.points, area) if not inside]


def roundabout(lines: Sequence[Line], centre: Points, radius_m: float, **tags: str) -> list[Line]:
    """Put a roundabout where lines meet or cross."""
    ring = circle(centre, radius_m, 14)
    rest = clear(lines, shapely.Polygon(ring))
    return [*rest, Line(ring, {"junction": "roundabout", **tags})]


def join(lines: Sequence[Line]) -> list[Line]:
    """Give lines a common point wherever they touch, and, if they are of one level, wherever they cross."""
    starts = np.concatenate([line.points[:-1] for line in lines])
    ends = np.concatenate([line.points[1:] for line in lines])
    owner = np.repeat(np.arange(len(lines)), [len(line.points) - 1 for line in lines])
    place = np.concatenate([np.arange(len(line.points) - 1) for line in lines])
    pieces = np.asarray(shapely.linestrings(np.stack([starts, ends], axis=1)))
    first, second = shapely.STRtree(pieces).query(pieces, predicate="dwithin", distance=_NEAR_M)
    level = np.array([line.tags.get("layer", "0") for line in lines])[owner]
    pairs = first < second
    added: dict[int, list[tuple[int, float, Points]]] = defaultdict(list)
    for a, b in zip(first[pairs].tolist(), second[pairs].tolist(), strict=True):
        for point in _meeting((starts[a], ends[a]), (starts[b], ends[b]), may_cross=level[a] == level[b]):
            for piece in (a, b):
                if key(point) not in {key(starts[piece]), key(ends[piece])}:
                    far = float(np.hypot(*(point - starts[piece])))
                    added[int(owner[piece])].append((int(place[piece]), far, point))
    return [_with_points(line, added[number]) for number, line in enumerate(lines)]


def _meeting(one: tuple[Points, Points], other: tuple[Points, Points], *, may_cross: bool) -> list[Points]:
    """Return where two straight pieces meet: an end of one on the other, or else where they cross."""
    if {key(p) for p in one} & {key(p) for p in other}:
        return []
    lines = shapely.LineString(one), shapely.LineString(other)
    touching = [p for p in one if lines[1].distance(shapely.Point(p)) <= _NEAR_M]
    touching += [p for p in other if lines[0].distance(shapely.Point(p)) <= _NEAR_M]
    if touching or not may_cross:
        return touching
    crossing = shapely.intersection(*lines)
    return [np.array(crossing.coords[0])] if crossing.geom_type == "Point" and not crossing.is_empty else []


def _with_points(line: Line, added: Sequence[tuple[int, float, Points]]) -> Line:
    if not added:
        return line
    points: list[Points] = []
    after = sorted(added, key=lambda one: one[:2])
    for number, corner in enumerate(line.points):
        points.append(corner)
        points += [point for piece, _, point in after if piece == number]
    names = [key(point) for point in points]
    kept = [point for i, point in enumerate(points) if i == 0 or names[i] != names[i - 1]]
    return Line(np.array(kept), line.tags)
