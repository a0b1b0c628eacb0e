"""The administrator's page of the audit log."""

from collections.abc import Mapping

import pytest

from tests.web.office import OFFICE
from tests.web.pages.client import Browser
from tests.web.queries import counted_queries
from web.access import Role
from web.store import Store
from web.store.events import Event
from web.store.people import User


def say(store: Store, count: int) -> None:
    with store.writing(OFFICE) as kept:
        for number in range(count):
            kept.audit.say(Event.RESTRICTED_VIEWED, "pupils", f"z{number:03}", fields=["hazards"])


def text_of(browser: Browser, place: str) -> str:
    answer = browser.get(place)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_the_log_is_shown_the_newest_first_and_fifty_rows_a_page(admin: Browser, store: Store) -> None:
    say(store, 70)
    page = text_of(admin, "/audit/")
    assert page.index("z069") < page.index("z068")
    assert ("z020" in page, "z019" in page) == (True, False)
    older = page.partition('href="/audit/?before=')[2].partition('"')[0]
    page = text_of(admin, f"/audit/?before={older}")
    assert ("z020" in page, "z019" in page) == (False, True)
    assert "Newest" in page


def test_the_log_is_filtered_by_who_what_and_reference(
    admin: Browser, store: Store, users: Mapping[Role, User]
) -> None:
    say(store, 3)
    with store.writing(users[Role.OFFICER].principal()) as kept:
        kept.audit.say(Event.RESTRICTED_VIEWED, "pupils", "z001", fields=["hazards"])
    assert text_of(admin, "/audit/?ref=z001").count("restricted: viewed</div>") == 2
    assert text_of(admin, "/audit/?what=restricted:viewed").count("restricted: viewed</div>") == 4
    page = text_of(admin, "/audit/?who=officer@example.org&ref=z001")
    assert page.count("restricted: viewed</div>") == 1
    assert "Officer User" in page
    assert text_of(admin, "/audit/?who=clock:test&what=restricted:viewed").count("restricted: viewed</div>") == 3
    assert "Nothing like that stands in the log" in text_of(admin, "/audit/?ref=nothing")


@pytest.mark.parametrize("query", ["before=x", "before=-1", "what=nothing", "before=99999999999999999999999"])
def test_whatever_is_asked_of_the_log_is_answered(admin: Browser, query: str) -> None:
    assert admin.get(f"/audit/?{query}").status_code == 200


def test_as_many_queries_are_made_however_long_the_log(admin: Browser, store: Store) -> None:
    with counted_queries(store) as of_few:
        admin.get("/audit/")
    say(store, 200)
    with counted_queries(store) as of_many:
        admin.get("/audit/")
    assert len(of_many) == len(of_few)


def test_a_whole_log_is_verified_and_that_it_was_stands_in_the_log(admin: Browser, store: Store) -> None:
    head = text_of(admin, "/audit/head.txt")
    assert admin.post("/audit/verify", data={"head": head}).location == "/audit/"
    assert "The log was whole when Administrator User verified it" in text_of(admin, "/audit/")
    with store.reading(OFFICE) as kept:
        assert kept.audit.list_entries(most=1)[0].event is Event.AUDIT_VERIFIED


def test_a_log_that_was_tampered_with_is_told_on_the_page(admin: Browser, store: Store) -> None:
    say(store, 5)
    with store.database.writing() as connection:
        connection.exec_driver_sql("UPDATE audit SET ref = 'p2' WHERE number = 3")
    admin.post("/audit/verify", data={})
    page = text_of(admin, "/audit/")
    assert "The log is broken in 1 place" in page
    assert "Row 3 has been changed" in page


def test_a_log_whose_end_was_cut_off_is_told_by_the_head_of_before(admin: Browser, store: Store) -> None:
    say(store, 5)
    head = text_of(admin, "/audit/head.txt")
    with store.database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM audit WHERE ref IN ('z003', 'z004')")
    admin.post("/audit/verify", data={})
    assert "The log was whole" in text_of(admin, "/audit/")  # by itself it looks so
    admin.post("/audit/verify", data={"head": head})
    assert "has been cut off or replaced" in text_of(admin, "/audit/")


def test_a_head_that_cannot_be_read_is_refused(admin: Browser) -> None:
    answer = admin.post("/audit/verify", data={"head": "17 and so on"})
    assert answer.status_code == 422
    assert "no head of an audit log" in answer.get_data(as_text=True)
