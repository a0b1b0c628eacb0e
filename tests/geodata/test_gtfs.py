"""GTFS files written by hand, read back; and that whatever is wrong with one is said by file, line and column."""

from datetime import date
from pathlib import Path

import pytest

from geodata.errors import TimetableError
from geodata.gtfs import read_gtfs
from tests.geodata.feeds import SmallFeed

STOP_TIMES = "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"


@pytest.fixture
def feed() -> SmallFeed:
    feed = SmallFeed({"a": (0, 0), "b": (1000, 0), "c": (2000, 0)})
    feed.trip("7", "a 08:00 b 08:05-08:06 c 08:10")
    return feed


def test_a_trip_is_read_with_its_line_its_stops_and_its_times(feed: SmallFeed, tmp_path: Path) -> None:
    timetable = feed.read(tmp_path)
    assert [timetable.stops[at].name for at in timetable.stop] == ["A Street", "B Street", "C Street"]
    assert timetable.arrival_s.tolist() == [28800, 29100, 29400]
    assert timetable.departure_s.tolist() == [28800, 29160, 29400]
    assert (timetable.lines[0].name, timetable.lines[0].operator) == ("7", "Oak Buses")
    assert timetable.headsigns == ("to 7",)


def test_times_past_midnight_count_on(feed: SmallFeed, tmp_path: Path) -> None:
    feed.trip("N1", "a 23:50 b 24:10")
    assert feed.read(tmp_path).arrival_s[-1] == 24 * 3600 + 600


def test_calls_are_put_in_order_of_their_sequence_and_those_without_a_time_are_counted(
    feed: SmallFeed, tmp_path: Path
) -> None:
    feed.files["stop_times.txt"] = STOP_TIMES + "t1,08:10:00,,c,9\nt1,,,b,5\nt1,,08:00:00,a,1\n"
    timetable = feed.read(tmp_path)
    assert timetable.arrival_s.tolist() == [28800, 29400]
    assert timetable.untimed == 1


def test_where_nobody_may_board_or_alight_is_kept(feed: SmallFeed, tmp_path: Path) -> None:
    feed.files["stop_times.txt"] = (
        STOP_TIMES.strip() + ",pickup_type,drop_off_type\nt1,08:00:00,08:00:00,a,1,0,1\nt1,08:10:00,08:10:00,c,2,1,0\n"
    )
    timetable = feed.read(tmp_path)
    assert timetable.may_board.tolist() == [True, False]
    assert timetable.may_alight.tolist() == [False, True]


def test_stations_are_no_stops(feed: SmallFeed, tmp_path: Path) -> None:
    feed.files["stops.txt"] = feed.texts()["stops.txt"].replace("stop_lon\n", "stop_lon,location_type\n") + (
        "station,Central,52.65,-0.70,1\n"
    )
    assert {stop.id for stop in feed.read(tmp_path).stops} == {"a", "b", "c"}


def test_calendars_and_their_exceptions_say_on_which_days_a_trip_runs(feed: SmallFeed, tmp_path: Path) -> None:
    feed.services["school"] = "1,1,1,1,1,0,0"
    feed.trip("8", "a 08:00 b 08:05", "school")
    feed.trip("9", "a 08:00 b 08:05", "fair")
    feed.files["calendar_dates.txt"] = (
        "service_id,date,exception_type\nschool,20260608,2\nschool,20260613,1\nfair,20260610,1\n"
    )
    timetable = feed.read(tmp_path)
    running = {
        day: {timetable.lines[timetable.line[trip]].name for trip in timetable.trips_on(date(2026, 6, day))}
        for day in (8, 9, 10, 13, 14)
    }
    assert running == {8: {"7"}, 9: {"7", "8"}, 10: {"7", "8", "9"}, 13: {"7", "8"}, 14: {"7"}}


def test_a_day_of_another_year_is_refused_with_the_days_that_there_are(feed: SmallFeed, tmp_path: Path) -> None:
    with pytest.raises(TimetableError, match="is for 2026-01-01 to 2026-12-31, and 2027-01-04 is not among its days"):
        feed.read(tmp_path).trips_on(date(2027, 1, 4))


@pytest.mark.parametrize(
    ("file", "before", "after", "told"),
    [
        ("stop_times.txt", "08:05:00", "8.05", "stop_times.txt, line 3, column arrival_time: '8.05' is no time"),
        (
            "stop_times.txt",
            "08:05:00",
            "07:55:00",
            r"line 3, column arrival_time: is before the bus has left .*\(line 2\)",
        ),
        ("stop_times.txt", "08:06:00", "08:04:00", "line 3, column departure_time: is before arrival_time"),
        ("stop_times.txt", ",b,", ",nowhere,", "line 3, column stop_id: there is no stop 'nowhere'"),
        ("stop_times.txt", ",b,1", ",b,2", "line 4, column stop_sequence: 2 stands twice"),
        ("stop_times.txt", ",b,1", ",b,one", "line 3, column stop_sequence: 'one' is no whole number"),
        ("stops.txt", "b,B Street,52", "b,B Street,152", "stops.txt, line 3, column stop_lat: '152"),
        ("stops.txt", "b,B Street,", "b,B Street,nan,", "stops.txt, line 3, column stop_lat: 'nan'"),
        ("trips.txt", "7,daily", "8,daily", "trips.txt, line 2, column route_id: there is no route '8'"),
        ("trips.txt", "7,daily", "7,never", "trips.txt, line 2, column service_id: there is no service 'never'"),
        ("calendar.txt", "20260101", "20260132", "calendar.txt, line 2, column start_date: '20260132' is no day"),
        ("calendar.txt", "1,1,1", "1,maybe,1", "calendar.txt, line 2, column tuesday: there is no tuesday 'maybe'"),
        ("routes.txt", "7,7,", "7,,", "routes.txt, line 2, column route_long_name: is empty"),
    ],
)
def test_a_bad_cell_is_named_by_file_line_and_column(
    feed: SmallFeed, tmp_path: Path, file: str, before: str, after: str, told: str
) -> None:
    text = feed.texts()[file]
    assert before in text
    feed.files[file] = text.replace(before, after, 1)
    with pytest.raises(TimetableError, match=told):
        feed.read(tmp_path)


def test_many_bad_rows_are_counted_and_the_first_are_told(feed: SmallFeed, tmp_path: Path) -> None:
    feed.files["stop_times.txt"] = STOP_TIMES + "t1,soon,soon,a,1\n" * 13
    with pytest.raises(TimetableError, match=r"line 11, column arrival_time: [^\n]*\nAnd 3 more\.$"):
        feed.read(tmp_path)


def test_frequencies_are_refused_in_a_sentence(feed: SmallFeed, tmp_path: Path) -> None:
    feed.files["frequencies.txt"] = "trip_id,start_time,end_time,headway_secs\n"
    assert len(feed.read(tmp_path).trip_ids) == 1
    feed.files["frequencies.txt"] += "t1,08:00:00,09:00:00,600\n"
    with pytest.raises(TimetableError, match="gives some trips as frequencies"):
        feed.read(tmp_path)


def test_a_file_that_is_absent_or_no_timetable_is_refused(feed: SmallFeed, tmp_path: Path) -> None:
    with pytest.raises(TimetableError, match="There is no timetable"):
        read_gtfs(tmp_path / "absent.zip")
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(TimetableError, match="is not a zip file"):
        read_gtfs(broken)
    whole = feed.write(tmp_path).read_bytes()
    broken.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(TimetableError, match="is not a zip file"):
        read_gtfs(broken)
    feed.files["trips.txt"] = "route_id,trip_id\n"
    with pytest.raises(TimetableError, match=r"trips\.txt lacks the column service_id"):
        feed.read(tmp_path)
    feed.files["trips.txt"] = "route_id,service_id,trip_id,trip_headsign\n7,daily,t1,Caf\udce9\n"
    with pytest.raises(TimetableError, match="not CSV in UTF-8"):
        feed.read(tmp_path)


def test_a_timetable_with_nothing_to_ride_is_refused(feed: SmallFeed, tmp_path: Path) -> None:
    feed.files["stop_times.txt"] = STOP_TIMES + "t1,08:00:00,08:00:00,a,1\n"
    with pytest.raises(TimetableError, match="holds no trip with two stops or more"):
        feed.read(tmp_path)
