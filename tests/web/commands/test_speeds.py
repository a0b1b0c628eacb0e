"""Learning speeds from what crews logged."""

from datetime import datetime
from pathlib import Path

import pytest

from geodata.calibration import ObservedLeg, compose
from geodata.speeds import british_profile
from geodata.vehicles import VehicleKind
from routing.records import RoadProfile
from tests.geodata.small_roads import place, roads_of
from tests.web.office import NOW, OFFICE, Clock, fill, new_store, sqlite_url
from tests.web.town import DAY
from web.cli import main
from web.commands.speeds import driven, learn
from web.morning import ROAD_VEHICLES
from web.opening import open_store
from web.settings import Settings
from web.store.day import What

CAR = ROAD_VEHICLES[RoadProfile("car")]
MORNING = datetime(2026, 11, 23, 8, 15)  # noqa: DTZ001 -- roads know local time only


def test_roads_that_take_longer_than_thought_are_learnt_to_be_slower() -> None:
    roads = roads_of([(0, 0), (3_000, 0)], [([0, 1], {"name": "Long Lane"})])
    ends = (place("a", 200), place("b", 2_800))
    [foreseen] = compose(roads, british_profile(), [ObservedLeg(*ends, MORNING, 1.0)], CAR)
    legs = [(CAR, ObservedLeg(*ends, MORNING, foreseen.predicted_s * 1.3))] * 40
    learnt = learn(roads, british_profile(), legs)
    assert (learnt.legs, learnt.left_out) == (40, 0)
    assert learnt.error_after < learnt.error_before / 3


def test_the_drives_of_published_runs_are_found_with_the_vehicle_that_drove(tmp_path: Path) -> None:
    clock = Clock(NOW)
    store = new_store(sqlite_url(tmp_path), clock)
    fill(store)
    clock.now = NOW.replace(day=23)
    with store.writing(OFFICE) as kept:
        plan = kept.plans.list_plans(DAY, DAY)[0].id
        kept.day.log(plan, DAY, "taxi-7/1", 1, What.LEFT, 30_420, 30_420)
        kept.day.log(plan, DAY, "taxi-7/1", 2, What.ARRIVED, 30_700, 30_654)
        kept.day.log(plan, DAY, "minibus-1/1", 2, What.LEFT, 28_932, 28_932)
    with store.reading(OFFICE) as kept:
        [(vehicle, leg)] = driven(kept, 90)
        assert list(driven(kept, 0)) == [(vehicle, leg)]
    store.database.close()
    assert (vehicle.kind, leg.start.id, leg.end.id, leg.seconds) == (VehicleKind.CAR, "home-5", "gate-elm", 280.0)


def test_too_few_drives_are_said_to_be_too_few(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:

    monkeypatch.setenv("WAYMARK_HOME", str(tmp_path / "home"))
    open_store(Settings.from_environment(), create=True).database.close()
    out = tmp_path / "speeds.toml"
    assert main(["speeds", "learn", "--out", str(out)]) != 0
    assert "At least 30 are needed" in capsys.readouterr().err
    assert not out.exists()
