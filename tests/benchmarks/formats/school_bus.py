"""School buses: the format of Park, Tae and Kim (2012), as Bertsimas, Delarue and Martin (2019) read it.

Coordinates in feet, driven along the axes at 20 miles an hour; a stop of so many pupils takes 19 seconds and 2.6 more
for each; a bus is at a school 154.4 seconds before the school starts, and free again when it does; every bus begins and
ends at one yard. The objective is the number of buses. The judge reads the files alone.
"""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path

YARD = (105_600.0, 105_600.0)
FEET_A_SECOND = 29.3333
SEATS = 66
STOP_S, EACH_S = 19.0, 2.6
SET_DOWN_S = 154.4
LITTLE_S = 1e-6

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class BusSchool:
    """A school: where it is, and when it starts, in seconds after midnight."""

    at: Point
    starts_s: float


@dataclass(frozen=True, slots=True)
class BusStop:
    """A stop: where it is, for which school, and how many pupils wait there."""

    at: Point
    school: str
    pupils: int

    @property
    def boarding_s(self) -> float:
        """How long boarding takes."""
        return STOP_S + EACH_S * self.pupils


@dataclass(frozen=True, slots=True)
class BusInstance:
    """Schools and stops by their ids, and how long a pupil may ride."""

    schools: Mapping[str, BusSchool]
    stops: Mapping[str, BusStop]
    ride_limit_s: float


@dataclass(frozen=True, slots=True)
class BusVisit:
    """A stop or a school that a bus visits, and from when until when it stands there."""

    id: str
    arrives_s: float
    leaves_s: float


def drive_s(one: Point, other: Point) -> float:
    """Return how long a bus takes from one point to another."""
    return (abs(one[0] - other[0]) + abs(one[1] - other[1])) / FEET_A_SECOND


def read_school_bus(folder: Path, ride_limit_s: float) -> BusInstance:
    """Return an instance from the two files of its folder.

    Raises
    ------
    ValueError
        Names the file and the line that holds what it must not.
    """
    schools = {
        row["ID"]: BusSchool(_point(row, "X", "Y"), _clock_s(row["AMEARLY"])) for row in _rows(folder / "Schools.txt")
    }
    stops = {}
    for row in _rows(folder / "Stops.txt"):
        if row["EP_ID"] not in schools:
            raise ValueError(f"{folder.name}, stop {row['ID']}: there is no school {row['EP_ID']}.")
        point, pupils = _point(row, "X_COORD", "Y_COORD"), int(row["STUDENT_COUNT"])
        if not 1 <= pupils <= SEATS:
            raise ValueError(f"{folder.name}, stop {row['ID']}: {pupils} pupils do not fit one bus of {SEATS}.")
        stops[row["ID"]] = BusStop(point, row["EP_ID"], pupils)
    return BusInstance(schools, stops, ride_limit_s)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines, delimiter="\t"), 2):
            if None in row or None in row.values():
                raise ValueError(f"{path.parent.name}/{path.name}, line {number}: it has not the columns of the first.")
            yield row


def _point(row: Mapping[str, str], x: str, y: str) -> Point:
    return float(row[x]), float(row[y])


def _clock_s(text: str) -> float:
    hours, minutes = divmod(int(text), 100)
    return 3600.0 * hours + 60.0 * minutes


def judge_buses(instance: BusInstance, buses: Sequence[Sequence[BusVisit]]) -> list[str]:
    """Return each way in which buses break the format's rules; none if they are as they should be."""
    known = {*instance.stops, *instance.schools}
    if unknown := [visit.id for bus in buses for visit in bus if visit.id not in known]:
        return [f"there is no {each}" for each in unknown]
    wrong = [said for bus in buses for said in (*_wrong_times(instance, bus), *_wrong_aboard(instance, bus))]
    times = Counter(visit.id for bus in buses for visit in bus)
    return wrong + [f"stop {stop} is visited {times[stop]} times" for stop in instance.stops if times[stop] != 1]


def _wrong_times(instance: BusInstance, bus: Sequence[BusVisit]) -> Iterator[str]:
    """Yield each drive and boarding for which there is no time, and each school served too late or left too soon."""
    here, free_s = YARD, -inf
    for visit in bus:
        stop, school = instance.stops.get(visit.id), instance.schools.get(visit.id)
        point = instance.schools[visit.id].at if stop is None else stop.at
        if visit.arrives_s + LITTLE_S < free_s + drive_s(here, point):
            yield f"no bus can be at {visit.id} by {visit.arrives_s:.1f}"
        if stop is not None and visit.leaves_s - visit.arrives_s + LITTLE_S < stop.boarding_s:
            yield f"{stop.pupils} pupils cannot board at {visit.id} in {visit.leaves_s - visit.arrives_s:.1f} s"
        if school is not None and visit.arrives_s > school.starts_s - SET_DOWN_S + LITTLE_S:
            yield f"a bus is at school {visit.id} too late to set down"
        if school is not None and visit.leaves_s + LITTLE_S < school.starts_s:
            yield f"a bus leaves school {visit.id} before it starts"
        here, free_s = point, visit.leaves_s


def _wrong_aboard(instance: BusInstance, bus: Sequence[BusVisit]) -> Iterator[str]:
    """Yield where there are no seats, and who rides too long or is never set down."""
    boarded_s: dict[str, float] = {}
    for visit in bus:
        if visit.id in instance.stops:
            boarded_s[visit.id] = visit.leaves_s
            if sum(instance.stops[each].pupils for each in boarded_s) > SEATS:
                yield f"there are no seats for all aboard from {visit.id}"
            continue
        for each in [each for each in boarded_s if instance.stops[each].school == visit.id]:
            ride_s = visit.arrives_s - boarded_s.pop(each)
            if ride_s > instance.ride_limit_s + LITTLE_S:
                yield f"those of stop {each} ride {ride_s:.1f} s"
    for each in boarded_s:
        yield f"those of stop {each} are never set down"
