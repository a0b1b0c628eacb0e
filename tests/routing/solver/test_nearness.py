"""Journeys are near where a vehicle can make both with little driving and waiting."""

import numpy as np

from routing.solver.nearness import Ends, near_journeys


def ends(row: list[int], lo: list[int], hi: list[int]) -> Ends:
    return Ends(np.array(row), np.array(lo), np.array(hi), np.full(len(row), 60))


def test_a_journey_at_the_same_time_is_nearer_than_one_beside_it_hours_later() -> None:
    at = np.array([0, 1, 2, 10, 11, 12]) * 100  # homes in the rows 0 to 2, gates in 3 to 5, along one road
    seconds = np.abs(at[:, None] - at[None, :]).astype(np.int32)
    homes = ends([0, 1, 2], [0, 9000, 0], [600, 9600, 900])
    gates = ends([3, 4, 5], [0, 0, 0], [20_000, 20_000, 20_000])
    near = near_journeys(seconds, homes, gates, np.full(3, 1500))
    assert near[[0, 2], :2].tolist() == [[0, 2], [2, 0]]


def test_a_journey_that_can_only_come_first_is_near_all_the_same() -> None:
    seconds = np.full((4, 4), 100, np.int32)
    homes, gates = ends([0, 1], [0, 2000], [100, 2100]), ends([2, 3], [0, 0], [9000, 9000])
    assert near_journeys(seconds, homes, gates, np.full(2, 900)).tolist() == [[0, 1], [1, 0]]
