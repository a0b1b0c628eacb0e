"""What one plan does compared with another, word for word."""

from dataclasses import replace

from routing.edits import change_assistant, change_time, change_vehicle, leave_out, move
from routing.effects import changes_between
from routing.problem import Direction, Problem
from routing.records import AssistantId, VehicleId
from routing.risk import PupilId
from routing.telling import in_words
from tests.routing.edits.test_pupils import morning
from tests.towns import assistant, plan, pupil, run, seconds, street, vehicle

ANN, BOB = PupilId("ann"), PupilId("bob")
BUS, CAB, VAN = (VehicleId(name) for name in ("bus", "cab", "van"))
ZOE = AssistantId("zoe")
RIDES = (
    "Pupils ride for 13 minutes on average (before: 14); 95 in 100 for at most 20 minutes (before: 22); "
    "the longest ride takes 20 minutes (before: 22)."
)
ANN_IN_THE_VAN = (
    "ann: picked up 7 minutes later, at 08:23; at school 5 minutes later, at 08:45; in van, not bus; "
    "no longer driven by joe."
)
WITHOUT_ZOE = (
    "It costs £22.46 less, £146.14 instead of £168.60: miles £7.46 less, hours £1.00 less, "
    "passenger assistants £14.00 less."
)


def test_where_nothing_changes_it_says_so() -> None:
    problem, told = morning()
    assert in_words(changes_between(problem, told, problem, told)) == ["Nothing changes."]


def test_a_pupil_moved_to_another_vehicle_is_told_with_what_it_costs_and_does_to_everyone_else() -> None:
    problem, told = morning()
    assert in_words(move(problem, told, ANN, VAN, None).effects) == [
        "It costs £65.67 more, £234.27 instead of £168.60: vehicles £40.00 more, miles £22.37 more, hours £3.30 more.",
        "Weighed, but not paid: time aboard £0.02 less.",
        "1 vehicle works that did not: van.",
        "1 run is new (van/1); 1 run is changed (bus/1); the others stay the same.",
        RIDES,
        "2 runs carry one pupil alone (before: 0).",
        "8 seats stay empty (before: 6).",
        ANN_IN_THE_VAN,
        "bob: no passenger assistant, where zoe was.",
    ]


def test_a_pupil_left_out_is_told_with_the_reason_and_what_is_not_paid_is_told_apart() -> None:
    problem, told = morning()
    said = in_words(leave_out(problem, told, BOB, "ill.").effects)
    assert said[:2] == [
        "It costs £0.20 less, £168.40 instead of £168.60: hours £0.20 less.",
        "Weighed, but not paid: time aboard £0.17 less, pupils without a run £1,000.00 more.",
    ]
    assert said[-2:] == ["ann: picked up 2 minutes later, at 08:18.", "bob has no run now: ill."]
    back = leave_out(problem, told, BOB, "ill").plan
    assert in_words(changes_between(problem, back, problem, told))[-1] == (
        "bob has a run now: picked up at 08:23, at school at 08:40, in bus, with zoe."
    )


def test_a_run_that_comes_earlier_is_told_for_each_pupil_on_it() -> None:
    problem, told = morning()
    assert in_words(change_time(problem, told, BUS, 1, 3, seconds("08:10")).effects) == [
        "1 run is changed (bus/1); the others stay the same.",
        "ann: picked up 13 minutes earlier, at 08:03; at school 13 minutes earlier, at 08:27.",
        "bob: picked up 13 minutes earlier, at 08:10; at school 13 minutes earlier, at 08:27.",
    ]


def test_a_run_in_another_vehicle_is_the_same_run_for_its_pupils_but_not_for_its_crew() -> None:
    problem, told = morning()
    assert in_words(change_vehicle(problem, told, CAB, 1, VAN).effects) == [
        "1 vehicle works that did not: van.",
        "1 vehicle no longer works: cab.",
        "On van/1 pupils and times stay the same, but the crew's sheet changes.",
        "5 seats stay empty (before: 6).",
        "cat: in van, not cab.",
        "dan: in van, not cab.",
    ]


def test_an_assistant_who_stays_at_home_is_told_with_whoever_misses_them() -> None:
    problem, told = morning()
    fewer = change_assistant(problem, told, BUS, 1, ZOE, None)
    assert in_words(fewer.effects) == [
        WITHOUT_ZOE,
        "1 passenger assistant no longer works: zoe.",
        "On bus/1 pupils and times stay the same, but the crew's sheet changes.",
        "7 seats stay empty (before: 6).",
        "ann: no passenger assistant, where zoe was.",
        "bob: no passenger assistant, where zoe was.",
    ]
    back = in_words(changes_between(problem, fewer.plan, problem, told))
    assert back[-1] == "bob: with zoe, where there was no passenger assistant."


def two_days() -> tuple[Problem, Problem]:
    """Return yesterday, with Ann and Bob, and today, with Bob and Cat; the bus has another driver."""
    helpers = (assistant("zoe"), assistant("yan"))
    yesterday = street(
        pupil("ann", "a"),
        pupil("bob", "b", walks={"c": 60}),
        vehicles=(vehicle("bus", driver="joe"),),
        assistants=helpers,
    )
    people = (pupil("bob", "b", walks={"c": 60}), pupil("cat", "d"))
    return yesterday, street(*people, vehicles=(vehicle("bus", driver="kim"),), assistants=helpers)


def test_yesterday_and_today_are_told_apart_for_a_school() -> None:
    yesterday, today = two_days()
    one = plan(run(yesterday, "bus", "a: +ann", "b: +bob", "oak: -ann -bob", at="08:40", crew="zoe"))
    other = plan(run(today, "bus", "c: +bob", "d: +cat", "oak: -bob -cat", at="08:40", crew="yan"))
    assert in_words(changes_between(yesterday, one, today, other))[-3:] == [
        "bob: picked up 3 minutes later, at 08:26; at c, not at b; driver kim, not joe; with yan, not zoe.",
        "cat is new: picked up at 08:33, at school at 08:40, in bus, with yan.",
        "ann no longer travels.",
    ]
    none = replace(plan(other.runs[0]), shifts=(), unplaced=plan(unplaced="bob cat").unplaced)
    assert in_words(changes_between(yesterday, one, today, none))[-3:-1] == [
        "bob has no run now: no room.",
        "cat is new and has no run: no room.",
    ]


def test_from_school_pupils_leave_it_and_come_home() -> None:
    problem = street(pupil("ann", "a"), direction=Direction.FROM_SCHOOL)
    one, other = (plan(run(problem, "bus", "oak: +ann", "a: -ann", at=at)) for at in ("15:35", "15:36"))
    assert in_words(changes_between(problem, one, problem, other))[-1] == (
        "ann: home 1 minute later, at 15:56; leaves school 1 minute later, at 15:36."
    )
    none = plan(unplaced="ann")
    assert in_words(changes_between(problem, none, problem, one))[-1] == (
        "ann has a run now: leaves school at 15:35, home at 15:55, in bus."
    )


def test_names_are_joined_in_for_whoever_may_see_them() -> None:
    problem, told = morning()
    names = {"bob": "Bob Reed", "joe": "Joe Hall", "cab": "Cab 7", "bus": "Bus 12", "zoe": "Zoe Lake", "van": "Van 3"}
    edit = move(problem, told, BOB, VAN, None)
    said = in_words(edit.effects, lambda kind, each: f"{names.get(each, each)} ({kind})")
    assert "1 vehicle works that did not: Van 3 (vehicles)." in said
    assert said[-1].startswith("Bob Reed (pupils): picked up 5 minutes later, at 08:28;")
    assert said[-1].endswith(
        "in Van 3 (vehicles), not Bus 12 (vehicles); no longer driven by Joe Hall (drivers); "
        "no passenger assistant, where Zoe Lake (assistants) was."
    )


def test_money_that_is_only_spent_otherwise_costs_as_much_as_before() -> None:
    problem, told = morning()
    found = changes_between(problem, told, problem, told)
    shifted = {
        **found.before.pence,
        "miles": found.before.pence["miles"] - 100,
        "hours": found.before.pence["hours"] + 100,
    }
    otherwise = replace(found, after=replace(found.after, pence=shifted, over_guide=1))
    assert in_words(otherwise) == [
        "It costs as much as before: miles £1.00 less, hours £1.00 more.",
        "1 pupil rides longer than the guide (before: 0).",
    ]
