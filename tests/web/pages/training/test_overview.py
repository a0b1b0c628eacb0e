"""Where a trainee stands."""

from datetime import timedelta

from tests.web.accounts import bare
from tests.web.office import NOW, OFFICE
from tests.web.pages.client import Browser
from tests.web.pages.training.ways import PATH, alone, taught, write
from tests.web.queries import counted_queries
from tests.web.trainees import ANN, Trainers, by, entry_id, observed, session
from travel_training.entries import Consent, Consented
from travel_training.people import Part
from web.store import Store


def test_it_says_where_they_stand_and_what_is_missing(tamsin: Browser) -> None:
    page = tamsin.get(PATH).text
    for words in (
        "Accompanied",
        "Begin to fade the help",
        "Safety-critical: Crosses a road: not reached",
        "Tamsin Rowe",
    ):
        assert words in page
    assert "Signed; review by 31 August 2027" in page
    assert f"{PATH}/move/fading" not in page


def test_what_nothing_stands_against_is_a_button_for_those_whose_it_is(
    store: Store, trainers: Trainers, tamsin: Browser, desk: Browser
) -> None:
    write(store, observed(by(trainers.tamsin, Part.TRAINER)))
    assert f"{PATH}/move/fading" in tamsin.get(PATH).text
    page = desk.get(PATH).text
    assert f"{PATH}/move/fading" not in page
    assert "It is done by the coordinator or the trainer." in page


def test_another_trainers_trainee_answers_like_nobody(ulf: Browser) -> None:
    there, nobody = ulf.get(PATH), ulf.get("/training/trainees/nobody")
    assert (there.status_code, nobody.status_code) == (404, 404)
    assert bare(there) == bare(nobody)


def test_what_has_lapsed_and_what_runs_out_is_to_be_seen_to(store: Store, trainers: Trainers, desk: Browser) -> None:
    me, boss = by(trainers.tamsin, Part.TRAINER), by(trainers.manager, Part.COORDINATOR)
    until = NOW.date() + timedelta(days=3)
    consent = Consented(
        id=entry_id(), at=NOW, by=boss, consent=Consent.PARENT, wording="2026-2", is_given=True, until=until
    )
    write(store, observed(me, at=NOW - timedelta(days=3)), observed(me, level=1, at=NOW - timedelta(days=1)), consent)
    page = desk.get(PATH).text
    assert "A milestone has lapsed: Crosses a road" in page
    assert "help was needed again, 21 November 2026" in page
    assert "A consent ends soon: parent" in page


def test_the_reviews_of_the_first_year_stand_there(store: Store, trainers: Trainers, desk: Browser) -> None:
    alone(store, trainers)
    page = desk.get(PATH).text
    assert "Reviews of the first year alone" in page
    assert "21 December 2026" in page
    assert "Signed by Tamsin Rowe, as the trainer" in page


def test_a_long_history_asks_no_more_questions(store: Store, trainers: Trainers, desk: Browser) -> None:
    with store.writing(OFFICE) as kept:
        kept.training.sessions.keep_all([session(day=NOW.date() + timedelta(days=1))])
    with counted_queries(store) as few:
        desk.get(PATH)
    taught(store, trainers, 8)
    with counted_queries(store) as many:
        page = desk.get(PATH).text
    assert len(many) == len(few)
    assert "21 November 2026, yesterday" in page
    assert ANN in page
