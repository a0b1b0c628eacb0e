"""A county for the pages of reports: invented pupils and their records, a published morning, and what was logged."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests.web.filled import keep_published, problem_of
from tests.web.office import OFFICE, Clock, fill, sqlite_url
from tests.web.pages.client import Browser, sign_in
from tests.web.town import DAY
from web.access import Role
from web.app import create_app
from web.records.rows import row_of
from web.settings import Settings
from web.store import Keyring, Store
from web.store.database import Database
from web.store.day import What
from web.store.people import User
from web.store.records import Change

TUESDAY = DAY + timedelta(days=1)
FRIDAY_EVENING = datetime(2026, 11, 27, 18, 0, tzinfo=UTC)
PUPILS, SCHOOLS = 100, 3
SPAN = "from=2026-11-22&until=2026-11-27"


@pytest.fixture
def clock() -> Clock:
    """Return a clock that stands at the end of the town's week."""
    return Clock(FRIDAY_EVENING)


@pytest.fixture
def manager(app: Flask, users: Mapping[Role, User]) -> Browser:
    """Return a manager's browser."""
    return sign_in(app, users[Role.MANAGER])


@dataclass(frozen=True)
class County:
    """The county's store, and an officer's browser; for tests that only look, for all of them share it."""

    store: Store
    officer: Browser

    def text(self, address: str) -> str:
        """Return a page of the reports."""
        answer = self.officer.get(f"/reports/{address}")
        assert answer.status_code == 200
        return answer.get_data(as_text=True)


@pytest.fixture(scope="module")
def county(ready_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    """Give the county, beside the town."""
    folder = tmp_path_factory.mktemp("county-office")
    shutil.copy(ready_file, folder / "waymark.sqlite")
    store = Store(Database(sqlite_url(folder)), Keyring.fresh(), Clock(FRIDAY_EVENING))
    users = fill(store)
    _settle(store)
    app = create_app(store, Settings(home=folder, secure_cookies=False))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    yield County(store, sign_in(app, users[Role.OFFICER]))
    store.database.close()


def _settle(store: Store) -> None:
    """Put the county's records, plan and arrivals into a store; a target is met, one nearly, one not."""
    problem = problem_of(PUPILS, SCHOOLS, TUESDAY)
    rows = [
        row_of("schools", {"school": school.id, "name": f"School {school.id}", "type": "state-special"})
        for school in problem.schools
    ]
    for number, pupil in enumerate(problem.pupils):
        cells = {
            "pupil": pupil.id,
            "name": f"Pupil Number {number}",
            "school": pupil.school,
            "phase": str(pupil.phase),
            "locality": "North" if number % 3 else "South",
            "primary_need": "ASD" if number % 2 else "SLD",
            "mode": "taxi",
        }
        if number < 36:
            cells |= {"requested_on": "2026-11-02", "decided_on": f"2026-11-{23 + number % 5}", "decision": "agreed"}
        rows.append(row_of("pupils", cells))
        if number % 10:
            dates = {"assessed_on": "2026-09-01", "review_by": "2027-08-31", "signed_by": "RA7"}
            rows.append(row_of("risk_assessments", {"pupil": pupil.id, **dates}))
    for name, value in (("assessed", "95"), ("empty-seats", "90"), ("punctual", "90")):
        rows.append(row_of("targets", {"target": name, "value": value}))
    with store.writing(OFFICE) as kept:
        kept.records.apply([Change(row) for row in rows])
    id_ = keep_published(store, PUPILS, SCHOOLS, TUESDAY)
    with store.writing(OFFICE) as kept:
        for number, run in enumerate(kept.plans.list_runs(id_)):
            planned_s = run.ends_s - 180
            kept.day.log(id_, TUESDAY, run.run, 5, What.ARRIVED, planned_s + 480 * (number % 2), planned_s)
