"""Files and folders that are written whole or not at all: beside their place first, then moved into it."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from routing.console import CommandError, check_may_write_file

MARK = ".waymark"
"""A file in every folder that Waymark wrote, by which it knows that it may write the folder anew."""
_MARK_TEXT = "Waymark wrote this folder and may write it anew.\n"


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """Give an empty folder to fill; once filled it takes the place of ``target``.

    Raises
    ------
    CommandError
        If ``target`` is a file, or a folder with anything in it that Waymark did not write.
    """
    check_may_write_folder(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        beside.chmod(0o755)
        yield beside
        (beside / MARK).write_text(_MARK_TEXT, encoding="utf-8")
        _move(beside, target)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def check_may_write_folder(target: Path) -> None:
    """Raise ``CommandError`` unless ``target`` is absent, empty, or a folder that Waymark wrote."""
    if target.is_dir():
        if any(target.iterdir()) and not (target / MARK).is_file():
            raise CommandError(f"{target} holds files that Waymark did not write: name a folder that is new or empty.")
    elif target.exists():
        raise CommandError(f"{target} is a file, and a folder is to be written there: name another.")


def _move(filled: Path, target: Path) -> None:
    """Put a filled folder in the place of another, which stays whole until then."""
    if not target.exists():
        filled.rename(target)
        return
    with tempfile.TemporaryDirectory(prefix=f".{target.name}.old.", dir=target.parent) as attic:
        old = Path(attic) / "old"
        target.rename(old)
        try:
            filled.rename(target)
        except OSError:
            old.rename(target)
            raise


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """Give the path of a new file to write; once written it takes the place of ``target``.

    For files that a library writes itself; text is written by ``routing.files.write_whole``.
    """
    check_may_write_file(target)
    with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as beside:
        new = Path(beside) / target.name
        yield new
        new.replace(target)


def write_files(folder: Path, files: Mapping[str, str]) -> None:
    """Write text files, by name, as a folder that is whole or not there."""
    with whole_folder(folder) as beside:
        for name, text in files.items():
            (beside / name).write_text(text, encoding="utf-8", newline="")
