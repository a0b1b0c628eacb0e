"""Opening what an installation keeps."""

import stat
from pathlib import Path

import pytest

from routing.console import CommandError
from web.access import Role, the_command_line
from web.opening import open_store, opened
from web.settings import Settings
from web.store import Keyring, Store
from web.store.errors import UnusableError

ME = the_command_line("test")


def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home")


def begin(tmp_path: Path) -> None:
    """Open for the first time, and keep a user."""
    with opened(settings(tmp_path), create=True) as store, store.writing(ME) as kept:
        kept.people.make_user("ann@example.org", "Ann", Role.OFFICER)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_first_opening_makes_folder_keys_and_tables_for_nobody_elses_eyes(tmp_path: Path) -> None:
    begin(tmp_path)
    home = tmp_path / "home"
    assert mode(home) == 0o700
    assert {path.name: mode(path) for path in home.iterdir()} == {"keys.json": 0o600, "waymark.sqlite": 0o600}


def test_what_was_kept_is_there_when_it_is_opened_again(tmp_path: Path) -> None:
    begin(tmp_path)
    for create in (False, True):
        with opened(settings(tmp_path), create=create) as store, store.reading(ME) as kept:
            assert [user.email for user in kept.people.list_users()] == ["ann@example.org"]


def test_nothing_is_made_where_nothing_was_asked_to_be(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"Nothing is kept in .*home yet"):
        _open_and_close(tmp_path, create=False)
    assert not (tmp_path / "home").exists()


def test_lost_keys_are_never_replaced_by_new_ones(tmp_path: Path) -> None:
    begin(tmp_path)
    (tmp_path / "home" / "keys.json").unlink()
    for create in (False, True):
        with pytest.raises(CommandError, match=r"keys.json is not there: bring back the copy"):
            _open_and_close(tmp_path, create=create)
    assert not (tmp_path / "home" / "keys.json").exists()


def test_the_keys_of_another_installation_are_refused(tmp_path: Path) -> None:
    begin(tmp_path)
    (tmp_path / "home" / "keys.json").unlink()
    Keyring.fresh().write(tmp_path / "home" / "keys.json")
    with pytest.raises(UnusableError, match="keys are not those of this database"):
        open_store(settings(tmp_path), create=True)


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    begin(tmp_path)
    with opened(settings(tmp_path)) as store, store.database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(CommandError, match="another version of Waymark"):
        _open_and_close(tmp_path, create=False)
    with pytest.raises(CommandError, match="a newer Waymark"):
        _open_and_close(tmp_path, create=True)


def test_what_the_store_refuses_is_told_as_a_sentence(tmp_path: Path) -> None:
    begin(tmp_path)
    with pytest.raises(CommandError, match=r"There is a user with the address ann@example.org already"):
        begin(tmp_path)


def _open_and_close(tmp_path: Path, *, create: bool) -> None:
    with opened(settings(tmp_path), create=create) as store:
        assert isinstance(store, Store)
