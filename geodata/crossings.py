"""Crossings met on a walk: which carriageways one has to cross, where, and what the map says of each place.

The map draws a road as one line, and those who walk along it walk on one side. So the sides are followed: at each
node, the carriageways that meet there part the ground around it into sectors, and one who comes in one sector and
goes on in another crosses the carriageways between. Of all ways to choose the sides the one that is easiest to cross
is told (dynamic programming, two states to an edge). A side road crossed at its mouth counts like any other.
"""

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from geodata.walk_network import WalkNetwork
from geodata.walk_tags import CrossingKind, CrossingTags, WalkClass
from geodata.walking import Standing, Walk, Walker, lengths_m

NEAR_JUNCTION_M = 30.0
"""A crossing on an arm this near to its junction is where one crosses that arm."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """A place where a carriageway (or a railway) is crossed.

    Parameters
    ----------
    at_m
        Metres from the beginning of the walk.
    lat, lon
        Degrees.
    name, walk_class
        Of the road that is crossed.
    tags
        The kind of crossing, and what is recorded of it.
    limit_mph, lanes
        Of the road; None where not recorded.
    oneway
        Whether traffic comes from one side alone, as far as the map says.
    """

    at_m: int
    lat: float
    lon: float
    name: str
    walk_class: WalkClass
    tags: CrossingTags
    limit_mph: int | None
    lanes: int | None
    oneway: bool


_NO_CROSSING = CrossingTags(CrossingKind.NONE)
_CLASS_M = {
    WalkClass.MOTORWAY: 5000.0,
    WalkClass.TRUNK: 800.0,
    WalkClass.PRIMARY: 400.0,
    WalkClass.SECONDARY: 300.0,
    WalkClass.TERTIARY: 200.0,
    WalkClass.UNCLASSIFIED: 40.0,
    WalkClass.RESIDENTIAL: 20.0,
}
_KIND_SHARE = {
    CrossingKind.SIGNALS: 0.05,
    CrossingKind.ZEBRA: 0.1,
    CrossingKind.MARKED: 0.2,
    CrossingKind.UNTYPED: 0.3,
    CrossingKind.JUNCTION_SIGNALS: 0.4,
    CrossingKind.UNMARKED: 0.8,
    CrossingKind.NONE: 1.0,
    CrossingKind.RAILWAY: 1.0,
}


@dataclass(frozen=True, slots=True)
class Penalties:
    """How many metres a trainee would rather walk than do something hard once.

    The defaults are a starting point for a conversation, not a finding: set them for the trainee.

    Parameters
    ----------
    class_m
        To cross a road of each class where nothing helps.
    kind_share
        What part of that is left at each kind of crossing.
    steps_m
        To go up or down a flight of steps.
    no_footway_share
        What to add to each metre along a main road that has no recorded pavement.
    """

    class_m: MappingProxyType[WalkClass, float] = field(default_factory=lambda: MappingProxyType(_CLASS_M))
    kind_share: MappingProxyType[CrossingKind, float] = field(default_factory=lambda: MappingProxyType(_KIND_SHARE))
    steps_m: float = 50.0
    no_footway_share: float = 1.0

    def crossing_m(self, walk_class: WalkClass, kind: CrossingKind) -> float:
        """Return the metres for one crossing; nothing on a way where no traffic drives through."""
        return self.class_m.get(walk_class, 0.0) * self.kind_share[kind]


DEFAULT_PENALTIES = Penalties()


class _Arm(NamedTuple):
    """A way at a node; ``forward`` if it leaves the node as it is drawn; to cross what is no road costs nothing."""

    bearing: float
    edge: int
    forward: bool
    is_road: bool
    tags: CrossingTags
    cost: float


class _Sofar(NamedTuple):
    """The easiest way to have come so far: its cost, and the arms crossed with the step at which each was."""

    cost: float
    crossed: tuple[tuple[int, _Arm], ...]


_States = dict[int, _Sofar]
"""By the side of the road on which one walks: 1 left, -1 right, 0 on a way without traffic."""


def crossings_met(walker: Walker, walk: Walk, penalties: Penalties = DEFAULT_PENALTIES) -> tuple[Crossing, ...]:
    """Return the crossings that a walk asks for, in order."""
    network = walker.network
    along = np.concatenate([[0.0], np.cumsum(lengths_m(network, walk))])
    states: _States = {side: _Sofar(0.0, ()) for side in _sides(network, walk.edges[0])}
    if (kept := _side_of(walk.start, forward=walk.forward[0])) in states:
        states = {kept: states[kept]}
    found: list[tuple[int, Crossing]] = []
    for step in range(1, len(walk.edges)):
        node = _node_before(network, walk, step)
        states = _past(network, walk, step, _arms(walker, walk, step, penalties), states)
        if (tags := _tags_at(network, node)) is not None and tags.kind == CrossingKind.RAILWAY:
            found.append((step, _over_a_railway(network, node, tags, round(along[step]))))
    best = _at_the_end(network, walk, penalties, states)
    for step, arm in best.crossed:
        found.append((step, _crossing(walker, walk, step, arm, round(along[step]))))
    return tuple(crossing for _, crossing in sorted(found, key=lambda each: each[0]))


def _sides(network: WalkNetwork, edge: int) -> tuple[int, ...]:
    """Return the sides on which an edge can be walked."""
    return (1, -1) if _is_road(network, edge) else (0,)


def _is_road(network: WalkNetwork, edge: int) -> bool:
    return _class_of(network, edge).is_carriageway


def _side_of(standing: Standing, *, forward: bool) -> int:
    """Return on which side of one who walks along its edge a place lies."""
    return standing.side if forward else -standing.side


def _node_before(network: WalkNetwork, walk: Walk, step: int) -> int:
    """Return the node between an edge of a walk and the one before."""
    edge = walk.edges[step - 1]
    return int(network.end[edge] if walk.forward[step - 1] else network.start[edge])


def _tags_at(network: WalkNetwork, node: int) -> CrossingTags | None:
    at = int(network.node_crossing[node])
    return network.crossings[at] if at >= 0 else None


def _arms(walker: Walker, walk: Walk, step: int, penalties: Penalties) -> list[_Arm]:
    """Return the ways at the node before a step, clockwise by their bearings."""
    network, node = walker.network, _node_before(walker.network, walk, step)
    here = _tags_at(network, node) or _of_the_ways(network, walk.edges[step - 1 : step + 1])
    arms = []
    for arc in range(int(network.first[node]), int(network.first[node + 1])):
        edge = int(network.arc_edge[arc])
        tags = _best(here, _set_back(network, edge, int(network.arc_head[arc])))
        cost = penalties.crossing_m(_class_of(network, edge), tags.kind)
        drawn = float(walker.arc_bearing[arc]), edge, bool(walker.arc_forward[arc])
        arms.append(_Arm(*drawn, _is_road(network, edge), tags, cost))
    return sorted(arms, key=lambda arm: arm[:3])


def _best(*recorded: CrossingTags | None) -> CrossingTags:
    """Return the best of the crossings by which an arm can be crossed; one over a railway is none over a road."""
    over_roads = [tags for tags in recorded if tags is not None and tags.kind != CrossingKind.RAILWAY]
    return min(over_roads, key=lambda tags: tags.kind, default=_NO_CROSSING)


def _of_the_ways(network: WalkNetwork, edges: tuple[int, ...]) -> CrossingTags | None:
    """Return what is recorded of a crossing that is drawn as a way of its own."""
    numbers = [int(network.way_crossing[network.way[edge]]) for edge in edges]
    return next((network.crossings[number] for number in numbers if number >= 0), None)


def _set_back(network: WalkNetwork, edge: int, head: int) -> CrossingTags | None:
    """Return the crossing on an arm, if one stands close to the junction."""
    return _tags_at(network, head) if network.length_m[edge] <= NEAR_JUNCTION_M else None


def _past(network: WalkNetwork, walk: Walk, step: int, arms: list[_Arm], states: _States) -> _States:
    """Return the states on the edge of a step from those on the edge before."""
    came, goes = walk.edges[step - 1], walk.edges[step]
    after: _States = {}
    for side_out in _sides(network, goes):
        ways = []
        for side_in, sofar in states.items():
            sector_in = _sector(arms, came, -side_in, forward=not walk.forward[step - 1])
            sector_out = _sector(arms, goes, side_out, forward=walk.forward[step])
            ways += [_crossing_over(sofar, step, each) for each in _between(arms, sector_in, sector_out)]
        after[side_out] = min(ways, key=_ease)
    return after


def _sector(arms: list[_Arm], edge: int, side: int, *, forward: bool) -> int:
    """Return the sector in which one is who leaves by an edge on a side; sector n lies clockwise of arm n.

    On a way without traffic one is on both its sides, since to cross it costs nothing.
    """
    at = next(number for number, arm in enumerate(arms) if (arm.edge, arm.forward) == (edge, forward))
    return at - 1 if side > 0 else at


def _between(arms: list[_Arm], begin: int, end: int) -> tuple[list[_Arm], list[_Arm]]:
    """Return the arms between two sectors, clockwise and the other way round."""
    count = len(arms)
    clockwise = [arms[(begin + 1 + each) % count] for each in range((end - begin) % count)]
    back = [arms[(begin - each) % count] for each in range((begin - end) % count)]
    return clockwise, back


def _crossing_over(sofar: _Sofar, step: int, arms: list[_Arm]) -> _Sofar:
    roads = [arm for arm in arms if arm.is_road]
    return _Sofar(sofar.cost + sum(arm.cost for arm in roads), (*sofar.crossed, *((step, arm) for arm in roads)))


def _ease(sofar: _Sofar) -> tuple[float, int]:
    return sofar.cost, len(sofar.crossed)


def _at_the_end(network: WalkNetwork, walk: Walk, penalties: Penalties, states: _States) -> _Sofar:
    """Return the easiest way to have come to the door: if it is across the road that we walk along, we cross that."""
    edge, door = walk.edges[-1], _side_of(walk.end, forward=walk.forward[-1])
    cost = penalties.crossing_m(_class_of(network, edge), CrossingKind.NONE)
    arm = _Arm(0.0, edge, forward=True, is_road=True, tags=_NO_CROSSING, cost=cost)
    return min(
        (
            sofar if side == door or not door or not side else _crossing_over(sofar, len(walk.edges), [arm])
            for side, sofar in states.items()
        ),
        key=_ease,
    )


def _class_of(network: WalkNetwork, edge: int) -> WalkClass:
    return WalkClass(network.walk_class[network.way[edge]])


def _crossing(walker: Walker, walk: Walk, step: int, arm: _Arm, at_m: int) -> Crossing:
    network, way = walker.network, int(walker.network.way[arm.edge])
    lat, lon = walker.point_on(walk.end.edge, walk.end.fraction)
    if step < len(walk.edges):
        node = _node_before(network, walk, step)
        lat, lon = float(network.node_lat[node]), float(network.node_lon[node])
    limit_mph, lanes = int(network.limit_mph[way]), int(network.lanes[way])
    return Crossing(
        at_m=at_m,
        lat=lat,
        lon=lon,
        name=network.name_of(arm.edge),
        walk_class=_class_of(network, arm.edge),
        tags=arm.tags,
        limit_mph=limit_mph if limit_mph >= 0 else None,
        lanes=lanes if lanes >= 0 else None,
        oneway=bool(network.oneway[way]),
    )


def _over_a_railway(network: WalkNetwork, node: int, tags: CrossingTags, at_m: int) -> Crossing:
    lat, lon = float(network.node_lat[node]), float(network.node_lon[node])
    return Crossing(at_m, lat, lon, "", WalkClass.SERVICE, tags, limit_mph=None, lanes=None, oneway=False)
