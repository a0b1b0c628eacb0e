"""The map on a run sheet: the roads that the run drives, its stops by number, north, scale and whom to thank."""

from dataclasses import dataclass
from html import escape
from itertools import pairwise

import numpy as np
import shapely

from routing.plan import Plan, Run
from routing.problem import Problem
from web.paper.crew import Sheet, SheetStop
from web.paper.drawing import Frame, Points, Projection, halfway, length_words, place_badges, scale_bar_m, svg_path
from web.paper.road_lines import RoadLines, drives

_THIN_MM = 0.12


@dataclass(frozen=True, slots=True)
class Paper:
    """How large a map is, and the radius of its numbers."""

    width_mm: int
    height_mm: int
    badge_mm: float


def draw_run(problem: Problem, plan: Plan, run: Run, sheet: Sheet, roads: RoadLines, paper: Paper) -> str:
    """Return the SVG of a run's map.

    Other roads that the plan's vehicles drive are drawn as light lines beneath, for finding one's way.
    """
    halts = [problem.places.place(stop.place) for stop in sheet.stops]
    places = np.array([(place.lat, place.lon) for place in halts])
    legs = [roads.line(problem, run.vehicle, a.place, b.place) for a, b in pairwise(sheet.stops)]
    everything = np.concatenate([places, *legs])
    ground = Projection.over(everything)
    frame = Frame.around(ground.xy(everything), paper.width_mm, paper.height_mm)
    dots = [(float(x), float(y)) for x, y in frame.on_paper(ground.xy(places))]
    drawn = [frame.on_paper(ground.xy(leg)) for leg in legs]
    style = "route" if roads.know(problem, run) else "route crow"
    layers = (
        _roads_beneath(problem, plan, roads, ground, frame),
        "".join(f'<path class="casing" d="{svg_path(leg, tolerance=_THIN_MM, digits=2)}"/>' for leg in drawn),
        "".join(f'<path class="{style}" d="{svg_path(leg, tolerance=_THIN_MM, digits=2)}"/>' for leg in drawn),
        "".join(_arrow(leg) for leg in drawn if shapely.LineString(leg).length > 4 * paper.badge_mm),
        _badges(sheet.stops, dots, frame, paper.badge_mm),
        _scale(frame),
        _north(frame),
    )
    title = f"Map of run {sheet.run}: {len(sheet.stops)} stops, numbered in the order in which they are made"
    size = f'width="{paper.width_mm}mm" height="{paper.height_mm}mm"'
    return (
        f'<svg class="map" viewBox="0 0 {paper.width_mm} {paper.height_mm}" {size} role="img">'
        f'<title>{escape(title)}</title><rect class="ground" width="100%" height="100%"/>{"".join(layers)}</svg>'
    )


def _roads_beneath(problem: Problem, plan: Plan, roads: RoadLines, ground: Projection, frame: Frame) -> str:
    """Return the other roads of the plan that the frame shows, each drawn once."""
    window = shapely.box(0, 0, frame.width, frame.height)
    seen: dict[str, None] = {}
    for shift in plan.shifts:
        for start, end, _ in drives(problem, shift):
            points = roads.find(problem, shift.vehicle, start, end)
            if points is None or not frame.shows(xy := ground.xy(points)):
                continue
            inside = shapely.LineString(frame.on_paper(xy)).intersection(window)
            for part in shapely.get_parts(inside):  # a line that only touches leaves points, one outside nothing
                if part.geom_type == "LineString" and not part.is_empty:
                    path = svg_path(shapely.get_coordinates(part), tolerance=2 * _THIN_MM)
                    seen[f'<path class="other" d="{path}"/>'] = None
    return "".join(seen)


def _arrow(leg: Points) -> str:
    """Return an arrowhead halfway along a leg, which says which way it is driven."""
    x, y, turn = halfway(leg)
    return f'<path class="arrow" transform="translate({x:.1f} {y:.1f}) rotate({turn:.0f})" d="M1.9 0L-1.3 1.5V-1.5z"/>'


def _badges(stops: tuple[SheetStop, ...], dots: list[tuple[float, float]], frame: Frame, radius: float) -> str:
    """Return a dot where each stop is and its number beside it: a square at schools, a disc elsewhere."""
    corner = (frame.width - 6.0, 6.0)
    beneath, above = [], []
    for stop, (x, y), (left, top) in zip(stops, dots, place_badges(dots, radius, frame, [corner]), strict=True):
        beneath.append(f'<path class="leader" d="M{x:.1f} {y:.1f}L{left:.1f} {top:.1f}"/>')
        if stop.is_school:
            side = 2 * radius
            corner_at = f'x="{left - radius:.1f}" y="{top - radius:.1f}"'
            shape = f'<g class="badge school"><rect {corner_at} width="{side}" height="{side}" rx="0.6"/>'
        else:
            shape = f'<g class="badge"><circle cx="{left:.1f}" cy="{top:.1f}" r="{radius}"/>'
        number_at = f'x="{left:.1f}" y="{top + 0.43 * radius:.2f}" font-size="{1.2 * radius:.1f}"'
        above.append(
            f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="1"/>{shape}<text {number_at}>{stop.number}</text></g>'
        )
    return "".join((*beneath, *above))


def _scale(frame: Frame) -> str:
    metres = scale_bar_m(frame.width / frame.scale / 4)
    long = metres * frame.scale
    x, y = 4.0, frame.height - 4.0
    return (
        f'<rect class="plate" x="1.5" y="{y - 6:.1f}" width="{long + 6:.1f}" height="8.5" rx="1"/>'
        f'<path class="scale" d="M{x} {y - 1.4:.1f}V{y:.1f}h{long:.2f}v-1.4"/>'
        f'<text class="small" x="{x}" y="{y - 2.2:.1f}">{length_words(metres)}</text>'
    )


def _north(frame: Frame) -> str:
    return (
        f'<g class="north" transform="translate({frame.width - 6} 6)"><circle r="4"/>'
        '<path d="M0 -3.2L1.6 1.2L0 0.3L-1.6 1.2z"/><text y="3.4">N</text></g>'
    )
