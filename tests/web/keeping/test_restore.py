"""Restoring: equal to what was backed up, where nothing was kept; whoever was erased since stays erased."""

from pathlib import Path

import pytest

from tests.web.keeping.conftest import Installation, opened
from tests.web.marked import MARK, PUPIL, marked_columns, marked_files, write_marks
from tests.web.office import NAMES, OFFICE, fill
from web.access import the_command_line
from web.keeping.backup import make_backup
from web.keeping.erasure import erase
from web.keeping.pupil_keys_file import path_of
from web.keeping.restore import restore
from web.settings import Settings
from web.store import Keyring
from web.store.errors import UnusableError
from web.store.events import Event

ME = the_command_line("test")


def bring_keys(here: Installation, there: Settings) -> None:
    path_of(there).write_bytes(path_of(here.settings).read_bytes())


def test_what_is_restored_elsewhere_is_what_was_backed_up(here: Installation, elsewhere: Settings) -> None:
    users = fill(here.store)
    with here.store.writing(OFFICE) as kept:
        kept.people.begin_session(next(iter(users.values())).id, "secret", "a browser", is_verified=True)
        waiting = kept.tasks.ask("draft", {})
    made = make_backup(here.store, here.settings)
    bring_keys(here, elsewhere)
    found = restore(made.path, elsewhere, ME)
    assert (found.label, found.erased_again) == (made.label, ())
    store = opened(elsewhere, here.clock)
    with store.reading(OFFICE) as kept:
        after = kept.copies.figures()
        changed = {name for name, figure in after.items() if figure != made.label.tables[name]}
        assert changed == {"audit", "task"}  # that it was restored; and nothing is wanted any more
        assert kept.records.names("pupils") == NAMES
        assert kept.audit.verify(made.label.head) == []
        assert kept.audit.list_entries(most=1)[0].event is Event.BACKUP_RESTORED
        assert kept.tasks.get(waiting).state.is_over
        assert kept.people.list_users() == sorted(users.values(), key=lambda user: user.name)
    store.database.close()


def test_whoever_was_erased_after_the_backup_stays_erased(here: Installation, elsewhere: Settings) -> None:
    fill(here.store)
    write_marks(here.store)
    made = make_backup(here.store, here.settings)
    erase(here.store, here.settings, ME, PUPIL)
    bring_keys(here, elsewhere)
    assert restore(made.path, elsewhere, ME).erased_again == (PUPIL,)
    store = opened(elsewhere, here.clock)
    assert marked_columns(store) == set()
    with store.reading(OFFICE) as kept:
        assert kept.records.names("pupils") == {id_: name for id_, name in NAMES.items() if id_ != PUPIL}
        assert kept.audit.verify() == []
    store.database.close()
    assert list(marked_files(elsewhere.home, MARK)) == []


def test_nothing_is_restored_over_what_is_kept(here: Installation) -> None:
    fill(here.store)
    made = make_backup(here.store, here.settings)
    with here.store.reading(OFFICE) as kept:
        before = kept.copies.figures()
    with pytest.raises(UnusableError, match=r"is there already: move it away|is in use: make an empty database"):
        restore(made.path, here.settings, ME)
    with here.store.reading(OFFICE) as kept:
        assert kept.copies.figures() == before


def test_without_the_newest_keys_of_the_pupils_nothing_is_restored(here: Installation, elsewhere: Settings) -> None:
    fill(here.store)
    old = make_backup(here.store, here.settings)
    with pytest.raises(UnusableError, match=r"pupil-keys.json is not there: bring back the newest copy"):
        restore(old.path, elsewhere, ME)
    bring_keys(here, elsewhere)
    here.clock.now = here.clock.now.replace(day=24)
    new = make_backup(here.store, here.settings)
    with pytest.raises(UnusableError, match="is older than the backup"):
        restore(new.path, elsewhere, ME)
    path_of(elsewhere).write_text("{}")
    with pytest.raises(UnusableError, match="is not whole"):
        restore(old.path, elsewhere, ME)


def test_other_keys_open_nothing(here: Installation, elsewhere: Settings) -> None:
    fill(here.store)
    made = make_backup(here.store, here.settings)
    bring_keys(here, elsewhere)
    elsewhere.keys.unlink()
    Keyring.fresh().write(elsewhere.keys)
    with pytest.raises(UnusableError, match="was sealed with other keys than these"):
        restore(made.path, elsewhere, ME)
    assert sorted(path.name for path in elsewhere.home.iterdir()) == ["keys.json", "pupil-keys.json"]


def test_a_backup_goes_back_into_its_own_kind_of_database(
    here: Installation, elsewhere: Settings, tmp_path: Path, engine: str
) -> None:
    if engine == "postgresql":
        other = Settings(home=elsewhere.home)
    else:
        other = Settings(home=elsewhere.home, database_url="postgresql+psycopg://nobody@/none?host=/nowhere")
    fill(here.store)
    made = make_backup(here.store, here.settings)
    bring_keys(here, elsewhere)
    with pytest.raises(UnusableError, match=f"This is a backup of a {engine} database"):
        restore(made.path, other, ME)
    assert not (tmp_path / "elsewhere" / "waymark.sqlite").exists()
