"""A problem on a plane needs no roads, and is as hard and as possible as one on roads."""

from datetime import date

import numpy as np
import pytest

from routing.problem import Direction
from routing.synthesis import plane_problem


def test_the_same_arguments_give_the_same_problem() -> None:
    assert plane_problem(40, 3, 2) == plane_problem(40, 3, 2)
    assert plane_problem(40, 3, 2) != plane_problem(40, 3, 3)


def test_no_way_round_is_shorter_in_time() -> None:
    for matrix in plane_problem(60, 4, 1).travels.values():
        seconds = matrix.seconds.astype(np.int64)
        for k in range(len(seconds)):
            assert (seconds <= seconds[:, k, None] + seconds[None, k, :]).all()


def test_short_drives_are_slow_and_long_ones_fast() -> None:
    matrix = plane_problem(200, 10, 1).travels[min(plane_problem(200, 10, 1).travels)]
    kph = 3.6 * matrix.metres / np.maximum(matrix.seconds, 1)
    assert 15 < np.median(kph[(matrix.metres > 500) & (matrix.metres < 2000)]) < 35
    assert 36 < np.median(kph[matrix.metres > 15_000]) < 51


@pytest.mark.parametrize("direction", list(Direction))
def test_everyone_could_ride_alone_within_their_limit(direction: Direction) -> None:
    problem = plane_problem(300, 12, 4, direction)
    for pupil in problem.pupils:
        gate = problem.school[pupil.school].gates[0]
        drive_s = max(matrix.seconds_between(pupil.home, gate) for matrix in problem.travels.values())
        assert drive_s <= problem.ride_limit_s(pupil.id)


def test_the_day_is_free_among_school_days() -> None:
    assert plane_problem(20, 1, day=date(2027, 6, 10)).day == date(2027, 6, 10)
