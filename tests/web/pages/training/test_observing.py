"""Observations at the desk, and their corrections."""

from tests.web.pages.client import Browser
from tests.web.pages.training.ways import PATH, history, taught
from tests.web.trainees import Trainers
from travel_training.entries import JourneyPart, Observed
from web.store import Store

SEEN = {
    "milestone": "cross",
    "day": "20/11/2026",
    "level": "1",
    "part": "walk to the stop",
    "unplanned": "yes",
    "note": "Hesitated",
}


def test_an_observation_is_written_down(store: Store, tamsin: Browser, desk: Browser) -> None:
    tamsin.post(f"{PATH}/observe", data=SEEN)
    seen = history(store)[-1]
    assert isinstance(seen, Observed)
    assert (seen.level, seen.part, seen.was_unplanned, seen.note) == (1, JourneyPart.WALK_TO_STOP, True, "Hesitated")
    assert str(seen.day) == "2026-11-20"
    before = history(store)
    assert "in the future" in tamsin.post(f"{PATH}/observe", data=SEEN | {"day": "23/11/2026"}).text
    assert "logged by those who teach" in desk.post(f"{PATH}/observe", data=SEEN).text
    assert history(store) == before


def test_a_correction_replaces_and_leaves_what_stood(store: Store, trainers: Trainers, tamsin: Browser) -> None:
    taught(store, trainers, 2, level=1)
    wrong = history(store)[-1]
    assert isinstance(wrong, Observed)
    correct = f"{PATH}/observations/{wrong.id}/correct"
    assert "Looked both ways" in tamsin.get(correct).text
    tamsin.post(correct, data={"level": "2", "part": "", "unplanned": "no", "note": "It was another road"})
    old, new = history(store)[-2:]
    assert old == wrong
    assert isinstance(new, Observed)
    assert (new.replaces, new.level, new.at, new.session) == (wrong.id, 2, wrong.at, wrong.session)
    page = tamsin.get(f"{PATH}/milestones/cross").text
    assert "Corrected since: it does not count" in page
    assert correct not in page
    again = tamsin.post(correct, data={"level": "0", "part": "", "unplanned": "no", "note": ""})
    assert "has been replaced already" in again.text
    assert tamsin.get(f"{PATH}/observations/none/correct").status_code == 404
