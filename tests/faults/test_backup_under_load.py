"""Backups made while others write: each equals one moment, and restores; a copy of the file alone does not."""

import shutil
from pathlib import Path

import pytest

from tests.faults.judging import wrong_in
from tests.faults.running import Program, running
from tests.web.keeping.conftest import Installation, opened
from tests.web.office import OFFICE, fill
from web.access import the_command_line
from web.keeping.backup import make_backup
from web.keeping.pupil_keys_file import path_of
from web.keeping.restore import restore
from web.settings import Settings
from web.store.errors import UnusableError

ME = the_command_line("test")


def test_what_was_backed_up_under_load_is_restored_whole(here: Installation, elsewhere: Settings) -> None:
    fill(here.store)
    with running(Program(here.settings, "save", "0.02"), Program(here.settings, "import", "0.2")) as programs:
        for each in programs:
            each.hear(2)
        made = [make_backup(here.store, here.settings) for _ in range(2)]  # each is restored and compared
        for each in programs:
            each.hear(2).kill()
    assert made[1].label.rows > made[0].label.rows
    path_of(elsewhere).write_bytes(path_of(here.settings).read_bytes())
    restore(made[1].path, elsewhere, ME)
    store = opened(elsewhere, here.clock)
    assert wrong_in(store) == []
    with store.reading(OFFICE) as kept:
        assert kept.copies.figures()["record"] == made[1].label.tables["record"]
    store.database.close()


def test_a_flipped_bit_of_it_is_refused(here: Installation, elsewhere: Settings) -> None:
    fill(here.store)
    made = make_backup(here.store, here.settings)
    content = bytearray(made.path.read_bytes())
    content[2 * len(content) // 3] ^= 16
    made.path.write_bytes(content)
    path_of(elsewhere).write_bytes(path_of(here.settings).read_bytes())
    with pytest.raises(UnusableError, match="is damaged: take another backup"):
        restore(made.path, elsewhere, ME)
    assert not (elsewhere.home / "waymark.sqlite").exists()


def test_the_control_that_copies_the_file_alone_lacks_what_was_kept_last(
    here: Installation, engine: str, tmp_path: Path
) -> None:
    if engine != "sqlite":
        pytest.skip("PostgreSQL has no one file to copy")
    fill(here.store)
    with here.store.reading(OFFICE) as kept:
        figures = kept.copies.figures()
        (tmp_path / "copied").mkdir()
        shutil.copy(here.settings.home / "waymark.sqlite", tmp_path / "copied" / "waymark.sqlite")
        revision = kept.copies.revision()
    with here.store.reading_back(OFFICE, tmp_path / "copied", revision) as kept, pytest.raises(UnusableError):
        kept.copies.refuse_unsound(figures, revision)
