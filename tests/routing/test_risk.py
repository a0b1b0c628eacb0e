"""Risk assessments: from when until when they hold, and why not."""

from datetime import date

import pytest

from routing.risk import PupilId, RiskAssessment, why_not_assessed

ANN = PupilId("ann")
ASSESSED = RiskAssessment(ANN, date(2026, 9, 1), date(2026, 12, 31), "RA7")


@pytest.mark.parametrize(
    ("day", "holds", "why"),
    [
        (date(2026, 8, 31), False, "the risk assessment begins only on 1 September 2026"),
        (date(2026, 9, 1), True, None),
        (date(2026, 12, 31), True, None),
        (date(2027, 1, 1), False, "the risk assessment lapsed on 31 December 2026"),
    ],
)
def test_an_assessment_holds_from_its_first_to_its_last_day(day: date, *, holds: bool, why: str | None) -> None:
    assert ASSESSED.holds_on(day) is holds
    assert why_not_assessed({ANN: ASSESSED}, ANN, day) == why


def test_a_missing_assessment_is_said_to_be_missing() -> None:
    assert why_not_assessed({}, ANN, date(2026, 9, 1)) == "no risk assessment is recorded"


def test_an_assessment_is_signed_and_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="signed_by must not be empty"):
        RiskAssessment(ANN, date(2026, 9, 1), date(2026, 12, 31), "")
    with pytest.raises(ValueError, match="review_by must not be before assessed_on"):
        RiskAssessment(ANN, date(2026, 9, 1), date(2026, 8, 31), "RA7")
