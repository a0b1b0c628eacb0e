"""A journey risk assessment, drafted from a map and a timetable for a person to walk, finish and sign.

The draft names each hazard that can be read from the map, what the map says of it, what it does not say, and what might
be done. It is never finished: the map knows no traffic, no sight lines and no trainee. So there is nothing in a draft
that could call it finished; the person who signs writes another document.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import cos, hypot, radians

from geodata.crossings import Crossing
from geodata.walk_tags import Recorded, WalkClass
from travel_training.daylight import sun_times_s
from travel_training.journey import BusLeg, Journey, Point, Stretch, WalkLeg, unsignalled
from travel_training.journey_hazards import NOTHING, DraftLine, HazardKind, crossing_line, listed
from travel_training.journey_steps import bus_name, clock, in_parts, minutes, round_m

__all__ = ["WARNING", "DraftAssessment", "DraftLine", "HazardKind", "draft_assessment"]

WARNING = (
    "A draft made from a map and a timetable. It is not a risk assessment until a person has made the journey at this "
    "time of day, finished every line and signed it."
)
_QUIET_M, _LONG_WAIT_S = 150, 600


@dataclass(frozen=True, slots=True)
class DraftAssessment:
    """The hazards of a journey in the order in which they are met, and of what day the map and the timetable are."""

    lines: tuple[DraftLine, ...]
    map_date: str
    timetable: str

    @property
    def warning(self) -> str:
        """What stands above every draft, on paper and on the page."""
        return WARNING


def draft_assessment(journey: Journey, days: Sequence[date] = (), lacking: Sequence[date] = ()) -> DraftAssessment:
    """Return what a map and a timetable can say of the risks of a journey.

    Parameters
    ----------
    days
        The school days on which it is made, for the dark ones among them; if none, the day of the journey.
    lacking
        Days on which its buses do not run.
    """
    lines = [
        *(line for number, leg in enumerate(journey.legs) for line in _of_leg(journey, number, leg)),
        _help(journey),
        *_in_the_dark(journey, days or [journey.day]),
        *_other_days(lacking),
    ]
    return DraftAssessment(tuple(lines), journey.map_date, journey.timetable)


def _of_leg(journey: Journey, number: int, leg: WalkLeg | BusLeg) -> Iterator[DraftLine]:
    if isinstance(leg, BusLeg):
        yield from _waiting(journey, number, leg)
        yield from _riding(leg)
        return
    met: list[tuple[int, DraftLine]] = [
        (each.at_m, crossing_line(each, parts)) for each, parts in in_parts(leg.crossings)
    ]
    met += [(each.at_m, line) for each in leg.stretches for line in _walked(leg, each)]
    yield from (line for _, line in sorted(met, key=_first))
    yield from _along_roads(leg)
    yield from _other_ways(leg)


def _first(met: tuple[int, DraftLine]) -> int:
    return met[0]


def _walked(leg: WalkLeg, stretch: Stretch) -> Iterator[DraftLine]:
    """Yield what a stretch of way has of hazards of its own."""
    at = _point_at(leg, stretch.at_m)
    name = stretch.name or f"a way without a name ({stretch.walk_class.name.lower()})"
    begins = f"{round_m(stretch.at_m)} into the walk" if stretch.at_m else "the beginning of the walk"
    where = f"{name}, {round_m(stretch.metres)}, from {begins}"
    is_path = stretch.walk_class >= WalkClass.BRIDLEWAY and stretch.walk_class != WalkClass.STEPS
    if stretch.walk_class == WalkClass.STEPS:
        measure = "See whether the trainee manages them, also when wet or with a bag."
        yield DraftLine(HazardKind.STEPS, where, at, "steps", "how many, whether there is a handrail", measure)
    elif stretch.paved == Recorded.NO:
        measure = "See it in wet weather; agree on shoes, or on another way in winter."
        yield DraftLine(HazardKind.ROUGH, where, at, "a surface that is not paved", "its state by season", measure)
    if is_path and stretch.metres >= _QUIET_M:
        lit = {Recorded.YES: "lit", Recorded.NO: "not lit", Recorded.NOT_RECORDED: "a path away from roads"}[
            stretch.lit
        ]
        lacks = "whether people are about at this hour" + ("" if stretch.lit else ", whether it is lit")
        yield DraftLine(
            HazardKind.QUIET, where, at, lit, lacks, "Walk it at this hour; agree on another way when nobody is about."
        )


def _along_roads(leg: WalkLeg) -> Iterator[DraftLine]:
    """Yield a line for each main road along which one walks without a recorded pavement, and one for all the others."""
    bare = [each for each in leg.stretches if each.walk_class.is_carriageway and each.footway != Recorded.YES]
    named: dict[str, list[Stretch]] = {}
    for each in bare:
        kind = each.walk_class.name.lower()
        key = f"{each.name or 'A road without a name'}, a {kind} road" if each.walk_class.is_main else "Minor roads"
        named.setdefault(key, []).append(each)
    for key, parts in named.items():
        names = listed(list(dict.fromkeys(each.name or "one without a name" for each in parts)))
        without_m = sum(each.metres for each in parts if each.footway == Recorded.NO)
        unknown_m = sum(each.metres for each in parts) - without_m
        yield DraftLine(
            HazardKind.NO_PAVEMENT,
            f"{key}: {names}" if key == "Minor roads" else key,
            _point_at(leg, parts[0].at_m),
            f"no pavement on {without_m} m" if without_m else f"{unknown_m} m along it",
            f"whether there is a pavement on {unknown_m} m, on which side, how wide" if unknown_m else NOTHING,
            "Look for a pavement. Without one: look for another way, or practise walking to face the traffic.",
        )


def _other_ways(leg: WalkLeg) -> Iterator[DraftLine]:
    """Yield a line if a longer walk is easier."""
    if leg.easier is not None:
        here, there = (f"crosses {_roads(crossings)}" for crossings in (leg.crossings, leg.easier.crossings))
        yield DraftLine(
            HazardKind.EASIER,
            f"The walk to {leg.to_stop or 'the end'}, {leg.metres} m",
            None,
            f"this walk {here}; another of {leg.easier.metres} m {there}",
            "which of the two is safer on the ground",
            "Walk both, and choose.",
        )


def _roads(crossings: Sequence[Crossing]) -> str:
    main = sum(each.walk_class.is_main for each in crossings)
    return f"{main} main road{'s' if main != 1 else ''}, {unsignalled(crossings)} without recorded lights for walkers"


def _waiting(journey: Journey, number: int, leg: BusLeg) -> Iterator[DraftLine]:
    at, stop = leg.points[0], f"The stop {leg.from_stop}"
    waits_s = leg.leave_s - journey.legs[number - 1].arrive_s if number else 0
    bus = f"bus {bus_name(leg)} at {clock(leg.leave_s)}"
    if any(isinstance(before, BusLeg) for before in journey.legs[:number]):
        yield DraftLine(
            HazardKind.CHANGING,
            stop,
            at,
            f"{minutes(waits_s)} between being there and {bus}",
            "how often the bus before is late",
            "Practise the change; agree what to do when the first bus is late, and whom to phone.",
        )
    measure = (
        "Agree where to stand and what to do meanwhile."
        if waits_s < _LONG_WAIT_S
        else ("A long wait: agree on a safe place to spend it, or on a later start.")
    )
    yield DraftLine(
        HazardKind.WAITING,
        stop,
        at,
        f"{minutes(waits_s)} for {bus}",
        "a shelter, a seat, a display, who else waits",
        measure,
    )
    if leg.is_lonely:
        measure = "Look at it at this hour. If nobody is near: use another stop, or wait together until the bus comes."
        yield DraftLine(
            HazardKind.LONELY_STOP, stop, at, "no named place recorded near it", "houses, people about, lights", measure
        )
    missed = leg.if_missed
    says = (
        "no later bus that day"
        if missed is None
        else (f"the next is the {missed.line} at {clock(missed.leave_s)}, there at {clock(missed.arrive_s)}")
    )
    measure = (
        "Practise missing it once: wait for the next, tell school or home."
        if missed is not None
        else ("Agree what to do: back home or back to school, and whom to phone.")
    )
    yield DraftLine(HazardKind.MISSED, stop, at, says, "whether it runs to time", measure)


def _riding(leg: BusLeg) -> Iterator[DraftLine]:
    before = f"the stop before is {leg.before}" if leg.before else "it is the next stop"
    says = f"{leg.stops} stop{'s' if leg.stops != 1 else ''}, {minutes(leg.arrive_s - leg.leave_s)}; {before}"
    measure = "Learn three landmarks before the stop, when to ring, and what to do after riding too far."
    lacks = "stops called out aboard, how full the bus is"
    yield DraftLine(HazardKind.RIDING, f"The stop {leg.to_stop}", leg.points[-1], says, lacks, measure)


def _help(journey: Journey) -> DraftLine:
    """Return where one might ask for help; there is always such a line, so that somebody goes and asks them."""
    passed = (each.tags for leg in journey.walks for each in leg.landmarks)
    names = list(dict.fromkeys(f"{tags.name} ({tags.kind})" for tags in passed if tags.safe))
    return DraftLine(
        HazardKind.HELP,
        "The whole journey",
        None,
        f"places with people near the way: {listed(names)}" if names else "no named place recorded near the way",
        "their hours, whether they are willing, other places" if names else "places that have no name on the map",
        "Ask them; put those who are willing on the help card, with a number to phone.",
    )


def _in_the_dark(journey: Journey, days: Sequence[date]) -> Iterator[DraftLine]:
    """Yield a line if part of the journey is before sunrise or after sunset on one of the days."""
    lat, lon = journey.legs[0].points[0]
    dark = []
    for day in days:
        rise_s, set_s = sun_times_s(day, lat, lon)
        if journey.leave_s < rise_s or journey.arrive_s > set_s:
            dark.append(day)
    if not dark:
        return
    lit_m, unlit_m, unknown_m = (
        sum(each.metres for leg in journey.walks for each in leg.stretches if each.lit == said)
        for said in (Recorded.YES, Recorded.NO, Recorded.NOT_RECORDED)
    )
    when = f"{len(dark)} of {len(days)} days, first {min(dark)}, last {max(dark)}"
    yield DraftLine(
        HazardKind.DARK,
        f"Between {clock(journey.leave_s)} and {clock(journey.arrive_s)}",
        None,
        f"before sunrise or after sunset on {when}; on foot {lit_m:,} m lit, {unlit_m:,} m not lit",
        f"street lights on {unknown_m:,} m" if unknown_m else NOTHING,
        "Make the journey once in the dark; agree on something bright to wear, and on company if need be.",
    )


def _other_days(lacking: Sequence[date]) -> Iterator[DraftLine]:
    if lacking:
        told = ", ".join(str(day) for day in lacking[:5]) + (" ..." if len(lacking) > 5 else "")  # noqa: PLR2004 -- enough to see
        says = f"these stops do not serve on {len(lacking)} day{'s' if len(lacking) != 1 else ''}: {told}"
        measure = "Keep transport on these days, or train the other way too."
        yield DraftLine(HazardKind.OTHER_DAYS, "The timetable", None, says, NOTHING, measure)


def _point_at(leg: WalkLeg, at_m: int) -> Point:
    """Return about where on a walk one is after some metres: the nearest corner of its line, for a mark on a map."""
    so_far, corners = 0.0, [(0.0, leg.points[0])]
    for before, after in pairwise(leg.points):
        so_far += hypot(after[0] - before[0], (after[1] - before[1]) * cos(radians(before[0])))
        corners.append((so_far, after))
    whole = leg.stretches[-1].at_m + leg.stretches[-1].metres
    wanted = so_far * min(1.0, at_m / max(whole, 1))
    return min(corners, key=lambda each: abs(each[0] - wanted))[1]
