"""Every number of the policy and every setting is shown: what is in force, the default, and where it comes from."""

from dataclasses import fields

from routing.policy import Policy
from tests.web.pages.client import Browser
from tests.web.pages.records.desk import form_at, keep, opened, text_of
from web.records.figures import SETTINGS
from web.store import Store


def test_what_nobody_has_set_keeps_its_default_and_says_whose_it_is(officer: Browser) -> None:
    page = officer.get("/records/policy").get_data(as_text=True)
    assert page.count(">Set<") == len(fields(Policy))
    text = opened(officer, "/records/policy")
    assert "Boarding wheelchair 10 minutes 10 minutes Scottish Borders" in text
    assert "Earliest pick up 06:30 06:30 Practice; set by the authority" in text
    assert "Ride hour £0.60 £0.60" in text
    assert officer.get("/records/settings").get_data(as_text=True).count(">Set<") == len(SETTINGS)


def test_a_number_is_set_read_as_the_policy_reads_it_and_taken_back(officer: Browser, store: Store) -> None:
    address = "/records/new/policy?number=boarding_s"
    form = form_at(officer, address)
    assert form["number"] == "boarding_s"
    wrong = officer.post("/records/new/policy", data={**form, "value": "soon"})
    assert "expected a whole number, not 'soon'" in text_of(wrong, 422)
    sent = {**form, "value": "180", "source": "Cabinet, 3 June 2026"}
    assert officer.post("/records/new/policy", data=sent).status_code == 303
    assert "Boarding 3 minutes Set here 2 minutes Cabinet, 3 June 2026 Change" in opened(officer, "/records/policy")
    officer.post("/records/policy/boarding_s/remove", data={"version": "1"})
    assert "Boarding 2 minutes 2 minutes" in opened(officer, "/records/policy")
    keep(store, "settings", setting="notice_days", value="7")
    assert "Days of notice before a change 7 Set here 5" in opened(officer, "/records/settings")


def test_numbers_that_contradict_each_other_are_refused(officer: Browser) -> None:
    sent = {"number": "earliest_pick_up_s", "value": "19:00"}
    assert "must be before latest_hand_over_s" in text_of(officer.post("/records/new/policy", data=sent), 422)
