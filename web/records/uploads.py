"""Upload: the bytes of a file that somebody sent, read as a table of texts, or refused in a sentence; never run."""

import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import PurePath
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from routing.authority.tables import Row as Line
from routing.authority.tables import decoded, lines_of, wrong_separator
from routing.errors import FilesError, Finding
from web.records.quoting import unquoted

MOST_MB = 25.0
"""The largest file that is read, in millions of bytes; a spreadsheet also when it is unpacked, times ten."""
MOST_ROWS = 100_000
MOST_COLUMNS = 250

_RIGHT, _EMPTY = "is it the right file?", "is empty: expected a header and rows"
_OLD_OFFICE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
_BROKEN = (
    InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    OSError,
    EOFError,
    KeyError,
    IndexError,
    ValueError,
    TypeError,
    AttributeError,
    NotImplementedError,
    OverflowError,
)
"""Whatever openpyxl raises for a spreadsheet that is none inside; it has no error of its own for that."""

Kept = Callable[[dict[str, str]], bool]
"""Whether a row, by the file's own headers, is wanted."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody sent: its name, without a folder, and its bytes."""

    name: str
    data: bytes

    @property
    def ending(self) -> str:
        """The ending of its name, in small letters: ``.csv``."""
        return PurePath(self.name).suffix.lower()


@dataclass(frozen=True, slots=True)
class Table:
    """A file as texts.

    Parameters
    ----------
    name
        The file's.
    header
        What its columns are called there, trimmed; no two alike.
    rows
        Its rows that are not empty: the line, and every cell by its header.
    """

    name: str
    header: tuple[str, ...]
    rows: tuple[Line, ...]


def read_table(upload: Upload, *, kept: Kept | None = None, most_mb: float = MOST_MB) -> Table:
    """Read a CSV file (UTF-8 or cp1252) or the first sheet of an .xlsx workbook.

    Parameters
    ----------
    kept
        Which rows are wanted, of a file that may be far larger than what is wanted of it; all of them if not given.

    Raises
    ------
    FilesError
        It is neither, or is too large, or has no header, or has one name twice in it, or formulas.
    """
    size_mb = len(upload.data) / 1e6
    if size_mb > most_mb:
        raise _refused(upload, f"is {size_mb:.0f} MB, and no more than {most_mb:.0f} MB are read: {_RIGHT}")
    if not upload.data.strip():
        raise _refused(upload, _EMPTY)
    lines = _sheet_lines(upload, most_mb) if upload.data.startswith(_ZIP) else _csv_lines(upload)
    header = _header(upload, next(lines, None))
    rows = []
    for number, cells in lines:
        row = _row(header, number, cells)
        if kept is None or kept(row.cells):
            rows.append(row)
        if len(rows) > MOST_ROWS:
            raise _refused(upload, f"has more than {MOST_ROWS:,} rows: {_RIGHT}")
    return Table(upload.name, tuple(name for name in header if name), tuple(rows))


def _refused(upload: Upload, said: str) -> FilesError:
    return FilesError([Finding(upload.name, None, None, said)])


def _csv_lines(upload: Upload) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines of a CSV file with the number of each."""
    if upload.data.startswith(_OLD_OFFICE):
        raise _refused(upload, "is an old or locked Office file: save it as .xlsx without a password, or as CSV")
    if upload.ending in (".xlsx", ".xlsm"):
        raise _refused(upload, "is no workbook, whatever its name says: save it anew as .xlsx, or as CSV")
    found: list[Finding] = []
    text = decoded(upload.data, upload.name, found.append)
    if text is None:
        raise FilesError(found)
    for number, cells in lines_of(text, upload.name):
        bare = [_bare(cell) for cell in cells]
        for place, cell in enumerate(bare, 1):
            if cell.startswith("="):
                raise _formula(upload, number, f"cell {place}")
        yield number, [unquoted(cell) for cell in bare]


def _bare(cell: str) -> str:
    """Return a cell without the spaces around it, and with plain spaces for the unbreakable ones of word processors."""
    return cell.replace("\u00a0", " ").strip()


def _formula(upload: Upload, line: int, where: str) -> FilesError:
    said = f"{where} has a formula: copy the column, and paste its values only"
    return FilesError([Finding(upload.name, line, None, said)])


def _sheet_lines(upload: Upload, most_mb: float) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines of the first sheet of a workbook; a formula is refused, for what it comes to is not in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(upload.data)) as parts:
            names = parts.namelist()
            unpacked = sum(part.file_size for part in parts.infolist())
        if "xl/workbook.xml" not in names:
            raise _refused(upload, "is a ZIP archive, but no workbook: send the CSV or .xlsx files themselves")
        if any(name.endswith("vbaProject.bin") for name in names):
            raise _refused(upload, "has macros: save it as .xlsx, which has none")
        if unpacked > 10 * most_mb * 1e6:
            raise _refused(upload, f"is {unpacked / 1e6:.0f} MB when unpacked: {_RIGHT}")
        book = openpyxl.load_workbook(io.BytesIO(upload.data), read_only=True, keep_links=False)
        sheet = next(iter(book.worksheets), None)
        if sheet is None:
            raise _refused(upload, "has no sheet with cells")
        for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), 1):
            texts = [_cell_text(upload, number, cell) for cell in cells]
            if any(texts):
                yield number, texts
    except _BROKEN as broken:
        raise _refused(
            upload, f"cannot be read as a workbook ({type(broken).__name__}): save it anew, or as CSV"
        ) from None


def _cell_text(upload: Upload, number: int, cell: Any) -> str:
    """Return what a cell of a sheet holds, as a CSV file would have it."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        raise _formula(upload, number, f"cell {cell.coordinate}")
    if isinstance(value, datetime | date | time):
        return _moment_text(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return repr(value).removesuffix(".0") if isinstance(value, float) else _bare(str(value))


def _moment_text(value: datetime | date | time) -> str:
    """Return a date without the midnight that a sheet puts behind it, and a time of day without empty seconds."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date) else value.isoformat("auto").removesuffix(":00")


def _header(upload: Upload, first: tuple[int, list[str]] | None) -> tuple[str, ...]:
    """Return what the columns are called, empty for one that has no name and is passed over."""
    if first is None:
        raise _refused(upload, _EMPTY)
    line, cells = first
    while cells and not cells[-1]:
        cells = cells[:-1]
    said = wrong_separator(cells)
    if len(cells) > MOST_COLUMNS:
        said = f"has more than {MOST_COLUMNS} columns: {_RIGHT}"
    twice = [name for name, count in Counter(cell.casefold() for cell in cells if cell).items() if count > 1]
    if said is None and twice:
        said = f"two columns are called '{twice[0]}': rename one, or take it out"
    if said is not None:
        raise FilesError([Finding(upload.name, line, None, said)])
    return tuple(cells)


def _row(header: tuple[str, ...], number: int, cells: list[str]) -> Line:
    """Return a row by header; empty cells beyond it, as a spreadsheet leaves them, do not count."""
    while len(cells) > len(header) and not cells[-1]:
        cells = cells[:-1]
    named = {name: cell for name, cell in zip(header, cells, strict=False) if name}
    return Line(number, named, is_ragged=len(cells) != len(header))
