"""What reports know of a pupil."""

from datetime import date

from web.records.building import is_carried
from web.records.rows import Row, row_of
from web.reporting.pupils import pupil_facts

DAY = date(2026, 11, 23)
CELLS = {"pupil": "p1", "school": "oak", "school_from": "2026-11-23", "school_until": "2026-11-23"}


def _row(**cells: str) -> Row:
    return row_of("pupils", CELLS | cells)


def test_a_pupil_travels_from_the_first_to_the_last_day_at_the_school() -> None:
    facts = pupil_facts([_row()])["p1"]
    assert [facts.travels(date(2026, 11, day)) for day in (22, 23, 24)] == [False, True, False]


def test_reports_count_as_carried_whom_plans_carry() -> None:
    for cells in ({}, {"mode": "pass"}, {"mode": "taxi"}, {"decision": "refused"}, {"decision": "agreed"}):
        row = _row(**cells)
        assert pupil_facts([row])["p1"].is_carried(DAY) == is_carried(row, DAY)


def test_what_is_not_recorded_is_empty() -> None:
    facts = pupil_facts([row_of("pupils", {"pupil": "p1"})])["p1"]
    assert (facts.locality, facts.born_on, facts.travels(DAY)) == ("", None, True)
