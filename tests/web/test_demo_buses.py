"""The demonstration's buses: a timetable that is read like any other."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from geodata.gtfs import read_gtfs
from routing.files import Document, read_document
from tests.web.conftest import County
from web.demo_buses import write_timetable

TODAY = date(2026, 11, 26)


def document_of(county: County) -> Document:
    return read_document(county.plan)


def test_every_run_lends_its_road_to_a_line(county: County, tmp_path: Path) -> None:
    document = document_of(county)
    assert document.plan is not None
    write_timetable(tmp_path / "gtfs.zip", document, TODAY)
    timetable = read_gtfs(tmp_path / "gtfs.zip")
    assert len(timetable.lines) == len(list(document.plan.runs))
    first, last = timetable.days
    assert first < TODAY < last - timedelta(days=200)
    places = document.problem.places
    for run in document.plan.runs:
        for stop in run.stops:
            place = places.place(stop.place)
            near = min(abs(each.lat - place.lat) + abs(each.lon - place.lon) for each in timetable.stops)
            assert near < 0.004


def test_each_line_goes_there_and_back_on_weekdays_and_calls_every_few_hundred_metres(
    county: County, tmp_path: Path
) -> None:
    write_timetable(tmp_path / "gtfs.zip", document_of(county), TODAY)
    timetable = read_gtfs(tmp_path / "gtfs.zip")
    ends = {(timetable.stop[first], timetable.stop[after - 1]) for first, after in pairwise(timetable.first)}
    assert len(ends) == 2 * len(timetable.lines)
    assert {(end, start) for start, end in ends} == ends
    assert timetable.calendars[0].weekdays == (True,) * 5 + (False,) * 2
    riding_s = [timetable.arrival_s[at + 1] - timetable.departure_s[at] for at in range(timetable.first[1] - 1)]
    assert 30 < min(riding_s) <= max(riding_s) < 120


def test_the_same_plan_makes_the_same_file(county: County, tmp_path: Path) -> None:
    for name in ("one.zip", "two.zip"):
        write_timetable(tmp_path / name, document_of(county), TODAY)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
