"""``waymark training schedule|check``: from a term to a timetable that the checker has judged; judged again."""

import argparse
import json
import re
import tomllib
from collections import Counter
from datetime import date, time
from pathlib import Path
from typing import Any

from routing.console import CommandError, Exit, Interrupts, Teller, check_may_write_file
from routing.wording import counted, pounds
from travel_training.checker import check
from travel_training.encoding import decode, encode
from travel_training.errors import TrainingError
from travel_training.term import TermProblem
from travel_training.timetable import Timetable
from travel_training.timetable_cost import timetable_cost

SECONDS = 60.0
"""How long to plan unless told otherwise."""
_CLOCK = re.compile(r"([01]\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?")


def run(options: argparse.Namespace) -> Exit:
    """Run the command that was asked for."""
    return _check(options) if options.action == "check" else _schedule(options)


def _schedule(options: argparse.Namespace) -> Exit:
    """Plan, judge, write."""
    from travel_training.scheduler import Budget, schedule  # noqa: PLC0415 -- to judge needs no OR-Tools

    check_may_write_file(options.out)
    teller = Teller(quiet=options.quiet)
    problem = _read(options.file)[0]
    wanted, people = counted(len(problem.wanted), "session"), counted(len(problem.trainees), "trainee")
    teller.step(f"{wanted} of {people} with {counted(len(problem.trainers), 'trainer')}")
    seconds = SECONDS if options.seconds is None and options.steps is None else options.seconds
    with Interrupts() as interrupts:
        made = schedule(
            problem,
            budget=Budget(seconds=seconds, steps=options.steps),
            seed=options.seed,
            report=lambda it: teller.progress(it, seconds),  # type: ignore[arg-type]  # another planner's, of the same facts
            stop=interrupts.asked,
        )
    teller.end_progress()
    document = {"problem": encode(problem), "timetable": encode(made)}
    options.out.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    teller.step(f"{_words(problem, made)}\nWritten to {options.out}.")
    return _judged(problem, made)


def _check(options: argparse.Namespace) -> Exit:
    problem, timetable = _read(options.file)
    if timetable is None:
        raise CommandError(f"{options.file} holds a term and no timetable: plan it with waymark training schedule.")
    Teller(quiet=options.quiet).step(_words(problem, timetable))
    return _judged(problem, timetable)


def _judged(problem: TermProblem, timetable: Timetable) -> Exit:
    """Say one sentence for each violation."""
    violations = check(problem, timetable)
    for violation in violations:
        print(violation)  # noqa: T201 -- the answer of a command
    return Exit.BROKEN if violations else Exit.FINE


def _words(problem: TermProblem, timetable: Timetable) -> str:
    """Return how much of a term is planned, what it costs and what any costs at least, and what is left out why."""
    held, cost = counted(len(timetable.sessions), "session"), pounds(timetable_cost(problem, timetable))
    lines = [f"{held} planned, {len(timetable.unplanned)} not. Costs {cost}, preferences included."]
    if timetable.bound is not None:
        lines.append(f"None costs less than {pounds(timetable.bound.pence)} (left out: {timetable.bound.relaxes}).")
    reasons = Counter(left.reason for left in timetable.unplanned)
    return "\n".join([*lines, *(f"  {times} not planned: {reason}" for reason, times in reasons.most_common())])


def _read(path: Path) -> tuple[TermProblem, Timetable | None]:
    """Return the term of a file and, if it holds one, its timetable.

    A file is a term, or an object with ``problem`` and ``timetable``; a time of day may be written as ``08:35``.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        found = tomllib.loads(text) if path.suffix.casefold() == ".toml" else json.loads(text)
    except UnicodeDecodeError:
        raise CommandError(f"{path}: is no text in UTF-8. Save it as UTF-8 and try again.") from None
    except (json.JSONDecodeError, tomllib.TOMLDecodeError) as wrong:
        raise CommandError(f"{path}: {wrong}") from None
    plain = _plain("", found)
    is_both = isinstance(plain, dict) and "problem" in plain
    try:
        problem = decode(TermProblem, plain["problem"] if is_both else plain)
        has_timetable = is_both and plain.get("timetable") is not None
        return problem, decode(Timetable, plain["timetable"]) if has_timetable else None
    except TrainingError as wrong:
        raise CommandError("\n".join(f"{path}: {sentence}" for sentence in str(wrong).splitlines())) from None


def _plain(key: str, value: Any) -> Any:
    """Return a value with its days as text and its times of day as seconds."""
    if isinstance(value, dict):
        return {name: _plain(name, part) for name, part in value.items()}
    if isinstance(value, list):
        return [_plain("", part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.hour * 3600 + value.minute * 60 + value.second
    if key.endswith("_s") and isinstance(value, str) and (match := _CLOCK.fullmatch(value)):
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        return hours * 3600 + minutes * 60 + seconds
    return value
