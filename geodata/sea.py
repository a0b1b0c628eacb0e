"""The sea, which OpenStreetMap draws as a coastline alone: water lies to its right."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

Line = NDArray[np.float64]
"""Shape (points, 2): longitude and latitude."""

Edge = tuple[tuple[float, float], tuple[float, float]]


def sea_within(coast: Sequence[Line]) -> list[shapely.Polygon]:
    """Return the sea that the pieces of a coastline bound, out to the box around them.

    A coast that ends inside the box, since the map was cut there, goes on to the nearest side of it. A piece is
    water if it lies to the right of some coast and to the left of none: so a coast with gaps floods no land.
    """
    merged = shapely.line_merge(shapely.MultiLineString([shapely.LineString(piece) for piece in coast]), directed=True)
    shores = [shore for shore in shapely.get_parts(merged) if shore.length > 0]
    if not shores:
        return []
    box = shapely.box(*shapely.total_bounds(shores)).exterior
    ends = [end for shore in shores if not shore.is_closed for end in shore.boundary.geoms]
    cuts = [shapely.shortest_line(end, box) for end in ends]
    pieces = shapely.get_parts(shapely.polygonize([shapely.unary_union([box, *shores, *cuts])]))
    to_right = {edge[::-1] for shore in shores for edge in _edges(shore)}
    to_left = {edge for shore in shores for edge in _edges(shore)}
    return [piece for piece in pieces if (around := _edges_around(piece)) & to_right and not around & to_left]


def _edges_around(piece: shapely.Polygon) -> set[Edge]:
    """Return the edges of a piece, which lies to the left of each."""
    oriented = shapely.orient_polygons(piece)
    return {edge for ring in (oriented.exterior, *oriented.interiors) for edge in _edges(ring)}


def _edges(line: shapely.LineString) -> list[Edge]:
    points: list[tuple[float, float]] = [(x, y) for x, y in shapely.get_coordinates(line).tolist()]
    return list(pairwise(points))
