"""A trainer's day: their own sessions with names and labels, other days near it, and what was refused."""

from datetime import timedelta

from tests.web import town
from tests.web.office import NAMES, OFFICE
from tests.web.pages.client import Browser
from tests.web.queries import counted_queries
from tests.web.trainees import ANN, Trainers, session
from travel_training.entries import EntryId
from web.store import Store


def text_of(browser: Browser, place: str = "/phone/") -> str:
    answer = browser.get(place)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_the_day_shows_the_trainers_own_sessions_alone(phone: Browser, other_phone: Browser) -> None:
    own, others = text_of(phone), text_of(other_phone)
    assert "08:00 to 09:00" in own
    assert "Session 1 – trainee A" in own
    assert "12 Secret Lane to Oak School" in own
    assert (NAMES["p1"] in own, NAMES["p2"] in own) == (True, False)
    assert (NAMES["p1"] in others, NAMES["p2"] in others) == (False, True)


def test_a_trainer_begins_the_day_here(phone: Browser) -> None:
    assert phone.get("/").location == "/phone/"


def test_another_day_near_is_shown_and_one_to_come_cannot_be_logged(phone: Browser, store: Store) -> None:
    with store.writing(OFFICE) as kept:
        kept.training.sessions.keep_all([session("s9", day=town.DAY + timedelta(days=1))])
    tomorrow = text_of(phone, "/phone/?day=2026-11-24")
    assert "Tuesday 24 November 2026" in tomorrow
    assert "Session 1 – trainee A" in tomorrow
    assert "/phone/visits/" not in tomorrow
    for strange in ("2027-11-24", "yesterday"):
        assert "Monday 23 November 2026" in text_of(phone, f"/phone/?day={strange}")


def test_a_day_without_sessions_says_what_to_do(phone: Browser) -> None:
    assert "Whoever plans the sessions can add one" in text_of(phone, "/phone/?day=2026-11-22")


def test_a_title_names_nobody(phone: Browser) -> None:
    title = text_of(phone).partition("<title>")[2].partition("</title>")[0]
    assert title == "Sessions - School transport"


def test_what_was_refused_is_shown_until_it_is_dismissed(
    phone: Browser, other_phone: Browser, store: Store, trainers: Trainers
) -> None:
    with store.writing(trainers.tamsin.principal()) as kept:
        kept.training.outbox.refuse(EntryId("e1"), "The session is not one of yours.")
    assert "An entry was not kept" in text_of(phone)
    assert "An entry was not kept" not in text_of(other_phone)
    assert other_phone.post("/phone/refusals", data={"entry": "e1"}).status_code == 303
    assert "An entry was not kept" in text_of(phone)
    assert phone.post("/phone/refusals", data={"entry": "e1"}).status_code == 303
    assert "An entry was not kept" not in text_of(phone)


def test_the_page_asks_as_much_however_many_sessions_there_are(phone: Browser, store: Store) -> None:
    text_of(phone)  # which makes the key of the month
    with counted_queries(store) as few:
        text_of(phone)
    with store.writing(OFFICE) as kept:
        kept.training.sessions.keep_all(session(f"t{each}", (ANN,)) for each in range(6))
    with counted_queries(store) as many:
        assert text_of(phone).count("trainee A") == 7
    assert len(many) == len(few)
