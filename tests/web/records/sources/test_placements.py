"""Placements of the SEN2 return bring pupils' schools up to date."""

from datetime import date

import pytest

from routing.errors import FilesError
from tests.web.records.offices import changed, small
from web.records.importing import DryRun, applied, dry_run
from web.records.sources.placements import placements_load
from web.records.uploads import Upload, read_table

TODAY = date(2026, 11, 23)
HEADER = "UPN,URN,UKPRN,SENsetting,PlacementRank,EntryDate,LeavingDate,SENtype,SENtypeRank,Res,WBP\n"
ANN = "H801200001001"
OFFICE = changed(changed(small(), "schools", "ASH", urn="100002"), "pupils", "P2", upn="A234567890126")


def run(*lines: str, header: str = HEADER) -> DryRun:
    table = read_table(Upload("sen2.csv", (header + "\n".join(lines)).encode()))
    return dry_run(OFFICE, placements_load(table, OFFICE, TODAY))


def said(found: DryRun) -> list[str]:
    return [str(change) for each in found.changed for change in each.differences]


def test_a_pupil_goes_to_another_school_from_a_day_on_and_nobody_has_confirmed_it_yet() -> None:
    found = run(f"{ANN},100002,,,1,2026-09-01,,ASD,1,0,0")
    assert said(found) == [
        "School: OAK → ASH",
        "At this school from: nothing → 1 September 2026",
        "School last confirmed on: 1 September 2026 → nothing",
        "Primary need: nothing → Autistic spectrum disorder",
    ]
    assert found.notes == ("the file says nothing of 2 of our 3 pupils: they stay as they are",)


def test_the_placement_of_today_counts_and_a_later_one_is_told() -> None:
    found = run(
        f"{ANN},100002,,,1,2027-01-04,,,,,",
        f"{ANN},106167,,,1,2024-09-01,2026-12-18,,,,",
        f"{ANN},100002,,,1,2020-09-01,2024-07-20,,,,",
        f"{ANN},100002,,,2,2026-09-01,,,,,",
    )
    assert said(found) == [
        "At this school from: nothing → 1 September 2024",
        "At this school until: nothing → 18 December 2026",
    ]
    assert found.notes[:2] == (
        "1 placement of another rank than 1 passed over",
        "the file says nothing of 2 of our 3 pupils: they stay as they are",
    )
    assert found.notes[2] == "P1 moves to ASH on 4 January 2027: load the placements again then"


def test_a_second_need_is_not_the_primary_one() -> None:
    found = run(f"{ANN},106167,,,1,2024-09-01,,SLCN,2,,", f"{ANN},106167,,,1,2024-09-01,,ASD,1,,")
    assert "Primary need: nothing → Autistic spectrum disorder" in said(found)


def test_what_the_file_does_not_say_stays() -> None:
    office = changed(OFFICE, "pupils", "P1", primary_need="PD", school_from="2024-09-01")
    table = read_table(Upload("sen2.csv", f"{HEADER}{ANN},106167,,,1,,,,,,".encode()))
    assert dry_run(office, placements_load(table, office, TODAY)).changed == ()


def test_loading_twice_changes_nothing() -> None:
    table = read_table(Upload("sen2.csv", f"{HEADER}{ANN},100002,,,1,01/09/2026,,ASD,1,,".encode()))
    after = applied(OFFICE, dry_run(OFFICE, placements_load(table, OFFICE, TODAY)).changes)
    again = dry_run(after, placements_load(table, after, TODAY))
    assert ([row.key for row in again.same], again.changed) == (["P1"], ())


def test_our_own_reference_says_whose_placement_it_is_too() -> None:
    assert said(run("P3,106167", header="Travel reference,URN\n")) == ["School: ASH → OAK"]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("H801200001002,100002,,,1,,,,,,", "column UPN: no pupil of ours has this number: add the pupil first"),
        (
            f"{ANN},999999,,,1,,,,,,",
            "column URN: no school of ours has the number 999999: load it from the",
        ),
        (f"{ANN},,,OLA,1,,,,,,", "column URN: is empty (setting OLA): choose the school by hand, if there is one"),
        (f"{ANN},,,,1,,,,,,", "column URN: is empty: choose the school by hand, if there is one"),
        (f"{ANN},100002,,,1,soon,,,,,", "column EntryDate: 'soon' is not a date (2026-09-01 or 01/09/2026)"),
        (f"{ANN},100002,,,1,,,XYZ,1,,", "column primary_need: 'XYZ' is not one of SPLD, MLD"),
    ],
)
def test_a_line_that_says_nothing_of_ours_is_refused(line: str, sentence: str) -> None:
    found = run(line)
    assert found.changed == ()
    assert str(found.refused[0]).startswith(f"sen2.csv line 2, {sentence}")


@pytest.mark.parametrize("header", ["URN,EntryDate\n", "UPN,EntryDate\n"])
def test_a_file_without_pupils_or_schools_is_refused(header: str) -> None:
    with pytest.raises(FilesError, match="is it a file of placements"):
        run("x,y", header=header)
