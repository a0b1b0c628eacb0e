"""The report on travel training: its page, its file without small numbers, the evidence, and the log of both."""

import json
from collections.abc import Mapping
from datetime import date

import pytest
from flask import Flask

from routing.problem import Direction
from tests.web.office import NAMES, OFFICE
from tests.web.pages.client import Browser, sign_in
from tests.web.queries import counted_queries
from tests.web.trainees import BEN, SPRING, ULF, Trainers, attended, begin, by, fill_training, session
from travel_training.people import Part
from web.access import Role
from web.store import Store
from web.store.events import Event
from web.store.people import User


@pytest.fixture
def trainers(store: Store, users: Mapping[Role, User]) -> Trainers:  # noqa: ARG001 -- the town comes first
    """Keep the trainers; Ann is in training, and one session was held."""
    found = fill_training(store)
    begin(store, found)
    with store.writing(OFFICE) as kept:
        kept.training.sessions.keep_all([session(day=date(2026, 11, 20))])
        kept.training.add(session().trainees[0], attended(by(found.tamsin, Part.TRAINER)))
    return found


@pytest.fixture
def officer(app: Flask, trainers: Trainers) -> Browser:
    """Return an officer's browser."""
    return sign_in(app, trainers.officer)


def test_the_page_answers_the_three_questions_and_names_no_trainee(officer: Browser) -> None:
    page = officer.get("/reports/training").text
    for said in ("How much was done", "Tamsin Rowe: 1 session<", "Is anyone better off", "Cost of a completion"):
        assert said in page
    assert NAMES["p1"] not in page
    assert "£1,000.00" not in page
    assert officer.get("/reports/training?cost=oops").status_code == 200


def test_seats_that_came_free_and_what_was_saved_stand_there(officer: Browser, store: Store) -> None:
    assert _figure(officer, "Seats released") == "0"
    with store.writing(OFFICE) as kept:
        seat = kept.seats.release("p1", Direction.TO_SCHOOL, date(2026, 11, 16), 4000)
        plans = ("before", "after")
        kept.seats.bank(seat, 3500, date(2026, 11, 16), plans, "The taxi is no more.")
    assert _figure(officer, "Seats released") == "1"
    assert _figure(officer, "Saving banked") == "£350.00"  # ten school days until Friday 27 November
    assert "not shown" in _figure(officer, "Saving banked", "?school=oak")


def _figure(officer: Browser, words: str, query: str = "") -> str:
    """Return what stands beside some words."""
    _, _, after = officer.get(f"/reports/training{query}").text.partition(f">{words}</th>")
    return after.partition('<div class="app-table__value">')[2].partition("</div>")[0]


def test_of_a_part_of_the_authority_no_small_number_is_told(officer: Browser) -> None:
    page = officer.get("/reports/training?school=oak").text
    assert "fewer than 5 trainees is not shown" in page
    assert "not shown" in page


def test_the_file_leaves_small_numbers_out_and_the_log_says_that_it_left(officer: Browser, store: Store) -> None:
    answer = officer.get("/reports/training.csv")
    assert "How much was done,Referrals,not shown," in answer.text
    with store.reading(OFFICE) as kept:
        [entry] = kept.audit.list_entries(event=Event.RECORDS_EXPORTED)
    assert (entry.kind, entry.ref) == ("report", "training")


def test_the_evidence_bears_references_and_a_digest_that_the_log_knows(officer: Browser, store: Store) -> None:
    answer = officer.get("/reports/training/evidence.json")
    pack = json.loads(answer.text)
    assert [(each["trainee"], each["what"]) for each in pack["results"]] == [("p1", "started")]
    assert NAMES["p1"] not in answer.text
    with store.reading(OFFICE) as kept:
        [entry] = kept.audit.list_entries(event=Event.RECORDS_EXPORTED)
    assert entry.detail["digest"] == pack["digest"]


def test_the_page_asks_no_more_for_more_trainees(officer: Browser, store: Store, trainers: Trainers) -> None:
    officer.get("/reports/training")
    with counted_queries(store) as few:
        officer.get("/reports/training")
    begin(store, trainers, BEN, SPRING, ULF)
    with counted_queries(store) as many:
        officer.get("/reports/training")
    assert len(few) == len(many)
