"""Days of change are scored as they should be, and the command runs from end to end."""

import json
from pathlib import Path

import pytest

from routing.risk import PupilId
from tests.benchmarks import forty_days
from tests.benchmarks.forty_days import Promises, judged, main, totals
from tests.towns import plan, pupil, run, street

ANN, BOB = PupilId("ann"), PupilId("bob")


def test_only_times_that_were_promised_and_moved_by_more_than_five_minutes_count() -> None:
    problem = street(pupil("ann", "a"), pupil("bob", "b"))
    made = plan(run(problem, "bus", "a: +ann", "b: +bob", "oak: -ann -bob", at="08:40"))
    at_s = made.runs[0].stops[0].arrive_s
    line = judged(problem, made, {ANN: at_s + 301, BOB: made.runs[0].stops[1].arrive_s + 300, PupilId("cat"): 0})
    assert (line["moved"], line["unplaced"], line["violations"]) == (1, 0, 0)


def test_promises_stay_as_they_were_first_made_until_they_are_void() -> None:
    problem = street(pupil("ann", "a"), pupil("bob", "b"))
    first = plan(run(problem, "bus", "a: +ann", "b: +bob", "oak: -ann -bob", at="08:40"))
    later = plan(run(problem, "bus", "a: +ann", "b: +bob", "oak: -ann -bob", at="08:44"))
    told = Promises()
    told.make(problem, first)
    told.make(problem, later)
    assert told.usual[ANN].time_s == first.runs[0].stops[0].arrive_s
    today = told.on(problem, [ANN])
    assert [each.pupil for each in today.usuals] == [BOB]
    told.make(problem, later)
    assert told.usual[ANN].time_s == later.runs[0].stops[0].arrive_s


def test_totals_are_sums_and_shares() -> None:
    one = {"pence": 102, "unplaced": 0, "violations": 0, "moved": 1}
    other = {"pence": 100, "unplaced": 1, "violations": 0, "moved": 20}
    total = totals([{"steady": one, "from nothing": other}] * 2)
    assert (total["dearer_percent"], total["fewer_moved_percent"]) == (2.0, 95.0)
    assert total["from nothing"]["unplaced"] == 2


def test_the_command_plans_each_day_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "days.json"
    asked = ["forty_days", "--pupils", "12", "--schools", "1", "--days", "2", "--iterations", "300", "--out", str(out)]
    monkeypatch.setattr("sys.argv", asked)
    monkeypatch.setattr(forty_days, "prepare_planner", lambda: None)
    main()
    written = json.loads(out.read_text(encoding="utf-8"))
    assert [line["day"] for line in written["days"]] == [1, 2]
    assert written["total"]["steady"]["violations"] == written["total"]["from nothing"]["violations"] == 0
    assert len(capsys.readouterr().out.splitlines()) == 3
