"""Views of maps for the tests: a run of four stops in the invented county, and several of it."""

from dataclasses import replace
from itertools import pairwise

import numpy as np

from web.pages.map_view import MapRun, MapStop, MapView, StopKind

STOPS = (
    MapStop(52.327, -1.523, StopKind.ASSISTANT, "Depot Road", "07:50, the passenger assistant joins", "stop-1"),
    MapStop(52.334, -1.515, StopKind.HOME, "Mill Lane", "07:58, 1 pupil gets on", "stop-2"),
    MapStop(52.350, -1.526, StopKind.PICK_UP, "Corner <b>", "08:09, 2 pupils get on", "stop-3"),
    MapStop(52.357, -1.517, StopKind.SCHOOL, "Oak School", "08:27, 3 pupils get off", "stop-4"),
)
LEGS = tuple(np.array([(a.lat, a.lon), (b.lat, a.lon), (b.lat, b.lon)]) for a, b in pairwise(STOPS))
RUN = MapRun("MB1/1, 07:50 to 08:27, Oak School", STOPS, LEGS, "#run-1")


def one_run() -> MapView:
    """A map of one run."""
    return MapView("Run MB1/1", (RUN,))


def many_runs(number: int) -> MapView:
    """A map of runs that lie side by side, all to one school."""
    runs = []
    for east in range(number):
        stops = [replace(stop, lon=stop.lon + east / 1000) for stop in STOPS[:-1]]
        legs = tuple(leg + np.array([0, east / 1000]) for leg in LEGS)
        runs.append(MapRun(f"MB{east + 1}/1, Oak School", (*stops, STOPS[-1]), legs, f"#run-{east + 1}"))
    return MapView("All runs to school", tuple(runs))
