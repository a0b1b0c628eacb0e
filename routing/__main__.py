"""``python -m routing plan|check|explain FILE``: one document in, without roads and CSV files.

Examples
--------
::

    python -m routing plan problem.json --seconds 60 --out plan.json
    python -m routing check plan.json
    python -m routing explain plan.json --pupil p12
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from routing.arguments import add_effort, effort_of
from routing.commands import check_file, cost_words, explain_file, make_plan, plan_words, print_violations
from routing.console import Exit, Teller, check_may_write_file, guarded
from routing.files import read_document, write_document
from routing.hands import hands
from routing.plan import Plan
from routing.summary import summarise


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    commands = {
        "plan": lambda: _plan(options),
        "check": lambda: check_file(options.file),
        "explain": lambda: explain_file(options.file, options.pupil),
    }
    return guarded(commands[options.command])


def _plan(options: argparse.Namespace) -> Exit:
    teller = Teller(quiet=options.quiet)
    check_may_write_file(options.out)
    document = read_document(options.file)

    def keep(plan: Plan, seconds: float) -> None:
        summary = summarise(document.problem, plan, seconds)
        write_document(options.out, replace(document, plan=plan, legs=(), summary=summary))

    with hands(options) as executor:
        effort = effort_of(options, document.problem.direction, executor)
        outcome = make_plan(document.problem, effort, teller, keep=keep)
    keep(outcome.plan, outcome.seconds)
    print_violations(outcome.violations)
    teller.step(f"{plan_words(outcome.plan).capitalize()}; {cost_words(document.problem, outcome)}.")
    return outcome.exit


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m routing",
        description="Plan, judge and explain one document that holds a problem (and its plan).",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    plan = commands.add_parser("plan", help="plan a problem and judge the plan")
    plan.add_argument("file", type=Path, help="a document that holds a problem")
    plan.add_argument("--out", type=Path, required=True, help="where to write problem and plan")
    add_effort(plan)
    plan.add_argument("--quiet", action="store_true", help="say nothing while planning")
    check = commands.add_parser("check", help="judge a plan: exit 0, or 1 with one sentence for each violation")
    check.add_argument("file", type=Path, help="a document that holds a plan")
    explain = commands.add_parser("explain", help="say why a pupil travels as they do, or has no run")
    explain.add_argument("file", type=Path, help="a document that holds a plan")
    explain.add_argument("--pupil", required=True, help="the pupil's travel reference")
    return parser


if __name__ == "__main__":
    sys.exit(main())
