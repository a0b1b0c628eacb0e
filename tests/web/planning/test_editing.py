"""Edits of a draft by hand."""

import pytest

from routing.checker import check
from routing.edits import Turn
from routing.errors import CannotBeDoneError
from routing.records import AssistantId
from routing.risk import PupilId
from tests.web import town
from tests.web.office import OFFICE, keep_draft
from web.planning.editing import (
    TRACE,
    RunRef,
    Wish,
    answer_of,
    apply,
    crewing,
    driving,
    leaving_out,
    lock,
    moving,
    restore,
    swapping,
    timing,
    turning,
)
from web.store import ConflictError, Store
from web.store.plan_views import PlanState
from web.store.tasks import Task

TAXI_RUN = RunRef(town.TAXI, 1)
BUS_RUN = RunRef(town.MINIBUS, 1)
P5 = PupilId("p5")


def tasks(store: Store) -> list[Task]:
    with store.reading(OFFICE) as kept:
        return kept.tasks.list_recent()


def test_a_time_is_changed_and_the_answer_says_what_it_does(store: Store) -> None:
    id_ = keep_draft(store)
    assert apply(store, OFFICE, id_, 0, timing(TAXI_RUN, 1, 8 * 3600 + 20 * 60)) == 1
    with store.reading(OFFICE) as kept:
        answer = answer_of(kept, id_, 1)
        said = kept.plans.list_steps(id_)[0].said
        ride = next(ride for ride in kept.plans.list_rides(id_) if ride.pupil == P5)
    assert said == "Run taxi-7/1 comes to stop 1 at 08:20"
    assert ride.board_s == 8 * 3600 + 20 * 60
    assert answer is not None
    assert [change.pupil for change in answer.effects.pupils] == [P5]
    assert answer.new == ()


def test_an_edit_that_breaks_a_rule_is_kept_and_says_so(store: Store) -> None:
    id_ = keep_draft(store)
    apply(store, OFFICE, id_, 0, timing(TAXI_RUN, 1, 9 * 3600 + 20 * 60))
    with store.reading(OFFICE) as kept:
        answer = answer_of(kept, id_, 1)
        problem, plan = kept.plans.load(id_)
        assert kept.plans.get(id_).violations == len(check(problem, plan)) > 0
    assert answer is not None
    assert answer.new


@pytest.mark.parametrize(
    "wish",
    [
        moving(P5, town.MINIBUS, None),
        swapping(P5, PupilId("p4")),
        leaving_out(P5, "the family drives"),
        turning(BUS_RUN, 3, Turn.DOWN),
        crewing(BUS_RUN, None, None),
        crewing(TAXI_RUN, None, AssistantId("a2")),
        driving(TAXI_RUN, town.MINIBUS),
    ],
    ids=lambda wish: wish.said,
)
def test_each_wish_is_judged_as_the_checker_judges_the_plan_that_results(store: Store, wish: Wish) -> None:
    id_ = keep_draft(store)
    if "None" in wish.said:
        with pytest.raises(CannotBeDoneError):
            apply(store, OFFICE, id_, 0, wish)
        return
    apply(store, OFFICE, id_, 0, wish)
    with store.reading(OFFICE) as kept:
        problem, plan = kept.plans.load(id_)
        said = sorted(each.said for each in kept.plans.list_violations(id_))
    assert said == sorted(map(str, check(problem, plan)))
    assert plan != town.plan_to_school(problem)


def test_an_edit_of_what_someone_else_has_edited_is_refused_before_it_is_worked_out(store: Store) -> None:
    id_ = keep_draft(store)
    apply(store, OFFICE, id_, 0, timing(TAXI_RUN, 1, 8 * 3600))

    def never(*_: object) -> None:
        pytest.fail("it was worked out")

    with pytest.raises(ConflictError, match="Someone else has changed this draft"):
        apply(store, OFFICE, id_, 0, Wish("too late", never))  # type: ignore[arg-type]  # it is not to be called


def test_a_published_plan_is_not_edited(store: Store) -> None:
    with store.reading(OFFICE) as kept:
        head = kept.plans.find_published(town.DAY, town.town().direction)
    assert head is not None
    with pytest.raises(ConflictError, match="published, and no draft"):
        apply(store, OFFICE, head.id, 0, timing(TAXI_RUN, 1, 8 * 3600))


def test_an_undone_edit_leaves_the_plan_as_it_was_and_both_steps_in_the_list(store: Store) -> None:
    id_ = keep_draft(store)
    apply(store, OFFICE, id_, 0, leaving_out(P5, "the family drives"))
    assert restore(store, OFFICE, id_, 1, 0) == 2
    with store.reading(OFFICE) as kept:
        assert kept.plans.load(id_, 2)[1] == kept.plans.load(id_, 0)[1]
        assert [step.step for step in kept.plans.list_steps(id_)] == [2, 1, 0]
        assert kept.plans.get(id_).state is PlanState.DRAFT


def test_a_lock_stays_with_its_run_when_the_run_is_called_otherwise(store: Store) -> None:
    id_ = keep_draft(store)
    lock(store, OFFICE, id_, 0, run="taxi-7/1")
    apply(store, OFFICE, id_, 1, driving(TAXI_RUN, town.MINIBUS))
    with store.reading(OFFICE) as kept:
        head = kept.plans.get(id_)
        on = next(ride.run for ride in kept.plans.list_rides(id_) if ride.pupil == P5)
    assert head.locks.runs == {on}
    assert on.startswith("minibus-1/")


def test_a_locked_pupil_who_is_moved_by_hand_is_locked_where_they_are_now(store: Store) -> None:
    id_ = keep_draft(store)
    lock(store, OFFICE, id_, 0, pupil="p5")
    apply(store, OFFICE, id_, 1, moving(P5, town.MINIBUS, None))
    with store.reading(OFFICE) as kept:
        assert kept.plans.get(id_).locks.pupils == {"p5": "minibus-1"}
    lock(store, OFFICE, id_, 2, pupil="p5")
    with store.reading(OFFICE) as kept:
        assert kept.plans.get(id_).locks.pupils == {}


def test_nobody_is_locked_into_a_vehicle_that_does_not_carry_them(store: Store) -> None:
    id_ = keep_draft(store)
    with pytest.raises(ConflictError, match="p6 is on no run"):
        lock(store, OFFICE, id_, 0, pupil="p6")


def test_roads_are_asked_for_once_while_the_asking_waits(store: Store) -> None:
    id_ = keep_draft(store)
    apply(store, OFFICE, id_, 0, timing(TAXI_RUN, 1, 8 * 3600 + 20 * 60))
    apply(store, OFFICE, id_, 1, timing(TAXI_RUN, 1, 8 * 3600 + 21 * 60))
    assert [(task.kind, task.asked) for task in tasks(store)] == [(TRACE, {"plan": id_})]
