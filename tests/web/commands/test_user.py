"""``waymark user``: who may sign in."""

from pathlib import Path

import pytest

from tests.web.accounts import browser_of, enrol
from web.access import Role, the_command_line
from web.app import create_app
from web.cli import main
from web.opening import opened
from web.settings import Settings
from web.store.events import Event
from web.store.people import User

ADD = ["user", "add", "ann@example.org", "--name", "Ann Oak", "--role"]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have the commands find an installation of their own."""
    monkeypatch.setenv("WAYMARK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("WAYMARK_ADDRESS", "https://transport.example.gov.uk/")
    return tmp_path / "home"


def find(home: Path) -> User | None:
    with opened(Settings(home=home)) as store, store.reading(the_command_line("test")) as kept:
        return kept.people.find_user("ann@example.org")


def is_open(home: Path, link: str) -> bool:
    """Say whether a link is that of an invitation that can be used."""
    path = link.removeprefix("https://transport.example.gov.uk")
    with opened(Settings(home=home)) as store:
        return browser_of(create_app(store, Settings(home=home, secure_cookies=False))).get(path).status_code == 200


def test_a_user_is_made_and_the_link_of_the_invitation_is_printed(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*ADD, "school", "--school", "oak", "--school", "elm"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("Send this to ann@example.org and to nobody else.")
    assert is_open(home, said[1])
    user = find(home)
    assert user is not None
    assert (user.role, user.scopes) == (Role.SCHOOL, frozenset({"oak", "elm"}))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([*ADD, "school"], "Say which school they belong to: --school SCHOOL."),
        (
            [*ADD, "officer", "--school", "oak"],
            "--school is for users of role school, and this one is of role officer.",
        ),
        (["user", "add", "ann", "--name", "Ann", "--role", "officer"], "'ann' is not an e-mail address"),
        (["user", "list"], "Nothing is kept in"),
        (["user", "reset", "ann@example.org"], "Nothing is kept in"),
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_made(
    home: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert main(arguments) == 2
    assert said in capsys.readouterr().err
    assert not home.exists() or find(home) is None


def test_one_address_has_one_user(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*ADD, "officer"]) == 0
    assert main([*ADD, "manager"]) == 2
    assert "There is a user with the address ann@example.org already." in capsys.readouterr().err


def test_a_setting_that_is_none_is_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("WAYMARK_COLOUR", "red")
    assert main(["user", "list"]) == 2
    assert "WAYMARK_COLOUR is no setting" in capsys.readouterr().err


def test_everyone_is_listed_with_where_they_stand(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([*ADD, "operator", "--operator", "Acorn Cars"])
    capsys.readouterr()
    assert main(["user", "list"]) == 0
    listed = "ann@example.org  Ann Oak  operator  Acorn Cars  "
    assert capsys.readouterr().out == f"{listed}has not taken up an invitation\n"
    user = find(home)
    assert user is not None
    with opened(Settings(home=home)) as store:
        enrol(store, user)
    main(["user", "list"])
    assert capsys.readouterr().out == f"{listed}active\n"


def test_a_reset_forgets_the_second_factor_invites_anew_and_is_logged(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main([*ADD, "administrator"])
    user = find(home)
    assert user is not None
    with opened(Settings(home=home)) as store:
        enrol(store, user)
    capsys.readouterr()
    assert main(["user", "reset", "Ann@example.org"]) == 0
    assert is_open(home, capsys.readouterr().out.splitlines()[1])
    found = find(home)
    assert found is not None
    assert not found.has_second_factor
    with opened(Settings(home=home)) as store, store.reading(the_command_line("test")) as kept:
        entry = kept.audit.list_entries(event=Event.SECOND_FACTOR_RESET)[0]
        assert entry.who.startswith("command:")
    assert main(["user", "reset", "bob@example.org"]) == 2
    assert "see `waymark user list`" in capsys.readouterr().err
