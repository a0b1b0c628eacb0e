import argparse
from pathlib import Path

import pytest

from routing.arguments import SECONDS, add_effort, effort_of, positive_int, positive_seconds, whole_number
from routing.console import CommandError
from routing.files import Document, write_document
from routing.problem import Direction
from tests.web.town import plan_to_school, town


def read(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_effort(parser)
    return parser.parse_args(arguments)


def test_a_minute_is_planned_unless_told_otherwise() -> None:
    effort = effort_of(read(), Direction.TO_SCHOOL)
    assert (effort.seconds, effort.iterations, effort.seed, effort.start) == (SECONDS, None, 0, None)


def test_iterations_take_the_place_of_seconds() -> None:
    effort = effort_of(read("--iterations", "500", "--seed", "7"), Direction.TO_SCHOOL)
    assert (effort.seconds, effort.iterations, effort.seed) == (None, 500, 7)


def test_a_plan_to_begin_from_must_go_the_same_way(tmp_path: Path) -> None:
    problem = town()
    plan = plan_to_school(problem)
    write_document(tmp_path / "plan.json", Document(problem, plan))
    options = read("--start", str(tmp_path / "plan.json"))
    assert effort_of(options, Direction.TO_SCHOOL).start == plan
    with pytest.raises(CommandError, match="holds a plan to-school: begin from one that goes from-school"):
        effort_of(options, Direction.FROM_SCHOOL)


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "x", "", "99999999999"])
def test_a_count_is_a_whole_number_of_at_least_1(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="whole number"):
        positive_int(text)


def test_numbers_are_read() -> None:
    assert (positive_int("3"), whole_number("0"), positive_seconds("0.5")) == (3, 0, 0.5)


@pytest.mark.parametrize("text", ["0", "-1", "nan", "inf", "soon"])
def test_seconds_are_above_0(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="seconds above 0"):
        positive_seconds(text)
