"""The page of the return to the DfE."""

import csv
import io

from tests.web.office import OFFICE
from tests.web.pages.client import Browser
from tests.web.pages.reports.conftest import County
from web.records.rows import row_of
from web.reporting.dfe_return import MODE_WORDS
from web.store import Store
from web.store.events import Event

ALONE = dict(MODE_WORDS)["independent"]


def test_what_is_missing_stands_beside_the_warning_to_check(officer: Browser) -> None:
    text = officer.get("/reports/dfe-return?day=2026-11-23").get_data(as_text=True)
    assert "Check every line against the guide of the year" in text
    assert "6 pupils for whom travel is arranged on Monday 23 November 2026" in text
    assert "8 records lack something" in text  # six pupils, and the types of two schools
    assert "Date of birth; EHC plan; Eligible by; Mode of travel; A ride in a published plan of the week" in text
    assert '<span class="app-name">Fay Oakden</span>' in text


def test_a_day_that_cannot_be_read_is_said(officer: Browser) -> None:
    text = officer.get("/reports/dfe-return?day=someday").get_data(as_text=True)
    assert "Day of the count: &#39;someday&#39; is not a date" in text


def test_the_file_has_every_number_and_the_log_says_that_it_left(store: Store, officer: Browser) -> None:
    with store.writing(OFFICE) as kept:
        row = kept.records.get("pupils", "p5")
        more = {"born_on": "2014-01-31", "ehc_plan": "yes", "eligibility": "special-needs", "mode": "taxi"}
        kept.records.keep(row_of("pupils", {**row.values, **more}, row.version))
        kept.records.keep(row_of("spending", {"year": "2026-27", "mode": "taxi", "forecast": "1000.50"}))
    answer = officer.get("/reports/dfe-return.csv?day=2026-11-23")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="dfe-return-2026-11-23.csv"'
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    assert rows[0] == ["Group", "Question", "Answer", "Unit", "Number"]
    told = {tuple(row[:3]): row[4] for row in rows[1:]}
    taxi = "External contract - taxi or private hire vehicle (PHV)"
    assert told["Pre-16 SEND", "Pupils", "All"] == "1"
    assert told["Pre-16 SEND", "Single occupancy", "Travel alone"] == "1"
    assert told["Not recorded", "Pupils", "All"] == "5"
    assert told["All", "Forecast spend 2026-27", taxi] == "1000.50"
    with store.reading(OFFICE) as kept:
        [entry] = kept.audit.list_entries(event=Event.RECORDS_EXPORTED)
    assert (entry.ref, entry.detail) == ("dfe-return", {"day": "2026-11-23"})


def test_whoever_travels_alone_by_now_is_counted_so_and_only_from_that_day_on(store: Store, officer: Browser) -> None:
    with store.writing(OFFICE) as kept:
        row = kept.records.get("pupils", "p5")
        kept.records.keep(row_of("pupils", {**row.values, "mode": "taxi"}, row.version))
        alone = {"pupil": "p5", "from": "2026-11-24", "mode": "independent"}
        kept.records.keep(row_of("arrangements", alone))
    for day, count in (("2026-11-23", 0), ("2026-11-24", 1)):
        text = officer.get(f"/reports/dfe-return.csv?day={day}").get_data(as_text=True)
        rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
        assert sum(int(row[4]) for row in rows if row[:3] == ["Not recorded", "Mode of transport", ALONE]) == count


def test_a_long_list_of_what_is_missing_has_pages(county: County) -> None:
    text = county.text("dfe-return?day=2026-11-24&page=3")
    assert "109 records lack something" in text  # a hundred and six pupils, two schools, the spending on taxis
    assert text.count('<span class="app-name">') == 9
