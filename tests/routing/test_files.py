"""A document holds a problem and its plan, comes back the same, and says everything that is wrong with it."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from geodata import Place, PlaceId, TravelMatrix
from routing.checker import check
from routing.errors import FilesError
from routing.files import (
    Document,
    LegShape,
    document_from_text,
    plan_from_json,
    plan_to_json,
    problem_from_json,
    problem_to_json,
    read_document,
    write_document,
)
from routing.plan import Plan
from routing.problem import Problem
from routing.summary import summarise
from tests.strategies import towns
from tests.towns import CAR, plan, pupil, run, street

LEG = LegShape(
    profile=CAR, start=PlaceId("a"), end=PlaceId("b"), seconds=300, metres=3000, points=((52.0, 0.0), (52.0, 0.04))
)


@pytest.fixture
def problem() -> Problem:
    return street(pupil("ann", "a", wheelchair=False), pupil("bob", "b", apart_from="ann"))


@pytest.fixture
def document(problem: Problem) -> Document:
    made = plan(run(problem, "bus", "a: +ann", "oak: -ann", at="08:20"), unplaced="bob")
    return Document(problem, made, (LEG,), summarise(problem, made, 1.5))


def spoilt(document: Document, spoil: Callable[[dict[str, Any]], object], tmp_path: Path) -> list[str]:
    """Return what is said of a document, spoilt."""
    path = tmp_path / "plan.json"
    write_document(path, document)
    parts = json.loads(path.read_text(encoding="utf-8"))
    spoil(parts)
    return said_of(json.dumps(parts))


def said_of(text: str) -> list[str]:
    with pytest.raises(FilesError) as refused:
        document_from_text(text, "plan.json")
    return [str(finding) for finding in refused.value.findings]


@given(towns())
@settings(max_examples=30)
def test_every_problem_comes_back_the_same(town: Problem) -> None:
    assert problem_from_json(json.loads(json.dumps(problem_to_json(town)))) == town


def test_a_document_comes_back_the_same(document: Document, tmp_path: Path) -> None:
    write_document(tmp_path / "plan.json", document)
    assert read_document(tmp_path / "plan.json") == document


def test_a_problem_may_come_alone(problem: Problem, tmp_path: Path) -> None:
    write_document(tmp_path / "problem.json", Document(problem))
    assert read_document(tmp_path / "problem.json") == Document(problem)


def test_a_plan_comes_back_the_same_on_its_own(document: Document) -> None:
    assert isinstance(document.plan, Plan)
    assert plan_from_json(plan_to_json(document.plan)) == document.plan


def test_a_plan_that_names_the_unknown_is_read_and_left_to_the_checker(document: Document) -> None:
    made = plan(run(document.problem, "bus", "a: +ann", "oak: -ann", at="08:20"), unplaced="bob zoe")
    assert plan_from_json(plan_to_json(made)) == made
    assert {str(violation.rule) for violation in check(document.problem, made)} >= {"OnlyWhatIsKnown"}


@pytest.mark.parametrize("n", [0, 1, 3])
def test_matrices_come_back_the_same_to_the_last_bit(n: int) -> None:
    numbers = np.arange(n * n, dtype=np.int32).reshape(n, n) * 119_304_647 % (2**31 - 1)
    places = tuple(Place(PlaceId(str(k)), 52, 0) for k in range(n))
    problem = replace(
        street(), schools=(), vehicles=(), assistants=(), travels={CAR: TravelMatrix(places, numbers, numbers[::-1])}
    )
    assert problem_from_json(json.loads(json.dumps(problem_to_json(problem)))) == problem


def test_times_of_day_can_be_read_by_a_person(document: Document, tmp_path: Path) -> None:
    write_document(tmp_path / "plan.json", document)
    stop = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))["plan"]["shifts"][0]["runs"][0]["stops"][0]
    assert stop == {"place": "a", "arrive_s": "07:58:00", "leave_s": "08:00:00", "boards": ["ann"]}


def test_a_record_has_a_line_of_its_own(document: Document, tmp_path: Path) -> None:
    write_document(tmp_path / "plan.json", document)
    lines = (tmp_path / "plan.json").read_text(encoding="utf-8").splitlines()
    assert sum(line.lstrip().startswith('{"id": "ann"') for line in lines) == 1


def test_the_same_document_is_the_same_bytes(document: Document, tmp_path: Path) -> None:
    for name in ("one.json", "two.json"):
        write_document(tmp_path / name, document)
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


SPOILT: dict[str, tuple[Callable[[dict[str, Any]], object], tuple[str, ...]]] = {
    "a format nobody knows": (
        lambda d: d.update(format="waymark-plan/9"),
        ("plan.json: format: expected 'waymark-plan/1', not 'waymark-plan/9'; a newer Waymark may read it",),
    ),
    "no problem": (lambda d: d.pop("problem"), ("plan.json: problem: is missing",)),
    "a problem that is a list": (
        lambda d: d.update(problem=[]),
        ("plan.json: problem: expected an object, not []",),
    ),
    "a part nobody knows": (
        lambda d: d.update(sumary={}),
        ("plan.json: sumary: is no part of a document (nearest: 'summary')",),
    ),
    "a part of the problem nobody knows": (
        lambda d: d["problem"].update(pupil=[]),
        ("plan.json: problem.pupil: is no part of a problem (nearest: 'pupils')",),
    ),
    "no day": (lambda d: d["problem"].pop("day"), ("plan.json: problem.day: is missing",)),
    "a direction nobody knows": (
        lambda d: d["problem"].update(direction="sideways"),
        ("plan.json: problem.direction: expected one of to-school, from-school, not 'sideways'",),
    ),
    "negative seats": (
        lambda d: d["problem"]["vehicles"][0]["layouts"][0].update(seats=-1),
        ("plan.json: problem.vehicles[0].layouts[0]: seats and wheelchair_spaces must not be negative.",),
    ),
    "an id twice": (
        lambda d: d["problem"]["contracts"].append(d["problem"]["contracts"][0]),
        ("plan.json: problem.contracts[1].id: 'firm' is the id of problem.contracts[0] too",),
    ),
    "unknown references, all of them": (
        lambda d: (d["problem"]["pupils"][0].update(school="elm"), d["problem"]["vehicles"][0].update(contract="c")),
        (
            "plan.json: problem: pupil ann: school 'elm' is unknown.",
            "plan.json: problem: vehicle bus: contract 'c' is unknown.",
        ),
    ),
    "a place that is not in the matrix": (
        lambda d: d["problem"]["pupils"][0].update(home="z"),
        ("plan.json: problem: pupil ann: place 'z' is not in the travel matrix.",),
    ),
    "a latitude beyond the pole": (
        lambda d: d["problem"]["places"][0].update(lat=95),
        ("plan.json: problem.places[0]: lat must be from -90 to 90 degrees, not 95.0.",),
    ),
    "no matrices": (
        lambda d: d["problem"].update(travels={}),
        ("plan.json: problem.travels: expected an object of travel matrices by road profile, not {}",),
    ),
    "a matrix cut short": (
        lambda d: d["problem"]["travels"]["car"].update(seconds=d["problem"]["travels"]["car"]["seconds"][:-8]),
        ("plan.json: problem.travels.car.seconds: does not hold 6 x 6 whole numbers, one for each two places",),
    ),
    "a matrix that is no base64": (
        lambda d: d["problem"]["travels"]["car"].update(metres="*"),
        ("plan.json: problem.travels.car.metres: is not whole: expected a matrix packed by zlib, in base64",),
    ),
    "a matrix of numbers in the open": (
        lambda d: d["problem"]["travels"]["car"].update(metres=[[0]]),
        ("plan.json: problem.travels.car.metres: expected base64 text, not [[0]]",),
    ),
    "half a matrix": (
        lambda d: d["problem"]["travels"]["car"].pop("metres"),
        ("plan.json: problem.travels.car: expected seconds and metres, and nothing else",),
    ),
    "a stop that leaves before it arrives": (
        lambda d: d["plan"]["shifts"][0]["runs"][0]["stops"][0].update(leave_s="07:57:00"),
        ("plan.json: plan.shifts[0].runs[0].stops[0]: leave_s must be >= arrive_s at a.",),
    ),
    "a summary that is a number": (lambda d: d.update(summary=3), ("plan.json: summary: expected an object, not 3",)),
    "a point of one number": (
        lambda d: d["legs"][0]["points"].append([52.0]),
        ("plan.json: legs[0].points[2]: expected 2 values, not 1",),
    ),
    "many things at once": (
        lambda d: (
            d["problem"]["pupils"][0].update(phase=7),
            d["problem"]["schools"][0].pop("gates"),
            d["plan"].update(seed="x"),
        ),
        (
            "plan.json: problem.pupils[0].phase: expected one of primary, secondary, not 7",
            "plan.json: problem.schools[0]: school oak must have a gate.",
            "plan.json: plan.seed: expected a whole number, not 'x'",
        ),
    ),
}


@pytest.mark.parametrize("what", SPOILT)
def test_a_bad_document_is_refused_with_its_sentences(what: str, document: Document, tmp_path: Path) -> None:
    spoil, said = SPOILT[what]
    assert tuple(spoilt(document, spoil, tmp_path)) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "plan.json line 1: is empty"),
        ("{", "is no JSON, or cut short"),
        ('{"format": "waymark-plan/1", "problem": {"day": "20', "is no JSON, or cut short"),
        ("[" * 100_000, "plan.json: is nested too deeply to be a document"),
        ('{"format": NaN}', "plan.json: NaN is no number"),
        ('{"format": "waymark-plan/1", "format": 1}', "plan.json: the key 'format' stands twice in one object"),
        ("[]", "plan.json: expected an object with format and problem, not []"),
        ("{}", "plan.json: format: expected 'waymark-plan/1', not None; a newer Waymark may read it"),
        ('{"format": ' + "9" * 5000 + "}", "plan.json: "),
    ],
)
def test_a_text_that_is_no_document_is_refused(text: str, said: str) -> None:
    assert said in said_of(text)[0]


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    with path.open("wb") as stream:
        stream.truncate(300_000_000)
    with pytest.raises(FilesError, match=r"is 300 MB, and no more than 200 MB are read; .* allow more \(most_mb\)"):
        read_document(path)


def test_a_larger_limit_lets_a_larger_file_in(document: Document, tmp_path: Path) -> None:
    write_document(tmp_path / "plan.json", document)
    with pytest.raises(FilesError, match="no more than 0 MB"):
        read_document(tmp_path / "plan.json", most_mb=0)
    assert read_document(tmp_path / "plan.json", most_mb=1).plan == document.plan


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FilesError, match=r"plan\.json: is not there"):
        read_document(tmp_path / "plan.json")
    with pytest.raises(FilesError, match="is a folder, not a file"):
        read_document(tmp_path)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_bytes(b'{"format": "\xff"}')
    with pytest.raises(FilesError, match=r"is not UTF-8 text \(byte 13\)"):
        read_document(tmp_path / "plan.json")


def test_a_byte_order_mark_is_no_harm(document: Document, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    write_document(path, document)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read_document(path) == document


def test_a_document_is_written_whole_or_not_at_all(document: Document, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    write_document(path, document)
    before = path.read_bytes()
    with pytest.raises(ValueError, match="JSON compliant"):
        write_document(path, Document(document.problem, document.plan, (), {"cost": float("nan")}))
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["plan.json"]


def test_a_folder_that_is_not_there_is_refused_in_a_sentence(document: Document, tmp_path: Path) -> None:
    with pytest.raises(FilesError, match=r"plan\.json: cannot be written: No such file or directory"):
        write_document(tmp_path / "nowhere" / "plan.json", document)


def test_no_more_is_unpacked_than_the_matrix_holds(document: Document) -> None:
    bomb = problem_to_json(document.problem)
    bomb["places"] = bomb["places"][:1]
    with pytest.raises(FilesError, match="does not hold 1 x 1 whole numbers"):
        problem_from_json(bomb)
