"""What the town's day costs with one pupil otherwise."""

from dataclasses import replace
from datetime import timedelta

import pytest

from routing.checker import check
from routing.commands import Effort
from routing.risk import PupilId
from routing.scenarios import carry_over, without_pupil
from tests.web import town
from tests.web.office import OFFICE, Clock, document, keep_draft, publish
from tests.web.planning.days import published_afternoon
from web.store import Store
from web.store.projection import DraftLocks
from web.training.costing import (
    Half,
    best_saving,
    cost_with,
    find_standing_day,
    halves_of,
    paid,
    quick_saving,
    settled,
)

LITTLE = Effort(iterations=200)


def never() -> bool:
    return False


@pytest.fixture(scope="module")
def morning() -> Half:
    problem = town.town()
    return Half("m", problem, town.plan_to_school(problem), DraftLocks())


def test_whoever_rides_alone_saves_the_whole_taxi(morning: Half) -> None:
    taxi = paid(morning.problem, replace(morning.plan, shifts=morning.plan.shifts[1:]))
    assert quick_saving(morning, PupilId("p5")) == taxi > 0


def test_one_of_a_full_minibus_saves_far_less_than_their_share(morning: Half) -> None:
    minibus = paid(morning.problem, replace(morning.plan, shifts=morning.plan.shifts[:1]))
    saved = quick_saving(morning, PupilId("p4"))
    assert saved is not None
    assert 0 <= saved < minibus / 4


def test_their_own_assistant_is_saved_with_a_pupil(morning: Half) -> None:
    saved = quick_saving(morning, PupilId("p3"))
    assert saved is not None
    assert saved >= 1_400  # an hour at least is paid


def test_what_is_saved_is_the_whole_days_difference_though_only_a_part_is_looked_at(morning: Half) -> None:
    for pupil in ("p1", "p2", "p3", "p4", "p5"):
        problem = without_pupil(morning.problem, PupilId(pupil))
        left = carry_over(morning.plan, problem)
        whole = max(0, morning.pence - paid(problem, left)) if not check(problem, left) else 0
        assert quick_saving(morning, PupilId(pupil)) == whole


def test_of_whoever_has_no_run_nothing_is_said(morning: Half) -> None:
    assert quick_saving(morning, PupilId("p6")) is None
    assert best_saving(morning, PupilId("p6"), LITTLE, never) is None


def test_a_plan_made_again_saves_no_less_than_the_run_without_them(morning: Half) -> None:
    for pupil in ("p4", "p5"):
        quick = quick_saving(morning, PupilId(pupil))
        best = best_saving(morning, PupilId(pupil), LITTLE, never)
        assert quick is not None
        assert best is not None
        assert best >= quick


def test_what_is_mended_with_everyone_aboard_is_nobodys_saving(morning: Half) -> None:
    calm = settled(morning, LITTLE, never)
    assert calm.pence <= morning.pence
    assert check(calm.problem, calm.plan) == []
    assert {each.pupil for each in calm.plan.unplaced} <= {"p6"}


def test_needs_that_fall_away_never_make_a_day_dearer(morning: Half) -> None:
    alone = morning.problem.pupil[PupilId("p5")]
    same = cost_with(morning, alone, LITTLE, never)
    shared = cost_with(morning, replace(alone, needs=replace(alone.needs, solo=False)), LITTLE, never)
    assert same is not None
    assert shared is not None
    assert shared <= same <= morning.pence


def test_where_no_plan_is_found_for_a_pupil_nothing_is_said(morning: Half) -> None:
    hurried = morning.problem.pupil[PupilId("p5")]
    impossible = replace(hurried, needs=replace(hurried.needs, ride_limit_s=1))
    assert cost_with(morning, impossible, LITTLE, never) is None


def test_the_standing_day_is_the_newest_that_is_published_both_ways(store: Store, clock: Clock) -> None:
    with store.reading(OFFICE) as kept:
        assert find_standing_day(kept) == town.DAY
    published_afternoon(store)
    publish(store, keep_draft(store, document(day=town.DAY + timedelta(days=1))))
    with store.reading(OFFICE) as kept:
        assert find_standing_day(kept) == town.DAY
        assert [half.direction for half in halves_of(kept, town.DAY)] == ["to-school", "from-school"]
        assert len(halves_of(kept, town.DAY + timedelta(days=1))) == 1
    clock.wait(60 * 86_400)
    with store.reading(OFFICE) as kept:
        assert find_standing_day(kept) is None
