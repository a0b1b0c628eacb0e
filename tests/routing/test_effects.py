"""What one plan does compared with another, for pupils, runs and costs."""

from dataclasses import replace

import pytest

from routing.cost import cost
from routing.effects import Comparison, PupilChange, PupilEffect, RunChange, RunEffect, changes_between, told_later_s
from routing.plan import Plan
from routing.problem import Direction, Problem
from routing.risk import PupilId
from routing.scenarios import without_pupil
from tests.routing.edits.by_hand import crowded_morning, thrown_together
from tests.routing.edits.test_pupils import morning
from tests.towns import assistant, plan, pupil, run, seconds, street, vehicle

ANN, BOB, CAT, DAN = (PupilId(name) for name in ("ann", "bob", "cat", "dan"))


def fleet(*names: str, **more: object) -> Problem:
    people = tuple(pupil(name, home) for name, home in zip(names, "abcd", strict=False))
    vehicles = (vehicle("bus", driver="joe"), vehicle("cab", driver="kim"), vehicle("van"))
    return street(*people, vehicles=vehicles, **more)


def changed(found: Comparison) -> dict[str, tuple[str, set[str]]]:
    return {change.pupil: (change.effect, set(change.parts)) for change in found.pupils}


def test_a_plan_compared_with_itself_is_empty() -> None:
    problem, told = morning()
    found = changes_between(problem, told, problem, told)
    assert found.is_empty
    assert found.pupils == ()
    assert {each.effect for each in found.runs} == {RunEffect.SAME}
    assert (found.extra_pence, found.extra_by_kind) == (0, {})


def test_a_pupil_is_told_what_changes_for_them_and_by_how_much() -> None:
    problem = fleet("ann", "bob", assistants=(assistant("zoe"), assistant("yan")))
    one = plan(run(problem, "bus", "a: +ann", "b: +bob", "oak: -ann -bob", at="08:40", crew="zoe"))
    other = plan(
        run(problem, "bus", "b: +bob", "oak: -bob", at="08:40", crew="zoe"),
        run(problem, "cab", "a: +ann", "oak: -ann", at="08:43", crew="yan=ann"),
    )
    (change,) = changes_between(problem, one, problem, other).pupils
    assert change.before is not None
    assert change.after is not None
    assert (change.pupil, change.effect) == (ANN, PupilEffect.CHANGED)
    assert change.parts == {"home", "school", "vehicle", "driver", "assistants"}
    assert (change.home_later_s, change.school_later_s) == (5 * 60, 3 * 60)
    assert (change.before.vehicle, change.before.driver, change.before.assistants) == ("bus", "joe", ("zoe",))
    assert (change.after.run, change.after.driver, change.after.assistants) == ("cab/1", "kim", ("yan",))
    assert (change.before.ride_s, change.after.ride_s) == (22 * 60, 20 * 60)


def test_from_school_a_pupil_leaves_it_and_comes_home() -> None:
    problem = fleet("ann", direction=Direction.FROM_SCHOOL)
    one, other = (plan(run(problem, "bus", "oak: +ann", "a: -ann", at=at)) for at in ("15:35", "15:40"))
    (change,) = changes_between(problem, one, problem, other).pupils
    assert change.after is not None
    assert (change.after.school_s, change.after.home_s) == (seconds("15:40"), seconds("16:00"))
    assert (change.parts, change.home_later_s, change.school_later_s) == (frozenset({"home", "school"}), 300, 300)


def test_another_pick_up_point_is_a_change_though_the_minute_is_the_same() -> None:
    problem = street(pupil("ann", "a", walks={"b": 60}))
    one = plan(run(problem, "bus", "a: +ann", "oak: -ann", at="08:40"))
    other = plan(run(problem, "bus", "b: +ann", "oak: -ann", at="08:35"))
    assert changed(changes_between(problem, one, problem, other)) == {"ann": ("changed", {"place", "school"})}


def test_who_is_new_gone_placed_and_left_out_is_told_apart() -> None:
    before, after = fleet("ann", "bob", "cat"), fleet("bob", "cat", "dan")
    one = plan(run(before, "bus", "a: +ann", "b: +bob", "oak: -ann -bob", at="08:40"), unplaced="cat")
    other = plan(run(after, "bus", "b: +cat", "c: +dan", "oak: -cat -dan", at="08:40"), unplaced="bob")
    found = changes_between(before, one, after, other)
    assert [(each.pupil, each.effect, each.why_not) for each in found.pupils] == [
        (BOB, PupilEffect.LEFT_OUT, "no room"),
        (CAT, PupilEffect.PLACED, None),
        (DAN, PupilEffect.ADDED, None),
        (ANN, PupilEffect.GONE, None),
    ]
    assert [each.pupil for each in found.with_effect(PupilEffect.ADDED, PupilEffect.GONE)] == [DAN, ANN]


def test_times_are_compared_by_the_minute_that_people_are_told() -> None:
    problem = fleet("ann")
    one = plan(run(problem, "bus", "a: +ann", "oak: -ann", at="08:40:10"))
    same, other = (plan(run(problem, "bus", "a: +ann", "oak: -ann", at=at)) for at in ("08:40:50", "08:41:05"))
    assert changes_between(problem, one, problem, same).pupils == ()
    (change,) = changes_between(problem, one, problem, other).pupils
    assert change.home_later_s == told_later_s(seconds("08:40:10"), seconds("08:41:05")) == 60


def test_a_run_is_the_same_whatever_its_vehicle_and_number_where_pupils_and_times_agree() -> None:
    problem = fleet("ann", "bob")
    one = plan(
        run(problem, "bus", "a: +ann", "oak: -ann", at="08:30"), run(problem, "bus", "b: +bob", "oak: -bob", at="09:30")
    )
    other = plan(
        run(problem, "cab", "b: +bob", "oak: -bob", at="09:30"), run(problem, "bus", "a: +ann", "oak: -ann", at="08:30")
    )
    found = changes_between(problem, one, problem, other)
    assert [(each.before, each.after, each.effect, each.sheet_changed) for each in found.runs] == [
        ("bus/2", "cab/1", RunEffect.SAME, True),
        ("bus/1", "bus/1", RunEffect.SAME, False),
    ]
    assert changed(found) == {"bob": ("changed", {"vehicle", "driver"})}
    assert not found.is_empty


def test_a_run_is_changed_where_most_of_it_is_left_and_new_or_gone_where_it_is_not() -> None:
    problem = fleet("ann", "bob", "cat", "dan")
    one = plan(
        run(problem, "bus", "a: +ann", "b: +bob", "c: +cat", "oak: -ann -bob -cat", at="08:40"),
        run(problem, "van", "d: +dan", "oak: -dan", at="08:40"),
    )
    other = plan(
        run(problem, "cab", "a: +ann", "b: +bob", "d: +dan", "oak: -ann -bob -dan", at="08:40"),
        run(problem, "van", "c: +cat", "oak: -cat", at="08:40"),
    )
    assert changes_between(problem, one, problem, other).runs == (
        RunChange(effect=RunEffect.CHANGED, before="bus/1", after="cab/1", joined=(DAN,), left=(CAT,)),  # type: ignore[arg-type]  # ids
        RunChange(effect=RunEffect.ADDED, before=None, after="van/1", joined=(CAT,)),  # type: ignore[arg-type]  # ids
        RunChange(effect=RunEffect.GONE, before="van/1", after=None, left=(DAN,)),  # type: ignore[arg-type]  # ids
    )


def test_of_two_halves_of_a_run_the_one_in_its_vehicle_is_it() -> None:
    problem = fleet("ann", "bob", "cat", "dan")
    whole = plan(
        run(problem, "bus", "a: +ann", "b: +bob", "c: +cat", "d: +dan", "oak: -ann -bob -cat -dan", at="08:40")
    )
    halves = plan(
        run(problem, "cab", "a: +ann", "b: +bob", "oak: -ann -bob", at="08:40"),
        run(problem, "bus", "c: +cat", "d: +dan", "oak: -cat -dan", at="08:40"),
    )
    found = changes_between(problem, whole, problem, halves).runs
    assert [(each.before, each.after) for each in found] == [(None, "cab/1"), ("bus/1", "bus/1")]


def test_of_halves_that_are_alike_the_same_one_is_it_whichever_way_one_compares() -> None:
    problem = fleet("ann", "bob")
    whole = plan(run(problem, "bus", "a: +ann", "b: +bob", "oak: -ann -bob", at="08:40"))
    ann, bob = (
        run(problem, "cab", "a: +ann", "oak: -ann", at="08:40"),
        run(problem, "van", "b: +bob", "oak: -bob", at="08:35"),
    )
    assert ann.begins_s == bob.begins_s
    halves = plan(bob, ann)
    there, back = changes_between(problem, whole, problem, halves), changes_between(problem, halves, problem, whole)
    assert ("bus/1", "cab/1") in [(each.before, each.after) for each in there.runs]
    assert ("cab/1", "bus/1") in [(each.before, each.after) for each in back.runs]


def test_a_crew_reads_of_a_change_that_no_pupil_notices() -> None:
    problem = street(pupil("ann", "a", assistant="shared"), assistants=(assistant("zoe", joins_at="b"),))
    one, other = (
        plan(run(problem, "bus", *visits, at="08:40", crew="zoe"))
        for visits in (
            ("b: >zoe", "a: +ann", "oak: -ann", "b: <zoe"),
            ("b: >zoe", "a: +ann", "oak: -ann", "b:", "b: <zoe"),
        )
    )
    found = changes_between(problem, one, problem, other)
    assert (found.pupils, found.runs[0].effect, found.runs[0].sheet_changed) == ((), RunEffect.SAME, True)
    assert not found.is_empty


def test_plans_of_two_directions_are_not_compared() -> None:
    to_school, home = fleet("ann"), fleet("ann", direction=Direction.FROM_SCHOOL)
    with pytest.raises(ValueError, match="must be compared with plans to school"):
        changes_between(to_school, plan(unplaced="ann"), home, plan(unplaced="ann"))


def mirrored(change: PupilChange) -> PupilChange:
    """Return what a change is the other way round; the reason is told of the plan after alone."""
    other = {
        PupilEffect.ADDED: PupilEffect.GONE,
        PupilEffect.GONE: PupilEffect.ADDED,
        PupilEffect.PLACED: PupilEffect.LEFT_OUT,
        PupilEffect.LEFT_OUT: PupilEffect.PLACED,
        PupilEffect.CHANGED: PupilEffect.CHANGED,
    }
    return replace(change, effect=other[change.effect], before=change.after, after=change.before, why_not=None)


def pairs() -> list[tuple[Problem, Plan, Problem, Plan]]:
    """Return plans thrown together, of days that differ in a pupil or two."""
    made = []
    for seed in range(30):
        problem = crowded_morning(seed % 8)
        names = [each.id for each in problem.pupils if not each.needs.apart_from and not each.needs.together_with]
        other = street_without(problem, names[: seed % 3])
        made.append((problem, thrown_together(problem, seed), other, thrown_together(other, seed + 500)))
    return made


def street_without(problem: Problem, gone: list[PupilId]) -> Problem:
    for name in gone:
        problem = without_pupil(problem, name)
    return problem


def test_the_other_way_round_everything_is_the_opposite() -> None:
    effects = set()
    for one, before, other, after in pairs():
        there, back = changes_between(one, before, other, after), changes_between(other, after, one, before)
        assert (there.before, there.after, there.extra_pence) == (back.after, back.before, -back.extra_pence)
        assert {mirrored(each) for each in there.pupils} == {replace(each, why_not=None) for each in back.pupils}
        assert [each.home_later_s for each in sorted(there.pupils, key=lambda each: each.pupil)] == [
            -each.home_later_s for each in sorted(back.pupils, key=lambda each: each.pupil)
        ]
        assert {(each.before, each.after, each.joined, each.left) for each in there.runs} == {
            (each.after, each.before, each.left, each.joined) for each in back.runs
        }
        effects |= {each.effect for each in (*there.pupils, *back.pupils)}
    assert effects == set(PupilEffect)


def test_the_kinds_of_cost_add_up_to_the_difference_and_everyone_is_accounted_for() -> None:
    for one, before, other, after in pairs():
        found = changes_between(one, before, other, after)
        assert sum(found.extra_by_kind.values()) == found.extra_pence == cost(other, after) - cost(one, before)
        runs = [each for each in found.runs if each.after is not None]
        assert {each.after for each in runs} == {run_id for run_id, _ in after.numbered_runs()}
        assert {each.before for each in found.runs} - {None} == {run_id for run_id, _ in before.numbered_runs()}
