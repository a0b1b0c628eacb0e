"""``waymark audit verify``: whether the log is whole."""

from pathlib import Path

import pytest

from web.cli import main
from web.opening import opened
from web.settings import Settings


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """Have the commands find an installation with a user, and so with a log of two rows."""
    monkeypatch.setenv("WAYMARK_HOME", str(tmp_path / "home"))
    assert main(["user", "add", "ann@example.org", "--name", "Ann", "--role", "officer"]) == 0
    capsys.readouterr()
    return tmp_path / "home"


def tamper(home: Path, statement: str) -> None:
    with opened(Settings(home=home)) as store, store.database.writing() as connection:
        connection.exec_driver_sql(statement)


def test_of_a_whole_log_the_head_is_printed_as_it_is_read_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", "verify"]) == 0
    head = capsys.readouterr().out
    assert head.startswith("2 ")
    (tmp_path / "head.txt").write_text(head)
    assert main(["audit", "verify", "--head", str(tmp_path / "head.txt")]) == 0
    assert capsys.readouterr().out.startswith("3 ")  # that it was verified was logged


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE audit SET who = 'nobody' WHERE number = 2", "Row 2 has been changed"),
        ("DELETE FROM audit WHERE number = 2", "Rows 2 to 2 are missing"),
    ],
)
def test_what_was_tampered_with_is_said_and_the_command_fails(
    home: Path, capsys: pytest.CaptureFixture[str], statement: str, said: str
) -> None:
    assert main(["audit", "verify"]) == 0  # a third row, so that the second is not the end
    tamper(home, statement)
    capsys.readouterr()
    assert main(["audit", "verify"]) == 1
    assert said in capsys.readouterr().out


def test_an_end_that_was_cut_off_is_found_with_the_head_alone(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["audit", "verify"])
    main(["audit", "verify"])
    (tmp_path / "head.txt").write_text(capsys.readouterr().out.splitlines()[-1])
    tamper(home, "DELETE FROM audit WHERE number > 1")
    assert main(["audit", "verify"]) == 0
    capsys.readouterr()
    assert main(["audit", "verify", "--head", str(tmp_path / "head.txt")]) == 1
    assert "the end of the log has been cut off or replaced" in capsys.readouterr().out


def test_a_file_that_holds_no_head_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "head.txt").write_text("the head")
    assert main(["audit", "verify", "--head", str(tmp_path / "head.txt")]) == 2
    assert "no head of an audit log" in capsys.readouterr().err
    assert main(["audit", "verify", "--head", str(tmp_path / "none.txt")]) == 2
    assert "none.txt" in capsys.readouterr().err
