"""Views: what is looked at, in which groups, with whose target."""

from dataclasses import replace

from tests.web.reporting.world import view
from web.reporting.breakdown import Kind, Measure, Part, Rate, kinds, share
from web.reporting.figures import Standing, Unit
from web.reporting.view import By

MEASURE = Measure(
    title="On time",
    said="",
    unit=Unit.RIDES,
    kinds=(Kind("good", "Good"), Kind("bad", "Bad")),
    rates=(Rate(name="share", words="Good", unit=Unit.PERCENT, worth=share(kinds("good"), kinds("good", "bad"))),),
    judged="share",
    target="punctual",
)
PARTS = [Part(group=school, pupil="p1", counts={"good": 9, "bad": 1}) for school in ("oak", "elm", "gone", "")]
TARGETS = {("punctual", "", ""): 95, ("punctual", "", "oak"): 90, ("punctual", "North", ""): 99}


def test_lines_stand_by_name_and_what_is_not_recorded_last() -> None:
    table = view(By.SCHOOL).table(MEASURE, PARTS)
    assert [line.words for line in table.lines] == ["Elm School", "gone", "Oak School", "Not recorded"]


def test_each_line_is_held_against_the_target_nearest_to_it() -> None:
    table = view(By.SCHOOL, targets=TARGETS).table(MEASURE, PARTS)
    assert {line.words: (line.target, line.standing) for line in (*table.lines, table.total)} == {
        "Elm School": (95, Standing.NEAR),
        "gone": (95, Standing.NEAR),
        "Oak School": (90, Standing.MET),
        "Not recorded": (95, Standing.NEAR),
        "All": (95, Standing.NEAR),
    }
    north = replace(view(By.OPERATOR, targets=TARGETS), locality="North").table(MEASURE, PARTS)
    assert north.total.target == 99


def test_a_pupil_without_a_record_is_in_no_locality() -> None:
    seen = view(By.LOCALITY)
    assert (seen.group("gone", "oak"), seen.group("p1", "oak")) == ("", "North")
    assert not replace(seen, locality="North").includes("gone", "oak")
    assert replace(seen, school="oak").includes("gone", "oak")


def test_a_table_is_a_file_with_units_signs_and_standing() -> None:
    table = view(By.SCHOOL, smallest=5, targets=TARGETS).table(MEASURE, PARTS[:1])
    assert table.rows() == [
        ("School", "Good (rides)", "Bad (rides)", "All (rides)", "Good (%)", "Target", "Standing"),
        ("Oak School", "[c]", "[c]", "[c]", "[c]", 90, "Not shown"),
        ("All", "[c]", "[c]", "[c]", "[c]", 95, "Not shown"),
    ]
