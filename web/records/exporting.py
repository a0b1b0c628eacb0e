"""Rows as CSV files, one for each kind, and all of them as a ZIP archive that reads back to the same rows."""

import csv
import io
import zipfile
from collections.abc import Collection, Iterable
from pathlib import PurePosixPath

from routing.encoding import nearest
from routing.errors import FilesError, Finding
from web.records.importing import Load
from web.records.layouts import KIND, KINDS
from web.records.mapping import guess
from web.records.quoting import quoted
from web.records.rows import Row, Rows
from web.records.uploads import MOST_MB, Upload, read_table

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The same rows make the same archive, whenever it is made."""
_BROKEN = (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError)


def csv_of(kind: str, rows: Iterable[Row]) -> str:
    r"""Return rows as the text of a CSV file, as Windows and spreadsheets like it; no cell of it is a formula.

    Examples
    --------
    >>> csv_of("together", [Row("together", "P1|P2", {"pupil": "P1", "other": "P2"})])
    '\ufeffpupil,other\r\nP1,P2\r\n'
    """
    rows = list(rows)
    said = {name for row in rows for name in row.values}
    columns = [column.name for column in KIND[kind].columns if column.required or column.name in said]
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(columns)
    writer.writerows([quoted(row[name]) for name in columns] for row in rows)
    return f"\ufeff{stream.getvalue()}"


def zip_of(rows: Rows, kinds: Collection[str] | None = None) -> bytes:
    """Return a ZIP archive with a CSV file for each kind that has rows.

    Parameters
    ----------
    kinds
        Those that are wanted; all if not given.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for kind in KINDS:
            own = rows.get(kind.stem, ())
            if own and (kinds is None or kind.stem in kinds):
                part = zipfile.ZipInfo(f"{kind.stem}.csv", _LONG_AGO)
                part.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(part, csv_of(kind.stem, own))
    return stream.getvalue()


def loads_of(upload: Upload, *, whole: bool = False) -> tuple[Load, ...]:
    """Return the loads of an archive as ``zip_of`` makes it.

    Parameters
    ----------
    whole
        Whether each file is the whole list of its kind.

    Raises
    ------
    FilesError
        It is no such archive, or a file in it cannot be read: everything that is wrong.
    """
    wrong: list[Finding] = []
    loads: list[Load] = []
    for file in _files(upload):
        try:
            loads.append(_load(file, whole=whole))
        except FilesError as refused:
            wrong += refused.findings
    if wrong:
        raise FilesError(wrong)
    return tuple(loads)


def _files(upload: Upload) -> list[Upload]:
    """Return the files of an archive, whatever folders they are in."""
    try:
        with zipfile.ZipFile(io.BytesIO(upload.data)) as archive:
            parts = [part for part in archive.infolist() if not part.is_dir()]
            if sum(part.file_size for part in parts) > 10 * MOST_MB * 1e6:
                said = "is too large when unpacked: is it the right file?"
                raise FilesError([Finding(upload.name, None, None, said)])
            return [Upload(PurePosixPath(part.filename).name, archive.read(part)) for part in parts]
    except _BROKEN as broken:
        said = f"cannot be read as a ZIP archive ({type(broken).__name__}): has it a password, or is it cut short?"
        raise FilesError([Finding(upload.name, None, None, said)]) from None


def _load(file: Upload, *, whole: bool) -> Load:
    """Return the load of one file of an archive, whose columns must all be known."""
    stem = PurePosixPath(file.name).stem
    if file.ending != ".csv" or stem not in KIND:
        said = f"is no file of our records{nearest(file.name, {f'{kind.stem}.csv' for kind in KINDS})}"
        raise FilesError([Finding(file.name, None, None, said)])
    table = read_table(file)
    found = guess(table, stem)
    said = f"is no column of {KIND[stem].file}"
    if found.unsure:
        raise FilesError(Finding(file.name, 1, header, f"'{header}' {said}") for header, _ in found.unsure)
    return Load(table, found.mapping, whole)
