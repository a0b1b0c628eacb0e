import re

import pytest

from tests.web.paper.test_run_sheets import Balance
from tests.web.town import plan_for_nobody, plan_to_school, road_lines, town
from web.paper.overview_map import PALETTE, overview_page
from web.paper.road_lines import RoadLines


@pytest.fixture
def page() -> str:
    problem = town()
    plan = plan_to_school(problem)
    return overview_page(problem, plan, road_lines(problem, plan))


def test_nothing_is_fetched_from_elsewhere(page: str) -> None:
    policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
    assert f'content="{policy}"' in page
    assert "://" not in page
    assert not re.search(r"<(?:link|img|iframe|object|embed)\b|\bimport\b|fetch\(|XMLHttp|url\(", page)


def test_each_run_is_drawn_and_told(page: str) -> None:
    assert re.findall(r'class="run" data-run="(\d)"', page) == ["0", "1"]
    assert re.findall(r'<details name="run" data-run="(\d)"', page) == ["0", "1"]
    assert "<b>minibus-1/1</b> <span>07:50 to 08:27</span>" in page
    assert page.count('class="fixed stop"') == 9


def test_the_list_holds_every_stop_as_a_table(page: str) -> None:
    assert page.count('<th scope="row">') == 9
    assert "<caption>Stops of run taxi-7/1</caption>" in page
    assert "Pick-up point corner<br><small>p4 on</small>" in page


def test_unplaced_pupils_are_named_with_their_reason(page: str) -> None:
    assert "<b>p6</b>: no risk assessment is recorded" in page


def test_empty_drives_are_drawn_apart_from_the_run(page: str) -> None:
    empty = re.findall(r'class="empty" d="(.*?)"', page)
    assert empty[0].count("M") == 2  # from the depot and back to it
    assert not empty[1]


def test_the_page_is_well_formed(page: str) -> None:
    balance = Balance()
    balance.feed(page)
    assert balance.open == []


def test_whom_to_thank_is_said(page: str) -> None:
    assert "© OpenStreetMap contributors" in page


def test_without_roads_lines_are_straight_and_the_page_says_so() -> None:
    problem = town()
    assert "Straight lines: this plan holds no roads." in overview_page(problem, plan_to_school(problem), RoadLines())


def test_no_page_holds_a_hazard(page: str) -> None:
    assert "seizures" not in page


def test_text_from_records_cannot_become_markup() -> None:
    problem = town()
    page = overview_page(problem, plan_to_school(problem), RoadLines(), name_of=lambda _, id_: f'"><script>{id_}')
    assert page.count("<script>") == 1


@pytest.mark.parametrize("colour", PALETTE)
def test_every_colour_stands_out_from_the_ground(colour: str) -> None:
    def luminance(code: str) -> float:
        parts = [int(code[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    assert (luminance("#f5f5f0") + 0.05) / (luminance(colour) + 0.05) > 4.5


def test_a_plan_for_nobody_is_drawn_all_the_same() -> None:
    problem = town()
    assert "<b>p1</b>: no vehicle is free" in overview_page(problem, plan_for_nobody(problem), RoadLines())
