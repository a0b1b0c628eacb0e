"""Erasing a pupil from an installation: tables, files, keys; and what must not be erased is not."""

import json

import pytest

from tests.web.keeping.conftest import Installation
from tests.web.marked import MARK, PUPIL, marked_columns, marked_files, write_marks
from tests.web.office import OFFICE, fill
from web.access import the_command_line
from web.keeping.backup import make_backup
from web.keeping.erasure import erase
from web.keeping.pupil_keys_file import path_of
from web.store import ConflictError, NotKeptError
from web.store.events import Event

ME = the_command_line("test")


def test_no_table_and_no_file_of_the_home_folder_says_anything_of_the_pupil(here: Installation, engine: str) -> None:
    fill(here.store)
    write_marks(here.store)
    make_backup(here.store, here.settings)
    if engine == "sqlite":  # what is in the open is found in its file, so the search can fail
        assert {"waymark.sqlite", "waymark.sqlite-wal"} & set(marked_files(here.settings.home))
    assert marked_columns(here.store)
    erase(here.store, here.settings, ME, PUPIL)
    assert marked_columns(here.store) == set()
    assert list(marked_files(here.settings.home)) == []


def test_the_key_leaves_its_file_and_with_it_every_backup(here: Installation) -> None:
    fill(here.store)
    make_backup(here.store, here.settings)
    assert PUPIL in json.loads(path_of(here.settings).read_text())["keys"]
    erase(here.store, here.settings, ME, PUPIL)
    assert sorted(json.loads(path_of(here.settings).read_text())["keys"]) == ["p1", "p2", "p3", "p4", "p6"]


def test_it_is_in_the_audit_log_once_however_often_it_is_done(here: Installation) -> None:
    fill(here.store)
    write_marks(here.store)
    assert not erase(here.store, here.settings, ME, PUPIL).erased.is_nothing
    assert erase(here.store, here.settings, ME, PUPIL).erased.is_nothing
    with here.store.reading(OFFICE) as kept:
        (entry,) = kept.audit.list_entries(event=Event.SUBJECT_ERASED)
        assert (entry.who, entry.ref) == ("command:test", PUPIL)
        assert MARK not in str(entry.detail)
        assert kept.audit.verify() == []


def test_legal_hold_forbids_it(here: Installation) -> None:
    fill(here.store)
    with here.store.writing(ME) as kept:
        kept.forgetting.put_hold(PUPIL, is_held=True)
    with pytest.raises(ConflictError, match="p5 is under legal hold"):
        erase(here.store, here.settings, ME, PUPIL)
    with here.store.reading(OFFICE) as kept:
        assert kept.records.names("pupils", [PUPIL])
    with here.store.writing(ME) as kept:
        kept.forgetting.put_hold(PUPIL, is_held=False)
    assert erase(here.store, here.settings, ME, PUPIL).erased.had_key


def test_nobody_can_be_erased_who_was_never_kept(here: Installation) -> None:
    fill(here.store)
    with pytest.raises(NotKeptError, match="No pupil has ever been kept under p99"):
        erase(here.store, here.settings, ME, "p99")
