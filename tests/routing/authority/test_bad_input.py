"""Bad input: each kind of it, one row; the exact sentences with which a folder is refused, all at once."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from geodata import Place, PlaceId
from routing.authority import read_authority
from routing.errors import FilesError
from routing.problem import Direction
from tests.routing.authority.bad_cells import OF_CELLS
from tests.routing.authority.bad_files import OF_FILES
from tests.routing.authority.bad_records import OF_RECORDS
from tests.routing.authority.folders import GOOD, write_folder
from tests.routing.authority.spoiling import Spoilt, swap

KINDS = (*OF_FILES, *OF_CELLS, *OF_RECORDS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a good folder."""
    return write_folder(tmp_path / "authority")


def files_below(folder: Path) -> Iterator[tuple[str, int]]:
    """Yield each file's name and size."""
    for path in sorted(folder.rglob("*")):
        yield path.name, path.lstat().st_size


def said_of(folder: Path) -> list[str]:
    """Return what is said of a folder that is refused."""
    with pytest.raises(FilesError) as refused:
        read_authority(folder)
    return [str(finding) for finding in refused.value.findings]


def test_the_table_is_long_and_names_each_kind_once() -> None:
    assert len(KINDS) == len({kind.what for kind in KINDS}) >= 60


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.what)
def test_bad_input_is_refused_with_its_sentences_and_nothing_is_written(kind: Spoilt, folder: Path) -> None:
    kind.spoil(folder)
    before = list(files_below(folder.parent))
    assert tuple(said_of(folder)) == kind.said
    assert list(files_below(folder.parent)) == before


def test_everything_that_is_wrong_is_said_at_once(folder: Path) -> None:
    chosen = (
        "31 February",
        "a measure nobody knows",
        "a negative price",
        "a number that the policy does not have",
        "a promise of a driver nobody knows",
        "a ring of together",
        "a school nobody knows",
        "a term that ends before it begins",
        "a waiver of a rule nobody knows",
        "north of the pole",
    )
    kinds = [kind for kind in KINDS if kind.what in chosen]
    for kind in kinds:
        kind.spoil(folder)
    assert sorted(said_of(folder)) == sorted(sentence for kind in kinds for sentence in kind.said)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert said_of(tmp_path / "nowhere") == ["nowhere: there is no such folder"]


def test_a_file_is_no_folder(folder: Path) -> None:
    assert said_of(folder / "pupils.csv") == ["pupils.csv: is a file, not a folder"]


DAYS = {
    date(2026, 11, 22): ("calendar.csv: 22 November 2026 is a Sunday: choose a school day",),
    date(2026, 10, 27): ("calendar.csv: 27 October 2026 is in the holidays: choose a school day",),
    date(2026, 9, 1): ("calendar.csv: 1 September 2026 is outside every term: choose a school day",),
    date(2027, 9, 1): (
        (
            "contracts.csv, column until: contract 'C1' ended on 31 July 2027, before 1 September 2027: "
            "renew it, or take out vehicle V1"
        ),
        "calendar.csv: 1 September 2027 is outside every term: choose a school day",
    ),
}


@pytest.mark.parametrize("day", DAYS, ids=date.isoformat)
def test_a_day_on_which_nothing_can_be_planned_says_why(day: date, folder: Path) -> None:
    with pytest.raises(FilesError) as refused:
        read_authority(folder).places(day, Direction.TO_SCHOOL)
    assert tuple(str(finding) for finding in refused.value.findings) == DAYS[day]


def test_a_day_on_which_no_pupil_travels_says_so(folder: Path) -> None:
    for days in ("LE15 6SD,Mon Tue Thu\n", "LE15 6SD,\n", "LE15 8AA,Mon-Thu\n", "ann's,,\n"):
        swap("pupils.csv", days, days.rpartition(",")[0] + ",Fri\n")(folder)
    with pytest.raises(FilesError, match="column days: no pupil travels on 24 November 2026"):
        read_authority(folder).places(date(2026, 11, 24), Direction.TO_SCHOOL)


def test_every_unknown_postcode_is_said_at_once(folder: Path) -> None:
    known = Place(PlaceId("LE15 6SD"), 52.67, -0.73)
    with pytest.raises(FilesError) as refused:
        read_authority(folder).places(
            date(2026, 11, 24), Direction.TO_SCHOOL, lambda code: known if code == known.id else None
        )
    advice = "nobody knows that postcode; give easting and northing, or lat and lon"
    assert [str(finding) for finding in refused.value.findings] == [
        f"places.csv, column postcode: 'LE15 8AA' (place home-P4): {advice}",
        f"places.csv, column postcode: 'LE15 6HP' (place depot): {advice}",
    ]


def test_a_good_folder_is_not_refused(folder: Path) -> None:
    assert len(read_authority(folder).pupils) == 4
    assert set(GOOD) == {path.name for path in folder.iterdir()}
