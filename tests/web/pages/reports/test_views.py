"""The overview and the pages of the reports."""

import csv
import io

import pytest

from tests.web.filled import keep_published
from tests.web.office import OFFICE
from tests.web.pages.client import Browser
from tests.web.pages.reports.conftest import PUPILS, SCHOOLS, SPAN, TUESDAY, County
from tests.web.queries import counted_queries
from web.records.rows import row_of
from web.reporting.catalogue import REPORTS
from web.store import Store
from web.store.events import Event
from web.store.records import Change

NAMES = [report.name for report in REPORTS]


def test_the_overview_says_in_words_how_things_stand(county: County) -> None:
    text = " ".join(county.text(f"?{SPAN}").split())
    assert "plans were published for 2 mornings and 0 afternoons" in text
    for words in ("Nearly met", "Met", "Not met", "No target"):
        assert f">{words}</strong>" in text
    assert "Set targets" not in text  # an officer may not


def test_without_targets_the_overview_says_who_sets_them(officer: Browser, manager: Browser) -> None:
    assert "A manager sets them." in officer.get("/reports/").get_data(as_text=True)
    assert 'href="/reports/targets">Set targets</a>' in manager.get("/reports/").get_data(as_text=True)


@pytest.mark.parametrize("name", NAMES)
def test_every_report_has_a_table_that_hides_small_numbers_and_names_nobody(county: County, name: str) -> None:
    text = county.text(f"{name}?{SPAN}&by=school")
    assert "<table" in text
    assert "not shown" in text
    assert "A number that tells of fewer than 5 pupils is not shown" in text
    assert "Pupil Number" not in text
    assert "Ann Oakley" not in text


def test_a_report_is_drawn_with_its_numbers_beside(county: County) -> None:
    text = county.text(f"punctuality?{SPAN}&by=locality")
    assert '<svg class="app-chart__drawing"' in text
    assert "Least: South" in text or "Least: North" in text


def test_the_days_and_places_stand_in_the_address(county: County) -> None:
    text = county.text(f"assessments?{SPAN}&by=need&locality=North")
    assert '<option value="need" selected>Primary need</option>' in text
    assert "This is of a part of the authority." in text
    assert "by=need&amp;locality=North" in text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("from=2026-11-27&until=2026-11-22", "Until is before From"),
        ("from=2025-01-01&until=2026-11-22", "more than 400 days before Until"),
        ("from=soon", "From: 'soon' is not a date"),
        ("until=0001-01-02", "is not in this century"),
        ("by=magic", "Divided by: 'magic' is not one of the choices"),
        ("school=nowhere", "School: 'nowhere' is not one of the choices"),
    ],
)
def test_what_cannot_be_read_is_said_and_the_usual_days_are_shown(county: County, asked: str, said: str) -> None:
    text = county.text(f"rides?{asked}")
    assert said.replace("'", "&#39;") in text
    assert "From Saturday 31 October 2026 until Friday 27 November 2026" in text


def test_days_in_which_nothing_happened_say_so(county: County) -> None:
    text = county.text("rides?from=2026-09-01&until=2026-09-30")
    assert "There is nothing to count in these days. Choose other days" in text


def test_a_report_that_is_not_there_is_not_found(county: County) -> None:
    for address in ("gossip", "gossip/1.csv", "rides/3.csv"):
        assert county.officer.get(f"/reports/{address}").status_code == 404


def test_a_school_has_no_reports(school: Browser) -> None:
    for address in ("", "rides", "rides/1.csv", "dfe-return", "dfe-return.csv", "targets", "assessments/to-do"):
        assert school.get(f"/reports/{address}").status_code == 404


def test_a_table_leaves_as_a_file_and_the_log_says_so(county: County) -> None:
    answer = county.officer.get(f"/reports/places/2.csv?{SPAN}&by=locality")
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="places-2-2026-11-22-2026-11-27.csv"'
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    assert rows[0] == ["Locality", "Rides", "Seats empty (%)", "Pupils on a run", "Target", "Standing"]
    assert [row[0] for row in rows[1:5]] == ["North", "South", "Not recorded", "All"]
    assert rows[-1] == ["[c]: not shown, for it tells of too few pupils. [x]: there is nothing to work it out from."]
    with county.store.reading(OFFICE) as kept:
        [entry] = kept.audit.list_entries(event=Event.RECORDS_EXPORTED)
    assert (entry.kind, entry.ref, entry.detail["table"], entry.detail["by"]) == ("report", "places", 2, "locality")


def test_a_file_holds_no_formula(store: Store, officer: Browser) -> None:
    with store.writing(OFFICE) as kept:
        row = kept.records.get("pupils", "p1")
        kept.records.keep(row_of("pupils", {**row.values, "locality": "=HYPERLINK(1)"}, row.version))
    text = officer.get("/reports/assessments/1.csv").get_data(as_text=True)
    assert "\n'=HYPERLINK(1)," in text


def test_the_list_of_assessments_to_do_names_pupils_beside_their_references(officer: Browser) -> None:
    text = officer.get("/reports/assessments/to-do").get_data(as_text=True)
    assert "1 pupil who is carried today" in text
    assert '<span class="app-name">Fay Oakden</span>' in text
    assert ">None recorded</strong>" in text


def test_a_long_report_has_pages(store: Store, officer: Browser) -> None:
    rows = [
        row_of(
            "pupils",
            {"pupil": f"x{number}", "school": "oak", "phase": "primary", "locality": f"Village {number:02}"},
        )
        for number in range(60)
    ]
    with store.writing(OFFICE) as kept:
        kept.records.apply([Change(row) for row in rows])
    text = officer.get("/reports/assessments?page=2").get_data(as_text=True)
    heads = [f'scope="row" role="rowheader">Village {number:02}<' in text for number in (1, 49, 50, 59)]
    assert heads == [False, False, True, True]


def test_a_page_asks_as_often_whatever_there_is_to_count(store: Store, officer: Browser) -> None:
    pages = [f"/reports/{name}?{SPAN}" for name in ("", *NAMES, "dfe-return", "assessments/to-do")]

    def asked() -> list[int]:
        counts = []
        for page in pages:
            with counted_queries(store) as heard:
                assert officer.get(page).status_code == 200
            counts.append(len(heard))
        return counts

    asked()
    few = asked()
    keep_published(store, PUPILS, SCHOOLS, TUESDAY)
    assert asked() == few
    assert max(few) < 30
