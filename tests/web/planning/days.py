"""A town's published day with something not as usual, planned again as a task: for the tests of the day."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from routing.commands import Effort, make_plan
from routing.console import Teller
from routing.problem import Direction
from tests.web.office import OFFICE, Clock, document, keep_draft, publish
from tests.web.town import DAY, town
from web.planning.disruption import REPLAN, replan
from web.settings import Settings
from web.store import Store
from web.store.tasks import Task

EFFORT = {"iterations": 200}


def published_morning(store: Store) -> str:
    """Return the plan that is published for the town's morning."""
    with store.reading(OFFICE) as kept:
        head = kept.plans.find_published(DAY, Direction.TO_SCHOOL)
    assert head is not None
    return head.id


def published_afternoon(store: Store) -> str:
    """Plan the town's afternoon, publish it, and return the plan."""
    problem = town(Direction.FROM_SCHOOL)
    made = make_plan(problem, Effort(iterations=200), Teller(quiet=True), stop=lambda: False)
    assert not made.violations
    plan = keep_draft(store, document(problem, made.plan))
    publish(store, plan)
    return plan


def report(store: Store, clock: Clock, *what: Any, **more: Any) -> str:
    """Report something of the town's Monday, a minute later; return the event's id."""
    clock.now += timedelta(minutes=1)
    with store.writing(OFFICE) as kept:
        id_ = kept.day.report(*what, **more)
    clock.now += timedelta(minutes=1)
    return id_


def plan_again(store: Store, home: Path, plan: str, hear: Any = lambda _: True) -> Mapping[str, Any]:
    """Ask for a plan to be made again, and do it here; return the task's result."""
    return replan(store, Settings(home=home), asked(store, plan), hear)


def asked(store: Store, plan: str) -> Task:
    """Ask for a plan to be made again; return the task, taken."""
    with store.writing(OFFICE) as kept:
        kept.tasks.ask(REPLAN, {"plan": plan, **EFFORT})
        task = kept.tasks.claim("a test")
    assert task is not None
    return task
