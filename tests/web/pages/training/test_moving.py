"""Moves by form."""

import re

import pytest

from tests.web.pages.client import Browser
from tests.web.pages.training.ways import PATH, history, write
from tests.web.trainees import Trainers, by, observed
from travel_training.entries import Moved, State
from travel_training.people import Part
from web.pages.training.moving import is_back, verb_of
from web.store import Store

STEM = re.compile(r'name="entry" value="([^"]+)"')


def test_a_trainer_moves_on_once_however_often_it_is_sent(store: Store, trainers: Trainers, tamsin: Browser) -> None:
    write(store, observed(by(trainers.tamsin, Part.TRAINER)))
    before = len(history(store))
    stem = STEM.findall(tamsin.get(f"{PATH}/move/fading").text)[0]
    for _ in range(2):
        answer = tamsin.post(f"{PATH}/move/fading", data={"entry": stem, "reason": "Goes well"})
        assert answer.location == PATH
    [moved] = history(store)[before:]
    assert isinstance(moved, Moved)
    assert (moved.to, moved.reason, moved.by.user) == (State.FADING, "Goes well", trainers.tamsin.id)


def test_what_is_missing_is_told_and_nothing_kept(store: Store, tamsin: Browser) -> None:
    before = history(store)
    answer = tamsin.post(f"{PATH}/move/fading", data={"reason": ""})
    assert answer.status_code == 422
    assert "Safety-critical: Crosses a road: not reached (0 of 1 days in a row without help)." in answer.text
    assert history(store) == before


def test_a_move_of_others_is_refused_in_a_sentence(desk: Browser) -> None:
    answer = desk.post(f"{PATH}/move/foundation", data={"reason": "x"})
    assert answer.status_code == 422
    assert "It is made by coordinator or trainer, not by transport office." in answer.text


def test_a_pause_wants_a_reason_and_leads_back(store: Store, tamsin: Browser) -> None:
    assert "Why is empty: fill it in" in tamsin.post(f"{PATH}/move/paused", data={"reason": " "}).text
    tamsin.post(f"{PATH}/move/paused", data={"reason": "Exams"})
    page = tamsin.get(PATH).text
    assert "Go on: accompanied" in page
    assert "Go on: shadowed" not in page
    tamsin.post(f"{PATH}/move/accompanied", data={})
    assert [each.to for each in history(store) if isinstance(each, Moved)][-2:] == [State.PAUSED, State.ACCOMPANIED]


def test_a_return_says_what_it_starts(desk: Browser) -> None:
    page = desk.get(f"{PATH}/move/returned").text
    assert "It starts: the seat is given back from the next school day; letter: the return to transport." in page


@pytest.mark.parametrize("to", ["sustained", "nowhere"])
def test_a_move_that_does_not_lead_on_from_here_is_nowhere(tamsin: Browser, to: str) -> None:
    assert tamsin.get(f"{PATH}/move/{to}").status_code == 404
    assert tamsin.post(f"{PATH}/move/{to}").status_code == 404


def test_a_stop_asks_for_the_incident(tamsin: Browser) -> None:
    assert tamsin.get(f"{PATH}/move/stopped").location == f"{PATH}/incident"


def test_steps_back_are_called_so() -> None:
    assert is_back(State.SHADOWED, State.FADING)
    assert not is_back(State.FADING, State.SHADOWED)
    assert verb_of(State.FOUNDATION, State.ACCOMPANIED) == "Back to: foundation"
    assert verb_of(State.FOUNDATION, State.PAUSED) == "Go on: foundation"
