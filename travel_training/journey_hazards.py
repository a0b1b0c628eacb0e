"""A hazard of a journey as a line of a draft; and the lines of crossings, with all that the map does not say."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from geodata.crossings import Crossing
from geodata.walk_tags import CrossingKind, Recorded
from travel_training.journey import Point
from travel_training.journey_steps import crossed_name, round_m

NOTHING = "nothing that concerns this"


class HazardKind(StrEnum):
    """What can go wrong on a journey, as far as a map and a timetable tell."""

    CROSSING = "crossing a road"
    RAILWAY = "crossing a railway"
    NO_PAVEMENT = "walking along a road without a recorded pavement"
    STEPS = "steps"
    ROUGH = "a rough surface"
    QUIET = "a path away from people"
    EASIER = "another walk may be easier"
    HELP = "needing help on the way"
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
    CrossingKind.NONE: "no crossing recorded",
    CrossingKind.RAILWAY: "a level crossing",
}
_UNKNOWN_OF_KIND = {
    CrossingKind.MARKED: ["whether traffic must stop"],
    CrossingKind.UNTYPED: ["what kind of crossing"],
    CrossingKind.JUNCTION_SIGNALS: ["whether the lights have a phase for walkers"],
    CrossingKind.NONE: ["whether there is a place to cross after all"],
}


def crossing_line(crossing: Crossing, parts: int) -> DraftLine:
    """Return what a map can say of a crossing, which is crossed in so many parts."""
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
        says=listed(says),
        lacks=listed([*lacks, *([] if is_railway else ["how much traffic", "how far one sees"])]),
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


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def listed(parts: Sequence[str]) -> str:
    """Return what is recorded, or is not, in a line."""
    return ", ".join(parts) if parts else NOTHING
