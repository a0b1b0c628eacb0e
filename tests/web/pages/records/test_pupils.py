"""A pupil's page says at a glance what matters: needs, assessment, school, address, journeys, what to see to."""

import pytest

from tests.web.office import OFFICE, Clock
from tests.web.pages.client import Browser
from tests.web.pages.records.desk import keep, opened
from web.store import Store

pytestmark = pytest.mark.usefixtures("full")


def test_what_matters_stands_at_the_top_and_no_name_in_the_title(officer: Browser) -> None:
    html = officer.get("/records/pupils/p1").get_data(as_text=True)
    page = opened(officer, "/records/pupils/p1")
    assert "Ann" not in html.split("<title>")[1].split("</title>")[0]
    assert "Needs 2 measures recorded Show needs" in page
    assert "Current Review by Tuesday 31 August 2027" in page
    assert "Oak School Confirmed on 1 October 2026" in page
    assert "Contact Mary Oakley" in page
    assert "To see to" not in page
    for beside in ("08:10, minibus-1", "Fri", "p3", "1, 4"):
        assert beside in page


def test_the_journeys_of_a_week_lead_to_their_plans(officer: Browser) -> None:
    html = officer.get("/records/pupils/p1").get_data(as_text=True)
    assert "Mon 23 Nov" in html
    assert "minibus-1" in opened(officer, "/records/pupils/p1")
    assert "No journey of the next seven days is published yet." in opened(officer, "/records/pupils/p6")


def test_what_is_missing_lapsed_or_stale_is_to_be_seen_to(officer: Browser, store: Store, clock: Clock) -> None:
    page = opened(officer, "/records/pupils/p6")
    assert "There is no risk assessment: they are not planned Missing" in page
    assert "Ask whether the school is still right Never confirmed" in page
    keep(store, "risk_assessments", pupil="p1", assessed_on="2026-09-01", review_by="2026-12-04")
    assert "Lapses in 12 days" in opened(officer, "/records/pupils/p1")
    keep(store, "risk_assessments", pupil="p1", assessed_on="2026-09-01", review_by="2026-11-21")
    keep(store, "pupils", pupil="p1", school_confirmed_on="2026-05-25", address_confirmed_on="2026-05-26")
    page = opened(officer, "/records/pupils/p1")
    assert "The risk assessment has lapsed: they are not planned Lapsed" in page
    assert "Ask whether the school is still right Confirm again" in page  # 181 days ago
    assert "Ask whether the address" not in page  # 180 days ago
    assert clock.now.date().isoformat() == "2026-11-22"


def test_the_schools_own_word_counts_and_its_complaint_is_told(officer: Browser, store: Store) -> None:
    with store.writing(OFFICE) as kept:
        kept.day.confirm("p2", "oak", is_right=True)
        kept.day.confirm("p3", "oak", is_right=False, note="has moved to Mill Lane")
        kept.day.confirm("p4", "elm", is_right=True)
    assert "Oak School Confirmed on 22 November 2026" in opened(officer, "/records/pupils/p2")
    page = opened(officer, "/records/pupils/p3")
    assert "The school says that the record is wrong has moved to Mill Lane Said to be wrong" in page
    assert "Oak School Never confirmed" in opened(officer, "/records/pupils/p4")  # the word of a school long left
