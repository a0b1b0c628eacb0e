"""A published plan made again after an exception: the promises of those whom it does not touch stand."""

from pathlib import Path

import pytest

from geodata.errors import MapFileError
from routing.effects import PupilEffect, changes_between
from tests.web.office import OFFICE, Clock
from tests.web.planning.days import asked, plan_again, published_afternoon, published_morning, report
from tests.web.town import DAY
from web.planning.disruption import replan, why
from web.settings import Settings
from web.store import ConflictError, Store
from web.store.day import DayEventKind
from web.store.plan_views import PlanState


def changes(store: Store, before: str, after: str) -> dict[str, PupilEffect]:
    with store.reading(OFFICE) as kept:
        side = changes_between(*kept.plans.load(before), *kept.plans.load(after))
    return {str(change.pupil): change.effect for change in side.pupils}


def test_a_vehicle_that_is_out_is_made_good_and_nobody_elses_promise_moves(
    store: Store, clock: Clock, tmp_path: Path
) -> None:
    plan = published_morning(store)
    report(store, clock, DayEventKind.VEHICLE_OUT, "taxi-7", DAY)
    draft = plan_again(store, tmp_path, plan)["plan"]
    assert changes(store, plan, draft) == {"p5": PupilEffect.CHANGED}
    with store.reading(OFFICE) as kept:
        head = kept.plans.get(draft)
        assert (head.title, head.replaces, head.has_begun_from) == ("Taxi-7 is out", plan, plan)
        assert (head.violations, head.state) == (0, PlanState.DRAFT)
        assert [step.said for step in kept.plans.list_steps(draft)] == ["Taxi-7 is out"]


def test_an_absent_pupil_is_not_driven_for_and_the_others_keep_their_times(
    store: Store, clock: Clock, tmp_path: Path
) -> None:
    plan = published_morning(store)
    report(store, clock, DayEventKind.PUPIL_ABSENT, "p3", DAY, school="oak")
    draft = plan_again(store, tmp_path, plan)["plan"]
    assert changes(store, plan, draft) == {"p3": PupilEffect.GONE}


def test_an_assistant_who_is_away_is_made_good_without_touching_other_vehicles(
    store: Store, clock: Clock, tmp_path: Path
) -> None:
    plan = published_morning(store)
    report(store, clock, DayEventKind.ASSISTANT_OUT, "a2", DAY)
    draft = plan_again(store, tmp_path, plan)["plan"]
    moved = changes(store, plan, draft)
    assert "p5" not in moved
    assert PupilEffect.LEFT_OUT not in moved.values()
    with store.reading(OFFICE) as kept:
        assert kept.plans.get(draft).violations == 0


def test_a_school_that_closes_early_is_left_early_and_the_other_school_as_promised(
    store: Store, clock: Clock, tmp_path: Path
) -> None:
    plan = published_afternoon(store)
    times = {"finishes_s": 13 * 3600, "leave_by_s": 13 * 3600 + 1800}
    report(store, clock, DayEventKind.SCHOOL_CLOSES_EARLY, "elm", DAY, school="elm", detail=times)
    draft = plan_again(store, tmp_path, plan)["plan"]
    assert changes(store, plan, draft) == {"p5": PupilEffect.CHANGED}
    with store.reading(OFFICE) as kept:
        [ride] = [ride for ride in kept.plans.list_rides(draft) if ride.pupil == "p5"]
        leaves_s = ride.alight_s - ride.ride_s  # boarding may begin before
        assert 13 * 3600 <= leaves_s <= 13 * 3600 + 1800
        assert kept.plans.get(draft).title == "Elm closes at 13:00"


def test_who_was_accepted_as_unplaced_for_the_same_reason_need_not_be_accepted_again(
    store: Store, clock: Clock, tmp_path: Path
) -> None:
    plan = published_morning(store)
    report(store, clock, DayEventKind.PUPIL_ABSENT, "p5", DAY, school="elm")
    draft = plan_again(store, tmp_path, plan)["plan"]
    with store.reading(OFFICE) as kept:
        before, after = kept.plans.list_unplaced(plan), kept.plans.list_unplaced(draft)
    assert {each.pupil for each in after} == {"p6"}
    same = [each.reason for each in before] == [each.reason for each in after]
    assert (after[0].accepted_why == "The assessment is on Tuesday") is same


def test_there_must_be_something_to_plan_again_for(store: Store, clock: Clock, tmp_path: Path) -> None:
    plan = published_morning(store)
    report(store, clock, DayEventKind.PUPIL_ABSENT, "p6-of-another-day", DAY)
    with pytest.raises(ConflictError, match="takes account of everything"):
        plan_again(store, tmp_path, plan)


def test_a_draft_is_not_planned_again_for_the_day(store: Store, clock: Clock, tmp_path: Path) -> None:
    plan = published_morning(store)
    report(store, clock, DayEventKind.VEHICLE_OUT, "taxi-7", DAY)
    draft = plan_again(store, tmp_path, plan)["plan"]
    with pytest.raises(ConflictError, match="This plan is draft"):
        replan(store, Settings(home=tmp_path), asked(store, draft), lambda _: True)


def test_a_closed_road_asks_for_roads_in_a_sentence(store: Store, clock: Clock, tmp_path: Path) -> None:
    plan = published_morning(store)
    report(store, clock, DayEventKind.ROAD_CLOSED, "Mill Lane", DAY)
    with pytest.raises(MapFileError, match="There are no roads in"):
        plan_again(store, tmp_path, plan)


def test_what_nobody_wants_any_more_is_not_kept(store: Store, clock: Clock, tmp_path: Path) -> None:
    plan = published_morning(store)
    report(store, clock, DayEventKind.VEHICLE_OUT, "taxi-7", DAY)
    task = asked(store, plan)
    with store.writing(OFFICE) as kept:
        kept.tasks.cancel(task.id)
    with pytest.raises(ConflictError):
        replan(store, Settings(home=tmp_path), task, lambda _: True)
    with store.reading(OFFICE) as kept:
        assert [head.id for head in kept.plans.list_plans(DAY, DAY)] == [plan]


def test_a_title_says_three_things_and_how_many_more(store: Store, clock: Clock) -> None:
    for kind, ref in (
        (DayEventKind.VEHICLE_OUT, "taxi-7"),
        (DayEventKind.ASSISTANT_OUT, "a1"),
        (DayEventKind.SCHOOL_CLOSED, "elm"),
        (DayEventKind.PUPIL_ABSENT, "p1"),
        (DayEventKind.PUPIL_ABSENT, "p2"),
    ):
        report(store, clock, kind, ref, DAY)
    with store.reading(OFFICE) as kept:
        events = kept.day.list_events(DAY, DAY)
    assert why(events) == "Taxi-7 is out, a1 is away, elm is closed and 2 more"
