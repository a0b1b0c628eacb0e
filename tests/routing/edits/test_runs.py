"""One run changed by hand: its times, its order, its vehicle, its crew."""

from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routing.checker import check
from routing.cost import cost
from routing.edits import Edit, Turn, change_assistant, change_order, change_time, change_vehicle
from routing.errors import CannotBeDoneError, NoSuchRecordError, RoutingError
from routing.plan import CrewMember, Plan
from routing.problem import Direction, Problem
from routing.records import AssistantId, Layout, VehicleId
from routing.risk import PupilId
from tests.routing.edits.by_hand import crowded_morning, thrown_together
from tests.routing.edits.test_pupils import aboard, crews, everyone, morning
from tests.towns import assistant, plan, pupil, run, school, seconds, street, vehicle

ANN, DAN, EVE = PupilId("ann"), PupilId("dan"), PupilId("eve")
BUS, CAB, VAN, TRAM = (VehicleId(name) for name in ("bus", "cab", "van", "tram"))
ZOE, YAN, XI = AssistantId("zoe"), AssistantId("yan"), AssistantId("xi")
DRAWN = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def clocks(told: Plan, which: int = 0) -> list[int]:
    return [stop.arrive_s for stop in told.runs[which].stops]


def test_a_stop_is_made_later_and_the_run_is_driven_around_it_whatever_rule_that_breaks() -> None:
    problem, told = morning()
    edit = change_time(problem, told, BUS, 1, 3, seconds("08:30"))  # bob, who was fetched at 08:23
    assert clocks(edit.plan) == [each + 7 * 60 for each in clocks(told)]
    assert [each.detail for each in edit.new] == ["ann and bob at oak at 08:47, 2 minutes after 08:45"]
    assert edit.plan.runs[1] == told.runs[1]
    back = change_time(problem, edit.plan, BUS, 1, 3, seconds("08:23"))
    assert (back.plan.shifts, back.mended) == (told.shifts, edit.new)


def test_a_stop_is_made_earlier_and_the_vehicle_waits_for_the_school_to_open() -> None:
    problem = street(pupil("ann", "a"), schools=(school(between="08:30-08:45"),))
    told = plan(run(problem, "bus", "a: +ann", "oak: -ann", at="08:40"))
    edit = change_time(problem, told, BUS, 1, 1, seconds("08:00"))
    assert clocks(edit.plan) == [seconds("08:00"), seconds("08:30")]
    assert edit.violations == ()
    home = street(pupil("ann", "a"), direction=Direction.FROM_SCHOOL)
    told = plan(run(home, "bus", "oak: +ann", "a: -ann", at="15:30"))
    edit = change_time(home, told, BUS, 1, 2, seconds("15:45"))
    assert [each.rule for each in edit.new] == ["SchoolsAreServedInTime"]


def test_a_run_made_much_earlier_becomes_the_first_of_its_vehicle() -> None:
    people = (pupil("ann", "a"), pupil("dan", "d"))
    problem = street(*people, schools=(school(between="07:00-09:15"),))
    first = run(problem, "bus", "a: +ann", "oak: -ann", at="08:20")
    told = plan(first, run(problem, "bus", "d: +dan", "oak: -dan", at="09:00"))
    edit = change_time(problem, told, BUS, 2, 2, seconds("07:10"))
    assert aboard(edit.plan) == {"bus": [{"dan"}, {"ann"}]}
    assert edit.violations == ()


def test_a_stop_is_made_one_turn_earlier_or_later_and_the_run_is_timed_again() -> None:
    problem, told = morning()
    down = change_order(problem, told, BUS, 1, 2, Turn.DOWN)
    assert [stop.boards for stop in down.plan.runs[0].stops if stop.boards] == [("bob",), ("ann",)]
    assert clocks(down.plan)[3] == clocks(told)[3]
    up = change_order(problem, down.plan, BUS, 1, 3, Turn.UP)
    assert up.plan.shifts == told.shifts


def test_a_run_is_made_by_another_vehicle_in_a_layout_with_room_and_its_crew_comes_too() -> None:
    problem, told = morning()
    edit = change_vehicle(problem, told, CAB, 1, BUS)
    assert aboard(edit.plan) == {"bus": [{"ann", "bob"}, {"cat", "dan"}]}
    assert [each.rule for each in edit.new] == ["VehiclesAreInOnePlace"]
    small = change_vehicle(problem, told, CAB, 1, VAN)
    assert crews(small.plan) == {"bus": ["zoe"], "van": ["yan"]}
    assert clocks(small.plan, 1) == clocks(told, 1)
    assert [each.rule for each in small.new] == ["EveryoneHasASeat"]
    back = change_vehicle(problem, small.plan, VAN, 1, CAB)
    assert (back.plan.shifts, back.violations) == (told.shifts, ())


def test_a_school_sees_the_other_vehicle_when_it_expects_the_run() -> None:
    problem = street(pupil("ann", "a"), vehicles=(vehicle("bus"), vehicle("cab")))
    told = plan(run(problem, "bus", "a: +ann", "oak: -ann", at="08:33"))
    assert clocks(change_vehicle(problem, told, BUS, 1, CAB).plan) == clocks(told)


def test_the_run_goes_where_the_other_vehicle_has_time_for_it() -> None:
    people = (pupil("ann", "a"), pupil("dan", "d"))
    problem = street(
        *people, vehicles=(vehicle("bus"), vehicle("cab", (2, 0), (1, 1))), schools=(school(between="08:00-09:15"),)
    )
    bus = run(problem, "bus", "a: +ann", "oak: -ann", at="08:20")
    told = plan(bus, run(problem, "cab", "d: +dan", "oak: -dan", at="08:20", layout=1))
    edit = change_vehicle(problem, told, CAB, 1, BUS)
    assert edit.violations == ()
    assert aboard(edit.plan) == {"bus": [{"ann"}, {"dan"}]}
    assert {each.layout for each in edit.plan.runs} == {Layout(8)}


def test_an_assistant_takes_anothers_place_and_looks_after_whom_they_did() -> None:
    problem, told = morning()
    edit = change_assistant(problem, told, CAB, 1, YAN, ZOE)
    assert edit.plan.runs[1].crew == (CrewMember(ZOE, DAN),)
    assert edit.plan.runs[1].stops[0].joins == (ZOE,)
    assert [each.rule for each in edit.new] == ["AssistantsAreInOnePlace"]
    other = change_assistant(problem, told, BUS, 1, ZOE, YAN)
    assert clocks(other.plan) == clocks(told)[1:-1]
    assert change_assistant(problem, other.plan, BUS, 1, YAN, ZOE).plan.shifts == told.shifts


def test_an_assistant_is_taken_off_a_run_or_put_on_it_besides() -> None:
    problem, told = morning()
    fewer = change_assistant(problem, told, CAB, 1, YAN, None)
    assert crews(fewer.plan) == {"bus": ["zoe"], "cab": []}
    assert [each.rule for each in fewer.new] == ["OneToOneHaveTheirOwnAssistant"]
    more = change_assistant(problem, fewer.plan, CAB, 1, None, YAN, one_to_one_with=DAN)
    assert (more.plan.shifts, more.violations) == (told.shifts, ())


def test_who_is_aboard_from_the_run_before_is_not_collected_again() -> None:
    people = (pupil("ann", "a", assistant="shared"), pupil("dan", "d", assistant="shared"))
    problem = street(*people, assistants=(assistant("zoe", joins_at="a"),), schools=(school(between="08:00-09:15"),))
    first = run(problem, "bus", "a: >zoe", "a: +ann", "oak: -ann", at="08:20", crew="zoe")
    second = run(problem, "bus", "d: +dan", "oak: -dan", at="09:00")
    edit = change_assistant(problem, plan(first, second), BUS, 2, None, ZOE)
    assert edit.violations == ()
    assert [stop.place for stop in edit.plan.runs[1].stops] == ["d", "oak", "a"]


def test_one_assistant_more_is_seated_in_a_layout_with_room() -> None:
    problem = street(
        pupil("ann", "a", assistant="shared"),
        vehicles=(vehicle("bus", (1, 1), (2, 0)),),
        assistants=(assistant("yan"),),
    )
    told = plan(run(problem, "bus", "a: +ann", "oak: -ann", at="08:40"))
    edit = change_assistant(problem, told, BUS, 1, None, YAN)
    assert (edit.plan.runs[0].layout, edit.violations) == (Layout(2), ())


@pytest.mark.parametrize(
    ("edit", "wrong", "said"),
    [
        (lambda p, t: change_time(p, t, BUS, 2, 1, 0), NoSuchRecordError, "bus has no run 2: it makes 1 run"),
        (lambda p, t: change_time(p, t, BUS, 1, 6, 0), NoSuchRecordError, "Run bus/1 has no stop 6: it makes 5 stops"),
        (lambda p, t: change_time(p, t, BUS, 1, 3, 60), CannotBeDoneError, "With that stop at 00:01 the run would not"),
        (lambda p, t: change_order(p, t, BUS, 1, 1, Turn.UP), CannotBeDoneError, "is the first of the run already"),
        (lambda p, t: change_order(p, t, BUS, 1, 5, Turn.DOWN), CannotBeDoneError, "is the last of the run already"),
        (lambda p, t: change_order(p, t, BUS, 1, 4, Turn.UP), CannotBeDoneError, "bob would alight before boarding"),
        (lambda p, t: change_vehicle(p, t, BUS, 1, BUS), CannotBeDoneError, "bus makes that run already"),
        (lambda p, t: change_vehicle(p, t, BUS, 1, TRAM), NoSuchRecordError, "There is no vehicle 'tram'"),
        (lambda p, t: change_vehicle(p, t, TRAM, 1, BUS), NoSuchRecordError, "There is no vehicle 'tram'"),
        (lambda p, t: change_assistant(p, t, BUS, 1, YAN, None), NoSuchRecordError, "yan is not on that run; .*: zoe"),
        (lambda p, t: change_assistant(p, t, BUS, 1, ZOE, XI), NoSuchRecordError, "There is no passenger assistant"),
        (lambda p, t: change_assistant(p, t, BUS, 1, None, None), CannotBeDoneError, "Name the passenger assistant"),
        (lambda p, t: change_assistant(p, t, BUS, 1, None, ZOE), CannotBeDoneError, "zoe is on that run already"),
        (
            lambda p, t: change_assistant(p, t, BUS, 1, None, YAN, one_to_one_with=EVE),
            NoSuchRecordError,
            "eve is not on that run; on it are ann and bob",
        ),
    ],
)
def test_what_has_no_meaning_is_refused_in_a_sentence(
    edit: Callable[[Problem, Plan], Edit], wrong: type[Exception], said: str
) -> None:
    with pytest.raises(wrong, match=said):
        edit(*morning())


def test_a_run_of_which_nobody_can_make_sense_is_refused_and_named() -> None:
    problem, told = morning()
    lost = plan(run(problem, "bus", "a: +ann", "oak: -bob", at="08:40"))
    with pytest.raises(CannotBeDoneError, match=r"^On run bus/1 not everyone who boards alights later"):
        change_order(problem, lost, BUS, 1, 1, Turn.DOWN)
    fewer, _ = street(pupil("ann", "a")), told
    with pytest.raises(CannotBeDoneError, match=r"^Run bus/1 names what this day does not know: pupil bob"):
        change_time(fewer, told, BUS, 1, 1, seconds("08:00"))


@DRAWN
@given(seed=st.integers(0, 999), data=st.data())
def test_every_edit_of_a_run_keeps_everyone_once_and_says_what_the_whole_check_and_the_cost_say(
    seed: int, data: st.DataObject
) -> None:
    problem = crowded_morning(seed % 8)
    told = thrown_together(problem, seed)
    shift = data.draw(st.sampled_from(told.shifts))
    number = data.draw(st.integers(1, len(shift.runs)))
    stop = data.draw(st.integers(1, len(shift.runs[number - 1].stops)))
    helpers = st.sampled_from([None, *problem.assistant])
    edits: list[Callable[[], Edit]] = [
        lambda: change_time(problem, told, shift.vehicle, number, stop, 60 * data.draw(st.integers(400, 600))),
        lambda: change_order(problem, told, shift.vehicle, number, stop, data.draw(st.sampled_from(Turn))),
        lambda: change_vehicle(problem, told, shift.vehicle, number, data.draw(st.sampled_from(list(problem.vehicle)))),
        lambda: change_assistant(problem, told, shift.vehicle, number, data.draw(helpers), data.draw(helpers)),
    ]
    try:
        edit = data.draw(st.sampled_from(edits))()
    except RoutingError:  # such as the first stop one turn earlier
        return
    assert everyone(edit.plan) == everyone(told)
    assert sorted(sorted(each.pupils) for each in edit.plan.runs) == sorted(sorted(each.pupils) for each in told.runs)
    assert Counter(check(problem, edit.plan)) == Counter(edit.violations)
    assert edit.extra_pence == cost(problem, edit.plan) - cost(problem, told)
    assert not {each.rule for each in edit.new} & {"ThereIsTimeForEverything", "TheLayoutIsTheVehiclesOwn"}
