"""A journey as steps in plain words, to be printed large: walk, cross, wait, ride, get off."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from geodata.crossings import Crossing
from geodata.landmarks import Passed
from geodata.walk_tags import CrossingKind, WalkClass
from travel_training.journey import BusLeg, Journey, Stretch, WalkLeg

IN_PARTS_M = 30
"""Two crossings of one road so near to each other are one crossing in two parts, with an island between."""
_SHORT_M, _FEW = 15, 2
_STRAIGHT_DEGREES, _BACK_DEGREES = 35, 150


class StepKind(StrEnum):
    """What one does in a step; a page may draw a sign for each."""

    LEAVE = "leave"
    WALK = "walk"
    CROSS = "cross"
    WAIT = "wait"
    RIDE = "ride"
    GET_OFF = "get off"
    ARRIVE = "arrive"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do; ``note`` says what helps, or what to do if it goes wrong."""

    kind: StepKind
    text: str
    note: str = ""


def steps(journey: Journey) -> tuple[Step, ...]:
    """Return the steps of a journey in order."""
    return tuple(_steps(journey))


def _steps(journey: Journey) -> Iterator[Step]:
    yield Step(StepKind.LEAVE, f"Leave at {clock(journey.leave_s)}.")
    for number, leg in enumerate(journey.legs):
        if isinstance(leg, WalkLeg):
            yield from _walked(leg)
        else:
            changes = number > 0 and isinstance(journey.legs[number - 1], BusLeg)
            yield from _ridden(leg, stays=changes)
    yield Step(StepKind.ARRIVE, f"You are there at {clock(journey.arrive_s)}.")


class Turn(StrEnum):
    """How one comes into a street."""

    START = "Walk"
    STRAIGHT = "Go on for"
    LEFT = "Turn left. Walk"
    RIGHT = "Turn right. Walk"
    BACK = "Turn back. Walk"


def _walked(leg: WalkLeg) -> Iterator[Step]:
    """Yield the steps of a walk: each street up to each crossing, and the crossings."""
    crossings = list(in_parts(leg.crossings))
    facing: int | None = None
    for street in _streets(leg.stretches):
        at_m, end_m, turn = street.at_m, street.at_m + street.metres, _turn(facing, street.begin_degrees)
        while crossings and crossings[0][0].at_m < end_m:
            crossing, parts = crossings.pop(0)
            if crossing.at_m - at_m >= _SHORT_M:
                yield _walk(leg, street, turn, at_m, crossing.at_m)
                at_m, turn, facing = crossing.at_m, Turn.STRAIGHT, street.end_degrees
            yield _cross(crossing, parts)
        if street.walk_class == WalkClass.STEPS:
            yield Step(StepKind.WALK, "Take the steps.")
            facing = street.end_degrees
        elif end_m - at_m >= _SHORT_M:
            yield _walk(leg, street, turn, at_m, end_m)
            facing = street.end_degrees
    for crossing, parts in crossings:
        yield _cross(crossing, parts)


def _turn(facing: int | None, degrees: int) -> Turn:
    """Return how one turns who was facing one way and goes another; both clockwise from north."""
    if facing is None:
        return Turn.START
    angle = (degrees - facing + 180) % 360 - 180
    if abs(angle) <= _STRAIGHT_DEGREES:
        return Turn.STRAIGHT
    if abs(angle) >= _BACK_DEGREES:
        return Turn.BACK
    return Turn.RIGHT if angle > 0 else Turn.LEFT


def _streets(stretches: tuple[Stretch, ...]) -> list[Stretch]:
    """Return the stretches, those put together that one walks as one street."""
    streets: list[Stretch] = []
    for each in stretches:
        if streets and _called(streets[-1]) == _called(each) and _goes_on(streets[-1], each):
            metres = each.at_m + each.metres - streets[-1].at_m
            streets[-1] = replace(streets[-1], metres=metres, end_degrees=each.end_degrees)
        else:
            streets.append(each)
    return streets


def _goes_on(before: Stretch, after: Stretch) -> bool:
    """Tell whether one street becomes another without a turn; round a bend, a street with a name stays the same."""
    is_stairs = after.walk_class == WalkClass.STEPS
    return bool(after.name) or is_stairs or _turn(before.end_degrees, after.begin_degrees) == Turn.STRAIGHT


def in_parts(crossings: tuple[Crossing, ...]) -> Iterator[tuple[Crossing, int]]:
    """Yield the crossings, each with in how many parts it is crossed."""
    held: list[Crossing] = []
    for each in crossings:
        if held and not _is_one(held[-1], each):
            yield held[0], len(held)
            held = []
        held.append(each)
    if held:
        yield held[0], len(held)


def _is_one(before: Crossing, after: Crossing) -> bool:
    same = before.name == after.name and before.tags.kind == after.tags.kind and before.walk_class == after.walk_class
    return same and before.oneway and after.oneway and after.at_m - before.at_m <= IN_PARTS_M


_UNNAMED = {
    WalkClass.STEPS: "the steps",
    WalkClass.FOOTWAY: "the footpath",
    WalkClass.PATH: "the path",
    WalkClass.PEDESTRIAN: "the pedestrian street",
    WalkClass.BRIDLEWAY: "the bridleway",
    WalkClass.CYCLEWAY: "the cycle track",
    WalkClass.TRACK: "the track",
    WalkClass.SERVICE: "the drive",
}


def _called(stretch: Stretch) -> str:
    return stretch.name or _UNNAMED.get(stretch.walk_class, "the road")


def _walk(leg: WalkLeg, street: Stretch, turn: Turn, from_m: int, to_m: int) -> Step:
    is_last = to_m > leg.stretches[-1].at_m
    to_the_stop = f" to the stop {leg.to_stop}" if is_last and leg.to_stop else ""
    passed = [each for each in leg.landmarks if from_m <= each.at_m < to_m or (is_last and each.at_m >= to_m)]
    text = f"{turn.value} {round_m(to_m - from_m)} along {_called(street)}{to_the_stop}."
    return Step(StepKind.WALK, text, _look_out(passed))


def _look_out(passed: list[Passed]) -> str:
    """Say what one passes: safe places first, and not more than one can look out for."""
    chosen = sorted(passed, key=lambda each: (not each.tags.safe, each.off_m))[:_FEW]
    told = [f"{each.tags.name} ({each.tags.kind}) {_SIDES[each.side]}" for each in sorted(chosen, key=_at_m)]
    helps = [each.tags.name for each in chosen if each.tags.safe]
    if not told:
        return ""
    ask = f" You can ask for help in {' or '.join(helps)}." if helps else ""
    return f"You pass {' and '.join(told)}.{ask}"


_SIDES = {1: "on your left", -1: "on your right", 0: "close by"}


def _at_m(passed: Passed) -> int:
    return passed.at_m


_CROSSED = {
    CrossingKind.SIGNALS: "at the lights. Press the button, and wait for the green figure",
    CrossingKind.ZEBRA: "at the zebra crossing. Wait until the traffic has stopped",
    CrossingKind.MARKED: "at the marked crossing. Look both ways, and wait until it is clear",
    CrossingKind.UNTYPED: "at the crossing. Look both ways, and wait until it is clear",
    CrossingKind.JUNCTION_SIGNALS: "at the traffic lights. Look both ways, and wait until it is clear",
    CrossingKind.UNMARKED: "at the place for crossing. Look both ways, and wait until it is clear",
    CrossingKind.NONE: "where you can see well. Look both ways, and wait until it is clear",
    CrossingKind.RAILWAY: "at the level crossing. Stop at the lights or the gate. Listen for trains",
}


def _cross(crossing: Crossing, parts: int) -> Step:
    where = _CROSSED[crossing.tags.kind]
    note = f"In {parts} parts: stop on the island, and look again." if parts > 1 else ""
    return Step(StepKind.CROSS, f"Cross {crossed_name(crossing)} {where}.", note)


def crossed_name(crossing: Crossing) -> str:
    """Return what to call what is crossed."""
    if crossing.tags.kind == CrossingKind.RAILWAY:
        return "the railway"
    return crossing.name or ("the main road" if crossing.walk_class.is_main else "the side road")


def _ridden(leg: BusLeg, *, stays: bool) -> Iterator[Step]:
    where = "Stay at this stop" if stays else f"Wait at the stop {leg.from_stop}"
    missed = leg.if_missed
    if_missed = (
        f"If you miss it: take the {missed.line} at {clock(missed.leave_s)}. You are there at {clock(missed.arrive_s)}."
        if missed is not None
        else "If you miss it: there is no later bus today. Phone home."
    )
    yield Step(StepKind.WAIT, f"{where} for bus {bus_name(leg)}. It comes at {clock(leg.leave_s)}.", if_missed)
    ride = f"Ride {leg.stops} stop{'s' if leg.stops > 1 else ''}, {minutes(leg.arrive_s - leg.leave_s)}."
    ring = f"The stop before yours is {leg.before}. Then ring the bell." if leg.before else "Ring the bell at once."
    yield Step(StepKind.RIDE, ride, ring)
    yield Step(StepKind.GET_OFF, f"Get off at {leg.to_stop} at {clock(leg.arrive_s)}.")


def bus_name(leg: BusLeg) -> str:
    """Return what stands on the front of the bus."""
    return f"{leg.line} to {leg.headsign}" if leg.headsign else leg.line


def clock(seconds: int) -> str:
    """Return a time of day, the minute that has begun; after midnight as the clock shows it.

    Examples
    --------
    >>> clock(8 * 3600 + 5 * 60 + 59), clock(24 * 3600 + 600)
    ('08:05', '00:10')
    """
    return f"{seconds // 3600 % 24:02d}:{seconds % 3600 // 60:02d}"


def minutes(seconds: int) -> str:
    """Return a length of time in whole minutes, at least one.

    Examples
    --------
    >>> minutes(30), minutes(150)
    ('1 minute', '3 minutes')
    """
    whole = max(1, -(-seconds // 60))
    return f"{whole} minute{'s' if whole > 1 else ''}"


def round_m(metres: int) -> str:
    """Return a length as one says it to a walker.

    Examples
    --------
    >>> round_m(243), round_m(12), round_m(1240)
    ('240 m', '10 m', '1.2 km')
    """
    if metres >= 1000:  # noqa: PLR2004 -- a kilometre
        return f"{metres / 1000:.1f} km"
    return f"{max(10, round(metres, -1))} m"
