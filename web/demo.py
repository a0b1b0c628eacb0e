"""The demonstration: an invented county, its pupils and fleet, and its next school day planned both ways.

It goes the way that any authority's data go: the county is written as a map file and read back, the authority as a
folder of CSV files and read back.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from geodata.cache import build_roads_once
from geodata.county import write_county
from geodata.roads import RoadGraph
from geodata.tiles import FILE_NAME, build_tiles
from geodata.walk_cache import build_walks_once
from routing.authority import Authority, read_authority, write_authority
from routing.authority.calendar import EventKind
from routing.commands import Effort, Outcome, bound_words, paid_pence
from routing.console import Teller
from routing.files import Document, write_document
from routing.problem import Direction
from routing.synthesis import draw, road_ground
from routing.telling import NameOf
from routing.wording import counted, listed, pounds
from web.morning import INVENTED_MAP, Order, plan_day
from web.paper.exports import csv_files, write_geopackage
from web.paper.overview_map import overview_page
from web.paper.road_lines import RoadLines
from web.paper.run_sheets import Imprint, run_sheet_files
from web.whole import write_files

PUPILS, SCHOOLS = 60, 4
_A_YEAR = 366


@dataclass(frozen=True, slots=True)
class Half:
    """One direction of the demonstration's day: its document, and how the planning went."""

    document: Document
    outcome: Outcome


def demonstrate(folder: Path, today: date, effort: Effort, teller: Teller) -> tuple[date, dict[Direction, Half]]:
    """Fill an empty folder with the demonstration; return its day and both halves of it.

    Parameters
    ----------
    folder
        An empty folder.
    today
        The school day after this one is planned.
    effort
        How hard to plan each direction.
    """
    teller.step("Drawing an invented county and reading it back as a map file.")
    write_county(folder / INVENTED_MAP)
    roads = build_roads_once(folder / INVENTED_MAP, folder / "roads")
    build_walks_once(folder / INVENTED_MAP, folder / "roads")
    build_tiles(folder / INVENTED_MAP, folder / "roads" / FILE_NAME)
    teller.step(f"Drawing its authority: {PUPILS} pupils, {SCHOOLS} schools, vehicles and assistants.")
    write_authority(folder / "authority", draw(road_ground(roads), PUPILS, SCHOOLS, effort.seed))
    authority = read_authority(folder / "authority")
    day = next_school_day(authority, today)
    halves = {}
    for direction in Direction:
        halves[direction] = _plan_half(
            folder, authority, roads, Order(day=day, direction=direction, effort=effort), teller
        )
        if halves[direction].outcome.interrupted:
            break
    return day, halves


def _plan_half(folder: Path, authority: Authority, roads: RoadGraph, order: Order, teller: Teller) -> Half:
    document, outcome = plan_day(authority, roads, order, teller, folder / "roads" / "order.npz")
    write_document(folder / f"plan-{order.direction.value}.json", document)
    return Half(document, outcome)


def write_results(folder: Path, half: Half, authority: Authority, imprint: Imprint) -> None:
    """Write run sheets, map and tables of one direction, as ``waymark export`` does."""
    problem, plan = half.document.problem, half.outcome.plan
    roads, way = RoadLines.of(half.document), problem.direction.value
    name_of = schools_by_name(authority)
    write_files(folder / f"run-sheets-{way}", run_sheet_files(problem, plan, roads, imprint, name_of=name_of))
    page = overview_page(problem, plan, roads, name_of=name_of)
    (folder / f"map-{way}.html").write_text(page, encoding="utf-8")
    write_files(folder / f"csv-{way}", csv_files(problem, plan, name_of=name_of))
    write_geopackage(folder / f"plan-{way}.gpkg", problem, plan, roads)


def schools_by_name(authority: Authority) -> NameOf:
    """Return what to call records on paper: schools by name, people by reference."""
    return lambda file, id_: authority.name_of(file, id_) if file == "schools" else id_


def next_school_day(authority: Authority, today: date) -> date:
    """Return the first day after today on which most schools are open; after the last term, the first such day of all.

    The invented calendar is of one school year, and the demonstration outlives it.
    """
    terms = [event.from_day for event in authority.calendar.events if event.kind is EventKind.TERM]
    starts = [today + timedelta(days=1), min(terms, default=today)]
    for start in starts:
        for day in (start + timedelta(days=number) for number in range(_A_YEAR)):
            closed = [authority.calendar.why_closed(school.id, day) for school in authority.schools]
            if closed.count(None) > len(closed) / 2:
                return day
    raise ValueError("the calendar must have a day on which most schools are open.")


def report(day: date, halves: dict[Direction, Half], folder: Path) -> Iterator[str]:
    """Yield what the demonstration says at its end, line by line."""
    pupils = len(next(iter(halves.values())).document.problem.pupils)
    yield f"{day:%A %-d %B %Y} in an invented county, {counted(pupils, 'pupil')}:"
    for direction, half in halves.items():
        yield from _columns(direction.value, *_said_of(half))
    day_pence = sum(paid_pence(half.document.summary) for half in halves.values())
    if len(halves) == len(Direction):
        yield from _columns("the day", f"{pounds(day_pence)}, {pounds(round(day_pence / pupils))} a pupil")
    unplaced = [each for half in halves.values() for each in half.outcome.plan.unplaced]
    yield from _columns("unplaced", *dict.fromkeys(f"{each.pupil}: {each.reason}" for each in unplaced))
    ways = [direction.value for direction in halves]
    yield ""
    yield f"Look in {folder}:"
    yield f"  {listed(f'map-{way}.html' for way in ways)}: all runs on a map; opens in any browser"
    yield f"  {listed(f'run-sheets-{way}/index.html' for way in ways)}: a sheet for each crew"
    pupil = next(iter(halves.values())).document.problem.pupils[0].id
    yield f"  waymark explain {folder}/plan-{ways[0]}.json --pupil {pupil}"
    yield ""
    yield "With your own county:"
    yield "  waymark roads build COUNTY.osm.pbf --out roads     (its map file, for instance from Geofabrik; or by name,"
    yield '                                                     through osmnx: --place "Rutland, England")'
    yield "  waymark synthesise --roads roads --pupils 200 --schools 10 --out authority     (invented, on those roads)"
    yield f"  waymark plan authority --roads roads --day {day} --direction to-school --out plan.json"
    yield f"Your own pupils go into CSV files like those in {folder}/authority."


def _columns(name: str, *lines: str) -> Iterator[str]:
    """Yield lines beside a name, which stands at the first."""
    for number, line in enumerate(lines):
        yield f"  {'' if number else name:11}  {line}"


def _said_of(half: Half) -> Iterator[str]:
    """Yield what is worth knowing of one direction."""
    summary, broken = half.document.summary, half.outcome.violations
    size = (counted(summary["runs"], "run"), counted(summary["vehicles"], "vehicle"))
    yield f"{', '.join(size)}, {counted(summary['assistants'], 'assistant')}; {pounds(paid_pence(summary))}"
    yield (
        f"checked: {counted(len(broken), 'violation')}, see `waymark check`"
        if broken
        else "checked: every rule is kept"
    )
    if summary["ride_seconds"] is not None:
        yield f"{summary['ride_seconds']['mean'] // 60} minutes aboard on average"
    yield bound_words({**summary, "bound_relaxes": ""})
