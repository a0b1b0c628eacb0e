"""One visit by its plain forms: each is kept once, and only by whoever's session it is."""

import re
from datetime import timedelta

import pytest

from tests.web.office import OFFICE, Clock
from tests.web.pages.client import Browser
from tests.web.queries import counted_queries
from tests.web.trainees import ANN, Trainers
from travel_training.entries import AnyEntry, Attendance, Attended, Felt, Observed
from web.store import Store
from web.store.training_views import SessionState


def visit_of(browser: Browser) -> str:
    """Return the address of the first visit in the list of the day."""
    found = re.search(r'href="(/phone/visits/\w+)"', browser.get("/phone/").get_data(as_text=True))
    assert found is not None
    return found[1]


def text_of(browser: Browser, place: str) -> str:
    """Return a page."""
    answer = browser.get(place)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def logged(store: Store) -> list[AnyEntry]:
    """Return what has been logged of Ann's session."""
    with store.reading(OFFICE) as kept:
        return [each for each in kept.training.history(ANN) if getattr(each, "session", None) == "s1"]


def ids(page: str) -> list[str]:
    """Return the ids of a page's forms."""
    return re.findall(r'name="entry" value="([^"]+)"', page)


SEEN = {"what": "observed", "milestone": "cross", "level": "2", "part": "aboard", "note": "late bus"}


def test_a_tap_is_kept_and_shown(phone: Browser, store: Store) -> None:
    visit = visit_of(phone)
    answer = phone.post(visit, data=SEEN | {"entry": ids(text_of(phone, visit))[0]})
    assert (answer.status_code, answer.location) == (303, f"{visit}?part=aboard#m-cross")
    [seen] = logged(store)
    assert isinstance(seen, Observed)
    assert (seen.level, seen.part, seen.note) == (2, "aboard", "late bus")
    page = text_of(phone, answer.location)
    assert "08:14 level 2, aboard, with a note" in page
    assert "Kept." in page
    assert re.search(r'data-part="aboard" aria-current="true"', page)


def test_every_form_has_an_id_of_its_own(phone: Browser) -> None:
    visit = visit_of(phone)
    found = ids(text_of(phone, visit)) + ids(text_of(phone, visit))
    assert len(found) == len(set(found)) == 8


def test_a_form_that_is_sent_twice_is_kept_once(phone: Browser, store: Store, clock: Clock) -> None:
    visit = visit_of(phone)
    for _ in range(2):
        assert phone.post(visit, data=SEEN | {"entry": "e1"}).status_code == 303
        clock.wait(2)
    assert len(logged(store)) == 1


def test_another_tap_under_the_same_id_is_refused_and_the_first_stays(phone: Browser, store: Store) -> None:
    visit = visit_of(phone)
    phone.post(visit, data=SEEN | {"entry": "e1"})
    answer = phone.post(visit, data=SEEN | {"entry": "e1", "level": "0"})
    assert answer.status_code == 422
    assert "Something else was kept under its id first" in answer.get_data(as_text=True)
    [seen] = logged(store)
    assert isinstance(seen, Observed)
    assert seen.level == 2


def test_what_was_logged_by_mistake_is_put_right_and_stays_seen(phone: Browser, store: Store) -> None:
    visit = visit_of(phone)
    phone.post(visit, data=SEEN | {"entry": "e1"})
    page = text_of(phone, visit)
    assert f"{visit}?replace=e1#m-cross" in page
    assert 'name="replaces" value="e1"' in text_of(phone, f"{visit}?replace=e1")
    phone.post(visit, data=SEEN | {"entry": "e2", "level": "1", "replaces": "e1"})
    assert [each.id for each in logged(store)] == ["e1", "e2"]
    page = text_of(phone, visit)
    assert page.count("app-phone-line--replaced") == 1
    assert "replace=e1" not in page


def test_feelings_and_attendance_are_kept(phone: Browser, store: Store) -> None:
    visit = visit_of(phone)
    for number, fields in enumerate(
        (
            {"what": "felt", "when": "before", "feeling": "2"},
            {"what": "felt", "when": "after", "feeling": "5"},
            {"what": "attended", "attendance": "held", "minutes": "55", "travel_minutes": "10"},
        )
    ):
        assert phone.post(visit, data=fields | {"entry": f"e{number}"}).status_code == 303
    before, after, came = logged(store)
    assert isinstance(before, Felt)
    assert isinstance(after, Felt)
    assert isinstance(came, Attended)
    assert (before.feeling, after.feeling, came.attendance) == (2, 5, Attendance.HELD)
    with store.reading(OFFICE) as kept:
        assert kept.training.sessions.get(came.session).state is SessionState.HELD
    page = text_of(phone, visit)
    assert "08:14 Worried" in page
    assert "08:14 Very happy" in page


@pytest.mark.parametrize(
    ("wrong", "said"), [({"level": "9"}, "The help is not on the programme"), ({"what": "x"}, "It does not say what")]
)
def test_what_cannot_be_kept_is_said(phone: Browser, store: Store, wrong: dict[str, str], said: str) -> None:
    answer = phone.post(visit_of(phone), data=SEEN | {"entry": "e1"} | wrong)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    assert not logged(store)


def test_another_trainers_visit_is_like_none(phone: Browser, other_phone: Browser, store: Store) -> None:
    theirs = visit_of(phone)
    none = other_phone.get("/phone/visits/0123456789abcdef0123")
    for answer in (other_phone.get(theirs), other_phone.post(theirs, data=SEEN | {"entry": "e1"})):
        assert answer.status_code == none.status_code == 404
    assert not logged(store)


def test_a_session_can_be_logged_for_a_week_and_no_longer(
    phone: Browser, store: Store, clock: Clock, trainers: Trainers
) -> None:
    visit = visit_of(phone)
    clock.wait(timedelta(days=7).total_seconds())
    with store.writing(OFFICE) as kept:
        kept.people.begin_session(trainers.tamsin.id, "later", "a test", is_verified=True)
    phone.set_cookie("waymark", "later")
    assert "This session was on Monday 23 November 2026" in text_of(phone, visit)
    clock.wait(timedelta(days=1).total_seconds())
    with store.writing(OFFICE) as kept:
        kept.people.begin_session(trainers.tamsin.id, "later still", "a test", is_verified=True)
    phone.set_cookie("waymark", "later still")
    assert phone.get(visit).status_code == 404


def test_the_page_asks_as_much_however_much_was_logged(phone: Browser, store: Store) -> None:
    visit = visit_of(phone)
    with counted_queries(store) as few:
        text_of(phone, visit)
    for number in range(6):
        phone.post(visit, data=SEEN | {"entry": f"e{number}"})
    with counted_queries(store) as many:
        text_of(phone, visit)
    assert len(many) == len(few)
