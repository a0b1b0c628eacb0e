"""Everything leaves as files that spreadsheets read and no formula hides in, and comes back as it was."""

import csv
import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings

from routing.errors import FilesError
from tests.web.records.offices import Office, changed, offices, small
from web.records.exporting import csv_of, loads_of, zip_of
from web.records.importing import dry_run
from web.records.rows import Row
from web.records.uploads import Upload


def back(office: Office) -> dict[str, list[Row]]:
    """Return the rows that an empty office has after an archive of another is loaded."""
    found = dry_run({}, *loads_of(Upload("all.zip", zip_of(office)), whole=True))
    assert (found.refused, found.changed, found.same, found.dropped) == ((), (), (), ())
    rows: dict[str, list[Row]] = {}
    for row in found.new:
        rows.setdefault(row.kind, []).append(row)
    return rows


def archive(**files: str) -> Upload:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name, text in files.items():
            made.writestr(name.replace("__", "/").replace("_csv", ".csv"), text)
    return Upload("all.zip", stream.getvalue())


@given(offices())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_everything_comes_back_as_it_was_and_in_its_order(office: Office) -> None:
    rows = back(office)
    for kind, own in office.items():
        assert [(row.key, row.values) for row in rows.get(kind, [])] == [(row.key, row.values) for row in own]


def test_no_cell_is_a_formula_and_numbers_stay_numbers() -> None:
    office = changed(small(), "pupils", "P1", name="=HYPERLINK(1)", contact="+cmd", locality="-x", address="a\n=b")
    [ann, *_] = csv.reader(io.StringIO(csv_of("pupils", office["pupils"][:1]).split("\r\n", 1)[1], newline=""))
    assert {"'=HYPERLINK(1)", "'+cmd", "'-x", "-0.73", "a\n=b"} <= set(ann)
    assert not [cell for cell in ann if cell.startswith(("=", "+", "@", "-x"))]
    assert back(office)["pupils"][0].values == office["pupils"][0].values


def test_the_same_rows_make_the_same_archive_and_empty_kinds_no_file() -> None:
    assert zip_of(small()) == zip_of(small())
    with zipfile.ZipFile(io.BytesIO(zip_of(small()))) as made:
        assert set(made.namelist()) == {f"{kind}.csv" for kind in small()}


def test_chosen_kinds_alone_are_written() -> None:
    with zipfile.ZipFile(io.BytesIO(zip_of(small(), ["schools", "gates"]))) as made:
        assert made.namelist() == ["schools.csv"]
        assert made.read("schools.csv").startswith("\ufeffschool,name,urn,opens".encode())


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (
            Upload("all.zip", b"PK"),
            "all.zip: cannot be read as a ZIP archive (BadZipFile): has it a password, or is it cut",
        ),
        (archive(pupil_csv="pupil\nP1\n"), "pupil.csv: is no file of our records (nearest: 'pupils.csv')"),
        (
            archive(deep__pupils_csv="pupil,colour\nP1,red\n"),
            "pupils.csv line 1, column colour: 'colour' is no column",
        ),
        (
            archive(pupils_csv="", readme="hello"),
            "pupils.csv: is empty: expected a header and rows\nreadme: is no",
        ),
    ],
)
def test_what_is_no_archive_of_ours_is_refused(upload: Upload, sentence: str) -> None:
    with pytest.raises(FilesError) as refused:
        loads_of(upload)
    assert str(refused.value).startswith(sentence)


def test_an_archive_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.records.exporting.MOST_MB", 0.000001)
    with pytest.raises(FilesError, match="too large when unpacked"):
        loads_of(archive(pupils_csv="pupil,name\nP1,Ann\n"))
