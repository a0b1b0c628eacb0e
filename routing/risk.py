"""Risk assessments: who looked, when, until when it holds, and what it asks of a run.

A measure names the rule that keeps it, so every requirement of a run leads back to a dated, signed line. The hazards
are codes ("choking", "absconds"), never a diagnosis, and nothing here reaches a run sheet.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NewType

PupilId = NewType("PupilId", str)
RuleId = NewType("RuleId", str)
"""The class name of a rule of the catalogue, for example ``NoOneRidesTooLong``."""


@dataclass(frozen=True, slots=True)
class Hazard:
    """One thing that could go wrong for a pupil on the way.

    Parameters
    ----------
    code
        A short word of the authority's own list.
    """

    code: str


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that is done about hazards; kept by exactly one rule.

    Parameters
    ----------
    rule
        The rule of the catalogue that keeps this measure.
    asks
        What it asks, in words that a crew may read ("an assistant trained in rescue medication").
    """

    rule: RuleId
    asks: str


@dataclass(frozen=True, slots=True)
class RiskAssessment:
    """What could go wrong for a pupil on the way, and what is done about it.

    Parameters
    ----------
    pupil
        Whom it is about.
    assessed_on, review_by
        The first and the last day on which it holds.
    signed_by
        Who signed it: a staff reference, not a name.
    hazards, measures
        What could go wrong; what is done about it.
    """

    pupil: PupilId
    assessed_on: date
    review_by: date
    signed_by: str
    hazards: tuple[Hazard, ...] = ()
    measures: tuple[Measure, ...] = ()

    def __post_init__(self) -> None:
        if self.review_by < self.assessed_on:
            raise ValueError("review_by must not be before assessed_on.")
        if not self.signed_by:
            raise ValueError("signed_by must not be empty: an unsigned risk assessment is none.")

    def holds_on(self, day: date) -> bool:
        """Say whether someone may travel on it on that day.

        Examples
        --------
        >>> RiskAssessment(PupilId("p1"), date(2026, 9, 1), date(2027, 8, 31), "RA7").holds_on(date(2027, 9, 1))
        False
        """
        return self.assessed_on <= day <= self.review_by


def why_not_assessed(assessments: Mapping[PupilId, RiskAssessment], pupil: PupilId, day: date) -> str | None:
    """Return why a pupil may not travel on that day for want of a risk assessment, or None if they may."""
    assessment = assessments.get(pupil)
    if assessment is None:
        return "no risk assessment is recorded"
    if day > assessment.review_by:
        return f"the risk assessment lapsed on {assessment.review_by:%-d %B %Y}"
    if day < assessment.assessed_on:
        return f"the risk assessment begins only on {assessment.assessed_on:%-d %B %Y}"
    return None
