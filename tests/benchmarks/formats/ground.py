"""What the formats share: places on a plane, requests, routes with their times, and the limits that all of them have.

Everything is in the instance's own numbers: distances, and times of the same unit, are Euclidean and unrounded.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot
from pathlib import Path

LITTLE = 1e-6
"""No one is late by so little."""
DEPOT = 0


@dataclass(frozen=True, slots=True)
class Node:
    """A place to visit; service begins within the window and lasts so long."""

    x: float
    y: float
    service: float
    earliest: float
    latest: float


@dataclass(frozen=True, slots=True)
class Request:
    """Who is fetched at one node and brought to another, aboard no longer than ``ride`` (None: as long as it takes)."""

    pickup: int
    delivery: int
    ride: float | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """A node, and when service begins there."""

    node: int
    begins: float


@dataclass(frozen=True, slots=True)
class Route:
    """One vehicle's day: which one it is, when it leaves the depot, whom it visits, when it is back."""

    vehicle: int
    leaves: float
    visits: tuple[Visit, ...]
    returns: float


def distance(one: Node, other: Node) -> float:
    """Return how far one place is from another."""
    return hypot(one.x - other.x, one.y - other.y)


def driven(nodes: Sequence[Node], routes: Sequence[Route]) -> float:
    """Return how far the routes go, from the depot and back."""
    ways = ([DEPOT, *(visit.node for visit in route.visits), DEPOT] for route in routes)
    return sum(distance(nodes[one], nodes[other]) for way in ways for one, other in pairwise(way))


def numbers_of(path: Path) -> list[list[float]]:
    """Return the numbers of each line that is not empty; ``ValueError`` names the line that holds anything else."""
    rows = []
    for count, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            rows.append([float(word) for word in line.split()])
        except ValueError as error:
            raise ValueError(f"{path.name}, line {count}: only numbers may stand here ({error}).") from error
    return rows


def rows_of(path: Path, widths: Sequence[int]) -> list[list[float]]:
    """Return the numbers of a file whose first lines have these widths, and all others the last of them."""
    rows = numbers_of(path)
    for number, row in enumerate(rows):
        width = widths[min(number, len(widths) - 1)]
        if len(row) != width:
            raise ValueError(f"{path.name}: row {number + 1} must have {width} numbers, not {len(row)}.")
    if len(rows) < len(widths):
        raise ValueError(f"{path.name}: it ends after {len(rows)} rows.")
    return rows


def wrong_visits(requests: Sequence[Request], routes: Sequence[Route]) -> Iterator[str]:
    """Yield who is not fetched once and brought once, in this order, by one vehicle; and what no one asked for."""
    at = {v.node: (number, place) for number, route in enumerate(routes) for place, v in enumerate(route.visits)}
    times = Counter(visit.node for route in routes for visit in route.visits)
    for request in requests:
        for node in (request.pickup, request.delivery):
            if times.pop(node, 0) != 1:
                yield f"node {node} must be visited once"
        if request.pickup in at and request.delivery in at:
            (one, before), (other, after) = at[request.pickup], at[request.delivery]
            if one != other:
                yield f"nodes {request.pickup} and {request.delivery} must be visited by the same vehicle"
            elif before > after:
                yield f"node {request.pickup} must be visited before node {request.delivery}"
    for node in times:
        yield f"node {node} belongs to no request"


def wrong_vehicles(routes: Sequence[Route], most: int) -> Iterator[str]:
    """Yield each vehicle that is not there, or has two routes, or one without visits."""
    for vehicle, times in Counter(route.vehicle for route in routes).items():
        if not 0 <= vehicle < most:
            yield f"there is no vehicle {vehicle}"
        if times > 1:
            yield f"vehicle {vehicle} has {times} routes"
    for route in routes:
        if not route.visits:
            yield f"vehicle {route.vehicle} visits no one"


def wrong_times(nodes: Sequence[Node], routes: Sequence[Route]) -> Iterator[str]:
    """Yield each window that is missed and each leg for which there is no time."""
    depot = nodes[DEPOT]
    for route in routes:
        if route.leaves < depot.earliest - LITTLE or route.returns > depot.latest + LITTLE:
            out = f"from {route.leaves:.3f} to {route.returns:.3f}"
            yield f"vehicle {route.vehicle} is out {out}, beyond the depot's hours"
        before, free = DEPOT, route.leaves
        for visit in route.visits:
            node = nodes[visit.node]
            if visit.begins < free + distance(nodes[before], node) - LITTLE:
                yield f"vehicle {route.vehicle} cannot be at node {visit.node} by {visit.begins:.3f}"
            if not node.earliest - LITTLE <= visit.begins <= node.latest + LITTLE:
                yield f"node {visit.node} is visited at {visit.begins:.3f}, outside its window"
            before, free = visit.node, visit.begins + node.service
        if route.returns < free + distance(nodes[before], depot) - LITTLE:
            yield f"vehicle {route.vehicle} cannot be back by {route.returns:.3f}"


def wrong_rides(nodes: Sequence[Node], requests: Sequence[Request], routes: Sequence[Route]) -> Iterator[str]:
    """Yield who rides longer than they may, from the end of service at one node to its beginning at the other."""
    begins = {visit.node: visit.begins for route in routes for visit in route.visits}
    for request in requests:
        if request.ride is None or not {request.pickup, request.delivery} <= begins.keys():
            continue
        ride = begins[request.delivery] - begins[request.pickup] - nodes[request.pickup].service
        if ride > request.ride + LITTLE:
            yield f"whoever is fetched at node {request.pickup} rides {ride:.3f}, where {request.ride:g} are allowed"


def most_aboard(route: Route, takes: Sequence[float]) -> float:
    """Return the most that is aboard at once, of what each node adds (or, if negative, takes off)."""
    aboard = most = 0.0
    for visit in route.visits:
        aboard += takes[visit.node]
        most = max(most, aboard)
    return most
