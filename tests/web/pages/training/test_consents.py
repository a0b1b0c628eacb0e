"""Consents, given and taken back."""

from tests.web.office import OFFICE
from tests.web.pages.client import Browser
from tests.web.pages.records.desk import put
from tests.web.pages.training.ways import PATH, history
from travel_training.entries import Consent, Consented
from web.pages.training.consents import is_needed
from web.store import Store

PARENT = f"{PATH}/consents/parent"


def test_a_consent_is_taken_back_and_given_to_another_wording(store: Store, desk: Browser) -> None:
    desk.post(f"{PARENT}/take-back", data={"day": "20/11/2026"})
    assert "Taken back" in desk.get(f"{PATH}/consents").text
    assert "The parent&#39;s consent is not in force." in desk.get(PATH).text
    desk.post(f"{PARENT}/give", data={"day": "21/11/2026", "wording": "2026-2", "until": "31/08/2027"})
    taken, given = history(store)[-2:]
    assert isinstance(taken, Consented)
    assert isinstance(given, Consented)
    assert (taken.is_given, taken.wording) == (False, "2026-1")
    assert (given.is_given, given.wording, str(given.until), str(given.day)) == (
        True,
        "2026-2",
        "2027-08-31",
        "2026-11-21",
    )
    page = desk.get(f"{PATH}/consents").text
    assert "2026-2" in page
    assert "31 August 2027" in page


def test_days_that_cannot_be_meant_are_refused(store: Store, desk: Browser) -> None:
    before = history(store)
    asked = {"day": "22/11/2026", "wording": "x", "until": "21/11/2026"}
    assert "must not be before the day on which it was given" in desk.post(f"{PARENT}/give", data=asked).text
    assert "is in the future" in desk.post(f"{PARENT}/give", data={"day": "23/11/2026", "wording": "x"}).text
    assert history(store) == before


def test_a_consent_that_is_none_is_nowhere(desk: Browser) -> None:
    assert desk.get(f"{PATH}/consents/nothing/give").status_code == 404


def test_from_sixteen_the_young_person_is_asked_and_until_eighteen_a_parent(store: Store, desk: Browser) -> None:
    assert [is_needed(Consent.PARENT, age) for age in (15, 17, 18, None)] == [True, True, False, True]
    assert [is_needed(Consent.YOUNG_PERSON, age) for age in (15, 16, 18, None)] == [False, True, True, True]
    assert "The date of birth is not known here" in desk.get(f"{PATH}/consents").text
    with store.writing(OFFICE) as kept:
        kept.records.apply([put(kept, "pupils", {"pupil": "p1", "born_on": "2011-12-01"})])
    page = desk.get(f"{PATH}/consents").text
    assert "The date of birth is not known here" not in page
    assert page.count(">Needed<") == 2 + 1  # two consents, and the head of the column
