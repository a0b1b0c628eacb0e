"""What each rung of the ladder costs for a pupil of the town."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from routing.records import AssistantNeed
from tests.web import town
from tests.web.office import OFFICE, Clock
from tests.web.planning.days import published_afternoon
from tests.web.town import DAY
from travel_training.ladder import LADDER, Rung
from web.settings import Settings
from web.store import ConflictError, NotKeptError, Store
from web.training.ladder import LADDER_COSTS, Ladder, as_on, find_costs, ladder_of
from web.work import WORK


def done(store: Store, pupil: str, hear: Any = lambda _: True) -> Any:
    with store.writing(OFFICE) as kept:
        kept.tasks.ask(LADDER_COSTS, {"pupil": pupil, "iterations": 100})
        task = kept.tasks.claim("a test")
    assert task is not None
    return find_costs(store, Settings(home=Path()), task, hear)


def ladder(store: Store, pupil: str) -> Ladder:
    done(store, pupil)
    with store.reading(OFFICE) as kept:
        found = ladder_of(kept, pupil)
    assert found is not None
    return found


def test_a_pupil_alone_in_a_taxi_costs_no_more_on_any_rung_that_is_known(store: Store) -> None:
    published_afternoon(store)
    found = ladder(store, "p5")
    assert (found.pupil, found.day) == ("p5", DAY)
    by_rung = {step.rung: step for step in found.steps}
    assert list(by_rung) == list(LADDER)
    now = by_rung[Rung.SOLO]
    assert now.is_now
    assert now.day_pence is not None
    assert now.day_pence > 0
    shared = by_rung[Rung.SHARED]
    assert shared.day_pence is not None
    assert shared.day_pence <= now.day_pence
    assert by_rung[Rung.SHARED_WITH_ASSISTANT].reasons[0] == "The pupil needs no passenger assistant."
    assert by_rung[Rung.POINT_ALONE].reasons[0].startswith("No pick-up point is recorded for the pupil")
    assert by_rung[Rung.ALONE].saves_year_pence == (now.day_pence - by_rung[Rung.ALONE].day_pence) * 190  # type: ignore[operator]  # it is known


def test_a_pupil_with_a_pick_up_point_stands_on_its_rung(store: Store) -> None:
    found = ladder(store, "p4")
    assert found.steps[0].rung is Rung.POINT_WITH_PARENT
    assert found.steps[1].day_pence is not None


def test_one_with_an_assistant_of_their_own_begins_with_sharing_one(store: Store) -> None:
    found = ladder(store, "p3")
    assert [step.rung for step in found.steps[:2]] == [Rung.SHARED_WITH_ASSISTANT, Rung.SHARED]
    with_, without = (step.day_pence for step in found.steps[:2])
    assert with_ is not None
    assert without is not None
    assert without < with_  # nobody is paid for them alone any more


def test_each_rung_asks_less_of_a_run_and_changes_nothing_else() -> None:
    own = town.PUPILS[2]
    shared = as_on(Rung.SHARED_WITH_ASSISTANT, own)
    assert not isinstance(shared, str)
    assert shared == replace(own, needs=replace(own.needs, assistant=AssistantNeed.SHARED))
    trained = as_on(Rung.SHARED, town.PUPILS[1])
    assert not isinstance(trained, str)
    assert (trained.needs.assistant, trained.needs.training) == (AssistantNeed.NONE, frozenset())
    at_corner = as_on(Rung.POINT_ALONE, town.PUPILS[3])
    assert not isinstance(at_corner, str)
    assert (at_corner.home, at_corner.pick_up_points) == ("corner", ())
    wheelchair = as_on(Rung.SHARED, town.PUPILS[0])
    assert not isinstance(wheelchair, str)
    assert wheelchair.needs == town.PUPILS[0].needs


def test_nothing_is_said_before_anybody_has_asked(store: Store) -> None:
    with store.reading(OFFICE) as kept:
        assert ladder_of(kept, "p5") is None
        with pytest.raises(NotKeptError, match="no such pupil"):
            ladder_of(kept, "nobody")


def test_whoever_is_on_no_run_has_nothing_to_compare_with(store: Store) -> None:
    with pytest.raises(ConflictError, match="p6 is on no run of 23 November 2026"):
        done(store, "p6")


def test_without_a_published_plan_it_says_what_to_do(store: Store, clock: Clock) -> None:
    clock.wait(90 * 86_400)
    with pytest.raises(ConflictError, match="Publish one first"):
        done(store, "p5")


def test_what_nobody_wants_any_more_is_not_kept(store: Store) -> None:
    assert done(store, "p5", lambda _: False) == {}
    with store.reading(OFFICE) as kept:
        assert ladder_of(kept, "p5") is None


def test_it_is_work_that_can_be_asked_for() -> None:
    assert LADDER_COSTS in WORK
