"""What an exception leaves open in a published plan, before anyone plans again."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from routing.files import Document, LegShape
from routing.plan import RunId
from routing.problem import Direction
from routing.risk import PupilId
from routing.scenarios import without_pupil
from tests.geodata.small_roads import METRE, roads_of
from tests.web.office import OFFICE, Clock, document
from tests.web.planning.days import published_morning, report
from tests.web.town import CAR, DAY, plan_to_school, town
from web.planning.consequences import Consequences, consequences, open_events, over_events, runs_along
from web.store import Store
from web.store.day import DayEvent, DayEventKind


def reported(store: Store, clock: Clock, kind: DayEventKind, ref: str, **more: Any) -> DayEvent:
    id_ = report(store, clock, kind, ref, DAY, **more)
    with store.reading(OFFICE) as kept:
        return kept.day.get_event(id_)


def left(*events: DayEvent, shut: tuple[RunId, ...] = ()) -> Consequences:
    problem = town()
    return consequences(problem, plan_to_school(problem), events, shut)


def test_a_vehicle_that_is_out_leaves_its_pupils_without_a_run_and_the_others_standing(
    store: Store, clock: Clock
) -> None:
    found = left(reported(store, clock, DayEventKind.VEHICLE_OUT, "taxi-7"))
    assert found.left_out == (("p5", "taxi-7, which was to carry them, does not run"),)
    assert (found.touched, found.stands, found.gone, found.is_harmless) == (("taxi-7/1",), 1, (), False)


def test_an_absence_frees_a_seat_and_breaks_nothing(store: Store, clock: Clock) -> None:
    found = left(reported(store, clock, DayEventKind.PUPIL_ABSENT, "p3"))
    assert (found.gone, found.left_out, found.broken) == (("p3",), (), ())
    assert found.touched == ("minibus-1/1",)


def test_an_assistant_who_is_away_breaks_the_rule_of_the_crew(store: Store, clock: Clock) -> None:
    found = left(reported(store, clock, DayEventKind.ASSISTANT_OUT, "a1"))
    assert {pupil for each in found.broken for pupil in each.pupils} == {"p2"}
    assert found.touched == ("minibus-1/1",)


def test_a_run_along_a_closed_road_is_touched_though_nobody_is_left_out(store: Store, clock: Clock) -> None:
    found = left(reported(store, clock, DayEventKind.ROAD_CLOSED, "Mill Lane"), shut=(RunId("taxi-7/1"),))
    assert (found.touched, found.left_out, found.is_harmless) == (("taxi-7/1",), (), False)


def test_what_a_plan_takes_account_of_is_not_open(store: Store, clock: Clock) -> None:
    plan = published_morning(store)
    reported(store, clock, DayEventKind.VEHICLE_OUT, "taxi-7", direction=Direction.FROM_SCHOOL)
    reported(store, clock, DayEventKind.PUPIL_ABSENT, "whom-it-does-not-know")
    closed = reported(store, clock, DayEventKind.ROAD_CLOSED, "Mill Lane")
    out = reported(store, clock, DayEventKind.ASSISTANT_OUT, "a2")
    with store.reading(OFFICE) as kept:
        head, (problem, _) = kept.plans.get(plan), kept.plans.load(plan)
        events = kept.day.list_events(DAY, DAY)
    assert open_events(problem, head, events) == (closed, out)
    later = replace(head, made_at=clock.now)
    without = replace(problem, assistants=problem.assistants[:1])
    assert open_events(without, later, events) == ()
    assert open_events(problem, replace(head, day=DAY + timedelta(days=1)), events) == ()


def test_an_absence_withdrawn_after_it_was_planned_for_is_over_and_the_plan_does_not_know(
    store: Store, clock: Clock
) -> None:
    id_ = report(store, clock, DayEventKind.PUPIL_ABSENT, "p5", DAY)
    problem = without_pupil(town(), PupilId("p5"))
    with store.reading(OFFICE) as kept:
        head = replace(kept.plans.get(published_morning(store)), made_at=clock.now)
    clock.now += timedelta(minutes=1)
    with store.writing(OFFICE) as kept:
        kept.day.withdraw(id_)
        events = kept.day.list_events(DAY, DAY, withdrawn=True)
    assert [event.ref for event in over_events(problem, head, events)] == ["p5"]
    assert over_events(town(), head, events) == ()


def test_the_runs_that_drive_along_a_closed_way_are_found_by_their_lines(store: Store, clock: Clock) -> None:
    roads = roads_of([(0, 0), (1_000, 0), (2_000, 0)], [([0, 1], {}), ([1, 2], {})])
    first, middle, last = ((0.0, round(each * METRE, 6)) for each in (500, 1_000, 2_000))
    event = reported(store, clock, DayEventKind.ROAD_CLOSED, "way/2")
    problem = town()
    taxi = plan_to_school(problem).runs[1]
    for points, found in (
        ((first, middle, last), ("taxi-7/1",)),
        ((last, middle), ("taxi-7/1",)),
        ((first, middle), ()),
    ):
        start, end = (stop.place for stop in taxi.stops)
        leg = LegShape(profile=CAR, start=start, end=end, seconds=234, metres=2340, points=points)
        drawn: Document = replace(document(problem), legs=(leg,))
        assert runs_along(drawn, roads, [event]) == found
