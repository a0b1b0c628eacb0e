"""Dial-a-ride, Cordeau (2006): the reader and the judge.

First line: vehicles, number of pick-up and delivery nodes, longest route, capacity, longest ride. Then a line for each
node: number, x, y, service, load, earliest, latest; the depot first, and in some files once more at the end. Node i, of
the first half, is fetched and brought to node n + i.
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
    rows_of,
    wrong_rides,
    wrong_times,
    wrong_vehicles,
    wrong_visits,
)


@dataclass(frozen=True, slots=True)
class Darp:
    """One instance; ``load[k]`` is what node k adds to what is aboard."""

    name: str
    nodes: tuple[Node, ...]
    load: tuple[float, ...]
    requests: tuple[Request, ...]
    vehicles: int
    capacity: float
    longest_route: float


def read_darp(path: Path) -> Darp:
    """Return the instance of a file; ``ValueError`` says what is wrong in it."""
    (vehicles, count, longest, capacity, ride), *rows = rows_of(path, (5, 7))
    half = int(count) // 2
    if count != 2 * half or len(rows) not in {2 * half + 1, 2 * half + 2}:
        raise ValueError(f"{path.name}: {count:g} nodes are announced, but {len(rows)} rows follow.")
    rows = rows[: 2 * half + 1]
    return Darp(
        name=path.stem,
        nodes=tuple(Node(x, y, service, earliest, latest) for _, x, y, service, _, earliest, latest in rows),
        load=tuple(row[4] for row in rows),
        requests=tuple(Request(i, half + i, ride) for i in range(1, half + 1)),
        vehicles=int(vehicles),
        capacity=capacity,
        longest_route=longest,
    )


def judge_darp(instance: Darp, routes: Sequence[Route]) -> list[str]:
    """Return every way in which routes break a rule; an empty list if none. Where the visits are wrong, only those."""
    return [*wrong_visits(instance.requests, routes)] or [*_wrong(instance, routes)]


def _wrong(instance: Darp, routes: Sequence[Route]) -> Iterator[str]:
    yield from wrong_vehicles(routes, instance.vehicles)
    yield from wrong_times(instance.nodes, routes)
    yield from wrong_rides(instance.nodes, instance.requests, routes)
    for route in routes:
        if (most := most_aboard(route, instance.load)) > instance.capacity:
            yield f"vehicle {route.vehicle} carries {most:g}, where {instance.capacity:g} have room"
        if (out := route.returns - route.leaves) > instance.longest_route + LITTLE:
            yield f"vehicle {route.vehicle} is out for {out:.3f}, where {instance.longest_route:g} are allowed"
