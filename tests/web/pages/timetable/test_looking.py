"""A timetable that was planned: looked at, put in force once, and only if nothing has changed since."""

from tests.web.office import OFFICE
from tests.web.pages.client import Browser
from tests.web.pages.timetable.conftest import keep_planned
from tests.web.trainees import session
from tests.web.training.weeks.conftest import FIRST, LAST, change
from web.store import Store
from web.store.training_views import KeptSession, SessionState, TimetableId


def sessions(store: Store) -> list[KeptSession]:
    with store.reading(OFFICE) as kept:
        return kept.training.sessions.list_between(FIRST, LAST)


def test_a_timetable_is_looked_at_with_what_it_rests_on(manager: Browser, planned_id: TimetableId) -> None:
    page = manager.get(f"/timetable/plans/{planned_id}").text
    for said in (
        "8 planned, 0 not",
        "no rule broken",
        "Planned by hand.",
        "Tamsin Rowe",
        "Ann Oakley",
        "Put it in force",
    ):
        assert said in page
    assert f"/timetable/plans/{planned_id}" in manager.get("/timetable/plans").text


def test_put_in_force_its_sessions_are_made_and_the_trainer_sees_them(
    manager: Browser, trainer: Browser, store: Store, planned_id: TimetableId
) -> None:
    assert sessions(store) == []
    assert manager.post(f"/timetable/plans/{planned_id}/take").status_code == 303
    made = sessions(store)
    assert [each.day.weekday() for each in made] == [0] * 8
    assert (made[0].from_place, made[0].to_place) == ("p1 Secret Lane", "Oak School")
    week = trainer.get("/timetable/?day=2026-11-23").text
    assert "My week" in week
    assert "08:00 to 09:00" in week
    assert "It was put in force" in manager.get(f"/timetable/plans/{planned_id}").text


def test_it_is_put_in_force_once_and_not_after_a_change(
    manager: Browser, store: Store, planned_id: TimetableId
) -> None:
    other = keep_planned(store)
    manager.post(f"/timetable/plans/{planned_id}/take")
    again = manager.post(f"/timetable/plans/{planned_id}/take")
    stale = manager.post(f"/timetable/plans/{other}/take")
    assert (again.status_code, stale.status_code) == (409, 409)
    assert "Sessions have been changed since this was planned" in stale.text
    assert len(sessions(store)) == 8


def test_planned_again_a_session_keeps_its_id_and_what_changes_is_told(
    manager: Browser, store: Store, planned_id: TimetableId
) -> None:
    manager.post(f"/timetable/plans/{planned_id}/take")
    ids = [each.id for each in sessions(store)]
    change(store, "pupils", "p1", days="Tue")
    again = keep_planned(store)
    page = manager.get(f"/timetable/plans/{again}").text
    assert "Mon 23 Nov, 08:00 to 09:00" in page
    assert "Tue 24 Nov, 08:00 to 09:00" in page
    assert manager.post(f"/timetable/plans/{again}/take").status_code == 303
    now = [each for each in sessions(store) if each.state is SessionState.PLANNED]
    assert [each.id for each in now] == ids
    assert {each.day.weekday() for each in now} == {1}


def test_a_timetable_that_breaks_a_rule_is_not_put_in_force(manager: Browser, store: Store) -> None:
    change(store, "trainers", "t1", away="2026-11-23 to 2026-12-31")
    id_ = keep_planned(store)
    page = manager.get(f"/timetable/plans/{id_}").text
    assert "It breaks a rule" in page
    assert "is away" in page
    assert "Put it in force" not in page
    assert manager.post(f"/timetable/plans/{id_}/take").status_code == 409


def test_a_session_is_moved_if_no_rule_is_broken_by_it(manager: Browser, store: Store, planned_id: TimetableId) -> None:
    manager.post(f"/timetable/plans/{planned_id}/take")
    [first, second, *_] = sessions(store)
    address = f"/timetable/sessions/{first.id}"
    assert "Move it" in manager.get(address).text
    wrong = manager.post(address, data={"day": "2026-11-25", "begins": "08:00", "trainer": "t1"})
    assert wrong.status_code == 422
    assert "does not work" in wrong.text
    crowd = manager.post(address, data={"day": f"{second.day}", "begins": "15:30", "trainer": "t1"})
    assert "A trainee has one session a day at most." in crowd.text
    moved = manager.post(address, data={"day": "2026-11-23", "begins": "07:50", "trainer": "t1"})
    assert moved.status_code == 303
    now = sessions(store)[0]
    assert (now.id, now.begins_s, now.ends_s, now.timetable) == (first.id, 28200, 31800, None)


def test_a_session_is_cancelled_with_the_reason(manager: Browser, store: Store, planned_id: TimetableId) -> None:
    manager.post(f"/timetable/plans/{planned_id}/take")
    first = sessions(store)[0]
    address = f"/timetable/sessions/{first.id}/cancel"
    assert manager.post(address, data={"why": ""}).status_code == 422
    assert manager.post(address, data={"why": "School trip"}).status_code == 303
    now = sessions(store)[0]
    assert (now.state, now.why) == (SessionState.CANCELLED, "School trip")
    assert "cannot be changed" in manager.get(f"/timetable/sessions/{first.id}").text
    assert manager.post(address, data={"why": "Again"}).status_code == 409


def test_todays_session_is_not_moved_to_today(manager: Browser, store: Store) -> None:
    with store.writing(OFFICE) as kept:
        kept.training.sessions.keep_all([session()])
    answer = manager.post("/timetable/sessions/s1", data={"day": "2026-11-22", "begins": "08:00", "trainer": "t1"})
    assert "tomorrow at the earliest" in answer.text
