"""The reports on one page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from tests.web.reporting.world import ride_sums, view
from web.records.choices import TARGETS
from web.reporting.assessments import Assessments
from web.reporting.catalogue import REPORTS, Report, notes, overview
from web.reporting.figures import Standing
from web.reporting.sums import ArrivalSums, RideSums, Span


@dataclass(frozen=True)
class _Facts:
    """Ten rides of one pupil, and nothing else."""

    assessments: Assessments = field(default_factory=dict)
    rides: Sequence[RideSums] = (ride_sums("p1", 10),)
    arrivals: Sequence[ArrivalSums] = ()
    span: Span = field(default_factory=lambda: Span(mornings=5, afternoons=5, events={}))
    forecast_pence: Mapping[str, int] = field(default_factory=dict)
    lapse_days: int = 28


def test_whatever_may_have_a_target_stands_in_the_overview_once() -> None:
    found = overview(view(targets={("empty-seats", "", ""): 50}), _Facts())
    assert [each.words for each in found] == [words for _, words in TARGETS]
    assert [(each.figure, each.standing) for each in found] == [
        (0, Standing.NO_TARGET),
        (None, Standing.NO_TARGET),
        (None, Standing.NO_TARGET),
        (100, Standing.NO_TARGET),
        (3800, Standing.NO_TARGET),
        (0, Standing.NO_TARGET),
        (38, Standing.MET),
    ]


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_every_report_can_be_divided_by_all_that_it_offers(report: Report) -> None:
    for by in report.by:
        tables = report.make(view(by), _Facts())
        assert {table.first for table in tables} == {by.words}
        assert all(table.said and table.title for table in tables)
        assert len(set(notes(tables))) == len(notes(tables))
