"""The picture of a map view: SVG drawn here, which needs no tiles, no script and no network, and prints.

Colours and widths are attributes of the shapes, since the pages allow no styles but those of their style sheet.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
import shapely
from numpy.typing import NDArray

from routing.wording import counted, listed
from web.pages.map_view import Line, MapRun, MapStop, MapView, StopKind, chained, colour_of
from web.paper.drawing import Frame, Points, Projection, halfway, length_words, place_badges, scale_bar_m

WIDTH, HEIGHT = 600, 450
_BADGE, _SCHOOL, _LETTER, _NAME = 13.0, 7.0, 15.0, 14.0
_INK, _GROUND, _ROAD, _PAPER = "#0b0c0c", "#f4f3ee", "#cfcabe", "#ffffff"
_LINES = 'fill="none" stroke-linejoin="round" stroke-linecap="round"'
_CLEAR = (WIDTH - 22.0, 22.0)  # where north is

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The paper: where the places of a view lie on it."""

    ground: Projection
    frame: Frame

    def at(self, stop: MapStop) -> Point:
        x, y = self.frame.on_paper(self.ground.xy(np.array([(stop.lat, stop.lon)])))[0].tolist()
        return x, y

    def along(self, points: Points) -> Points:
        return self.frame.on_paper(self.ground.xy(points))

    def path(self, lines: Sequence[Line]) -> str:
        """Return the ``d`` of one path along all of the lines."""
        points, number = chained(lines)
        return _path(np.asarray(shapely.linestrings(self.along(points), indices=number)))


def draw_picture(view: MapView, name: str) -> str:
    """Return the SVG of a view: numbered stops if it is of one run, else the lines of all runs and their schools.

    Parameters
    ----------
    name
        Begins the ids of the picture's title and description, so that a page may hold several.
    """
    west, south, east, north = view.bounds()
    corners = np.array([(south, west), (north, east)])
    ground = Projection.over(corners)
    sheet = _Sheet(ground, Frame.around(ground.xy(corners), WIDTH, HEIGHT, margin=0.09))
    is_one = len(view.runs) == 1
    drawn = _lines(sheet, view.runs, 5.0 if is_one else 3.0)
    marks = _numbers(sheet, view.runs[0]) if is_one else _dots(sheet, view)
    return (
        f'<svg class="app-map__picture" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" font-family="sans-serif" '
        f'aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(view.title)}</title><desc id="{name}-desc">{escape(_told(view))}</desc>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{_GROUND}"/>'
        f"{_streets(sheet, view.beneath)}{drawn}{marks}{_scale(sheet.frame)}{_north()}</svg>"
    )


def _told(view: MapView) -> str:
    """Return what the picture shows, in words."""
    if len(view.runs) > 1:
        schools = listed(dict.fromkeys(stop.label for stop in view.schools() if stop.label))
        return f"{counted(len(view.runs), 'run')}{f' to and from {schools}' if schools else ''}."
    stops = (", ".join(filter(None, (stop.label, stop.said))) for stop in view.runs[0].stops)
    return "; ".join(f"{number}: {words or 'a stop'}" for number, words in enumerate(stops, start=1)) + "."


def _streets(sheet: _Sheet, lines: Sequence[Line]) -> str:
    """Return the roads beneath, as far as they touch the paper: white with grey edges, each stretch of them once."""
    points, number = chained(lines)
    at = (np.rint(sheet.along(points) * 10) + 0.0) @ (1, 1j)  # as complex numbers, which sort by x and then by y
    stretches = np.sort(np.column_stack([at[:-1], at[1:]])[number[:-1] == number[1:]], axis=1)
    x, y = stretches.real, stretches.imag
    shown = (x.max(axis=1) > 0) & (x.min(axis=1) < 10 * WIDTH) & (y.max(axis=1) > 0) & (y.min(axis=1) < 10 * HEIGHT)
    stretches = np.ascontiguousarray(stretches[shown & (stretches[:, 0] != stretches[:, 1])])
    once = np.unique(stretches.view("V32")).view(np.complex128).reshape(-1, 2)
    roads = shapely.line_merge(shapely.multilinestrings(np.stack([once.real, once.imag], axis=-1) / 10))
    drawn = _path(shapely.get_parts(roads))
    return "".join(
        f'<path {_LINES} stroke="{colour}" stroke-width="{width}" d="{drawn}"/>'
        for colour, width in ((_ROAD, 5), (_PAPER, 3))
        if drawn
    )


def _path(lines: NDArray[np.object_]) -> str:
    """Return the ``d`` of one path along lines of the paper, thinned so that nobody sees it."""
    points, number = shapely.get_coordinates(shapely.simplify(lines, 0.4), return_index=True)
    begins = (np.diff(number, prepend=-1) > 0).tolist()
    return "".join(
        f"{'M' if first else 'L'}{x:g} {y:g}" for first, (x, y) in zip(begins, points.round(1).tolist(), strict=True)
    )


def _lines(sheet: _Sheet, runs: tuple[MapRun, ...], width: float) -> str:
    """Return the lines of runs, each on a white bed so that it is seen on roads and on others, and arrows along one."""
    paths = [sheet.path(run.legs) for run in runs]
    beds = "".join(f'<path d="{path}"/>' for path in paths if path)
    lines = "".join(
        f'<path stroke="{colour_of(number)}"{_dashes(run, width)} d="{path}"/>'
        for number, (run, path) in enumerate(zip(runs, paths, strict=True))
        if path
    )
    arrows = "".join(_arrow(sheet.along(leg)) for leg in runs[0].legs) if len(runs) == 1 else ""
    return (
        f'<g {_LINES} stroke="{_PAPER}" stroke-width="{width + 3:g}">{beds}</g>'
        f'<g {_LINES} stroke-width="{width:g}">{lines}</g>{arrows}'
    )


def _dashes(run: MapRun, width: float) -> str:
    return "" if run.follows_roads else f' stroke-dasharray="{2 * width:g} {2 * width:g}"'


def _arrow(leg: Points) -> str:
    """Return an arrowhead halfway along a leg that is long enough for one, which says which way it is driven."""
    if np.hypot(*np.diff(leg, axis=0).T).sum() < 5 * _BADGE:
        return ""
    x, y, turn = halfway(leg)
    return (
        f'<path transform="translate({x:.1f} {y:.1f}) rotate({turn:.0f})" d="M10 0L-6 8L-2 0L-6 -8z" '
        f'fill="{_INK}" stroke="{_PAPER}" stroke-width="1.5"/>'
    )


def _numbers(sheet: _Sheet, run: MapRun) -> str:
    """Return a dot where each stop is, its number beside it, and the names of schools."""
    dots = [sheet.at(stop) for stop in run.stops]
    spots = place_badges(dots, _BADGE, sheet.frame, [_CLEAR])
    beneath = "".join(
        f'<path d="M{x:.1f} {y:.1f}L{left:.1f} {top:.1f}" stroke="{_INK}" stroke-width="1.5"/>'
        for (x, y), (left, top) in zip(dots, spots, strict=True)
    )
    marks = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{_PAPER}" stroke="{_INK}" stroke-width="2"/>' for x, y in dots
    )
    badges = "".join(
        _badge(stop, number, spot) for number, (stop, spot) in enumerate(zip(run.stops, spots, strict=True), start=1)
    )
    schools = ((stop.label, spot) for stop, spot in zip(run.stops, spots, strict=True) if stop.kind is StopKind.SCHOOL)
    taken = [*(_around(*spot, _BADGE) for spot in spots), *(_around(*dot, 4) for dot in dots)]
    names = _names(schools, taken, _BADGE + 4)
    return f"{beneath}{marks}{badges}{names}"


def _badge(stop: MapStop, number: int, spot: Point) -> str:
    """Return a number: on a dark square at a school, a light one where no pupil waits, a light disc elsewhere."""
    x, y = spot
    is_school = stop.kind is StopKind.SCHOOL
    fill, text = (_INK, _PAPER) if is_school else (_PAPER, _INK)
    about = f'fill="{fill}" stroke="{_PAPER if is_school else _INK}" stroke-width="2"'
    if stop.kind in {StopKind.HOME, StopKind.PICK_UP}:
        shape = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_BADGE:g}" {about}/>'
    else:
        corner, side = f'x="{x - _BADGE:.1f}" y="{y - _BADGE:.1f}"', f'width="{2 * _BADGE:g}" height="{2 * _BADGE:g}"'
        shape = f'<rect {corner} {side} rx="3" {about}/>'
    return (
        f'{shape}<text x="{x:.1f}" y="{y + 0.36 * _LETTER:.1f}" font-size="{_LETTER:g}" font-weight="bold" '
        f'text-anchor="middle" fill="{text}">{number}</text>'
    )


def _dots(sheet: _Sheet, view: MapView) -> str:
    """Return a small dot where each stop is, and a mark and a name for each school."""
    stops = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{_PAPER}" stroke="{colour_of(number)}" stroke-width="2"/>'
        for number, run in enumerate(view.runs)
        for x, y in (sheet.at(stop) for stop in run.stops if stop.kind is not StopKind.SCHOOL)
    )
    schools = [(stop.label, sheet.at(stop)) for stop in view.schools()]
    marks = "".join(
        f'<rect x="{x - _SCHOOL:.1f}" y="{y - _SCHOOL:.1f}" width="{2 * _SCHOOL:g}" height="{2 * _SCHOOL:g}" rx="2" '
        f'fill="{_INK}" stroke="{_PAPER}" stroke-width="2"/>'
        for _, (x, y) in schools
    )
    return f"{stops}{marks}{_names(schools, [_around(*spot, _SCHOOL) for _, spot in schools], _SCHOOL + 4)}"


_Box = tuple[float, float, float, float]


def _around(x: float, y: float, half: float) -> _Box:
    return x - half, y - half, x + half, y + half


def _names(named: Iterable[tuple[str, Point]], taken: list[_Box], gap: float) -> str:
    """Return names beside their marks, each in the first spot that is free; without one it is left out."""
    placed = list(taken)
    parts = []
    for name, (x, y) in named:
        for left, box in _spots(x, y, 0.56 * _NAME * len(name), gap):
            if name and _fits(box, placed):
                placed.append(box)
                parts.append(f'<text x="{left:.1f}" y="{box[3] - 0.25 * _NAME:.1f}">{escape(name)}</text>')
                break
    halo = f'paint-order="stroke" stroke="{_PAPER}" stroke-width="4" stroke-linejoin="round"'
    return f'<g font-size="{_NAME:g}" font-weight="bold" fill="{_INK}" {halo}>{"".join(parts)}</g>'


def _spots(x: float, y: float, width: float, gap: float) -> Iterator[tuple[float, _Box]]:
    """Yield where a name may begin, and the box that it then fills."""
    beside = ((side, y + up * _NAME) for up in (0.0, -0.7, 0.7) for side in (x + gap, x - gap - width))
    over = ((x - width / 2, y + way * (gap + _NAME / 2)) for way in (-1, 1))
    for left, middle in (*beside, *over):
        yield left, (left, middle - _NAME / 2, left + width, middle + _NAME / 2)


def _fits(box: _Box, placed: list[_Box]) -> bool:
    west, north, east, south = box
    inside = west >= 0 and north >= 0 and east <= WIDTH and south <= HEIGHT
    return inside and not any(west < b[2] and b[0] < east and north < b[3] and b[1] < south for b in placed)


def _scale(frame: Frame) -> str:
    metres = scale_bar_m(frame.width / frame.scale / 4)
    x, y = 14.0, HEIGHT - 14.0
    return (
        f'<g fill="none" stroke-linecap="square"><path d="M{x} {y - 5:g}V{y:g}h{metres * frame.scale:.1f}v-5" '
        f'stroke="{_PAPER}" stroke-width="5"/><path d="M{x} {y - 5:g}V{y:g}h{metres * frame.scale:.1f}v-5" '
        f'stroke="{_INK}" stroke-width="1.5"/></g><text x="{x + 5:g}" y="{y - 6:g}" font-size="13" fill="{_INK}" '
        f'paint-order="stroke" stroke="{_PAPER}" stroke-width="3">{length_words(metres)}</text>'
    )


def _north() -> str:
    x, y = _CLEAR
    return (
        f'<g transform="translate({x:g} {y:g})"><circle r="14" fill="{_PAPER}" stroke="{_ROAD}"/>'
        f'<path d="M0 -11L5 3L0 0L-5 3z" fill="{_INK}"/><text y="11" font-size="9" text-anchor="middle" '
        f'fill="{_INK}">N</text></g>'
    )
