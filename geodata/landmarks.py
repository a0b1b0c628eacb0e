"""Landmarks and safe places along a walk: what one can know the way by, and where one can ask for help."""

from dataclasses import dataclass

import numpy as np
import shapely

from geodata.roads import mercator
from geodata.walk_network import Landmark, WalkNetwork
from geodata.walk_tags import LandmarkTags
from geodata.walking import Walk, Walker, side_of

NEAR_M = 60.0


@dataclass(frozen=True, slots=True)
class Passed:
    """A named place that a walk passes: how far along, how far off, and on which side (1 left, -1 right, 0 ahead)."""

    tags: LandmarkTags
    at_m: int
    off_m: int
    side: int


class LandmarkFinder:
    """The named places of a network made ready to be asked."""

    def __init__(self, network: WalkNetwork) -> None:
        self._landmarks: tuple[Landmark, ...] = network.landmarks
        owner = [number for number, each in enumerate(network.landmarks) for _ in each.corners]
        corners = np.array([corner for each in network.landmarks for corner in each.corners]).reshape(-1, 2)
        self._owner = np.array(owner, np.intp)
        self._tree = shapely.STRtree(np.asarray(shapely.points(mercator(corners[:, 0], corners[:, 1]))))

    def passed(self, walker: Walker, walk: Walk, within_m: float = NEAR_M) -> tuple[Passed, ...]:
        """Return the named places within some metres of a walk, in the order in which they are passed."""
        points = walker.points(walk)
        line = shapely.LineString(mercator(points[:, 0], points[:, 1]))
        scale = float(np.cos(np.radians(points[0, 0])))  # Mercator stretches lengths
        found: dict[int, Passed] = {}
        for at in self._tree.query(line, predicate="dwithin", distance=within_m / scale).tolist():
            corner, number = self._tree.geometries[at], int(self._owner[at])
            off_m = round(line.distance(corner) * scale)
            if number not in found or off_m < found[number].off_m:
                along = line.project(corner, normalized=True)
                side = side_of(line, corner) if 0 < along < 1 else 0
                found[number] = Passed(self._landmarks[number].tags, round(along * walk.along_m), off_m, side)
        return tuple(sorted(found.values(), key=lambda each: (each.at_m, each.off_m, each.tags.name)))

    def near(self, lat: float, lon: float, within_m: float) -> tuple[LandmarkTags, ...]:
        """Return the named places within some metres of a point, as the crow flies; the nearest first."""
        here = shapely.Point(mercator([lat], [lon])[0])
        scale = float(np.cos(np.radians(lat)))
        found = self._tree.query(here, predicate="dwithin", distance=within_m / scale)
        nearest = sorted((self._tree.geometries[at].distance(here), int(self._owner[at])) for at in found.tolist())
        return tuple(self._landmarks[number].tags for number in dict.fromkeys(number for _, number in nearest))
