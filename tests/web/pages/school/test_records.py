"""A school confirms records."""

from tests.web.office import OFFICE
from tests.web.pages.client import Browser
from web.store import Store


def test_a_school_says_with_the_date_that_a_record_is_right(school: Browser) -> None:
    assert school.get("/school/records").get_data(as_text=True).count("Never") == 5
    answer = school.post("/school/records/p1", data={"is_right": "yes"})
    page = school.get(answer.location).get_data(as_text=True)
    assert "Sunday 22 November 2026" in page
    assert page.count("Never") == 4


def test_what_is_wrong_must_be_said_and_reaches_the_office_alone(school: Browser, store: Store) -> None:
    answer = school.post("/school/records/p2", data={"is_right": "no"})
    assert answer.status_code == 422
    assert "say it in a few words" in answer.get_data(as_text=True)
    school.post("/school/records/p2", data={"is_right": "no", "note": "has moved to Mill Lane"})
    assert "Said to be wrong" in school.get("/school/records").get_data(as_text=True)
    with store.reading(OFFICE) as kept:
        assert kept.day.list_confirmations()["p2"].note == "has moved to Mill Lane"


def test_another_schools_pupil_is_as_if_there_were_none(school: Browser) -> None:
    for pupil in ("p5", "nobody"):
        assert school.get(f"/school/records/{pupil}").status_code == 404
        assert school.post(f"/school/records/{pupil}", data={"is_right": "yes"}).status_code == 404
