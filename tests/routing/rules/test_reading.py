"""What rules read from a run: own stops, schools, who is aboard, when assistants are."""

from routing.problem import Direction
from routing.records import AssistantId
from routing.risk import PupilId
from routing.rules.reading import (
    Presence,
    aboard_after_each_stop,
    at_school,
    own_stops,
    presence,
    school_stops,
    schools_of,
    service_of,
)
from tests.towns import assistant, crossroads, pupil, run

ANN, BOB = PupilId("ann"), PupilId("bob")
PEOPLE = (pupil("ann", "a", boarding_s=60), pupil("bob", "b", "elm", boarding_s=90))
PROBLEM = crossroads(*PEOPLE, assistants=(assistant("zoe", joins_at="depot"),))
BUS = run(
    PROBLEM, "bus", "a: +ann", "depot: >zoe", "b: +bob", "oak: -ann", "elm: -bob", "depot: <zoe", at="08:40", crew="zoe"
)


def test_own_stops_are_where_pupils_board_to_school_and_alight_from_school() -> None:
    assert [(name, stop.place) for name, stop in own_stops(PROBLEM, BUS)] == [("ann", "a"), ("bob", "b")]
    back = crossroads(*PEOPLE, direction=Direction.FROM_SCHOOL)
    home = run(back, "bus", "oak: +ann", "a: -ann", at="15:40")
    assert [(name, stop.place) for name, stop in own_stops(back, home)] == [("ann", "a")]
    assert at_school(back, home.stops[0]) == ("ann",)


def test_schools_are_those_of_the_pupils_in_the_order_of_boarding() -> None:
    assert [school.id for school in schools_of(PROBLEM, BUS)] == ["oak", "elm"]
    assert [(school.id, stop.place, pupils) for school, stop, pupils in school_stops(PROBLEM, BUS)] == [
        ("oak", "oak", ("ann",)),
        ("elm", "elm", ("bob",)),
    ]


def test_who_is_aboard_is_known_after_each_stop() -> None:
    assert [set(aboard) for _, aboard in aboard_after_each_stop(BUS)] == [
        {ANN},
        {ANN},
        {ANN, BOB},
        {BOB},
        set(),
        set(),
    ]


def test_a_stop_takes_everyones_boarding_or_one_handing_over() -> None:
    assert [service_of(PROBLEM, stop) for stop in BUS.stops] == [60, 0, 90, 180, 180, 0]


def test_an_assistant_is_aboard_from_joining_to_leaving() -> None:
    zoe = presence(BUS, AssistantId("zoe"))
    assert zoe == Presence(1, 5)
    assert zoe.covers(BUS, frozenset({BOB}))
    assert not zoe.covers(BUS, frozenset({ANN}))
    assert zoe.covers(BUS, frozenset())
    assert presence(BUS, AssistantId("nobody")) == Presence(0, 5)
