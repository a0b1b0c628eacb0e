"""The page of a pupil's ladder: each rung with its price, and nothing that applies one."""

from tests.web.office import OFFICE
from tests.web.pages.client import Browser
from tests.web.town import DAY
from web.store import Store
from web.store.seats import EstimateKind


def test_before_anybody_has_asked_there_is_the_button_to_ask(officer: Browser) -> None:
    page = officer.get("/seats/ladder/p5").get_data(as_text=True)
    assert "Eve Elmhurst" in page
    assert "Nobody has worked out yet what the rungs cost for this pupil." in page
    assert "Work out what each rung costs" in page


def test_each_rung_stands_with_what_it_costs_and_what_it_asks(store: Store, officer: Browser) -> None:
    rungs = {
        "SOLO": {"day_pence": 9_000, "why_not": ""},
        "SHARED": {"day_pence": 6_000, "why_not": ""},
        "POINT_ALONE": {"day_pence": None, "why_not": "No pick-up point is recorded."},
    }
    with store.writing(OFFICE) as kept:
        kept.seats.keep_estimates(EstimateKind.LADDER, DAY, {"p5": {"now": "SOLO", "rungs": rungs}})
    page = officer.get("/seats/ladder/p5").get_data(as_text=True)
    for words in (">Now<", "£90.00", "£5,700.00", "No pick-up point is recorded.", "By bus, alone", "not known"):
        assert words in page, words
    assert "Two people have signed the journey off" in page
    assert page.count("<form") == page.count("</form>")
    assert "Eve" not in page[page.index("<title>") : page.index("</title>")]


def test_of_nobody_there_is_no_ladder(officer: Browser) -> None:
    assert officer.get("/seats/ladder/nobody").status_code == 404
    assert officer.post("/seats/ladder/nobody").status_code == 404


def test_whoever_asks_is_led_to_how_far_it_is(store: Store, officer: Browser) -> None:
    answer = officer.post("/seats/ladder/p5")
    with store.reading(OFFICE) as kept:
        [task] = kept.tasks.list_open()
    assert (answer.location, task.asked) == (f"/tasks/{task.id}", {"pupil": "p5"})
    assert "It is being worked out" in officer.get("/seats/ladder/p5").get_data(as_text=True)
    assert "It is being worked out" not in officer.get("/seats/ladder/p4").get_data(as_text=True)
