"""One CSV file as rows of text: its bytes, its quotes, its header. What the cells mean is not known here."""

import csv
import io
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from routing.encoding import nearest
from routing.errors import FilesError, Finding
from routing.wording import counted

MOST_MB = 100
"""The largest file that is read, in millions of bytes."""

Report = Callable[[Finding], None]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its line in the file, and its cells by column, trimmed; empty cells are there.

    A ragged row has too few cells or too many, so that nobody knows what they mean, but perhaps those at the left.
    """

    line: int
    cells: dict[str, str]
    is_ragged: bool = False


def plain(name: str) -> str:
    """Return a column's or a measure's name as it is compared: in lower case, with ``_`` between words.

    Examples
    --------
    >>> plain(" Review by "), plain("Walk (minutes)"), plain("One-to-one")
    ('review_by', 'walk_minutes', 'one_to_one')
    """
    return re.sub(r"[\W_]+", "_", name.casefold()).strip("_")


def read_rows(path: Path, name_of: dict[str, str], required: Collection[str], report: Report) -> list[Row]:
    """Return the rows of a file, having reported what is wrong with them.

    Parameters
    ----------
    name_of
        From each plain name and alias to the column's name.
    required
        The columns that must be there.
    """
    file = path.name
    text = _text_of(path, report)
    if text is None:
        return []
    try:
        lines = list(lines_of(text, file))
    except FilesError as refused:
        report(refused.findings[0])
        return []
    if not lines:
        return []
    header = _header(lines[0], file, name_of, required, report)
    rows: list[Row] = []
    for line, cells in lines[1:]:
        if len(cells) > len(header) and not any(cell.strip() for cell in cells[len(header) :]):
            cells = cells[: len(header)]  # noqa: PLW2901 -- a spreadsheet's empty columns at the right
        if len(cells) != len(header):
            said = f"has {counted(len(cells), 'cell')}, but the header has {counted(len(header), 'column')}"
            few = len(cells) < len(header) and any(";" in cell for cell in cells)
            asked = "is it written with semicolons?" if few else "does a cell with a comma lack quotes?"
            report(Finding(file, line, None, f"{said}; {asked}"))
        pairs = zip(header, cells, strict=False)
        named = {name: cell.strip() for name, cell in pairs if name is not None}
        rows.append(Row(line, named, len(cells) != len(header)))
    return rows


def text_of(path: Path, report: Report, most_mb: float = MOST_MB) -> str | None:
    """Return a file's text, in UTF-8 with or without a byte order mark or in Windows' cp1252; None if it has none."""
    file = path.name
    if path.is_symlink() or not path.is_file():
        what = "a link" if path.is_symlink() else "a folder"
        report(Finding(file, None, None, f"is {what}, not a file: put the file itself here"))
        return None
    try:
        size_mb = path.stat().st_size / 1e6
        if size_mb > most_mb:
            said = f"is {size_mb:.0f} MB, and no more than {most_mb:.0f} MB are read: is it the right file?"
            report(Finding(file, None, None, said))
            return None
        data = path.read_bytes()
    except OSError as refused:
        report(Finding(file, None, None, f"cannot be read: {refused.strerror}"))
        return None
    return decoded(data, file, report)


def decoded(data: bytes, file: str, report: Report) -> str | None:
    """Return bytes as text, in UTF-8 with or without a byte order mark or in Windows' cp1252; None if they are none."""
    if b"\0" in data:
        report(Finding(file, None, None, "has NUL bytes, so it is no plain text: save it as CSV in UTF-8"))
        return None
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    report(Finding(file, None, None, "is in neither UTF-8 nor Windows' cp1252: save it as CSV in UTF-8"))
    return None


def _text_of(path: Path, report: Report) -> str | None:
    text = text_of(path, report)
    if text is not None and not text.strip():
        report(Finding(path.name, None, None, "is empty: expected a header and rows"))
        return None
    return text


def lines_of(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of each line that is not blank, with the number of the line on which it begins.

    Raises
    ------
    FilesError
        The quotes do not match.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, skipinitialspace=True)
    before = 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield before + 1, cells
            before = reader.line_num
    except csv.Error as refused:
        raise FilesError([Finding(file, before + 1, None, _wrong_quotes(str(refused)))]) from None


def _wrong_quotes(refused: str) -> str:
    """Return the sentence for what the reader of CSV refuses."""
    if "unexpected end of data" in refused:
        return "a quote is opened here and never closed"
    if "field larger than" in refused:
        return f"a cell is longer than {csv.field_size_limit():,} letters: is a quote opened and never closed?"
    return f"the quotes do not match: {refused}"


def wrong_separator(cells: list[str]) -> str | None:
    """Return the sentence for a header whose columns are separated by something else than commas, or None."""
    mark = re.search(r"[;\t|]", cells[0]) if len(cells) == 1 else None
    if mark is None:
        return None
    shown = "a tab" if mark.group() == "\t" else f"'{mark.group()}'"
    return f"columns are separated by {shown}: save it as CSV with commas"


def _header(
    first: tuple[int, list[str]], file: str, name_of: dict[str, str], required: Collection[str], report: Report
) -> list[str | None]:
    """Return the name of each column, None where it is unknown, having reported what is wrong with the header."""
    line, cells = first
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    if len(required) > 1 and (said := wrong_separator(cells)):
        report(Finding(file, line, None, said))
        return [None]
    header: list[str | None] = []
    seen: dict[str, str] = {}
    for cell in cells:
        name = name_of.get(plain(cell))
        if name is None:
            shown = cell.strip()
            said = f"'{shown}' is no column of {file}{nearest(plain(shown), set(name_of))}" if shown else "has no name"
            report(Finding(file, line, shown or None, said))
        elif name in seen:
            report(Finding(file, line, name, f"'{cell.strip()}' and '{seen[name]}' are the same column"))
            name = None
        else:
            seen[name] = cell.strip()
        header.append(name)
    for name in required:
        if name not in seen:
            report(Finding(file, line, name, "the column is missing"))
    return header
