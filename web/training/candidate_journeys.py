"""A first look for a journey on foot and by bus for each candidate: whether there is one, how long, over which roads.

It is only a look, with an ordinary walker's pace, at one day's timetable. The journey that somebody is taught is drawn
up for them (``journeys``), walked by a person, and signed.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from geodata import Place
from geodata.errors import GeodataError
from geodata.journeys import JourneyLimits
from geodata.timetable import Timetable
from routing.authority.cells import CLOCK
from travel_training.candidates import JourneyFacts
from travel_training.journey import Journey
from travel_training.journey_making import JourneyMaker
from web.planning.ground import has_roads, roads_of
from web.records.rows import Row
from web.settings import Settings
from web.store import Kept
from web.store.seats import EstimateKind
from web.training.journeys import finder_of, missing
from web.training.sites import places_of

_WEEK = 7


@dataclass(frozen=True, slots=True)
class Whence:
    """Where pupils live and where their schools are, as far as that is known.

    Parameters
    ----------
    homes, gates
        By pupil, and by school: its first gate.
    schools
        The records of the schools.
    """

    homes: Mapping[str, Place]
    gates: Mapping[str, Place]
    schools: Mapping[str, Row]


def whence(kept: Kept, settings: Settings) -> Whence:
    """Return where everybody lives and learns."""
    find = roads_of(settings).find_postcode if has_roads(settings) else None
    named, schools = kept.records.list_kind("places"), kept.records.list_kind("schools")
    return Whence(
        homes=places_of(kept.records.list_kind("pupils"), named, find),
        gates=places_of(schools, named, find),
        schools={row.key: row for row in schools},
    )


def look_for_journeys(
    settings: Settings, where: Whence, school_of: Mapping[str, str], day: date
) -> dict[str, JourneyFacts]:
    """Return what was found for each pupil for whom one could look; nothing without ways to walk and buses here.

    Parameters
    ----------
    school_of
        The pupils, each with their school.
    day
        A school day; where the timetable does not speak of it, the same day of the first week that it speaks of.
    """
    if missing(settings):
        return {}
    finder = finder_of(settings, JourneyLimits())
    maker, when = JourneyMaker(finder), spoken_of(finder.timetable, day)
    found = {}
    for pupil, school in school_of.items():
        home, gate, row = where.homes.get(pupil), where.gates.get(school), where.schools.get(school)
        if home is None or gate is None or row is None or not row["starts"]:
            continue
        try:
            there = maker.plan(home, gate, [when], CLOCK.read(row["starts"]), None).there
        except GeodataError:
            continue  # home or school is off the map of ways to walk: nobody can look
        found[pupil] = JourneyFacts(exists=False) if there is None else _facts(there)
    return found


def spoken_of(timetable: Timetable, day: date) -> date:
    """Return a day, or the same day of the first week of which a timetable speaks."""
    first, last = timetable.days
    return day if first <= day <= last else first + timedelta(days=(day.weekday() - first.weekday()) % _WEEK)


def _facts(journey: Journey) -> JourneyFacts:
    return JourneyFacts(
        exists=True,
        minutes=journey.minutes,
        changes=journey.changes,
        crossings_unsignalled=journey.crossings_unsignalled,
        walk_m=journey.walk_m,
    )


def keep_journeys(kept: Kept, day: date, found: Mapping[str, JourneyFacts]) -> None:
    """Keep what was found, in the place of all that was found before."""
    told = {pupil: asdict(facts) for pupil, facts in found.items()}
    kept.seats.keep_estimates(EstimateKind.JOURNEY, day, told, are_all=True)


def journeys_found(kept: Kept) -> Mapping[str, JourneyFacts]:
    """Return what was last found, by pupil."""
    return {each.pupil: JourneyFacts(**each.found) for each in kept.seats.list_estimates(EstimateKind.JOURNEY)}
