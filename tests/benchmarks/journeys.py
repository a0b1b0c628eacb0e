"""Journeys over a real timetable and real streets: how many there are, and how long it takes to find one.

    python -m tests.benchmarks.journeys --homes 50 --schools 5

Homes are postcodes of Newport, schools those of its map; all pairs are asked on one school day, to be there by 08:40.
Times are CPU seconds of one process, warm: where the ends stand, what is near them on foot, and the journey; then the
making of it with names, turns, crossings and landmarks, for the pairs that have one. Every leg of what is found is
checked by other methods in ``tests/geodata/test_newport_journeys.py``.
"""

import argparse
import csv
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import process_time

import numpy as np

from geodata.gtfs import read_gtfs
from geodata.journeys import Ends, Itinerary, JourneyFinder
from geodata.places import Place, PlaceId
from geodata.postcodes import read_postcodes
from geodata.walk_map import read_walks
from geodata.walking import Walker
from travel_training.journey_making import JourneyMaker

SHARED_DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
DAY, BY_S = date(2023, 6, 13), 8 * 3600 + 2400
MAP, TIMETABLE = "osm/newport-2023-06-13.osm.pbf", "gtfs/newport-20230613_gtfs.zip"


@dataclass(frozen=True)
class Found:
    """What was found between a home and a school, and the CPU milliseconds that it took."""

    home: Place
    school: Place
    ends: Ends
    journeys: tuple[Itinerary, ...]
    milliseconds: float


def load(data: Path) -> JourneyFinder:
    """Return Newport, ready to be asked."""
    return JourneyFinder(Walker(read_walks(data / MAP)), read_gtfs(data / TIMETABLE))


def draw_homes(data: Path, finder: JourneyFinder, count: int) -> list[Place]:
    """Return postcodes drawn at random, of those that are on the map."""
    postcodes = read_postcodes(data / "places/postcodes_newport_onspd_2025-11.csv.gz")
    drawn = random.Random(1).sample(sorted(postcodes.points), 3 * count)  # noqa: S311 -- a sample, no secret
    standings = finder.walker.stand_anywhere([postcodes.get(code) for code in drawn])
    return [each.place for each in standings if each.off_m < 200][:count]


def draw_schools(data: Path, count: int) -> list[Place]:
    """Return schools with a name, drawn at random."""
    with (data / "places/schools_newport_osm.csv").open(encoding="utf-8") as file:
        named = [row for row in csv.DictReader(file) if row["name"]]
    drawn = random.Random(2).sample(named, count)  # noqa: S311 -- likewise
    return [Place(PlaceId(f"school-{at}"), float(row["lat"]), float(row["lon"])) for at, row in enumerate(drawn)]


def find_all(finder: JourneyFinder, homes: Sequence[Place], schools: Sequence[Place]) -> Iterator[Found]:
    """Yield what is found for every pair."""
    for home in homes:
        for school in schools:
            began = process_time()
            ends = finder.ends(home, school)
            journeys = finder.arrive_by(ends, DAY, BY_S)
            yield Found(home, school, ends, journeys, 1000 * (process_time() - began))


def report(found: Sequence[Found], made_ms: Sequence[float], loaded_s: float) -> str:
    """Return the figures in words."""
    with_one = [each for each in found if each.journeys]
    buses = [len(each.journeys[0].buses) for each in with_one]
    return (
        f"{len(found)} pairs; {len(with_one)} have a journey ({len(with_one) / len(found):.0%}): "
        f"{buses.count(0)} on foot, {buses.count(1)} by one bus, {sum(each > 1 for each in buses)} by two or three.\n"
        f"Loaded in {loaded_s:.1f} s. A query: {_spread([each.milliseconds for each in found])}.\n"
        f"With names, crossings and landmarks: {_spread(made_ms or [0.0])} more."
    )


def _spread(milliseconds: Sequence[float]) -> str:
    return f"median {np.median(milliseconds):.1f} ms, 95th percentile {np.percentile(milliseconds, 95):.1f} ms"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=SHARED_DATA)
    parser.add_argument("--homes", type=int, default=50)
    parser.add_argument("--schools", type=int, default=5)
    options = parser.parse_args()
    began = process_time()
    finder = load(options.data)
    homes, schools = draw_homes(options.data, finder, options.homes), draw_schools(options.data, options.schools)
    maker = JourneyMaker(finder)
    list(find_all(finder, homes[:5], schools))  # compiles, and finds the walks between stops
    loaded_s = process_time() - began
    found = list(find_all(finder, homes, schools))
    made_ms = []
    for each in found:
        if each.journeys:
            began = process_time()
            maker.journey(each.ends, each.journeys[0])
            made_ms.append(1000 * (process_time() - began))
    print(report(found, made_ms, loaded_s))  # noqa: T201 -- what it is for


if __name__ == "__main__":
    main()
