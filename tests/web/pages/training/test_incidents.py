"""Incidents."""

from tests.web.office import OFFICE
from tests.web.pages.client import Browser
from tests.web.pages.training.ways import PATH, history
from travel_training.entries import Happened, Moved, Severity, State
from web.store import Store
from web.store.events import Event

TOLD = {"day": "21/11/2026", "severity": "serious", "what": "Ran into the road", "was_alone": "no"}


def test_training_stops_for_an_incident(store: Store, tamsin: Browser) -> None:
    assert tamsin.post(f"{PATH}/incident", data=TOLD | {"stop": "yes"}).location == PATH
    happened, moved = history(store)[-2:]
    assert isinstance(happened, Happened)
    assert isinstance(moved, Moved)
    assert (happened.severity, happened.was_alone, str(happened.day)) == (Severity.SERIOUS, False, "2026-11-21")
    assert moved.to is State.STOPPED
    page = tamsin.get(PATH).text
    assert "Stopped" in page
    assert "The journey&#39;s risk assessment has not been signed again since training was stopped." in page
    with store.reading(OFFICE) as kept:
        newest = [each.event for each in kept.audit.list_entries(most=2)]
    assert set(newest) == {Event.TRAINING_INCIDENT, Event.TRAINING_MOVED}


def test_it_may_go_on_after_a_near_miss(store: Store, desk: Browser) -> None:
    desk.post(f"{PATH}/incident", data=TOLD | {"severity": "near miss", "stop": "no"})
    assert isinstance(history(store)[-1], Happened)


def test_all_that_is_left_out_is_told_at_once(desk: Browser) -> None:
    answer = desk.post(f"{PATH}/incident", data={"day": ""})
    assert answer.status_code == 422
    for words in ("How bad was it? Choose one", "What happened is empty", "Does training stop? Choose one"):
        assert words in answer.text
