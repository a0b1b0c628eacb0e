"""Stops, runs, shifts and plans hold together, and yield legs and rides."""

from dataclasses import replace

import pytest

from geodata import PlaceId
from routing.plan import Plan, Run, Shift, Stop
from routing.records import VehicleId
from routing.risk import PupilId
from tests.towns import plan, pupil, run, school, street

PROBLEM = street(pupil("ann", "a"), pupil("bob", "b"), schools=(school(between="07:00-09:00"),))
BUS = run(PROBLEM, "bus", "a: +ann", "b: +bob", "oak: -ann -bob", at="08:40")


def test_a_stop_is_not_left_before_it_begins() -> None:
    with pytest.raises(ValueError, match="leave_s must be >= arrive_s at a"):
        Stop(place=PlaceId("a"), arrive_s=2, leave_s=1)


def test_a_run_has_at_least_two_stops() -> None:
    with pytest.raises(ValueError, match="must have at least two stops"):
        replace(BUS, stops=BUS.stops[:1])


def test_a_shift_holds_runs_of_its_vehicle_and_at_least_one() -> None:
    with pytest.raises(ValueError, match="must have a run"):
        Shift(VehicleId("bus"), ())
    with pytest.raises(ValueError, match="runs of that vehicle alone"):
        Shift(VehicleId("cab"), (BUS,))


def test_a_vehicle_has_one_shift() -> None:
    with pytest.raises(ValueError, match="two shifts"):
        Plan(shifts=(Shift(VehicleId("bus"), (BUS,)), Shift(VehicleId("bus"), (BUS,))))


def test_a_run_yields_its_pupils_legs_and_rides() -> None:
    assert BUS.pupils == ("ann", "bob")
    assert [(leg.start, leg.end, leg.to_s - leg.from_s) for leg in BUS.legs()] == [("a", "b", 300), ("b", "oak", 900)]
    assert [(ride.pupil, ride.board_place, ride.alight_place, ride.seconds) for ride in BUS.rides()] == [
        ("ann", "a", "oak", 1320),
        ("bob", "b", "oak", 900),
    ]
    assert (BUS.begins_s, BUS.ends_s) == (BUS.stops[0].arrive_s, BUS.stops[2].leave_s)


def test_who_never_alights_has_no_ride() -> None:
    open_run = Run(vehicle=BUS.vehicle, layout=BUS.layout, stops=(*BUS.stops[:2], replace(BUS.stops[2], alights=())))
    assert list(open_run.rides()) == []


def test_a_plan_numbers_its_runs_and_finds_a_pupils() -> None:
    early = run(PROBLEM, "bus", "a: +ann", "oak: -ann", at="07:40")
    late = run(PROBLEM, "bus", "b: +bob", "oak: -bob", at="08:40")
    told = plan(early, late)
    assert list(told.numbered_runs()) == [("bus/1", early), ("bus/2", late)]
    assert told.find_run_of(PupilId("bob")) is late
    assert plan(early).find_run_of(PupilId("bob")) is None
    assert told.shifts[0].stops == (*early.stops, *late.stops)
