"""Reads and writes an authority's folder: everything wrong at once, or an authority; all files, or none."""

import tempfile
from collections.abc import Collection
from pathlib import Path

import routing.rules
from routing.authority import building, people
from routing.authority.authority import Authority
from routing.authority.building import Folder
from routing.authority.checks import check_company, check_drivers, check_means, check_order, check_rules
from routing.authority.layout import FILES, POLICY_FILE
from routing.authority.policy import read_policy
from routing.authority.reading import follow, known_of, read_records
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
    read = _read(path, wrong.append)
    ids = [rule.id for rule in routing.rules.RULES if rule.waivable] if rules is None else list(rules)
    authority = _build(read, {id_.casefold(): id_ for id_ in ids})
    if wrong:
        raise FilesError(sorted(wrong, key=lambda finding: (_place_in_order(finding.file), finding.line or 0)))
    return authority


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


def _read(path: Path, report: Report) -> Folder:
    """Return the rows of every file, their references followed."""
    records = {layout.stem: read_records(path / layout.file, layout, report) for layout in FILES}
    readable = [layout for layout in FILES if layout.id_column and (records[layout.stem] or not layout.required)]
    known = {layout.stem: known_of(layout, (each.values for each in records[layout.stem])) for layout in readable}
    for layout in FILES:
        follow(records[layout.stem], layout, known, report)
    return Folder(records, read_policy(path / POLICY_FILE, report), report)


def _build(folder: Folder, rules: dict[str, str]) -> Authority:
    """Return the authority; what is broken is reported and left out."""
    check_rules(folder, rules)
    check_order(folder)
    check_drivers(folder)
    asked = people.read_measures(folder)
    apart, together = people.read_apart(folder), people.read_together(folder)
    check_means(folder, asked)
    check_company(folder, asked, apart, together)
    building.build_sites(folder)
    pupils = people.build_pupils(folder, asked, apart, together)
    return Authority(
        pupils=pupils,
        assessments=people.build_assessments(folder, pupils),
        schools=building.build_schools(folder),
        contracts=building.build_contracts(folder),
        vehicles=building.build_vehicles(folder),
        assistants=building.build_assistants(folder),
        usuals=building.build_usuals(folder),
        waivers=building.build_waivers(folder, rules),
        calendar=building.build_calendar(folder),
        policy=folder.policy,
        names=building.names_of(folder),
        sites=tuple(folder.sites.values()),
    )


def _place_in_order(file: str) -> int:
    """Return where a file comes in the report: in the order of the layout, strangers first."""
    names = [layout.file for layout in FILES]
    return names.index(file) if file in names else -1
