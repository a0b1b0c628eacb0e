"""Referring a pupil."""

import re

from tests.web.office import OFFICE
from tests.web.pages.client import Browser
from tests.web.trainees import BEN, Trainers
from travel_training.entries import Moved, State
from travel_training.people import Part
from web.store import Store

STEM = re.compile(r'name="entry" value="([^"]+)"')


def test_a_pupil_is_found_by_name_and_referred_once(store: Store, trainers: Trainers, desk: Browser) -> None:
    page = desk.post("/training/refer/find", data={"find": "oakw"}).text
    assert "Ben Oakwood (p2)" in page
    stem = STEM.findall(page)[0]
    sent = {"find": "oakw", "pupil": "p2", "reason": "The school asked", "entry": stem}
    for _ in range(2):
        desk.post("/training/refer", data=sent)
    with store.reading(OFFICE) as kept:
        [moved] = kept.training.history(BEN)
    assert isinstance(moved, Moved)
    assert (moved.to, moved.reason, moved.by.part) == (State.REFERRED, "The school asked", Part.OFFICE)
    assert moved.by.user == trainers.officer.id
    assert "/training/trainees/p2" in desk.get("/records/pupils/p2").text


def test_whoever_is_in_training_is_not_offered_again(desk: Browser) -> None:
    page = desk.post("/training/refer/find", data={"find": "oakley"}).text
    assert "Nobody who may be referred is called like that" in page


def test_nobody_is_chosen(desk: Browser) -> None:
    answer = desk.post("/training/refer", data={"find": "oak"})
    assert answer.status_code == 422
    assert "Pupil is empty: choose one" in answer.text


def test_a_trainer_refers_nobody(tamsin: Browser) -> None:
    assert tamsin.get("/training/refer").status_code == 404
