"""The authority's numbers are whole, and within reason."""

from typing import Any

import pytest

from routing.policy import Policy


@pytest.mark.parametrize("value", [1.5, "45", None, True])
def test_a_number_is_a_whole_number(value: Any) -> None:
    with pytest.raises(TypeError, match="ride_limit_primary_s must be a whole number"):
        Policy(ride_limit_primary_s=value)


@pytest.mark.parametrize(
    ("name", "value"),
    [("boarding_s", -1), ("unplaced_pence", -1), ("most_schools_per_run", 0), ("pupils_per_assistant", 0)],
)
def test_a_number_has_its_bound(name: str, value: int) -> None:
    with pytest.raises(ValueError, match=name):
        Policy(**{name: value})


def test_the_day_of_pupils_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="earliest_pick_up_s must be before latest_hand_over_s"):
        Policy(earliest_pick_up_s=7200, latest_hand_over_s=7200)
