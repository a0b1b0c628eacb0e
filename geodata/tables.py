"""Rows of a CSV file as the world writes them: UTF-8 or cp1252, gzipped or not, with columns under several names."""

import csv
import gzip
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from geodata.errors import GeodataError

_CHUNK = 1 << 20


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
    with _open(path) as lines:
        yield from _named_rows(path, csv.reader(lines), columns, needed)


def _named_rows(
    path: Path, reader: Iterator[list[str]], columns: Mapping[str, Sequence[str]], needed: Sequence[str]
) -> Iterator[dict[str, str]]:
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


@contextmanager
def _open(path: Path) -> Iterator[TextIO]:
    """Open a file as text, unzipped, in the encoding that it is in; a national file is never in memory as a whole."""
    try:
        with path.open("rb") as file:
            zipped = file.read(2) == b"\x1f\x8b"
        unzipped: Callable[..., TextIO] = gzip.open if zipped else open
        with unzipped(path, "rt", encoding=_encoding(path, unzipped), errors="replace", newline="") as lines:
            yield lines
    except (OSError, EOFError, zlib.error) as error:
        raise GeodataError(f"The file {path} cannot be read: {error}") from error
    except csv.Error as error:
        raise GeodataError(f"The file {path} is not a CSV file: {error}") from error


def _encoding(path: Path, unzipped: Callable[..., TextIO]) -> str:
    """Return UTF-8 if the whole file is that, with or without a mark at its head, and else what Windows writes."""
    try:
        with unzipped(path, "rt", encoding="utf-8-sig", newline="") as text:
            while text.read(_CHUNK):
                pass
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"
