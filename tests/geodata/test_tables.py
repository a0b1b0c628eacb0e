"""Rows are read whatever the encoding, the order and the names of columns."""

import gzip
from pathlib import Path

import pytest

from geodata.errors import GeodataError
from geodata.tables import read_rows

COLUMNS = {"name": ("school",), "note": ()}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_file_is_read_in_the_encodings_that_offices_use(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes("Note, SCHOOL ,other\nnew,Café’s,1\n\nold\n".encode(encoding))
    assert list(read_rows(path, COLUMNS, ["name"])) == [{"name": "Café’s", "note": "new"}, {"name": "", "note": "old"}]


def test_a_zipped_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(gzip.compress(b"name\nOak School\n"))
    assert list(read_rows(path, COLUMNS, ["name"])) == [{"name": "Oak School"}]


def test_a_missing_column_is_named_with_all_its_names(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("note\nnew\n")
    with pytest.raises(GeodataError, match=r"rows\.csv has no column for name; it may be called: name, school\."):
        list(read_rows(tmp_path / "rows.csv", COLUMNS, ["name"]))


def test_a_quoted_value_may_run_over_lines(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text('name,note\n"Oak\nSchool","a, b"\nAsh,\n')
    names = [row["name"] for row in read_rows(tmp_path / "rows.csv", COLUMNS, ["name"])]
    assert names == ["Oak\nSchool", "Ash"]


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "picture.csv").write_bytes(b"name," + b"\x89PNG\x00\xff" * 40_000 + b"\n1,2\n")
    with pytest.raises(GeodataError, match=r"picture\.csv is not a CSV file"):
        list(read_rows(tmp_path / "picture.csv", COLUMNS, ["name"]))


def test_an_absent_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(GeodataError, match=r"none\.csv cannot be read"):
        list(read_rows(tmp_path / "none.csv", COLUMNS, ["name"]))
