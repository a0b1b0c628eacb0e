"""What a what-if supposes of a problem."""

import pytest

from routing.errors import NoSuchRecordError
from routing.records import SchoolId
from tests.web import town
from web.planning.what_if import Change, Supposed, refs_of, suppose


def test_one_more_vehicle_is_just_like_another_and_nobody_drives_it_yet() -> None:
    more = suppose(town.town(), Supposed(change=Change.VEHICLE_MORE, ref="minibus-1"))
    (extra,) = [each for each in more.vehicles if each.id not in town.town().vehicle]
    assert (extra.layouts, extra.depot, extra.driver) == (more.vehicle[town.MINIBUS].layouts, "depot", None)


def test_an_operator_takes_all_its_vehicles_away() -> None:
    gone = suppose(town.town(), Supposed(change=Change.OPERATOR_GONE, ref="Acorn Cars"))
    assert set(gone.vehicle) == {"minibus-1"}


def test_another_bell_changes_one_school() -> None:
    other = suppose(town.town(), Supposed(change=Change.BELL_TIME, ref="oak", from_s=30_000, until_s=31_000))
    assert (other.school[SchoolId("oak")].from_s, other.school[SchoolId("oak")].until_s) == (30_000, 31_000)
    assert other.school[SchoolId("elm")] == town.town().school[SchoolId("elm")]


@pytest.mark.parametrize("change", [change for change in Change if change is not Change.ROAD_CLOSED])
def test_nothing_is_supposed_of_what_the_plan_does_not_know(change: Change) -> None:
    with pytest.raises(NoSuchRecordError, match="There is no"):
        suppose(town.town(), Supposed(change=change, ref="nobody"))


@pytest.mark.parametrize("change", Change)
def test_everything_that_is_offered_can_be_supposed_and_has_a_title(change: Change) -> None:
    problem = town.town()
    for ref in refs_of(problem, town.plan_to_school(problem)).get(change, ["Mill Lane"]):
        asked = {"change": change.value, "ref": ref, "from_s": 30_000, "until_s": 31_000}
        supposed = Supposed.of(asked)
        assert suppose(problem, supposed).day == town.DAY
        assert supposed.title.startswith("What if ")
        assert ref in supposed.title
