"""Backups: restored before they count, and refused when anything of them is wrong."""

import json
import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from tests.web.keeping.conftest import Installation
from tests.web.office import OFFICE, fill
from web.keeping import backup
from web.keeping.backup import (
    HEAD_SUFFIX,
    KEPT_DAYS,
    label_in,
    list_backups,
    make_backup,
    newest_head,
    nightly,
    try_backup,
)
from web.keeping.pupil_keys_file import path_of, write_pupil_keys
from web.slots import Turn
from web.store.errors import UnusableError
from web.store.events import Event


def test_a_backup_holds_all_rows_of_its_moment_and_stands_beside_the_head_of_the_log(here: Installation) -> None:
    fill(here.store)
    made = make_backup(here.store, here.settings)
    with here.store.reading(OFFICE) as kept:
        assert made.label.tables == kept.copies.figures()
        assert made.label.head == kept.audit.head()
        assert newest_head(here.settings) == kept.audit.head()
    assert label_in(made.path) == made.label
    assert made.path.name == "waymark-2026-11-22-1800.backup"
    assert {path.name for path in here.settings.backup_folder.iterdir()} == {
        made.path.name,
        made.path.with_suffix(HEAD_SUFFIX).name,
    }


def test_backups_and_keys_are_for_nobody_else_s_eyes(here: Installation) -> None:
    fill(here.store)
    made = make_backup(here.store, here.settings)
    for path in (made.path, made.path.with_suffix(HEAD_SUFFIX), path_of(here.settings)):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    content = made.path.read_bytes()
    assert b"Oak School" not in content
    assert json.loads(content.splitlines()[1])["tables"]["record"][0] == made.label.tables["record"].rows


def test_no_backup_holds_a_key(here: Installation) -> None:
    fill(here.store)
    made = make_backup(here.store, here.settings)
    ring = here.store.keyring
    content = made.path.read_bytes()
    assert not [key for key in (ring.wrapping, ring.office, ring.audit, ring.pages) if key in content]
    assert "pupil_key" not in made.label.tables


def test_a_flipped_bit_is_refused(here: Installation) -> None:
    fill(here.store)
    made = make_backup(here.store, here.settings)
    try_backup(made.path, here.store, here.settings)
    content = bytearray(made.path.read_bytes())
    content[len(content) // 2] ^= 1
    made.path.write_bytes(content)
    with pytest.raises(UnusableError, match="is damaged: take another backup"):
        try_backup(made.path, here.store, here.settings)


def test_a_backup_that_lacks_a_row_takes_no_name(here: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(here.store)
    counted = backup.Label.to_json

    def one_more(label: backup.Label) -> dict[str, object]:
        parts = counted(label)
        parts["tables"]["record"][0] += 1
        return parts

    monkeypatch.setattr(backup.Label, "to_json", one_more)
    with pytest.raises(UnusableError, match="table record is not equal"):
        make_backup(here.store, here.settings)
    assert list(here.settings.backup_folder.iterdir()) == []


def test_a_backup_whose_pupils_have_no_keys_in_their_file_takes_no_name(
    here: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(here.store)
    write_pupil_keys(here.store, here.settings)
    held = json.loads(path_of(here.settings).read_text())
    del held["keys"]["p3"]
    path_of(here.settings).write_text(json.dumps(held))
    monkeypatch.setattr(backup, "write_pupil_keys", lambda *_: None)
    with pytest.raises(UnusableError, match="keys of these pupils are not in their file: p3"):
        make_backup(here.store, here.settings)
    assert list_backups(here.settings) == []


def test_a_folder_that_cannot_be_written_is_named(here: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(here.store)

    def refuse(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(UnusableError, match="No backup was made: No space left on device, at"):
        make_backup(here.store, here.settings)
    assert list_backups(here.settings) == []


def test_the_night_s_backup_is_in_the_audit_log_and_old_ones_go_but_never_the_newest(here: Installation) -> None:
    fill(here.store)
    for _ in range(3):
        effect = nightly(Turn(here.store, here.settings, here.clock.now))
        with here.store.writing(OFFICE) as kept:
            said = effect(kept)
        here.clock.now += timedelta(days=KEPT_DAYS - 1)
    assert said.endswith("restored in a corner and equal; 1 old backup forgotten")
    assert len(list_backups(here.settings)) == 2
    assert len(list(here.settings.backup_folder.glob(f"*{HEAD_SUFFIX}"))) == 2
    here.clock.now += timedelta(days=10 * KEPT_DAYS)
    assert backup.forget_old_backups(here.settings, here.clock.now) == 1
    assert len(list_backups(here.settings)) == 1
    with here.store.reading(OFFICE) as kept:
        assert len(kept.audit.list_entries(event=Event.BACKUP_MADE)) == 3


def test_whatever_is_no_backup_is_refused(here: Installation, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_bytes(b"PK\x03\x04")
    with pytest.raises(UnusableError, match="is no backup of Waymark"):
        try_backup(other, here.store, here.settings)
    with pytest.raises(UnusableError, match="cannot be read: No such file"):
        try_backup(tmp_path / "none", here.store, here.settings)


def test_what_somebody_left_who_was_killed_is_swept_away(here: Installation) -> None:
    fill(here.store)
    here.settings.backup_folder.mkdir()
    old, new = here.settings.backup_folder / ".restore-old", here.settings.backup_folder / ".backup-new"
    keys = path_of(here.settings).with_name(f".{path_of(here.settings).name}.killed")
    for folder in (old, new):
        folder.mkdir()
        (folder / "waymark.sqlite").touch()
    keys.touch()
    os.utime(old, (0, 0))
    make_backup(here.store, here.settings)
    assert (old.exists(), new.exists(), keys.exists()) == (False, True, False)
