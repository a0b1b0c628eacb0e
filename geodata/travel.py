"""TravelMatrix: how long and how far it is between places, as a planner and a judge read it."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from geodata.places import Place, PlaceId

UNREACHABLE_S = 2**29 // 1000
"""Seconds of a cell between which no one can drive (six days); no plan may use such a cell."""


@dataclass(frozen=True, slots=True, eq=False)
class TravelMatrix:
    """Whole seconds and metres of the fastest way between each two places.

    Parameters
    ----------
    places
        The places, in the order of rows and columns.
    seconds, metres
        Arrays of int32 of shape (n, n); cell ``[i, j]`` goes from place i to place j. Metres are those of the fastest
        way. Neither need obey the triangle inequality: a stop may let a vehicle turn round, or cross private ground,
        where a leg without it must not.
        ``UNREACHABLE_S`` in ``seconds`` says that there is no way.
    """

    places: tuple[Place, ...]
    seconds: NDArray[np.int32]
    metres: NDArray[np.int32]
    _row_of: dict[PlaceId, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        n = len(self.places)
        for name in ("seconds", "metres"):
            array = np.ascontiguousarray(getattr(self, name), dtype=np.int32)
            if array.shape != (n, n):
                raise ValueError(f"{name} must have shape ({n}, {n}), not {array.shape}.")
            if n and int(array.min()) < 0:
                raise ValueError(f"{name} must not be negative.")
            array.setflags(write=False)
            object.__setattr__(self, name, array)
        rows = {place.id: row for row, place in enumerate(self.places)}
        if len(rows) != n:
            raise ValueError("places must have different ids.")
        object.__setattr__(self, "_row_of", rows)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, TravelMatrix)
            and self.places == other.places
            and np.array_equal(self.seconds, other.seconds)
            and np.array_equal(self.metres, other.metres)
        )

    def __hash__(self) -> int:
        return hash(self.places)

    def __contains__(self, place: PlaceId) -> bool:
        return place in self._row_of

    def row(self, place: PlaceId) -> int:
        """Return the row (and column) of a place; ``KeyError`` if it is not in the matrix."""
        return self._row_of[place]

    def place(self, place: PlaceId) -> Place:
        """Return the place of that id; ``KeyError`` if it is not in the matrix."""
        return self.places[self._row_of[place]]

    def seconds_between(self, start: PlaceId, end: PlaceId) -> int:
        """Return the whole seconds of the drive from ``start`` to ``end``."""
        return int(self.seconds[self._row_of[start], self._row_of[end]])

    def metres_between(self, start: PlaceId, end: PlaceId) -> int:
        """Return the whole metres of the drive from ``start`` to ``end``."""
        return int(self.metres[self._row_of[start], self._row_of[end]])
