"""What is asked of a road engine, and its answers: ends of legs, drives many to many, and the arcs of chosen ways.

Two engines answer alike: ``geodata.sweep.Sweep``, the quick one, and ``geodata.dijkstra.Dijkstra``, with scipy alone.
A *price* packs milliseconds and decimetres into one number, so that the least price is the fastest way, and of
equally fast ones the shortest.
"""

from dataclasses import dataclass
from typing import NamedTuple, Protocol, Self

import numpy as np
from numpy.typing import NDArray

CLOSED_MS = 2**29
"""Milliseconds of an arc along which no one may drive, and of a drive for which there is no way."""

DM_BITS = 24
DM_MASK = 2**DM_BITS - 1
UNIT = float(2**DM_BITS)
"""A price is ``ms * UNIT + dm``: whole numbers below 2**53, which a float64 holds exactly and compares at once."""

NO_WAY = CLOSED_MS * UNIT
"""The price of no way at all."""


class Drives(NamedTuple):
    """Milliseconds and decimetres from each source to each target: int32 of shape (sources, targets) each.

    Where there is no way ``ms`` is ``CLOSED_MS`` and ``dm`` is 0.
    """

    ms: NDArray[np.int32]
    dm: NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Ends:
    """Where each of k places joins the network: some nodes, and the drive between them and the place.

    Parameters
    ----------
    first
        Shape (k + 1,): the nodes of place ``i`` are ``node[first[i]:first[i + 1]]``; there may be none.
    node, ms, dm
        The nodes, and the drive from the place to the node (of a source) or from the node to the place (of a
        target).
    """

    first: NDArray[np.int32]
    node: NDArray[np.int32]
    ms: NDArray[np.int32]
    dm: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.first) - 1

    @classmethod
    def at_nodes(cls, nodes: NDArray[np.integer]) -> Self:
        """Return places that stand on one node each."""
        nothing = np.zeros(len(nodes), np.int32)
        return cls(np.arange(len(nodes) + 1, dtype=np.int32), nodes.astype(np.int32), nothing, nothing)


@dataclass(frozen=True, slots=True, eq=False)
class Ways:
    """The cheapest way of each of some legs.

    Parameters
    ----------
    price
        What each leg costs, ends included; ``NO_WAY`` if there is no way.
    first, arc
        The arcs of leg ``i``, in the order driven, are ``arc[first[i]:first[i + 1]]``.
    source_end, target_end
        With which of the ends (an index of ``Ends.node``) the leg begins and ends; -1 if there is no way.
    """

    price: NDArray[np.float64]
    first: NDArray[np.int32]
    arc: NDArray[np.int32]
    source_end: NDArray[np.int32]
    target_end: NDArray[np.int32]


class Engine(Protocol):
    """Whatever can tell how one drives over priced arcs."""

    def drives(self, sources: Ends, targets: Ends) -> Drives:
        """Return the drive from each source to each target, exact to the last millisecond and decimetre."""

    def ways(self, sources: Ends, targets: Ends, legs: NDArray[np.integer]) -> Ways:
        """Return the arcs of each leg: a row of ``legs``, shape (k, 2), names a source and a target."""


def price(ms: NDArray[np.integer], dm: NDArray[np.integer]) -> NDArray[np.float64]:
    """Pack milliseconds and decimetres into prices; ``NO_WAY`` where ``ms`` says closed.

    Raises
    ------
    ValueError
        If one of them is negative, or a length does not fit (1,677 km).
    """
    if ms.size and (int(ms.min()) < 0 or int(dm.min()) < 0):
        raise ValueError("milliseconds and decimetres must not be negative.")
    if dm.size and int(dm.max()) > DM_MASK:
        raise ValueError(f"a length must be at most {DM_MASK} decimetres, not {int(dm.max())}.")
    return np.where(ms < CLOSED_MS, ms * UNIT + dm, NO_WAY)


def unpriced(price: NDArray[np.float64]) -> Drives:
    """Unpack prices into milliseconds and decimetres."""
    whole = price.astype(np.int64)
    return Drives((whole >> DM_BITS).astype(np.int32), (whole & DM_MASK).astype(np.int32))
