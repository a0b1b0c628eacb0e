"""Said, it is kept; unsaid, it is broken and caught: each rule on a small problem where leaving it out is cheaper."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest

from routing.checker import check
from routing.plan import Plan
from routing.policy import Policy
from routing.problem import Direction, Problem
from routing.rules import RULES, Postable
from routing.solver import Budget, solve
from routing.solver.routing_library import solve_with_routing_library
from tests.enumeration import cheapest_plan
from tests.towns import assistant, contract, crossroads, pupil, school, seconds, street, vehicle, world

Engine = Callable[[Problem, Sequence[Postable]], Plan]


def recipe(problem: Problem, rules: Sequence[Postable]) -> Plan:
    """Plan by the recipe, which hears no other rules than these."""
    return solve(problem, budget=Budget(iterations=200), seed=1, rules=rules)


def listed(problem: Problem, rules: Sequence[Postable]) -> Plan:
    """Plan by listing every plan."""
    plan = cheapest_plan(problem, rules)
    assert plan is not None
    return plan


def library(problem: Problem, rules: Sequence[Postable]) -> Plan:
    """Plan by the OR-Tools routing library."""
    return solve_with_routing_library(problem, seconds=0.2, rules=rules)


ENGINES: dict[str, Engine] = {"recipe": recipe, "routing library": library, "enumeration": listed}

ANN, BOB, CAT = pupil("ann", "a"), pupil("bob", "b"), pupil("cat", "c")
LAPSED = date(2026, 11, 22)


def two_cars(*people: Any, **more: Any) -> Problem:
    """Return a street with two cars, where each car costs a day's rate."""
    return street(*people, **({"vehicles": (vehicle("bus"), vehicle("cab"))} | more))


def cheap_and_dear(cheap: dict[str, Any], terms: dict[str, Any] | None = None, **ann: Any) -> Problem:
    """Return a street with a cheap bus, on terms of its own, and a dear cab for Ann."""
    return street(
        pupil("ann", "a", **ann),
        vehicles=(
            vehicle("bus", *cheap.pop("layouts", ()), contract="cheap", **cheap),
            vehicle("cab", contract="dear", features="lift"),
        ),
        contracts=(contract("cheap", day_rate_pence=2000, **(terms or {})), contract("dear", day_rate_pence=20_000)),
    )


def crewed(need: str = "shared", zoe: dict[str, Any] | None = None, **more: Any) -> Problem:
    """Return a street with a cheap assistant Zoe and a dear assistant Yan."""
    staff = (
        assistant("zoe", **({"hour_rate_pence": 1000} | (zoe or {}))),
        assistant("yan", "epilepsy", hour_rate_pence=5000),
    )
    return street(pupil("ann", "a", assistant=need), pupil("bob", "b", assistant="shared"), assistants=staff, **more)


def two_schools(oak: dict[str, Any], **more: Any) -> Problem:
    """Return a crossroads with a pupil of each school, whom one car could bring."""
    schools = (school("oak", between="08:30-08:50", **oak), school("elm", between="08:30-08:50"))
    people = (pupil("ann", "a"), pupil("bob", "a", "elm"))
    return crossroads(*people, schools=schools, vehicles=(vehicle("bus"), vehicle("cab")), **more)


FAR = {"a": (-6, 0), "b": (6, 0), "oak": (0, 0)}
CASES: dict[str, Problem] = {
    "SchoolsAreServedInTime": two_cars(
        ANN, BOB, schools=(school(between="08:30-08:31"),), policy=Policy(earliest_pick_up_s=0)
    ),
    "SomeoneIsAtHome": street(pupil("ann", "a", home_until_s=seconds("08:00"))),
    "NoOneIsPickedUpTooEarly": street(ANN, schools=(school(between="06:30-06:35"),)),
    "NoOneIsHandedOverTooLate": street(
        ANN, direction=Direction.FROM_SCHOOL, policy=Policy(latest_hand_over_s=seconds("15:45"))
    ),
    "NoOneRidesTooLong": two_cars(pupil("ann", "a", ride_limit_s=1260), BOB),
    "EveryoneHasASeat": two_cars(ANN, BOB, vehicles=(vehicle("bus", (1, 1)), vehicle("cab", (1, 1)))),
    "EveryWheelchairHasASpace": two_cars(
        pupil("ann", "a", wheelchair=True),
        pupil("bob", "b", wheelchair=True),
        vehicles=(vehicle("bus", (2, 1)), vehicle("cab", (2, 1))),
    ),
    "TheVehicleHasWhatAPupilNeeds": cheap_and_dear({}, features="lift"),
    "KeptApartStayApart": two_cars(pupil("ann", "a", apart_from="bob"), BOB),
    "TogetherStayTogether": world(
        FAR,
        (pupil("ann", "a", together_with="bob"), BOB),
        vehicles=(vehicle("bus"), vehicle("cab")),
        contracts=(contract(day_rate_pence=0),),
    ),
    "SoloTravelAlone": two_cars(pupil("ann", "a", solo=True), BOB),
    "NoMoreAboardThanAPupilBears": two_cars(pupil("ann", "a", most_aboard=2), BOB, CAT),
    "FewSchoolsOnARun": two_schools({}, policy=Policy(most_schools_per_run=1)),
    "SchoolsShareWhereBothAgree": two_schools({"shares_with": ""}),
    "OneToOneHaveTheirOwnAssistant": crewed("one-to-one"),
    "AnAssistantIsAboard": crewed(),
    "OneAssistantLooksAfterSoMany": crewed(policy=Policy(pupils_per_assistant=1)),
    "AssistantsKeepTheirHours": crewed(zoe={"hours": "10:00-12:00"}),
    "OnlyClearedAssistantsWork": crewed(zoe={"cleared_until": LAPSED}),
    "TheContractCoversTheSchool": cheap_and_dear({}, {"schools": "elm"}),
    "TheLicenceCoversTheSeats": cheap_and_dear({"layouts": ((9, 0),)}, {"most_seats": 8}),
    "VehiclesKeepTheirHours": cheap_and_dear({"hours": "10:00-12:00"}),
    "VehiclesAreBackInTime": cheap_and_dear({"shift_limit_s": 60}),
    "OnlyClearedVehiclesWork": cheap_and_dear({"cleared_until": LAPSED}),
    "SchoolsHaveABayForEach": two_cars(
        pupil("ann", "a", solo=True), BOB, schools=(school(between="08:40-08:40", bays=1),)
    ),
}
TAKEN_FOR_GRANTED = {"VehiclesAreInOnePlace", "AssistantsAreInOnePlace"}
"""No engine can plan otherwise, said or unsaid."""
PAIRS = [(rule, engine) for rule in CASES for engine in ENGINES]
NEAR_SCHOOL = ("SchoolsAreServedInTime", "enumeration")
"""The enumeration lists only what is near the schools' times, so it cannot be lured from them."""


def test_every_rule_has_its_case() -> None:
    assert set(CASES) | TAKEN_FOR_GRANTED == {rule.id for rule in RULES}


@pytest.mark.parametrize(("rule", "engine"), PAIRS)
def test_said_it_is_kept(rule: str, engine: str) -> None:
    assert check(CASES[rule], ENGINES[engine](CASES[rule], RULES)) == []


@pytest.mark.parametrize(("rule", "engine"), [pair for pair in PAIRS if pair != NEAR_SCHOOL])
def test_unsaid_it_is_broken_and_caught(rule: str, engine: str) -> None:
    unsaid = [each for each in RULES if each.id != rule]
    plan = ENGINES[engine](CASES[rule], unsaid)
    assert check(CASES[rule], plan, unsaid) == []
    assert {violation.rule for violation in check(CASES[rule], plan)} == {rule}
