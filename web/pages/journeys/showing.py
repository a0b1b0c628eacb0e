"""A journey on a page: steps there and back, crossings, the picture, the distance, the risk assessment; and printed."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from flask import render_template
from markupsafe import Markup

from routing.wording import clock, counted
from travel_training.journey import BusLeg, Journey, WalkLeg, polylines
from travel_training.journey_risk import WARNING, HazardKind
from travel_training.journey_steps import steps
from web.access import Permission
from web.pages.guard import may, needs, writing
from web.pages.journeys.blueprint import Opened, opened, pages
from web.pages.map_picture import draw_picture
from web.pages.map_view import MapRun, MapStop, MapView, StopKind
from web.pages.parts import Fact, Lines, Table, Tag, table
from web.training.journeys import BACK, THERE, Distance, Line, TrainedJourney
from web.words import moment

_CROSSED = (HazardKind.CROSSING, HazardKind.RAILWAY)
ANSWERS = {"": Tag("Not looked at yet", "orange"), "stands": Tag("Stands", "green"), "struck": Tag("Does not apply")}


@pages.get("/documents/<id_>")
@needs(Permission.TRAINING_VIEW)
def show(id_: str) -> str:
    """Show a journey with all that is known of it."""
    with writing() as kept:
        found = opened(kept, id_)
    journey = found.journey
    return render_template(
        "journeys/journey.html",
        document=found.document,
        signed=_signed(found),
        warning=WARNING,
        facts=list(_facts(journey)),
        ways=[_way(words, each, journey) for words, each in _ways(journey)],
        missing_ways=[
            words for words, each in ((THERE, journey.plan.there), (BACK, journey.plan.back)) if each is None
        ],
        distance=None if journey.distance is None else list(_distance_facts(journey.distance)),
        distance_said=journey.distance_said,
        lines=_lines_table(journey),
        open_lines=journey.open_lines,
        lacks=found.lacks,
        may_change=may(Permission.TRAINING_MANAGE) and not found.is_signed,
    )


@pages.get("/documents/<id_>/print")
@needs(Permission.TRAINING_VIEW)
def print_large(id_: str) -> str:
    """Show the steps alone, in large print, for the trainee."""
    with writing() as kept:
        found = opened(kept, id_)
    return render_template(
        "journeys/print.html",
        document=found.document,
        ways=[(words, steps(each)) for words, each in _ways(found.journey)],
        last=_last(found.journey),
    )


def _signed(found: Opened) -> str:
    document = found.document
    if document.signed_at is None or document.review_by is None:
        return ""
    until = f"{document.review_by.day} {document.review_by:%B %Y}"
    return f"Signed on {moment(document.signed_at)}. It holds until {until}."


def _ways(journey: TrainedJourney) -> Iterator[tuple[str, Journey]]:
    for words, each in ((THERE, journey.plan.there), (BACK, journey.plan.back)):
        if each is not None:
            yield words, each


def _way(words: str, found: Journey, journey: TrainedJourney) -> dict[str, Any]:
    lacking = journey.plan.there_lacking if words == THERE else journey.plan.back_lacking
    return {
        "title": f"{words}: {clock(found.leave_s)} to {clock(found.arrive_s)}",
        "steps": steps(found),
        "crossings": _crossings(words, journey),
        "picture": _picture(words, found),
        "lacking": [f"{day.day} {day:%B %Y}" for day in lacking],
    }


def _facts(journey: TrainedJourney) -> Iterator[Fact]:
    for words, found in _ways(journey):
        buses = ", then ".join(f"bus {each.line}" for each in found.buses) or "on foot all the way"
        walk = f"{found.walk_m:,} m on foot, {counted(len(found.crossings), 'crossing')}"
        yield Fact(words, f"{found.minutes} minutes, {buses}; {walk}")
        for leg in found.buses:
            yield Fact(f"If bus {leg.line} is missed", _missed(leg))
    yield Fact("The last one home", _last(journey))
    made = journey.plan.there or journey.plan.back
    if made is not None:
        yield Fact("Made from", f"map of {made.map_date or 'an unknown day'}, timetable {made.timetable}")


def _missed(leg: BusLeg) -> str:
    if leg.if_missed is None:
        return "there is no later one that day"
    return f"bus {leg.if_missed.line} at {clock(leg.if_missed.leave_s)}, there at {clock(leg.if_missed.arrive_s)}"


def _last(journey: TrainedJourney) -> str:
    last = journey.plan.last_back
    if last is None:
        return "not by bus" if journey.plan.back is None or not journey.plan.back.buses else "not known"
    return f"bus {last.buses[0].line} at {clock(last.buses[0].leave_s)} from {last.buses[0].from_stop}"


def _distance_facts(distance: Distance) -> Iterator[Fact]:
    yield Fact("To the nearest gate on foot", f"{distance.metres:,} m ({distance.metres / 1609.344:.2f} miles)")
    yield Fact("Of that in straight lines", f"{distance.to_way_m} m from the door, {distance.to_gate_m} m to the gate")
    yield Fact("Beside main roads without a recorded pavement", f"{distance.no_footway_m:,} m")
    yield Fact("Against 2 miles", distance.two_miles.capitalize())
    yield Fact("Against 3 miles", distance.three_miles.capitalize())
    yield Fact("Map", distance.map_date or "of an unknown day")


def _crossings(way: str, journey: TrainedJourney) -> Table:
    lines = [line for line in journey.lines if line.way == way and line.hazard in _CROSSED]
    return table(
        "Crossings",
        ["Where", "The map says", "Not recorded"],
        [(line.where, line.says, _not_recorded(line)) for line in lines],
        empty="No road is crossed.",
    )


def _not_recorded(line: Line) -> Lines:
    return Lines((Tag("Not recorded", "red"), line.lacks)) if line.lacks else Lines(("nothing",))


def _lines_table(journey: TrainedJourney) -> Table:
    return table(
        "Risk assessment",
        ["Hazard", "Where", "What is known", "Measure", "Looked at"],
        [
            (
                f"{line.way}: {line.hazard}",
                line.where,
                Lines(tuple(_known(line))),
                line.measure,
                Lines((ANSWERS[line.answer], *([line.seen] if line.seen else []))),
            )
            for line in journey.lines
        ],
        empty="No hazard can be read from the map and the timetable: a person has to look.",
    )


def _known(line: Line) -> Iterator[str]:
    if line.says:
        yield f"The map or timetable says: {line.says}."
    if line.lacks:
        yield f"Not recorded: {line.lacks}."


def _picture(way: str, journey: Journey) -> Markup:
    """Return the picture of a journey; a bus is drawn from stop to stop, for the road that it takes is not known."""
    stops = tuple(_stops(way, journey))
    legs = tuple(np.array(line) for line in polylines(journey) if len(line) > 1)
    view = MapView(f"The journey: {way.lower()}", (MapRun(way, stops, legs),))
    return Markup(draw_picture(view, "to-school" if way == THERE else "home"))  # noqa: S704 -- drawn and escaped there


def _stops(way: str, journey: Journey) -> Iterator[MapStop]:
    first, last = (StopKind.HOME, StopKind.SCHOOL) if way == THERE else (StopKind.SCHOOL, StopKind.HOME)
    lat, lon = journey.legs[0].points[0]
    yield MapStop(lat, lon, first, "", f"{clock(journey.leave_s)}, the journey begins")
    for leg in journey.legs:
        if isinstance(leg, BusLeg):
            for (lat, lon), name, at_s, what in (
                (leg.points[0], leg.from_stop, leg.leave_s, f"get on the {leg.line}"),
                (leg.points[-1], leg.to_stop, leg.arrive_s, "get off"),
            ):
                yield MapStop(lat, lon, StopKind.PICK_UP, name, f"{clock(at_s)}, {what}")
    end = journey.legs[-1]
    if isinstance(end, WalkLeg):
        lat, lon = end.points[-1]
        yield MapStop(lat, lon, last, "", f"{clock(journey.arrive_s)}, the journey ends")
