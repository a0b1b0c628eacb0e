"""Where the stories happen: an office with the county's records, on its roads, served to browsers; a worker at hand."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from routing.authority import read_authority
from tests.web import town
from tests.web.conftest import County, OpenPage
from tests.web.office import OFFICE, Clock, document, fill, keep_draft, publish, sqlite_url
from tests.web.stories.people import Person, invited
from web.access import Role
from web.app import create_app
from web.records.writing import rows_of
from web.settings import Settings
from web.store import Keyring, Store
from web.store.database import Database
from web.store.plan_views import RideView
from web.store.records import Change
from web.work import WORK
from web.worker import Telling

MORNING_BEFORE = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
SCHOOL = "S01"
LITTLE = {"iterations": 200, "seed": 1}
"""How hard to plan: as much each time, however busy the machine is."""


@dataclass(frozen=True)
class Office:
    """One installation."""

    store: Store
    settings: Settings
    clock: Clock
    site: str
    open_page: OpenPage

    def person(self, role: Role, schools: tuple[str, ...] = (), *, scripts: bool = True) -> Person:
        """Return someone new, who has just taken up their invitation."""
        with self.store.writing(OFFICE) as kept:
            user = kept.people.make_user(f"new-{role}@example.org", f"New {role.title()}", role, schools)
        person = Person(self.open_page(scripts=scripts), self.site, self.clock, user.email, has_scripts=scripts)
        person.take_up(invited(self.store, user))
        return person

    def work(self) -> None:
        """Do the oldest task that somebody has asked for, as the worker does."""
        with self.store.writing(OFFICE) as kept:
            task = kept.tasks.claim("a story")
        assert task is not None
        hear = Telling(self.store, task)
        result = WORK[task.kind](self.store, self.settings, replace(task, asked={**task.asked, **LITTLE}), hear)
        with self.store.writing(OFFICE) as kept:
            kept.tasks.finish(task, result)

    def names(self) -> Mapping[str, str]:
        """Return the name of each pupil."""
        with self.store.reading(OFFICE) as kept:
            return kept.records.names("pupils")

    def rides(self, plan: str) -> list[RideView]:
        """Return the rides of a plan as it stands."""
        with self.store.reading(OFFICE) as kept:
            return kept.plans.list_rides(plan)

    def unplaced(self, plan: str) -> list[str]:
        """Return the pupils without a run."""
        with self.store.reading(OFFICE) as kept:
            return [each.pupil for each in kept.plans.list_unplaced(plan)]


Open = Callable[[Clock, Callable[[Store], object], str], Office]


@pytest.fixture
def opened(ready_file: Path, tmp_path: Path, serve: Callable[[Flask], str], open_page: OpenPage) -> Iterator[Open]:
    """Return what opens an office: at a time, with what a function puts into its store, on roads in a folder."""
    with ExitStack() as stack:

        def at(clock: Clock, filled: Callable[[Store], object], roads: str) -> Office:
            shutil.copy(ready_file, tmp_path / "waymark.sqlite")
            store = Store(Database(sqlite_url(tmp_path)), Keyring.fresh(), clock)
            stack.callback(store.database.close)
            filled(store)
            settings = Settings(home=tmp_path, roads=roads, secure_cookies=False)
            return Office(store, settings, clock, serve(create_app(store, settings)), open_page)

        yield at


@pytest.fixture
def office(opened: Open, county: County) -> Office:
    """Return an office with the county's records and no plan, on the morning before the county's day."""

    def filled(store: Store) -> None:
        rows = rows_of(read_authority(county.authority)).values()
        with store.writing(OFFICE) as kept:
            kept.records.apply([Change(row) for each in rows for row in each])

    return opened(Clock(MORNING_BEFORE), filled, str(county.roads))


@pytest.fixture
def town_office(opened: Open) -> Office:
    """Return an office with the town's records, the evening before its Monday, which is published as Friday was."""

    def filled(store: Store) -> None:
        fill(store)
        publish(store, keep_draft(store, document(day=town.DAY - timedelta(days=3))))

    return opened(Clock(), filled, "")
