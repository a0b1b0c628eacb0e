"""Run sheets: for the crew of each run, one printable page or as many as it takes.

HTML, since everyone can open it, enlarge it and have it read aloud; cut into A4 pages here, so that every page bears
its number, its run and its plan whatever browser prints it.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from itertools import groupby

from routing.plan import Plan, Shift
from routing.problem import Direction, Problem
from routing.telling import NameOf, by_reference
from routing.wording import clock, counted, listed
from web.paper.crew import Passenger, Sheet, SheetStop, make_sheet
from web.paper.page import html_page
from web.paper.paging import MAP_MM, USUAL_PRINT, Block, Print, into_pages, map_height_mm
from web.paper.road_lines import RoadLines
from web.paper.run_map import Paper, draw_run

_WIDTH_MM = 186
_HEAD_MM = 7.5  # the head of the table of stops
_PADDING_MM = 4.2  # above and below the words of a row
_BOX_MM = 4.8  # the frame and heading of a box
_RULES_MM = 9.0  # the lines and gaps about the facts of the head
_FACT_SHARE, _TITLE_SHARE, _BOX_SHARE = 0.43, 0.47, 0.95  # of the page's width in letters
_WAYS = {Direction.TO_SCHOOL: "To school", Direction.FROM_SCHOOL: "From school"}
LAST_CHECK = (
    "Before you leave the vehicle, walk to the back and look at every seat: nobody is left aboard.",
    "If the adult who is expected is not there, the pupil stays with you: ring the transport office.",
)


@dataclass(frozen=True, slots=True)
class Imprint:
    """What stands at the foot of every page: which plan this is, and when the sheets were made.

    Parameters
    ----------
    plan
        A short mark of the plan's contents: two sheets that bear the same mark are of the same plan.
    made_on
        When the sheets were made, in words.
    changed
        By run, what is said of one that is not as a crew may have it on paper: "Changed since version 1".
    """

    plan: str
    made_on: str
    changed: Mapping[str, str] = field(default_factory=dict)


def run_sheet_files(
    problem: Problem,
    plan: Plan,
    roads: RoadLines,
    imprint: Imprint,
    *,
    name_of: NameOf = by_reference,
    size: Print = USUAL_PRINT,
) -> Mapping[str, str]:
    """Return the text of each file by name: a list, all sheets at once for printing, and one file for each run."""
    day = f"{_WAYS[problem.direction]}, {problem.day:%A %-d %B %Y}"
    sheets: dict[str, tuple[Sheet, str]] = {}
    for shift in plan.shifts:
        for number in range(1, len(shift.runs) + 1):
            sheet = make_sheet(problem, shift, number, roads.streets, name_of)
            pages = _pages(problem, plan, shift, sheet, roads, imprint, size)
            sheets[file_name(sheet.run, sheets)] = (sheet, pages)

    def page(title: str, body: str) -> str:
        return html_page(title, body, style="run_sheet.css", body_class=size.name)

    files = {name: page(f"Run {sheet.run}. {day}", pages) for name, (sheet, pages) in sheets.items()}
    files["all-runs.html"] = page(f"All runs. {day}", "".join(pages for _, pages in sheets.values()))
    files["index.html"] = page(f"Run sheets. {day}", _list(plan, day, sheets, imprint))
    return files


def file_name(run: str, taken: Collection[str]) -> str:
    """Return a file's name for a run that no other has.

    Examples
    --------
    >>> file_name("V 7/1", ())
    'run-V-7-1.html'
    """
    stem = f"run-{re.sub(r'[^A-Za-z0-9]+', '-', run).strip('-')}"
    name, again = f"{stem}.html", 2
    while name in taken:
        name, again = f"{stem}-{again}.html", again + 1
    return name


def _pages(
    problem: Problem, plan: Plan, shift: Shift, sheet: Sheet, roads: RoadLines, imprint: Imprint, size: Print
) -> str:
    """Return the pages of one run."""
    blocks = [_head(problem, sheet, size, imprint.changed.get(sheet.run, "")), *_crew(sheet, size)]
    blocks += [_row(stop, size) for stop in sheet.stops]
    blocks.append(_last_check(size))
    pages, left_mm = into_pages(blocks, _HEAD_MM)
    bodies = [_joined(page) for page in pages]
    height_mm = map_height_mm(left_mm)
    if height_mm is None:
        bodies.append("")
    run = shift.runs[int(sheet.run.rpartition("/")[2]) - 1]
    high = height_mm or MAP_MM[1]
    drawn = draw_run(problem, plan, run, sheet, roads, Paper(_WIDTH_MM, high, size.badge_mm))
    credit = escape(roads.credit) if roads.know(problem, run) else "Straight lines: this plan holds no roads."
    bodies[-1] += f"<figure>{drawn}<figcaption>{credit}</figcaption></figure>"
    return "".join(
        _page(problem, sheet, imprint, body, f"Page {number} of {len(bodies)}") for number, body in enumerate(bodies, 1)
    )


def _page(problem: Problem, sheet: Sheet, imprint: Imprint, body: str, number: str) -> str:
    way = f"{_WAYS[problem.direction]}, {problem.day:%a %-d %b %Y}"
    return (
        f'<section class="page"><div class="body">{body}</div><footer><span><b>Run {escape(sheet.run)}</b> '
        f"{way}</span><span>Plan {escape(imprint.plan)}, {escape(imprint.made_on)}</span>"
        f"<span>Destroy after use</span><b>{number}</b></footer></section>"
    )


def _head(problem: Problem, sheet: Sheet, size: Print, changed: str) -> Block:
    facts = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(text)}</dd></div>" for name, text in sheet.facts)
    first, last = sheet.stops[0], sheet.stops[-1]
    flag = f" · <strong>{escape(changed)}</strong>" if changed else ""
    html = (
        f'<header><p class="way">{_WAYS[problem.direction]} · {problem.day:%A %-d %B %Y}{flag}</p>'
        f"<h1>{escape(sheet.title)}</h1>"
        f'<p class="run">Run <b>{escape(sheet.run)}</b> · {counted(len(sheet.stops), "stop")}, '
        f"{clock(first.arrive_s)} to {clock(last.leave_s)}</p></header><dl>{facts}</dl>"
    )
    told = [f"{name}: {text}" for name, text in sheet.facts]
    pairs = [told[i : i + 2] for i in range(0, len(told), 2)]
    facts_mm = sum(max(size.height_mm(text, share=_FACT_SHARE) for text in pair) + 1 for pair in pairs)
    title_mm = 1.5 * size.height_mm(sheet.title, share=_TITLE_SHARE)
    return Block(html, title_mm + 2 * size.line_mm + facts_mm + _RULES_MM)


def _crew(sheet: Sheet, size: Print) -> Iterator[Block]:
    if sheet.crew:
        items = "".join(f"<li>{escape(line)}</li>" for line in sheet.crew)
        heading = "Passenger assistant" if len(sheet.crew) == 1 else "Passenger assistants"
        yield Block(
            f'<section class="box"><h2>{heading}</h2><ul>{items}</ul></section>',
            _BOX_MM + size.line_mm + size.height_mm(*sheet.crew, share=_BOX_SHARE),
        )


def _last_check(size: Print) -> Block:
    items = "".join(f"<li>{line}</li>" for line in LAST_CHECK)
    high = _BOX_MM + size.line_mm + size.height_mm(*LAST_CHECK, share=_BOX_SHARE)
    return Block(f'<section class="box"><h2>On every run</h2><ul>{items}</ul></section>', high)


def _row(stop: SheetStop, size: Print) -> Block:
    """Return a stop's row of the table."""
    lines = [
        *((f"{listed(stop.joins)} gets on.",) if stop.joins else ()),
        *_people(stop.alights, "gets off", "get off"),
        *_people(stop.boards, "gets on", "get on"),
        *((f"{listed(stop.leaves)} gets off.",) if stop.leaves else ()),
    ]
    words = "".join(
        f'<p class="{"task" if is_task else "who"}">{escape(text)}</p>' for text, is_task in map(_told, lines)
    )
    kind = "school" if stop.is_school else "home"
    leave = f"<span>leave {clock(stop.leave_s)}</span>" if stop.leave_s >= stop.arrive_s + 60 else ""
    aboard = counted(stop.aboard_after, "pupil") if stop.aboard_after else "nobody"
    html = (
        f'<tr><td class="no"><span class="{kind}">{stop.number}</span></td>'
        f'<td class="time"><b>{clock(stop.arrive_s)}</b>{leave}</td>'
        f'<td><p class="where">{escape(stop.where)}</p><p class="spot">{escape(stop.spot)}</p>{words}</td>'
        f'<td class="aboard">{aboard}</td></tr>'
    )
    texts = [stop.where, stop.spot, *(_told(line)[0] for line in lines)]
    return Block(html, _PADDING_MM + max(size.place_height_mm(*texts), 2 * size.line_mm), is_row=True)


_TASK = "\t"  # begins a line that is a task, not a person


def _people(passengers: Iterable[Passenger], one: str, many: str) -> Iterator[str]:
    """Yield who gets on or off: those without tasks in one line, the others each with theirs."""
    for has_tasks, group in groupby(
        sorted(passengers, key=lambda who: bool(who.tasks)), key=lambda who: bool(who.tasks)
    ):
        members = list(group)
        if has_tasks:
            for who in members:
                yield f"{who.called} {one}."
                yield from (f"{_TASK}{task}" for task in who.tasks)
        else:
            yield f"{listed(who.called for who in members)} {one if len(members) == 1 else many}."


def _told(line: str) -> tuple[str, bool]:
    return line.removeprefix(_TASK), line.startswith(_TASK)


def _joined(blocks: Iterable[Block]) -> str:
    """Return blocks as HTML: rows that follow each other stand in one table with its head."""
    parts: list[str] = []
    head = "".join(f'<th scope="col">{name}</th>' for name in ("Stop", "Time", "Where and who", "Aboard"))
    for is_row, group in groupby(blocks, key=lambda block: block.is_row):
        html = "".join(block.html for block in group)
        parts.append(f"<table><thead><tr>{head}</tr></thead><tbody>{html}</tbody></table>" if is_row else html)
    return "".join(parts)


def _list(plan: Plan, day: str, sheets: Mapping[str, tuple[Sheet, str]], imprint: Imprint) -> str:
    """Return the list of all runs, each with a link to its sheet."""
    rows = "".join(
        f'<tr><th scope="row"><a href="{name}">{escape(sheet.run)}</a></th>'
        f"<td>{clock(sheet.stops[0].arrive_s)} to {clock(sheet.stops[-1].leave_s)}</td>"
        f"<td>{escape(sheet.title)}</td><td>{escape(dict(sheet.facts)['Operator'])}</td>"
        f"<td>{dict(sheet.facts)['Pupils']}</td></tr>"
        for name, (sheet, _) in sheets.items()
    )
    carried = sum(len(run.pupils) for run in plan.runs)
    head = "".join(f'<th scope="col">{name}</th>' for name in ("Run", "From and until", "Where", "Operator", "Pupils"))
    return (
        f'<main class="list"><p class="way">{day}</p><h1>Run sheets</h1>'
        f"<p>{counted(len(sheets), 'run')}, {counted(carried, 'pupil')}. "
        f"Plan {escape(imprint.plan)}, printed {escape(imprint.made_on)}. "
        '<a href="all-runs.html">All sheets on one page, to print at once</a></p>'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></main>"
    )
