"""Rows of text make the same authority wherever they are kept, and the same sentences."""

from pathlib import Path

import pytest

from routing.authority import Authority, authority_of, read_authority, tables_of
from routing.authority.tables import Row
from routing.errors import FilesError, Finding
from routing.policy import Policy
from tests.routing.authority.folders import write_folder


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return read_authority(write_folder(tmp_path / "authority"))


def lines(authority: Authority, **instead: list[dict[str, str]]) -> dict[str, list[Row]]:
    """Return the rows of an authority, other ones for some files."""
    return {
        stem: [Row(number, {column: "" for row in rows for column in row} | row) for number, row in enumerate(rows, 1)]
        for stem, rows in (tables_of(authority) | instead).items()
    }


def test_an_authority_taken_apart_into_rows_is_put_together_again(authority: Authority) -> None:
    assert authority_of(lines(authority), authority.policy) == authority


def test_what_is_wrong_bears_the_line_of_its_row_and_the_sentence_of_a_folder(authority: Authority) -> None:
    pupils = [{**row, "school": "ELM"} if row["pupil"] == "P2" else row for row in tables_of(authority)["pupils"]]
    with pytest.raises(FilesError) as refused:
        authority_of(lines(authority, pupils=pupils), Policy())
    assert refused.value.findings == (Finding("pupils.csv", 2, "school", "'ELM' is not in schools.csv"),)


def test_no_rows_are_an_authority_in_which_nothing_can_be_named(authority: Authority) -> None:
    assert authority_of({}, Policy()).pupils == ()
    with pytest.raises(FilesError, match=r"'OAK' is not in schools\.csv"):
        authority_of(lines(authority, schools=[], gates=[]), Policy())


def test_needs_that_nobody_meets_stop_nothing_if_somebody_hears_of_them(authority: Authority) -> None:
    alone = lines(authority, assistants=[], usual=[])
    with pytest.raises(FilesError, match="'P1' needs a passenger assistant, and there is none"):
        authority_of(alone, Policy())
    unmet: list[Finding] = []
    assert authority_of(alone, Policy(), unmet=unmet.append).pupils == authority.pupils
    assert [(finding.file, finding.column) for finding in unmet] == [("measures.csv", "measure")]
