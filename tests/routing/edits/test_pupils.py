"""Pupils moved, exchanged and left out by hand, on a street of two vehicles and on towns drawn at random."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routing.alternatives import Judge, ways, without
from routing.checker import check
from routing.cost import cost
from routing.edits import Edit, leave_out, move, swap
from routing.errors import CannotBeDoneError, NoSuchRecordError
from routing.plan import Plan, Unplaced
from routing.problem import Problem
from routing.records import AssistantId, Usual, VehicleId
from routing.risk import PupilId
from tests.strategies import towns
from tests.towns import assistant, plan, pupil, run, school, street, vehicle

ANN, BOB, DAN, EVE = (PupilId(name) for name in ("ann", "bob", "dan", "eve"))
BUS, CAB, VAN, TRAM = (VehicleId(name) for name in ("bus", "cab", "van", "tram"))
DRAWN = settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def morning() -> tuple[Problem, Plan]:
    """Return a bus with Ann, whom zoe helps, and Bob, and a taxi with Dan, whom yan helps alone, and Cat."""
    people = (
        pupil("ann", "a", assistant="shared"),
        pupil("bob", "b"),
        pupil("cat", "d", apart_from="bob"),
        pupil("dan", "c", assistant="one-to-one"),
    )
    problem = street(
        *people,
        vehicles=(vehicle("bus", depot="depot", driver="joe"), vehicle("cab", (4, 0)), vehicle("van", (2, 0))),
        assistants=(assistant("zoe", joins_at="b"), assistant("yan")),
        schools=(school(between="08:10-08:45"),),
    )
    visits = ("b: >zoe", "a: +ann", "b: +bob", "oak: -ann -bob", "b: <zoe")
    bus = run(problem, "bus", *visits, at="08:40", crew="zoe")
    told = plan(bus, run(problem, "cab", "c: +dan", "d: +cat", "oak: -cat -dan", at="08:45", crew="yan=dan"))
    assert check(problem, told) == []
    return problem, told


def aboard(told: Plan) -> dict[str, list[set[str]]]:
    """Return who is on each vehicle's runs."""
    return {shift.vehicle: [set(each.pupils) for each in shift.runs] for shift in told.shifts}


def everyone(told: Plan) -> Counter[PupilId]:
    """Return how often each pupil is on a run or named as unplaced."""
    return Counter([*(pupil for each in told.runs for pupil in each.pupils), *(each.pupil for each in told.unplaced)])


def crews(told: Plan) -> dict[str, list[str]]:
    """Return who is aboard of each vehicle's first run."""
    return {shift.vehicle: [each.assistant for each in shift.runs[0].crew] for shift in told.shifts}


def test_a_pupil_is_moved_to_the_cheapest_place_and_their_own_assistant_comes_along() -> None:
    problem, told = morning()
    edit = move(problem, told, DAN, BUS, 1)
    assert aboard(edit.plan) == {"bus": [{"ann", "bob", "dan"}], "cab": [{"cat"}]}
    assert crews(edit.plan) == {"bus": ["zoe", "yan"], "cab": []}
    assert [stop.place for stop in edit.plan.runs[0].stops] == ["b", "a", "b", "c", "oak", "b"]
    assert edit.plan.runs[0].stops[4].arrive_s == told.runs[0].stops[3].arrive_s  # the school sees the bus as before
    assert (edit.violations, edit.extra_pence) == ((), cost(problem, edit.plan) - cost(problem, told))


def test_a_place_that_breaks_a_rule_is_taken_all_the_same_and_the_rule_is_told() -> None:
    problem, told = morning()
    edit = move(problem, told, BOB, CAB, 1)
    assert aboard(edit.plan) == {"bus": [{"ann"}], "cab": [{"bob", "cat", "dan"}]}
    assert [str(each) for each in edit.new] == [
        "Pupils whom a risk assessment keeps apart never share a run. Not so (cab): bob and cat are on one run."
    ]
    assert (edit.mended, edit.still) == ((), ())
    back = move(problem, edit.plan, BOB, BUS, 1)
    assert (back.new, back.mended, back.still) == ((), edit.new, ())


def test_a_pupil_is_moved_to_a_run_of_their_own_and_taken_off_one_that_then_is_no_more() -> None:
    problem, told = morning()
    alone = move(problem, told, BOB, VAN, None)
    assert aboard(alone.plan) == {"bus": [{"ann"}], "cab": [{"cat", "dan"}], "van": [{"bob"}]}
    back = move(problem, alone.plan, BOB, BUS, 1)
    assert aboard(back.plan) == aboard(told)


def test_a_pupil_can_be_placed_anew_on_the_run_that_they_have_even_if_it_is_theirs_alone() -> None:
    problem, told = morning()
    assert aboard(move(problem, told, BOB, BUS, 1).plan) == aboard(told)
    alone = plan(run(problem, "van", "b: +bob", "oak: -bob", at="08:40"), unplaced="ann cat dan")
    assert aboard(move(problem, alone, BOB, VAN, 1).plan) == {"van": [{"bob"}]}


def test_who_had_no_run_is_placed_and_who_may_not_travel_is_placed_against_the_rules() -> None:
    problem, told = morning()
    left = leave_out(problem, told, BOB, "ill ")
    assert left.plan.unplaced == (Unplaced(BOB, "ill"),)
    assert aboard(left.plan)["bus"] == [{"ann"}]
    placed = move(problem, left.plan, BOB, BUS, 1)
    assert (placed.plan.unplaced, placed.violations) == ((), ())
    people = (pupil("ann", "a"), pupil("bob", "b"))
    unassessed = street(*people, assessments=street(people[0]).assessments)
    edit = move(unassessed, plan(unplaced="ann bob"), BOB, BUS, None)
    assert [each.rule for each in edit.new] == ["NoOneTravelsUnassessed"]


def test_an_assistant_is_found_for_one_who_needs_one_where_none_is_aboard() -> None:
    problem, told = morning()
    edit = move(problem, told, ANN, VAN, None)
    assert crews(edit.plan) == {"bus": [], "cab": ["yan"], "van": ["zoe"]}
    assert edit.violations == ()


def test_their_own_assistant_comes_along_though_others_live_nearer() -> None:
    nearer = tuple(assistant(name) for name in ("eve", "fay", "gus", "hal"))
    people = (pupil("ann", "a", assistant="one-to-one"), pupil("bob", "b"))
    problem = street(
        *people,
        vehicles=(vehicle("bus"), vehicle("cab")),
        assistants=(*nearer, assistant("zoe")),
        usuals=(Usual(pupil=ANN, assistant=AssistantId("zoe")),),
    )
    told = plan(run(problem, "bus", "a: +ann", "b: +bob", "oak: -ann -bob", at="08:40", crew="zoe=ann"))
    assert crews(move(problem, told, ANN, CAB, None).plan) == {"bus": [], "cab": ["zoe"]}


def test_two_are_exchanged_between_their_runs_each_at_the_best_place() -> None:
    problem, told = morning()
    edit = swap(problem, told, ANN, DAN)
    assert aboard(edit.plan) == {"bus": [{"dan", "bob"}], "cab": [{"cat", "ann"}]}
    assert crews(edit.plan) == {"bus": ["yan"], "cab": ["zoe"]}
    assert edit.violations == ()
    assert aboard(swap(problem, edit.plan, ANN, DAN).plan) == aboard(told)


def test_two_on_one_run_are_exchanged_in_its_order() -> None:
    problem, told = morning()
    edit = swap(problem, told, ANN, BOB)
    assert aboard(edit.plan) == aboard(told)
    assert [stop.boards for stop in edit.plan.runs[0].stops if stop.boards] == [("bob",), ("ann",)]


def test_two_who_travel_alone_are_exchanged_on_one_vehicle_and_on_two() -> None:
    people = (pupil("ann", "a"), pupil("bob", "d"))
    problem = street(*people, vehicles=(vehicle("bus"), vehicle("cab")), schools=(school(between="08:00-09:15"),))
    first, second = (
        run(problem, "bus", f"{home}: +{name}", f"oak: -{name}", at=at)
        for home, name, at in (("a", "ann", "08:20"), ("d", "bob", "09:00"))
    )
    edit = swap(problem, plan(first, second), ANN, BOB)
    assert aboard(edit.plan) == {"bus": [{"bob"}, {"ann"}]}
    other = run(problem, "cab", "d: +bob", "oak: -bob", at="09:00")
    assert aboard(swap(problem, plan(first, other), ANN, BOB).plan) == {"bus": [{"bob"}], "cab": [{"ann"}]}


def test_who_has_no_run_takes_the_place_of_one_who_then_has_none() -> None:
    problem, told = morning()
    left = leave_out(problem, told, BOB, "ill").plan
    for pair in ((BOB, DAN), (DAN, BOB)):
        edit = swap(problem, left, *pair)
        assert aboard(edit.plan) == {"bus": [{"ann"}], "cab": [{"bob", "cat"}]}
        assert edit.plan.unplaced == (Unplaced(DAN, "exchanged with bob, who had no run"),)


@pytest.mark.parametrize(
    ("edit", "wrong", "said"),
    [
        (lambda p, t: move(p, t, EVE, BUS, 1), NoSuchRecordError, "There is no pupil 'eve' on this day."),
        (lambda p, t: move(p, t, ANN, TRAM, 1), NoSuchRecordError, "There is no vehicle 'tram' on this day."),
        (lambda p, t: move(p, t, ANN, CAB, 2), NoSuchRecordError, "cab has no run 2: it makes 1 run on this plan."),
        (lambda p, t: move(p, t, ANN, VAN, 1), NoSuchRecordError, "van has no run 1: it makes 0 runs on this plan."),
        (lambda p, t: leave_out(p, t, ANN, " "), CannotBeDoneError, "Say why ann is left without a run"),
        (lambda p, t: leave_out(p, t, EVE, "ill"), NoSuchRecordError, "There is no pupil 'eve' on this day."),
        (lambda p, t: swap(p, t, ANN, ANN), CannotBeDoneError, "ann cannot change places with themselves"),
        (lambda p, t: swap(p, t, ANN, EVE), NoSuchRecordError, "There is no pupil 'eve' on this day."),
    ],
)
def test_what_has_no_meaning_is_refused_in_a_sentence(
    edit: Callable[[Problem, Plan], Edit], wrong: type[Exception], said: str
) -> None:
    with pytest.raises(wrong, match=said):
        edit(*morning())


def test_two_without_a_run_have_nothing_to_exchange() -> None:
    problem, _ = morning()
    with pytest.raises(CannotBeDoneError, match=r"^Neither ann nor bob has a run, so there is nothing to exchange\.$"):
        swap(problem, plan(unplaced="ann bob cat dan"), ANN, BOB)


@st.composite
def edited(draw: st.DrawFn) -> tuple[Problem, list[Edit]]:
    """Draw a town, and edits that place everyone somewhere and then change that."""
    problem = draw(towns(most_pupils=4))
    pupils, vehicles = list(problem.pupil), list(problem.vehicle)
    told = Plan(shifts=(), unplaced=tuple(Unplaced(each, "not yet") for each in pupils))
    edits = []
    for who in pupils:
        where = draw(st.sampled_from(vehicles))
        runs = len(next((shift.runs for shift in told.shifts if shift.vehicle == where), ()))
        edits.append(move(problem, told, who, where, draw(st.integers(0, runs)) or None))
        told = edits[-1].plan
    for _ in range(2):
        if len(pupils) > 1 and told.runs and draw(st.booleans()):
            one, other = draw(st.permutations(pupils))[:2]
            edits.append(swap(problem, told, one, other))
        else:
            edits.append(leave_out(problem, told, draw(st.sampled_from(pupils)), "left out"))
        told = edits[-1].plan
        if not told.runs:
            break
    return problem, edits


@DRAWN
@given(town=edited())
def test_every_edit_keeps_everyone_once_and_says_what_the_whole_check_and_the_cost_say(
    town: tuple[Problem, list[Edit]],
) -> None:
    problem, edits = town
    before = Plan(shifts=(), unplaced=tuple(Unplaced(each, "not yet") for each in problem.pupil))
    for edit in edits:
        assert everyone(edit.plan) == Counter(list(problem.pupil))
        assert Counter(check(problem, edit.plan)) == Counter(edit.violations)
        assert Counter(check(problem, before)) == Counter((*edit.mended, *edit.still))
        assert edit.extra_pence == cost(problem, edit.plan) - cost(problem, before)
        assert not {each.rule for each in edit.new} & {"ThereIsTimeForEverything", "EveryoneTravelsToTheirOwnSchool"}
        before = edit.plan


@DRAWN
@given(town=edited(), data=st.data())
def test_a_move_and_the_move_back_leave_everyone_with_the_same_company(
    town: tuple[Problem, list[Edit]], data: st.DataObject
) -> None:
    problem, edits = town
    told = edits[len(problem.pupil) - 1].plan
    who = data.draw(st.sampled_from(list(problem.pupil)))
    now = told.find_run_of(who)
    assert now is not None
    moved = move(problem, told, who, data.draw(st.sampled_from(list(problem.vehicle))), None).plan
    left = next(
        (
            number
            for number, each in enumerate(_runs(moved, now.vehicle), 1)
            if set(each.pupils) == set(now.pupils) - {who}
        ),
        None,
    )
    back = move(problem, moved, who, now.vehicle, left).plan
    assert sorted(map(sorted, (each.pupils for each in back.runs))) == sorted(
        map(sorted, (each.pupils for each in told.runs))
    )
    assert {each.vehicle: set(each.pupils) for each in back.runs if who in each.pupils} == {
        now.vehicle: set(now.pupils)
    }


def _runs(told: Plan, name: VehicleId) -> tuple[Any, ...]:
    return next((shift.runs for shift in told.shifts if shift.vehicle == name), ())


@DRAWN
@given(town=edited(), data=st.data())
def test_where_some_place_on_a_run_keeps_every_rule_one_is_found(
    town: tuple[Problem, list[Edit]], data: st.DataObject
) -> None:
    problem, edits = town
    told = edits[len(problem.pupil) - 1].plan
    who = data.draw(st.sampled_from(list(problem.pupil)))
    rest = without(problem, told, who)
    found = Judge(problem, rest, who).find_cheapest(ways(problem, rest, who))
    if found is None or {*everyone(rest)} | {who} != set(problem.pupil):
        return
    now = next(each for each in found.plan.runs if who in each.pupils)
    others = set(now.pupils) - {who}
    left = Plan(shifts=rest.shifts, unplaced=(*rest.unplaced, Unplaced(who, "left out")))
    number = next(
        (n for n, each in enumerate(_runs(left, now.vehicle), 1) if others and set(each.pupils) == others), None
    )
    assert move(problem, left, who, now.vehicle, number).new == ()
