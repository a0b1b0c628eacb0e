"""A draft that begins as a copy of a plan: to change what has been published, or to try something beside a draft."""

from routing.checker import check
from web.access import Principal
from web.store import Store
from web.store.plan_views import PlanState
from web.store.plans import Drafted


def begin_from(store: Store, principal: Principal, id_: str) -> str:
    """Keep a copy of a plan as a draft, to take the place of what is published that day; return its id.

    It is judged anew; whoever was accepted to be without a run in what is published that day stays accepted.
    """
    with store.reading(principal) as kept:
        head, document = kept.plans.get(id_), kept.plans.document(id_)
    if document.plan is None:
        raise ValueError("a plan that is kept has a plan.")
    violations = check(document.problem, document.plan)
    what = f"version {head.version}" if head.state is not PlanState.DRAFT else "a draft"
    with store.writing(principal) as kept:
        published = kept.plans.find_published(head.day, head.direction)
        return kept.plans.keep_draft(
            Drafted(
                document=document,
                violations=violations,
                title=f"Begun from {what}",
                locks=head.locks,
                replaces=None if published is None else published.id,
                has_begun_from=id_,
            )
        )
