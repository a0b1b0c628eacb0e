"""Targets: which counts, and how a figure stands to it."""

import pytest

from web.records.choices import TARGETS
from web.records.rows import row_of
from web.reporting.figures import HIDDEN, Standing
from web.reporting.targets import UNITS, Targets, standing


def test_the_nearest_target_counts_and_a_school_is_nearer_than_a_locality() -> None:
    cells = [
        {"target": "punctual", "value": "95"},
        {"target": "punctual", "locality": "North", "value": "90"},
        {"target": "punctual", "school": "oak", "value": "85"},
        {"target": "punctual", "locality": "North", "school": "elm", "value": "80"},
    ]
    targets = Targets.of(row_of("targets", each) for each in cells)
    assert [
        targets.find("punctual"),
        targets.find("punctual", "North"),
        targets.find("punctual", "North", "oak"),
        targets.find("punctual", "North", "elm"),
        targets.find("punctual", "South", "elm"),
        targets.find("assessed"),
    ] == [95, 90, 85, 80, 95, None]


@pytest.mark.parametrize(
    ("name", "figure", "stands"),
    [
        ("punctual", 90, Standing.MET),
        ("punctual", 81, Standing.NEAR),
        ("punctual", 80, Standing.MISSED),
        ("days-to-decision", 90, Standing.MET),
        ("days-to-decision", 99, Standing.NEAR),
        ("days-to-decision", 100, Standing.MISSED),
        ("punctual", HIDDEN, Standing.NOT_SHOWN),
        ("punctual", None, Standing.NO_FIGURE),
    ],
)
def test_a_target_is_nearly_met_within_a_tenth_of_it(name: str, figure: int, stands: Standing) -> None:
    assert standing(name, figure, 90) is stands


def test_every_target_has_a_unit() -> None:
    assert UNITS.keys() == dict(TARGETS).keys()
