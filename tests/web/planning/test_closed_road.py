"""A road closes on the day, on real roads: which runs drive along it, and the plan that goes around."""

import numpy as np
import pytest

from geodata.cache import load_roads
from geodata.roads import RoadGraph
from routing.checker import check
from routing.effects import changes_between
from routing.files import Document, read_document
from tests.web.conftest import County
from tests.web.office import OFFICE, Clock, keep_draft, publish
from tests.web.planning.days import asked
from web.planning.consequences import runs_along
from web.planning.disruption import replan
from web.settings import Settings
from web.store import Store
from web.store.day import DayEventKind


@pytest.fixture
def published(empty: Store, county: County) -> str:
    """Publish the county's morning; return the plan."""
    plan = keep_draft(empty, read_document(county.plan))
    publish(empty, plan)
    return plan


def way_of(document: Document, roads: RoadGraph) -> int:
    """Return a way in the middle of a long drive between two stops."""
    leg = max(document.legs, key=lambda each: len(each.points))
    middle = leg.points[len(leg.points) // 2]
    at = int(np.argmin((roads.shape_lat - middle[0]) ** 2 + (roads.shape_lon - middle[1]) ** 2))
    return int(roads.way_id[np.searchsorted(roads.shape_ptr, at, side="right") - 1])


def test_a_closed_road_is_driven_around_and_whoever_does_not_use_it_keeps_their_promise(
    empty: Store, clock: Clock, county: County, published: str
) -> None:
    with empty.reading(OFFICE) as kept:
        document = kept.plans.document(published)
    roads = load_roads(county.roads)
    way, day = way_of(document, roads), document.problem.day
    clock.now = clock.now.replace(day=23)
    with empty.writing(OFFICE) as kept:
        id_ = kept.day.report(DayEventKind.ROAD_CLOSED, "Long Lane", day, detail={"ways": [way]})
        event = kept.day.get_event(id_)
    shut = runs_along(document, roads, [event])
    assert shut
    settings = Settings(home=county.roads.parent, roads=str(county.roads))
    draft = replan(empty, settings, asked(empty, published), lambda _: True)["plan"]
    with empty.reading(OFFICE) as kept:
        head, after = kept.plans.get(draft), kept.plans.document(draft)
    assert head.title == "Long Lane is closed to traffic"
    assert after.plan is not None
    assert check(after.problem, after.plan) == []
    assert runs_along(after, roads, [event]) == ()
    assert document.plan is not None
    using = {pupil for name, run in document.plan.numbered_runs() if name in shut for pupil in run.pupils}
    changed = changes_between(document.problem, document.plan, after.problem, after.plan).pupils
    assert {change.pupil for change in changed} <= using
