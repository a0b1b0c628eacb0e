"""MapView: what a page knows of runs that are to be seen on a map, with no Flask and no store; and as GeoJSON."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from web.paper.drawing import Points
from web.paper.overview_map import PALETTE

Line = Points
"""Points along a way, shape (n, 2): latitude and longitude of each."""

OSM_CREDIT = "© OpenStreetMap contributors"

_DIGITS = 5
_THIN_DEGREES = 2e-5  # about two metres: less than the width of a line at any zoom


class StopKind(StrEnum):
    """What is at a stop."""

    HOME = "home"
    PICK_UP = "pick-up"
    SCHOOL = "school"
    DEPOT = "depot"
    ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True)
class MapStop:
    """A stop of a run.

    Parameters
    ----------
    label
        The place in a word or two, as it is written on the map: a school or a street, never a pupil's name, since the
        switch that hides names does not reach a picture.
    said
        When, and what happens there, in words: ``07:58, 1 pupil gets on``.
    anchor
        The id of the stop's row in the page's table, to which its mark is a link; empty for none.
    """

    lat: float
    lon: float
    kind: StopKind
    label: str = ""
    said: str = ""
    anchor: str = ""

    def __post_init__(self) -> None:
        if not (-90 <= self.lat <= 90 and -180 <= self.lon <= 180):  # noqa: PLR2004 -- degrees of the globe
            raise ValueError(f"lat and lon must be degrees of the globe, not {self.lat} and {self.lon}.")


@dataclass(frozen=True, slots=True, eq=False)
class MapRun:
    """A run: its stops, numbered from 1 in the order in which they are made, and the way from each to the next.

    Parameters
    ----------
    title
        How the run is told from others: ``MB1/2, 07:58 to 08:41, Oak School``.
    legs
        The lines that are driven, as many as there are.
    href
        The run's own page, or its row in the page's table; empty for none.
    follows_roads
        Whether the legs are those of the roads: if not they are dashed, and the picture says so.
    """

    title: str
    stops: tuple[MapStop, ...]
    legs: tuple[Line, ...] = ()
    href: str = ""
    follows_roads: bool = True

    def __post_init__(self) -> None:
        if not self.stops:
            raise ValueError("a run on a map must have stops.")


@dataclass(frozen=True, slots=True, eq=False)
class MapView:
    """All that one map shows.

    Parameters
    ----------
    title
        What the map is of, without any pupil's name.
    beneath
        Other roads, drawn light in the picture for finding one's way. They end at homes: give none to a reader who
        may not see those.
    credit
        Whom to thank for the map.
    """

    title: str
    runs: tuple[MapRun, ...]
    beneath: tuple[Line, ...] = ()
    credit: str = OSM_CREDIT

    def bounds(self) -> tuple[float, float, float, float]:
        """Return west, south, east and north of all that the runs touch."""
        stops = np.array([(stop.lat, stop.lon) for run in self.runs for stop in run.stops])
        points = np.concatenate([stops, *(leg for run in self.runs for leg in run.legs)])
        (south, west), (north, east) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
        return west, south, east, north

    def schools(self) -> list[MapStop]:
        """Return where the schools of the runs are, each place once."""
        stops = (stop for run in self.runs for stop in run.stops if stop.kind is StopKind.SCHOOL)
        return list({(stop.lat, stop.lon): stop for stop in stops}.values())


def colour_of(number: int) -> str:
    """Return the colour of the run of that number, from 0; no run is told by its colour alone."""
    return PALETTE[number % len(PALETTE)]


def geojson(view: MapView) -> dict[str, Any]:
    """Return the view as a GeoJSON feature collection, with its runs and title beside the features.

    Each leg is a line and each stop a point; both bear ``run``, the number of their run from 0. Each school is a
    further point, once for all runs.
    """
    return {
        "type": "FeatureCollection",
        "bbox": [round(degrees, _DIGITS) for degrees in view.bounds()],
        "title": view.title,
        "runs": [
            {"title": run.title, "href": run.href, "colour": colour_of(number)} for number, run in enumerate(view.runs)
        ],
        "features": [
            *(feature for number, run in enumerate(view.runs) for feature in _features(number, run)),
            *(_point(school, {"is": "school", "label": school.label}) for school in view.schools()),
        ],
    }


def _features(number: int, run: MapRun) -> Iterator[dict[str, Any]]:
    about = {"run": number, "colour": colour_of(number)}
    for leg in _thinned(run.legs):
        yield _feature("LineString", leg, {"is": "leg", "dashed": not run.follows_roads, **about})
    for place, stop in enumerate(run.stops, start=1):
        said = {"kind": stop.kind.value, "number": place, "label": stop.label, "said": stop.said, "anchor": stop.anchor}
        yield _point(stop, {"is": "stop", **said, **about})


def _point(stop: MapStop, properties: dict[str, Any]) -> dict[str, Any]:
    return _feature("Point", _position(stop.lat, stop.lon), properties)


def _feature(kind: str, coordinates: list[Any], properties: dict[str, Any]) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def chained(lines: Sequence[Line]) -> tuple[Points, NDArray[np.intp]]:
    """Return the points of all lines, one after the other, and of each point the number of its line, from 0."""
    counts = np.array([len(line) for line in lines], dtype=np.intp)
    return np.concatenate([np.empty((0, 2)), *lines]), np.repeat(np.arange(len(counts)), counts)


def _thinned(legs: Sequence[Line]) -> list[list[list[float]]]:
    """Return lines that nobody can tell from the whole ones, at any zoom, as positions of GeoJSON."""
    points, number = chained(legs)
    lines = np.asarray(shapely.simplify(shapely.linestrings(points[:, ::-1], indices=number), _THIN_DEGREES))
    return [shapely.get_coordinates(line).round(_DIGITS).tolist() for line in lines]


def _position(lat: float, lon: float) -> list[float]:
    return [round(lon, _DIGITS), round(lat, _DIGITS)]
