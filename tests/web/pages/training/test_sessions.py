"""A trainee's sessions, and logging one at the desk."""

from datetime import timedelta

import pytest

from tests.web.office import NOW, OFFICE
from tests.web.pages.client import Browser
from tests.web.pages.training.ways import PATH, history, kinds, taught
from tests.web.queries import counted_queries
from tests.web.trainees import Trainers, session
from travel_training.entries import Attended, Felt, Observed, SessionId
from web.store import Store
from web.store.training_views import SessionState

LOG = f"{PATH}/sessions/s1/log"
WENT_WELL = {
    "attendance": "held",
    "minutes": "50",
    "travel": "20",
    "felt_before": "2",
    "level-cross": "2",
    "unplanned": "cross",
    "felt_after": "5",
    "words": "I did it",
    "note": "Rain",
}


@pytest.fixture
def today(store: Store, trainers: Trainers) -> None:  # noqa: ARG001 -- Ann must be in training
    """Plan a session of this morning, and one of tomorrow."""
    with store.writing(OFFICE) as kept:
        kept.training.sessions.keep_all(
            [session("s1", day=NOW.date()), session("s2", day=NOW.date() + timedelta(days=1))]
        )


@pytest.mark.usefixtures("today")
def test_a_session_is_logged_with_what_was_seen_and_felt(store: Store, tamsin: Browser) -> None:
    before = len(history(store))
    assert LOG in tamsin.get(f"{PATH}/sessions").text
    assert "Help: Crosses a road" in tamsin.get(LOG).text
    assert tamsin.post(LOG, data=WENT_WELL).location == f"{PATH}/sessions"
    assert kinds(store, before) == ["Attended", "Felt", "Felt", "Observed", "Said"]
    attended, felt, _, observed, _ = history(store)[before:]
    assert isinstance(attended, Attended)
    assert isinstance(felt, Felt)
    assert isinstance(observed, Observed)
    assert (attended.minutes, attended.travel_minutes, attended.note) == (50, 20, "Rain")
    assert f"{attended.at:%H:%M}" == "09:00"
    assert (felt.feeling, felt.session) == (2, "s1")
    assert (observed.level, observed.was_unplanned, observed.session) == (2, True, "s1")
    with store.reading(OFFICE) as kept:
        assert kept.training.sessions.get(SessionId("s1")).state is SessionState.HELD
    page = tamsin.get(f"{PATH}/sessions").text
    assert "1 of 1" in page
    assert LOG not in page


@pytest.mark.usefixtures("today")
def test_what_cannot_be_is_refused_and_nothing_kept(store: Store, tamsin: Browser) -> None:
    before = history(store)
    for change, words in (
        ({"minutes": ""}, "say how long it lasted"),
        ({"attendance": "cancelled"}, "nothing was seen in a session that was not held"),
        ({"level-cross": "9"}, "is not one of the choices"),
    ):
        answer = tamsin.post(LOG, data=WENT_WELL | change)
        assert answer.status_code == 422
        assert words in answer.text
    late = tamsin.post(f"{PATH}/sessions/s2/log", data=WENT_WELL)
    assert "log it then" in late.text
    assert history(store) == before


@pytest.mark.usefixtures("today")
def test_another_trainer_and_the_desk_log_nothing(ulf: Browser, desk: Browser) -> None:
    assert ulf.post(LOG, data=WENT_WELL).status_code == 404
    assert "logged by those who teach" in desk.post(LOG, data=WENT_WELL).text
    assert LOG not in desk.get(f"{PATH}/sessions").text
    assert desk.get("/training/trainees/p2/sessions/s1/log").status_code == 404


def test_many_sessions_are_listed_with_no_more_questions(store: Store, trainers: Trainers, desk: Browser) -> None:
    taught(store, trainers, 1)
    with counted_queries(store) as few:
        desk.get(f"{PATH}/sessions")
    with store.writing(OFFICE) as kept:
        kept.training.sessions.keep_all([session(f"x{n}", day=NOW.date() + timedelta(days=n)) for n in range(1, 20)])
    with counted_queries(store) as many:
        assert desk.get(f"{PATH}/sessions").text.count("08:00 to 09:00") == 20
    assert len(many) == len(few)
