"""A risk assessment is one page: hazards, signatures, review date and measures; changed together, renewed with them."""

import re

import pytest

from tests.web.office import OFFICE
from tests.web.pages.client import Browser
from tests.web.pages.records.desk import form_at, held, keep, opened, said_in_audit, text_of
from web.store import Store

pytestmark = pytest.mark.usefixtures("full")
P1 = "/records/pupils/p1/assessment"


def test_hazards_measures_and_signatures_stand_together_and_a_look_is_written_down(
    officer: Browser, store: Store
) -> None:
    page = opened(officer, P1)
    for text in (
        "seizures",
        "Bites when cornered",
        "RA7",
        "Assistant: shared",
        "Training: tube-feeding",
        "Current",
    ):
        assert text in page
    [entry] = said_in_audit(store, "restricted:viewed")
    assert (entry.ref, entry.detail["what"]) == ("p1", "risk assessment")


def test_a_new_one_begins_the_day_after_with_hazards_and_measures_and_without_signatures(
    officer: Browser, store: Store
) -> None:
    form = form_at(officer, f"{P1}/new")
    assert (form["assessed_on"], form["hazards"], form["training"]) == ("01/09/2027", "seizures", "tube-feeding")
    assert (form["signed_by"], form["signed_on"], form["review_by"]) == ("", "", "")
    assert "Review by is empty" in text_of(officer.post(f"{P1}/new", data={**form, "signed_by": "RA8"}), 422)
    sent = {**form, "signed_by": "RA8", "review_by": "31/08/2028", "solo": "yes", "why": "Yearly review"}
    assert officer.post(f"{P1}/new", data=sent).location == P1
    new, old = held(store, "risk_assessments", "p1|2027-09-01"), held(store, "risk_assessments", "p1|2026-09-01")
    measures = held(store, "measures", "p1")
    assert new is not None
    assert old is not None
    assert measures is not None
    assert (new["hazards"], new["notes"], new["review_by"]) == ("seizures", "Bites when cornered", "2028-08-31")
    assert (old["review_by"], measures["solo"], measures["assistant"]) == ("2027-08-31", "yes", "shared")
    page = opened(officer, P1)
    assert "All assessments" in page
    assert "RA8" in page


def test_after_a_lapse_a_new_one_begins_today_and_not_in_the_past(officer: Browser, store: Store) -> None:
    keep(store, "risk_assessments", pupil="p1", assessed_on="2026-09-01", review_by="2026-10-31")
    assert form_at(officer, f"{P1}/new")["assessed_on"] == "22/11/2026"


def test_a_pupil_without_one_gets_one_and_no_measures_that_nobody_asked_for(officer: Browser, store: Store) -> None:
    address = "/records/pupils/p6/assessment"
    assert "There is no risk assessment" in opened(officer, address)
    assert officer.get(f"{address}/change").status_code == 404
    sent = {**form_at(officer, f"{address}/new"), "signed_by": "RA8", "review_by": "2027-08-31", "hazards": "falls"}
    assert officer.post(f"{address}/new", data=sent).status_code == 303
    assert held(store, "risk_assessments", "p6|2026-11-22") is not None
    assert held(store, "measures", "p6") is None


def test_both_are_kept_or_neither_and_nobody_is_overwritten(officer: Browser, store: Store) -> None:
    seen = form_at(officer, f"{P1}/change")
    wrong = officer.post(f"{P1}/change", data={**seen, "hazards": "falls", "ride_limit_minutes": "soon"})
    assert "Ride limit minutes: 'soon' is not minutes (4, 2.5 or 2:30)" in text_of(wrong, 422)
    keep(store, "measures", pupil="p1", wheelchair="yes")
    late = officer.post(f"{P1}/change", data={**seen, "hazards": "falls"})
    assert "Wheelchair Nothing Yes Left as it was" in text_of(late, 409).replace("yes", "Yes")
    row = held(store, "risk_assessments", "p1|2026-09-01")
    assert row is not None
    assert row["hazards"] == "seizures"


def test_a_need_that_nobody_can_meet_is_told_before_it_is_kept(officer: Browser, store: Store) -> None:
    sent = {**form_at(officer, f"{P1}/change"), "training": "bls"}
    answer = officer.post(f"{P1}/change", data=sent)
    page = text_of(answer, 422)
    told = re.search(r'name="anyway" value="(\w+)"', answer.get_data(as_text=True))
    assert told is not None
    assert "no one in the passenger assistants is trained in 'bls', which 'p1' needs" in page
    assert "Save all the same" in page
    with store.reading(OFFICE) as kept:
        assert kept.records.get("measures", "p1")["training"] == "tube-feeding"
    other = officer.post(f"{P1}/change", data={**sent, "training": "slb", "anyway": told[1]})
    assert "trained in 'slb'" in text_of(other, 422)  # what was told was something else
    assert officer.post(f"{P1}/change", data={**sent, "anyway": told[1]}).status_code == 303
    with store.reading(OFFICE) as kept:
        assert kept.records.get("measures", "p1")["training"] == "bls"


def test_contradicting_measures_are_refused(officer: Browser) -> None:
    sent = {**form_at(officer, f"{P1}/change"), "assistant": "none"}
    assert "training" in text_of(officer.post(f"{P1}/change", data=sent), 422)
