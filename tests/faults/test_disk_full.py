"""A disk that fills up while records are kept: a clear sentence, no damage, and all that was acknowledged is there."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.judging import wrong_in
from tests.faults.programs import BATCH
from tests.faults.running import Program, running
from tests.web.keeping.conftest import Installation
from tests.web.office import Clock, fill
from web.keeping.backup import make_backup
from web.opening import open_store
from web.settings import Settings
from web.store.errors import UnusableError

SIZE = "3m"


@pytest.fixture
def engine() -> str:
    """Return the kind of database whose file we can put on a small disk."""
    return "sqlite"


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """Give a folder on a disk of its own, which is small; skip the test, saying so, where none can be made."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "waymark-test", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("no small disk can be made here (mount -t tmpfs needs root)")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def there(small: Path, clock: Clock) -> Iterator[Installation]:
    """Give an installation on the small disk."""
    settings = Settings(home=small)
    store = open_store(settings, create=True)
    store.now = clock
    fill(store)
    yield Installation(settings, store, clock)
    store.database.close()


def until_full(there: Installation, argument: str = "") -> tuple[set[str], set[str], list[str]]:
    """Keep lists until the disk is full; return which were acknowledged, which are there, and what was said."""
    with running(Program(there.settings, "save-until-full", argument)) as (program,):
        assert program.end() == 0
    with there.store.database.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT key FROM record WHERE kind = 'vehicles' AND key LIKE 'v%-%'"
        ).scalars()
        found = [key.split("-")[0] for key in rows]
    assert all(found.count(batch) == BATCH for batch in set(found))
    return {f"v{each['batch']}" for each in program.acked}, set(found), program.said


def test_a_full_disk_is_told_and_harms_nothing(there: Installation) -> None:
    acked, found, said = until_full(there)
    assert said == ["said UnusableError Not kept: the disk is full: free some space; nothing of this change was kept."]
    assert len(acked) > 1
    assert acked == found
    assert wrong_in(there.store) == []


def test_once_there_is_room_all_goes_on(there: Installation, tmp_path: Path) -> None:
    acked, _, _ = until_full(there)
    there.store.database.close()
    roomy = tmp_path / "roomy"
    shutil.copytree(there.settings.home, roomy)
    store = open_store(Settings(home=roomy), create=False)
    settings = Settings(home=roomy)
    with running(Program(settings, "publish")) as (program,):
        assert program.hear(1).kill().acked
    assert wrong_in(store) == []
    assert len(acked) > 1
    store.database.close()


def test_a_backup_for_which_there_is_no_room_is_refused_in_a_sentence(there: Installation) -> None:
    until_full(there)
    with pytest.raises(UnusableError, match=r"No backup was made: No space left on device|the disk is full"):
        make_backup(there.store, there.settings)
    assert list(there.settings.backup_folder.glob("*")) == []


def test_the_control_that_acknowledges_too_early_loses_what_it_acknowledged(there: Installation) -> None:
    acked, found, _ = until_full(there, "early")
    assert acked > found
