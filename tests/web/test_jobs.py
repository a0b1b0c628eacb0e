"""The list of jobs: all of them run on a filled store; tomorrow is drafted on school nights alone."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from routing.problem import Direction
from tests.web.office import NOW, OFFICE, Clock, fill, new_store, sqlite_url
from web.access import the_clock
from web.jobs import JOB, JOBS, draft_tomorrow
from web.records.rows import row_of
from web.settings import Settings
from web.slots import LONDON, Turn, run_slot
from web.store import Store
from web.store.tasks import TaskState


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = new_store(sqlite_url(tmp_path), Clock())
    made.keyring.write(tmp_path / "keys.json")
    fill(made)
    yield made
    made.database.close()


def asked_on(store: Store, evening: datetime) -> tuple[str, list[object]]:
    """Return what the job said one evening, and what it asked for."""
    with store.writing(the_clock("draft-tomorrow")) as kept:
        said = draft_tomorrow(Turn(store, Settings(), evening), kept)
        return said, [(task.kind, dict(task.asked)) for task in kept.tasks.list_open()]


def test_names_are_those_of_commands_and_no_two_jobs_share_one() -> None:
    assert len(JOB) == len(JOBS)
    assert all(name == name.casefold() and " " not in name for name in JOB)


def test_the_log_is_verified_after_the_backup_has_written_its_head_down() -> None:
    assert JOB["backup"].when.time < JOB["verify-audit"].when.time


@pytest.mark.parametrize("name", JOB)
def test_every_job_runs(store: Store, tmp_path: Path, name: str) -> None:
    job = JOB[name]
    slot = run_slot(store, Settings(home=tmp_path), job, job.when.latest(NOW), "one")
    assert slot is not None
    assert (slot.state, slot.said) == (TaskState.DONE, slot.said)
    assert slot.said


def test_tomorrow_is_drafted_in_both_directions_but_for_what_is_published(store: Store) -> None:
    said, asked = asked_on(store, datetime(2026, 11, 22, 18, 0, tzinfo=LONDON))
    assert said == "1 draft of Monday 23 November asked for"
    wanted = {"day": "2026-11-23", "direction": Direction.FROM_SCHOOL.value, "title": "Drafted overnight"}
    assert asked == [("draft", wanted)]
    said, asked = asked_on(store, datetime(2026, 11, 23, 18, 0, tzinfo=LONDON))
    assert said == "2 drafts of Tuesday 24 November asked for"
    assert len(asked) == 3


def test_nothing_is_drafted_for_a_day_on_which_no_school_is_open(store: Store) -> None:
    with store.writing(OFFICE) as kept:
        term = {"what": "term", "from": "2026-09-01", "until": "2026-12-18"}
        inset = {"what": "inset", "from": "2026-11-25", "school": "oak"}
        for cells in (term, inset, {**inset, "school": "elm"}, {**inset, "from": "2026-11-26"}):
            kept.records.keep(row_of("calendar", cells))
    tuesday = datetime(2026, 11, 24, 18, 0, tzinfo=LONDON)
    assert asked_on(store, tuesday) == ("No school is open on Wednesday 25 November.", [])
    assert asked_on(store, tuesday + timedelta(days=1))[0] == "2 drafts of Thursday 26 November asked for"  # elm is
    assert asked_on(store, tuesday.replace(month=12, day=21))[0] == "No school is open on Tuesday 22 December."
