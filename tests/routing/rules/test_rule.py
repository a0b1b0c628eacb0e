"""What a rule is: its sentence, its id, for whom it is waived; what a violation prints."""

from datetime import date

import pytest

from routing.records import VehicleId, Waiver
from routing.risk import PupilId, RuleId
from routing.rules import Violation
from routing.rules.fleet import TheContractCoversTheSchool
from routing.rules.journey import NoOneRidesTooLong
from routing.rules.rule import Rule
from tests.towns import pupil, street

ANN, BOB = PupilId("ann"), PupilId("bob")


def test_a_rules_name_is_the_first_line_of_its_docstring() -> None:
    rule = NoOneRidesTooLong()
    assert rule.id == "NoOneRidesTooLong"
    assert rule.sentence.startswith("No pupil's journey")
    assert rule.violation("so", pupils=[ANN]) == Violation(rule.id, rule.sentence, "so", None, (ANN,))


@pytest.mark.parametrize(("rule", "bound"), [(NoOneRidesTooLong(), [BOB]), (TheContractCoversTheSchool(), [ANN, BOB])])
def test_only_a_waivable_rule_is_lifted(rule: Rule, bound: list[PupilId]) -> None:
    waiver = Waiver(rule=RuleId(rule.id), pupil=ANN, reason="agreed", granted_by="T2", until=date(2027, 1, 1))
    problem = street(pupil("ann", "a"), pupil("bob", "b"), waivers=(waiver,))
    assert list(rule.applies_to(problem)) == bound
    assert rule.is_waived(problem, ANN) == (ANN not in bound)


def test_a_violation_prints_as_a_sentence() -> None:
    violation = Violation(RuleId("R"), "Dogs stay at home.", "rex is aboard", VehicleId("bus"), (ANN,))
    assert str(violation) == "Dogs stay at home. Not so (bus): rex is aboard."
    assert str(Violation(RuleId("R"), "Dogs stay at home.", "rex is out")) == "Dogs stay at home. Not so: rex is out."
