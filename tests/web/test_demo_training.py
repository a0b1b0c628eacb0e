"""The demonstration's trainees: lawful histories, nobody in two places, something to see in every state."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from routing.authority import Authority
from routing.synthesis import draw
from routing.synthesis.ground import plane_ground
from tests.web.office import Clock, new_store, sqlite_url
from travel_training.entries import State
from travel_training.people import Scope
from travel_training.programme import Setting
from travel_training.progress import Progress, progress_of
from web.access import Role, the_clock
from web.demo_training import fill_training
from web.records.writing import rows_of
from web.store import Kept, Store
from web.store.records import Change
from web.store.training_views import SessionState

NOW = datetime(2026, 11, 26, 6, tzinfo=UTC)
TODAY = date(2026, 11, 26)
DEMO = the_clock("demo")


def fill(store: Store, authority: Authority) -> int:
    """Keep an authority's records, a user of each role, and its trainees; return how many."""
    scopes: dict[Role, list[str]] = {
        Role.SCHOOL: [authority.schools[0].id],
        Role.OPERATOR: [authority.contracts[0].contract.operator],
    }
    with store.writing(DEMO) as kept:
        kept.records.apply([Change(row) for rows in rows_of(authority).values() for row in rows], "Invented")
        for role in Role:
            kept.people.make_user(f"{role}@example.org", role.title(), role, scopes.get(role, []))
        return fill_training(kept, authority, 1)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    store = new_store(sqlite_url(tmp_path_factory.mktemp("demo")), Clock(NOW))
    assert fill(store, draw(plane_ground(40, 3, 1), 40, 3, 1)) == 15
    with store.reading(DEMO) as found:
        yield found
    store.database.close()


def progresses(kept: Kept) -> list[Progress]:
    heads = [head for head in kept.training.list_trainees() if head.programme is not None]
    histories = kept.training.histories()
    return [
        progress_of(histories[head.pupil], kept.training.programmes.get(head.programme, head.version), TODAY)
        for head in heads
        if head.programme is not None
    ]


def test_there_is_something_to_see_in_every_state(kept: Kept) -> None:
    states = set(kept.training.count_states())
    assert states >= {State.REFERRED, State.NOT_YET, State.WAITING, State.FOUNDATION, State.ACCOMPANIED, State.FADING}
    assert states >= {State.SHADOWED, State.ALONE, State.PAUSED, State.RETURNED}
    assert Scope.FROM_SCHOOL in {head.scope for head in kept.training.list_trainees()}
    assert [len(cohort.trainers) for cohort in kept.training.cohorts.list_all()] == [2, 2]


def test_someone_is_ready_someone_is_stuck_and_someone_has_a_review_due(kept: Kept) -> None:
    found = progresses(kept)
    assert any(each.is_ready and len(each.standing.halves) == 1 for each in found)
    assert any(each.is_stuck() and each.reached == 0 for each in found)
    assert any(due.held is None and due.on <= TODAY for each in found for due in each.standing.reviews_due)
    assert any(due.held is not None for each in found for due in each.standing.reviews_due)


def test_they_learn_with_setbacks(kept: Kept) -> None:
    for each in progresses(kept):
        if each.standing.state in (State.SHADOWED, State.ALONE):
            helped = [week.helped_percent for week in each.weeks]
            half = len(helped) // 2
            assert sum(helped[:half]) / half > sum(helped[half:]) / (len(helped) - half)
            assert helped != sorted(helped, reverse=True)


def test_nothing_has_happened_that_is_still_to_come(kept: Kept) -> None:
    assert max(entry.at for history in kept.training.histories().values() for entry in history) < NOW
    sessions = kept.training.sessions.list_between(TODAY - timedelta(days=400), TODAY + timedelta(days=40))
    assert {each.state for each in sessions if each.day >= TODAY} == {SessionState.PLANNED}
    assert SessionState.PLANNED not in {each.state for each in sessions if each.day < TODAY}


def test_no_trainer_is_in_two_places_and_the_first_has_sessions_today(kept: Kept) -> None:
    sessions = kept.training.sessions.list_between(TODAY - timedelta(days=400), TODAY + timedelta(days=40))
    halves = Counter((each.trainer, each.day, each.begins_s < 43_200) for each in sessions)
    assert max(halves.values()) == 1
    assert all(each.day.weekday() < 5 for each in sessions)
    assert len([each for each in sessions if (each.trainer, each.day) == ("t1", TODAY)]) == 2


def test_with_few_pupils_there_are_as_many_trainees(tmp_path: Path) -> None:
    store = new_store(sqlite_url(tmp_path), Clock(NOW))
    assert fill(store, draw(plane_ground(2, 1, 1), 2, 1, 1)) == 2
    store.database.close()


def test_whoever_is_followed_from_afar_has_been_taught_what_comes_before(kept: Kept) -> None:
    for progress in progresses(kept):
        if progress.standing.state is State.SHADOWED:
            before = [
                each for each in progress.stages if each.stage.setting in (Setting.CLASSROOM, Setting.ACCOMPANIED)
            ]
            assert all(each.held for each in before), [(each.stage.id, each.held) for each in before]
