"""The README's walk-through, tried: its class and its line are read from the page, and planned and judged by."""

import re
from pathlib import Path
from unittest.mock import patch

from routing.checker import check
from routing.records import Phase
from routing.rules import GROUND, RULES, Postable, company
from routing.solver import Budget, solve
from tests.towns import plan, pupil, run, street, vehicle

README = Path(__file__).resolve().parents[3] / "routing" / "README.md"


def new_rule() -> Postable:
    """Return the rule of the walk-through, made of what stands there, in the file that it names."""
    code, line = re.findall(r"```(?:python)?\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    namespace = dict(vars(company))
    exec(re.sub(r"^   ", "", code, flags=re.MULTILINE), namespace)  # noqa: S102 -- our own page is what is tried
    name = line.strip().removeprefix("company.").removesuffix("(),")
    rule = namespace[name]()
    assert isinstance(rule, Postable)
    return rule


def test_the_rule_of_the_walk_through_is_said_and_judged() -> None:
    problem = street(
        pupil("ann", "a"),
        pupil("bob", "b", phase=Phase.SECONDARY),
        vehicles=(vehicle("bus"), vehicle("cab")),
    )
    rules = (*RULES, new_rule())
    mixed = plan(run(problem, "bus", "a: +ann", "b: +bob", "oak: -ann -bob", at="08:40"))
    assert [str(violation) for violation in check(problem, mixed, rules)] == [
        "Primary and secondary pupils never share a run. Not so (bus): ann and bob are of primary and secondary age."
    ]
    with patch("routing.solver.compiled.RULES", rules):
        planned = solve(problem, budget=Budget(iterations=200), seed=1)
    assert check(problem, planned, rules) == []
    assert len(planned.runs) == 2
    assert len(solve(problem, budget=Budget(iterations=200), seed=1).runs) == 1


def test_the_page_names_the_files_that_there_are() -> None:
    page = README.read_text(encoding="utf-8")
    root = README.parents[1]
    for path in re.findall(r"`((?:routing|tests)/[\w/]+\.py)`", page):
        assert (root / path).is_file(), path
    assert len(GROUND) < len(RULES)
