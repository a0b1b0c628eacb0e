"""Risk assessments: who has one that holds, and which were done in time."""

from dataclasses import replace
from datetime import date

import pytest

from tests.web.reporting.world import LAST, PUPILS, lines, view, with_pupils
from web.records.rows import row_of
from web.reporting.assessments import Assessment, assessments_of, done, holding, stands, to_do
from web.reporting.figures import HIDDEN, Standing
from web.reporting.view import By


def _held(assessed_on: str, review_by: str) -> Assessment:
    return Assessment(date.fromisoformat(assessed_on), date.fromisoformat(review_by))


FOUND = {
    "p1": [_held("2026-09-01", "2027-08-31")],
    "p2": [_held("2025-09-01", "2026-12-01")],
    "p3": [_held("2025-11-01", "2026-11-10")],
    "p4": [_held("2025-11-01", "2026-11-10"), _held("2026-11-09", "2027-11-08")],
    "p6": [_held("2025-01-01", "2025-12-31")],
    "p7": [_held("2025-01-01", "2025-12-31")],
}


@pytest.mark.parametrize(
    ("review_by", "how"),
    [("2026-11-26", "overdue"), ("2026-11-27", "due"), ("2026-12-25", "due"), ("2026-12-26", "current")],
)
def test_an_assessment_holds_on_its_last_day_and_is_due_before_it(review_by: str, how: str) -> None:
    assert stands([_held("2025-09-01", review_by)], LAST, 28) == how


def test_an_assessment_that_has_not_begun_is_none() -> None:
    assert stands([_held("2026-11-28", "2027-11-27")], LAST, 28) == "none"


def test_pupils_who_are_carried_are_counted_by_their_newest_assessment() -> None:
    table = holding(view(targets={("assessed", "", ""): 75}), FOUND, 28)
    assert [column.words for column in table.columns] == [
        "Holds",
        "Due within 28 days",
        "Overdue",
        "None recorded",
        "All",
        "Holds or is due",
    ]
    assert lines(table) == {
        "North": (1, 1, 0, 0, 2, 100),  # p7 was refused
        "South": (1, 0, 1, 0, 2, 50),  # p6 has a pass, and needs none
        "Not recorded": (0, 0, 0, 1, 1, 0),
        "All": (2, 1, 1, 1, 5, 60),
    }
    assert [line.standing for line in (*table.lines, table.total)] == [
        Standing.MET,
        Standing.MISSED,
        Standing.MISSED,
        Standing.MISSED,
    ]


def test_by_need_small_numbers_are_hidden() -> None:
    table = holding(view(By.NEED, smallest=3), FOUND, 28)
    assert [line.words for line in table.lines] == [
        "Autistic spectrum disorder",
        "Severe learning difficulty",
        "Not recorded",
    ]
    assert all(figure in (0, HIDDEN) for line in table.lines for figure in line.figures)
    assert table.total.figures[4] == 5
    assert "fewer than 3 pupils" in table.notes[-1]


def test_an_assessment_is_in_time_by_the_last_day_of_the_one_before() -> None:
    seen = with_pupils(view(), p1=replace(PUPILS["p1"], from_day=date(2026, 11, 3)))
    found = {
        "p1": [_held("2026-11-03", "2027-11-02")],  # the first, on the first day
        "p2": [_held("2026-11-02", "2027-11-01")],  # the first, and nobody knows the first day
        "p3": [_held("2025-11-01", "2026-11-10"), _held("2026-11-11", "2027-11-10")],  # a day late
        "p4": [_held("2025-11-01", "2026-11-10"), _held("2026-11-10", "2027-11-10")],
    }
    assert lines(done(seen, found))["All"] == (2, 1, 1, 4, 67)


def test_who_needs_an_assessment_stands_in_a_list_the_longest_waiting_first() -> None:
    assert to_do(view(), FOUND, 28) == [
        ("p5", "none", None),
        ("p3", "overdue", date(2026, 11, 10)),
        ("p2", "due", date(2026, 12, 1)),
    ]


def test_assessments_are_read_from_rows_the_oldest_first() -> None:
    rows = [
        row_of("risk_assessments", {"pupil": "p4", "assessed_on": start, "review_by": end, "signed_by": "RA7"})
        for start, end in (("2026-11-09", "2027-11-08"), ("2025-11-01", "2026-11-10"))
    ]
    assert assessments_of(rows) == {"p4": FOUND["p4"]}
