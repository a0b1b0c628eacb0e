"""A record is taken out after a question: what names it keeps it, what is nothing without it goes along."""

import pytest

from tests.web.office import OFFICE
from tests.web.pages.client import Browser
from tests.web.pages.records.desk import held, keep, opened, text_of
from web.store import Store

pytestmark = pytest.mark.usefixtures("full")


def test_what_something_names_stays(officer: Browser, store: Store) -> None:
    for address, sentence in (
        ("/records/schools/oak", "School oak cannot be dropped, for pupil p1 names it: change that first"),
        ("/records/vehicles/minibus-1", "for promise p1, to-school names it"),
        ("/records/contracts/c1", "for vehicle minibus-1 names it"),
    ):
        assert sentence in opened(officer, f"{address}/remove")
        assert sentence in text_of(officer.post(f"{address}/remove", data={"version": "1"}), 422)
    assert held(store, "schools", "oak") is not None


def test_a_pupil_goes_with_all_that_is_theirs_and_the_history_stays(officer: Browser, store: Store) -> None:
    page = opened(officer, "/records/pupils/p1/remove")
    for along in (
        "Risk assessment p1, 2026-09-01",
        "Pupil's measures p1",
        "Pair kept apart p1, p3",
        "Promise p1, to-school",
    ):
        assert along in page
    answer = officer.post("/records/pupils/p1/remove", data={"version": "2", "why": "Has moved away"})
    assert answer.location == "/records/pupils"
    assert "Taken out: pupil p1." in opened(officer, answer.location)
    with store.reading(OFFICE) as kept:
        assert kept.records.list_of_pupil("p1") == []
        assert held(store, "pupils", "p3") is not None
    history = opened(officer, "/records/pupils/p1/history")
    assert "This record has been taken out." in history
    assert "Why: Has moved away" in history
    assert officer.get("/records/pupils/p1").status_code == 404


def test_whoever_did_not_see_the_newest_version_is_asked_again(officer: Browser, store: Store) -> None:
    keep(store, "assistants", assistant="a2", phone="01572 722577")
    page = text_of(officer.post("/records/assistants/a2/remove", data={"version": "1"}), 409)
    assert "Someone else has changed it since you opened this page" in page
    assert held(store, "assistants", "a2") is not None
    assert officer.post("/records/assistants/a2/remove", data={"version": "2"}).status_code == 303
    assert held(store, "assistants", "a2") is None


def test_the_only_gate_of_a_school_stays(officer: Browser, store: Store) -> None:
    hours = {"opens": "08:15", "starts": "09:00", "finishes": "15:15", "leave_by": "15:45"}
    keep(store, "gates", school="ash", number="1", postcode="LE15 6SD")
    keep(store, "schools", school="ash", name="Ash Base", **hours)
    assert "has no gate" in opened(officer, "/records/gates/ash|1/remove")
