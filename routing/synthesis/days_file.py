"""Days of change as a CSV file beside an authority's folder: ``day,kind,whose,days,value``, a row for each change."""

import csv
import io
from collections.abc import Collection, Iterable
from pathlib import Path

from routing.authority import cells
from routing.authority.layout import Column, FileLayout
from routing.authority.reading import read_records
from routing.encoding import WRONG
from routing.errors import FilesError, Finding
from routing.files import write_whole
from routing.problem import Problem
from routing.synthesis.days import Change, ChangeKind

COLUMNS = (
    Column("day", cells.WHOLE, required=True),
    Column("kind", cells.choice(ChangeKind), required=True),
    Column("whose", cells.ID, required=True),
    Column("days", cells.WHOLE),
    Column("value", cells.ID),
)


def write_days(path: Path, changes: Iterable[Change]) -> None:
    """Write changes, the whole file or none of it; raises ``FilesError`` if it cannot be written."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(column.name for column in COLUMNS)
    writer.writerows((each.day, each.kind.value, each.whose, each.days or "", each.value) for each in changes)
    write_whole(path, text.getvalue())


def read_days(path: Path, problem: Problem) -> tuple[Change, ...]:
    """Return the changes of a file, of pupils, vehicles, assistants, schools and places that a problem knows.

    Raises
    ------
    FilesError
        With everything that is wrong, each line by its number.
    """
    findings: list[Finding] = []
    changes = []
    layout = FileLayout(path.stem, COLUMNS, ("day", "kind", "whose"), required=True)
    for record in read_records(path, layout, findings.append):
        if any(record[column.name] is WRONG for column in COLUMNS):
            continue
        try:
            change = Change(
                day=record["day"],
                kind=record["kind"],
                whose=record["whose"],
                days=record["days"] or 0,
                value=record["value"] or "",
            )
        except ValueError as wrong:
            findings.append(Finding(path.name, record.line, None, str(wrong)))
            continue
        column = _unknown(problem, change)
        if column is not None:
            shown = change.whose if column == "whose" else change.value
            findings.append(Finding(path.name, record.line, column, f"'{shown}' is not known to the authority"))
        changes.append(change)
    if findings:
        raise FilesError(findings)
    return tuple(changes)


def _unknown(problem: Problem, change: Change) -> str | None:
    """Return the column of a change that names what a problem does not know, or None."""
    who: dict[ChangeKind, Collection[str]] = {
        ChangeKind.VEHICLE_OUT: problem.vehicle,
        ChangeKind.ASSISTANT_OUT: problem.assistant,
        ChangeKind.BELL: problem.school,
    }
    if change.whose not in who.get(change.kind, problem.pupil):
        return "whose"
    if change.kind is ChangeKind.MOVES and change.value not in {place.id for place in problem.places.places}:
        return "value"
    return None
