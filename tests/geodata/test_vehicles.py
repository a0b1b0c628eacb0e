"""A road vehicle is of one kind and of no negative size."""

import pytest

from geodata.vehicles import ALL_KINDS, RoadVehicle, VehicleKind


def test_a_vehicle_is_of_one_kind() -> None:
    assert RoadVehicle(VehicleKind.TAXI).kind == VehicleKind.TAXI
    with pytest.raises(ValueError, match="one kind"):
        RoadVehicle(ALL_KINDS)


@pytest.mark.parametrize("field", ["height_m", "width_m", "weight_t"])
@pytest.mark.parametrize("value", [-1.0, float("nan")])
def test_a_size_is_not_negative(field: str, value: float) -> None:
    with pytest.raises(ValueError, match=field):
        RoadVehicle(**{field: value})  # type: ignore[arg-type]  # only these three are drawn
