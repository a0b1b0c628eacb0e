"""Small GTFS files written by hand: stops by name, trips as lines of text."""

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from geodata.gtfs import read_gtfs
from geodata.timetable import Timetable
from tests.geodata.walks import spot

ALL_DAYS = "1,1,1,1,1,1,1"


@dataclass
class SmallFeed:
    """A timetable in the making.

    Stops are placed in metres east and north of the corner of a small map. A trip reads ``"a 08:00 b 08:10-08:12"``;
    the service "daily" runs every day of 2026, and others as ``services`` says.
    """

    stops: dict[str, tuple[float, float]]
    trips: list[tuple[str, str, str]] = field(default_factory=list)
    services: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    def trip(self, line: str, calls: str, service: str = "daily") -> str:
        """Add a trip and return its id."""
        self.trips.append((line, service, calls))
        return f"t{len(self.trips)}"

    def texts(self) -> Mapping[str, str]:
        """Return the text of each file."""
        places = {name: spot(*where) for name, where in self.stops.items()}
        stops = [f"{name},{name.upper()} Street,{place.lat:.7f},{place.lon:.7f}" for name, place in places.items()]
        lines = dict.fromkeys(line for line, _, _ in self.trips)
        services = {"daily": ALL_DAYS, **self.services}
        calls = [
            f"t{number},{arrival},{departure},{stop},{at}"
            for number, (_, _, text) in enumerate(self.trips, start=1)
            for at, (stop, arrival, departure) in enumerate(_calls(text))
        ]
        trips = [f"{line},{service},t{n},to {line}" for n, (line, service, _) in enumerate(self.trips, start=1)]
        return {
            "agency.txt": "agency_id,agency_name\nbus,Oak Buses\n",
            "stops.txt": _table("stop_id,stop_name,stop_lat,stop_lon", stops),
            "routes.txt": _table("route_id,route_short_name,route_type", [f"{line},{line},3" for line in lines]),
            "calendar.txt": _table(
                "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date",
                [f"{name},{days},20260101,20261231" for name, days in services.items()],
            ),
            "trips.txt": _table("route_id,service_id,trip_id,trip_headsign", trips),
            "stop_times.txt": _table("trip_id,arrival_time,departure_time,stop_id,stop_sequence", calls),
            **self.files,
        }

    def write(self, folder: Path) -> Path:
        """Write the timetable into a folder and return the file."""
        path = folder / "small.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for name, text in self.texts().items():
                archive.writestr(name, text.encode("utf-8", "surrogateescape"))
        return path

    def read(self, folder: Path) -> Timetable:
        """Return the timetable as it is read back."""
        return read_gtfs(self.write(folder))


def _calls(text: str) -> list[tuple[str, str, str]]:
    words = text.split()
    times = [time.partition("-") for time in words[1::2]]
    return [
        (stop, f"{arrival}:00", f"{departure or arrival}:00")
        for stop, (arrival, _, departure) in zip(words[::2], times, strict=True)
    ]


def _table(header: str, rows: list[str]) -> str:
    return "\n".join([header, *rows, ""])
