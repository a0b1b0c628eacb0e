"""From rows of text to rows of values: every cell read, every reference followed, everything wrong reported."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from routing.authority.layout import Column, FileLayout
from routing.authority.tables import Report, Row, read_rows
from routing.encoding import WRONG, nearest
from routing.errors import Finding


@dataclass(frozen=True, slots=True)
class Record:
    """A row of values; None where a cell is empty, ``WRONG`` where it could not be read.

    Attributes
    ----------
    line
        Its line in the file.
    values
        By column; every column of the file's layout is there.
    """

    line: int
    values: dict[str, Any]

    def __getitem__(self, column: str) -> Any:
        return self.values[column]

    @property
    def is_whole(self) -> bool:
        """Whether every cell could be read."""
        return not any(value is WRONG for value in self.values.values())

    def given(self, **columns: str) -> dict[str, Any]:
        """Return the values of those columns that are not empty, by the keyword."""
        return {key: self[column] for key, column in columns.items() if self[column] is not None}


def read_records(path: Path, layout: FileLayout, report: Report) -> list[Record]:
    """Return the records of a file, having reported what is wrong with it; references are not followed yet."""
    if not (path.exists() or path.is_symlink()):
        if layout.required:
            report(Finding(layout.file, None, None, "the file is missing"))
        return []
    required = [column.name for column in layout.columns if column.required]
    before = _Counting(report)
    rows = read_rows(path, layout.names(), required, before)
    if layout.required and not rows and not before.count:
        report(Finding(layout.file, None, None, "has a header, but no rows"))
    return records_of(rows, layout, report)


def records_of(rows: Iterable[Row], layout: FileLayout, report: Report) -> list[Record]:
    """Return the records of rows of text, having reported what is wrong with them; references are not followed yet."""
    records = [_read_row(row, layout, report) for row in rows]
    _report_twice(records, layout, report)
    return records


class _Counting:
    """Counts what it hands on."""

    def __init__(self, report: Report) -> None:
        self.report, self.count = report, 0

    def __call__(self, finding: Finding) -> None:
        self.count += 1
        self.report(finding)


def _read_row(row: Row, layout: FileLayout, report: Report) -> Record:
    """Return the record of a row; of a ragged row only the id, so that others may name it."""
    if row.is_ragged:
        values = dict.fromkeys((column.name for column in layout.columns), WRONG)
        if layout.id_column is not None and (word := row.cells.get(layout.id_column)):
            values[layout.id_column] = word
        return Record(row.line, values)
    return Record(row.line, {column.name: _read_cell(row, column, layout.file, report) for column in layout.columns})


def _read_cell(row: Row, column: Column, file: str, report: Report) -> Any:
    text = row.cells.get(column.name)
    if text is None and column.required:  # the column is missing, which has been reported
        return WRONG
    try:
        return value_of(column, text or "")
    except ValueError as refused:
        report(Finding(file, row.line, column.name, str(refused)))
        return WRONG


def value_of(column: Column, text: str) -> Any:
    """Return the value of a cell's text, None if empty; ``ValueError`` with a sentence if it may not be that."""
    if text == "":
        if column.required:
            raise ValueError(f"is empty: expected {column.cell.expected}")
        return None
    try:
        return column.cell.read(text)
    except ValueError as refused:
        own = str(refused)
        said = own if own and "convert" not in own else f"'{text}' is not {column.cell.expected}"
        raise ValueError(said) from None


def _report_twice(records: list[Record], layout: FileLayout, report: Report) -> None:
    """Report the rows that share their key with one above."""
    if not layout.key:
        return
    first: dict[tuple[Any, ...], int] = {}
    for record in records:
        key = tuple(record[column] for column in layout.key)
        if WRONG in key:
            continue
        if key in first:
            shown = ", ".join(str(part) for part in key if part is not None and not isinstance(part, frozenset))
            report(Finding(layout.file, record.line, layout.key[0], f"'{shown}' is on line {first[key]} already"))
        first.setdefault(key, record.line)


@dataclass(frozen=True, slots=True)
class Known:
    """The records of one file that others may name: by id, or by a name that only one of them has."""

    file: str
    ids: frozenset[str]
    names: frozenset[str]
    by_name: dict[str, list[str]]

    def find(self, word: str) -> str | None:
        """Return the id for which a word stands, or None."""
        if word in self.ids:
            return word
        named = self.by_name.get(word.casefold(), [])
        return named[0] if len(named) == 1 else None

    def why_not(self, word: str) -> str:
        """Return the sentence for a word that stands for nothing."""
        named = self.by_name.get(word.casefold(), [])
        if len(named) > 1:
            return f"'{word}' is the name of {', '.join(named)}: give the id"
        return f"'{word}' is not in {self.file}{nearest(word, self.ids | self.names)}"


def known_of(layout: FileLayout, records: Iterable[Mapping[str, Any]]) -> Known:
    """Return what others may name in a file, from the values of its records."""
    id_column = layout.id_column or layout.key[0]
    own = [record for record in records if isinstance(record.get(id_column), str)]
    named = {record[id_column]: name for record in own if isinstance(name := record.get("name"), str)}
    by_name: dict[str, list[str]] = {}
    for id_, name in named.items():
        by_name.setdefault(name.casefold(), []).append(id_)
    return Known(layout.file, frozenset(record[id_column] for record in own), frozenset(named.values()), by_name)


def follow(records: list[Record], layout: FileLayout, known: dict[str, Known], report: Report) -> list[Record]:
    """Return the records with every reference an id, having reported those that name nothing.

    References to a file that ``known`` lacks (it is missing, which has been reported) are wrong without a word.
    """
    columns = [column for column in layout.columns if column.refers is not None]
    for record in records:
        for column in columns:
            value = record[column.name]
            if value is None or value is WRONG or column.refers is None:
                continue
            if column.refers not in known:
                record.values[column.name] = WRONG
                continue
            words = value if isinstance(value, tuple) else (value,)
            found = [known[column.refers].find(word) for word in words]
            for word, id_ in zip(words, found, strict=True):
                if id_ is None:
                    said = known[column.refers].why_not(word)
                    report(Finding(layout.file, record.line, column.name, said))
            whole = tuple(found) if isinstance(value, tuple) else found[0]
            record.values[column.name] = WRONG if None in found else whole
    return records
