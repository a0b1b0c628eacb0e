"""Letters and certificates."""

from tests.web.pages.client import Browser, without_keys
from tests.web.pages.records.desk import said_in_audit
from tests.web.pages.training.ways import PATH, alone
from tests.web.trainees import Trainers
from travel_training.moves import MOVES, Task
from web.pages.training.letters import ASK, LETTERS
from web.store import Store

CERTIFICATE = f"{PATH}/certificate"


def test_every_letter_that_a_move_starts_is_written() -> None:
    started = {move.to for move in MOVES.values() for start in move.starts if start.task is Task.LETTER}
    assert started == set(LETTERS)
    words = {"name": "Ann", "travels": "to school", "day": "1 May 2027"}
    for letter in LETTERS.values():
        said = " ".join((letter.subject.format(**words), *letter.paragraphs(words), ASK))
        assert "Ann" in said
        assert "{" not in said


def test_the_certificate_bears_the_name_and_no_need(store: Store, trainers: Trainers, desk: Browser) -> None:
    assert desk.get(CERTIFICATE).status_code == 404
    alone(store, trainers)
    assert CERTIFICATE in desk.get(PATH).text
    page = desk.get(CERTIFICATE).text
    for words in ("Ann Oakley", "travels alone to school and home again", "21 November 2026", "Your council"):
        assert words in page
    for words in ("ASD", "seizures", "Secret Lane"):
        assert words not in without_keys(page)
    assert "Oakley" not in page.partition("</title>")[0]
    assert said_in_audit(store, "restricted:viewed")[0].detail == {"what": "certificate"}


def test_a_letter_is_there_once_its_move_was_made(desk: Browser) -> None:
    page = desk.get(f"{PATH}/letters/waiting").text
    assert "Ann has a place on the waiting list" in page
    assert "Our reference: p1" in page
    assert desk.get(f"{PATH}/letters/returned").status_code == 404
    assert desk.get(f"{PATH}/letters/nothing").status_code == 404
    desk.post(f"{PATH}/move/returned", data={"reason": "It was too much"})
    page = desk.get(f"{PATH}/letters/returned").text
    assert "Ann returns to transport" in page
    assert "It was too much" not in page
