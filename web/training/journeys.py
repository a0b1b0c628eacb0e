"""A trainee's journey: found over the installation's ways to walk and its bus timetable, drafted, finished by a person.

The document of a journey holds where somebody lives: it is kept sealed. The risk assessment in it is a draft until a
person has made the journey, looked at every line, and signs.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from geodata import Place
from geodata.errors import UnreachableError
from geodata.gtfs import read_gtfs
from geodata.journeys import JourneyFinder, JourneyLimits
from geodata.timetable import Timetable
from geodata.walk_cache import FILE_NAME, load_walks
from geodata.walking import Walker
from geodata.walking_distance import METRES_PER_MILE, measure
from travel_training.encoding import decode, encode
from travel_training.journey import Journey, JourneyPlan
from travel_training.journey_files import plan_from_json, plan_to_json
from travel_training.journey_making import JourneyMaker
from travel_training.journey_risk import draft_assessment
from travel_training.people import Scope
from web.settings import Settings

LIMITS_MILES = (2, 3)
"""Of the law: under 8 years, and from 8."""
THERE, BACK = "To school", "Home"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One hazard of a journey.

    Parameters
    ----------
    says, lacks
        What the map and the timetable say of it, and what they do not; empty where a person has found it.
    measure
        What is done about it: proposed at first, then as a person has written it.
    answer
        What a person has said of it: ``""`` nothing yet, ``"stands"`` or ``"struck"``.
    seen
        What a person saw there.
    """

    way: str
    hazard: str
    where: str
    says: str = ""
    lacks: str = ""
    measure: str = ""
    answer: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance:
    """How far it is on foot to the nearest gate, by the one published method; what each limit of the law says."""

    metres: int
    along_m: int
    to_way_m: int
    to_gate_m: int
    no_footway_m: int
    map_date: str
    two_miles: str
    three_miles: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a journey is drawn up for: to be there by, to leave from; how fast and how far one walks."""

    by_s: int
    from_s: int
    walk_mps: float = 1.2
    to_stop_m: int = 1000
    all_the_way_m: int = 1600

    @property
    def limits(self) -> JourneyLimits:
        """What the finder is asked."""
        return JourneyLimits(
            walk_mps=self.walk_mps, to_stop_m=float(self.to_stop_m), all_the_way_m=float(self.all_the_way_m)
        )


@dataclass(frozen=True, kw_only=True)
class TrainedJourney:
    """A journey as a document.

    Parameters
    ----------
    distance
        None where it cannot be measured; ``distance_said`` says why.
    walked_on
        The day on which whoever assesses it made the journey.
    """

    plan: JourneyPlan
    asked: Asked
    distance: Distance | None
    distance_said: str
    lines: tuple[Line, ...]
    walked_on: date | None = None
    note: str = ""

    @property
    def open_lines(self) -> int:
        """How many lines nobody has answered."""
        return sum(not line.answer for line in self.lines)

    def lacks(self, scope: Scope) -> Iterator[str]:
        """Yield what is missing before it may be signed, for a trainee with whom that scope has been agreed."""
        if scope is not Scope.FROM_SCHOOL and self.plan.there is None:
            yield "no journey to school was found: draw up another"
        if scope is not Scope.TO_SCHOOL and self.plan.back is None:
            yield "no journey home was found: draw up another"
        if self.walked_on is None:
            yield "nobody has said on which day they made the journey"
        if self.open_lines:
            yield f"lines that nobody has looked at: {self.open_lines}"

    def to_json(self) -> dict[str, Any]:
        """Return it as an object of JSON."""
        rest = _Rest(self.asked, self.distance, self.distance_said, self.lines, self.walked_on, self.note)
        return {"plan": plan_to_json(self.plan), "rest": encode(rest)}


@dataclass(frozen=True, slots=True)
class _Rest:
    """What of a document is not the plan, which has a writing of its own."""

    asked: Asked
    distance: Distance | None
    distance_said: str
    lines: tuple[Line, ...]
    walked_on: date | None
    note: str


def journey_from_json(document: Mapping[str, Any]) -> TrainedJourney | None:
    """Return the journey that ``to_json`` wrote; None if the document is another's."""
    if not {"plan", "rest"} <= document.keys():
        return None
    rest = decode(_Rest, document["rest"])
    return TrainedJourney(
        plan=plan_from_json(document["plan"]),
        asked=rest.asked,
        distance=rest.distance,
        distance_said=rest.distance_said,
        lines=rest.lines,
        walked_on=rest.walked_on,
        note=rest.note,
    )


# -- what an installation has ------------------------------------------------------------------------------------------


def missing(settings: Settings) -> list[str]:
    """Return a sentence for each thing without which no journey can be found here, and how it is added."""
    walks, gtfs = settings.roads_folder / FILE_NAME, settings.gtfs_file
    said = []
    if not walks.is_file():
        said.append(
            f"The ways to walk ({walks}) are missing: run `waymark roads build COUNTY.osm.pbf --out "
            f"{settings.roads_folder}` again, which now keeps them beside the roads."
        )
    if not gtfs.is_file():
        said.append(
            f"The bus timetable ({gtfs}) is missing: fetch your area's GTFS file from the Bus Open Data Service, and "
            "put it there, or name another place with WAYMARK_GTFS."
        )
    return said


def finder_of(settings: Settings, limits: JourneyLimits) -> JourneyFinder:
    """Return the streets and buses of an installation, made ready; read once by each process.

    Raises
    ------
    MapFileError, TimetableError
        A file is absent or corrupt; the text says what to do.
    """
    files = (settings.roads_folder / FILE_NAME, settings.gtfs_file)
    stamps = tuple(file.stat().st_mtime_ns if file.is_file() else 0 for file in files)
    return _finder(*files, stamps, limits)


@lru_cache(maxsize=4)
def _finder(walks: Path, gtfs: Path, stamps: tuple[int, ...], limits: JourneyLimits) -> JourneyFinder:
    return JourneyFinder(_walker(walks, stamps), _timetable(gtfs, stamps), limits)


@lru_cache(maxsize=1)
def _walker(walks: Path, _stamps: tuple[int, ...]) -> Walker:
    return Walker(load_walks(walks.parent))


@lru_cache(maxsize=1)
def _timetable(gtfs: Path, _stamps: tuple[int, ...]) -> Timetable:
    return read_gtfs(gtfs)


# -- drawing up --------------------------------------------------------------------------------------------------------


def draw_up(
    settings: Settings, home: Place, gates: Sequence[Place], days: Sequence[date], asked: Asked
) -> TrainedJourney:
    """Return a journey from home to the nearest gate and back, with what can be drafted of its risk assessment.

    Parameters
    ----------
    days
        School days on which it is made, at least one; those of which the timetable does not speak are left out.

    Raises
    ------
    GeodataError
        Something is missing, or home or school is off the map; the text says what to do.
    """
    finder = finder_of(settings, asked.limits)
    first, last = finder.timetable.days
    spoken_of = [day for day in days if first <= day <= last] or list(days[:1])
    distance, said, gate = _measured(finder.walker, home, gates)
    plan = JourneyMaker(finder).plan(home, gate, spoken_of, asked.by_s, asked.from_s)
    lines = (
        *_drafted(THERE, plan.there, spoken_of, plan.there_lacking),
        *_drafted(BACK, plan.back, spoken_of, plan.back_lacking),
    )
    return TrainedJourney(plan=plan, asked=asked, distance=distance, distance_said=said, lines=lines)


def _measured(walker: Walker, home: Place, gates: Sequence[Place]) -> tuple[Distance | None, str, Place]:
    try:
        found = measure(walker, home, gates)
    except UnreachableError as why:
        return None, str(why), gates[0]
    walk = found.walk
    two, three = (str(found.answer(miles * METRES_PER_MILE)) for miles in LIMITS_MILES)
    distance = Distance(
        metres=round(walk.total_m),
        along_m=round(walk.along_m),
        to_way_m=round(walk.start.off_m),
        to_gate_m=round(walk.end.off_m),
        no_footway_m=round(found.no_footway_m),
        map_date=found.map_date,
        two_miles=two,
        three_miles=three,
    )
    return distance, "", walk.end.place


def _drafted(way: str, journey: Journey | None, days: Sequence[date], lacking: Sequence[date]) -> tuple[Line, ...]:
    if journey is None:
        return ()
    drafted = draft_assessment(journey, days, lacking)
    return tuple(
        Line(
            way=way,
            hazard=str(each.hazard),
            where=each.where,
            says=each.says,
            lacks=each.lacks,
            measure=each.measure,
        )
        for each in drafted.lines
    )
