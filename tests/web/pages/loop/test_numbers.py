"""The numbers of the loop: everyone of the office sees them, whoever coordinates training sets them."""

from collections.abc import Mapping

import pytest
from flask import Flask

from tests.web.office import OFFICE
from tests.web.pages.client import Browser, sign_in
from web.access import Role
from web.store import Store
from web.store.people import User
from web.training.options import LoopOptions

GIVEN = {
    "year_group_from": "7",
    "school_days": "195",
    "planned_again": "5",
    "pass_year_pence": "850.00",
    "buddy_hour_pence": "13.50",
    "buddy_minutes": "90",
    "trainer_hour_pence": "20",
    "shadow_minutes": "60",
}


@pytest.fixture
def manager(app: Flask, users: Mapping[Role, User]) -> Browser:
    return sign_in(app, users[Role.MANAGER])


def test_an_officer_sees_them_and_cannot_set_them(officer: Browser) -> None:
    page = officer.get("/seats/numbers").get_data(as_text=True)
    for words in ("£900.00", "190", "Whoever coordinates travel training sets them."):
        assert words in page, words
    assert officer.post("/seats/numbers", data=GIVEN).status_code == 404


def test_a_manager_sets_them(store: Store, manager: Browser) -> None:
    assert manager.post("/seats/numbers", data=GIVEN).location == "/seats/numbers?done=set"
    with store.reading(OFFICE) as kept:
        found = LoopOptions.of(kept)
    assert (found.criteria.year_group_from, found.criteria.school_days, found.prices.school_days) == (7, 195, 195)
    assert (found.prices.pass_year_pence, found.prices.trainer_hour_pence) == (85_000, 2_000)
    page = manager.get("/seats/numbers?done=set").get_data(as_text=True)
    assert 'value="195"' in page
    assert 'value="850.00"' in page


def test_what_cannot_be_is_refused_with_a_sentence_and_nothing_is_set(store: Store, manager: Browser) -> None:
    wrong = {
        "school_days": ("0", "School days in a year: "),
        "pass_year_pence": ("much", "A pass for a year: "),
        "buddy_minutes": ("-5", "A buddy&#39;s time a school day: "),
        "planned_again": ("", "For how many pupils the plan is made again is empty"),
    }
    answer = manager.post("/seats/numbers", data=GIVEN | {name: text for name, (text, _) in wrong.items()})
    assert answer.status_code == 422
    for _, said in wrong.values():
        assert said in answer.get_data(as_text=True), said
    with store.reading(OFFICE) as kept:
        assert LoopOptions.of(kept) == LoopOptions()
