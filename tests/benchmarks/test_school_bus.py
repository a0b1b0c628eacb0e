"""The school-bus format: read, planned through the product, judged by its own judge, which refuses what is wrong."""

from pathlib import Path

import pytest

from routing.checker import check
from routing.solver import Budget, solve
from tests.benchmarks.formats.school_bus import BusInstance, BusVisit, judge_buses, read_school_bus
from tests.benchmarks.school_bus import buses_at_least, buses_of, stated

SCHOOLS = "ID\tX\tY\tAMEARLY\tAMLATE\n1\t105600\t105600\t800\t830\n2\t120000\t105600\t900\t930\n"
STOPS = (
    "ID\tX_COORD\tY_COORD\tEP_ID\tSTUDENT_COUNT\n11\t100000\t105600\t1\t40\n12\t95000\t105600\t1\t20\n"
    "13\t110000\t100000\t2\t50\n14\t110000\t95000\t2\t30\n"
)


@pytest.fixture
def instance(tmp_path: Path) -> BusInstance:
    """Return two schools an hour apart: sixty pupils of one fit one bus, eighty of the other need two."""
    (tmp_path / "Schools.txt").write_text(SCHOOLS, encoding="utf-8")
    (tmp_path / "Stops.txt").write_text(STOPS, encoding="utf-8")
    return read_school_bus(tmp_path, 2700.0)


@pytest.fixture
def roomy() -> list[list[BusVisit]]:
    """Return a plan of two buses, one of which makes two runs, at times that leave room."""
    first = [BusVisit("12", 24000, 24100), BusVisit("11", 24600, 24800), BusVisit("1", 25800, 28800)]
    second = [BusVisit("13", 30000, 30200), BusVisit("2", 31800, 32400)]
    return [[*first, *second], [BusVisit("14", 30000, 30200), BusVisit("2", 31800, 32400)]]


def test_a_plan_of_the_product_is_right_to_both_judges_and_chains_runs(instance: BusInstance) -> None:
    problem, rules = stated(instance)
    plan = solve(problem, budget=Budget(iterations=300, proof=False), seed=1, rules=rules)
    assert check(problem, plan, rules) == []
    assert judge_buses(instance, buses_of(plan)) == []
    assert len(plan.shifts) == 2


def test_as_many_buses_are_proven_to_be_needed_as_are(instance: BusInstance) -> None:
    assert buses_at_least(*stated(instance), None) == 2


def test_the_judge_accepts_what_is_right(instance: BusInstance, roomy: list[list[BusVisit]]) -> None:
    assert judge_buses(instance, roomy) == []


@pytest.mark.parametrize(
    ("bus", "visit", "planted", "said"),
    [
        (0, 0, BusVisit("99", 24000, 24100), "there is no 99"),
        (0, 1, BusVisit("11", 24200, 24400), "no bus can be at 11 by 24200.0"),
        (0, 1, BusVisit("11", 24600, 24700), "40 pupils cannot board at 11 in 100.0 s"),
        (0, 2, BusVisit("1", 28700, 28800), "a bus is at school 1 too late to set down"),
        (0, 2, BusVisit("1", 25800, 28700), "a bus leaves school 1 before it starts"),
        (0, 2, BusVisit("1", 27000, 28800), "those of stop 12 ride 2900.0 s"),
        (1, 0, BusVisit("13", 30000, 30200), "stop 13 is visited 2 times"),
        (1, 1, BusVisit("1", 31800, 32400), "those of stop 14 are never set down"),
    ],
)
def test_the_judge_refuses_what_is_wrong(
    instance: BusInstance, roomy: list[list[BusVisit]], bus: int, visit: int, planted: BusVisit, said: str
) -> None:
    roomy[bus][visit] = planted
    assert said in judge_buses(instance, roomy)


def test_the_judge_counts_seats(instance: BusInstance, roomy: list[list[BusVisit]]) -> None:
    roomy[0][3:4] = [BusVisit("14", 29800, 30000), BusVisit("13", 30300, 30500)]
    roomy.pop()
    assert "there are no seats for all aboard from 13" in judge_buses(instance, roomy)


def test_a_file_that_is_wrong_is_named(tmp_path: Path) -> None:
    (tmp_path / "Schools.txt").write_text(SCHOOLS, encoding="utf-8")
    (tmp_path / "Stops.txt").write_text(STOPS.replace("\t2\t30", "\t7\t30"), encoding="utf-8")
    with pytest.raises(ValueError, match=r"stop 14: there is no school 7\."):
        read_school_bus(tmp_path, 2700.0)
