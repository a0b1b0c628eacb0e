"""An edit says what it did: whose hand it was, what the checker says, whether the bound still holds."""

from dataclasses import replace

from routing.cost import cost
from routing.edits import change_time, edit_of, leave_out, move
from routing.plan import Bound
from routing.records import VehicleId
from routing.risk import PupilId
from tests.routing.edits.test_pupils import morning
from tests.towns import plan, pupil, run, school, seconds, street

ANN, BOB = PupilId("ann"), PupilId("bob")
BUS, CAB = VehicleId("bus"), VehicleId("cab")


def test_it_is_signed_by_hand_once_beside_whoever_made_the_plan() -> None:
    problem, told = morning()
    made = replace(told, made_by="waymark 0.1.0", seed=7, versions=(("ortools", "9.15"),))
    once = leave_out(problem, made, BOB, "ill")
    assert (once.plan.made_by, once.plan.seed, once.plan.versions) == ("waymark 0.1.0, then by hand", 7, made.versions)
    assert move(problem, once.plan, BOB, BUS, 1).plan.made_by == "waymark 0.1.0, then by hand"


def test_the_bound_still_holds_of_a_plan_that_keeps_every_rule_and_of_no_other() -> None:
    problem, told = morning()
    proven = replace(told, bound=Bound(1000))
    good, bad = leave_out(problem, proven, BOB, "ill"), move(problem, proven, BOB, CAB, 1)
    assert (good.violations, good.plan.bound) == ((), Bound(1000))
    assert (len(bad.violations), bad.plan.bound) == (1, None)
    still = leave_out(problem, replace(bad.plan, bound=Bound(1000)), ANN, "ill")
    assert (still.new, len(still.still), still.plan.bound) == ((), 1, None)


def test_violations_are_told_apart_as_new_mended_and_still_there() -> None:
    problem, told = morning()
    late = change_time(problem, told, CAB, 1, 3, seconds("08:50"))
    assert [each.rule for each in late.new] == ["SchoolsAreServedInTime"]
    both = move(problem, late.plan, BOB, CAB, 1)
    assert {each.rule for each in both.violations} == {"KeptApartStayApart"}
    assert [each.rule for each in both.mended] == ["SchoolsAreServedInTime"]  # the run is timed again
    other = change_time(problem, late.plan, BUS, 1, 4, seconds("08:50"))
    assert (other.still, [each.vehicle for each in other.new]) == (late.new, ["bus"])


def test_of_two_violations_that_read_alike_one_is_mended_and_one_is_still_there() -> None:
    problem = street(pupil("ann", "a", features="lift"), schools=(school(between="08:00-09:15"),))
    once, again = (run(problem, "bus", "a: +ann", "oak: -ann", at=at) for at in ("08:20", "09:10"))
    edit = edit_of(problem, plan(once, again), plan(once))
    assert [each.rule for each in edit.still] == ["TheVehicleHasWhatAPupilNeeds"]
    assert {each.rule for each in edit.mended} == {"TheVehicleHasWhatAPupilNeeds", "EveryoneIsPlacedOnce"}
    assert edit.new == ()


def test_what_it_costs_is_told_by_kind_before_and_after() -> None:
    problem, told = morning()
    edit = leave_out(problem, told, BOB, "ill")
    assert sum(edit.before_pence.values()) == cost(problem, told)
    assert sum(edit.after_pence.values()) == cost(problem, edit.plan)
    assert edit.after_pence["unplaced"] - edit.before_pence.get("unplaced", 0) == problem.policy.unplaced_pence
    assert edit.extra_pence == cost(problem, edit.plan) - cost(problem, told)


def test_a_plan_made_into_itself_is_an_edit_of_nothing() -> None:
    problem, told = morning()
    edit = edit_of(problem, told, told)
    assert (edit.new, edit.mended, edit.still, edit.extra_pence, edit.effects.is_empty) == ((), (), (), 0, True)
