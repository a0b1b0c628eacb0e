"""All reports on one page: what each is called, by what it may be divided, and which tables it is made of."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from web.records.choices import TARGETS
from web.reporting import assessments, costs, decisions, places, punctuality, rides
from web.reporting.assessments import Assessments
from web.reporting.figures import Figure, Standing, Table, Unit
from web.reporting.sums import ArrivalSums, RideSums, Span
from web.reporting.view import By, View

_APRIL = 4


class Facts(Protocol):
    """What reports are made from; each is read when a report first asks for it."""

    @property
    def assessments(self) -> Assessments:
        """The risk assessments of each pupil."""

    @property
    def rides(self) -> Sequence[RideSums]:
        """What the published rides of the span come to."""

    @property
    def arrivals(self) -> Sequence[ArrivalSums]:
        """How the rides of the span ended, up to now."""

    @property
    def span(self) -> Span:
        """What was published and reported in the span."""

    @property
    def forecast_pence(self) -> Mapping[str, int]:
        """The forecast of spending by mode, for the financial year in which the span ends."""

    @property
    def lapse_days(self) -> int:
        """How many days ahead a lapse is said."""


def financial_year(day: date) -> str:
    """Return the financial year of a day, as records name it.

    Examples
    --------
    >>> financial_year(date(2026, 11, 24)), financial_year(date(2027, 3, 31))
    ('2026-27', '2026-27')
    """
    first = day.year if day.month >= _APRIL else day.year - 1
    return f"{first}-{(first + 1) % 100:02d}"


@dataclass(frozen=True, slots=True)
class Report:
    """A report.

    Parameters
    ----------
    name, title
        In addresses, and for people.
    said
        What it is for, in a sentence.
    by
        By what it may be divided, the first if nobody says.
    make
        Returns its tables.
    """

    name: str
    title: str
    said: str
    by: tuple[By, ...]
    make: Callable[[View, Facts], tuple[Table, ...]]


def _assessments(view: View, facts: Facts) -> tuple[Table, ...]:
    held = assessments.holding(view, facts.assessments, facts.lapse_days)
    return (held, assessments.done(view, facts.assessments))


def _decisions(view: View, _facts: Facts) -> tuple[Table, ...]:
    return (decisions.decisions(view),)


def _punctuality(view: View, facts: Facts) -> tuple[Table, ...]:
    return (punctuality.punctuality(view, facts.arrivals, facts.span),)


def _rides(view: View, facts: Facts) -> tuple[Table, ...]:
    return (rides.within_guide(view, facts.rides), rides.spread(view, facts.rides))


def _costs(view: View, facts: Facts) -> tuple[Table, ...]:
    return (costs.costs(view, facts.rides, facts.forecast_pence, financial_year(view.until_day)),)


def _places(view: View, facts: Facts) -> tuple[Table, ...]:
    return (places.alone(view, facts.rides), places.seats(view, facts.rides))


_WHERE = (By.LOCALITY, By.SCHOOL)
REPORTS: tuple[Report, ...] = (
    Report(
        "assessments",
        "Risk assessments",
        "Who has a risk assessment that holds, whose is due or overdue, and whether they are done in time.",
        (*_WHERE, By.NEED),
        _assessments,
    ),
    Report("decisions", "Decisions", "How long requests for transport wait for a decision.", _WHERE, _decisions),
    Report(
        "punctuality",
        "Punctuality",
        "Whether pupils arrive when the plan says, as far as somebody logged it.",
        (By.SCHOOL, By.LOCALITY, By.OPERATOR),
        _punctuality,
    ),
    Report(
        "rides",
        "Ride times",
        "How long pupils are aboard, against 45 and 75 minutes or their own limit.",
        (By.SCHOOL, By.LOCALITY, By.OPERATOR),
        _rides,
    ),
    Report("costs", "Costs", "What travel costs for each pupil.", (By.MODE, *_WHERE), _costs),
    Report(
        "places",
        "Alone and empty seats",
        "How many rides are made alone, what they cost, and how many seats stay empty.",
        (By.SCHOOL, By.LOCALITY, By.OPERATOR),
        _places,
    ),
)
"""In the order in which they stand."""

REPORT: Mapping[str, Report] = {report.name: report for report in REPORTS}
"""By name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One line of the overview: what the authority may set itself a target for, and how it stands to that.

    Parameters
    ----------
    words
        What the target is for.
    unit
        Of the figure and of the target.
    """

    report: Report
    words: str
    unit: Unit
    figure: Figure
    target: int | None
    standing: Standing


def overview(view: View, facts: Facts) -> list[Judged]:
    """Return how everything that may have a target stands, over all that is looked at."""
    words = dict(TARGETS)
    return [
        Judged(
            report=report,
            words=words[table.target],
            unit=table.column(table.judged).unit,
            figure=table.total.figures[table.place(table.judged)],
            target=table.total.target,
            standing=table.total.standing,
        )
        for report in REPORTS
        for table in report.make(view, facts)
        if table.judged
    ]


def notes(tables: Sequence[Table]) -> tuple[str, ...]:
    """Return what tables say of themselves, each sentence once."""
    return tuple(dict.fromkeys(note for table in tables for note in table.notes))
