"""RoadVehicle: what a road asks of a vehicle before it lets it pass: its kind, its size and its permits."""

from dataclasses import dataclass
from enum import IntFlag


class VehicleKind(IntFlag):
    """What the law calls a vehicle; a road stores the set of the kinds that may pass.

    ``TAXI`` is a licensed taxi, which may pass where OpenStreetMap says ``taxi`` or ``psv``. ``MINIBUS`` carries
    more than eight passengers and so is a "bus" to the signs (Traffic Signs Regulations and General Directions
    2016, Schedule 1); it may pass where the map says ``minibus``, ``bus`` or ``psv``. A private hire car is a
    ``CAR``.
    """

    CAR = 1
    TAXI = 2
    MINIBUS = 4


ALL_KINDS = VehicleKind.CAR | VehicleKind.TAXI | VehicleKind.MINIBUS


@dataclass(frozen=True, slots=True)
class RoadVehicle:
    """A vehicle as the road sees it.

    Parameters
    ----------
    kind
        One kind, not a set.
    height_m, width_m, weight_t
        Metres and tonnes; 0 where nobody has measured, and then no limit stops the vehicle.
    has_permit
        Whether it may enter School Streets and other roads that are shut at certain times but to permit holders.

    Examples
    --------
    >>> RoadVehicle(VehicleKind.MINIBUS, height_m=2.9).height_m
    2.9
    """

    kind: VehicleKind = VehicleKind.CAR
    height_m: float = 0.0
    width_m: float = 0.0
    weight_t: float = 0.0
    has_permit: bool = False

    def __post_init__(self) -> None:
        if self.kind not in tuple(VehicleKind):
            raise ValueError(f"kind must be one kind of vehicle, not {self.kind!r}.")
        for name in ("height_m", "width_m", "weight_t"):
            if not getattr(self, name) >= 0:
                raise ValueError(f"{name} must be 0 or more, not {getattr(self, name)}.")


CAR = RoadVehicle()
"""A car of no particular size and with no permit."""
