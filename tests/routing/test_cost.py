"""The cost of a plan, line by line, worked out by hand."""

import pytest

from routing.cost import CostLine, assistant_hours, cost, cost_lines, rounded
from routing.policy import Policy
from routing.problem import Direction
from routing.records import DriverId, Usual, VehicleId
from routing.risk import PupilId
from tests.towns import assistant, contract, plan, pupil, run, school, seconds, street, vehicle

ANN = PupilId("ann")
FREE = Policy(ride_hour_pence=0)


def lines(*told: CostLine) -> dict[tuple[str, str], int]:
    return {(line.what, line.whose): line.pence for line in told}


@pytest.mark.parametrize(
    ("numerator", "denominator", "whole"), [(0, 2, 0), (1, 2, 1), (3, 2, 2), (4, 3, 1), (5, 3, 2), (149, 100, 1)]
)
def test_a_line_is_rounded_once_half_up(numerator: int, denominator: int, whole: int) -> None:
    assert rounded(numerator, denominator) == whole


def test_a_shift_without_depot_is_paid_from_its_first_stop_to_its_last() -> None:
    problem = street(pupil("ann", "a"), policy=FREE)
    told = plan(run(problem, "bus", "a: +ann", "oak: -ann", at="08:40"))
    # half a day of 8000; 12 km at 200 a mile; 120 + 1200 + 180 seconds at 600 an hour
    assert lines(*cost_lines(problem, told)) == {
        ("vehicle", "bus"): 4000,
        ("miles", "bus"): 1491,
        ("hours", "bus"): 250,
        ("ride", "ann"): 0,
    }
    assert cost(problem, told) == 5741


def test_a_shift_with_a_depot_is_paid_from_door_to_door_and_its_day_once() -> None:
    problem = street(
        pupil("ann", "d"),
        pupil("bob", "d"),
        vehicles=(vehicle(depot="depot"),),
        schools=(school(between="07:00-09:00"),),
        policy=FREE,
    )
    first = run(problem, "bus", "d: +ann", "oak: -ann", at="08:00")
    second = run(problem, "bus", "d: +bob", "oak: -bob", at="08:30")
    told = lines(*cost_lines(problem, plan(first, second)))
    # depot-d 12 km, d-oak 3, oak-d 3, d-oak 3, oak-depot 15: 36 km; out at 07:33, back at 08:58
    assert told["vehicle", "bus"] == 4000
    assert told["miles", "bus"] == 4474
    assert told["hours", "bus"] == rounded((seconds("08:58") - seconds("07:33")) * 600, 3600) == 850


@pytest.mark.parametrize(("rate", "minimum_s", "pence"), [(1400, 3600, 1400), (1400, 0, 583), (0, 3600, 0)])
def test_an_assistant_is_paid_from_joining_to_leaving_and_at_least_the_minimum(
    rate: int, minimum_s: int, pence: int
) -> None:
    problem = street(
        pupil("ann", "a"),
        assistants=(assistant("zoe", hour_rate_pence=rate),),
        policy=Policy(assistant_minimum_paid_s=minimum_s),
    )
    told = plan(run(problem, "bus", "a: +ann", "oak: -ann", at="08:40", crew="zoe"))  # 1500 seconds
    assert lines(*cost_lines(problem, told))["assistant", "zoe"] == pence


def test_an_assistants_hours_span_all_their_runs() -> None:
    problem = street(
        pupil("ann", "c"),
        pupil("bob", "d"),
        assistants=(assistant("zoe", joins_at="b"),),
        schools=(school(between="07:00-09:00"),),
    )
    first = run(problem, "bus", "b: >zoe", "c: +ann", "oak: -ann", at="08:10", crew="zoe")
    second = run(problem, "bus", "d: +bob", "oak: -bob", "b: <zoe", at="08:40", crew="zoe")
    assert assistant_hours(plan(first, second)) == {"zoe": (seconds("07:53"), seconds("08:58"))}


def test_an_hour_aboard_has_its_price() -> None:
    problem = street(pupil("ann", "a"), policy=Policy(ride_hour_pence=60))
    told = plan(run(problem, "bus", "a: +ann", "oak: -ann", at="08:40"))  # aboard for 20 minutes
    assert lines(*cost_lines(problem, told))["ride", "ann"] == 20


@pytest.mark.parametrize(
    ("promised", "pence"),
    [("08:18", 0), ("08:23", 0), ("08:13", 0), ("08:24", 50), ("08:12", 50), ("08:23:30", 25), ("08:28", 250)],
)
def test_a_promised_time_costs_by_the_minute_beyond_its_tolerance(promised: str, pence: int) -> None:
    problem = street(pupil("ann", "a"), usuals=(Usual(pupil=ANN, time_s=seconds(promised)),))
    told = plan(run(problem, "bus", "a: +ann", "oak: -ann", at="08:40"))  # at a at 08:18
    assert lines(*cost_lines(problem, told))["moved", "ann"] == pence


def test_from_school_the_promised_time_is_that_of_coming_home() -> None:
    problem = street(
        pupil("ann", "a"), direction=Direction.FROM_SCHOOL, usuals=(Usual(pupil=ANN, time_s=seconds("15:54")),)
    )
    told = plan(run(problem, "bus", "oak: +ann", "a: -ann", at="15:40"))  # home at 16:00
    assert lines(*cost_lines(problem, told))["moved", "ann"] == 50


def test_meeting_someone_new_has_its_price() -> None:
    kept = street(
        pupil("ann", "a"),
        vehicles=(vehicle("bus", driver=DriverId("dan")), vehicle("cab")),
        assistants=(assistant("zoe"),),
        usuals=(Usual(pupil=ANN, vehicle=VehicleId("bus"), driver=DriverId("dan"), assistant=assistant("zoe").id),),
    )
    usual = plan(run(kept, "bus", "a: +ann", "oak: -ann", at="08:40", crew="zoe"))
    assert [line for line in cost_lines(kept, usual) if line.what == "changed"] == []
    other = plan(run(kept, "cab", "a: +ann", "oak: -ann", at="08:40"))
    assert [line.pence for line in cost_lines(kept, other) if line.what == "changed"] == [150, 200, 250]


def test_who_may_not_travel_at_all_has_no_price() -> None:
    problem = street(pupil("ann", "a"), pupil("bob", "b"), contracts=(contract(),), assessments=())
    assert cost(problem, plan(unplaced="ann bob")) == 0


def test_everyone_unplaced_has_their_price() -> None:
    problem = street(pupil("ann", "a"), pupil("bob", "b"), contracts=(contract(),), policy=Policy(unplaced_pence=777))
    assert cost(problem, plan(unplaced="ann bob")) == 1554
