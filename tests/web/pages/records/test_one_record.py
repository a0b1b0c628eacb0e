"""A record is shown without what is restricted; that has an address of its own, and a look at it is written down."""

import pytest

from tests.web.office import OFFICE
from tests.web.pages.client import Browser
from tests.web.pages.records.desk import keep, opened, said_in_audit
from web.pages.records.arranging import LISTED
from web.records.layouts import KIND
from web.records.rows import shown
from web.store import Store

pytestmark = pytest.mark.usefixtures("full")


def restricted_texts(store: Store) -> set[str]:
    """Return the restricted texts that can be told from others, as they are kept and shown; choices stand in forms."""
    with store.reading(OFFICE) as kept:
        rows = [row for rows in kept.records.all_rows().values() for row in rows]
    return {
        text
        for row in rows
        for column in KIND[row.kind].columns
        if column.restricted and row[column.name] and not column.choices
        for text in (row[column.name], shown(column, row[column.name]))
        if len(text) > 6
    }


def open_pages(store: Store) -> list[str]:
    """Return every page that shows records without being asked for what is restricted."""
    with store.reading(OFFICE) as kept:
        rows = [row for rows in kept.records.all_rows().values() for row in rows]
    first = {row.kind: row for row in reversed(rows)}
    of_one = [f"/records/{row.kind}/{row.key}" for row in first.values()]
    return [
        "/records/",
        *(f"/records/{kind}" for kind in KIND),
        *(f"{address}{more}" for address in of_one for more in ("", "/history", "/remove")),
        *(f"{address}/change" for address in of_one),
    ]


def test_what_is_restricted_stands_on_no_page_that_was_not_asked_for_it(officer: Browser, store: Store) -> None:
    keep(store, "pupils", pupil="p1", decision_reason="The lane was lit in spring", contact="Max Oakley")
    secrets = restricted_texts(store)
    assert {"Hidden Cottage", "H801200001001", "7 February 2013", "52.651234", "seizures", "tube-feeding"} <= secrets
    for address in open_pages(store):
        page = officer.get(address).get_data(as_text=True)
        assert not [text for text in secrets if text in page], address
    assert said_in_audit(store, "restricted:viewed") == []


def test_no_list_shows_a_restricted_column() -> None:
    assert set(LISTED) == set(KIND)
    assert not [(kind, name) for kind, names in LISTED.items() for name in names if KIND[kind].column(name).restricted]


def test_whoever_asks_for_what_is_restricted_sees_it_and_that_is_written_down(officer: Browser, store: Store) -> None:
    page = opened(officer, "/records/pupils/p1/restricted")
    for text in ("H801200001001", "7 February 2013", "52.651234", "Unlit lane of two miles", "Training: tube-feeding"):
        assert text in page
    assert "Unlit lane" in opened(officer, "/records/pupils/p1/history/restricted")
    assert "Hidden Cottage" in opened(officer, "/records/addresses/p1|Fri|/restricted")
    said = [(each.kind, each.ref, each.detail["what"]) for each in said_in_audit(store, "restricted:viewed")]
    assert said == [("addresses", "p1|Fri|", "record"), ("pupils", "p1", "history"), ("pupils", "p1", "record")]


def test_the_history_says_from_what_to_what(officer: Browser, store: Store) -> None:
    keep(store, "vehicles", vehicle="taxi-7", registration="AB12 CDE")
    keep(store, "vehicles", vehicle="taxi-7", registration="", insured_until="2027-01-31")
    page = opened(officer, "/records/vehicles/taxi-7/history")
    assert "Registration: AB12 CDE → nothing Insured until: nothing → 31 January 2027" in page
    assert page.count("Changed") == 2
    assert page.count("Made") == 1


def test_beneath_a_record_stands_its_newest_history_and_the_way_to_all_of_it(officer: Browser, store: Store) -> None:
    for number in range(6):
        keep(store, "vehicles", vehicle="taxi-7", features=f"ramp-{number}")
    page = opened(officer, "/records/vehicles/taxi-7")
    assert "ramp-4 → ramp-5" in page
    assert "nothing → ramp-0" not in page
    assert "All 7 versions" in page
    assert "nothing → ramp-0" in opened(officer, "/records/vehicles/taxi-7/history")


def test_what_names_a_record_stands_beside_it(officer: Browser) -> None:
    school = officer.get("/records/schools/oak").get_data(as_text=True)
    assert 'href="/records/pupils?school=oak">5 pupils</a>' in school
    vehicle = officer.get("/records/vehicles/minibus-1").get_data(as_text=True)
    assert 'href="/records/usual/p1%7Cto-school"' in vehicle


def test_what_is_not_there_is_not_found(officer: Browser) -> None:
    for address in ("pupils/p99", "dragons", "dragons/p1", "pupils/p99/history", "pupils/p99/change", "new/dragons"):
        assert officer.get(f"/records/{address}").status_code == 404


def test_keys_of_any_signs_have_an_address(officer: Browser, store: Store) -> None:
    for key in ("a/b", "..", "~2F", "50% ?#&", "search", "new"):
        keep(store, "operators", operator=key)
    for address in [
        f"/records/operators/{key}" for key in ("a~2Fb", "~2E~2E", "~7E2F", "50%25%20%3F%23&", "search", "new")
    ]:
        assert "Operator" in opened(officer, address)
        assert address in officer.get("/records/operators").get_data(as_text=True).replace("&amp;", "&")
