"""How the clock stands, told in sentences."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.web.office import NOW, OFFICE, Clock, new_store, sqlite_url
from web.health import LONG, Health, health_of
from web.jobs import JOB, JOBS
from web.settings import Settings
from web.slots import GRACE, Standing, run_due
from web.store import Store
from web.store.tasks import TaskState


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW + timedelta(hours=1))


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    made = new_store(sqlite_url(tmp_path), clock)
    made.keyring.write(tmp_path / "keys.json")
    yield made
    made.database.close()


def health(store: Store) -> Health:
    with store.reading(OFFICE) as kept:
        return health_of(kept, JOBS, store.now())


def test_a_clock_that_never_ran_is_red_for_every_job(store: Store) -> None:
    found = health(store)
    assert {each.standing for each in found.jobs} == {Standing.MISSED}
    assert found.wrong[0] == "The job follow-training was due on 22 November 2026 at 17:30 and has not been done."
    assert len(found.wrong) == len(JOBS)


def test_all_is_well_once_every_job_was_done_until_one_is_missed(store: Store, clock: Clock, tmp_path: Path) -> None:
    run_due(store, Settings(home=tmp_path), JOBS, "one")
    found = health(store)
    assert found.wrong == ()
    assert {each.standing for each in found.jobs} == {Standing.DONE}
    assert found.job("backup").last_done == found.job("backup").slots[0]
    clock.now = found.job("backup").next_at + GRACE
    assert health(store).wrong == ()
    clock.now += timedelta(seconds=1)
    assert health(store).wrong == ("The job backup was due on 23 November 2026 at 02:30 and has not been done.",)


def test_a_failed_job_is_red_with_its_sentence(store: Store) -> None:
    job = JOB["backup"]
    with store.writing(OFFICE) as kept:
        slot = kept.tasks.claim_slot(job.name, job.when.latest(store.now()), "one")
        assert slot is not None
        kept.tasks.end_slot(slot, TaskState.FAILED, "The disk is full.")
    assert "The job backup failed. The disk is full." in health(store).wrong


def test_long_work_that_nobody_takes_is_red(store: Store, clock: Clock, tmp_path: Path) -> None:
    run_due(store, Settings(home=tmp_path), JOBS, "one")
    with store.writing(OFFICE) as kept:
        kept.tasks.ask("draft", {})
    clock.now += LONG
    assert health(store).wrong == ()
    clock.now += timedelta(minutes=1)
    assert health(store).wrong[0].endswith("nobody does it: is the command waymark jobs running?")
    with store.writing(OFFICE) as kept:
        task = kept.tasks.claim("one")
    assert health(store).wrong == ()
    with store.writing(OFFICE) as kept:
        assert task is not None
        kept.tasks.fail(task, "There are no roads.")
    assert [each.result["said"] for each in health(store).failed] == ["There are no roads."]
