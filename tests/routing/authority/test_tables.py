"""Tables come from many hands: spreadsheets, Windows, editors; what they mean is the same."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from routing.authority.tables import plain, read_rows

if TYPE_CHECKING:
    from routing.errors import Finding

NAMES = {"pupil": "pupil", "id": "pupil", "name": "name", "display_name": "name"}


def rows_of(path: Path, data: bytes) -> list[tuple[int, dict[str, str]]]:
    """Return the rows of these bytes, of which nothing is wrong."""
    path.write_bytes(data)
    found: list[Finding] = []
    rows = read_rows(path, NAMES, ["pupil"], found.append)
    assert found == []
    return [(row.line, row.cells) for row in rows]


@pytest.mark.parametrize(
    "data",
    [
        "pupil,name\nP1,Zoë\n".encode(),
        "pupil,name\nP1,Zoë\n".encode("utf-8-sig"),
        "pupil,name\nP1,Zoë\n".encode("cp1252"),
        "pupil,name\r\nP1,Zoë\r\n".encode(),
        "pupil,name\nP1,Zoë".encode(),
        '"Pupil", Display-Name \n P1 , "Zoë"\n'.encode(),
        "ID,NAME\nP1,Zoë\n".encode(),
        "name,pupil\nZoë,P1\n".encode(),
        "pupil,name,,\nP1,Zoë,,\n".encode(),
        "pupil,name\nP1,Zoë,,\n".encode(),
        "pupil,name\nP1,Zoë\n\n  \n,\n".encode(),
    ],
)
def test_a_table_is_the_same_whoever_wrote_it(data: bytes, tmp_path: Path) -> None:
    assert rows_of(tmp_path / "pupils.csv", data) == [(2, {"pupil": "P1", "name": "Zoë"})]


def test_lines_are_counted_as_an_editor_counts_them(tmp_path: Path) -> None:
    data = b'pupil,name\n\nP1,"of two\nlines"\nP2,Ann\n'
    assert [line for line, _ in rows_of(tmp_path / "pupils.csv", data)] == [3, 5]


def test_a_quoted_cell_may_hold_commas_and_quotes(tmp_path: Path) -> None:
    [(_, cells)] = rows_of(tmp_path / "pupils.csv", b'pupil,name\nP1,"Oak, ""Ann"""\n')
    assert cells["name"] == 'Oak, "Ann"'


def test_names_are_compared_without_case_spaces_and_dashes() -> None:
    assert len({plain(word) for word in ("Review by", "review_by", " REVIEW-BY ", "review (by)")}) == 1
