"""Places: where something is, by an identifier that says nothing about who lives there."""

from dataclasses import dataclass
from typing import NewType

PlaceId = NewType("PlaceId", str)


@dataclass(frozen=True, slots=True)
class Place:
    """A point on the ground, in degrees of WGS 84.

    Parameters
    ----------
    id
        How plans and problems refer to it; unique within a problem.
    lat, lon
        Degrees north and east.

    Examples
    --------
    >>> Place(PlaceId("gate-1"), 52.67, -0.73).lat
    52.67
    """

    id: PlaceId
    lat: float
    lon: float

    def __post_init__(self) -> None:
        if not self.id:
            raise ValueError("id must not be empty.")
        if not -90 <= self.lat <= 90:  # noqa: PLR2004 -- the poles
            raise ValueError(f"lat must be from -90 to 90 degrees, not {self.lat}.")
        if not -180 <= self.lon <= 180:  # noqa: PLR2004 -- the date line
            raise ValueError(f"lon must be from -180 to 180 degrees, not {self.lon}.")
