from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from routing.authority import Calendar, Event, EventKind, read_authority
from routing.commands import Effort
from routing.console import Exit, Teller
from routing.files import read_document
from routing.problem import Direction
from tests.web.conftest import County
from web import demo
from web.cli import main
from web.paper.run_sheets import Imprint


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a small demonstration."""
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo, "PUPILS", 10)
        patch.setattr(demo, "SCHOOLS", 2)
        effort = Effort(seconds=0.3, seed=1)
        day, halves = demo.demonstrate(folder, date(2026, 11, 22), effort, Teller(quiet=True))
    authority = read_authority(folder / "authority")
    for half in halves.values():
        demo.write_results(folder, half, authority, Imprint("0123abcd", "now"))
    (folder / "said.txt").write_text("\n".join(demo.report(day, halves, Path("waymark-demo"))), encoding="utf-8")
    return folder


def test_both_directions_are_planned_and_keep_every_rule(shown: Path) -> None:
    for direction in Direction:
        assert main(["check", str(shown / f"plan-{direction.value}.json")]) == Exit.FINE


def test_sheets_maps_and_tables_are_there(shown: Path) -> None:
    for way in ("to-school", "from-school"):
        for name in (f"map-{way}.html", f"run-sheets-{way}/index.html", f"csv-{way}/runs.csv", f"plan-{way}.gpkg"):
            assert (shown / name).stat().st_size > 0


def test_schools_go_by_name_and_people_by_reference(shown: Path) -> None:
    names = read_authority(shown / "authority").names
    page = (shown / "map-to-school.html").read_text(encoding="utf-8")
    assert all(name in page for name in names["schools"].values())
    assert not [name for name in names["pupils"].values() if name in page]


def test_it_says_that_the_county_is_invented(shown: Path) -> None:
    assert "Invented county: no such place exists" in (shown / "map-to-school.html").read_text(encoding="utf-8")
    assert "OpenStreetMap" not in (shown / "map-to-school.html").read_text(encoding="utf-8")


def test_it_says_what_it_did_what_it_cost_and_what_to_do_next(shown: Path) -> None:
    said = (shown / "said.txt").read_text(encoding="utf-8")
    assert "Monday 23 November 2026 in an invented county" in said
    assert "a pupil\n" in said
    assert "every rule is kept" in said
    assert "waymark-demo" in said
    assert "waymark roads build COUNTY.osm.pbf --out roads" in said
    assert "£" in said


def test_money_is_told_without_the_price_of_the_unplaced(shown: Path) -> None:
    document = read_document(shown / "plan-to-school.json")
    kinds = document.summary["cost_by_kind"]
    paid = document.summary["cost_pence"] - sum(kinds.get(kind, 0) for kind in ("ride", "moved", "changed", "unplaced"))
    assert f"£{paid // 100:,}.{paid % 100:02}" in (shown / "said.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (date(2026, 11, 20), date(2026, 11, 23)),
        (date(2026, 11, 23), date(2026, 11, 24)),
        (date(2026, 10, 23), date(2026, 11, 2)),
        (date(2035, 1, 1), date(2026, 9, 3)),
        (date(2020, 1, 1), date(2026, 9, 3)),
    ],
)
def test_the_next_school_day_is_planned_even_after_the_last_term(county: County, today: date, day: date) -> None:
    assert demo.next_school_day(read_authority(county.authority), today) == day


def test_a_calendar_without_a_school_day_is_refused(county: County) -> None:
    never = Event(kind=EventKind.HOLIDAY, from_day=date(2000, 1, 1), until_day=date(2100, 1, 1))
    authority = replace(read_authority(county.authority), calendar=Calendar((never,)))
    with pytest.raises(ValueError, match="most schools are open"):
        demo.next_school_day(authority, date(2026, 11, 20))


def test_a_folder_that_it_did_not_make_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "letter.txt").write_text("dear")
    assert main(["demo", "--out", str(tmp_path / "letters"), "--quiet"]) == Exit.WRONG
    assert "holds files that Waymark did not write" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "letters").iterdir()] == ["letter.txt"]


def test_the_command_makes_its_folder_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "PUPILS", 6)
    monkeypatch.setattr(demo, "SCHOOLS", 1)
    shown = str(tmp_path / "shown")
    assert main(["demo", "--out", shown, "--seconds", "0.2", "--no-serve", "--quiet"]) == Exit.FINE
    said = capsys.readouterr()
    assert "in an invented county, 6 pupils" in said.out
    assert not said.err
    assert [path.name for path in tmp_path.iterdir()] == ["shown"]
