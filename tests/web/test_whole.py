import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from routing.console import CommandError, check_may_write_file
from web.whole import MARK, whole_file, whole_folder, write_files


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_folder_appears_whole(tmp_path: Path) -> None:
    write_files(tmp_path / "new" / "sheets", {"a.html": "A", "b.html": "B"})
    assert names(tmp_path / "new" / "sheets") == [MARK, "a.html", "b.html"]
    assert names(tmp_path / "new") == ["sheets"]


def test_a_folder_of_ours_is_written_anew(tmp_path: Path) -> None:
    write_files(tmp_path / "sheets", {"a.html": "A"})
    write_files(tmp_path / "sheets", {"b.html": "B"})
    assert names(tmp_path / "sheets") == [MARK, "b.html"]
    assert names(tmp_path) == ["sheets"]


def test_a_folder_that_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    with pytest.raises(CommandError, match="holds files that Waymark did not write"):
        write_files(tmp_path / "mine", {"a.html": "A"})
    assert names(tmp_path / "mine") == ["letter.txt"]


def test_a_file_is_no_folder_and_a_folder_no_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(CommandError, match="is a file, and a folder is to be written there"):
        write_files(tmp_path / "file", {})
    with pytest.raises(CommandError, match="is a folder, and a file is to be written there"):
        check_may_write_file(tmp_path)
    with pytest.raises(CommandError, match="is no folder"):
        check_may_write_file(tmp_path / "absent" / "plan.json")


def fill_half(sheets: Path) -> None:
    with whole_folder(sheets) as folder:
        (folder / "b.html").write_text("half")
        raise RuntimeError


def write_half(file: Path) -> None:
    with whole_file(file) as new:
        new.write_text("half")
        raise RuntimeError


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    write_files(tmp_path / "sheets", {"a.html": "A"})
    (tmp_path / "plan.gpkg").write_text("old")
    with pytest.raises(RuntimeError):
        fill_half(tmp_path / "sheets")
    with pytest.raises(RuntimeError):
        write_half(tmp_path / "plan.gpkg")
    assert names(tmp_path / "sheets") == [MARK, "a.html"]
    assert (tmp_path / "plan.gpkg").read_text() == "old"
    assert names(tmp_path) == ["plan.gpkg", "sheets"]


def test_a_file_appears_whole(tmp_path: Path) -> None:
    with whole_file(tmp_path / "plan.gpkg") as new:
        new.write_text("all of it")
        assert not (tmp_path / "plan.gpkg").exists()
    assert (tmp_path / "plan.gpkg").read_text() == "all of it"


def test_a_process_killed_while_writing_leaves_the_old_folder_whole(tmp_path: Path) -> None:
    write_files(tmp_path / "sheets", {"a.html": "old"})
    program = (
        "import sys, time; from pathlib import Path; from web.whole import whole_folder\n"
        "with whole_folder(Path(sys.argv[1])) as folder:\n"
        "    (folder / 'a.html').write_text('half'); print('writing', flush=True); time.sleep(60)\n"
    )
    root = Path(__file__).resolve().parents[2]
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path / "sheets")], cwd=root, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline() == b"writing\n"
        os.kill(process.pid, signal.SIGKILL)
    process.wait(timeout=10)
    assert (tmp_path / "sheets" / "a.html").read_text() == "old"
    assert names(tmp_path / "sheets") == [MARK, "a.html"]
