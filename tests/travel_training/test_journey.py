"""A journey is refused if it does not hang together; its figures count what they say."""

from dataclasses import replace
from datetime import date

import pytest

from geodata.walk_tags import CrossingKind, WalkClass
from tests.travel_training.test_journey_steps import BUS, crossing, stretch, walk
from travel_training.journey import Journey, unsignalled

DAY = date(2026, 6, 8)
WALK = walk(stretch("Elm Street", 0, 300, 0))


def test_legs_that_overlap_and_no_legs_are_refused() -> None:
    with pytest.raises(ValueError, match="legs must follow each other"):
        Journey(DAY, (BUS, WALK), "", "")
    with pytest.raises(ValueError, match="legs must not be empty"):
        Journey(DAY, (), "", "")


def test_changes_are_between_buses_and_a_walk_has_none() -> None:
    second = replace(BUS, leave_s=30000, arrive_s=30300)
    assert [Journey(DAY, legs, "", "").changes for legs in ((WALK,), (WALK, BUS), (WALK, BUS, second))] == [0, 0, 1]


def test_minutes_are_those_begun_and_metres_those_on_foot() -> None:
    journey = Journey(DAY, (WALK, BUS), "", "")
    assert (journey.leave_s, journey.arrive_s, journey.walk_m) == (28800, 29700, 300)
    assert journey.minutes == 15
    assert Journey(DAY, (WALK, replace(BUS, arrive_s=29701)), "", "").minutes == 16


def test_only_main_roads_without_lights_for_walkers_count_as_unsignalled() -> None:
    kinds = (CrossingKind.SIGNALS, CrossingKind.ZEBRA, CrossingKind.JUNCTION_SIGNALS, CrossingKind.NONE)
    main = [crossing("Main Road", 10, kind) for kind in kinds]
    minor = [replace(each, walk_class=WalkClass.RESIDENTIAL) for each in main]
    assert unsignalled([*main, *minor]) == 3
