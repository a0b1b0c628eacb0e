"""``waymark journeys``: a journey on foot and by bus, as a person reads it; exit 1 if there is none."""

import argparse
import sys
from collections.abc import Iterator
from datetime import date, datetime

from geodata.gtfs import read_gtfs
from geodata.journeys import JourneyFinder
from geodata.places import Place, PlaceId
from geodata.postcodes import Postcodes, read_postcodes
from geodata.walk_cache import load_walks
from geodata.walking import Walker
from routing.console import CommandError, Exit
from routing.wording import counted
from travel_training.journey import Journey
from travel_training.journey_making import JourneyMaker
from travel_training.journey_risk import draft_assessment
from travel_training.journey_steps import clock, steps
from web.words import HERE


def run(options: argparse.Namespace) -> Exit:
    """Find the journey and print it."""
    postcodes = read_postcodes(options.postcodes) if options.postcodes else None
    home, school = (
        _place(name, text, postcodes) for name, text in (("--from", options.home), ("--to", options.school))
    )
    days = options.day or [datetime.now(HERE).date()]
    maker = JourneyMaker(JourneyFinder(Walker(load_walks(options.roads)), read_gtfs(options.gtfs)))
    plan = maker.plan(home, school, days, options.arrive, options.leave)
    there = f"To be there by {clock(options.arrive)}"
    lines = [*_told(there, plan.there, plan.there_lacking, risks=options.risks)]
    if options.leave is not None:
        lines += _told(f"Home, from {clock(options.leave)}", plan.back, plan.back_lacking, risks=options.risks)
        if plan.last_back is not None:
            lines.append(f"The last one home leaves at {clock(plan.last_back.leave_s)}.")
    sys.stdout.write("\n".join(lines) + "\n")
    return Exit.FINE if plan.there is not None else Exit.BROKEN


def _place(option: str, text: str, postcodes: Postcodes | None) -> Place:
    """Return the place of a pair of degrees or of a postcode."""
    lat, comma, lon = text.partition(",")
    if not comma and postcodes is not None:
        return postcodes.get(text)
    try:
        return Place(PlaceId(option), float(lat), float(lon))
    except ValueError as error:
        hint = "" if comma else " For a postcode, say with --postcodes where postcodes are."
        raise CommandError(f"{option} {text}: expected degrees as 51.5843,-2.9977 ({error}).{hint}") from error


def _told(heading: str, journey: Journey | None, lacking: tuple[date, ...], *, risks: bool) -> Iterator[str]:
    """Yield the lines of a journey: what it is, its steps, and on request what might go wrong."""
    if journey is None:
        yield f"{heading}: there is no journey on foot and by bus."
        return
    buses = counted(len(journey.buses), "bus") if len(journey.buses) == 1 else f"{len(journey.buses)} buses"
    main = counted(journey.crossings_unsignalled, "main road") + " crossed where the map records no lights for walkers"
    yield f"{heading}, {journey.day}: {journey.minutes} minutes, {buses}, {journey.walk_m:,} m on foot; {main}."
    yield f"By {journey.timetable} and a map of {journey.map_date or 'an unknown day'}."
    for number, step in enumerate(steps(journey), start=1):
        yield f"{number:3}. {step.text}"
        if step.note:
            yield f"     {step.note}"
    if lacking:
        yield f"These stops do not serve on {', '.join(map(str, lacking))}."
    if risks:
        drafted = draft_assessment(journey)
        yield drafted.warning
        yield from (
            f"  - {line.hazard.value}: {line.where}. Recorded: {line.says}. Not recorded: {line.lacks}. {line.measure}"
            for line in drafted.lines
        )
