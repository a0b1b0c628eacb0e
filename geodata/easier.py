"""A walk that is longer and easier: fewer hard crossings, no steps, pavements where the map has them.

The edges are weighed anew and searched again; whether the walk that is found is easier is judged by its crossings as
they are met, not by the weights.
"""

import numpy as np
from numpy.typing import NDArray

from geodata.crossings import DEFAULT_PENALTIES, Penalties, crossings_met
from geodata.walk_network import WalkNetwork
from geodata.walk_tags import CrossingKind, Recorded, WalkClass
from geodata.walking import Walk, Walker, lengths_m


def find_easier_walk(
    walker: Walker,
    shortest: Walk,
    at_most_m: float,
    penalties: Penalties = DEFAULT_PENALTIES,
    weights: NDArray[np.float64] | None = None,
) -> Walk | None:
    """Return a walk between the same ends that is easier than the shortest and no longer than ``at_most_m``.

    None if there is none: then the shortest is as easy as any that was found.

    Parameters
    ----------
    weights
        What ``weights_m`` returned for these penalties, if it is at hand.
    """
    cost = weights_m(walker, penalties) if weights is None else weights
    reach = walker.reach(shortest.start, float(cost[np.array(shortest.edges)].sum()), cost)
    found = reach.find_walk(shortest.end)
    if found is None or found.edges == shortest.edges or found.along_m > at_most_m:
        return None
    return found if strain_m(walker, found, penalties) < strain_m(walker, shortest, penalties) else None


def strain_m(walker: Walker, walk: Walk, penalties: Penalties = DEFAULT_PENALTIES) -> float:
    """Return how hard a walk is: its metres, and those that a trainee would rather walk than meet what it meets."""
    network = walker.network
    edges = np.array(walk.edges)
    bare = _lacks_a_footway(network)[edges]
    metres = lengths_m(network, walk)
    steps = int((network.walk_class[network.way[edges]] == WalkClass.STEPS).sum())
    crossed = sum(
        penalties.crossing_m(each.walk_class, each.tags.kind) for each in crossings_met(walker, walk, penalties)
    )
    return float(metres.sum() + penalties.no_footway_share * metres[bare].sum() + penalties.steps_m * steps) + crossed


def weights_m(walker: Walker, penalties: Penalties) -> NDArray[np.float64]:
    """Return the metres of each edge with penalties, float64 of shape (edges,).

    To come to a road from the side costs half of what it costs to cross it there, so that who crosses pays in full.
    """
    network = walker.network
    road_m = np.array([penalties.class_m.get(kind, 0.0) for kind in WalkClass])[network.walk_class[network.way]]
    at_node = np.zeros(network.nodes)
    for ends in (network.start, network.end):
        np.maximum.at(at_node, ends, road_m)
    kinds = [penalties.kind_share[kind] for kind in CrossingKind]
    share = np.array([*(kinds[tags.kind] for tags in network.crossings), kinds[CrossingKind.NONE]])
    at_node_share = share[network.node_crossing]  # -1 is the last: no crossing
    met = np.zeros(network.edges)
    for ends in (network.start, network.end):
        met += np.where(at_node[ends] > road_m, at_node[ends] * at_node_share[ends] / 2, 0.0)
    is_steps = network.walk_class[network.way] == WalkClass.STEPS
    bare = penalties.no_footway_share * _lacks_a_footway(network)
    return np.asarray(walker.cost_m * (1 + bare) + met + np.where(is_steps, penalties.steps_m, 0.0), np.float64)


def _lacks_a_footway(network: WalkNetwork) -> NDArray[np.bool_]:
    """Tell of each edge whether it is a main road for which the map records no pavement."""
    way = network.way
    is_main = network.walk_class[way] <= WalkClass.TERTIARY
    return np.asarray(is_main & (network.footway[way] != Recorded.YES), np.bool_)
