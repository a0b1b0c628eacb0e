"""What a crew must know of one run, and no more: where, when, who, and what to do for them.

A sheet holds travel references, never names unless the reader's own are joined in; it is made from needs, never from
risk assessments, so no hazard and no diagnosis can reach it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from geodata import PlaceId
from routing.plan import CrewMember, Run, RunId, Shift, Stop
from routing.problem import Problem
from routing.records import AssistantId, AssistantNeed, Pupil, SchoolId
from routing.risk import PupilId
from routing.telling import NameOf, by_reference
from routing.wording import clock, counted, listed


@dataclass(frozen=True, slots=True)
class Passenger:
    """A pupil who gets on or off at a stop, and what the crew does for them there."""

    called: str
    tasks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetStop:
    """One place on the sheet; stops that follow each other at one place are shown as one.

    Parameters
    ----------
    number
        Its number on the sheet and on the map.
    where
        What the place is: a pupil's home, a pick-up point, a school, where an assistant joins.
    spot
        The street, as far as the map knows it, and degrees for a satellite navigator.
    is_school
        Whether it is a school.
    aboard_after
        How many pupils are aboard when the vehicle leaves.
    """

    number: int
    place: PlaceId
    where: str
    spot: str
    is_school: bool
    arrive_s: int
    leave_s: int
    boards: tuple[Passenger, ...]
    alights: tuple[Passenger, ...]
    joins: tuple[str, ...]
    leaves: tuple[str, ...]
    aboard_after: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One run as its crew reads it.

    Parameters
    ----------
    facts
        What stands at the head: (name, text) in order.
    crew
        One sentence for each passenger assistant.
    """

    run: RunId
    title: str
    facts: tuple[tuple[str, str], ...]
    crew: tuple[str, ...]
    stops: tuple[SheetStop, ...]


def make_sheet(
    problem: Problem, shift: Shift, number: int, streets: Mapping[PlaceId, str], name_of: NameOf = by_reference
) -> Sheet:
    """Return the sheet of a shift's run, counted from 1; ``streets`` names the street of a place, where known."""
    run = shift.runs[number - 1]
    schools = dict.fromkeys(problem.pupil[pupil].school for pupil in run.pupils)
    names = listed(name_of("schools", school) for school in schools)
    return Sheet(
        run=RunId(f"{shift.vehicle}/{number}"),
        title=f"To {names}" if problem.is_to_school else f"Home from {names}",
        facts=tuple(_facts(problem, shift, number, name_of)),
        crew=tuple(_member(problem, run, member, name_of) for member in run.crew),
        stops=tuple(_stops(problem, run, streets, name_of)),
    )


def _facts(problem: Problem, shift: Shift, number: int, name_of: NameOf) -> Iterator[tuple[str, str]]:
    run, vehicle = shift.runs[number - 1], problem.vehicle[shift.vehicle]
    contract = problem.contract[vehicle.contract]
    yield "Vehicle", name_of("vehicles", vehicle.id)
    yield "Operator", f"{contract.operator} (contract {contract.id})"
    if vehicle.driver is not None:
        yield "Usual driver", vehicle.driver
    yield "Layout", _layout(run)
    yield "Pupils", str(len(run.pupils))
    travel = problem.travel_of(vehicle.id)
    if number > 1:
        before = shift.runs[number - 2]
        yield "Starts from", f"the end of run {shift.vehicle}/{number - 1}, at {clock(before.ends_s)}"
    elif vehicle.depot is not None:
        leave_s = run.begins_s - travel.seconds_between(vehicle.depot, run.stops[0].place)
        yield "Starts from", f"the depot; leave by {clock(leave_s)}"


def _layout(run: Run) -> str:
    seats, spaces = run.layout.seats, run.layout.wheelchair_spaces
    words = counted(seats, "passenger seat")
    return words + (f" and {counted(spaces, 'wheelchair space')}" if spaces else ", no wheelchair space")


def _member(problem: Problem, run: Run, member: CrewMember, name_of: NameOf) -> str:
    """Return what one assistant does on the run: where they join and leave, and whom they look after."""
    called = name_of("assistants", member.assistant)
    if member.one_to_one_with is not None:
        looks_after = f"with {name_of('pupils', member.one_to_one_with)} and nobody else"
    else:
        looks_after = "with all pupils who share an assistant"
    joins = next((stop.arrive_s for stop in run.stops if member.assistant in stop.joins), None)
    leaves = next((stop.leave_s for stop in run.stops if member.assistant in stop.leaves), None)
    if problem.assistant[member.assistant].joins_at is None:
        return f"{called}, {looks_after}. At the first stop at {clock(run.begins_s)}, leaves at the last."
    begin = f"joins at {clock(joins)}" if joins is not None else "aboard from the first stop"
    end = f"leaves at {clock(leaves)}" if leaves is not None else "stays aboard after the last stop"
    return f"{called}, {looks_after}. {begin[0].upper()}{begin[1:]}, {end}."


def _stops(problem: Problem, run: Run, streets: Mapping[PlaceId, str], name_of: NameOf) -> Iterator[SheetStop]:
    school_at = {gate: school.id for school in problem.schools for gate in school.gates}
    one_to_one = {member.one_to_one_with: member.assistant for member in run.crew}
    aboard = 0
    for number, (place, group) in enumerate(groupby(run.stops, key=lambda stop: stop.place), 1):
        halts = tuple(group)
        boards = tuple(problem.pupil[pupil] for halt in halts for pupil in halt.boards)
        alights = tuple(problem.pupil[pupil] for halt in halts for pupil in halt.alights)
        aboard += len(boards) - len(alights)
        yield SheetStop(
            number=number,
            place=place,
            where=_where(school_at.get(place), halts, (*boards, *alights), name_of),
            spot=_spot(problem, place, streets.get(place)),
            is_school=place in school_at,
            arrive_s=halts[0].arrive_s,
            leave_s=halts[-1].leave_s,
            boards=tuple(
                Passenger(name_of("pupils", pupil.id), tuple(_boarding_tasks(pupil, one_to_one, name_of)))
                for pupil in boards
            ),
            alights=tuple(
                Passenger(name_of("pupils", pupil.id), tuple(_alighting_tasks(pupil, place))) for pupil in alights
            ),
            joins=tuple(name_of("assistants", each) for halt in halts for each in halt.joins),
            leaves=tuple(name_of("assistants", each) for halt in halts for each in halt.leaves),
            aboard_after=aboard,
        )


def _where(school: SchoolId | None, halts: tuple[Stop, ...], pupils: tuple[Pupil, ...], name_of: NameOf) -> str:
    place = halts[0].place
    if school is not None:
        return name_of("schools", school)
    at_home = [name_of("pupils", pupil.id) for pupil in pupils if pupil.home == place]
    if at_home:
        return f"Home of {listed(at_home)}"
    if pupils:
        return f"Pick-up point {place}"
    if any(halt.joins for halt in halts):
        return "Passenger assistant joins"
    return "Passenger assistant leaves"


def _spot(problem: Problem, place: PlaceId, street: str | None) -> str:
    point = problem.places.place(place)
    degrees = f"{point.lat:.5f}, {point.lon:.5f}"
    return f"{street} · {degrees}" if street else degrees


def _boarding_tasks(pupil: Pupil, one_to_one: dict[PupilId | None, AssistantId], name_of: NameOf) -> Iterator[str]:
    """Yield what the crew does for a pupil on the way, in the words of a task."""
    needs = pupil.needs
    if needs.wheelchair:
        yield "Wheelchair space: tie down the chair at all four points, then belt the pupil."
    for feature in sorted(needs.features):
        yield f"Use the {plain(feature)}."
    trained = listed(plain(each) for each in sorted(needs.training)) if needs.training else ""
    if needs.assistant is AssistantNeed.ONE_TO_ONE:
        helper = one_to_one.get(pupil.id)
        who = name_of("assistants", helper) if helper is not None else "One assistant"
        yield f"{who} stays with this pupil alone" + (f" and sees to {trained}." if trained else ".")
    elif needs.assistant is AssistantNeed.SHARED:
        yield (
            f"The assistant trained in {trained} looks after this pupil." if trained else "Needs the assistant aboard."
        )
    if needs.solo:
        yield "Travels alone: take no other pupil."
    elif needs.most_aboard is not None:
        yield f"No more than {needs.most_aboard} pupils aboard with this one counted."


def _alighting_tasks(pupil: Pupil, place: PlaceId) -> Iterator[str]:
    if pupil.needs.wheelchair:
        yield "Free the belt, then the chair."
    if place == pupil.home:
        yield "Hand over to the adult who is expected at the door."
    elif pupil.walk_s(place) is not None:
        yield "Set down here as agreed with the family."


def plain(code: str) -> str:
    """Return a code of the authority's list as words.

    Examples
    --------
    >>> plain("rescue-medication")
    'rescue medication'
    """
    return code.replace("-", " ").replace("_", " ")
