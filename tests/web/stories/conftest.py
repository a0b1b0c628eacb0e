"""Where the stories happen: an office with the county's records, on its roads, served to browsers; a worker at hand."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from routing.authority import read_authority
from tests.web.conftest import County, OpenPage
from tests.web.office import OFFICE, Clock, sqlite_url
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

    def person(self, role: Role, *, scripts: bool = True, width: int = 1280) -> Person:
        """Return someone new, who has just taken up their invitation."""
        email = f"{role}@example.org"
        with self.store.writing(OFFICE) as kept:
            user = kept.people.make_user(email, f"{role.title()} User", role, [SCHOOL] if role is Role.SCHOOL else ())
        page = self.open_page(width=width, scripts=scripts)
        person = Person(page, self.site, self.clock, has_scripts=scripts)
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


@pytest.fixture
def office(
    ready_file: Path, tmp_path: Path, county: County, serve: Callable[[Flask], str], open_page: OpenPage
) -> Iterator[Office]:
    """Give an office with the county's records and no plan, on the morning before the county's day."""
    shutil.copy(ready_file, tmp_path / "waymark.sqlite")
    clock = Clock(MORNING_BEFORE)
    store = Store(Database(sqlite_url(tmp_path)), Keyring.fresh(), clock)
    with store.writing(OFFICE) as kept:
        kept.records.apply([Change(row) for rows in rows_of(read_authority(county.authority)).values() for row in rows])
    settings = Settings(home=tmp_path, roads=str(county.roads), secure_cookies=False)
    yield Office(store, settings, clock, serve(create_app(store, settings)), open_page)
    store.database.close()
