"""The page of free seats: what was expected, what was banked, why not yet; and how seats become free."""

from datetime import timedelta

from routing.problem import Direction
from tests.web.office import OFFICE
from tests.web.pages.client import Browser
from tests.web.queries import counted_queries
from tests.web.town import DAY
from web.store import Store
from web.words import short_day

START = DAY - timedelta(days=14)
"""A Monday; the tests are on the Sunday before the town's Monday, ten school days later."""
TO, HOME = Direction.TO_SCHOOL, Direction.FROM_SCHOOL


def free(store: Store, pupil: str = "p5", way: Direction = TO, expected: int | None = 4_050) -> str:
    with store.writing(OFFICE) as kept:
        return kept.seats.release(pupil, way, START, expected)


def test_before_any_seat_is_free_it_says_when_one_will_be(officer: Browser) -> None:
    page = officer.get("/seats/").get_data(as_text=True)
    assert "No seat is free yet: one is from the next school day after a trainee has been signed off." in page
    assert "£0.00" in page


def test_a_free_seat_is_shown_with_what_was_expected_and_what_was_banked(store: Store, officer: Browser) -> None:
    one, other = free(store), free(store, way=HOME, expected=None)
    with store.writing(OFFICE) as kept:
        before = kept.plans.find_published(DAY, TO)
        assert before is not None
        kept.seats.bank(
            one, 3_900, START, (before.id, before.id), "taxi-7 on two Mondays: £50.00 before, £11.00 after."
        )
        kept.seats.say_not_fallen(other, "minibus-1 goes on, with 3 pupils: p1 still rides.")
    page = officer.get("/seats/").get_data(as_text=True)
    for words in ("Eve Elmhurst", "£40.50", "£39.00", "Banked", "Not fallen yet", "not known", "taxi-7 on two Mondays"):
        assert words in page, words
    assert f"£{39 * 10:,.2f}" in page
    assert f'href="/plans/{before.id}"' in page
    assert "Ann Oakley (p1)" in page  # a reference in a sentence is read with the name


def test_a_seat_that_was_given_back_counts_no_more_and_its_saving_stays(store: Store, officer: Browser) -> None:
    id_ = free(store)
    with store.writing(OFFICE) as kept:
        kept.seats.bank(id_, 3_900, START, ("a", "b"), "")
        kept.seats.give_back(id_, START + timedelta(days=1))
    page = officer.get("/seats/").get_data(as_text=True)
    assert "0 (each way counts as one)" in page
    assert f"from {short_day(START)} to {short_day(START + timedelta(days=1))}" in page
    assert "£78.00" in page


def test_it_asks_as_much_for_many_seats_as_for_few(store: Store, officer: Browser) -> None:
    free(store)
    with counted_queries(store) as few:
        officer.get("/seats/")
    for number in range(1, 5):
        free(store, f"p{number}")
    with counted_queries(store) as many:
        officer.get("/seats/")
    assert len(many) == len(few)


def test_no_name_stands_in_a_title_or_an_address(store: Store, officer: Browser) -> None:
    free(store)
    page = officer.get("/seats/").get_data(as_text=True)
    assert "Eve" not in page[page.index("<title>") : page.index("</title>")]
    assert not [part for part in page.split('href="')[1:] if "Eve" in part.split('"')[0]]


def test_a_seat_that_was_never_free_says_so(store: Store, officer: Browser) -> None:
    id_ = free(store)
    with store.writing(OFFICE) as kept:
        kept.seats.give_back(id_, START - timedelta(days=1))
    page = officer.get("/seats/").get_data(as_text=True)
    assert ">never<" in page
    assert "Ended, nothing banked" in page
