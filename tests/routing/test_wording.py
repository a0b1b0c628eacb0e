"""How times, lengths and money read."""

import pytest

from routing.wording import clock, counted, listed, miles, minutes, pounds


@pytest.mark.parametrize(
    ("seconds", "said"), [(0, "00:00"), (30900, "08:35"), (30959, "08:35"), (30960, "08:36"), (86400, "24:00")]
)
def test_a_time_of_day_is_the_minute_that_has_begun(seconds: int, said: str) -> None:
    assert clock(seconds) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 minutes"),
        (1, "1 second"),
        (59, "59 seconds"),
        (60, "1 minute"),
        (61, "1 minute 1 second"),
        (2700, "45 minutes"),
    ],
)
def test_a_length_of_time_is_minutes_and_any_seconds_left(seconds: int, said: str) -> None:
    assert minutes(seconds) == said


@pytest.mark.parametrize(("pence", "said"), [(0, "£0.00"), (7, "£0.07"), (123456, "£1,234.56"), (-250, "-£2.50")])
def test_money_has_two_decimals(pence: int, said: str) -> None:
    assert pounds(pence) == said


def test_roads_are_measured_in_miles() -> None:
    assert miles(16093) == "10.0 miles"


def test_lists_end_in_and() -> None:
    assert (listed([]), listed(["a"]), listed(["a", "b"]), listed("abc")) == ("nobody", "a", "a and b", "a, b and c")


def test_nouns_are_plural_unless_there_is_one() -> None:
    assert (counted(0, "seat"), counted(1, "seat"), counted(1000, "seat")) == ("0 seats", "1 seat", "1,000 seats")
