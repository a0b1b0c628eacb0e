"""The two halves of a sign-off, and reviews."""

from tests.web.office import Clock
from tests.web.pages.client import Browser
from tests.web.pages.training.ways import PATH, alone, history, shadowed
from tests.web.trainees import Trainers
from travel_training.entries import Moved, Reviewed, Signed, State
from web.store import Store

SIGN = f"{PATH}/sign-off"
MONTH_S = 32 * 24 * 3600


def test_two_people_sign_and_then_the_coordinator_lets_go(
    store: Store, trainers: Trainers, tamsin: Browser, coordinator: Browser, desk: Browser
) -> None:
    shadowed(store, trainers)
    assert tamsin.post(SIGN, data={"note": "Ready"}).location == PATH
    assert "this person has signed already" in tamsin.post(SIGN, data={"note": ""}).text.casefold()
    assert "One of the two halves of the sign-off has been signed." in coordinator.get(PATH).text
    assert SIGN not in tamsin.get(PATH).text
    assert SIGN not in desk.get(PATH).text
    assert "not by transport office" in desk.post(SIGN, data={"note": ""}).text
    assert SIGN in coordinator.get(PATH).text
    coordinator.post(SIGN, data={"note": ""})
    signed = [each.by.user for each in history(store) if isinstance(each, Signed)]
    assert signed == [trainers.tamsin.id, trainers.manager.id]
    coordinator.post(f"{PATH}/move/alone", data={"reason": ""})
    moved = history(store)[-1]
    assert isinstance(moved, Moved)
    assert moved.to is State.ALONE


def test_nobody_signs_before_the_time(store: Store, tamsin: Browser) -> None:
    page = tamsin.get(SIGN).text
    assert "Safety-critical: Crosses a road: not reached" in page
    answer = tamsin.post(SIGN, data={"note": ""})
    assert answer.status_code == 422
    assert "A sign-off is made when the trainee is shadowed" in answer.text
    assert not [each for each in history(store) if isinstance(each, Signed)]


def test_a_review_is_held_when_it_is_due_and_not_before(
    store: Store, trainers: Trainers, clock: Clock, coordinator: Browser
) -> None:
    alone(store, trainers)
    review = {"day": "22/11/2026", "alone": "yes", "stranger": "yes", "note": "Calm at the lights"}
    assert "is due on 21 December 2026, not before" in coordinator.post(f"{PATH}/reviews/1", data=review).text
    assert coordinator.get(f"{PATH}/reviews/2").status_code == 404
    clock.wait(MONTH_S)
    with store.writing(trainers.manager.principal()) as kept:
        kept.people.begin_session(trainers.manager.id, "later", "a test", is_verified=True)
    coordinator.set_cookie("waymark", "later")
    assert f"{PATH}/reviews/1" in coordinator.get(PATH).text
    review["day"] = "20/12/2026"
    assert "not before" in coordinator.post(f"{PATH}/reviews/1", data=review).text
    review["day"] = "22/12/2026"
    assert coordinator.post(f"{PATH}/reviews/1", data=review).location == PATH
    held = history(store)[-1]
    assert isinstance(held, Reviewed)
    assert (held.month, held.travels_alone, held.is_by_a_stranger) == (1, True, True)
    assert "unknown to them" in coordinator.get(PATH).text
