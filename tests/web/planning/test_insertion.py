"""One pupil more in a draft that stands."""

import pytest

from routing.checker import check
from routing.edits import leave_out
from routing.errors import CannotBeDoneError, NoSuchRecordError
from routing.risk import PupilId
from tests.web import town
from web.planning.insertion import MOST, ways_to_carry

P4 = PupilId("p4")


def test_the_ways_are_ranked_by_what_they_cost_and_each_is_a_plan_with_the_pupil_in_it() -> None:
    problem = town.town()
    without = leave_out(problem, town.plan_to_school(problem), P4, "a test").plan
    ways = ways_to_carry(problem, without, P4)
    assert 1 <= len(ways) <= MOST
    assert [way.number for way in ways] == list(range(1, len(ways) + 1))
    assert [way.extra_pence for way in ways] == sorted(way.extra_pence for way in ways)
    for way in ways:
        assert way.edit.plan.find_run_of(P4) is not None
        assert check(problem, way.edit.plan) == []
        others = {run.vehicle for run in way.edit.plan.runs}
        assert way.said.split()[0] in others
    assert ways_to_carry(problem, without, P4) == ways


@pytest.mark.parametrize(
    ("pupil", "error", "said"),
    [
        ("p99", NoSuchRecordError, "Take in the records as they are now first"),
        ("p6", CannotBeDoneError, "p6 may not travel"),
        ("p4", CannotBeDoneError, "is on a run already"),
    ],
)
def test_who_cannot_be_inserted_is_told_why(pupil: str, error: type[Exception], said: str) -> None:
    problem = town.town()
    with pytest.raises(error, match=said):
        ways_to_carry(problem, town.plan_to_school(problem), PupilId(pupil))
