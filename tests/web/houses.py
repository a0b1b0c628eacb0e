"""The states in which every page is looked at: the town as usual, nothing at all, much of everything, and changed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask import Flask

from tests.web import town
from tests.web.office import (
    OFFICE,
    Clock,
    afternoon,
    document,
    fill,
    keep_draft,
    keep_users,
    more_rides,
    more_runs,
    moved_document,
    new_store,
    publish,
    sqlite_url,
)
from tests.web.training_town import in_training
from web.access import Role
from web.app import create_app
from web.settings import Settings
from web.store import Store
from web.store.day import DayEventKind
from web.store.people import User


@dataclass(frozen=True)
class House:
    """An application, what it keeps, and a user of every role."""

    app: Flask
    store: Store
    users: Mapping[Role, User]


def opened(folder: Path, state: str) -> House:
    """Return an application in a state."""
    store = new_store(sqlite_url(folder), Clock())
    users = STATES[state](store)
    return House(create_app(store, Settings(home=folder, secure_cookies=False)), store, users)


def usual(store: Store) -> Mapping[Role, User]:
    """Put the town in: a published morning, and a draft beside it."""
    users = fill(store)
    keep_draft(store, moved_document())
    return users


def empty(store: Store) -> Mapping[Role, User]:
    """Put nothing in but a user of each role."""
    return keep_users(store)


def changed(store: Store) -> Mapping[Role, User]:
    """Put the town in after a day's work: a second version, absences, a draft that leaves all, training under way."""
    users = fill(store)
    publish(store, keep_draft(store, document(day=town.DAY - timedelta(days=3))))
    with store.reading(OFFICE) as kept:
        head = kept.plans.find_published(town.DAY, town.town().direction)
    assert head is not None
    publish(store, keep_draft(store, moved_document(), replaces=head.id))
    with store.writing(OFFICE) as kept:
        kept.day.report(DayEventKind.PUPIL_ABSENT, "p1", town.DAY, school="oak")
        kept.day.report(DayEventKind.VEHICLE_OUT, "taxi-7", town.DAY)
    keep_draft(store, afternoon())
    return {**users, Role.TRAINER: in_training(store).tamsin}


def long(store: Store) -> Mapping[Role, User]:
    """Put the town in with sixty runs and three hundred rides more than its documents tell of."""
    users = fill(store)
    with store.reading(OFFICE) as kept:
        published = kept.plans.list_plans(town.DAY, town.DAY)[0].id
    for plan in (published, keep_draft(store, moved_document())):
        more_runs(store, plan, 60)
        more_rides(store, plan, 300)
    return users


STATES: Mapping[str, Callable[[Store], Mapping[Role, User]]] = {
    "usual": usual,
    "empty": empty,
    "changed": changed,
    "long": long,
}
