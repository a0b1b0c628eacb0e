"""A draft that begins from a plan."""

from routing.files import plan_to_json
from tests.web.office import OFFICE
from tests.web.town import DAY
from web.planning.beginning import begin_from
from web.store import Store
from web.store.plan_views import PlanState


def test_a_draft_begins_as_the_published_plan_is_and_takes_its_place(store: Store) -> None:
    with store.reading(OFFICE) as kept:
        [published] = kept.plans.list_plans(DAY, DAY)
    id_ = begin_from(store, OFFICE, published.id)
    with store.writing(OFFICE) as kept:
        draft = kept.plans.get(id_)
        assert (draft.state, draft.replaces, draft.title) == (PlanState.DRAFT, published.id, "Begun from version 1")
        assert plan_to_json(kept.plans.load(id_)[1]) == plan_to_json(kept.plans.load(published.id)[1])
        assert [each.accepted_why for each in kept.plans.list_unplaced(id_)] == ["The assessment is on Tuesday"]
        assert kept.plans.publish(id_, 0) == 2
        assert not any(run.is_changed for run in kept.plans.list_runs(id_))
