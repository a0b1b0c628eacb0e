"""Days of change are scored as they should be, and the command runs from end to end."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from routing.plan import Plan
from routing.problem import Problem
from routing.risk import PupilId
from tests.benchmarks import forty_days
from tests.benchmarks.forty_days import Promises, judged, main, totals
from tests.towns import plan, pupil, run, street

ANN, BOB, CAT = PupilId("ann"), PupilId("bob"), PupilId("cat")


def bus(at: str) -> tuple[Problem, Plan]:
    problem = street(pupil("ann", "a"), pupil("bob", "b"))
    return problem, plan(run(problem, "bus", "a: +ann", "b: +bob", "oak: -ann -bob", at=at))


def test_only_times_that_were_promised_and_moved_by_more_than_five_minutes_count() -> None:
    problem, made = bus("08:40")
    told = Promises()
    told.make(problem, made)
    ann = told.usual[ANN]
    assert ann.time_s is not None
    told.usual = {ANN: replace(ann, time_s=ann.time_s + 301), CAT: ann, BOB: told.usual[BOB]}
    line = judged(problem, made, told, Promises())
    assert (line["moved"], line["far"], line["unplaced"], line["violations"]) == (1, 0, 0, 0)


def test_promises_stay_until_they_are_void_or_broken_by_more_than_five_minutes() -> None:
    problem, first = bus("08:34")
    times = {each: Promises() for each in ("08:38", "08:40")}
    for at, told in times.items():
        told.make(problem, first)
        told.make(problem, bus(at)[1])
    begins_s = first.runs[0].stops[0].arrive_s
    assert [told.usual[ANN].time_s for told in times.values()] == [begins_s, begins_s + 360]

    ever = Promises(first=True)
    for at in ("08:34", "08:40"):
        ever.make(problem, bus(at)[1])
    assert ever.usual[ANN].time_s == begins_s
    ever.forget([ANN])
    assert [each.pupil for each in ever.on(problem).usuals] == [BOB]


def test_totals_are_sums_and_shares() -> None:
    one = {"pence": 102, "unplaced": 0, "violations": 0, "moved": 1, "far": 5}
    other = {"pence": 100, "unplaced": 1, "violations": 0, "moved": 20, "far": 20}
    total = totals([{"steady": one, "from nothing": other}] * 2)
    assert (total["dearer_percent"], total["fewer_moved_percent"], total["fewer_far_percent"]) == (2.0, 95.0, 75.0)
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
