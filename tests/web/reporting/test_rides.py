"""Ride times against the guide and by length."""

from dataclasses import replace

from tests.web.reporting.world import PUPILS, lines, ride_sums, view, with_pupils
from web.reporting.figures import Standing
from web.reporting.rides import spread, within_guide
from web.reporting.view import By

SUMS = [
    ride_sums("p1", 10, over_primary=10, over_secondary=2, seconds=10 * 3000, bands=(0, 0, 0, 8, 0, 2)),
    ride_sums("p4", 10),
]


def test_the_guide_is_that_of_the_pupils_phase() -> None:
    table = within_guide(view(By.SCHOOL, targets={("rides-within-guide", "", ""): 95}), SUMS)
    assert lines(table) == {
        "Elm School": (10, 0, 10, 100, 20),
        "Oak School": (8, 2, 10, 80, 50),
        "All": (18, 2, 20, 90, 35),
    }
    assert [line.standing for line in table.lines] == [Standing.MET, Standing.MISSED]
    younger = with_pupils(view(By.SCHOOL), p1=replace(PUPILS["p1"], phase="primary"))
    assert lines(within_guide(younger, SUMS))["Oak School"][:2] == (0, 10)


def test_rides_are_counted_once_by_their_length() -> None:
    table = spread(view(), SUMS)
    assert lines(table)["All"] == (0, 10, 0, 8, 0, 2, 20, 10)
    assert [column.words for column in table.columns][:2] == ["Up to 15 minutes", "Up to 30"]


def test_only_what_is_looked_at_is_counted() -> None:
    assert lines(spread(replace(view(), locality="South"), SUMS)) == {
        "South": (0, 10, 0, 0, 0, 0, 10, 0),
        "All": (0, 10, 0, 0, 0, 0, 10, 0),
    }
