"""The commands that keep things safe, as someone at the server types them."""

import io
import shutil
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.web.office import NAMES, OFFICE
from web.cli import main
from web.jobs import JOBS
from web.opening import open_store
from web.settings import Settings
from web.slots import LONDON
from web.store import Store

Said = pytest.CaptureFixture[str]


def test_a_backup_made_and_restored_by_commands_brings_everyone_back(
    store: Store, settings: Settings, capsys: Said
) -> None:
    assert main(["backup"]) == 0
    assert "restored in a corner and equal" in capsys.readouterr().out
    (made,) = settings.backup_folder.glob("*.backup")
    assert main(["restore", str(made)]) == 2
    assert "is there already: move it away, then restore." in capsys.readouterr().err
    store.database.close()
    for path in settings.home.glob("waymark.sqlite*"):
        path.unlink()
    assert main(["restore", str(made)]) == 0
    assert capsys.readouterr().out.startswith("Restored as it was on ")
    again = open_store(settings, create=False)
    with again.reading(OFFICE) as kept:
        assert kept.records.names("pupils") == NAMES
    again.database.close()


@pytest.mark.usefixtures("store")
def test_a_damaged_backup_is_refused_in_a_sentence(settings: Settings, capsys: Said, tmp_path: Path) -> None:
    assert main(["backup"]) == 0
    (made,) = settings.backup_folder.glob("*.backup")
    damaged = tmp_path / "damaged.backup"
    shutil.copy(made, damaged)
    with damaged.open("r+b") as stream:
        stream.seek(-100, io.SEEK_END)
        stream.write(b"x")
    capsys.readouterr()
    assert main(["restore", str(damaged)]) == 2
    assert capsys.readouterr().err.startswith(f"{damaged} is damaged: take another backup.")


def test_a_pupil_is_erased_when_their_reference_has_been_typed_twice(
    store: Store, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("p4\n"))
    assert main(["erase", "p5"]) == 2
    assert "That was not the same reference." in capsys.readouterr().err
    with store.reading(OFFICE) as kept:
        assert kept.records.names("pupils") == NAMES
    monkeypatch.setattr("sys.stdin", io.StringIO("p5\n"))
    assert main(["erase", "p5"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("p5 has been erased:\n  records: ")
    assert "The travel reference stays" in said
    with store.reading(OFFICE) as kept:
        assert "p5" not in kept.records.names("pupils")
    assert main(["erase", "p5", "--yes"]) == 0
    assert capsys.readouterr().out == "p5 had been erased before; there was nothing left.\n"


@pytest.mark.usefixtures("store")
def test_nobody_under_legal_hold_is_erased(capsys: Said) -> None:
    assert main(["erase", "p5", "--hold"]) == 0
    assert main(["erase", "p5", "--yes"]) == 2
    assert "p5 is under legal hold" in capsys.readouterr().err
    assert main(["erase", "p5", "--end-hold"]) == 0
    assert main(["erase", "p5", "--yes"]) == 0
    assert main(["erase", "p77", "--hold"]) == 2


@pytest.mark.usefixtures("store")
def test_all_that_is_kept_about_a_pupil_is_written_where_it_was_asked(capsys: Said, tmp_path: Path) -> None:
    target = tmp_path / "p5.zip"
    assert main(["export-subject", "p5", "--out", str(target)]) == 0
    assert "see third-parties.txt" in capsys.readouterr().out
    assert zipfile.is_zipfile(target)
    assert main(["export-subject", "p5", "--out", str(tmp_path / "none" / "p5.zip")]) == 2


@pytest.mark.usefixtures("store")
def test_one_job_is_run_now_or_as_of_its_hour_and_each_slot_once(capsys: Said) -> None:
    assert main(["jobs", "run", "remind-checks", "--at", "2026-11-23T06:15"]) == 0
    assert capsys.readouterr().out == "0 new, 0 no longer needed\n"
    assert main(["jobs", "run", "remind-checks", "--at", "2026-11-23T06:15"]) == 2
    assert "remind-checks of 23 November 2026 at 06:15 has been run" in capsys.readouterr().err
    assert main(["jobs", "run", "sleep"]) == 2
    assert "There is no job 'sleep'; there are: follow-training, draft-tomorrow," in capsys.readouterr().err


@pytest.mark.usefixtures("store")
def test_a_job_that_fails_says_why(settings: Settings, capsys: Said) -> None:
    settings.backup_folder.write_text("in the way")
    assert main(["backup"]) == 2
    assert "backup failed: No backup was made: File exists" in capsys.readouterr().err


def test_the_list_of_jobs_says_how_each_stands(store: Store, capsys: Said) -> None:
    assert main(["jobs", "run", "forget"]) == 0
    capsys.readouterr()
    assert main(["jobs", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [job.name for job in JOBS]
    assert next(line for line in lines if line.startswith("forget ")).endswith("; done")
    with store.reading(OFFICE) as kept:
        since = datetime.now(LONDON) - timedelta(hours=1)
        assert [slot.job for slot in kept.tasks.list_slots(since)] == ["forget"]


def test_tables_are_made_where_there_are_none(settings: Settings, capsys: Said) -> None:
    assert main(["jobs", "list"]) == 2
    assert "Nothing is kept in" in capsys.readouterr().err
    assert main(["migrate"]) == 0
    assert (settings.home / "keys.json").exists()
    assert main(["migrate"]) == 0


@pytest.mark.usefixtures("store")
def test_what_would_be_forgotten_is_said_and_nothing_is(capsys: Said) -> None:
    assert main(["retention"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Plans, with runs, rides, edits, notices and actual times: 400 days from their day; 0 old enough"
    assert any(line.startswith("The audit log: it is a chain") for line in lines)
