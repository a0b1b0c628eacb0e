"""Judging only what changed says what the whole check says, of any two plans whatever."""

from collections import Counter
from dataclasses import replace

import pytest

from routing.checker import check
from routing.cost import cost
from routing.edits.judging import RUN_RULES, Scale, changed_vehicles
from routing.plan import Plan, Unplaced
from routing.problem import Problem
from routing.risk import PupilId
from routing.rules import GROUND, RULES
from routing.rules.ground import known_part
from tests.routing.edits.by_hand import crowded_morning, mixed, thrown_together
from tests.towns import assistant, plan, pupil, run, school, street, vehicle


def assert_says_what_the_whole_check_says(problem: Problem, before: Plan, after: Plan) -> set[str]:
    was, now = Counter(check(problem, before)), Counter(check(problem, after))
    weighed = Scale(problem, before, (after,)).weigh(after)
    assert Counter(weighed.new) == now - was
    assert Counter(weighed.mended) == was - now
    pence = [cost(problem, known_part(problem, each)) for each in (before, after)]
    assert weighed.extra_pence == pence[1] - pence[0]
    return {violation.rule for violation in (*weighed.new, *weighed.mended)}


def test_judging_what_changed_says_what_the_whole_check_says_whatever_rule_is_broken() -> None:
    found = set()
    for seed in range(40):
        problem = crowded_morning(seed % 8)
        before, other = thrown_together(problem, seed), thrown_together(problem, seed + 1000)
        found |= assert_says_what_the_whole_check_says(problem, before, mixed(before, other, seed))
        found |= assert_says_what_the_whole_check_says(problem, before, other)
    whole = {rule.id for rule in (*GROUND, *RULES) if rule not in RUN_RULES}
    assert whole - found == {"OnlyWhatIsKnown"}


def test_a_bay_is_missed_though_the_other_vehicle_did_not_change() -> None:
    problem = street(
        pupil("ann", "a"), pupil("bob", "b"), vehicles=(vehicle("bus"), vehicle("cab")), schools=(school(bays=1),)
    )
    bus = run(problem, "bus", "a: +ann", "oak: -ann", at="08:40")
    before = plan(bus, run(problem, "cab", "b: +bob", "oak: -bob", at="08:35"))
    after = plan(bus, run(problem, "cab", "b: +bob", "oak: -bob", at="08:41"))
    assert changed_vehicles(before, after) == {"cab"}
    assert assert_says_what_the_whole_check_says(problem, before, after) == {"SchoolsHaveABayForEach"}


def test_an_assistant_is_in_two_places_though_the_other_vehicle_did_not_change() -> None:
    people = (pupil("ann", "a", assistant="shared"), pupil("bob", "b", assistant="shared"))
    helpers = (assistant("zoe"), assistant("yan"))
    problem = street(*people, vehicles=(vehicle("bus"), vehicle("cab")), assistants=helpers)
    bus = run(problem, "bus", "a: +ann", "oak: -ann", at="08:40", crew="zoe")
    before = plan(bus, run(problem, "cab", "b: +bob", "oak: -bob", at="08:40", crew="yan"))
    after = plan(bus, run(problem, "cab", "b: +bob", "oak: -bob", at="08:40", crew="zoe"))
    assert assert_says_what_the_whole_check_says(problem, before, after) == {"AssistantsAreInOnePlace"}


@pytest.mark.parametrize("says_so", ["ann", "bob"])
def test_two_stay_parted_though_the_other_ones_vehicle_did_not_change(says_so: str) -> None:
    other = {"ann": "bob", "bob": "ann"}[says_so]
    people = (pupil(says_so, "a", together_with=other), pupil(other, "b"), pupil("cat", "c"))
    problem = street(*people, vehicles=(vehicle("bus"), vehicle("cab")))
    bus = run(problem, "bus", f"{problem.pupil[PupilId('ann')].home}: +ann", "oak: -ann", at="08:40")
    own = problem.pupil[PupilId("bob")].home
    before = plan(bus, run(problem, "cab", f"{own}: +bob", "c: +cat", "oak: -bob -cat", at="08:40"))
    after = replace(
        plan(bus, run(problem, "cab", "c: +cat", "oak: -cat", at="08:40")), unplaced=(Unplaced(PupilId("bob"), "ill"),)
    )
    assert assert_says_what_the_whole_check_says(problem, before, after) == set()


def test_runs_that_name_what_nobody_knows_are_judged_as_the_checker_does() -> None:
    problem = street(pupil("ann", "a"), pupil("bob", "b"))
    bus = run(problem, "bus", "a: +ann", "b: +bob", "oak: -ann -bob", at="08:40")
    strange = replace(bus, stops=(replace(bus.stops[0], boards=(PupilId("ann"), PupilId("eve"))), *bus.stops[1:]))
    assert "OnlyWhatIsKnown" in assert_says_what_the_whole_check_says(problem, plan(bus), plan(strange))
