"""A file with a line for each measure is a row for each pupil."""

import pytest

from tests.web.records.offices import small
from web.records.importing import DryRun, Load, dry_run
from web.records.mapping import guess
from web.records.uploads import Upload, read_table


def run(text: str, *, whole: bool = False) -> DryRun:
    table = read_table(Upload("measures.csv", f"pupil,measure,value\n{text}".encode()))
    return dry_run(small(), Load(table, guess(table, "measures").mapping, whole))


def test_the_lines_of_a_pupil_are_one_row_and_all_that_they_need() -> None:
    found = run(
        "P2,ride limit,30\nP1,wheelchair,\nP2,Feature,low-step\nBen Elm,feature,x\nP2,feature,lift\nP1,Solo,yes\n"
    )
    assert [row["feature"] for row in found.new] == ["low-step; lift"]
    [change] = found.changed
    assert [str(each) for each in change.differences] == [
        "Wheelchair: nothing → Yes",
        "Assistant: Shared → nothing",
        "Training: bsl → nothing",
        "Solo: nothing → Yes",
    ]
    assert [str(each) for each in found.refused] == [
        "measures.csv line 5, column pupil: pupil's measures P2 is on line 2 already"
    ]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("P2,wheels,", "column measure: 'wheels' is no measure that we know (nearest: 'wheelchair')"),
        ("P2,solo,maybe", "column value: 'maybe' is no value for solo: it has none"),
        ("P2,ride limit,", "column value: is empty: ride_limit_minutes needs minutes (4, 2.5 or 2:30)"),
        ("P2,ride limit,soon", "column value: 'soon' is not minutes (4, 2.5 or 2:30)"),
        ("P2,harness,\nP2,harness,", "column measure: harness is given for 'P2' on a line above already"),
        ("P2,training,bsl,x", "has not as many cells as the header, 3; does a cell with a comma lack quotes?"),
    ],
)
def test_a_line_that_asks_nothing_is_refused_and_its_pupil_left_as_they_are(line: str, sentence: str) -> None:
    found = run(f"P2,solo,yes\n{line}\n" if "solo" not in line else f"{line}\n", whole=True)
    assert not any(row["pupil"] == "P2" for row in (*found.new, *found.dropped)) or "cells" in sentence
    assert found.dropped == ()
    assert str(found.refused[0]).endswith(sentence)
    assert (
        str(found.refused[-1]) == "measures.csv: nothing is dropped, for some lines could not be read: mend them first"
    )
