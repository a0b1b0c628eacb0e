"""``waymark training schedule|check``: a term in, a judged timetable out; nonsense is told in sentences."""

import json
from pathlib import Path

import pytest

from tests.travel_training.weeks import stage, term, trainee, trainer
from travel_training.encoding import encode
from web.cli import main

PROBLEM = term(trainee("ann", stage("accompanied", 2), at_most_a_week=2), trainers=(trainer("tess"),))
TERM = """
step_minutes = 30
travel = {places = ["base", "a", "oak"], minutes = [[0, 10, 30], [10, 0, 20], [30, 20, 0]]}
schools = [{school = "oak", days = [2026-09-07, 2026-09-08]}]

[[trainers]]
id = "tess"
base = "base"
weekly_limit_minutes = 600
hours = [{weekday = 0, from_s = 07:00:00, until_s = 17:00:00}]

[[trainees]]
id = "ann"
school = "oak"
remaining = [{stage = "first", setting = "accompanied", minutes = 60, count = 1}]

[[trainees.windows]]
weekday = 0
from_s = "08:00"
until_s = "09:00"
begins_at = "a"
ends_at = "oak"
settings = ["accompanied"]
"""


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "term.json"
    path.write_text(json.dumps(encode(PROBLEM)), encoding="utf-8")
    return path


def test_a_term_is_planned_written_and_judged(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = written.with_name("timetable.json")
    assert main(["training", "schedule", str(written), "--out", str(out), "--steps", "1"]) == 0
    told = capsys.readouterr().err
    assert "2 sessions of 1 trainee with 1 trainer" in told
    assert "2 sessions planned, 0 not." in told
    assert "(left out: nothing)" in told
    assert main(["training", "check", str(out)]) == 0


def test_a_broken_timetable_is_told_in_sentences(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = written.with_name("timetable.json")
    main(["training", "schedule", str(written), "--out", str(out), "--steps", "1", "--quiet"])
    document = json.loads(out.read_text(encoding="utf-8"))
    document["timetable"]["sessions"][0] |= {"begins_s": "12:00", "ends_s": "13:00"}
    out.write_text(json.dumps(document), encoding="utf-8")
    assert main(["training", "check", str(out)]) == 1
    assert capsys.readouterr().out.startswith("A session is at the time when the journey is really made;")


def test_a_term_may_be_written_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "term.toml"
    path.write_text(TERM, encoding="utf-8")
    out = tmp_path / "timetable.json"
    assert main(["training", "schedule", str(path), "--out", str(out), "--steps", "1", "--quiet"]) == 0
    assert [each["begins_s"] for each in json.loads(out.read_text())["timetable"]["sessions"]] == [8 * 3600]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "Expecting property name"),
        ('{"trainers": 3}', "trainers: expected a list"),
        (json.dumps(encode(PROBLEM) | {"step_minutes": 0}), "step minutes and trainers at most must be 1 or more"),
        ("[]", "expected an object"),
    ],
)
def test_nonsense_is_told_and_nothing_is_written(
    text: str, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = tmp_path / "term.json", tmp_path / "timetable.json"
    path.write_text(text, encoding="utf-8")
    assert main(["training", "schedule", str(path), "--out", str(out)]) == 2
    assert sentence in capsys.readouterr().err
    assert not out.exists()


def test_a_term_without_a_timetable_cannot_be_judged(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["training", "check", str(written)]) == 2
    assert "holds a term and no timetable" in capsys.readouterr().err
