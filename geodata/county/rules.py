"""What drivers may not do in the demonstration county: one-way streets, a School Street, bollards, forbidden turns."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from geodata.county.ground import INNER_M, Ground, Size
from geodata.county.sketch import Key, Line, Points, Tags, key

_SCHOOL_HOURS = "no @ (Mo-Fr 08:15-09:00,14:45-15:30)"


class Turn(NamedTuple):
    """A turn restriction: from one line, by way of a point, into another, by their numbers."""

    kind: str
    start: int
    via: Key
    end: int


def main_part(lines: Sequence[Line]) -> list[Line]:
    """Keep the lines that hang together, whichever way one may drive; leave out the rest."""
    names = {name: i for i, name in enumerate(dict.fromkeys(key(p) for line in lines for p in line.points))}
    ends = [(names[key(a)], names[key(b)]) for line in lines for a, b in pairwise(line.points)]
    _, part = connected_components(_graph(ends, len(names)), directed=False)
    most = np.bincount(part).argmax()
    return [line for line in lines if part[names[key(line.points[0])]] == most]


def one_ways(ground: Ground, lines: Sequence[Line]) -> list[Line]:
    """Make pairs of parallel streets in the middle of the town one-way, if all can still be reached and left."""
    town = shapely.Point(ground.settlements[0].middle).buffer(INNER_M)
    central = [i for i, line in enumerate(lines) if line.tags["highway"] == "residential" and town.contains(line.shape)]
    kept = list(lines)
    for number, i in enumerate(sorted(central, key=lambda i: -lines[i].shape.length)[:8]):
        before = kept[i]
        kept[i] = before.tagged(oneway="yes" if number % 2 else "-1")
        if not _hangs_together(kept):
            kept[i] = before
    return kept


def school_street(lines: Sequence[Line], ends: tuple[Key, Key] | None) -> list[Line]:
    """Shut a street to motor vehicles while its school begins and ends."""
    return [
        line.tagged(motor_vehicle__conditional=_SCHOOL_HOURS)
        if ends == (key(line.points[0]), key(line.points[-1])) and line.tags["highway"] == "residential"
        else line
        for line in lines
    ]


def bollards(rng: np.random.Generator, lines: Sequence[Line], wanted: int = 3) -> list[tuple[Points, Tags]]:
    """Close streets in their middle where both ends lead on."""
    uses = Counter(key(point) for line in lines for point in line.points)
    streets = [
        (line, i)
        for line in lines
        if line.tags["highway"] == "residential" and "oneway" not in line.tags
        for i in range(1, len(line.points) - 1)
        if uses[key(line.points[i])] == 1
    ]
    found: list[tuple[Points, Tags]] = []
    rest = list(lines)
    for choice in rng.permutation(len(streets)):
        line, i = streets[choice]
        if len(found) == wanted:
            break
        beyond = line.points[i:].copy()
        beyond[0] += 0.5  # so that the two halves no longer meet
        parted = [one for one in rest if one is not line]
        if len(parted) == len(rest):
            continue
        parted += [Line(line.points[: i + 1], line.tags), Line(beyond, line.tags)]
        if _hangs_together(parted):
            found.append((line.points[i], {"barrier": "bollard"}))
            rest = parted
    return found


def signals(ground: Ground, lines: Sequence[Line]) -> list[Points]:
    """Return the junctions with traffic lights: where main roads meet the road around the town's middle."""
    main = [line for line in lines if line.tags["highway"] in {"primary", "secondary"}]
    uses = Counter(name for line in main for name in {key(point) for point in line.points})
    town = ground.settlements[0].middle
    points = {key(p): p for line in main for p in line.points if abs(np.hypot(*(p - town)) - INNER_M) < 2}  # noqa: PLR2004 -- on the ring
    return [point for name, point in points.items() if uses[name] > 1]


def split_at(lines: Sequence[Line], points: set[Key]) -> list[Line]:
    """Cut lines at some of their points, since a turn restriction leads from the end of one way to that of another."""
    pieces = []
    for line in lines:
        cuts = [i for i, point in enumerate(line.points[1:-1], 1) if key(point) in points]
        corners = [0, *cuts, len(line.points) - 1]
        pieces += [Line(line.points[a : b + 1], line.tags) for a, b in pairwise(corners)]
    return pieces


def turns(lines: Sequence[Line], junctions: set[Key]) -> list[Turn]:
    """Forbid right turns at the traffic lights, and others in the market towns; the lines end at the junctions."""
    at: dict[Key, list[tuple[int, Points]]] = defaultdict(list)
    for number, line in enumerate(lines):
        for end, beside in ((0, 1), (-1, -2)):
            if key(line.points[end]) in junctions and line.tags["highway"] != "service":
                at[key(line.points[end])].append((number, line.points[beside] - line.points[end]))
    found = []
    for count, (via, arms) in enumerate(sorted(at.items())):
        if len(arms) < 3:  # noqa: PLR2004 -- a junction
            continue
        bearings = sorted((float(np.arctan2(away[1], away[0])), number) for number, away in arms)
        start = min(range(len(bearings)), key=lambda i: lines[bearings[i][1]].tags.get("ref", "") == "A6690")
        right, left = bearings[(start + 1) % len(bearings)][1], bearings[start - 1][1]
        kind, end = (("no_right_turn", right), ("no_left_turn", left), ("only_left_turn", left))[
            (0, 0, 1, 0, 2)[count % 5]
        ]
        if end != bearings[start][1]:
            found.append(Turn(kind, bearings[start][1], via, end))
        found.append(Turn("no_u_turn", right, via, right))
    return found


def market_junctions(ground: Ground, lines: Sequence[Line]) -> list[Points]:
    """Return one junction of main roads and streets in each market town."""
    uses = Counter(name for line in lines for name in {key(point) for point in line.points})
    main = {key(p): p for line in lines if line.tags["highway"] in {"primary", "secondary"} for p in line.points[1:-1]}
    found = []
    for place in (one for one in ground.settlements if one.size == Size.MARKET_TOWN):
        near = [p for name, p in main.items() if uses[name] > 1 and 60 < np.hypot(*(p - place.middle)) < place.radius_m]  # noqa: PLR2004 -- beyond the roundabout
        found += sorted(near, key=key)[:1]
    return found


def _hangs_together(lines: Sequence[Line]) -> bool:
    names: dict[Key, int] = {}
    ends: list[tuple[int, int]] = []
    for line in lines:
        row = [names.setdefault(key(point), len(names)) for point in line.points]
        oneway = "yes" if line.tags.get("junction") == "roundabout" else line.tags.get("oneway", "no")
        pieces = list(pairwise(row))
        ends += pieces if oneway != "-1" else []
        ends += [(b, a) for a, b in pieces] if oneway != "yes" else []
    parts, _ = connected_components(_graph(ends, len(names)), directed=True, connection="strong")
    return bool(parts == 1)


def _graph(ends: list[tuple[int, int]], n: int) -> csr_array:
    tail, head = np.array(ends).T
    return csr_array((np.ones(len(tail)), (tail, head)), shape=(n, n))
