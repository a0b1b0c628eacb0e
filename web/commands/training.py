"""``waymark training import|report``: programmes and referrals from files; what training came to, for a manager."""

import argparse
import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from routing.console import CommandError, Exit, Teller, check_may_write_file
from routing.records import SchoolId
from routing.wording import counted
from travel_training.courses import courses_of
from travel_training.errors import DocumentError
from travel_training.outcomes import Given, Outcomes, Span, outcomes
from travel_training.payment import evidence_pack
from travel_training.programme import Programme
from travel_training.programme_files import read_programme
from web.commands.caller import caller
from web.commands.training_referrals import read_referrals, refer
from web.opening import opened
from web.reporting.training import sections
from web.school_days import calendar_of
from web.store import Kept
from web.store.events import Event


def run(options: argparse.Namespace) -> Exit:
    """Run the command that was asked for."""
    return _report(options) if options.action == "report" else _import(options)


def programme_in(path: Path) -> Programme:
    """Return the programme that a file describes; ``CommandError`` with a sentence for each thing that is wrong."""
    try:
        return read_programme(text_in(path), path.name)
    except DocumentError as wrong:
        raise CommandError(str(wrong)) from None


def text_in(path: Path) -> str:
    """Return what stands in a file of text."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise CommandError(f"{path}: is no text in UTF-8. Save it as UTF-8 and try again.") from None


def _import(options: argparse.Namespace) -> Exit:
    teller = Teller(quiet=options.quiet)
    if options.file.suffix.casefold() == ".csv":
        referrals = read_referrals(text_in(options.file), options.file.name)
        with opened() as store, store.writing(caller()) as kept:
            new = refer(kept, referrals, options.file.name)
        known = len(referrals) - new
        teller.step(f"{counted(new, 'pupil')} referred" + (f", {known} had been already." if known else "."))
        return Exit.FINE
    programme = programme_in(options.file)
    with opened() as store, store.writing(caller()) as kept:
        newest = kept.training.programmes.keep(programme)
    stages, milestones = counted(len(newest.stages), "stage"), counted(len(newest.milestone), "milestone")
    teller.step(f"Kept: {newest.name}, version {newest.version}: {stages}, {milestones}.")
    return Exit.FINE


def _report(options: argparse.Namespace) -> Exit:
    if options.last < options.first:
        raise CommandError(f"--to {options.last} is before --from {options.first}: name the first day first.")
    if options.evidence is not None:
        check_may_write_file(options.evidence)
    span = Span(options.first, options.last)
    with opened() as store, store.writing(caller()) as kept:
        courses = courses_of(kept.training.histories(), span.last)
        given = Given(school_days=school_days(kept, span))
        pack = evidence_pack(courses, span)
        if options.evidence is not None:
            of = {"from": span.first.isoformat(), "to": span.last.isoformat()}
            kept.audit.say(Event.RECORDS_EXPORTED, "report", "training-evidence", digest=pack.digest, **of)
    print("\n".join(_told(outcomes(courses, span, given))))  # noqa: T201 -- the answer of a command
    if options.evidence is not None:
        text = json.dumps(pack.to_json(), indent=1, ensure_ascii=False) + "\n"
        options.evidence.write_text(text, encoding="utf-8")
        said = f"{counted(len(pack.results), 'result')}, digest {pack.digest}"
        Teller(quiet=options.quiet).step(f"Evidence written to {options.evidence}: {said}.")
    return Exit.FINE


def _told(found: Outcomes) -> Iterator[str]:
    """Yield the figures, line by line."""
    yield f"Travel training, {found.span.first:%-d %B %Y} to {found.span.last:%-d %B %Y}"
    for section in sections(found):
        yield f"\n{section.title}"
        yield from (f"  {line.words:38} {line.figure}" for line in section.lines)


def school_days(kept: Kept, span: Span) -> frozenset[date] | None:
    """Return the days of a span on which any school is open; None if no calendar is kept."""
    rows = kept.records.list_kind("calendar")
    if not rows:
        return None
    calendar = calendar_of(rows)
    schools = [SchoolId(school.key) for school in kept.records.list_kind("schools")]
    days = (span.first + timedelta(days=number) for number in range((span.last - span.first).days + 1))
    return frozenset(day for day in days if any(calendar.why_closed(school, day) is None for school in schools))
