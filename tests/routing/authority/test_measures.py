"""Every measure leads to a rule of the catalogue, and every need to a measure."""

from dataclasses import replace

import pytest

from routing.authority.measures import KINDS, measures_of, rows_of
from routing.policy import Policy
from routing.records import AssistantNeed, Feature, Needs, Training
from routing.risk import PupilId
from routing.rules import GROUND, RULES
from routing.synthesis import draw, plane_ground

EVERYTHING = Needs(
    wheelchair=True,
    boarding_s=420,
    assistant=AssistantNeed.ONE_TO_ONE,
    training=frozenset({Training("bsl")}),
    apart_from=frozenset({PupilId("p2")}),
    together_with=frozenset({PupilId("p3")}),
    most_aboard=3,
    ride_limit_s=1800,
    features=frozenset({Feature("harness"), Feature("ramp")}),
    home_from_s=25_200,
    home_until_s=61_200,
)


def test_each_need_is_said_with_the_rule_that_keeps_it() -> None:
    assert [(measure.rule, measure.asks) for measure in measures_of(EVERYTHING, Policy())] == [
        ("EveryWheelchairHasASpace", "travels in a wheelchair space"),
        ("ThereIsTimeForEverything", "7 minutes to board"),
        ("TheVehicleHasWhatAPupilNeeds", "a vehicle with harness"),
        ("TheVehicleHasWhatAPupilNeeds", "a vehicle with ramp"),
        ("NoOneRidesTooLong", "no longer than 30 minutes aboard"),
        ("SomeoneIsAtHome", "nobody is at home before 07:00"),
        ("SomeoneIsAtHome", "nobody is at home after 17:00"),
        ("OneToOneHaveTheirOwnAssistant", "a passenger assistant for this pupil alone"),
        ("OneToOneHaveTheirOwnAssistant", "a passenger assistant trained in bsl"),
        ("NoMoreAboardThanAPupilBears", "no more than 3 pupils aboard"),
        ("KeptApartStayApart", "never on a run with p2"),
        ("TogetherStayTogether", "always on a run with p3"),
    ]


def test_each_measure_is_kept_by_a_rule_of_the_catalogue() -> None:
    known = {rule.id for rule in (*GROUND, *RULES)}
    shared = replace(EVERYTHING, assistant=AssistantNeed.SHARED, together_with=frozenset(), solo=True)
    for needs in (EVERYTHING, shared):
        assert {measure.rule for measure in measures_of(needs, Policy())} <= known


def test_the_simplest_needs_ask_nothing() -> None:
    assert measures_of(Needs(), Policy()) == ()
    assert list(rows_of(Needs(), Policy())) == []
    assert list(rows_of(Needs(wheelchair=True, boarding_s=600), Policy())) == [("wheelchair", "")]


def test_each_row_is_of_a_kind_and_its_value_can_be_read() -> None:
    kinds = {kind.name: kind for kind in KINDS}
    for pupil in draw(plane_ground(200, 3, 1), 200, 3, 1).pupils:
        for name, value in rows_of(pupil.needs, Policy()):
            cell = kinds[name].cell
            assert (value == "") if cell is None else cell.write(cell.read(value)) == value


@pytest.mark.parametrize("seconds", [120, 150, 600])
def test_boarding_has_a_row_only_where_the_policy_says_otherwise(seconds: int) -> None:
    rows = dict(rows_of(Needs(boarding_s=seconds), Policy(boarding_s=150)))
    assert ("boarding_minutes" in rows) == (seconds != 150)
