"""The process of the clock: every job has its hour in the scheduler, in memory alone; told to end, it ends."""

import os
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from apscheduler.jobstores.memory import MemoryJobStore

from tests.web.office import OFFICE, Clock, new_store, sqlite_url
from web.clock import make_scheduler
from web.jobs import JOBS
from web.opening import open_store
from web.settings import Settings
from web.slots import LONDON

PROGRAM = [sys.executable, "-m", "web.cli", "jobs"]


def test_each_job_wakes_at_its_hour_and_the_schedule_is_kept_nowhere(tmp_path: Path) -> None:
    store = new_store(sqlite_url(tmp_path), Clock())
    scheduler = make_scheduler(store, Settings(home=tmp_path), JOBS, "one")
    found = {each.id: each for each in scheduler.get_jobs()}
    assert found.keys() == {job.name for job in JOBS} | {"look"}
    midday = datetime(2026, 11, 23, 12, tzinfo=LONDON)
    for job in JOBS:
        assert found[job.name].trigger.get_next_fire_time(None, midday) == job.when.following(midday)
    assert {type(each) for each in scheduler._jobstores.values()} <= {MemoryJobStore}  # noqa: SLF001 -- it tells nobody else
    store.database.close()


def test_the_process_runs_what_was_missed_and_ends_when_it_is_told_to(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    store = open_store(settings, create=True)
    environment = {**os.environ, "WAYMARK_HOME": str(tmp_path)}
    process = subprocess.Popen(PROGRAM, env=environment, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    for line in process.stderr:
        if "remind-checks" in line and "no longer needed" in line:
            break
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    process.stderr.close()
    with store.reading(OFFICE) as kept:
        slots = kept.tasks.list_slots(datetime(2020, 1, 1, tzinfo=LONDON))
    assert {"backup", "retention", "forget", "verify-audit", "remind-checks"} <= {slot.job for slot in slots}
    assert {str(slot.state) for slot in slots} == {"done"}
    assert len(list(settings.backup_folder.glob("*.backup"))) == 1
    store.database.close()
