"""``waymark journeys`` over a small town: what it prints, and what it says of bad input."""

from pathlib import Path

import pytest

from geodata.walk_cache import FILE_NAME
from tests.geodata.feeds import SmallFeed
from tests.travel_training.test_journey_making import HOME, SCHOOL, town
from tests.travel_training.test_journey_making import feed as feed  # noqa: PLC0414 -- a fixture
from web.cli import main

MONDAY = ["--day", "2026-06-08"]


@pytest.fixture
def world(feed: SmallFeed, tmp_path: Path) -> list[str]:
    """Return the options that name a timetable and roads that were built."""
    roads = tmp_path / "roads"
    assert main(["roads", "build", str(town().write(tmp_path)), "--out", str(roads), "--no-tiles", "--quiet"]) == 0
    return ["--gtfs", str(feed.write(tmp_path)), "--roads", str(roads)]


PLACES = ["--from", f"{HOME.lat},{HOME.lon}", "--to", f"{SCHOOL.lat},{SCHOOL.lon}"]


def test_a_journey_there_and_back_is_printed_step_by_step(world: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    days = [*MONDAY, "--day", "2026-06-12"]
    assert main(["journeys", *world, *PLACES, "--arrive", "08:40", "--home", "15:10", *days]) == 0
    said = capsys.readouterr().out
    assert "To be there by 08:40, 2026-06-08:" in said
    assert "Cross Main Road at the zebra crossing." in said
    assert "for bus 1 to to 1. It comes at 08:10." in said
    assert "These stops do not serve on 2026-06-12." in said
    assert "Home, from 15:10" in said
    assert "The last one home leaves at" in said
    assert "risk assessment" not in said


def test_risks_are_drafted_on_request(world: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["journeys", *world, *PLACES, "--arrive", "08:40", *MONDAY, "--risks"]) == 0
    assert "It is not a risk assessment until a person" in capsys.readouterr().out


def test_a_postcode_is_a_place_where_a_file_says_so(
    world: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    postcodes = tmp_path / "postcodes.csv"
    postcodes.write_text(f"postcode,lat,long\nLE15 6SD,{HOME.lat},{HOME.lon}\n", encoding="utf-8")
    places = ["--from", "le15 6sd", *PLACES[2:]]
    assert main(["journeys", *world, *places, "--arrive", "08:40", *MONDAY]) == 2
    assert "say with --postcodes where postcodes are" in capsys.readouterr().err
    assert main(["journeys", *world, *places, "--arrive", "08:40", *MONDAY, "--postcodes", str(postcodes)]) == 0


def test_where_there_is_none_it_says_so_and_ends_with_one(world: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["journeys", *world, *PLACES, "--arrive", "05:00", *MONDAY]) == 1
    assert capsys.readouterr().out == "To be there by 05:00: there is no journey on foot and by bus.\n"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ([*PLACES[:3], "somewhere", *MONDAY], "--to somewhere: expected degrees as"),
        ([*PLACES[:3], "91,0", *MONDAY], "lat must be from -90 to 90 degrees"),
        ([*PLACES[:3], "53.9,-0.7", *MONDAY], "Farther than 250 m from any way to walk on the map: --to"),
        ([*PLACES, "--day", "2031-01-01"], "2031-01-01 is not among its days"),
    ],
)
def test_bad_input_is_a_sentence(
    world: list[str], options: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["journeys", *world, *options, "--arrive", "08:40"]) == 2
    said = capsys.readouterr()
    assert told in said.err
    assert said.out == ""


def test_roads_without_ways_to_walk_say_what_to_run(
    world: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "roads" / FILE_NAME).unlink()
    assert main(["journeys", *world, *PLACES, "--arrive", "08:40", *MONDAY]) == 2
    assert "waymark roads build" in capsys.readouterr().err


def test_a_time_that_is_none_is_refused(world: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["journeys", *world, *PLACES, "--arrive", "25:00"])
    assert end.value.code == 2
    assert "expected a time of day as HH:MM, not '25:00'" in capsys.readouterr().err
