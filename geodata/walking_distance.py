"""How far a pupil walks to school, by the one published method; the docstring of ``measure`` says it in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from geodata.errors import UnreachableError
from geodata.places import Place
from geodata.walk_network import WalkNetwork
from geodata.walk_tags import Recorded, WalkClass
from geodata.walking import Walk, Walker, lengths_m

METRES_PER_MILE = 1609.344
TWO_MILES_M, THREE_MILES_M = 2 * METRES_PER_MILE, 3 * METRES_PER_MILE
TEN_MILES_M = 10 * METRES_PER_MILE
TOLERANCE_M = 50.0
TOLERANCE_SHARE = 0.02


class Answer(StrEnum):
    """Whether a walk is longer than a limit."""

    WITHIN = "within the limit"
    BEYOND = "beyond the limit"
    A_PERSON_DECIDES = "too near the limit to say: a person decides"


@dataclass(frozen=True, slots=True)
class WalkingDistance:
    """How far a pupil walks to school, by the one published method.

    Parameters
    ----------
    walk
        From home to the gate that is nearest on foot.
    map_date
        Of what day the map is, "" where that is not known.
    no_footway_m
        How much of it leads along roads of class tertiary or above for which the map records no pavement.
    """

    walk: Walk
    map_date: str
    no_footway_m: float

    def answer(self, limit_m: float) -> Answer:
        """Return whether it is farther than a limit, such as two or three miles.

        Within 2 % or 50 m of the limit, whichever is more, the answer is a person's; so it is if the straight lines
        at the ends would decide it.
        """
        band_m = max(TOLERANCE_M, TOLERANCE_SHARE * limit_m)
        if self.walk.total_m < limit_m - band_m:
            return Answer.WITHIN
        return Answer.BEYOND if self.walk.along_m > limit_m + band_m else Answer.A_PERSON_DECIDES

    def __str__(self) -> str:
        walk = self.walk
        return (
            f"{walk.total_m:,.0f} m ({walk.total_m / METRES_PER_MILE:.2f} miles) on foot from {walk.start.place.id} to "
            f"{walk.end.place.id}: {walk.along_m:,.0f} m along ways that may be walked, {walk.start.off_m:,.0f} m and "
            f"{walk.end.off_m:,.0f} m in straight lines to them. Map of {self.map_date or 'an unknown day'}. "
            f"Along main roads without a recorded pavement: {self.no_footway_m:,.0f} m."
        )


def measure(walker: Walker, home: Place, gates: Sequence[Place], within_m: float = TEN_MILES_M) -> WalkingDistance:
    """Return how far it is on foot from home to the nearest gate of a school.

    The method, for a council to publish: *The distance is measured from the point of the property to the nearest gate
    of the school that pupils may use, along the shortest way that the public may walk: roads, pavements, footpaths,
    bridleways, byways, tracks, steps and cycle tracks on the OpenStreetMap map of the day given with each result; a
    square is walked along its edge. Motorways, roads for motors only, ways that are private or closed to walkers, and
    ways beyond a locked gate do not count. Each piece of the way is measured on the ellipsoid WGS 84. To it are added
    the straight lines from the property to the nearest such way and from there to the gate; both are given. Nothing is
    said of whether the way is safe: for that, an officer walks it. Where the result lies within 2 % or 50 metres of a
    limit, whichever is more, or where the straight lines would decide, a person decides and writes down why.*

    Parameters
    ----------
    gates
        Those that pupils may use, at least one.
    within_m
        What is farther is not looked for.

    Raises
    ------
    OffTheMapError
        If a place is farther than ``SNAP_M`` from every way.
    UnreachableError
        If no gate can be reached within that.
    """
    if not gates:
        raise ValueError("gates must not be empty.")
    start, *ends = walker.stand([home, *gates])
    reach = walker.reach(start, within_m)
    walks = [walk for end in ends if (walk := reach.find_walk(end)) is not None]
    if not walks:
        raise UnreachableError(f"No gate can be reached on foot from {home.id} within {reach.limit_m:,.0f} m.")
    walk = min(walks, key=lambda each: (each.total_m, each.end.place.id))
    return WalkingDistance(walk, walker.network.report.map_date, _no_footway_m(walker.network, walk))


def _no_footway_m(network: WalkNetwork, walk: Walk) -> float:
    ways = network.way[np.array(walk.edges)]
    bare = (network.walk_class[ways] <= WalkClass.TERTIARY) & (network.footway[ways] != Recorded.YES)
    return float(lengths_m(network, walk)[bare].sum())
