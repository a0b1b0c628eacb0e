"""What a draft begins from."""

from dataclasses import replace
from datetime import timedelta

from routing.records import Usual
from tests.web import town
from tests.web.office import OFFICE, document, keep_draft, moved_document, publish
from web.planning.standing import published_before, standing_for, with_promises
from web.store import Store

DIRECTION = town.town().direction
TUESDAY = town.DAY + timedelta(days=1)


def test_yesterday_s_plan_stands_before_last_week_s(store: Store) -> None:
    tuesday = keep_draft(store, moved_document(TUESDAY))
    publish(store, tuesday)
    with store.reading(OFFICE) as kept:
        monday = kept.plans.find_published(town.DAY, DIRECTION)
        assert monday is not None
        assert published_before(kept, TUESDAY, DIRECTION) == [monday.id]
        assert published_before(kept, town.DAY + timedelta(days=7), DIRECTION) == [tuesday, monday.id]
        assert published_before(kept, town.DAY + timedelta(days=60), DIRECTION) == []
        assert standing_for(kept, TUESDAY, DIRECTION).plan_id == tuesday
        assert standing_for(kept, TUESDAY + timedelta(days=1), DIRECTION).plan_id == tuesday


def test_a_first_plan_begins_from_nothing(empty: Store) -> None:
    with empty.reading(OFFICE) as kept:
        standing = standing_for(kept, TUESDAY, DIRECTION)
    assert (standing.plan_id, standing.start, standing.promised) == (None, None, ())


def test_a_draft_is_begun_from_and_promises_nothing(store: Store) -> None:
    draft = keep_draft(store, moved_document())
    with store.reading(OFFICE) as kept:
        monday = kept.plans.find_published(town.DAY, DIRECTION)
        assert monday is not None
        standing = standing_for(kept, town.DAY, DIRECTION, draft)
        assert standing.start == kept.plans.load(draft)
        assert standing.promised == (kept.plans.load(monday.id),)


def test_what_the_records_promise_comes_before_what_plans_gave() -> None:
    told = document()
    assert told.plan is not None
    own = Usual(pupil=town.PUPILS[4].id, time_s=8 * 3600)
    problem = with_promises(replace(town.town(), usuals=(own,)), [(told.problem, told.plan)])
    assert problem.usual[town.PUPILS[4].id] == own
    assert problem.usual[town.PUPILS[0].id].vehicle == town.MINIBUS
    assert town.PUPILS[5].id not in problem.usual
