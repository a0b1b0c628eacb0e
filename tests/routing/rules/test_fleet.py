"""The rules of the fleet: contracts, licences, hours, one place at a time, bays."""

from datetime import date
from typing import Any

import pytest

from routing.problem import Direction, Problem
from tests.towns import broken, contract, crossroads, plan, pupil, run, school, street, vehicle


@pytest.mark.parametrize(
    ("schools", "rules"),
    [
        (None, set()),
        ("oak elm", set()),
        ("oak", set()),
        ("elm", {"TheContractCoversTheSchool"}),
        ("", {"TheContractCoversTheSchool"}),
    ],
)
def test_a_vehicle_serves_only_schools_that_its_contract_covers(schools: str | None, rules: set[str]) -> None:
    problem = street(pupil("ann", "a"), contracts=(contract(schools=schools),))
    assert broken(problem, run(problem, "bus", "a: +ann", "oak: -ann", at="08:40")) == rules


@pytest.mark.parametrize(
    ("most", "layouts", "rules"),
    [
        (None, [(16, 0)], set()),
        (9, [(8, 0)], set()),
        (8, [(8, 0)], set()),
        (7, [(8, 0)], {"TheLicenceCoversTheSeats"}),
        (8, [(7, 2)], {"TheLicenceCoversTheSeats"}),
        (8, [(8, 0), (9, 0)], {"TheLicenceCoversTheSeats"}),
    ],
)
def test_a_vehicle_has_room_for_no_more_than_its_licence_allows_in_its_largest_layout(
    most: int | None, layouts: list[tuple[int, int]], rules: set[str]
) -> None:
    problem = street(pupil("ann", "a"), contracts=(contract(most_seats=most),), vehicles=(vehicle("bus", *layouts),))
    assert broken(problem, run(problem, "bus", "a: +ann", "oak: -ann", at="08:40")) == rules


@pytest.mark.parametrize(
    ("until", "rules"),
    [(None, set()), (date(2026, 11, 23), set()), (date(2026, 11, 22), {"OnlyClearedVehiclesWork"})],
)
def test_no_vehicle_works_on_lapsed_checks(until: date | None, rules: set[str]) -> None:
    problem = street(pupil("ann", "a"), vehicles=(vehicle(cleared_until=until),))
    assert broken(problem, run(problem, "bus", "a: +ann", "oak: -ann", at="08:40")) == rules


@pytest.mark.parametrize(
    ("hours", "rules"),
    [
        ("08:18-08:43", set()),
        ("08:18:01-08:43", {"VehiclesKeepTheirHours"}),
        ("08:18-08:42:59", {"VehiclesKeepTheirHours"}),
    ],
)
def test_a_vehicle_without_depot_works_within_its_hours_from_first_stop_to_last(hours: str, rules: set[str]) -> None:
    problem = street(pupil("ann", "a"), vehicles=(vehicle(hours=hours),))
    assert broken(problem, run(problem, "bus", "a: +ann", "oak: -ann", at="08:40")) == rules


@pytest.mark.parametrize(
    ("hours", "rules"),
    [
        ("08:13-09:08", set()),
        ("08:13:01-09:08", {"VehiclesKeepTheirHours"}),
        ("08:13-09:07:59", {"VehiclesKeepTheirHours"}),
    ],
)
def test_a_vehicle_is_out_and_back_at_its_depot_within_its_hours(hours: str, rules: set[str]) -> None:
    problem = street(pupil("ann", "a"), vehicles=(vehicle(hours=hours, depot="depot"),))
    assert broken(problem, run(problem, "bus", "a: +ann", "oak: -ann", at="08:40")) == rules


@pytest.mark.parametrize(
    ("depot", "limit_s", "rules"),
    [
        (None, 1500, set()),
        (None, 1499, {"VehiclesAreBackInTime"}),
        ("depot", 3300, set()),
        ("depot", 3299, {"VehiclesAreBackInTime"}),
    ],
)
def test_a_vehicle_is_back_in_time(depot: str | None, limit_s: int, rules: set[str]) -> None:
    more = {} if depot is None else {"depot": depot}
    problem = street(pupil("ann", "a"), vehicles=(vehicle(shift_limit_s=limit_s, **more),))
    assert broken(problem, run(problem, "bus", "a: +ann", "oak: -ann", at="08:40")) == rules


@pytest.mark.parametrize(("at", "rules"), [("08:36", set()), ("08:35", set()), ("08:34:59", {"VehiclesAreInOnePlace"})])
def test_a_vehicle_has_time_to_drive_from_run_to_run(at: str, rules: set[str]) -> None:
    problem = street(pupil("ann", "d"), pupil("bob", "d"), schools=(school(between="07:00-09:00"),))
    first = run(problem, "bus", "d: +ann", "oak: -ann", at="08:20")  # leaves oak at 08:23, is at d at 08:28
    second = run(problem, "bus", "d: +bob", "oak: -bob", at=at)
    assert broken(problem, first, second) == rules


def at_the_gate(bays: int | None, *ats: str, to_school: bool = True, **more: Any) -> set[str]:
    names = ("ann", "bob", "cat")[: len(ats)]
    direction = Direction.TO_SCHOOL if to_school else Direction.FROM_SCHOOL
    between = "08:00-09:00" if to_school else "15:00-16:00"
    problem: Problem = crossroads(
        *(pupil(name, "a") for name in names),
        direction=direction,
        schools=(school("oak", "oak", "elm", between=between, bays=bays, **more),),
        vehicles=tuple(vehicle(f"v{name}") for name in names),
    )
    visits = {
        name: (f"a: +{name}", f"oak: -{name}") if to_school else (f"oak: +{name}", f"a: -{name}") for name in names
    }
    runs = [run(problem, f"v{name}", *visits[name], at=at) for name, at in zip(names, ats, strict=True)]
    return broken(problem, *runs)


@pytest.mark.parametrize(
    ("bays", "ats", "rules"),
    [
        (None, ("08:40", "08:40"), set()),
        (2, ("08:40", "08:40"), set()),
        (1, ("08:40", "08:44"), set()),
        (1, ("08:40", "08:43"), set()),
        (1, ("08:40", "08:42:59"), {"SchoolsHaveABayForEach"}),
        (1, ("08:42:59", "08:40"), {"SchoolsHaveABayForEach"}),
        (2, ("08:40", "08:41", "08:42"), {"SchoolsHaveABayForEach"}),
        (2, ("08:40", "08:41", "08:43"), set()),
    ],
)
def test_no_more_vehicles_stand_at_a_school_than_it_has_bays(
    bays: int | None, ats: tuple[str, ...], rules: set[str]
) -> None:
    assert at_the_gate(bays, *ats) == rules


@pytest.mark.parametrize(("other", "rules"), [("15:43", set()), ("15:42:59", {"SchoolsHaveABayForEach"})])
def test_bays_count_from_school_too(other: str, rules: set[str]) -> None:
    assert at_the_gate(1, "15:40", other, to_school=False) == rules


def test_bays_are_those_of_all_gates_together() -> None:
    problem = crossroads(
        pupil("ann", "a"),
        pupil("bob", "b"),
        schools=(school("oak", "oak", "elm", bays=1),),
        vehicles=(vehicle("bus"), vehicle("cab")),
    )
    bus = run(problem, "bus", "a: +ann", "oak: -ann", at="08:40")
    cab = run(problem, "cab", "b: +bob", "elm: -bob", at="08:40")
    assert broken(problem, bus, cab) == {"SchoolsHaveABayForEach"}


def test_a_shift_out_of_order_is_in_two_places() -> None:
    problem = street(pupil("ann", "d"), pupil("bob", "d"), schools=(school(between="07:00-09:00"),))
    early = run(problem, "bus", "d: +ann", "oak: -ann", at="07:20")
    late = run(problem, "bus", "d: +bob", "oak: -bob", at="08:35")
    assert [shift.runs for shift in plan(late, early).shifts] == [(late, early)]
    assert broken(problem, late, early) == {"VehiclesAreInOnePlace"}
