"""Ground: where pupils may live and schools may stand, as points with weights; from roads, or on a plane."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

M_PER_DEGREE = 111_195.0


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """Points on which an authority may be drawn.

    Parameters
    ----------
    lat, lon
        float64 of shape (points,), degrees.
    home_weight, school_weight
        float64 of shape (points,), not negative: how likely a home, or a school, is there.
    """

    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    home_weight: NDArray[np.float64]
    school_weight: NDArray[np.float64]

    def __post_init__(self) -> None:
        if len(self.lat) == 0:
            raise ValueError("an authority cannot be drawn where there is no road.")
        if not {len(self.lon), len(self.home_weight), len(self.school_weight)} == {len(self.lat)}:
            raise ValueError("lat, lon, home_weight and school_weight must be equally long.")
        if not (self.home_weight.sum() > 0 and self.school_weight.sum() > 0):
            raise ValueError("somewhere there must be a weight above 0.")

    @property
    def metres(self) -> NDArray[np.float64]:
        """Metres east and north of the middle, of shape (points, 2); the earth taken as flat."""
        middle = float(self.lat.mean())
        east = (self.lon - self.lon.mean()) * M_PER_DEGREE * np.cos(np.radians(middle))
        return np.column_stack((east, (self.lat - middle) * M_PER_DEGREE))


def plane_ground(pupils: int, schools: int, seed: int) -> Ground:
    """Return points on a flat county: three quarters in towns, the rest strewn between them."""
    rng = np.random.default_rng((seed, 1))
    side_m = 1000 * min(70.0, 30 * (pupils / 200) ** 0.5)
    towns = rng.uniform(0.1 * side_m, 0.9 * side_m, (max(5, schools // 2 + 2), 2))
    size = rng.dirichlet(np.full(len(towns), 1.5))
    points = 6 * pupils + 20 * schools + 200
    urban = rng.random(points) < 0.75  # noqa: PLR2004 -- three quarters
    town = rng.choice(len(towns), points, p=size)
    near_town = towns[town] + rng.normal(0, 900 + 0.02 * side_m, (points, 2))
    metres = np.where(urban[:, None], near_town, rng.uniform(0, side_m, (points, 2)))
    metres = np.clip(metres, 0, side_m)
    lat = np.round(52.5 + metres[:, 1] / M_PER_DEGREE, 6)
    lon = np.round(-1.5 + metres[:, 0] / (M_PER_DEGREE * np.cos(np.radians(52.5))), 6)
    return Ground(lat, lon, np.ones(points), urban.astype(np.float64))
