"""``waymark training``: what is kept from files, what is refused, what is reported."""

import json
import re
from pathlib import Path

import pytest

from tests.travel_training.trainees import STREETS
from tests.web.office import OFFICE
from travel_training.entries import State
from travel_training.people import TraineeId
from travel_training.programme_files import programme_to_toml
from web.cli import main
from web.store import Store
from web.store.events import Event

REFERRALS = "pupil,referred_on,note\np1,2026-09-07,asked by the school\np2,2026-09-08,\n"


def written(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def said_of(file: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["training", "import", file]) == 2
    return capsys.readouterr().err


def test_a_programme_is_kept_and_kept_once(store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path, "streets.toml", programme_to_toml(STREETS))
    assert main(["training", "import", file]) == main(["training", "import", file]) == 0
    assert "Kept: Streets, version 1: 2 stages, 2 milestones." in capsys.readouterr().err
    with store.reading(OFFICE) as kept:
        assert kept.training.programmes.get(STREETS.id) == STREETS


def test_a_changed_programme_is_another_version(store: Store, tmp_path: Path) -> None:
    for name in ("Streets", "Streets and buses"):
        text = programme_to_toml(STREETS).replace('name = "Streets"', f'name = "{name}"')
        assert main(["training", "import", written(tmp_path, "streets.toml", text)]) == 0
    with store.reading(OFFICE) as kept:
        assert [each.version for each in kept.training.programmes.list_versions(STREETS.id)] == [2, 1]


def test_a_programme_that_is_wrong_is_refused_with_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = programme_to_toml(STREETS).replace("sessions = 3", "sessions = 0")
    said = said_of(written(tmp_path, "streets.toml", text), capsys)
    assert "streets.toml: stages[0]: stage walk: sessions, minutes and the group must each be 1 or more." in said
    (tmp_path / "latin.toml").write_bytes(b'name = "caf\xe9"')
    assert "is no text in UTF-8" in said_of(str(tmp_path / "latin.toml"), capsys)
    assert "No such file" in said_of(str(tmp_path / "nothing.toml"), capsys)


def test_referrals_are_kept_once_whoever_sends_them_twice(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, "referrals.csv", REFERRALS)
    assert main(["training", "import", file]) == main(["training", "import", file]) == 0
    said = capsys.readouterr().err
    assert "2 pupils referred." in said
    assert "0 pupils referred, 2 had been already." in said
    with store.reading(OFFICE) as kept:
        (entry,) = kept.training.history(TraineeId("p1"))
        assert [each.state for each in kept.training.list_trainees()] == [State.REFERRED] * 2
    assert str(entry.day) == "2026-09-07"


def test_one_bad_line_and_nobody_is_referred(store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = REFERRALS + "nobody,2026-09-09,\n"
    said = said_of(written(tmp_path, "referrals.csv", text), capsys)
    assert "referrals.csv line 4, column pupil: nobody: There is no such pupil" in said
    with store.reading(OFFICE) as kept:
        assert kept.training.list_trainees() == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("name,day\n", "line 1: expected the columns pupil, referred_on, note, not name, day"),
        ("", "line 1: expected the columns pupil, referred_on, note, not nothing"),
        ("pupil,referred_on\np1,7 September\n", "column referred_on: expected a date as YYYY-MM-DD, not '7 September'"),
        ("pupil,referred_on\n,2026-09-07\n", "line 2, column pupil: is empty"),
        ("pupil,referred_on\np1\n", "line 2: has more or fewer cells"),
        ("pupil,referred_on\np1,2026-09-07,x\n", "line 2: has more or fewer cells"),
        ("pupil,referred_on\np1,2026-09-07\np1,2026-09-08\n", "line 3, column pupil: p1 stands on line 2 already"),
        ('pupil,referred_on\n"p1"x,2026-09-07\n', "line 2: is no line of CSV"),
    ],
)
def test_a_list_that_is_wrong_is_refused_with_its_line(
    text: str, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sentence in said_of(written(tmp_path, "referrals.csv", text), capsys)


def test_a_report_tells_what_training_came_to_and_writes_its_evidence(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["training", "import", written(tmp_path, "referrals.csv", REFERRALS)]) == 0
    evidence = tmp_path / "evidence.json"
    span = ["--from", "2026-09-01", "--to", "2026-12-31"]
    assert main(["training", "report", *span, "--evidence", str(evidence)]) == 0
    said = capsys.readouterr().out
    assert "Travel training, 1 September 2026 to 31 December 2026" in said
    assert re.search(r"^  Referrals +2$", said, re.MULTILINE)
    assert re.search(r"^  Travel alone 3 months later +0 of 0$", said, re.MULTILINE)
    with store.reading(OFFICE) as kept:
        assert [entry.event for entry in kept.audit.list_entries(most=1)] == [Event.RECORDS_EXPORTED]
    assert json.loads(evidence.read_text(encoding="utf-8"))["results"] == []


def test_a_report_of_days_in_the_wrong_order_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["training", "report", "--from", "2026-09-02", "--to", "2026-09-01"]) == 2
    assert "name the first day first" in capsys.readouterr().err
