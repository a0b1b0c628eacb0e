import json
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from routing.files import read_document
from routing.risk import RuleId
from routing.rules import Violation
from tests.web.conftest import DAY, County
from web.cli import main, make_parser

ROOT = Path(__file__).resolve().parents[2]


def refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """Run a command that must fail for its input, and return what it says."""
    assert main(arguments) == 2
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    return said.err


def test_every_command_has_help_that_ends_in_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    for command in (
        ["user", "add"],
        ["user", "list"],
        ["user", "reset"],
        ["audit", "verify"],
        ["roads", "build"],
        ["synthesise"],
        ["plan"],
        ["check"],
        ["explain"],
        ["export"],
        ["journeys"],
        ["demo"],
    ):
        with pytest.raises(SystemExit) as end:
            main([*command, "--help"])
        assert end.value.code == 0
        assert f"waymark {' '.join(command)}" in capsys.readouterr().out.rpartition("example")[2]


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--version"])
    assert end.value.code == 0
    assert capsys.readouterr().out.startswith("waymark ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "required: COMMAND"),
        (["fly"], "invalid choice: 'fly'"),
        (["roads", "build", "--out", "x"], "one of the arguments FILE --place is required"),
        (["synthesise", "--roads", "r", "--pupils", "0", "--schools", "1", "--out", "x"], "at least 1, not '0'"),
        (["synthesise", "--roads", "r", "--pupils", "many", "--schools", "1", "--out", "x"], "not 'many'"),
        (["demo", "--seconds", "-1"], "expected seconds above 0"),
        (["demo", "--seconds", "nan"], "expected seconds above 0"),
        (["demo", "--seed", "-3"], "expected a whole number"),
        (["plan", "x", "--roads", "r", "--day", "23/11/2026"], "expected a date as YYYY-MM-DD"),
        (["plan", "x", "--roads", "r", "--day", DAY, "--direction", "up"], "invalid choice: 'up'"),
        (["explain", "plan.json"], "required: --pupil"),
    ],
)
def test_wrong_usage_ends_with_2(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2
    assert said in " ".join(capsys.readouterr().err.split())


def test_seconds_and_iterations_exclude_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        make_parser().parse_args(["plan", "x", "--seconds", "1", "--iterations", "2"])
    assert "not allowed with" in capsys.readouterr().err


def test_a_plan_is_judged_summed_up_and_drawn(county: County) -> None:
    document = read_document(county.plan)
    assert document.plan is not None
    assert document.summary["runs"] == len(document.plan.runs)
    assert document.summary["seed"] == 1
    assert {"cost_pence", "bound_pence", "gap", "seconds", "vehicles", "assistants", "unplaced", "ride_seconds"} <= set(
        document.summary
    )
    assert document.summary["map"]["credit"] == "Invented county: no such place exists"
    assert document.summary["map"]["streets"]
    assert len(document.legs) > len(document.plan.runs)


def test_check_says_that_every_rule_is_kept(county: County, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(county.plan)]) == 0
    assert capsys.readouterr().out.startswith("Every rule is kept: ")


def test_check_says_a_sentence_for_each_violation(
    county: County, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parts = json.loads(county.plan.read_text())
    for stop in parts["plan"]["shifts"][0]["runs"][0]["stops"]:
        stop["arrive_s"], stop["leave_s"] = "03:00:00", "03:00:00"
    (tmp_path / "broken.json").write_text(json.dumps(parts))
    assert main(["check", str(tmp_path / "broken.json")]) == 1
    sentences = capsys.readouterr().out.splitlines()
    assert len(sentences) > 1
    assert all(re.search(r"Not so.*: .*\.$", sentence) for sentence in sentences)


def test_a_plan_that_breaks_a_rule_is_written_and_said(
    county: County, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = Violation(RuleId("ARule"), "A rule is kept.", "it is not")
    monkeypatch.setattr("routing.commands.check", lambda *_: [broken])
    assert main(county.plan_arguments(tmp_path / "plan.json")) == 1
    assert capsys.readouterr().out == "A rule is kept. Not so: it is not.\n"
    assert read_document(tmp_path / "plan.json").plan is not None


def test_the_same_iterations_give_the_same_plan(county: County, tmp_path: Path) -> None:
    assert main(county.plan_arguments(tmp_path / "again.json")) == 0
    assert read_document(tmp_path / "again.json").plan == read_document(county.plan).plan


def test_a_plan_may_begin_from_another(county: County, tmp_path: Path) -> None:
    assert main([*county.plan_arguments(tmp_path / "warm.json"), "--start", str(county.plan)]) == 0
    before, after = (read_document(path).summary["cost_pence"] for path in (county.plan, tmp_path / "warm.json"))
    assert after <= before


def test_a_plan_does_not_begin_from_one_of_the_other_direction(
    county: County, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = changed(county.plan_arguments(tmp_path / "home.json"), "--direction", "from-school")
    assert "begin from one that goes from-school" in refused([*arguments, "--start", str(county.plan)], capsys)


def test_the_afternoon_is_planned_too(county: County, tmp_path: Path) -> None:
    arguments = county.plan_arguments(tmp_path / "home.json")
    arguments[arguments.index("to-school")] = "from-school"
    assert main(arguments) == 0
    assert main(["check", str(tmp_path / "home.json")]) == 0


def test_explain_says_why(county: County, capsys: pytest.CaptureFixture[str]) -> None:
    plan = read_document(county.plan).plan
    assert plan is not None
    pupil = plan.runs[0].pupils[0]
    assert main(["explain", str(county.plan), "--pupil", pupil]) == 0
    assert f"{pupil} travels on run" in capsys.readouterr().out


def test_explain_does_not_know_everyone(county: County, capsys: pytest.CaptureFixture[str]) -> None:
    assert "There is no pupil 'nobody'" in refused(["explain", str(county.plan), "--pupil", "nobody"], capsys)


def test_export_writes_what_is_asked_for(county: County, tmp_path: Path) -> None:
    targets = {"--run-sheets": "sheets", "--map": "map.html", "--geopackage": "plan.gpkg", "--csv": "tables"}
    arguments = [word for option, name in targets.items() for word in (option, str(tmp_path / name))]
    assert main(["export", str(county.plan), *arguments, "--quiet"]) == 0
    assert {path.name for path in tmp_path.iterdir()} == set(targets.values())
    assert (tmp_path / "sheets" / "index.html").is_file()


def test_names_are_printed_only_when_asked_for(county: County, tmp_path: Path) -> None:
    rows = (county.authority / "pupils.csv").read_text(encoding="utf-8-sig").splitlines()
    name = dict(zip(rows[0].split(","), rows[1].split(","), strict=False))["name"]
    for extra, is_there in (([], False), (["--names", str(county.authority), "--large-print"], True)):
        sheets = tmp_path / f"sheets-{is_there}"
        assert main(["export", str(county.plan), "--run-sheets", str(sheets), "--quiet", *extra]) == 0
        assert (name in (sheets / "all-runs.html").read_text(encoding="utf-8")) is is_there


def test_hazards_never_reach_a_sheet(county: County, tmp_path: Path) -> None:
    hazards = {hazard.code for each in read_document(county.plan).problem.assessments for hazard in each.hazards}
    assert main(["export", str(county.plan), "--run-sheets", str(tmp_path / "sheets"), "--quiet"]) == 0
    text = (tmp_path / "sheets" / "all-runs.html").read_text(encoding="utf-8")
    assert hazards
    assert not [code for code in hazards if code in text]


def test_every_finding_of_a_folder_is_said(county: County, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(county.authority, tmp_path / "authority")
    vehicles = tmp_path / "authority" / "vehicles.csv"
    head, *rows = vehicles.read_text(encoding="utf-8-sig").splitlines()
    at = head.split(",").index("contract")
    wrong = [",".join("nobody" if i == at else cell for i, cell in enumerate(row.split(","))) for row in rows]
    vehicles.write_text("\n".join([head, *wrong]), encoding="utf-8")
    arguments = county.plan_arguments(tmp_path / "plan.json")
    arguments[1] = str(tmp_path / "authority")
    said = refused(arguments, capsys)
    assert len(re.findall(r"^vehicles.csv line \d+, column contract: ", said, re.MULTILINE)) == len(rows)
    assert "nothing was written. Mend and try again." in said
    assert not (tmp_path / "plan.json").exists()


def test_a_place_in_the_sea_is_named_with_its_pupil_and_distance(
    county: County, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(county.authority, tmp_path / "authority")
    places = tmp_path / "authority" / "places.csv"
    text = places.read_text(encoding="utf-8-sig")
    head, row, *rest = text.splitlines()
    cells = dict(zip(head.split(","), row.split(","), strict=True)) | {"lat": "52.3", "lon": "2.6"}
    places.write_text("\n".join([head, ",".join(cells.values()), *rest]), encoding="utf-8")
    arguments = county.plan_arguments(tmp_path / "plan.json")
    arguments[1] = str(tmp_path / "authority")
    assert re.search(rf"place {cells['place']} \(.+\) is [\d,]+ m from the nearest road", refused(arguments, capsys))


def changed(arguments: list[str], option: str, value: str) -> list[str]:
    at = arguments.index(option) + 1
    return [*arguments[:at], value, *arguments[at + 1 :]]


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("plan", "absent", "there is no such folder"),
        ("plan", "a-file", "is a file, not a folder"),
        ("--roads", "absent", "There are no roads in"),
        ("--roads", "a-file", "There are no roads in"),
        ("--day", "2026-11-28", "choose a school day"),
        ("--day", "2026-10-28", "choose a school day"),
        ("--out", "absent/plan.json", "is no folder: make it first"),
        ("--out", ".", "is a folder, and a file is to be written there"),
    ],
)
def test_a_plan_that_cannot_be_begun_is_refused(
    county: County, tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str, value: str, said: str
) -> None:
    (tmp_path / "a-file").write_text("x")
    value = value if option == "--day" else str(tmp_path / value)
    assert said in refused(changed(county.plan_arguments(tmp_path / "plan.json"), option, value), capsys)
    assert [path.name for path in tmp_path.iterdir()] == ["a-file"]


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        (["--profile", "absent.toml"], "speed profile"),
        (["--postcodes", "absent.csv"], "absent.csv"),
        (["--start", "absent.json"], "absent.json: is not there"),
    ],
)
def test_a_file_beside_that_is_absent_is_named(
    county: County, tmp_path: Path, capsys: pytest.CaptureFixture[str], extra: list[str], said: str
) -> None:
    assert said in refused([*county.plan_arguments(tmp_path / "plan.json"), *extra], capsys)


@pytest.mark.parametrize("command", [["check"], ["explain", "--pupil", "p1"], ["export", "--map", "map.html"]])
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "is not there"),
        ("", "is empty"),
        ("{", "no JSON, or cut short"),
        ("[]", "expected an object"),
        ('{"format": "waymark-plan/9"}', "a newer Waymark may read it"),
        ('{"format": "waymark-plan/1"}', "problem: is missing"),
    ],
)
def test_a_file_that_is_no_plan_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str], content: str | None, said: str
) -> None:
    plan = tmp_path / "plan.json"
    if content is not None:
        plan.write_text(content)
    assert said in refused([command[0], str(plan), *command[1:]], capsys)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("absent.osm.pbf", None, "There is no map file"),
        ("empty.osm.pbf", b"", "is empty"),
        ("corrupt.osm.pbf", b"\x00\x00\x00\x0d\x0a\x09OSMHeader\x18\x7d nonsense", "corrupt"),
        ("corrupt.graphml", b"<graphml", "graphml"),
    ],
)
def test_a_map_that_cannot_be_read_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes | None, said: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    out = tmp_path / "roads"
    assert said in refused(["roads", "build", str(tmp_path / name), "--out", str(out), "--quiet"], capsys)
    assert not out.exists()


def test_roads_are_not_written_over_a_file(county: County, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "roads").write_text("x")
    arguments = ["roads", "build", str(county.map_file), "--out", str(tmp_path / "roads"), "--quiet"]
    assert "is a file, and a folder is to be written there" in refused(arguments, capsys)


def test_an_export_of_nothing_says_what_can_be_written(county: County, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Say what to write: --run-sheets DIR" in refused(["export", str(county.plan)], capsys)


def test_a_full_disk_is_said_in_a_sentence(
    county: County, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    said = refused(["export", str(county.plan), "--csv", str(tmp_path / "tables"), "--quiet"], capsys)
    assert "No space left on device. Nothing was written" in said
    assert not list(tmp_path.iterdir())


def test_a_bug_still_shows_its_traceback(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("routing.commands.check", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        main(["check", str(county.plan)])


def test_judging_and_explaining_load_no_or_tools(county: County) -> None:
    program = (
        "import sys; from web.cli import main; main(sys.argv[1:])\n"
        "assert not [name for name in sys.modules if name.startswith('ortools')], 'OR-Tools is loaded'"
    )
    plan = read_document(county.plan).plan
    assert plan is not None
    for arguments in (["check"], ["explain", "--pupil", plan.runs[0].pupils[0]]):
        command = [sys.executable, "-c", program, arguments[0], str(county.plan), *arguments[1:]]
        assert subprocess.run(command, cwd=ROOT, check=False, capture_output=True).returncode == 0


def test_ctrl_c_while_planning_gives_the_best_plan_so_far_checked(county: County, tmp_path: Path) -> None:
    arguments = county.plan_arguments(tmp_path / "plan.json")
    arguments[arguments.index("--iterations") : arguments.index("--seed")] = ["--seconds", "600"]
    arguments.remove("--quiet")
    command = [sys.executable, "-m", "web.cli", *arguments]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stderr is not None
    for line in process.stderr:
        if "improving" in line:
            break
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=120)
    assert process.returncode == 130, said
    assert "Finishing with the best plan so far" in said
    assert main(["check", str(tmp_path / "plan.json")]) == 0
