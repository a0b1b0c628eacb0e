"""Reads and writes an authority's folder: everything wrong at once, or an authority; all files, or none."""

import tempfile
from collections.abc import Collection
from pathlib import Path

from routing.authority.assembling import assemble
from routing.authority.authority import Authority
from routing.authority.layout import FILES, POLICY_FILE
from routing.authority.policy import read_policy
from routing.authority.reading import read_records
from routing.authority.tables import Report
from routing.authority.writing import texts_of
from routing.encoding import nearest
from routing.errors import FilesError, Finding


def read_authority(folder: Path | str, rules: Collection[str] | None = None) -> Authority:
    """Read an authority's folder.

    Parameters
    ----------
    rules
        The ids of the rules that a waiver may lift; those of the catalogue if not given.

    Raises
    ------
    FilesError
        Everything that is wrong in any file, each with file, line, column, value and what was expected.
    """
    path = Path(folder)
    if not path.is_dir():
        what = "is a file, not a folder" if path.exists() else "there is no such folder"
        raise FilesError([Finding(path.name, None, None, what)])
    wrong: list[Finding] = []
    _report_strangers(path, wrong.append)
    records = {layout.stem: read_records(path / layout.file, layout, wrong.append) for layout in FILES}
    absent = {layout.stem for layout in FILES if layout.required and not records[layout.stem]}
    return assemble(records, read_policy(path / POLICY_FILE, wrong.append), wrong, rules=rules, absent=absent)


def write_authority(folder: Path | str, authority: Authority) -> None:
    """Write an authority's folder: all its files, or none.

    Raises
    ------
    FilesError
        The folder holds something already, or cannot be written.
    """
    target = Path(folder)
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise FilesError([Finding(target.name, None, None, "is there already, and not empty: choose a new folder")])
    texts = texts_of(authority)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as beside:
            whole = Path(beside) / "whole"
            whole.mkdir()
            for name, text in texts.items():
                (whole / name).write_text(text, encoding="utf-8", newline="")
            whole.replace(target)
    except OSError as refused:
        raise FilesError([Finding(target.name, None, None, f"cannot be written: {refused.strerror}")]) from refused


def _report_strangers(path: Path, report: Report) -> None:
    """Report tables in the folder that nobody reads."""
    known = {layout.file for layout in FILES} | {POLICY_FILE}
    for each in sorted(path.iterdir()):
        if each.suffix.lower() in (".csv", ".toml", ".xls", ".xlsx") and each.name not in known:
            report(Finding(each.name, None, None, f"is no file of an authority{nearest(each.name, known)}"))
