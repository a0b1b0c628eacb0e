"""Steps in plain words: what is said of streets, turns, crossings, stops, and of a bus that is missed."""

from dataclasses import replace
from datetime import date

import pytest

from geodata.crossings import Crossing
from geodata.landmarks import Passed
from geodata.walk_tags import CrossingKind, CrossingTags, LandmarkTags, Recorded, WalkClass
from travel_training.journey import BusLeg, Journey, NextBus, Stretch, WalkLeg
from travel_training.journey_steps import StepKind, steps

HERE = (52.0, 0.0)


def stretch(name: str, at_m: int, metres: int, degrees: int, kind: WalkClass = WalkClass.RESIDENTIAL) -> Stretch:
    unknown = Recorded.NOT_RECORDED
    return Stretch(at_m, metres, name, kind, unknown, unknown, unknown, degrees, degrees)


def crossing(name: str, at_m: int, kind: CrossingKind, *, oneway: bool = False) -> Crossing:
    return Crossing(at_m, *HERE, name, WalkClass.SECONDARY, CrossingTags(kind), None, None, oneway)


def walk(*stretches: Stretch, crossings: tuple[Crossing, ...] = (), landmarks: tuple[Passed, ...] = ()) -> WalkLeg:
    metres = sum(each.metres for each in stretches)
    return WalkLeg(28800, 29100, metres, "", stretches, crossings, landmarks, (HERE, HERE))


def told(*legs: WalkLeg | BusLeg) -> list[str]:
    return [step.text for step in steps(Journey(date(2026, 6, 8), legs, "", ""))][1:-1]


BUS = BusLeg(
    line="7",
    operator="Oak Buses",
    headsign="Town",
    trip_id="t1",
    from_stop="Mill",
    to_stop="Square",
    from_id="a",
    to_id="c",
    before="Church",
    stops=4,
    leave_s=29220,
    arrive_s=29700,
    is_lonely=False,
    if_missed=NextBus("9", 30000, 30600),
    points=(HERE, HERE),
)


def test_a_street_is_walked_in_parts_between_its_crossings() -> None:
    road = crossing("Main Road", 120, CrossingKind.SIGNALS)
    assert told(walk(stretch("Elm Street", 0, 300, 0), crossings=(road,))) == [
        "Walk 120 m along Elm Street.",
        "Cross Main Road at the lights. Press the button, and wait for the green figure.",
        "Go on for 180 m along Elm Street.",
    ]


@pytest.mark.parametrize(
    ("degrees", "words"), [(20, "Go on for"), (-60, "Turn left"), (90, "Turn right"), (175, "Turn back")]
)
def test_a_turn_is_said_as_one_walks_it(degrees: int, words: str) -> None:
    first, second = stretch("Elm Street", 0, 100, 350), stretch("Oak Street", 100, 100, (350 + degrees) % 360)
    assert told(walk(first, second))[1].startswith(words)


def test_a_dog_leg_of_a_few_metres_is_no_turn() -> None:
    parts = stretch("Elm Street", 0, 100, 0), stretch("Oak Road", 100, 8, 90), stretch("Ash Street", 108, 100, 0)
    assert told(walk(*parts)) == ["Walk 100 m along Elm Street.", "Go on for 100 m along Ash Street."]


def test_what_bears_one_name_is_one_street_round_a_bend_and_a_nameless_path_is_not() -> None:
    assert len(told(walk(stretch("Elm Street", 0, 100, 0), stretch("Elm Street", 100, 100, 90)))) == 1
    paths = (stretch("", at, 100, degrees, WalkClass.FOOTWAY) for at, degrees in ((0, 0), (100, 90)))
    assert told(walk(*paths)) == ["Walk 100 m along the footpath.", "Turn right. Walk 100 m along the footpath."]


def test_steps_are_told_however_short() -> None:
    assert "Take the steps." in told(walk(stretch("Elm Street", 0, 50, 0), stretch("", 50, 4, 0, WalkClass.STEPS)))


def test_a_dual_carriageway_is_crossed_once_in_two_parts() -> None:
    both = tuple(crossing("Queensway", at, CrossingKind.ZEBRA, oneway=True) for at in (100, 112))
    journey = Journey(date(2026, 6, 8), (walk(stretch("Elm Street", 0, 200, 0), crossings=both),), "", "")
    (step,) = (each for each in steps(journey) if each.kind == StepKind.CROSS)
    assert "2 parts" in step.note
    apart = tuple(replace(each, at_m=at) for each, at in zip(both, (50, 150), strict=True))
    assert sum("Cross" in text for text in told(walk(stretch("Elm Street", 0, 200, 0), crossings=apart))) == 2


@pytest.mark.parametrize("kind", CrossingKind)
def test_every_kind_of_crossing_has_its_words(kind: CrossingKind) -> None:
    (text,) = (
        each for each in told(walk(stretch("", 0, 200, 0), crossings=(crossing("", 10, kind),))) if "Cross" in each
    )
    assert text.startswith("Cross the railway" if kind == CrossingKind.RAILWAY else "Cross the main road")


def test_a_safe_place_is_told_before_a_nearer_pub() -> None:
    passed = [
        Passed(LandmarkTags(name, kind, safe), at, off, 1)
        for name, kind, safe, at, off in (
            ("The Oak", "pub", False, 10, 5),
            ("The Elm", "pub", False, 20, 6),
            ("Library", "library", True, 30, 50),
        )
    ]
    leg = walk(stretch("Elm Street", 0, 100, 0), landmarks=tuple(passed))
    note = steps(Journey(date(2026, 6, 8), (leg,), "", ""))[1].note
    assert note == (
        "You pass The Oak (pub) on your left and Library (library) on your left. You can ask for help in Library."
    )


def test_a_bus_is_waited_for_ridden_and_left_with_what_helps() -> None:
    waits, rides, leaves = steps(Journey(date(2026, 6, 8), (walk(stretch("", 0, 5, 0)), BUS), "", ""))[1:-1]
    assert waits.text == "Wait at the stop Mill for bus 7 to Town. It comes at 08:07."
    assert waits.note == "If you miss it: take the 9 at 08:20. You are there at 08:30."
    assert (rides.text, rides.note) == (
        "Ride 4 stops, 8 minutes.",
        "The stop before yours is Church. Then ring the bell.",
    )
    assert leaves.text == "Get off at Square at 08:15."


def test_a_last_bus_says_to_phone_home_and_a_change_at_one_stop_says_to_stay() -> None:
    last = replace(BUS, if_missed=None, leave_s=30000, arrive_s=30300, from_stop="Square", before="", stops=1)
    journey = steps(Journey(date(2026, 6, 8), (BUS, last), "", ""))
    assert journey[4].text == "Stay at this stop for bus 7 to Town. It comes at 08:20."
    assert journey[4].note == "If you miss it: there is no later bus today. Phone home."
    assert (journey[5].text, journey[5].note) == ("Ride 1 stop, 5 minutes.", "Ring the bell at once.")
