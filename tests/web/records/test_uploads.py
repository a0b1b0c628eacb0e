"""Whatever somebody sends is a table or a sentence."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.errors import FilesError
from web.records import uploads
from web.records.uploads import Table, Upload, read_table


def workbook(*rows: tuple[Any, ...]) -> bytes:
    """Return the bytes of a workbook with one sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def archive(**parts: bytes) -> bytes:
    """Return the bytes of a ZIP archive; ``__`` in a name stands for a slash, and its ending is .xml."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(f"{name.replace('__', '/')}.{'bin' if 'vba' in name else 'xml'}", data)
    return stream.getvalue()


def cells(table: Table) -> list[list[str]]:
    return [list(row.cells.values()) for row in table.rows]


def said(data: bytes, name: str = "pupils.csv") -> str:
    with pytest.raises(FilesError) as refused:
        read_table(Upload(name, data))
    return str(refused.value)


def is_judged(upload: Upload) -> bool:
    """Say whether an upload is a table with columns, or refused in a sentence that names it."""
    try:
        return bool(read_table(upload).header)
    except FilesError as refused:
        return str(refused).startswith(upload.name)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_file_is_the_same_in_every_encoding_and_on_windows(encoding: str) -> None:
    table = read_table(Upload("a.csv", 'Pupil , Name\r\nP1,Zoë\r\n\r\nP2,"O\'Neill, Bo"\r\n'.encode(encoding)))
    assert table.header == ("Pupil", "Name")
    assert cells(table) == [["P1", "Zoë"], ["P2", "O'Neill, Bo"]]
    assert [row.line for row in table.rows] == [2, 4]


def test_a_sheet_reads_as_the_csv_file_that_it_could_be() -> None:
    rows = (
        ("Pupil", "Born", "Seen", "Opens", "EHCP", "Bays", "Lat", "Name", None),
        (
            "P1",
            date(2015, 3, 9),
            datetime.fromisoformat("2026-09-01 08:30"),
            time(8, 40),
            True,
            3.0,
            52.67,
            "\u00a0Zoë ",
            None,
        ),
        (None, None, None, None, None, None, None, None, None),
        ("P2", datetime.fromisoformat("2015-03-10"), None, time(8, 40, 5), False, 4, None, "=", None),
    )
    data = workbook(*rows[:3])
    table = read_table(Upload("pupils.xlsx", data))
    assert table.header == ("Pupil", "Born", "Seen", "Opens", "EHCP", "Bays", "Lat", "Name")
    assert cells(table) == [["P1", "2015-03-09", "2026-09-01 08:30", "08:40", "yes", "3", "52.67", "Zoë"]]
    assert cells(read_table(Upload("pupils.xlsx", workbook(rows[0], rows[3][:7]))))[0][1:5] == [
        "2015-03-10",
        "",
        "08:40:05",
        "no",
    ]


def test_rows_with_too_few_or_too_many_cells_are_marked_and_empty_columns_passed_over() -> None:
    table = read_table(Upload("a.csv", b"pupil,,name,\nP1,x,Ann,,\nP2,x\nP3,x,Cay,more\n"))
    assert table.header == ("pupil", "name")
    assert [row.is_ragged for row in table.rows] == [False, True, True]
    assert table.rows[0].cells == {"pupil": "P1", "name": "Ann"}


def test_only_wanted_rows_are_kept() -> None:
    table = read_table(Upload("a.csv", b"la,name\n1,a\n2,b\n1,c\n"), kept=lambda row: row["la"] == "1")
    assert cells(table) == [["1", "a"], ["1", "c"]]


MACROS = archive(xl__workbook=b"<x/>", xl__vbaProject=b"x")


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "pupils.csv", "pupils.csv: is empty: expected a header and rows"),
        (b" \r\n\t\n", "pupils.csv", "pupils.csv: is empty: expected a header and rows"),
        (b",,\n", "pupils.csv", "pupils.csv: is empty: expected a header and rows"),
        (b"a;b\n1;2\n", "a.csv", "a.csv line 1: columns are separated by ';': save it as CSV with commas"),
        (b"a\tb\n1\t2\n", "a.csv", "a.csv line 1: columns are separated by a tab: save it as CSV with commas"),
        (b"Name,name \n1,2\n", "a.csv", "a.csv line 1: two columns are called 'name': rename one, or take it out"),
        (b'a,b\n1,"2\n', "a.csv", "a.csv line 2: a quote is opened here and never closed"),
        (b'a,b\n1,"2"3\n', "a.csv", "a.csv line 2: the quotes do not match: ',' expected after '\"'"),
        (
            b"a,b\n1," + b"x" * 200_000,
            "a.csv",
            "a.csv line 2: a cell is longer than 131,072 letters: is a quote opened and never closed?",
        ),
        (b"a,b\n1,\0\n", "a.csv", "a.csv: has NUL bytes, so it is no plain text: save it as CSV in UTF-8"),
        (
            "a,b\n1,ż\n".encode("utf-16"),
            "a.csv",
            "a.csv: has NUL bytes, so it is no plain text: save it as CSV in UTF-8",
        ),
        (b"a,b\n1,\x81\n", "a.csv", "a.csv: is in neither UTF-8 nor Windows' cp1252: save it as CSV in UTF-8"),
        (b"a,b\n1,=2+3\n", "a.csv", "a.csv line 2: cell 2 has a formula: copy the column, and paste its values only"),
        (b"a,b\n1,2\n", "a.xlsx", "a.xlsx: is no workbook, whatever its name says: save it anew as .xlsx, or as CSV"),
        (
            b"\xd0\xcf\x11\xe0 old",
            "a.xls",
            "a.xls: is an old or locked Office file: save it as .xlsx without a password, or as CSV",
        ),
        (
            workbook(("a", "b"), (1, "=1+1")),
            "a.xlsx",
            "a.xlsx line 2: cell B2 has a formula: copy the column, and paste its values only",
        ),
        (workbook(), "a.xlsx", "a.xlsx: is empty: expected a header and rows"),
        (MACROS, "a.xlsm", "a.xlsm: has macros: save it as .xlsx, which has none"),
        (archive(a=b"x"), "a.zip", "a.zip: is a ZIP archive, but no workbook: send the CSV or .xlsx files themselves"),
        (
            archive(xl__workbook=b"<x/>"),
            "a.xlsx",
            "a.xlsx: cannot be read as a workbook (KeyError): save it anew, or as CSV",
        ),
        (
            workbook(("a", "b"), (1, 2))[:-30],
            "a.xlsx",
            "a.xlsx: cannot be read as a workbook (BadZipFile): save it anew, or as CSV",
        ),
        (
            ",".join(f"c{n}" for n in range(300)).encode(),
            "a.csv",
            "a.csv line 1: has more than 250 columns: is it the right file?",
        ),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)
def test_nonsense_is_refused_in_a_sentence(data: bytes, name: str, sentence: str) -> None:
    assert said(data, name) == sentence


def test_what_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def said_of(data: bytes) -> str:
        with pytest.raises(FilesError) as refused:
            read_table(Upload("a", data), most_mb=0.5)
        return str(refused.value)

    assert said_of(b"x" * 600_000) == "a: is 1 MB, and no more than 0 MB are read: is it the right file?"
    assert said_of(archive(xl__workbook=b"0" * 6_000_000)) == "a: is 6 MB when unpacked: is it the right file?"
    monkeypatch.setattr(uploads, "MOST_ROWS", 3)
    assert said_of(b"a,b\n" + b"1,2\n" * 4) == "a: has more than 3 rows: is it the right file?"
    assert len(read_table(Upload("a", b"a,b\n" + b"1,2\n" * 3)).rows) == 3


@pytest.mark.parametrize("spoil", [lambda data, at: data[:at], lambda data, at: data[:at] + b"\xff" + data[at + 1 :]])
@given(st.integers(0, 6000))
def test_a_spoilt_workbook_is_a_table_or_a_sentence(spoil: Callable[[bytes, int], bytes], at: int) -> None:
    assert is_judged(Upload("a.xlsx", spoil(_GOOD, at % len(_GOOD))))


_GOOD = workbook(("a", "b"), (1, "x"), (date(2026, 9, 1), 2.5))


@given(st.binary(max_size=200))
def test_any_bytes_are_a_table_or_a_sentence(data: bytes) -> None:
    assert is_judged(Upload("a.csv", data))
