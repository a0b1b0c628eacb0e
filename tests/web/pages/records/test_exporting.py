"""Everything can be taken out, as one archive or a kind at a time; each time that is written down."""

import io
import zipfile

import pytest

from tests.web.pages.client import Browser
from tests.web.pages.records.desk import opened, said_in_audit
from web.store import Store

pytestmark = pytest.mark.usefixtures("full")


def test_one_kind_is_a_table_and_everything_an_archive(officer: Browser, store: Store) -> None:
    assert "nothing protects them once they are on your computer" in opened(officer, "/records/export")
    table = officer.get("/records/export/schools.csv")
    assert table.headers["Content-Disposition"] == 'attachment; filename="schools.csv"'
    assert table.get_data(as_text=True).splitlines()[1].startswith("elm,Elm School")
    answer = officer.get("/records/export/everything.zip")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="records-2026-11-22.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.get_data())) as archive:
        assert {"pupils.csv", "schools.csv", "measures.csv"} <= set(archive.namelist())
        assert "Mary Oakley" in archive.read("pupils.csv").decode()
    said = [(entry.ref, entry.detail["records"]) for entry in said_in_audit(store, "records:exported")]
    assert said == [("everything", 26), ("schools", 2)]


def test_nobody_else_takes_anything_out(school: Browser, store: Store) -> None:
    for address in ("/records/export/pupils.csv", "/records/export/everything.zip"):
        assert school.get(address).status_code == 404
    assert said_in_audit(store, "records:exported") == []


def test_there_is_no_file_of_what_there_is_not(officer: Browser) -> None:
    assert officer.get("/records/export/dragons.csv").status_code == 404
