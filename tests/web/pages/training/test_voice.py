"""Feelings, words, confidence."""

from tests.web.office import NOW
from tests.web.pages.client import Browser
from tests.web.pages.records.desk import said_in_audit
from tests.web.pages.training.ways import PATH, history, write
from tests.web.trainees import Trainers, by, entry_id
from travel_training.entries import Felt, Said, Told, When
from travel_training.people import Part
from web.store import Store


def test_what_they_said_is_kept_word_for_word(store: Store, desk: Browser) -> None:
    words = "I <3 the 73.\nIt is loud"
    sent = {"day": "21/11/2026", "whose": "young person", "words": words}
    assert desk.post(f"{PATH}/words", data=sent).location == f"{PATH}/voice"
    said = history(store)[-1]
    assert isinstance(said, Said)
    assert (said.words, said.whose) == (words, "young person")
    assert "“I &lt;3 the 73." in desk.get(f"{PATH}/voice").text
    assert said_in_audit(store, "restricted:viewed")[0].detail == {"what": "feelings and words"}


def test_feelings_are_drawn_with_their_numbers(store: Store, trainers: Trainers, tamsin: Browser) -> None:
    assert "Nobody has asked yet how they felt" in tamsin.get(f"{PATH}/voice").text
    me = by(trainers.tamsin, Part.TRAINER)
    felt = [Felt(id=entry_id(), at=NOW, by=me, when=when, feeling=n) for when, n in zip(When, (2, 5), strict=True)]
    write(store, *felt)
    page = tamsin.get(f"{PATH}/voice").text
    assert "Happier after than before on 1 of 1 days." in page
    assert "Feelings before and after sessions" in page


def test_confidence_is_told(store: Store, tamsin: Browser) -> None:
    tamsin.post(f"{PATH}/confidence", data={"day": "22/11/2026", "whose": "parent", "when": "before", "mark": "4"})
    told = history(store)[-1]
    assert isinstance(told, Told)
    assert (told.whose, told.when, told.confidence) == ("parent", When.BEFORE, 4)
    assert "4 of 5" in tamsin.get(f"{PATH}/voice").text
