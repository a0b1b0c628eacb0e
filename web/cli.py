"""The command line: ``waymark plan | check | explain | what-if | export | demo | serve | ...``: see ``--help``.

Every argument stands here. What a command does stands in ``web/commands``, in a file of its name, which is loaded only
when the command is called: so ``waymark check`` is quick and knows no OR-Tools. Exit codes: ``routing.console.Exit``.
"""

import argparse
import sys
from collections.abc import Sequence
from datetime import date, datetime, time
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from routing.arguments import add_effort, add_workers, positive_int, positive_seconds, whole_number
from routing.console import guarded
from routing.problem import Direction
from routing.questions import About
from routing.synthesis.shares import SIZES
from web.access import Role

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 -- argparse gives it no public name

DEMO_SECONDS = 40.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = make_parser().parse_args(arguments)
    return guarded(lambda: import_module(f"web.commands.{options.command}").run(options))


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    parser = argparse.ArgumentParser(
        prog="waymark",
        description="Plan specialist home-to-school transport on real roads. No pupil's data leave this machine.",
        epilog="Begin with: waymark demo",
    )
    parser.add_argument("--version", action="version", version=f"waymark {_version()}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    planning = (_add_roads, _add_synthesise, _add_plan, _add_check, _add_explain, _add_what_if, _add_export, _add_demo)
    training = (_add_training, _add_journeys)
    for add in (*planning, *training, _add_serve, _add_keeping, _add_user, _add_audit, _add_speeds):
        add(commands)
    return parser


def _add_roads(commands: "Commands") -> None:
    does = "build roads from a map file or a place's name"
    examples = (
        "waymark roads build rutland.osm.pbf --out roads",
        'waymark roads build --place "Rutland, England" --out roads     (asks OpenStreetMap through osmnx)',
        "waymark roads build rutland.graphml --out roads                (as osmnx saves it)",
    )
    group = commands.add_parser("roads", help=does, description="Roads for the other commands to drive on.")
    actions = group.add_subparsers(title="commands", metavar="COMMAND", required=True)
    parser = _command(actions, "build", does, *examples, command="roads")
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("file", type=Path, nargs="?", metavar="FILE", help="an .osm.pbf or .graphml file")
    source.add_argument("--place", metavar="NAME", help="the name of a place, fetched from OpenStreetMap")
    parser.add_argument("--out", type=Path, required=True, metavar="ROADS", help="folder for the roads")
    parser.add_argument("--no-tiles", action="store_true", help="make no base map for the browser")
    _add_quiet(parser)


def _add_synthesise(commands: "Commands") -> None:
    does = "draw a lifelike authority (schools, pupils, needs, vehicles, assistants) on any roads"
    examples = (
        "waymark synthesise --roads roads --pupils 200 --schools 10 --seed 1 --out authority",
        "waymark synthesise --roads roads --size unitary --days 40 --out authority",
    )
    parser = _command(commands, "synthesise", does, *examples)
    _add_roads_folder(parser)
    sizes = ", ".join(f"{name} {size.pupils}/{size.schools}" for name, size in SIZES.items())
    help_ = f"so many pupils and schools as the open benchmark's {sizes}"
    parser.add_argument("--size", choices=list(SIZES), help=help_)
    parser.add_argument("--pupils", type=positive_int, metavar="N", help="how many pupils, instead of --size")
    parser.add_argument("--schools", type=positive_int, metavar="S", help="how many schools, instead of --size")
    days = "and DIR-days.csv: what changes on N school days after the first, and pupils to spare for it"
    parser.add_argument("--days", type=positive_int, metavar="N", help=days)
    parser.add_argument("--seed", type=whole_number, default=0, metavar="K", help="of all random choices (default: 0)")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="a new folder for the CSV files")
    _add_quiet(parser)


def _add_plan(commands: "Commands") -> None:
    does = "plan one direction of one day and judge the plan; Ctrl-C once ends with the best plan so far"
    example = "waymark plan authority --roads roads --day 2026-11-23 --direction to-school --out plan.json"
    parser = _command(commands, "plan", does, example)
    parser.add_argument("folder", type=Path, metavar="DIR", help="the authority's folder of CSV files")
    _add_roads_folder(parser)
    parser.add_argument("--day", type=_day, required=True, metavar="YYYY-MM-DD", help="the school day")
    directions = [direction.value for direction in Direction]
    parser.add_argument("--direction", choices=directions, required=True, help="which way the runs go")
    parser.add_argument("--out", type=Path, required=True, metavar="PLAN.json", help="where to write problem and plan")
    add_effort(parser)
    parser.add_argument("--postcodes", type=Path, metavar="FILE", help="postcodes with where they are (CSV, ONSPD)")
    parser.add_argument("--profile", type=Path, metavar="FILE.toml", help="speeds by road class, area and time of day")
    parser.add_argument("--exempt-school-streets", action="store_true", help="vehicles may enter School Streets")
    closed = "a way of OpenStreetMap that is closed that day; may be given again"
    parser.add_argument("--closed-way", type=positive_int, action="append", default=[], metavar="ID", help=closed)
    _add_quiet(parser)


def _add_check(commands: "Commands") -> None:
    does = "judge a plan: exit 0 if every rule is kept, 1 with one sentence for each violation if not"
    _add_plan_file(_command(commands, "check", does, "waymark check plan.json"))


def _add_explain(commands: "Commands") -> None:
    does = "say why a pupil travels when and as they do, or why they have no run"
    parser = _command(commands, "explain", does, "waymark explain plan.json --pupil p12")
    _add_plan_file(parser)
    parser.add_argument("--pupil", required=True, metavar="ID", help="the pupil's travel reference")


def _add_what_if(commands: "Commands") -> None:
    does = "price each pupil, requirement, vehicle, bell time or pick-up point of a plan, by making it again without"
    examples = (
        "waymark what-if plan.json --about pupils --out pupils.csv",
        "waymark what-if plan.json --about bells --workers 2 --out bells.csv",
    )
    parser = _command(commands, "what-if", does, *examples, command="what_if")
    _add_plan_file(parser)
    kinds = [about.value for about in About]
    parser.add_argument("--about", choices=kinds, required=True, help="what would be otherwise, one after another")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.csv", help="where to write the table")
    often = "ruin and recreate so often around each pupil concerned (default: 500)"
    parser.add_argument("--iterations", type=positive_int, default=500, metavar="N", help=often)
    parser.add_argument("--seed", type=whole_number, default=0, metavar="K", help="of all random choices (default: 0)")
    add_workers(parser)
    _add_quiet(parser)


def _add_export(commands: "Commands") -> None:
    does = "write run sheets, a map, a GeoPackage and CSV files of a plan"
    example = "waymark export plan.json --run-sheets sheets --map map.html --geopackage plan.gpkg --csv tables"
    parser = _command(commands, "export", does, example)
    _add_plan_file(parser)
    parser.add_argument("--run-sheets", type=Path, metavar="DIR", help="a printable page (HTML) for each run")
    parser.add_argument("--large-print", action="store_true", help="run sheets in large print")
    parser.add_argument("--map", type=Path, metavar="FILE", help="all runs on one map (HTML), for any browser")
    parser.add_argument("--geopackage", type=Path, metavar="FILE", help="runs, stops, pupils and schools for a GIS")
    parser.add_argument("--csv", type=Path, metavar="DIR", help="runs, stops, rides, cost and unplaced pupils")
    names = "the authority's folder: print its names, not travel references"
    parser.add_argument("--names", type=Path, metavar="DIR", help=names)
    _add_quiet(parser)


def _add_journeys(commands: "Commands") -> None:
    does = "find a journey on foot and by bus, step by step, by the same stops each day"
    example = (
        "waymark journeys --gtfs buses.zip --roads roads --from 51.5826,-3.0270 --to 51.5885,-2.9990 --arrive 08:40"
    )
    parser = _command(commands, "journeys", does, example)
    parser.add_argument("--gtfs", type=Path, required=True, metavar="FILE", help="the timetable, a GTFS zip file")
    _add_roads_folder(parser)
    place = "latitude,longitude in degrees, or a postcode"
    parser.add_argument("--from", dest="home", required=True, metavar="PLACE", help=place)
    parser.add_argument("--to", dest="school", required=True, metavar="PLACE", help=place)
    parser.add_argument("--arrive", type=_clock_s, required=True, metavar="HH:MM", help="be there by then")
    day = "the school day (default: today); may be given again, for the same stops on all of them"
    parser.add_argument("--day", type=_day, action="append", default=[], metavar="YYYY-MM-DD", help=day)
    parser.add_argument("--home", dest="leave", type=_clock_s, metavar="HH:MM", help="and home again, not before then")
    parser.add_argument("--postcodes", type=Path, metavar="FILE", help="postcodes with where they are (CSV, ONSPD)")
    parser.add_argument("--risks", action="store_true", help="draft the journey's risk assessment too")


def _add_demo(commands: "Commands") -> None:
    does = "invent a county and its pupils, and plan its next school day, there and back"
    parser = _command(commands, "demo", does, "waymark demo --out waymark-demo")
    out = "folder for everything it makes (default: waymark-demo)"
    parser.add_argument("--out", type=Path, default=Path("waymark-demo"), metavar="DIR", help=out)
    seconds = f"how long to plan each direction (default: {DEMO_SECONDS:g})"
    parser.add_argument("--seconds", type=positive_seconds, default=DEMO_SECONDS, metavar="T", help=seconds)
    parser.add_argument("--seed", type=whole_number, default=1, metavar="K", help="of all random choices (default: 1)")
    parser.add_argument("--no-serve", action="store_true", help="write the folder, and start no server")
    _add_port(parser)
    _add_quiet(parser)


def _add_speeds(commands: "Commands") -> None:
    does = "learn the speeds that are driven here from the times that crews logged"
    group = commands.add_parser("speeds", help=does, description="Speeds for plans to drive by.")
    actions = group.add_subparsers(title="commands", metavar="COMMAND", required=True)
    parser = _command(actions, "learn", does, "waymark speeds learn --out speeds.toml", command="speeds")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="where to write the speed profile")
    days = "how many days to look back (default: 90)"
    parser.add_argument("--days", type=positive_int, default=90, metavar="N", help=days)
    _add_quiet(parser)


def _add_training(commands: "Commands") -> None:
    does = "independent travel training: programmes, referrals, weeks and outcomes"
    group = commands.add_parser("training", help=does, description="Independent travel training.")
    actions = group.add_subparsers(title="commands", metavar="COMMAND", required=True, dest="action")
    does = "keep a programme of stages and milestones (TOML or JSON), or refer the pupils of a list (CSV)"
    examples = ("waymark training import programme.toml", "waymark training import referrals.csv")
    parser = _command(actions, "import", does, *examples, command="training")
    listed = "a programme (.toml, .json), or referrals (.csv with columns pupil, referred_on, note)"
    parser.add_argument("file", type=Path, metavar="FILE", help=listed)
    _add_quiet(parser)
    does = "say what training came to: how much, how well, is anyone better off"
    examples = (
        "waymark training report --from 2026-09-01 --to 2027-07-31",
        "waymark training report --from 2026-09-01 --to 2027-07-31 --evidence evidence.json",
    )
    parser = _command(actions, "report", does, *examples, command="training")
    parser.add_argument("--from", type=_day, required=True, metavar="YYYY-MM-DD", dest="first", help="the first day")
    parser.add_argument("--to", type=_day, required=True, metavar="YYYY-MM-DD", dest="last", help="the last day")
    evidence = "also write what is paid for by results, with the entries that prove it (JSON)"
    parser.add_argument("--evidence", type=Path, metavar="FILE", help=evidence)
    _add_quiet(parser)
    _add_training_sessions(actions)


def _add_training_sessions(actions: "Commands") -> None:
    does = "plan the trainers' weeks of a term and judge the timetable; Ctrl-C once ends with the best so far"
    example = "waymark training schedule term.toml --out timetable.json --seconds 120"
    parser = _command(actions, "schedule", does, example, command="training_sessions")
    parser.add_argument("file", type=Path, metavar="TERM", help="the term (.json, .toml)")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FILE.json", help="where to write term and timetable"
    )
    budget = parser.add_mutually_exclusive_group()
    budget.add_argument("--seconds", type=positive_seconds, help="plan for so many seconds (default: 60)")
    budget.add_argument("--steps", type=positive_int, help="plan for so many steps: the same timetable every time")
    parser.add_argument("--seed", type=whole_number, default=0, help="of all random choices (default: 0)")
    _add_quiet(parser)
    does = "judge a timetable: exit 0 if every rule is kept, 1 with one sentence for each violation if not"
    parser = _command(actions, "check", does, "waymark training check timetable.json", command="training_sessions")
    parser.add_argument("file", type=Path, metavar="FILE", help="a term with its timetable (.json, .toml)")
    _add_quiet(parser)


def _add_serve(commands: "Commands") -> None:
    does = "serve the pages until Ctrl-C; settings are read from the environment (WAYMARK_...)"
    parser = _command(commands, "serve", does, "WAYMARK_HOME=/srv/waymark waymark serve --workers 4")
    parser.add_argument("--host", default="127.0.0.1", metavar="ADDRESS", help="where to listen (default: 127.0.0.1)")
    _add_port(parser)
    parser.add_argument("--workers", type=positive_int, default=2, metavar="N", help="processes (default: 2)")
    parser.add_argument("--threads", type=positive_int, default=4, metavar="N", help="threads in each (default: 4)")
    parser.add_argument("--with-jobs", action="store_true", help="run the clock and the planner beside the server")


def _add_port(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=positive_int, default=8000, metavar="N", help="the port (default: 8000)")


def _add_keeping(commands: "Commands") -> None:
    does = "be the clock: run every job at its hour, and do the long work that people ask for"
    jobs = _command(commands, "jobs", does, "waymark jobs", "waymark jobs list", "waymark jobs run backup")
    jobs.set_defaults(what="serve")
    actions = jobs.add_subparsers(title="commands", metavar="COMMAND")
    once = _command(actions, "run", "run one job now", "waymark jobs run backup", command="jobs")
    once.set_defaults(what="run")
    once.add_argument("name", metavar="NAME", help="the job, as `waymark jobs list` calls it")
    once.add_argument("--at", type=_moment, metavar="TIME", help="as if it had been due then: 2026-11-23T18:00")
    listed = _command(
        actions, "list", "say what jobs there are, and how they stand", "waymark jobs list", command="jobs"
    )
    listed.set_defaults(what="list")

    _command(commands, "backup", "make a backup, restore it in a corner and compare", "waymark backup")
    does = "restore a backup where nothing is kept yet; keys.json and pupil-keys.json must be in their place"
    restore = _command(commands, "restore", does, "waymark restore backups/waymark-2026-11-23-0230.backup")
    restore.add_argument("file", type=Path, metavar="FILE", help="a file that `waymark backup` or the clock made")

    erase = _command(commands, "erase", "erase all that is kept about a pupil, for good", "waymark erase P17")
    _add_pupil(erase)
    erase.add_argument("--yes", action="store_true", help="do not ask")
    held = erase.add_mutually_exclusive_group()
    held.add_argument("--hold", action="store_true", help="erase nothing: put the pupil under legal hold")
    held.add_argument("--end-hold", action="store_true", help="erase nothing: end the legal hold")

    does = "write all that is kept about a pupil into a ZIP, for a subject access request"
    subject = _command(
        commands, "export-subject", does, "waymark export-subject P17 --out P17.zip", command="export_subject"
    )
    _add_pupil(subject)
    subject.add_argument("--out", type=Path, required=True, metavar="FILE", help="where to write it")

    does = "say what is kept for how long, and how much the clock would forget tonight; forgets nothing"
    _command(commands, "retention", does, "waymark retention")
    _command(commands, "migrate", "take the database to the tables of this program", "waymark migrate")


def _add_pupil(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("pupil", metavar="PUPIL", help="the pupil's travel reference")


def _add_user(commands: "Commands") -> None:
    group = commands.add_parser("user", help="say who may sign in", description="Who may sign in to the pages.")
    actions = group.add_subparsers(title="commands", metavar="COMMAND", required=True, dest="action")
    does = "make a user, and print the link of their invitation"
    examples = (
        'waymark user add ann@county.gov.uk --name "Ann Oak" --role officer',
        'waymark user add office@oak.sch.uk --name "Oak School" --role school --school oak',
    )
    parser = _command(actions, "add", does, *examples, command="user")
    parser.add_argument("email", metavar="EMAIL", help="their own address, with which they sign in")
    parser.add_argument("--name", required=True, help="what people call them")
    roles = ", ".join(Role)
    parser.add_argument("--role", type=Role, choices=list(Role), required=True, metavar="ROLE", help=f"one of {roles}")
    for scope in ("school", "operator"):
        whose = f"of role {scope}: the {scope} whose rows they see; once for each"
        parser.add_argument(f"--{scope}", action="append", default=[], metavar=scope.upper(), help=whose)
    _command(actions, "list", "list everyone who may sign in", "waymark user list", command="user")
    does = "forget someone's second factor, and print the link of a new invitation"
    parser = _command(actions, "reset", does, "waymark user reset ann@county.gov.uk", command="user")
    parser.add_argument("email", metavar="EMAIL", help="the address with which they sign in")


def _add_audit(commands: "Commands") -> None:
    group = commands.add_parser("audit", help="verify the audit log", description="What was done, and by whom.")
    actions = group.add_subparsers(title="commands", metavar="COMMAND", required=True, dest="action")
    does = "say whether the audit log is whole, and print its head"
    examples = ("waymark audit verify", "waymark audit verify --head audit-head.txt")
    parser = _command(actions, "verify", does, *examples, command="audit")
    head = "a head that an earlier call printed, kept elsewhere: shows whether rows were cut off since"
    parser.add_argument("--head", type=Path, metavar="FILE", help=head)


def _command(
    commands: "Commands", name: str, does: str, *examples: str, command: str | None = None
) -> argparse.ArgumentParser:
    """Add a command, whose help ends in examples; ``command`` is its file if that has another name."""
    parser = commands.add_parser(
        name,
        help=does,
        description=f"{does[0].upper()}{does[1:]}.",
        epilog="\n  ".join(("example:" if len(examples) == 1 else "examples:", *examples)),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(command=command or name)
    return parser


def _add_plan_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", type=Path, metavar="PLAN.json", help="a document that `waymark plan` wrote")


def _add_roads_folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--roads", type=Path, required=True, metavar="ROADS", help="folder of `waymark roads build`")


def _add_quiet(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="say nothing but what was asked for, and what is wrong")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected a date as YYYY-MM-DD, not {text!r}") from None


def _clock_s(text: str) -> int:
    try:
        moment = time.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected a time of day as HH:MM, not {text!r}") from None
    return moment.hour * 3600 + moment.minute * 60


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected a time as YYYY-MM-DDTHH:MM, not {text!r}") from None


def _version() -> str:
    try:
        return version("waymark")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "(not installed)"


if __name__ == "__main__":
    sys.exit(main())
