"""RoadLines: where the vehicles of a plan drive, as lines on the ground, so that a plan can be drawn without roads.

They travel with the plan in its document, and so does whom to thank for the map.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from geodata import PlaceId
from routing.files import Document
from routing.plan import Run, Shift
from routing.problem import Problem
from routing.records import RoadProfile, VehicleId
from web.paper.drawing import Points

Drive = tuple[RoadProfile, PlaceId, PlaceId]
"""By which road profile, from where, to where."""


@dataclass(frozen=True, slots=True, eq=False)
class RoadLines:
    """The lines along which a plan's vehicles drive.

    Parameters
    ----------
    lines
        For each drive its points, shape (n, 2) of latitude and longitude.
    streets
        The name of the street on which a place stands, where the map knows one.
    credit
        Whom to thank for the map: ``© OpenStreetMap contributors``, or that the county is invented.
    """

    lines: Mapping[Drive, Points] = field(default_factory=dict)
    streets: Mapping[PlaceId, str] = field(default_factory=dict)
    credit: str = ""

    @classmethod
    def of(cls, document: Document) -> "RoadLines":
        """Return the lines, streets and credit that a document holds."""
        lines = {(leg.profile, leg.start, leg.end): np.array(leg.points) for leg in document.legs}
        about = document.summary.get("map")
        if not isinstance(about, dict) or not isinstance(about.get("streets"), dict):
            return cls(lines)
        streets = {PlaceId(str(place)): str(street) for place, street in about["streets"].items()}
        return cls(lines, streets, str(about.get("credit", "")))

    def line(self, problem: Problem, vehicle: VehicleId, start: PlaceId, end: PlaceId) -> Points:
        """Return the points of a drive; two points, as the crow flies, where the document holds no road."""
        found = self.find(problem, vehicle, start, end)
        return ends(problem, start, end) if found is None else found

    def find(self, problem: Problem, vehicle: VehicleId, start: PlaceId, end: PlaceId) -> Points | None:
        """Return the points of a drive, or None where the document holds no road."""
        return self.lines.get((problem.vehicle[vehicle].road_profile, start, end))

    def know(self, problem: Problem, run: Run) -> bool:
        """Tell whether every leg of a run has its line."""
        profile = problem.vehicle[run.vehicle].road_profile
        return all(leg.start == leg.end or (profile, leg.start, leg.end) in self.lines for leg in run.legs())


def ends(problem: Problem, start: PlaceId, end: PlaceId) -> Points:
    """Return where two places are, shape (2, 2) of latitude and longitude."""
    places = (problem.places.place(start), problem.places.place(end))
    return np.array([(place.lat, place.lon) for place in places])


def drives(problem: Problem, shift: Shift) -> Iterator[tuple[PlaceId, PlaceId, bool]]:
    """Yield each drive of a shift from its depot and back: from where, to where, and whether it is part of a run."""
    depot = problem.vehicle[shift.vehicle].depot
    before = depot
    for run in shift.runs:
        places = [stop.place for stop in run.stops]
        if before is not None and before != places[0]:
            yield before, places[0], False
        yield from ((start, end, True) for start, end in pairwise(places) if start != end)
        before = places[-1]
    if depot is not None and before is not None and before != depot:
        yield before, depot, False
