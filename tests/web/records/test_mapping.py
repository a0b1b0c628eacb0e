"""Which column is which: guessed where it is plain, left to a person where it is not."""

import pytest

from web.records.mapping import ColumnMapping, guess
from web.records.uploads import Table, Upload, read_table


def table(header: str) -> Table:
    return read_table(Upload("a.csv", f"{header}\n".encode()))


def test_plain_headers_are_mapped_by_name_alias_and_label_and_others_left_with_the_nearest() -> None:
    found = guess(table("Pupil ID,DOB,Travel days,Schol,Favourite colour,PHASE,Date of birth"), "pupils")
    assert dict(found.mapping.columns) == {"Pupil ID": "pupil", "DOB": "born_on", "PHASE": "phase"}
    assert found.unsure == (
        ("Travel days", None),
        ("Schol", "school"),
        ("Favourite colour", None),
        ("Date of birth", None),
    )
    assert found.missing == ("school",)


def test_a_header_may_be_the_label_that_forms_show() -> None:
    found = guess(table("Travel reference,School last confirmed on"), "pupils")
    assert [column for _, column in found.mapping.columns] == ["pupil", "school_confirmed_on"]


def test_what_was_mapped_before_is_mapped_again() -> None:
    kept = ColumnMapping("case system", "pupils", (("Ref", "pupil"), ("Base", "school")))
    larger = ColumnMapping("with phase", "pupils", (("Ref", "pupil"), ("Base", "school"), ("Key stage", "phase")))
    other = ColumnMapping("schools", "schools", (("Ref", "school"),))
    assert guess(table("Ref,Base,Name"), "pupils", [other, kept, larger]).mapping == kept
    assert guess(table("Ref,Base,Key stage"), "pupils", [other, kept, larger]).mapping == larger
    assert guess(table("Ref,Name"), "pupils", [other, kept, larger]).mapping.name == ""


def test_a_number_that_is_counted_is_not_missed() -> None:
    assert guess(table("pupil,walk,postcode"), "pick_up_points").missing == ()


def test_measures_may_have_a_line_each() -> None:
    found = guess(table("pupil,measure,value"), "measures")
    assert [column for _, column in found.mapping.columns] == ["pupil", "measure", "value"]
    assert guess(table("pupil,value"), "measures").missing == ("measure",)
    assert guess(table("pupil,solo"), "measures").missing == ()


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ((("a", "pupil"), ("b", "pupil")), "'pupil' is chosen for 'a' and for another column: choose it once."),
        ((("a", "colour"),), "'colour' is no column of the pupils."),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(columns: tuple[tuple[str, str], ...], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        ColumnMapping("x", "pupils", columns)
