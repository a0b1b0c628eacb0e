"""Pick-up and delivery with time windows, Li and Lim (2001): the reader and the judge.

First line: vehicles, capacity, speed (1; one file says 0, and means it too). Then a line for each node: number, x, y,
demand, earliest, latest, service, the node where it was fetched (0 at pick-ups), the node where it is brought (0 at
deliveries).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.formats.ground import (
    Node,
    Request,
    Route,
    most_aboard,
    rows_of,
    wrong_times,
    wrong_vehicles,
    wrong_visits,
)


@dataclass(frozen=True, slots=True)
class Pdptw:
    """One instance; ``load[k]`` is what node k adds to what is aboard."""

    name: str
    nodes: tuple[Node, ...]
    load: tuple[float, ...]
    requests: tuple[Request, ...]
    vehicles: int
    capacity: float


def read_pdptw(path: Path) -> Pdptw:
    """Return the instance of a file; ``ValueError`` says what is wrong in it."""
    (vehicles, capacity, speed), *rows = rows_of(path, (3, 9))
    if speed not in {0, 1}:
        raise ValueError(f"{path.name}: a speed of {speed:g} is not known here, only of 1.")
    for number, row in enumerate(rows):
        if row[0] != number:
            raise ValueError(f"{path.name}: node {number} is missing or out of order.")
        if row[8] and rows[int(row[8])][7] != number:
            raise ValueError(f"{path.name}: nodes {number} and {row[8]:g} do not name each other.")
    return Pdptw(
        name=path.stem,
        nodes=tuple(Node(x, y, service, earliest, latest) for _, x, y, _, earliest, latest, service, _, _ in rows),
        load=tuple(row[3] for row in rows),
        requests=tuple(Request(number, int(row[8])) for number, row in enumerate(rows) if row[8]),
        vehicles=int(vehicles),
        capacity=capacity,
    )


def judge_pdptw(instance: Pdptw, routes: Sequence[Route]) -> list[str]:
    """Return every way in which routes break a rule; an empty list if none. Where the visits are wrong, only those."""
    return [*wrong_visits(instance.requests, routes)] or [*_wrong(instance, routes)]


def _wrong(instance: Pdptw, routes: Sequence[Route]) -> Iterator[str]:
    yield from wrong_vehicles(routes, instance.vehicles)
    yield from wrong_times(instance.nodes, routes)
    for route in routes:
        if (most := most_aboard(route, instance.load)) > instance.capacity:
            yield f"vehicle {route.vehicle} carries {most:g}, where {instance.capacity:g} have room"
