"""A programme is read from TOML and JSON and written back the same; a bad file is refused with where and why."""

import json

import pytest
from hypothesis import given

from tests.travel_training.test_encoding import drawn, programmes
from travel_training.encoding import programme_to_json
from travel_training.errors import DocumentError
from travel_training.programme import Programme
from travel_training.programme_files import MOST_CHARACTERS, programme_to_toml, read_programme

SMALL = """
id = "walk"
version = 2
name = "Walking to school"

[scale]
levels = [{value = 0, name = "with help", said = ""}, {value = 1, name = "alone", said = ""}]

[[stages]]
id = "streets"
name = "Streets"
setting = "accompanied"
sessions = 4
minutes = 45

[[stages.milestones]]
id = "kerb"
name = "Stops at the kerb"
said = "Stops, looks and listens at every kerb"
competency = "pedestrian"
is_safety_critical = true
"""


def findings_of(text: str, file: str = "p.toml") -> tuple[str, ...]:
    with pytest.raises(DocumentError) as refused:
        read_programme(text, file)
    return refused.value.findings


@drawn(max_examples=40)
@given(programmes())
def test_every_programme_is_read_back_from_the_toml_that_is_written(programme: Programme) -> None:
    assert read_programme(programme_to_toml(programme), "p.toml") == programme


def test_json_and_toml_say_the_same_and_defaults_may_be_left_out() -> None:
    programme = read_programme(SMALL, "walk.toml")
    assert programme.stages[0].milestones[0].days_needed == 3
    assert read_programme(json.dumps(programme_to_json(programme)), "walk.json") == programme


def test_a_file_that_is_no_toml_or_json_is_refused_with_its_line() -> None:
    assert findings_of("id = walk") == ("p.toml: Invalid value (at line 1, column 6)",)
    assert findings_of("{\n}}", "p.json") == ("p.json: Extra data: line 2 column 2 (char 3)",)


def test_everything_wrong_in_a_file_is_said_with_its_path() -> None:
    text = SMALL.replace("sessions = 4", 'sessions = "four"').replace('"pedestrian"', '"walking"')
    assert findings_of(text) == (
        "p.toml: stages[0].sessions: expected a whole number, not 'four'",
        (
            "p.toml: stages[0].milestones[0].competency: expected one of preparation, pedestrian, stop and vehicle, "
            "route, personal safety, problem solving, help, feelings, time and money, not 'walking'"
        ),
    )


def test_a_programme_that_does_not_hang_together_is_refused_in_its_own_words() -> None:
    assert findings_of(SMALL.replace("minutes = 45", "minutes = 0")) == (
        "p.toml: stages[0]: stage streets: sessions, minutes and the group must each be 1 or more.",
    )


@pytest.mark.parametrize("text", ["[" * 100_000, " " * (MOST_CHARACTERS + 1), "[]", "null", "3"])
def test_what_no_person_wrote_is_refused(text: str) -> None:
    assert findings_of(text, "p.json")
