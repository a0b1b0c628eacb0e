"""The map of a run, or of all runs of a plan: a picture of the tables, with no pupil's name on it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from flask import url_for
from markupsafe import Markup

from geodata.tiles import FILE_NAME
from routing.plan import Stop
from routing.problem import Direction
from routing.wording import clock, counted, listed
from web.pages.desk.naming import Names
from web.pages.guard import csp_nonce, site
from web.pages.map_view import MapRun, MapStop, MapView, StopKind
from web.pages.maps import map_figure, tile_pattern
from web.store.plan_documents import RunLines
from web.store.plan_views import PlanHead, RideView, RunView


def figure_of(view: MapView, source: str = "") -> Markup:
    """Return the map of a view; with a ``source``, what moves on it is fetched from there."""
    tiles = tile_pattern() if (site().settings.roads_folder / FILE_NAME).is_file() else ""
    return map_figure(view, tiles=tiles, source=source, nonce=csp_nonce())


def view_of(
    head: PlanHead, title: str, runs: Sequence[RunView], rides: Iterable[RideView], names: Names, *, is_one: bool
) -> MapView:
    """Return what a map of runs shows; of those aboard which somebody has been erased, nothing.

    Parameters
    ----------
    rides
        Of all who are aboard: from them come the schools of the stops.
    is_one
        Whether the map is of one run, on its own page: its marks lead to the rows of the page's table.
    """
    schools = {ride.pupil: names.school(ride.school) for ride in rides}
    drawn = tuple(_run(head, run, run.lines, schools, is_one=is_one) for run in runs if run.lines is not None)
    credit = str(head.summary.get("map", {}).get("credit", ""))
    return MapView(title, drawn, credit=credit)


def _run(head: PlanHead, run: RunView, lines: RunLines, schools: Mapping[str, str], *, is_one: bool) -> MapRun:
    about = run.head
    vehicle, _, number = about.run.rpartition("/")
    known = {(leg.start, leg.end): leg.points for leg in lines.legs}
    pairs = [(a.place, b.place) for a, b in zip(run.stops, run.stops[1:], strict=False) if a.place != b.place]
    follows = all(pair in known for pair in pairs)
    straight = tuple(np.array([lines.places[start], lines.places[end]]) for start, end in pairs)
    return MapRun(
        title=f"{about.run}, {clock(about.begins_s)} to {clock(about.ends_s)}",
        stops=tuple(_stops(head.direction, run.stops, lines, schools)),
        legs=tuple(np.array(known[pair]) for pair in pairs) if follows else straight,
        href="" if is_one else url_for("plans.show_run", id_=head.id, vehicle=vehicle, number=int(number)),
        follows_roads=follows,
    )


def _stops(
    direction: Direction, stops: Sequence[Stop], lines: RunLines, schools: Mapping[str, str]
) -> Iterator[MapStop]:
    for number, stop in enumerate(stops, 1):
        lat, lon = lines.places[stop.place]
        kind = kind_of(direction, stop)
        here = {schools[pupil] for pupil in (*stop.boards, *stop.alights) if pupil in schools}
        label = listed(sorted(here)) if kind is StopKind.SCHOOL else str(lines.streets.get(stop.place, ""))
        yield MapStop(lat, lon, kind, label, f"{clock(stop.arrive_s)}, {happens(stop)}", f"stop-{number}")


def kind_of(direction: Direction, stop: Stop) -> StopKind:
    """Return what is at a stop."""
    to_school = direction is Direction.TO_SCHOOL
    if stop.alights if to_school else stop.boards:
        return StopKind.SCHOOL
    return StopKind.HOME if stop.boards or stop.alights else StopKind.ASSISTANT


def happens(stop: Stop) -> str:
    """Return what happens at a stop, in numbers alone.

    Examples
    --------
    >>> happens(Stop(place=PlaceId("x"), arrive_s=0, leave_s=9, boards=(PupilId("p1"), PupilId("p2"))))
    '2 pupils get on'
    """
    parts = []
    for people, what, verb in (
        (stop.alights, "pupil", "get off"),
        (stop.boards, "pupil", "get on"),
        (stop.joins, "passenger assistant", "join"),
        (stop.leaves, "passenger assistant", "leave"),
    ):
        if count := len(people):
            first, _, rest = verb.partition(" ")
            one = f"{first}s" if count == 1 else first
            parts.append(f"{counted(count, what)} {one}{f' {rest}' if rest else ''}")
    return ", ".join(parts) or "a halt"
