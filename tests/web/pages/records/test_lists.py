"""Lists of records: searched without a name in any address, filtered by school and by what lapses, fifty a page."""

import re
from urllib.parse import urlsplit

import pytest

from tests.web.office import OFFICE
from tests.web.pages.client import Browser
from tests.web.pages.records.desk import keep, opened, put, send_file, text_of
from tests.web.pages.records.test_importing import LIST
from tests.web.queries import counted_queries
from web.records.layouts import KIND
from web.store import Store


def references(page: str) -> list[str]:
    """Return the pupils of the small town whom a page lists."""
    return re.findall(r'href="/records/(?:pupils|risk_assessments)/(p\d)', page)


def found(officer: Browser, kind: str = "pupils", **asked: str) -> list[str]:
    answer = officer.post(f"/records/{kind}/search", data=asked)
    assert answer.status_code == 303
    return references(officer.get(answer.location).get_data(as_text=True))


def test_a_search_finds_by_every_word_of_name_and_reference(officer: Browser) -> None:
    assert found(officer, find="oak") == ["p1", "p2", "p3", "p4", "p6"]  # by name, or by the school
    assert found(officer, find="OAKES cat") == ["p3"]
    assert found(officer, find="nobody") == []
    assert found(officer, "risk_assessments", find="oakley") == ["p1"]
    assert found(officer, find="") == ["p1", "p2", "p3", "p4", "p5", "p6"]


def test_what_is_searched_for_stands_in_no_address(officer: Browser) -> None:
    location = officer.post("/records/pupils/search", data={"find": "Oakley"}).location
    assert "oakley" not in location.casefold()
    assert 'value="Oakley"' in officer.get(location).get_data(as_text=True)
    tampered = f"{urlsplit(location).path}?find=bm9ib2R5&page=nonsense&state=none&school=none"
    assert "Nothing is like that" in opened(officer, tampered)


def test_a_reference_leads_straight_to_its_record(officer: Browser) -> None:
    assert officer.post("/records/pupils/search", data={"find": " p3 "}).location == "/records/pupils/p3"


def test_lists_are_filtered_by_school_and_by_what_lapses(officer: Browser, store: Store) -> None:
    keep(store, "risk_assessments", pupil="p2", assessed_on="2026-09-01", review_by="2026-11-21")
    keep(store, "risk_assessments", pupil="p3", assessed_on="2026-09-01", review_by="2026-11-22")
    keep(store, "risk_assessments", pupil="p4", assessed_on="2026-09-01", review_by="2026-12-20")
    keep(store, "risk_assessments", pupil="p4", assessed_on="2026-12-20", review_by="2027-12-21", signed_by="RA7")
    assert found(officer, school="elm") == ["p5"]
    assert found(officer, state="lapsed") == ["p2"]
    assert found(officer, state="soon") == ["p3"]
    assert found(officer, state="missing") == ["p6"]
    assert found(officer, state="current", school="oak") == ["p1", "p4"]
    assert found(officer, "risk_assessments", state="soon") == ["p3", "p4"]
    page = opened(officer, "/records/pupils?state=soon")
    assert "Lapses today" in page
    assert "Pupils: 1 of 6" in page


def test_an_empty_list_says_what_to_do(officer: Browser) -> None:
    assert "There are no further gates yet: add one, or load a file of them." in opened(officer, "/records/gates")


@pytest.fixture
def many(store: Store, full: None) -> None:  # noqa: ARG001 -- the town must be there
    """Put three hundred more pupils into the town, each with a risk assessment and measures."""
    with store.writing(OFFICE) as kept:
        first = kept.records.get("pupils", "p4").values
        changes = []
        for number in range(300):
            pupil = f"q{number:03}"
            changes.append(put(kept, "pupils", {**first, "pupil": pupil, "name": f"Zoe Number{number}"}))
            dates = {"assessed_on": "2026-09-01", "review_by": "2027-08-31", "signed_by": "RA7", "hazards": "falls"}
            changes.append(put(kept, "risk_assessments", {"pupil": pupil, **dates}))
            changes.append(put(kept, "measures", {"pupil": pupil, "solo": "yes"}))
        kept.records.apply(changes)


ASKED = (
    "/records/",
    *(f"/records/{kind}" for kind in KIND),
    "/records/pupils?school=oak&state=current",
    "/records/pupils/p1",
    "/records/pupils/p1/restricted",
    "/records/pupils/p1/change",
    "/records/pupils/p1/assessment",
    "/records/pupils/p1/remove",
    "/records/schools/oak",
    "/records/schools/oak/remove",
    "/records/vehicles/minibus-1/change",
    "/records/export",
)


@pytest.mark.usefixtures("full")
def test_pages_ask_the_store_as_often_however_many_pupils_there_are(
    officer: Browser, store: Store, request: pytest.FixtureRequest
) -> None:
    few = _asked(officer, store)
    request.getfixturevalue("many")
    assert _asked(officer, store) == few
    assert max(few.values()) < 45, few


def _asked(officer: Browser, store: Store) -> dict[str, int]:
    search = officer.post("/records/pupils/search", data={"find": "Oak"}).location
    looked_at = send_file(officer, LIST, "pupils").location
    counts = {}
    for address in (*ASKED, search, looked_at):
        with counted_queries(store) as statements:
            assert officer.get(address).status_code == 200
        counts[re.sub(r"find=.*|[0-9a-f]{32}", "", address)] = len(statements)
    return counts


@pytest.mark.usefixtures("many")
def test_long_lists_have_pages(officer: Browser) -> None:
    page = officer.get("/records/pupils?page=2").get_data(as_text=True)
    assert page.count('href="/records/pupils/q') == 50
    assert "/records/pupils?page=7" in page
    assert "Pupils: 306" in page
    answer = officer.post("/records/pupils/search", data={"find": "zoe", "school": "oak"})
    found_ = officer.get(answer.location).get_data(as_text=True)
    assert "Pupils: 300 of 306" in found_
    assert "zoe" not in found_.split("page=2")[0].rsplit('href="', 1)[-1]


def test_schools_and_others_find_no_records(school: Browser) -> None:
    for address in (
        "/records/",
        "/records/pupils",
        "/records/pupils/p1",
        "/records/pupils/p1/restricted",
        "/records/export",
    ):
        assert school.get(address).status_code == 404
    assert text_of(school.post("/records/pupils/search", data={"find": "p1"}), 404)
