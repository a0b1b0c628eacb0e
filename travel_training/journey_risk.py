"""A journey risk assessment, drafted from a map and a timetable for a person to walk, finish and sign.

The draft names each hazard that can be read from the map, what the map says of it, what it does not say, and what might
be done. It is never finished: the map knows no traffic, no sight lines and no trainee. So there is nothing in a draft
that could call it finished; the person who signs writes another document.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from math import cos, hypot, radians

from geodata.crossings import Crossing
from geodata.walk_tags import CrossingKind, Recorded, WalkClass
from travel_training.daylight import sun_times_s
from travel_training.journey import BusLeg, Journey, Point, Stretch, WalkLeg
from travel_training.journey_steps import bus_name, clock, crossed_name, in_parts, minutes, round_m

WARNING = (
    "A draft made from a map and a timetable. It is not a risk assessment until a person has made the journey at this "
    "time of day, finished every line and signed it."
)
NOTHING = "nothing that concerns this"
_QUIET_M, _LONG_WAIT_S = 150, 600


class HazardKind(StrEnum):
    """What can go wrong on a journey, as far as a map and a timetable tell."""

    CROSSING = "crossing a road"
    RAILWAY = "crossing a railway"
    NO_PAVEMENT = "walking along a road without a recorded pavement"
    STEPS = "steps"
    ROUGH = "a rough surface"
    QUIET = "a path away from people"
    DARK = "walking in the dark"
    LONELY_STOP = "waiting where nobody may be near"
    WAITING = "waiting for a bus"
    CHANGING = "changing buses"
    RIDING = "getting off at the wrong stop"
    MISSED = "missing the bus"
    OTHER_DAYS = "days on which the journey is another"


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One hazard.

    Parameters
    ----------
    hazard, where
        What, and where on the journey, in words.
    at
        Degrees, for a map; None if it is no place.
    says, lacks
        What the map or the timetable says of it, and what it does not say: look there.
    measure
        What might be done: a proposal, to be struck out or made better.
    """

    hazard: HazardKind
    where: str
    at: Point | None
    says: str
    lacks: str
    measure: str


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
        *_in_the_dark(journey, days or [journey.day]),
        *_other_days(lacking),
    ]
    return DraftAssessment(tuple(lines), journey.map_date, journey.timetable)


def _of_leg(journey: Journey, number: int, leg: WalkLeg | BusLeg) -> Iterator[DraftLine]:
    if isinstance(leg, BusLeg):
        yield from _waiting(journey, number, leg)
        yield from _riding(leg)
        return
    met: list[tuple[int, DraftLine]] = [(each.at_m, _crossed(each, parts)) for each, parts in in_parts(leg.crossings)]
    met += [(each.at_m, line) for each in leg.stretches for line in _walked(leg, each)]
    yield from (line for _, line in sorted(met, key=_first))
    yield from _along_roads(leg)


def _first(met: tuple[int, DraftLine]) -> int:
    return met[0]


_NO_HELP = "Watch the traffic here at this hour; practise the kerb drill; look for a crossing with lights."
_MEASURES = {
    CrossingKind.SIGNALS: "Practise the button and the green figure; agree what to do when the lights are broken.",
    CrossingKind.ZEBRA: "Practise waiting until the traffic has stopped in both lanes before stepping out.",
    CrossingKind.MARKED: "Look whether traffic must stop here; until then practise as at a road without one.",
    CrossingKind.UNTYPED: "Look what kind of crossing this is; until then practise as at a road without one.",
    CrossingKind.JUNCTION_SIGNALS: "Look whether the lights have a green figure; if not, look for another place.",
    CrossingKind.UNMARKED: _NO_HELP,
    CrossingKind.NONE: _NO_HELP,
    CrossingKind.RAILWAY: "Look for another way. If there is none: practise stopping, looking and listening each time.",
}
_MINOR_MEASURE = "Practise the kerb drill, with an eye to cars that turn in and cars that are parked."
_KINDS = {
    CrossingKind.SIGNALS: "a crossing with lights for walkers",
    CrossingKind.ZEBRA: "a zebra crossing",
    CrossingKind.MARKED: "a marked crossing",
    CrossingKind.UNTYPED: "a crossing",
    CrossingKind.JUNCTION_SIGNALS: "traffic lights",
    CrossingKind.UNMARKED: "a place for crossing without marks",
    CrossingKind.NONE: "no crossing",
    CrossingKind.RAILWAY: "a level crossing",
}
_UNKNOWN_OF_KIND = {
    CrossingKind.MARKED: ["whether traffic must stop"],
    CrossingKind.UNTYPED: ["what kind of crossing"],
    CrossingKind.JUNCTION_SIGNALS: ["whether the lights have a phase for walkers"],
    CrossingKind.NONE: ["whether there is a place to cross after all"],
}


def _crossed(crossing: Crossing, parts: int) -> DraftLine:
    tags, kind = crossing.tags, crossing.tags.kind
    is_railway = kind == CrossingKind.RAILWAY
    unsignalled_minor = not crossing.walk_class.is_main and kind == CrossingKind.NONE
    says, lacks = _facts(crossing)
    if parts > 1:
        says.append(f"crossed in {parts} parts")
    if is_railway:
        says, lacks = [_KINDS[kind]], ["gates, lights, how often trains come"]
    for name, said in (
        ("an island", tags.island),
        ("tactile paving", tags.tactile),
        ("a lowered kerb", tags.lowered_kerb),
    ):
        _sort_in(name, said, says, lacks, wanted=not is_railway)
    _sort_in("a sound for the green figure", tags.sound, says, lacks, wanted=kind == CrossingKind.SIGNALS)
    return DraftLine(
        hazard=HazardKind.RAILWAY if is_railway else HazardKind.CROSSING,
        where=f"{_upper(crossed_name(crossing))}, {round_m(crossing.at_m)} into the walk",
        at=(crossing.lat, crossing.lon),
        says=_listed(says),
        lacks=_listed([*lacks, *([] if is_railway else ["how much traffic", "how far one sees"])]),
        measure=_MINOR_MEASURE if unsignalled_minor else _MEASURES[kind],
    )


def _facts(crossing: Crossing) -> tuple[list[str], list[str]]:
    """Return what is recorded of a crossing and its road, and what is not."""
    says = [_KINDS[crossing.tags.kind], f"road of class {crossing.walk_class.name.lower()}"]
    lacks = list(_UNKNOWN_OF_KIND.get(crossing.tags.kind, ()))
    if crossing.limit_mph is None:
        lacks.append("speed limit")
    else:
        says.append(f"limit {crossing.limit_mph} mph")
    if crossing.lanes is None:
        lacks.append("how many lanes")
    else:
        says.append(f"{crossing.lanes} lane{'s' if crossing.lanes != 1 else ''}")
    if crossing.oneway:
        says.append("traffic from one side")
    return says, lacks


def _sort_in(name: str, said: Recorded, says: list[str], lacks: list[str], *, wanted: bool) -> None:
    """Put something where it belongs: among what is recorded, or among what is not."""
    if said == Recorded.YES:
        says.append(name)
    elif said == Recorded.NO:
        says.append(f"no {name.removeprefix('an ').removeprefix('a ')}")
    elif wanted:
        lacks.append(name)


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
        names = _listed(list(dict.fromkeys(each.name or "one without a name" for each in parts)))
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
            HazardKind.LONELY_STOP, stop, at, "no named place near it", "houses, people about, lights", measure
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


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _listed(parts: Sequence[str]) -> str:
    return ", ".join(parts) if parts else NOTHING
