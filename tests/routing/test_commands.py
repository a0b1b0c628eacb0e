import re
from dataclasses import replace
from pathlib import Path

import pytest

from routing.checker import check
from routing.commands import Effort, Outcome, bound_words, check_file, cost_words, make_plan, plan_words, planned
from routing.console import CommandError, Exit, Teller
from routing.cost import cost
from routing.files import Document, write_document
from routing.plan import Bound, Plan
from routing.rules import Violation
from tests.towns import plan, pupil, run, street, vehicle
from tests.web.town import plan_to_school, town

BROKEN = Violation("ARule", "A rule is kept.", "it is not")  # type: ignore[arg-type]  # any word is a rule's id here


def test_a_plan_is_told_in_words() -> None:
    plan = plan_to_school(town())
    assert plan_words(plan) == "5 pupils on 2 runs of 2 vehicles, 1 unplaced"
    assert plan_words(replace(plan, unplaced=())) == "5 pupils on 2 runs of 2 vehicles"


@pytest.mark.parametrize(
    ("bound", "said"),
    [
        (None, "nobody has worked out how much cheaper"),
        (Bound(120_000), "none costs less than £1,200.00)"),
        (Bound(120_000, "assistants"), "the proof leaves out assistants"),
    ],
)
def test_a_cost_is_told_with_what_is_proved_of_it(bound: Bound | None, said: str) -> None:
    problem = town()
    plan = replace(plan_to_school(problem), bound=bound)
    words = cost_words(problem, Outcome(plan, (), 1.0, interrupted=False))
    assert re.match(r"£[\d.,]+ for vehicles and assistants, £[\d.,]+ with preferences", words)
    assert said in words


def test_a_broken_rule_weighs_more_than_an_interruption() -> None:
    plan = plan_to_school(town())
    ends = {
        (len(violations), interrupted): Outcome(plan, violations, 1.0, interrupted).exit
        for violations in ((), (BROKEN,))
        for interrupted in (False, True)
    }
    assert ends == {
        (0, False): Exit.FINE,
        (0, True): Exit.INTERRUPTED,
        (1, False): Exit.BROKEN,
        (1, True): Exit.BROKEN,
    }


def test_a_problem_alone_is_no_plan(tmp_path: Path) -> None:
    write_document(tmp_path / "problem.json", Document(town()))
    with pytest.raises(CommandError, match="holds a problem and no plan of it"):
        planned(tmp_path / "problem.json")


def test_the_hand_made_plan_is_judged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    problem = town()
    write_document(tmp_path / "plan.json", Document(problem, plan_to_school(problem)))
    assert check_file(tmp_path / "plan.json") is Exit.FINE
    assert capsys.readouterr().out == "Every rule is kept: 5 pupils on 2 runs of 2 vehicles, 1 unplaced.\n"


def test_a_proof_of_next_to_nothing_says_so() -> None:
    summary = {"cost_pence": 150_000, "bound_pence": 50_000, "gap": 0.667, "bound_relaxes": ""}
    assert bound_words(summary).startswith("too little time to prove more than that no plan costs less than")


def test_how_far_a_plan_may_be_from_the_cheapest_is_said() -> None:
    summary = {"cost_pence": 50_000, "bound_pence": 40_000, "gap": 0.2, "bound_relaxes": ""}
    assert "no plan is more than 20.0% cheaper" in bound_words(summary)


def test_better_plans_are_kept_on_the_way_and_a_cheaper_start_is_given_back() -> None:
    problem = street(pupil("ann", "a"), pupil("bob", "b"))
    kept: list[Plan] = []
    ear = Teller(quiet=True)
    made = make_plan(problem, Effort(iterations=200), ear, stop=lambda: False, keep=lambda each, _: kept.append(each))
    assert kept
    assert not check(problem, kept[0])
    assert cost(problem, made.plan) <= min(cost(problem, each) for each in kept)
    dear = replace(problem, policy=replace(problem.policy, ride_hour_pence=0))
    again = make_plan(dear, Effort(iterations=1, start=made.plan), ear, stop=lambda: False)
    assert cost(dear, again.plan) <= cost(dear, made.plan)


def test_a_start_that_breaks_a_rule_is_mended_and_not_given_back() -> None:
    problem = street(pupil("ann", "a", apart_from="bob"), pupil("bob", "b"), vehicles=(vehicle("bus"), vehicle("cab")))
    both = plan(run(problem, "bus", "a: +ann", "b: +bob", "oak: -ann -bob", at="08:40"))
    made = make_plan(problem, Effort(iterations=100, start=both), Teller(quiet=True), stop=lambda: False)
    assert made.violations == ()
    assert made.plan.unplaced == ()
    assert len(made.plan.runs) == 2
