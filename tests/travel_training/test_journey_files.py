"""Journeys and drafts are read back as they were kept, through JSON itself."""

import json
from dataclasses import replace

import pytest

from tests.travel_training.test_journey_making import WEEK
from tests.travel_training.test_journey_making import feed as feed  # noqa: PLC0414 -- a fixture
from tests.travel_training.test_journey_making import plan as plan  # noqa: PLC0414 -- a fixture
from travel_training.journey import JourneyPlan
from travel_training.journey_files import assessment_from_json, assessment_to_json, plan_from_json, plan_to_json
from travel_training.journey_risk import draft_assessment


def test_a_plan_is_read_back_as_it_was_kept(plan: JourneyPlan) -> None:
    assert plan.there is not None
    for each in (plan, replace(plan, there=None, last_back=None)):
        assert plan_from_json(json.loads(json.dumps(plan_to_json(each)))) == each


def test_a_draft_is_read_back_as_it_was_kept(plan: JourneyPlan) -> None:
    assert plan.there is not None
    drafted = draft_assessment(plan.there, WEEK, plan.there_lacking)
    assert assessment_from_json(json.loads(json.dumps(assessment_to_json(drafted)))) == drafted


@pytest.mark.parametrize("document", [None, [], {"version": 2, "plan": {}}, {"version": 1}, {"version": 1, "plan": {}}])
def test_something_else_is_refused(document: object) -> None:
    with pytest.raises(ValueError, match=r"of a journey|not whole"):
        plan_from_json(document)
