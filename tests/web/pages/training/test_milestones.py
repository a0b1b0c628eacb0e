"""Milestones: where each is, and the curve."""

from tests.web.pages.client import Browser
from tests.web.pages.records.desk import said_in_audit
from tests.web.pages.training.ways import PATH, taught, write
from tests.web.queries import counted_queries
from tests.web.trainees import Trainers, by, observed
from travel_training.people import Part
from web.store import Store


def test_it_shows_how_far_each_milestone_is(store: Store, trainers: Trainers, desk: Browser) -> None:
    page = desk.get(f"{PATH}/milestones").text
    assert "Nothing has been seen yet" in page
    assert "In the street: 0 of 1 reached, 0 sessions held, 8 planned" in page
    with counted_queries(store) as few:
        desk.get(f"{PATH}/milestones")
    taught(store, trainers, 5)
    with counted_queries(store) as many:
        page = desk.get(f"{PATH}/milestones").text
    assert len(many) == len(few)
    assert "In the street: 1 of 1 reached, 5 sessions held, 8 planned" in page
    assert "level 2, level 2, level 2, level 2, level 2" in page
    assert "From prompts to independence" in page
    assert "<svg" in page
    assert "100%" in page
    assert f"{PATH}/observe" not in page


def test_a_lapsed_milestone_says_why(store: Store, trainers: Trainers, tamsin: Browser) -> None:
    taught(store, trainers, 2)
    write(store, observed(by(trainers.tamsin, Part.TRAINER), level=0))
    page = tamsin.get(f"{PATH}/milestones").text
    assert "Lapsed" in page
    assert "help was needed again, 22 November 2026" in page
    assert f"{PATH}/observe" in page


def test_whoever_reads_the_notes_is_written_down(store: Store, trainers: Trainers, desk: Browser) -> None:
    taught(store, trainers, 1)
    page = desk.get(f"{PATH}/milestones/cross").text
    assert "Looked both ways" in page
    assert "Correct</a>" not in page
    newest = said_in_audit(store, "restricted:viewed")[0]
    assert (newest.ref, newest.who, newest.detail) == ("p1", trainers.officer.id, {"what": "milestone cross"})
    assert desk.get(f"{PATH}/milestones/none").status_code == 404
