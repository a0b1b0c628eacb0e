"""Restrictions become forbidden pairs of roads, or a reason why not."""

import numpy as np
import pytest

from geodata.turns import Restriction, settle_turns

# Junction 0 in the middle; way 10 comes from the west (roads 0 in, 1 out), 20 from the north (2, 3), 30 from the east
# (4, 5), and 40 runs on through from the south-west to the south-east (6 in, 7 out, 8 in, 9 out).
START = np.array([1, 0, 2, 0, 3, 0, 4, 0, 5, 0])
END = np.array([0, 1, 0, 2, 0, 3, 0, 4, 0, 5])
WAY = np.array([10, 10, 20, 20, 30, 30, 40, 40, 40, 40])
REVERSE = np.array([1, 0, 3, 2, 5, 4, 7, 6, 9, 8])


def settle(kind: str, from_ways: tuple[int, ...], to_ways: tuple[int, ...]) -> tuple[dict[int, set[int]], str]:
    turns = settle_turns([Restriction(7, kind, from_ways, 0, to_ways)], START, END, WAY, REVERSE)
    assert turns.kept + turns.elsewhere + len(turns.unclear) == 1
    reason = turns.unclear[0][1] if turns.unclear else ""
    return {road: set(onto) for road, onto in turns.forbidden.items()}, reason


@pytest.mark.parametrize(
    ("kind", "from_ways", "to_ways", "forbidden"),
    [
        ("no_left_turn", (10,), (20,), {0: {3}}),
        ("only_straight_on", (10,), (30,), {0: {1, 3, 7, 9}}),
        ("no_u_turn", (10,), (10,), {0: {1}}),
        ("no_u_turn", (40,), (40,), {6: {7}, 8: {9}}),
        ("no_entry", (10, 20), (30,), {0: {5}, 2: {5}}),
        ("no_exit", (10,), (20, 30), {0: {3, 5}}),
        ("no_left_turn", (99,), (20,), {}),
        ("no_left_turn", (10,), (99,), {}),
    ],
)
def test_each_kind_forbids_what_it_says(
    kind: str, from_ways: tuple[int, ...], to_ways: tuple[int, ...], forbidden: dict[int, set[int]]
) -> None:
    assert settle(kind, from_ways, to_ways) == (forbidden, "")


@pytest.mark.parametrize(
    ("kind", "from_ways", "to_ways", "reason"),
    [
        ("no_left_turn", (40,), (20,), "runs on through"),
        ("no_left_turn", (10,), (40,), "runs on through"),
        ("only_left_turn", (10,), (99,), "only way out is closed"),
    ],
)
def test_what_is_unclear_is_not_guessed(
    kind: str, from_ways: tuple[int, ...], to_ways: tuple[int, ...], reason: str
) -> None:
    forbidden, why = settle(kind, from_ways, to_ways)
    assert forbidden == {}
    assert reason in why


def test_restrictions_at_one_junction_add_up() -> None:
    both = [Restriction(1, "no_left_turn", (10,), 0, (20,)), Restriction(2, "no_u_turn", (10,), 0, (10,))]
    assert settle_turns(both, START, END, WAY, REVERSE).forbidden == {0: {1, 3}}
