"""The overview map: all runs of a plan in one page that opens in any browser and fetches nothing from elsewhere.

The drawing and the list of runs with their tables of stops are in the page from the start, so that it can be read
without the script; the script only lets one pan, zoom and pick.
"""

from collections.abc import Iterator
from html import escape

import numpy as np

from geodata import PlaceId
from routing.plan import Plan, Run, Shift
from routing.problem import Direction, Problem
from routing.telling import NameOf, by_reference
from routing.wording import clock, counted, listed
from web.paper.crew import Passenger, Sheet, make_sheet
from web.paper.drawing import Points, Projection, svg_path
from web.paper.page import html_page
from web.paper.road_lines import RoadLines, drives, ends

PALETTE = ("#0072b2", "#c04a00", "#00795a", "#9d3f78", "#332288", "#7a5c00", "#aa3344", "#006d77")
"""Colours of runs, after Okabe and Ito and after Tol, darkened until each has a contrast of 4.5 on the ground."""

_TOLERANCE_M = 4.0
_MARGIN = 0.05
_WAYS = {Direction.TO_SCHOOL: "Runs to school", Direction.FROM_SCHOOL: "Runs from school"}


def overview_page(problem: Problem, plan: Plan, roads: RoadLines, *, name_of: NameOf = by_reference) -> str:
    """Return the page.

    Parameters
    ----------
    name_of
        What to call pupils, schools and assistants; by default their references.
    """
    places = np.array([(place.lat, place.lon) for place in problem.places.places])
    ground = Projection.over(np.concatenate([places, *roads.lines.values()]))
    runs = [
        (index, shift, run, make_sheet(problem, shift, number, roads.streets, name_of))
        for index, (shift, number, run) in enumerate(
            (shift, number, run) for shift in plan.shifts for number, run in enumerate(shift.runs, 1)
        )
    ]
    drawn = "".join(_run(problem, ground, roads, index, shift, run, sheet) for index, shift, run, sheet in runs)
    listing = "".join(_entry(problem, index, shift, sheet) for index, shift, _, sheet in runs)
    title = f"{_WAYS[problem.direction]}, {problem.day:%A %-d %B %Y}"
    carried = sum(len(run.pupils) for run in plan.runs)
    summary = f"{counted(len(plan.runs), 'run')}, {counted(len(plan.shifts), 'vehicle')}, {counted(carried, 'pupil')}"
    credit = escape(roads.credit) if roads.lines else "Straight lines: this plan holds no roads."
    body = (
        f'<div class="map"><svg id="drawing" viewBox="{_window(ground, places)}" tabindex="0" role="group" '
        f'aria-label="Map of all runs. Arrow keys move it, + and - zoom; the list holds the same in words.">'
        f'<g class="beneath">{_beneath(problem, plan, ground, roads)}</g><g id="runs">{drawn}</g>'
        f'<g class="schools">{_schools(problem, ground, name_of)}</g></svg>'
        '<div class="tools"><button id="in" aria-label="Zoom in">+</button>'
        '<button id="out" aria-label="Zoom out">−</button><button id="whole">Whole map</button></div>'
        '<div class="scale" aria-hidden="true"><i id="bar"></i><span id="length"></span></div>'
        f'<p class="credit">{credit}</p>'
        f"</div><aside><header><h1>{title}</h1><p>{summary}</p></header>"
        '<label>Find a run, school, pupil or street <input id="find" type="search" autocomplete="off"></label>'
        f'<div id="list">{listing}</div>{_unplaced(plan, name_of)}</aside>'
    )
    return html_page(title, body, style="overview_map.css", script="overview_map.js", body_class="overview")


def _window(ground: Projection, places: Points) -> str:
    """Return the view box that holds all places, in metres."""
    xy = ground.xy(places)
    low, high = xy.min(axis=0), xy.max(axis=0)
    size = np.maximum(high - low, 500.0)
    low, size = low - size * _MARGIN, size * (1 + 2 * _MARGIN)
    return " ".join(f"{number:.0f}" for number in (*low, *size))


def _beneath(problem: Problem, plan: Plan, ground: Projection, roads: RoadLines) -> str:
    """Return all roads that any vehicle drives, each once."""
    paths: dict[str, None] = {}
    for shift in plan.shifts:
        for start, end, _ in drives(problem, shift):
            points = roads.find(problem, shift.vehicle, start, end)
            if points is not None:
                paths[svg_path(ground.xy(points), tolerance=_TOLERANCE_M, digits=0)] = None
    return "".join(f'<path d="{path}"/>' for path in paths)


def _run(
    problem: Problem, ground: Projection, roads: RoadLines, index: int, shift: Shift, run: Run, sheet: Sheet
) -> str:
    """Return the lines and stops of one run; the empty drives of its vehicle before and after it are dashed."""
    loaded: list[str] = []
    empty: list[str] = []
    for start, end, is_loaded in _drives_about(problem, shift, run):
        path = svg_path(ground.xy(roads.line(problem, shift.vehicle, start, end)), tolerance=_TOLERANCE_M, digits=0)
        (loaded if is_loaded else empty).append(path)
    stops = []
    for stop in sheet.stops:
        x, y = ground.xy(ends(problem, stop.place, stop.place))[0]
        shape, left = '<circle r="10"/>', 0
        if stop.is_school:  # beside the school's own sign
            shape, left = '<rect x="-28" y="-9" width="18" height="18" rx="3"/>', -19
        stops.append(
            f'<g class="fixed stop" data-x="{x:.0f}" data-y="{y:.0f}" transform="translate({x:.0f} {y:.0f})">'
            f'{shape}<text x="{left}" y="4">{stop.number}</text></g>'
        )
    line, dashes = "".join(loaded), "".join(empty)
    title = escape(f"Run {sheet.run}: {sheet.title}, {_hours(sheet)}")
    return (
        f'<g class="run" data-run="{index}" style="--colour:{_colour(index)}"><title>{title}</title>'
        f'<path class="empty" d="{dashes}"/><path class="casing" d="{line}"/><path class="line" d="{line}"/>'
        f'<g class="stops">{"".join(stops)}</g></g>'
    )


def _drives_about(problem: Problem, shift: Shift, run: Run) -> Iterator[tuple[PlaceId, PlaceId, bool]]:
    """Yield the drives of a run, and its vehicle's empty drives just before and just after it."""
    alone = Shift(shift.vehicle, (run,))
    number = shift.runs.index(run)
    if number:
        yield shift.runs[number - 1].stops[-1].place, run.stops[0].place, False
    for start, end, is_loaded in drives(problem, alone):
        depot = problem.vehicle[shift.vehicle].depot
        is_first, is_last = number == 0, number == len(shift.runs) - 1
        if is_loaded or (start == depot and is_first) or (end == depot and is_last):
            yield start, end, is_loaded


def _schools(problem: Problem, ground: Projection, name_of: NameOf) -> str:
    parts = []
    for school in problem.schools:
        x, y = ground.xy(ends(problem, school.gates[0], school.gates[0]))[0]
        parts.append(
            f'<g class="fixed" data-x="{x:.0f}" data-y="{y:.0f}" transform="translate({x:.0f} {y:.0f})">'
            f'<path d="M-6 6V-2L0 -7L6 -2V6z"/><text x="10" y="4">{escape(name_of("schools", school.id))}</text></g>'
        )
    return "".join(parts)


def _entry(problem: Problem, index: int, shift: Shift, sheet: Sheet) -> str:
    """Return a run's entry of the list: a line to pick it by, and its stops as a table."""
    rows = "".join(
        f'<tr><th scope="row">{stop.number}</th><td>{clock(stop.arrive_s)}</td><td>{escape(stop.where)}'
        f"{_who(stop.boards, 'on')}{_who(stop.alights, 'off')}</td></tr>"
        for stop in sheet.stops
    )
    facts = dict(sheet.facts)
    places = (f"{stop.where} {stop.spot}" for stop in sheet.stops)
    words = " ".join((sheet.run, sheet.title, facts["Operator"], *places)).lower()
    operator = problem.contract[problem.vehicle[shift.vehicle].contract].operator
    columns = "".join(f'<th scope="col">{name}</th>' for name in ("Stop", "Time", "Where and who"))
    return (
        f'<details name="run" data-run="{index}" data-words="{escape(words)}" style="--colour:{_colour(index)}">'
        f"<summary><b>{escape(sheet.run)}</b> <span>{_hours(sheet)}</span> <span>{escape(sheet.title)}</span> "
        f'<span class="quiet">{counted(int(facts["Pupils"]), "pupil")}</span></summary>'
        f"<p>{escape(operator)}; {escape(facts['Layout'])}. {escape(' '.join(sheet.crew))}</p>"
        f"<table><caption>Stops of run {escape(sheet.run)}</caption><thead><tr>{columns}</tr></thead>"
        f"<tbody>{rows}</tbody></table></details>"
    )


def _who(passengers: tuple[Passenger, ...], way: str) -> str:
    names = listed(who.called for who in passengers)
    return f"<br><small>{escape(names)} {way}</small>" if passengers else ""


def _unplaced(plan: Plan, name_of: NameOf) -> str:
    if not plan.unplaced:
        return ""
    rows = "".join(
        f"<li><b>{escape(name_of('pupils', each.pupil))}</b>: {escape(each.reason)}</li>" for each in plan.unplaced
    )
    return f'<section class="unplaced"><h2>Unplaced</h2><ul>{rows}</ul></section>'


def _hours(sheet: Sheet) -> str:
    return f"{clock(sheet.stops[0].arrive_s)} to {clock(sheet.stops[-1].leave_s)}"


def _colour(index: int) -> str:
    return PALETTE[index % len(PALETTE)]
