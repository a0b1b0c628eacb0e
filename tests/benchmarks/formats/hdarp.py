"""Heterogeneous dial-a-ride, Malheiros et al. (2021) after Parragh (2011): the reader and the judge.

First line: vehicles, requests. A line for each vehicle: longest route, then its staff seats, patient seats, stretchers
and wheelchair spaces. Then a line for each node: number, x, y, service, longest ride, how many sit as companions, sit
as patients, lie, and stay in a wheelchair (negative where they get off), earliest, latest.

Who may use what (Parragh 2011, Transportation Research C 19): companions any seat or a stretcher, patients a patient
seat or a stretcher, those who lie only a stretcher, wheelchairs only their own space. As these sets lie one in the
other, there is room for all if and only if there is for those who lie, for them and the patients, and for all three.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.formats.ground import (
    LITTLE,
    Node,
    Request,
    Route,
    most_aboard,
    numbers_of,
    wrong_rides,
    wrong_times,
    wrong_vehicles,
    wrong_visits,
)

COMPANIONS, PATIENTS, LYING, WHEELCHAIRS = range(4)
SHARED_ROOM = {
    "wheelchair spaces": (WHEELCHAIRS,),
    "stretchers": (LYING,),
    "stretchers and patient seats": (LYING, PATIENTS),
    "stretchers and seats": (LYING, PATIENTS, COMPANIONS),
}
"""Which kinds of people share the room of the same kinds."""

Kinds = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Cab:
    """One vehicle: its longest route, and its room of each kind."""

    longest_route: float
    room: Kinds


@dataclass(frozen=True, slots=True)
class Hdarp:
    """One instance; ``load[k]`` is what node k adds to what is aboard, kind by kind."""

    name: str
    nodes: tuple[Node, ...]
    load: tuple[Kinds, ...]
    requests: tuple[Request, ...]
    cabs: tuple[Cab, ...]


def read_hdarp(path: Path) -> Hdarp:
    """Return the instance of a file; ``ValueError`` says what is wrong in it."""
    (first, *rows) = numbers_of(path)
    vehicles, half = (int(each) for each in first)
    cabs, nodes = rows[:vehicles], rows[vehicles:]
    if len(nodes) not in {2 * half + 1, 2 * half + 2}:
        raise ValueError(f"{path.name}: {half} requests are announced, but {len(nodes)} nodes follow.")
    if any(len(row) != 5 for row in cabs) or any(len(row) != 11 for row in nodes):
        raise ValueError(f"{path.name}: a vehicle must have 5 numbers, a node 11.")
    return Hdarp(
        name=path.stem,
        nodes=tuple(Node(row[1], row[2], row[3], row[9], row[10]) for row in nodes[: 2 * half + 1]),
        load=tuple((row[5], row[6], row[7], row[8]) for row in nodes[: 2 * half + 1]),
        requests=tuple(Request(i, half + i, nodes[i][4]) for i in range(1, half + 1)),
        cabs=tuple(Cab(row[0], (row[1], row[2], row[3], row[4])) for row in cabs),
    )


def judge_hdarp(instance: Hdarp, routes: Sequence[Route]) -> list[str]:
    """Return every way in which routes break a rule; an empty list if none. Where the visits are wrong, only those."""
    return [*wrong_visits(instance.requests, routes)] or [*_wrong(instance, routes)]


def _wrong(instance: Hdarp, routes: Sequence[Route]) -> Iterator[str]:
    yield from wrong_vehicles(routes, len(instance.cabs))
    yield from wrong_times(instance.nodes, routes)
    yield from wrong_rides(instance.nodes, instance.requests, routes)
    for route in (each for each in routes if 0 <= each.vehicle < len(instance.cabs)):
        cab = instance.cabs[route.vehicle]
        for name, kinds in SHARED_ROOM.items():
            most = most_aboard(route, [sum(load[kind] for kind in kinds) for load in instance.load])
            room = sum(cab.room[kind] for kind in kinds)
            if most > room:
                yield f"vehicle {route.vehicle} carries {most:g} for {room:g} {name}"
        if (out := route.returns - route.leaves) > cab.longest_route + LITTLE:
            yield f"vehicle {route.vehicle} is out for {out:.3f}, where {cab.longest_route:g} are allowed"
