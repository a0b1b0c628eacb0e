"""The checker: the gate. It reads as sentences, takes any nonsense, and judges by the rules that it is given."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata import PlaceId
from routing.checker import check
from routing.plan import CrewMember, Plan, Run, Shift, Stop, Unplaced
from routing.records import AssistantId, Layout, VehicleId
from routing.risk import PupilId
from routing.rules import RULES
from routing.rules.journey import NoOneRidesTooLong, SchoolsAreServedInTime
from tests.towns import assistant, broken, plan, pupil, run, school, street, vehicle

PROBLEM = street(
    pupil("ann", "a", ride_limit_s=1080, assistant="shared", apart_from="bob", together_with="cat"),
    pupil("bob", "b", wheelchair=True, solo=True),
    pupil("cat", "c", walks={"d": 60}),
    assistants=(assistant("zoe", joins_at="b"), assistant("yan")),
    vehicles=(vehicle("bus", (2, 1)), vehicle("cab", depot="depot")),
    schools=(school(bays=1),),
)


def test_a_good_plan_has_no_violation() -> None:
    problem = street(pupil("ann", "a"))
    assert check(problem, plan(run(problem, "bus", "a: +ann", "oak: -ann", at="08:40"))) == []


def test_a_violation_prints_as_a_sentence_with_clock_times_and_names_the_pupils() -> None:
    problem = street(pupil("ann", "a", ride_limit_s=1080), pupil("bob", "b"))
    bus = run(problem, "bus", "a: +ann", "b: +bob", "oak: -ann -bob", at="08:47")
    ride = "ann is aboard for 22 minutes, 4 minutes over the limit of 18 minutes"
    assert [str(violation) for violation in check(problem, plan(bus))] == [
        f"{SchoolsAreServedInTime().sentence} Not so (bus): ann and bob at oak at 08:47, 2 minutes after 08:45.",
        f"{NoOneRidesTooLong().sentence} Not so (bus): {ride}.",
    ]


def test_the_ground_is_judged_whatever_rules_are_given() -> None:
    problem = street(pupil("ann", "a", ride_limit_s=60))
    late = plan(run(problem, "bus", "a: +ann", "oak: -ann", at="09:40"))
    assert check(problem, late, rules=()) == []
    assert [violation.rule for violation in check(problem, late, rules=(NoOneRidesTooLong(),))] == ["NoOneRidesTooLong"]
    assert [violation.rule for violation in check(problem, plan(), rules=())] == ["EveryoneIsPlacedOnce"]


def test_a_plan_of_nothing_leaves_everyone_out() -> None:
    assert broken(PROBLEM) == set()
    assert [violation.pupils for violation in check(PROBLEM, plan())] == [("ann",), ("bob",), ("cat",)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_takes_a_plan_of_nothing(rule: NoOneRidesTooLong) -> None:
    assert list(rule.broken(PROBLEM, plan())) == []


names = st.sampled_from(["ann", "bob", "cat", "ghost"]).map(PupilId)
crews = st.sampled_from(["zoe", "yan", "ghost"]).map(AssistantId)
places = st.sampled_from(["a", "b", "c", "d", "oak", "depot", "nowhere"]).map(PlaceId)
times = st.integers(-100, 90_000)


@st.composite
def stops(draw: st.DrawFn) -> Stop:
    few = st.lists(names, max_size=2).map(tuple)
    crew = st.lists(crews, max_size=1).map(tuple)
    from_s, to_s = sorted((draw(times), draw(times)))
    return Stop(
        place=draw(places),
        arrive_s=from_s,
        leave_s=to_s,
        boards=draw(few),
        alights=draw(few),
        joins=draw(crew),
        leaves=draw(crew),
    )


@st.composite
def nonsense(draw: st.DrawFn) -> Plan:
    shifts = []
    for name in draw(st.lists(st.sampled_from(["bus", "cab", "ghost"]), unique=True)):
        runs = tuple(
            Run(
                vehicle=VehicleId(name),
                layout=draw(st.sampled_from([Layout(2, 1), Layout(8, 0), Layout(0, 9)])),
                stops=tuple(draw(st.lists(stops(), min_size=2, max_size=4))),
                crew=tuple(
                    CrewMember(draw(crews), draw(st.one_of(st.none(), names))) for _ in range(draw(st.integers(0, 2)))
                ),
            )
            for _ in range(draw(st.integers(1, 2)))
        )
        shifts.append(Shift(VehicleId(name), runs))
    unplaced = tuple(Unplaced(name, "?") for name in draw(st.lists(names, max_size=3)))
    return Plan(shifts=tuple(shifts), unplaced=unplaced)


@given(told=nonsense())
def test_no_nonsense_makes_the_checker_stumble_and_every_finding_is_a_sentence(told: Plan) -> None:
    for violation in check(PROBLEM, told):
        assert str(violation).endswith(".")
        assert "\n" not in str(violation)
        assert set(violation.pupils) <= set(PROBLEM.pupil)
