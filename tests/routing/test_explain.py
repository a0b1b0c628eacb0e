"""Explanations: what they say of small mornings, in full sentences, and that what they say is so."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from routing.checker import check
from routing.cost import cost
from routing.errors import NoSuchRecordError
from routing.explain import Left, Placed, explain, explanation, mixes_to_assess
from routing.plan import Plan
from routing.policy import Policy
from routing.problem import Problem
from routing.risk import Measure, PupilId, RiskAssessment, RuleId
from routing.solver import Budget, solve
from tests.strategies import towns
from tests.towns import assessed, assistant, plan, pupil, run, school, street, vehicle

ANN = PupilId("ann")


def morning() -> tuple[Problem, Plan]:
    """Return a bus with Ann and Bob, a taxi with Cat, and an assistant for Ann."""
    people = (
        pupil("ann", "a", assistant="shared", ride_limit_s=1320),
        pupil("bob", "b"),
        pupil("cat", "d", apart_from="bob"),
    )
    problem = street(
        *people,
        vehicles=(vehicle("bus", depot="depot"), vehicle("cab", (4, 0))),
        assistants=(assistant("zoe", joins_at="b"),),
        schools=(school(between="08:10-08:45"),),
        assessments=assessed(people, ann=Measure(RuleId("NoOneRidesTooLong"), "no more than 22 minutes aboard")),
    )
    visits = ("b: >zoe", "a: +ann", "b: +bob", "oak: -ann -bob", "b: <zoe")
    bus = run(problem, "bus", *visits, at="08:40", crew="zoe")
    told = plan(bus, run(problem, "cab", "d: +cat", "oak: -cat", at="08:45"))
    assert check(problem, told) == []
    return problem, told


def test_it_says_when_with_whom_why_then_and_what_the_next_best_would_cost() -> None:
    asks = "no more than 22 minutes aboard"
    limit = f"the journey of ann may take 22 minutes (risk assessment of 1 September 2026: {asks})"
    assert explain(*morning(), ANN).splitlines() == [
        "ann travels on run bus/1, from a at 08:16 to oak at 08:40: 22 minutes aboard, where 22 minutes are allowed.",
        "On the run with bob. Passenger assistants: zoe.",
        "The pick-up could be 5 minutes later at most: oak must be reached by 08:45.",
        f"The pick-up could be 30 minutes earlier at most: oak must not be reached before 08:10 and {limit}.",
        "The next best would be run cab/1, from a at 08:21 to oak at 08:45, with cat: it would cost £21.14 more.",
        f"The risk assessment of 1 September 2026 (to be reviewed by 31 August 2027) asks for: {asks}.",
    ]


@pytest.mark.parametrize("name", ["ann", "bob", "cat"])
def test_the_next_best_keeps_every_rule_and_costs_what_it_says(name: str) -> None:
    problem, told = morning()
    found = explanation(problem, told, PupilId(name))
    assert isinstance(found, Placed)
    assert found.next_best is not None
    assert check(problem, found.next_best.plan) == []
    assert found.extra_pence == cost(problem, found.next_best.plan) - cost(problem, told)
    now, then = told.find_run_of(PupilId(name)), found.next_best.plan.find_run_of(PupilId(name))
    assert now is not None
    assert then is not None
    assert (now.vehicle, set(now.pupils)) != (then.vehicle, set(then.pupils))


def left(told: str = "", *people: Any, **more: Any) -> tuple[Left, Problem]:
    """Return why Ann is left over beside a bus that brings Bob."""
    problem = street(*(people or (pupil("ann", "a"),)), pupil("bob", "b"), **more)
    found = explanation(problem, plan(run(problem, "bus", "b: +bob", "oak: -bob", at="08:45"), unplaced="ann"), ANN)
    assert isinstance(found, Left), told
    return found, problem


@pytest.mark.parametrize(
    ("ann", "more", "rules", "said"),
    [
        (
            {"ride_limit_s": 600},
            {},
            [{"NoOneRidesTooLong"}],
            "a ride limit 10 minutes longer for ann",
        ),
        (
            {"wheelchair": True},
            {},
            [{"EveryWheelchairHasASpace"}],
            "one more wheelchair space in the vehicle",
        ),
        (
            {"assistant": "shared", "training": "epilepsy"},
            {},
            [{"AnAssistantIsAboard"}],
            "one more passenger assistant trained in epilepsy",
        ),
        ({"features": "lift"}, {}, [{"TheVehicleHasWhatAPupilNeeds"}], "lift in one more of the vehicles"),
        (
            {"apart_from": "bob"},
            {},
            [{"SchoolsAreServedInTime", "KeptApartStayApart"}],
            "ann and bob sharing a run",
        ),
        (
            {"solo": True},
            {},
            [{"SchoolsAreServedInTime", "SoloTravelAlone"}],
            "ann sharing a run",
        ),
        (
            {},
            {"vehicles": (vehicle("bus", (1, 0)),)},
            [{"SchoolsAreServedInTime", "EveryoneHasASeat"}],
            "one more seat in the vehicle",
        ),
        (
            {},
            {"policy": Policy(earliest_pick_up_s=8 * 3600 + 25 * 60)},
            [{"SchoolsAreServedInTime", "NoOneIsPickedUpTooEarly"}],
            "pick-ups 5 minutes earlier, from 08:20",
        ),
        (
            {},
            {"vehicles": (vehicle("bus", hours="08:25-09:00"),)},
            [{"SchoolsAreServedInTime", "VehiclesKeepTheirHours"}],
            "a vehicle that starts, or ends, 5 minutes outside its hours",
        ),
        (
            {"ride_limit_s": 600, "wheelchair": True},
            {},
            [{"EveryWheelchairHasASpace"}, {"NoOneRidesTooLong"}],
            None,
        ),
    ],
)
def test_for_an_unplaced_pupil_it_names_the_rules_and_the_cheapest_single_change(
    ann: dict[str, Any], more: dict[str, Any], rules: list[set[str]], said: str | None
) -> None:
    found, _ = left("ann", pupil("ann", "a", **ann), **more)
    assert [{rule.id for rule in together} for together in found.rules] == rules
    assert (found.change.said if found.change else None) == said


def test_it_reads_as_sentences_for_an_unplaced_pupil() -> None:
    problem = street(pupil("ann", "a", wheelchair=True), pupil("bob", "b"))
    told = plan(run(problem, "bus", "b: +bob", "oak: -bob", at="08:45"), unplaced="ann")
    more = "With ann aboard the plan would cost £4.65 more."
    assert explain(problem, told, ANN).splitlines() == [
        "ann has no run: no room.",
        "This rule leaves no run, the others staying where they are:",
        "- Everyone aboard who travels in a wheelchair has a space with restraints.",
        f"The cheapest single change that would make one: one more wheelchair space in the vehicle. {more}",
    ]


def test_where_there_is_room_after_all_it_says_where() -> None:
    problem = street(pupil("ann", "a"), pupil("bob", "b"))
    told = plan(run(problem, "bus", "b: +bob", "oak: -bob", at="08:45"), unplaced="ann")
    assert "There is room after all on bus, from a at 08:21 to oak at 08:45" in explain(problem, told, ANN)


def test_who_has_no_current_assessment_needs_one_first() -> None:
    lapsed = RiskAssessment(ANN, date(2025, 9, 1), date(2026, 8, 31), "RA7")
    problem = street(pupil("ann", "a"), assessments=(lapsed,))
    assert explain(problem, plan(unplaced="ann"), ANN).splitlines() == [
        "ann may not travel: the risk assessment lapsed on 31 August 2026.",
        "A risk assessment that holds on 23 November 2026, signed, would let ann be planned.",
    ]


def test_a_pupil_whom_nobody_knows_is_an_error_that_says_so() -> None:
    with pytest.raises(NoSuchRecordError, match="There is no pupil 'eve' in this plan"):
        explain(*morning(), PupilId("eve"))


def test_runs_whose_mix_asks_for_an_assessment_of_the_vehicle_are_named() -> None:
    problem = street(
        pupil("ann", "a"),
        pupil("bob", "b"),
        pupil("cat", "c", solo=True),
        policy=Policy(mix_review_pupils=2),
        vehicles=(vehicle("bus"), vehicle("cab")),
    )
    bus = run(problem, "bus", "a: +ann", "b: +bob", "oak: -ann -bob", at="08:40")
    cab = run(problem, "cab", "c: +cat", "oak: -cat", at="08:40")
    assert [(run_id, why) for run_id, _, why in mixes_to_assess(problem, plan(bus, cab))] == [
        ("bus/1", "2 pupils travel together, 2 or more"),
        ("cab/1", "cat travels with no other pupil"),
    ]


@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(problem=towns())
def test_of_any_town_it_says_something_true_of_everyone(problem: Problem) -> None:
    told = solve(problem, budget=Budget(iterations=100), seed=1)
    for name in problem.pupil:
        assert name in explain(problem, told, name)
        found = explanation(problem, told, name)
        if isinstance(found, Placed):
            assert all(slack.seconds is None or slack.seconds >= 0 for slack in (found.later, found.earlier))
            assert found.next_best is None or check(problem, found.next_best.plan) == []
        elif found.change is not None:
            changed = found.change.alternative.plan.find_run_of(name)
            assert changed is not None
