"""Banking: only what two published plans show is banked, once, and what was banked until a relapse stays."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from routing.authority.calendar import Calendar, Event, EventKind
from routing.plan import Plan
from routing.problem import Direction, Problem
from routing.risk import PupilId
from routing.scenarios import carry_over, without_pupil
from tests.web import town
from tests.web.office import OFFICE, document, keep_draft, publish
from web.store import Store
from web.store.plans import Drafted
from web.store.seats import SavingState, SeatRelease
from web.training.banking import SchoolDays, banked_so_far, look_again
from web.training.costing import paid

TO = Direction.TO_SCHOOL
MONDAY, TUESDAY = town.DAY, town.DAY + timedelta(days=1)
AFTER = MONDAY + timedelta(days=14)


def morning(day: date, gone: Iterable[str] = ()) -> tuple[Problem, Plan]:
    """Return the town's morning without some pupils, everyone else as always."""
    problem = replace(town.town(), day=day)
    for pupil in gone:
        problem = without_pupil(problem, PupilId(pupil))
    return problem, carry_over(town.plan_to_school(town.town()), problem)


def published(store: Store, day: date, *gone: str) -> str:
    plan = keep_draft(store, document(*morning(day, gone)))
    publish(store, plan)
    return plan


def released(store: Store, pupil: str = "p5", expected: int | None = 4_000, from_day: date = AFTER) -> str:
    with store.writing(OFFICE) as kept:
        return kept.seats.release(pupil, TO, from_day, expected)


def looked(store: Store, id_: str, today: date = AFTER) -> SeatRelease:
    with store.writing(OFFICE) as kept:
        look_again(kept, today)
        return kept.seats.get_release(id_)


def test_a_saving_is_banked_once_a_plan_of_the_same_weekday_shows_it(store: Store) -> None:
    id_, after = released(store), published(store, AFTER, "p5")
    found = looked(store, id_)
    with store.reading(OFFICE) as kept:
        before = kept.plans.find_published(MONDAY, TO)
    assert before is not None
    fallen = paid(*morning(MONDAY)) - paid(*morning(AFTER, ["p5"]))
    assert (found.state, found.banked_pence, found.banked_from) == (SavingState.BANKED, fallen, AFTER)
    assert (found.before_plan, found.after_plan) == (before.id, after)
    assert looked(store, id_) == found


def test_until_there_are_two_plans_to_compare_it_says_so(store: Store) -> None:
    id_ = released(store)
    published(store, TUESDAY + timedelta(days=14), "p5")  # a Tuesday says nothing of a Monday
    found = looked(store, id_, AFTER + timedelta(days=2))
    assert found.state is SavingState.NOT_FALLEN
    assert found.said.startswith("No two published plans of one weekday")


def test_a_seat_that_is_not_free_yet_is_not_looked_at(store: Store) -> None:
    id_ = released(store)
    assert looked(store, id_, AFTER - timedelta(days=1)).state is SavingState.EXPECTED


def test_a_run_that_goes_on_as_before_banks_nothing_and_says_why(store: Store) -> None:
    id_ = released(store, "p4")
    problem, plan = morning(AFTER, ["p4"])
    was = town.plan_to_school(town.town()).shifts[0].runs[0]
    stops = tuple(
        replace(stop, boards=tuple(set(stop.boards) - {"p4"}), alights=tuple(p for p in stop.alights if p != "p4"))
        for stop in was.stops
    )
    shifts = (replace(plan.shifts[0], runs=(replace(was, stops=stops),)), *plan.shifts[1:])
    drafted = Drafted(document=document(problem, replace(plan, shifts=shifts)), violations=(), title="By hand")
    with store.writing(OFFICE) as kept:
        draft = kept.plans.keep_draft(drafted)  # a stop at which nobody waits, though the checker would say so
    publish(store, draft)
    found = looked(store, id_)
    assert (found.state, found.banked_pence) == (SavingState.NOT_FALLEN, None)
    assert found.said.startswith("minibus-1 goes on, with 3 pupils: the day costs as much as before")


def test_it_is_looked_for_again_the_next_week(store: Store) -> None:
    id_ = released(store)
    assert looked(store, id_).state is SavingState.NOT_FALLEN
    published(store, AFTER + timedelta(days=7), "p5")
    assert looked(store, id_, AFTER + timedelta(days=7)).state is SavingState.BANKED


def test_two_seats_of_one_run_share_what_has_fallen_and_bank_no_more(store: Store) -> None:
    one, other = released(store, "p4", 300), released(store, "p2", 100)
    published(store, AFTER, "p4", "p2")
    found = [looked(store, id_) for id_ in (one, other)]
    fallen = paid(*morning(MONDAY)) - paid(*morning(AFTER, ["p4", "p2"]))
    assert [each.state for each in found] == [SavingState.BANKED] * 2
    assert sum(each.banked_pence or 0 for each in found) in (fallen, fallen - 1)
    assert (found[0].banked_pence or 0) == fallen * 300 // 400


def test_a_saving_ends_with_the_relapse_and_what_was_banked_stays(store: Store) -> None:
    id_ = released(store)
    published(store, AFTER, "p5")
    banked = looked(store, id_)
    last = AFTER + timedelta(days=8)
    with store.writing(OFFICE) as kept:
        kept.seats.give_back(id_, last)
        ended = kept.seats.get_release(id_)
    assert (ended.state, ended.banked_pence) == (banked.state, banked.banked_pence)
    year = last + timedelta(days=365)
    assert banked_so_far(ended, SchoolDays(Calendar()), "elm", year) == 7 * (banked.banked_pence or 0)
    assert looked(store, id_, year) == ended


def test_what_has_been_saved_so_far_counts_school_days_alone(store: Store) -> None:
    id_ = released(store)
    published(store, AFTER, "p5")
    found = looked(store, id_)
    assert found.banked_pence is not None
    closed = SchoolDays(Calendar((Event(kind=EventKind.INSET, from_day=AFTER, until_day=AFTER),)))
    for days, counted in ((-1, 0), (0, 1), (4, 5), (5, 5), (7, 6)):
        today = AFTER + timedelta(days=days)
        assert banked_so_far(found, SchoolDays(Calendar()), "elm", today) == counted * found.banked_pence
        assert banked_so_far(found, closed, "elm", today) == max(0, counted - 1) * found.banked_pence
