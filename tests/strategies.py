"""Hypothesis draws tight towns: seats, spaces and crews are drawn too, so that limits bind.

All lengths are whole minutes, so that the enumeration, which lists beginnings minute by minute, misses nothing.
"""

from typing import Any

from hypothesis import strategies as st

from routing.policy import Policy
from routing.problem import Direction, Problem
from routing.records import PassengerAssistant, Pupil, School, Vehicle
from tests.towns import Points, assistant, contract, pupil, school, seconds, vehicle, world

MINUTE_KM = 0.6
"""How far a vehicle of the towns drives in a minute."""
NAMES = ("ann", "bob", "cat", "dan")
TRAINING = "epilepsy"


def points(draw: st.DrawFn) -> Points:
    """Draw where the depot, four homes, a corner and two schools are, whole minutes from each other."""
    places = ("depot", "a", "b", "c", "d", "corner", "oak", "elm")
    return {name: (MINUTE_KM * draw(st.integers(0, 8)), MINUTE_KM * draw(st.integers(0, 8))) for name in places}


def pupils(draw: st.DrawFn, most: int, schools: tuple[School, ...]) -> tuple[Pupil, ...]:
    """Draw pupils with needs that make trouble for each other."""
    names: tuple[str, ...] = NAMES[: draw(st.integers(1, most))]
    drawn = []
    for name, home in zip(names, "abcd", strict=False):
        others = [other for other in names if other != name]
        needs: dict[str, Any] = {
            "boarding_s": 60 * draw(st.integers(0, 3)),
            "wheelchair": draw(_seldom()),
            "assistant": draw(st.sampled_from(["none", "none", "none", "shared", "shared", "one-to-one"])),
        }
        if draw(st.booleans()):
            needs["ride_limit_s"] = 60 * draw(st.integers(8, 24))
        if needs["assistant"] != "none" and draw(_seldom()):
            needs["training"] = TRAINING
        if draw(_seldom()):
            needs["most_aboard"] = draw(st.integers(1, 3))
        if draw(_seldom()) and others:
            company = draw(st.sampled_from(["apart_from", "together_with"]))
            needs[company] = draw(st.sampled_from(others))
        if draw(_seldom()):
            needs["home_until_s"] = schools[0].until_s - 60 * draw(st.integers(0, 30))
        walks = {"corner": 60 * draw(st.integers(0, 5))} if draw(_seldom()) else None
        drawn.append(pupil(name, home, draw(st.sampled_from(schools)).id, walks=walks, **needs))
    return tuple(drawn)


def _seldom() -> st.SearchStrategy[bool]:
    return st.sampled_from([False, False, False, True])


def vehicles(draw: st.DrawFn, most: int) -> tuple[Vehicle, ...]:
    """Draw vehicles with few seats and alternative layouts."""
    layouts = st.sampled_from([((1, 0),), ((2, 0),), ((3, 0),), ((2, 1),), ((3, 0), (1, 1)), ((1, 2),)])
    depots: list[dict[str, Any]] = [{}, {"depot": "depot"}]
    return tuple(
        vehicle(name, *draw(layouts), **draw(st.sampled_from(depots)))
        for name in ("bus", "cab")[: draw(st.integers(1, most))]
    )


def assistants(draw: st.DrawFn) -> tuple[PassengerAssistant, ...]:
    """Draw up to two assistants, who make their own way or are collected at the depot."""
    kinds: list[dict[str, Any]] = [{}, {"joins_at": "depot"}]
    trained = st.sampled_from(["", TRAINING])
    names = ("zoe", "yan")[: draw(st.sampled_from([0, 1, 1, 2, 2]))]
    return tuple(assistant(name, draw(trained), **draw(st.sampled_from(kinds))) for name in names)


@st.composite
def towns(draw: st.DrawFn, *, most_pupils: int = 3, most_vehicles: int = 2, most_schools: int = 2) -> Problem:
    """Draw a tight town, in either direction."""
    direction = draw(st.sampled_from(list(Direction)))
    opens_s = seconds("08:30") if direction is Direction.TO_SCHOOL else seconds("15:30")
    until_s = opens_s + 60 * draw(st.integers(0, 10))
    bays = draw(st.sampled_from([None, None, 1]))
    names = ("oak", "elm")[: draw(st.integers(1, most_schools))]
    schools = tuple(
        School(id=school(name).id, gates=school(name).gates, from_s=opens_s, until_s=until_s, handover_s=60, bays=bays)
        for name in names
    )
    contracts = (contract(day_rate_pence=draw(st.sampled_from([0, 8000])), mile_rate_pence=200, hour_rate_pence=0),)
    policy = Policy(most_schools_per_run=draw(st.integers(1, 2)), pupils_per_assistant=draw(st.integers(1, 2)))
    return world(
        points(draw),
        pupils(draw, most_pupils, schools),
        direction=direction,
        schools=schools,
        contracts=contracts,
        vehicles=vehicles(draw, most_vehicles),
        assistants=assistants(draw),
        policy=policy,
    )
