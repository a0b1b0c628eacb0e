"""Looking at programmes: what a page says, and what it asks of the database."""

from dataclasses import replace

from tests.travel_training.trainees import STREETS
from tests.web.office import OFFICE
from tests.web.pages.client import Browser
from tests.web.queries import counted_queries
from travel_training.programme import ProgrammeId
from web.store import Store


def test_a_programme_says_what_is_safety_critical_and_when_it_lapses(officer: Browser, streets: str) -> None:
    page = officer.get(streets).text
    for said in ("Safety-critical", "2 days in a row without help", "60 days after it was last seen", "Accompanied: 3"):
        assert said in page


def test_a_version_that_is_not_there_is_not_found(officer: Browser, streets: str) -> None:
    assert officer.get(f"{streets}/2").status_code == 404
    assert officer.get("/programmes/none").status_code == 404


def test_the_list_asks_no_more_of_the_database_for_more_programmes(
    officer: Browser, store: Store, streets: str
) -> None:
    assert streets in officer.get("/programmes/").text
    with counted_queries(store) as few:
        officer.get("/programmes/")
    with store.writing(OFFICE) as kept:
        for number in range(5):
            kept.training.programmes.keep(replace(STREETS, id=ProgrammeId(f"p{number}")))
    with counted_queries(store) as many:
        officer.get("/programmes/")
    assert len(few) == len(many)
