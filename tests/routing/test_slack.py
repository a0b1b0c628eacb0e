"""By how much a stop could move, worked out by hand, and what stands in the way."""

from dataclasses import replace
from typing import Any

import pytest

from routing.plan import Run, Shift
from routing.policy import Policy
from routing.problem import Direction, Problem
from routing.slack import Slack, slacks
from tests.towns import broken, plan, pupil, run, school, seconds, street, vehicle


def of(problem: Problem, bus: Run, stop: int, *others: Run) -> tuple[Slack, Slack]:
    runs = sorted((bus, *others), key=lambda each: each.begins_s)
    assert broken(problem, *runs) == set()
    return slacks(problem, plan(*runs).shifts[0], bus, bus.stops[stop])


def two(**ann: Any) -> tuple[Problem, Run]:
    problem = street(pupil("ann", "a", **ann), pupil("bob", "b"))
    return problem, run(problem, "bus", "a: +ann", "b: +bob", "oak: -ann -bob", at="08:40")


def test_to_school_a_pick_up_moves_until_school_closes_and_until_it_opens() -> None:
    problem, bus = two()
    later, earlier = of(problem, bus, 0)
    assert (later.seconds, [limit.said for limit in later.limits]) == (300, ["oak must be reached by 08:45"])
    # 23 minutes before its limit of 45 is reached, and 10 more until oak opens
    assert earlier.seconds == 2700 - 1320 + 600
    assert [limit.rule for limit in earlier.limits] == ["SchoolsAreServedInTime", "NoOneRidesTooLong"]


def test_the_ride_of_a_pupil_who_is_aboard_already_holds_back_a_later_stop() -> None:
    problem, bus = two(ride_limit_s=1320, home_until_s=seconds("08:17"))
    later, _ = of(problem, bus, 1)
    assert later.seconds == 60
    assert {limit.pupil for limit in later.limits} == {"ann"}
    assert {limit.rule for limit in later.limits} == {"SomeoneIsAtHome", "NoOneRidesTooLong"}


@pytest.mark.parametrize(
    ("more", "rule", "earlier_s"),
    [
        ({"policy": Policy(earliest_pick_up_s=seconds("08:15"))}, "NoOneIsPickedUpTooEarly", 60),
        ({"vehicles": (vehicle(hours="08:10-09:10", depot="depot"),)}, "VehiclesKeepTheirHours", 60),
    ],
)
def test_early_hours_hold_back_the_first_pick_up(more: dict[str, Any], rule: str, earlier_s: int) -> None:
    problem = street(pupil("ann", "a"), pupil("bob", "b"), **more)
    bus = run(problem, "bus", "a: +ann", "b: +bob", "oak: -ann -bob", at="08:40")
    _, earlier = of(problem, bus, 0)
    assert (earlier.seconds, [limit.rule for limit in earlier.limits]) == (earlier_s, [rule])


def test_the_longest_shift_holds_back_the_first_pick_up_and_the_last_school() -> None:
    problem = street(pupil("ann", "d"), pupil("bob", "d"), schools=(school(between="07:00-09:00"),))
    before = run(problem, "bus", "d: +ann", "oak: -ann", at="08:00")
    after = run(problem, "bus", "d: +bob", "oak: -bob", at="08:40")
    out_s = after.ends_s - before.begins_s
    limited = replace(problem, vehicles=(vehicle(shift_limit_s=out_s + 60),))
    _, earlier = slacks(limited, Shift(before.vehicle, (before, after)), before, before.stops[0])
    later, _ = slacks(limited, Shift(before.vehicle, (before, after)), after, after.stops[-1])
    for slack in (earlier, later):
        assert (slack.seconds, [limit.rule for limit in slack.limits]) == (60, ["VehiclesAreBackInTime"])


def test_from_school_coming_home_moves_with_the_bell_and_the_ride() -> None:
    problem = street(
        pupil("ann", "a", ride_limit_s=1500), direction=Direction.FROM_SCHOOL, policy=Policy(latest_hand_over_s=58200)
    )
    bus = run(problem, "bus", "oak: +ann", "a: -ann", at="15:40")  # home at 16:00
    later, earlier = of(problem, bus, 1)
    assert (later.seconds, [limit.rule for limit in later.limits]) == (600, ["NoOneIsHandedOverTooLate"])
    assert (earlier.seconds, [limit.said for limit in earlier.limits]) == (600, ["oak must not be left before 15:30"])


def test_the_run_before_and_the_run_after_hold_a_run_in_its_place() -> None:
    problem = street(pupil("ann", "d"), pupil("bob", "d"), pupil("cat", "d"), schools=(school(between="07:00-09:00"),))
    before = run(problem, "bus", "d: +ann", "oak: -ann", at="08:00")
    middle = run(problem, "bus", "d: +bob", "oak: -bob", at="08:20")  # 08:13 to 08:23; at d from 08:08
    after = run(problem, "bus", "d: +cat", "oak: -cat", at="08:40")  # from 08:33; so back at d by 08:28
    later, earlier = of(problem, middle, 0, before, after)
    assert (later.seconds, [limit.said for limit in later.limits]) == (300, ["bus makes another run after"])
    assert (earlier.seconds, [limit.said for limit in earlier.limits]) == (300, ["bus makes another run before"])
