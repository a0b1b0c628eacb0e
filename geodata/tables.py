"""Rows of a CSV file as the world writes them: UTF-8 or cp1252, gzipped or not, with columns under several names."""

import csv
import gzip
import io
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from geodata.errors import GeodataError


def read_rows(path: Path, columns: Mapping[str, Sequence[str]], needed: Sequence[str]) -> Iterator[dict[str, str]]:
    """Yield the rows of a ``.csv`` or ``.csv.gz`` file under our names for its columns.

    Parameters
    ----------
    columns
        Our name of a column -> the names that files give it, in lower case; case and spaces around do not matter.
    needed
        Our names of the columns without which the file is of no use.

    Yields
    ------
    dict
        Our name -> text without spaces around, for the columns that the file has.

    Raises
    ------
    GeodataError
        If the file is absent, not text, or lacks a needed column; the text says what the column may be called.
    """
    reader = csv.reader(io.StringIO(_read_text(path), newline=""))
    header = [name.strip().strip('"').lower() for name in next(reader, [])]
    where = {
        ours: header.index(found)
        for ours, theirs in columns.items()
        if (found := next((name for name in (ours, *theirs) if name in header), None)) is not None
    }
    for ours in needed:
        if ours not in where:
            names = ", ".join(dict.fromkeys((ours, *columns[ours])))
            raise GeodataError(f"{path.name} has no column for {ours}; it may be called: {names}.")
    for row in reader:
        if row:
            yield {ours: row[at].strip() if at < len(row) else "" for ours, at in where.items()}


def _read_text(path: Path) -> str:
    try:
        content = path.read_bytes()
        if content[:2] == b"\x1f\x8b":
            content = gzip.decompress(content)
    except (OSError, EOFError, zlib.error) as error:
        raise GeodataError(f"The file {path} cannot be read: {error}") from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
