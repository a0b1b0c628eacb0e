"""Travelling alone, and seats that stay empty."""

from tests.web.reporting.world import lines, ride_sums, view
from web.reporting.figures import Standing
from web.reporting.places import alone, seats
from web.reporting.view import By

SUMS = [
    ride_sums("p1", 10, alone=5, pence=25_000.0, pence_alone=20_000.0, seats=30.0, assistants=5.0, runs=6.25),
    ride_sums("p4", 10),
]


def test_rides_alone_and_what_they_cost() -> None:
    table = alone(view(By.SCHOOL, targets={("single-occupancy", "", ""): 10}), SUMS)
    assert lines(table) == {
        "Elm School": (0, 10, 10, 0, None, 3800),
        "Oak School": (5, 5, 10, 50, 15_200, 3800),  # £40 a ride alone, £10 with others
        "All": (5, 15, 20, 25, 15_200, 3800),
    }
    assert [line.standing for line in table.lines] == [Standing.MET, Standing.MISSED]


def test_a_seat_is_empty_that_no_pupil_and_no_assistant_takes() -> None:
    assert lines(seats(view(By.SCHOOL), SUMS)) == {
        "Elm School": (10, 38, 4),  # 20 seats, 10 pupils, 2.5 assistants
        "Oak School": (10, 50, 1.6),  # 30 seats, 10 pupils, 5 assistants; 10 pupils on 6.25 runs
        "All": (20, 45, 2.3),
    }
