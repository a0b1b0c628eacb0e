"""What reports count: worked out by hand for the small town, and asked in a fixed number of questions."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.web.filled import keep_published, publish_unjudged
from tests.web.office import (
    OFFICE,
    Clock,
    afternoon,
    document,
    fill,
    keep_draft,
    moved_document,
    publish,
    school_of,
)
from tests.web.queries import counted_queries
from tests.web.town import DAY
from web.reporting.sums import ArrivalSums, RideSums, Span
from web.store import NotKeptError, Store
from web.store.day import DayEventKind, What

GATE_OAK_S, GATE_ELM_S = 29_874, 30_654


@pytest.fixture
def plan(store: Store) -> str:
    """Return the published plan of the town's morning."""
    id_ = keep_draft(store)
    publish(store, id_)
    return id_


def _rides(store: Store) -> dict[str, RideSums]:
    with store.reading(OFFICE) as kept:
        return {each.pupil: each for each in kept.reporting.list_rides(DAY, DAY)}


def _arrivals(store: Store) -> dict[str, ArrivalSums]:
    with store.reading(OFFICE) as kept:
        return {each.pupil: each for each in kept.reporting.list_arrivals(DAY, DAY)}


@pytest.mark.usefixtures("plan")
def test_the_towns_rides_add_up_as_by_hand(store: Store) -> None:
    rides = _rides(store)
    assert list(rides) == ["p1", "p2", "p3", "p4", "p5"]
    # the minibus: half its day rate of £180 and 6.74 miles at 90p are £97.60, its two assistants' hours £28; four share
    assert rides["p1"] == RideSums(
        pupil="p1",
        school="oak",
        operator="Own fleet",
        rides=1,
        alone=0,
        over_primary=0,
        over_secondary=0,
        seconds=942,
        bands=(0, 1, 0, 0, 0, 0),
        pence=(9760 + 2800) / 4,
        pence_alone=0,
        seats=10 / 4,
        assistants=2 / 4,
        runs=1 / 4,
    )
    # the taxi: half of £60 and 1.45 miles at £1.60, and nobody else aboard
    taxi = rides["p5"]
    assert (taxi.alone, taxi.pence, taxi.pence_alone, taxi.seats, taxi.runs) == (1, 3232, 3232, 4, 1)
    assert sum(each.pence for each in rides.values()) == 12_000 + 992 + 2800


def test_drafts_and_replaced_versions_are_not_counted(store: Store, plan: str) -> None:
    keep_draft(store, moved_document(), replaces=plan)
    publish(store, keep_draft(store, replaces=plan))
    assert [each.rides for each in _rides(store).values()] == [1, 1, 1, 1, 1]


def test_a_ride_is_over_by_its_own_limit_or_by_the_guide(store: Store) -> None:
    made = document()
    pupils = tuple(
        replace(each, needs=replace(each.needs, ride_limit_s=900)) if each.id == "p1" else each
        for each in made.problem.pupils
    )
    publish_unjudged(store, replace(made, problem=replace(made.problem, pupils=pupils)))
    rides = _rides(store)
    assert (rides["p1"].over_primary, rides["p1"].over_secondary, rides["p2"].over_secondary) == (1, 1, 0)


def test_an_arrival_is_late_by_the_minutes_on_the_clock(store: Store, plan: str) -> None:
    with store.writing(OFFICE) as kept:
        kept.day.log(plan, DAY, "minibus-1/1", 6, What.ARRIVED, GATE_OAK_S // 60 * 60 + 300, GATE_OAK_S)
        kept.day.log(plan, DAY, "taxi-7/1", 2, What.ARRIVED, GATE_ELM_S // 60 * 60 + 360, GATE_ELM_S)
    arrivals = _arrivals(store)
    assert (arrivals["p1"].on_time, arrivals["p1"].late, arrivals["p1"].unlogged) == (1, (0, 0, 0), 0)
    assert (arrivals["p5"].on_time, arrivals["p5"].late) == (0, (1, 0, 0))


def test_what_was_logged_last_counts_whatever_version_it_was_logged_against(
    store: Store, clock: Clock, plan: str
) -> None:
    with store.writing(OFFICE) as kept:
        kept.day.log(plan, DAY, "taxi-7/1", 1, What.LEFT, GATE_ELM_S, 30_420)
        kept.day.log(plan, DAY, "taxi-7/1", 2, What.ARRIVED, GATE_ELM_S, GATE_ELM_S)
    clock.now += timedelta(minutes=1)
    with store.writing(OFFICE) as kept:
        kept.day.log(plan, DAY, "taxi-7/1", 2, What.ARRIVED, GATE_ELM_S + 21 * 60, GATE_ELM_S)
    publish(store, keep_draft(store, replaces=plan))
    taxi = _arrivals(store)["p5"]
    assert (taxi.planned, taxi.on_time, taxi.late, taxi.unlogged) == (1, 0, (0, 0, 1), 0)


@pytest.mark.usefixtures("plan")
def test_who_was_reported_absent_was_not_to_arrive(store: Store) -> None:
    with store.writing(OFFICE) as kept:
        kept.day.report(DayEventKind.PUPIL_ABSENT, "p1", DAY - timedelta(days=1), until_day=DAY)
        withdrawn = kept.day.report(DayEventKind.PUPIL_ABSENT, "p2", DAY)
        kept.day.withdraw(withdrawn)
    assert list(_arrivals(store)) == ["p2", "p3", "p4", "p5"]
    with store.reading(OFFICE) as kept:
        assert kept.reporting.span(DAY, DAY) == Span(mornings=1, afternoons=0, events={"pupil-absent": 1})


@pytest.mark.usefixtures("plan")
def test_days_are_counted_in_each_direction(store: Store) -> None:
    publish(store, keep_draft(store, afternoon()))
    with store.reading(OFFICE) as kept:
        found = kept.reporting.span(DAY, DAY + timedelta(days=7))
    assert (found.mornings, found.afternoons) == (1, 1)


def test_who_counts_opens_nothing_that_is_sealed(store: Store) -> None:
    fill(store)
    with store.reading(OFFICE) as kept:
        pupils = kept.reporting.open_rows("pupils")
        assessments = kept.reporting.open_rows("risk_assessments")
    assert [row["pupil"] for row in pupils] == ["p1", "p2", "p3", "p4", "p5", "p6"]
    assert {row["school"] for row in pupils} == {"oak", "elm"}
    assert not any(row["name"] or row["primary_need"] for row in pupils)
    assert {(row["assessed_on"], row["hazards"]) for row in assessments} == {("2026-09-01", "")}


def test_nothing_is_counted_for_a_school(store: Store) -> None:
    with store.reading(school_of("oak")) as kept:
        for look in (kept.reporting.span, kept.reporting.list_rides, kept.reporting.list_arrivals):
            with pytest.raises(NotKeptError):
                look(DAY, DAY)
        with pytest.raises(NotKeptError):
            kept.reporting.open_rows("pupils")


@pytest.mark.usefixtures("plan")
def test_a_full_store_is_asked_no_more_often_than_a_small_one(store: Store) -> None:
    until = DAY + timedelta(days=4)

    def asked(from_day: date) -> tuple[int, int]:
        with counted_queries(store) as heard, store.reading(OFFICE) as kept:
            kept.reporting.span(from_day, until)
            rides = kept.reporting.list_rides(from_day, until)
            kept.reporting.list_arrivals(from_day, until)
        return len(heard), sum(each.rides for each in rides)

    few = asked(DAY)
    for day in range(1, 4):
        keep_published(store, 120, 3, DAY + timedelta(days=day))
    many = asked(DAY)
    assert few[1] == 5
    assert many[1] > 300
    assert many[0] == few[0]
