import subprocess
import sys
import time
from pathlib import Path

import pytest

from routing.__main__ import main
from routing.checker import check
from routing.files import Document, read_document, write_document
from routing.synthesis import plane_problem


@pytest.fixture(scope="module")
def problem_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a document that holds a problem on a plane, and no plan."""
    path = tmp_path_factory.mktemp("plane") / "problem.json"
    write_document(path, Document(plane_problem(10, 2, 1)))
    return path


@pytest.fixture(scope="module")
def plan_file(problem_file: Path) -> Path:
    """Return a document that holds the problem and a plan of it."""
    out = problem_file.with_name("plan.json")
    assert main(["plan", str(problem_file), "--iterations", "200", "--out", str(out), "--quiet"]) == 0
    return out


def test_a_problem_is_planned_and_the_plan_kept_with_it(problem_file: Path, plan_file: Path) -> None:
    document = read_document(plan_file)
    assert document.problem == read_document(problem_file).problem
    assert document.plan is not None
    assert document.summary["runs"] == len(document.plan.runs)


def test_a_plan_is_checked(plan_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(plan_file)]) == 0
    assert capsys.readouterr().out.startswith("Every rule is kept")


def test_a_pupil_is_explained(plan_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = read_document(plan_file).plan
    assert plan is not None
    pupil = plan.runs[0].pupils[0]
    assert main(["explain", str(plan_file), "--pupil", pupil]) == 0
    assert pupil in capsys.readouterr().out


@pytest.mark.parametrize("command", [["check"], ["explain", "--pupil", "p1"]])
def test_a_problem_without_a_plan_cannot_be_judged(
    problem_file: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command[0], str(problem_file), *command[1:]]) == 2
    assert "holds a problem and no plan of it" in capsys.readouterr().err


def test_whoever_is_killed_while_planning_leaves_the_best_plan_so_far(problem_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "plan.json"
    command = [sys.executable, "-m", "routing", "plan", str(problem_file), "--seconds", "600", "--out", str(out)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as planner:
        while not out.exists():
            assert planner.poll() is None
            time.sleep(0.1)
        planner.kill()
    document = read_document(out)
    assert document.plan is not None
    assert document.plan.shifts
    assert [str(each) for each in check(document.problem, document.plan)] == []


def test_where_it_cannot_be_written_nothing_is_planned(
    problem_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plan", str(problem_file), "--seconds", "600", "--out", str(tmp_path / "absent" / "y.json")]) == 2
    assert "is no folder: make it first" in capsys.readouterr().err


def test_a_file_that_is_absent_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", str(tmp_path / "x.json"), "--out", str(tmp_path / "y.json")]) == 2
    assert "x.json: is not there" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
