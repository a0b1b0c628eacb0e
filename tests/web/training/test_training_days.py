"""Training days follow the sessions: which way no vehicle comes, and that it comes again when one is cancelled."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.effects import PupilEffect, changes_between
from routing.problem import Direction
from routing.risk import PupilId
from tests.web.office import NOW, OFFICE, Clock
from tests.web.planning.days import EFFORT, published_morning
from tests.web.town import DAY
from tests.web.trainees import ANN, BEN, Trainers, begin, fill_training, session
from travel_training.people import TraineeId
from travel_training.programme import Setting
from web.planning.disruption import replan
from web.planning.drafting import Asked, effort_of, read_basis
from web.planning.exceptions import as_it_is
from web.settings import Settings
from web.slots import LONDON
from web.store import Store
from web.store.day import DayEvent
from web.store.training_views import KeptSession
from web.training.following import FOLLOW
from web.training.training_days import Hours, mark, ways_of

TO, HOME = Direction.TO_SCHOOL, Direction.FROM_SCHOOL
TODAY = NOW.date()
OAK = Hours(9 * 3600, 15 * 3600 + 900)


def at(begins: float, ends: float, setting: Setting = Setting.ACCOMPANIED) -> KeptSession:
    return replace(session(), setting=setting, begins_s=int(begins * 3600), ends_s=int(ends * 3600))


@pytest.fixture
def trainers(store: Store) -> Trainers:
    return fill_training(store)


@pytest.fixture
def training(store: Store, trainers: Trainers) -> Store:
    begin(store, trainers)
    return store


def keep(store: Store, *sessions: KeptSession) -> tuple[int, int]:
    """Keep sessions, and have the training days follow."""
    with store.writing(OFFICE) as kept:
        kept.training.sessions.keep_all(sessions)
        return mark(kept, NOW)


def days(store: Store) -> list[DayEvent]:
    with store.reading(OFFICE) as kept:
        return [each for each in kept.day.list_events(TODAY, TODAY + timedelta(days=60)) if each.kind == "training"]


def asked(store: Store) -> list[tuple[str, object]]:
    with store.reading(OFFICE) as kept:
        return [(task.kind, task.asked) for task in kept.tasks.list_open() if task.kind != FOLLOW]


@pytest.mark.parametrize(
    ("begins", "ends", "ways"),
    [(8, 8.8, (TO,)), (10, 11, ()), (15, 16, (HOME,)), (8, 16, (TO, HOME)), (9, 15.25, ()), (15.25, 16, (HOME,))],
)
def test_a_session_takes_the_place_of_the_vehicle_that_would_come_then(
    begins: float, ends: float, ways: tuple[Direction, ...]
) -> None:
    assert ways_of(at(begins, ends), OAK) == ways


@given(st.sampled_from([each for each in Setting if each is not Setting.CLASSROOM]))
def test_it_does_so_wherever_a_journey_is_really_made(setting: Setting) -> None:
    assert ways_of(at(8, 8.8, setting), OAK) == (TO,)
    assert ways_of(at(8, 16, Setting.CLASSROOM), OAK) == ()


def test_where_a_school_has_no_hours_noon_parts_the_ways() -> None:
    assert ways_of(at(8, 9), Hours.of(None)) == (TO,)
    assert ways_of(at(14, 15), Hours.of(None)) == (HOME,)


def test_no_vehicle_comes_on_the_way_that_is_trained_and_one_on_the_other(training: Store) -> None:
    assert keep(training, at(8, 8.8)) == (1, 0)
    [event] = days(training)
    assert (event.ref, event.day, event.direction, event.school) == (ANN, DAY, TO, "oak")
    assert event.detail == {"session": "s1", "at_s": int(8.8 * 3600)}
    with training.reading(OFFICE) as kept:
        for way, is_carried in ((TO, False), (HOME, True)):
            basis = read_basis(kept, Asked(day=DAY, direction=way, effort=effort_of({}, Settings())))
            problem, _ = kept.plans.load(published_morning(training))
            assert (PupilId(ANN) in as_it_is(problem, basis.events).pupil) is is_carried


def test_what_has_been_marked_is_not_marked_again(training: Store) -> None:
    keep(training, at(8, 8.8))
    assert keep(training) == (0, 0)
    assert len(days(training)) == 1


def test_a_published_plan_is_asked_to_be_made_again_and_leaves_the_trainee_out(
    training: Store, clock: Clock, tmp_path: Path
) -> None:
    plan = published_morning(training)
    clock.wait(60)
    keep(training, at(8, 8.8))
    assert asked(training) == [("replan", {"plan": plan})]
    clock.wait(60)
    with training.writing(OFFICE) as kept:
        [task] = [each for each in kept.tasks.list_open() if each.kind == "replan"]
        for other in kept.tasks.list_open():
            if other.id != task.id:
                kept.tasks.cancel(other.id)
        task = kept.tasks.claim("a test") or task
    draft = replan(training, Settings(home=tmp_path), replace(task, asked={**task.asked, **EFFORT}), lambda _: True)
    with training.reading(OFFICE) as kept:
        side = changes_between(*kept.plans.load(plan), *kept.plans.load(draft["plan"]))
        assert kept.plans.get(draft["plan"]).title == "P1 needs no vehicle"
    assert {change.pupil: change.effect for change in side.pupils} == {PupilId(ANN): PupilEffect.GONE}


def test_when_a_session_is_cancelled_the_seat_comes_back(training: Store) -> None:
    keep(training, at(8, 8.8))
    with training.writing(OFFICE) as kept:
        kept.training.sessions.cancel(session().id, "The trainer is ill")
        assert mark(kept, NOW) == (0, 1)
    assert days(training) == []
    title = "Drafted for a cancelled session"
    assert ("draft", {"day": DAY.isoformat(), "direction": "to-school", "title": title}) in asked(training)


def test_a_session_that_moves_within_its_way_changes_no_plan(training: Store) -> None:
    keep(training, at(8, 8.8))
    before = asked(training)
    assert keep(training, at(8.1, 8.9)) == (1, 1)
    assert [event.detail["at_s"] for event in days(training)] == [int(8.9 * 3600)]
    assert sorted(map(str, asked(training))) == sorted(map(str, before))


def test_one_that_moves_to_the_afternoon_gives_the_morning_back(training: Store) -> None:
    keep(training, at(8, 8.8))
    keep(training, at(15.3, 16))
    assert [event.direction for event in days(training)] == [HOME]
    assert sorted(kind for kind, _ in asked(training)) == ["draft", "replan"]  # nothing is published for the afternoon


def test_whoever_is_not_carried_anyway_has_no_training_days(training: Store) -> None:
    with training.writing(OFFICE) as kept:
        row = kept.records.get("pupils", ANN)
        kept.records.keep(replace(row, values={**row.values, "mode": "pass"}))
    assert keep(training, at(8, 8.8)) == (0, 0)


def test_two_trainees_of_one_day_have_one_each(training: Store, trainers: Trainers) -> None:
    begin(training, trainers, BEN)
    both = [at(8, 8.8), replace(at(8, 8.8), id=session("s2").id, trainees=(BEN,))]
    assert keep(training, *both) == (2, 0)
    assert sorted(TraineeId(event.ref) for event in days(training)) == [ANN, BEN]
    assert len(asked(training)) == 1


def test_a_way_that_is_over_stays_as_it_was(training: Store) -> None:
    keep(training, at(8, 8.8))
    noon = datetime(2026, 11, 23, 12, tzinfo=LONDON)
    with training.writing(OFFICE) as kept:
        kept.training.sessions.cancel(session().id, "The trainee was ill")
        assert mark(kept, noon) == (0, 0)
        assert mark(kept, noon.replace(hour=8, minute=30)) == (0, 1)


def test_whoever_changes_a_session_has_transport_follow(training: Store) -> None:
    def follows() -> int:
        with training.reading(OFFICE) as kept:
            return sum(task.kind == FOLLOW for task in kept.tasks.list_open())

    with training.writing(OFFICE) as kept:
        assert kept.tasks.claim("a test") is not None  # asked for by the moves to accompanied training
    assert follows() == 1  # that one, under way
    with training.writing(OFFICE) as kept:
        kept.training.sessions.keep_all([at(8, 8.8)])
        kept.training.sessions.cancel(session().id, "The trainer is ill")
    assert follows() == 2  # asked twice, waiting once


def test_the_desk_cannot_take_a_training_day_back_for_good(training: Store) -> None:
    keep(training, at(8, 8.8))
    with training.writing(OFFICE) as kept:
        kept.day.withdraw(days(training)[0].id)
    assert keep(training) == (1, 0)
