"""The page of candidates: an order with reasons, and never a verdict."""

from tests.web.office import OFFICE
from tests.web.pages.client import Browser
from tests.web.queries import counted_queries
from tests.web.town import DAY
from web.store import Store
from web.store.seats import EstimateKind


def cost(store: Store, **pence: int) -> None:
    found = {pupil: {"to-school": {"quick": each, "best": each}} for pupil, each in pence.items()}
    with store.writing(OFFICE) as kept:
        kept.seats.keep_estimates(EstimateKind.SAVING, DAY, found, are_all=True)


def test_before_anybody_has_asked_all_are_there_and_the_button_to_ask(officer: Browser) -> None:
    page = officer.get("/seats/candidates").get_data(as_text=True)
    assert "Work out what seats cost" in page
    assert page.count("Nobody has worked out what the seat costs.") == 6
    assert "It says nothing of what a pupil can learn" in page


def test_the_dearest_seat_stands_first_with_its_reasons(store: Store, officer: Browser) -> None:
    cost(store, p4=0, p5=4_000)
    page = officer.get("/seats/candidates").get_data(as_text=True)
    assert page.index("Eve Elmhurst") < page.index("Dan Okafor") < page.index("Ann Oakley")
    for words in ("£7,600.00", "A day without this seat costs £40.00 less", "Would save nothing now: the run goes on"):
        assert words in page, words
    assert "Worked out from the plans of Monday 23 November 2026." in page
    assert 'href="/seats/ladder/p5"' in page


def test_whoever_asks_is_led_to_how_far_it_is_and_cannot_ask_twice(store: Store, officer: Browser) -> None:
    answer = officer.post("/seats/candidates")
    with store.reading(OFFICE) as kept:
        [task] = kept.tasks.list_open()
    assert (answer.status_code, answer.location) == (303, f"/tasks/{task.id}")
    assert "What seats cost" in officer.get(answer.location).get_data(as_text=True)
    page = officer.get("/seats/candidates").get_data(as_text=True)
    assert "It is being worked out" in page
    assert "Work out what seats cost" not in page


def test_it_asks_as_much_for_many_as_for_few(store: Store, officer: Browser) -> None:
    with counted_queries(store) as few:
        officer.get("/seats/candidates")
    cost(store, p1=1, p2=2, p3=3, p4=4, p5=5)
    with counted_queries(store) as many:
        officer.get("/seats/candidates")
    assert len(many) == len(few)
