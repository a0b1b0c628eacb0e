"""The table of what-ifs, from a plan's document to a file."""

import csv
from pathlib import Path

import pytest

from routing.files import Document, write_document
from tests.towns import plan, pupil, run, street, vehicle
from web.cli import main


@pytest.fixture
def document(tmp_path: Path) -> Path:
    problem = street(pupil("ann", "a"), pupil("bob", "b"), vehicles=(vehicle("bus"), vehicle("cab")))
    made = plan(run(problem, "bus", "a: +ann", "b: +bob", "oak: -ann -bob", at="08:40"))
    write_document(tmp_path / "plan.json", Document(problem=problem, plan=made))
    return tmp_path / "plan.json"


def test_each_pupil_has_a_row_and_the_price_comes_with_a_caution(
    document: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = document.parent / "pupils.csv"
    assert main(["what-if", str(document), "--about", "pupils", "--iterations", "20", "--out", str(out)]) == 0
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["of"] for row in rows] == ["ann", "bob"]
    assert all(float(row["costs more (pounds)"]) < 0 for row in rows)
    said = capsys.readouterr().err
    assert "ann: does not travel. £" in said
    assert "is no reason to ask less" in said


def test_where_there_is_nothing_to_ask_nothing_is_written(document: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = document.parent / "points.csv"
    assert main(["what-if", str(document), "--about", "pick-up-points", "--out", str(out)]) == 2
    assert "leaves nothing to ask about pick-up-points" in capsys.readouterr().err
    assert not out.exists()


def test_a_document_without_a_plan_is_said_to_have_none(document: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bare = document.parent / "bare.json"
    write_document(bare, Document(problem=street(pupil("ann", "a")), plan=None))
    assert main(["what-if", str(bare), "--about", "pupils", "--out", str(bare.parent / "x.csv")]) == 2
    assert "holds a problem and no plan" in capsys.readouterr().err
