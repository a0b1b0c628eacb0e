"""Where people are, and how long a trainer takes: over roads where there are some, guessed where not, and said."""

from geodata import Place, PlaceId
from geodata.speeds import british_profile
from tests.geodata.small_roads import place, roads_of
from travel_training.timetable import PlaceId as TermPlace
from web.planning.ground import RoadsOfHere
from web.records.rows import row_of
from web.training.sites import journeys_between, places_of

HOME, SCHOOL, BASE = (TermPlace(name) for name in ("home-p1", "school-oak", "base-t1"))
HALL = row_of("places", {"place": "hall", "lat": "52.6", "lon": "-0.7"})


def found(**cells: str) -> tuple[float, float] | None:
    """Return where a trainer's base is."""
    where = places_of([row_of("trainers", {"trainer": "t1", **cells})], [HALL], lambda _: Place(PlaceId("x"), 1, 2))
    return (where["t1"].lat, where["t1"].lon) if where else None


def test_a_record_is_at_its_own_point_or_the_place_that_it_names_or_its_postcode() -> None:
    assert found(lat="52.5", lon="-0.5", base="hall") == (52.5, -0.5)
    assert found(base="hall", postcode="LE15 6HP") == (52.6, -0.7)
    assert found(postcode="LE15 6HP") == (1, 2)
    assert found() is None


def test_without_roads_minutes_are_guessed_and_it_is_said() -> None:
    told = journeys_between({HOME: place("a", 0), SCHOOL: place("b", 3000), BASE: None}, None)
    home, school, base = told.travel.minutes
    assert home == (0, 10, 0)
    assert school == (10, 0, 0)
    assert base == (0, 0, 0)
    assert "guessed from straight lines" in told.said
    assert "Nobody knows where base-t1 is" in told.said


def test_over_roads_a_detour_takes_its_time_and_beyond_the_map_it_is_guessed() -> None:
    round_about = roads_of([(0, 0), (0, 6000), (3000, 6000), (3000, 0)], [([0, 1, 2, 3], {})])
    here = RoadsOfHere(round_about, None, british_profile(), None)
    ends = {HOME: place("a", 0), SCHOOL: place("b", 3000), BASE: place("c", 50, 20_000)}
    told = journeys_between(ends, here)
    guessed = journeys_between(ends, None).travel.minutes
    assert told.travel.minutes[0][1] > 2 * guessed[0][1]
    assert told.travel.minutes[0][2] == guessed[0][2]
    assert "over the installation's roads" in told.said
