"""A drafted risk assessment names the hazards that the map can tell, says what it cannot, and never says it is done."""

from dataclasses import fields, replace
from datetime import date

import pytest

from geodata.landmarks import Passed
from geodata.walk_tags import CrossingKind, CrossingTags, LandmarkTags, Recorded, WalkClass
from tests.travel_training.test_journey_steps import BUS, crossing, stretch, walk
from travel_training.journey import BusLeg, EasierWalk, Journey, WalkLeg
from travel_training.journey_hazards import NOTHING
from travel_training.journey_risk import DraftAssessment, DraftLine, HazardKind, draft_assessment

DAY = date(2026, 6, 8)
WINTER = [date(2026, 12, day) for day in (1, 2, 3)]


def journey(*legs: WalkLeg | BusLeg) -> Journey:
    return Journey(DAY, legs, "2026-01-01", "buses.zip")


def lines(*legs: WalkLeg | BusLeg, kind: HazardKind | None = None) -> list[DraftLine]:
    """Return the lines of one kind, or all of them but the one of help, which no draft lacks."""
    drafted = draft_assessment(journey(*legs)).lines
    return [line for line in drafted if line.hazard == kind or (kind is None and line.hazard != HazardKind.HELP)]


PATH = stretch("", 0, 100, 0, WalkClass.FOOTWAY)


def test_a_draft_has_no_place_for_a_signature_and_says_that_it_is_a_draft() -> None:
    drafted = draft_assessment(journey(walk(PATH)))
    assert {field.name for field in fields(DraftAssessment)} == {"lines", "map_date", "timetable"}
    assert "It is not a risk assessment until a person" in drafted.warning
    assert (drafted.map_date, drafted.timetable) == ("2026-01-01", "buses.zip")


def test_every_crossing_has_its_line_where_it_is_met() -> None:
    met = tuple(crossing(name, at, CrossingKind.NONE) for name, at in (("Elm Street", 10), ("", 50)))
    found = lines(walk(PATH, crossings=met), kind=HazardKind.CROSSING)
    assert [line.where for line in found] == ["Elm Street, 10 m into the walk", "The main road, 50 m into the walk"]
    assert all(line.at == (52.0, 0.0) for line in found)
    assert all(line.says.startswith("no crossing recorded, road of class secondary") for line in found)


def test_what_is_not_recorded_of_a_crossing_is_said_and_never_taken_for_no() -> None:
    (silent,) = lines(
        walk(PATH, crossings=(crossing("Elm Street", 10, CrossingKind.SIGNALS),)), kind=HazardKind.CROSSING
    )
    for name in ("speed limit", "how many lanes", "an island", "tactile paving", "a sound for the green figure"):
        assert name in silent.lacks
    tags = CrossingTags(CrossingKind.SIGNALS, island=Recorded.NO, tactile=Recorded.YES, sound=Recorded.NO)
    recorded = replace(crossing("Elm Street", 10, CrossingKind.SIGNALS), tags=tags, limit_mph=30, lanes=2)
    (told,) = lines(walk(PATH, crossings=(recorded,)), kind=HazardKind.CROSSING)
    for name in ("no island", "tactile paving", "no sound for the green figure", "limit 30 mph", "2 lanes"):
        assert name in told.says
    assert told.lacks == "a lowered kerb, how much traffic, how far one sees"


@pytest.mark.parametrize("kind", CrossingKind)
def test_every_kind_of_crossing_has_a_measure(kind: CrossingKind) -> None:
    drafted = lines(walk(PATH, crossings=(crossing("", 10, kind),)))
    (line,) = (line for line in drafted if line.hazard in {HazardKind.CROSSING, HazardKind.RAILWAY})
    assert line.measure.endswith(".")
    assert (line.hazard == HazardKind.RAILWAY) == (kind == CrossingKind.RAILWAY)


def test_each_main_road_without_a_recorded_pavement_has_a_line_and_minor_roads_share_one() -> None:
    main = stretch("Main Road", 0, 300, 0, WalkClass.TERTIARY)
    minor = [stretch(name, at, 100, 0) for name, at in (("Elm Street", 300), ("Ash Street", 400))]
    found = lines(walk(main, *minor, replace(main, at_m=500)), kind=HazardKind.NO_PAVEMENT)
    assert [line.where for line in found] == ["Main Road, a tertiary road", "Minor roads: Elm Street, Ash Street"]
    assert found[0].lacks == "whether there is a pavement on 600 m, on which side, how wide"
    paved = replace(main, footway=Recorded.YES)
    assert lines(walk(paved), kind=HazardKind.NO_PAVEMENT) == []
    (bare,) = lines(walk(replace(main, footway=Recorded.NO)), kind=HazardKind.NO_PAVEMENT)
    assert (bare.says, bare.lacks) == ("no pavement on 300 m", NOTHING)


def test_steps_rough_ground_and_quiet_paths_are_named() -> None:
    stairs = stretch("", 0, 5, 0, WalkClass.STEPS)
    muddy = replace(stretch("Mill Lane", 5, 400, 0, WalkClass.TRACK), paved=Recorded.NO)
    lonely = stretch("", 405, 200, 0, WalkClass.PATH)
    kinds = [line.hazard for line in lines(walk(stairs, muddy, lonely))]
    assert kinds == [HazardKind.STEPS, HazardKind.ROUGH, HazardKind.QUIET]


def test_an_easier_walk_is_named_beside_the_shortest() -> None:
    shortest = walk(PATH, crossings=(crossing("", 10, CrossingKind.NONE),))
    assert lines(shortest, kind=HazardKind.EASIER) == []
    easier = EasierWalk(180, (crossing("", 10, CrossingKind.SIGNALS),), ((52.0, 0.0), (52.0, 0.0)))
    (line,) = lines(replace(shortest, easier=easier), kind=HazardKind.EASIER)
    assert line.says == (
        "this walk crosses 1 main road, 1 without recorded lights for walkers; "
        "another of 180 m crosses 1 main road, 0 without recorded lights for walkers"
    )


def test_places_where_one_may_ask_for_help_are_named_once_and_their_lack_is_said() -> None:
    def passed(name: str, *, safe: bool) -> Passed:
        return Passed(LandmarkTags(name, "library", safe), 10, 5, 1)

    along = tuple(passed(name, safe=name != "The Oak") for name in ("Library", "The Oak", "Library"))
    (line,) = lines(walk(PATH, landmarks=along), kind=HazardKind.HELP)
    assert line.says == "places with people near the way: Library (library)"
    (line,) = lines(walk(PATH), kind=HazardKind.HELP)
    assert line.says == "no named place recorded near the way"


def test_each_wait_each_missed_bus_and_each_ride_has_a_line() -> None:
    kinds = [line.hazard for line in lines(walk(PATH), BUS)]
    assert kinds == [HazardKind.WAITING, HazardKind.MISSED, HazardKind.RIDING]
    (waiting,) = lines(walk(PATH), BUS, kind=HazardKind.WAITING)
    assert waiting.says == "2 minutes for bus 7 to Town at 08:07"


def test_a_change_and_a_lonely_stop_are_named() -> None:
    second = replace(BUS, leave_s=30000, arrive_s=30300, is_lonely=True, if_missed=None)
    found = lines(BUS, second)
    assert sum(line.hazard == HazardKind.CHANGING for line in found) == 1
    assert sum(line.hazard == HazardKind.LONELY_STOP for line in found) == 1
    assert "no later bus that day" in [line.says for line in found]


def test_the_dark_days_are_counted_with_what_is_known_of_lights() -> None:
    lit = replace(PATH, lit=Recorded.YES)
    early = replace(walk(lit, replace(PATH, at_m=100)), leave_s=7 * 3600, arrive_s=7 * 3600 + 600)
    assert lines(early, kind=HazardKind.DARK) == []
    (dark,) = (
        line for line in draft_assessment(journey(early), [DAY, *WINTER]).lines if line.hazard == HazardKind.DARK
    )
    assert "on 3 of 4 days, first 2026-12-01, last 2026-12-03" in dark.says
    assert "on foot 100 m lit, 0 m not lit" in dark.says
    assert dark.lacks == "street lights on 100 m"


def test_days_without_the_journey_are_named() -> None:
    (line,) = (
        line
        for line in draft_assessment(journey(walk(PATH)), [DAY], WINTER).lines
        if line.hazard == HazardKind.OTHER_DAYS
    )
    assert line.says == "these stops do not serve on 3 days: 2026-12-01, 2026-12-02, 2026-12-03"
