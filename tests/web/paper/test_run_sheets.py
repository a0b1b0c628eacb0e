import re
from collections.abc import Mapping
from html.parser import HTMLParser

import pytest

from tests.web.town import plan_for_nobody, plan_to_school, road_lines, town
from web.paper.paging import LARGE_PRINT, USUAL_PRINT, Print
from web.paper.road_lines import RoadLines
from web.paper.run_sheets import Imprint, file_name, run_sheet_files

IMPRINT = Imprint("3f2a9c17", "22 November 2026, 18:02")


def sheets(size: Print = USUAL_PRINT) -> Mapping[str, str]:
    problem = town()
    plan = plan_to_school(problem)
    return run_sheet_files(problem, plan, road_lines(problem, plan), IMPRINT, size=size)


VOID = frozenset({"meta", "br", "input"})


class Balance(HTMLParser):
    """Sees whether every element that begins also ends; shapes of SVG end where they begin."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_there_is_a_file_for_each_run_one_for_all_and_a_list() -> None:
    assert set(sheets()) == {"run-minibus-1-1.html", "run-taxi-7-1.html", "all-runs.html", "index.html"}


def test_the_list_counts_those_who_are_carried() -> None:
    assert "2 runs, 5 pupils. Plan 3f2a9c17" in sheets()["index.html"]


@pytest.mark.parametrize("name", ["run-minibus-1-1.html", "all-runs.html", "index.html"])
def test_each_file_is_well_formed(name: str) -> None:
    balance = Balance()
    balance.feed(sheets()[name])
    assert balance.open == []


def test_a_sheet_says_when_where_who_and_what_to_do() -> None:
    sheet = sheets()["run-minibus-1-1.html"]
    for words in (
        "Monday 23 November 2026",
        "To oak",
        "8 passenger seats and 2 wheelchair spaces",
        "Home of p1",
        "<b>07:52</b>",
        "leave 08:02",
        "p1 gets on.",
        "tie down the chair",
        "p2, p3 and p4 get off.",
        "look at every seat",
    ):
        assert words in sheet


@pytest.mark.parametrize("size", [USUAL_PRINT, LARGE_PRINT])
def test_every_page_bears_its_number_its_run_and_its_plan(size: Print) -> None:
    sheet = sheets(size)["run-minibus-1-1.html"]
    pages = sheet.count('<section class="page">')
    assert re.findall(r"Page (\d+) of (\d+)", sheet) == [(str(n), str(pages)) for n in range(1, pages + 1)]
    assert sheet.count("<b>Run minibus-1/1</b>") == pages
    assert sheet.count("Plan 3f2a9c17") == pages


def test_large_print_takes_more_pages_and_says_the_same() -> None:
    usual, large = (sheets(size)["run-minibus-1-1.html"] for size in (USUAL_PRINT, LARGE_PRINT))
    assert large.count('class="page"') > usual.count('class="page"')
    assert '<body class="large">' in large
    assert re.findall(r'class="task">(.*?)<', large) == re.findall(r'class="task">(.*?)<', usual)


def test_the_map_has_numbers_north_scale_and_credit() -> None:
    sheet = sheets()["run-minibus-1-1.html"]
    drawing = sheet[sheet.index("<svg") : sheet.index("</svg>")]
    assert re.findall(r'class="badge.*?<text[^>]*>(\d+)</text>', drawing) == [str(n) for n in range(1, 8)]
    assert ">N</text>" in drawing
    assert re.search(r">\d+ k?m</text>", drawing)
    assert "© OpenStreetMap contributors" in sheet


def test_without_roads_the_map_says_that_its_lines_are_straight() -> None:
    problem = town()
    sheet = run_sheet_files(problem, plan_to_school(problem), RoadLines(), IMPRINT)["run-taxi-7-1.html"]
    assert "Straight lines: this plan holds no roads." in sheet
    assert 'class="route crow"' in sheet


def test_no_sheet_holds_a_hazard_or_who_signed() -> None:
    for text in sheets().values():
        assert "seizures" not in text
        assert "RA7" not in text


def test_nothing_is_fetched_from_elsewhere() -> None:
    for text in sheets().values():
        assert "default-src 'none'" in text
        assert not re.findall(r"""(?:src|href|url)\s*[=(]\s*["']?\s*(?:https?:)?//""", text)


def test_text_from_records_cannot_become_markup() -> None:
    problem = town()
    files = run_sheet_files(
        problem, plan_to_school(problem), RoadLines(), IMPRINT, name_of=lambda _, id_: f"<script>{id_}</script>"
    )
    assert all("<script>" not in text for text in files.values())


def test_files_of_runs_never_share_a_name() -> None:
    assert file_name("a b/1", ()) == "run-a-b-1.html"
    assert file_name("a.b/1", {"run-a-b-1.html"}) == "run-a-b-1-2.html"
    assert file_name("../../etc", ()) == "run-etc.html"


def test_a_plan_for_nobody_has_no_sheets() -> None:
    problem = town()
    assert set(run_sheet_files(problem, plan_for_nobody(problem), RoadLines(), IMPRINT)) == {
        "all-runs.html",
        "index.html",
    }
