"""The National Grid: eastings and northings in metres (EPSG:27700) to degrees of WGS 84."""

from functools import cache

from pyproj import Transformer

EASTINGS_M, NORTHINGS_M = (0, 700_000), (0, 1_300_000)
"""The least and the most of each, in Great Britain."""


@cache
def _transformer() -> Transformer:
    return Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)


def degrees_of(easting: float, northing: float) -> tuple[float, float]:
    """Return latitude and longitude, to about a centimetre's worth of digits.

    Examples
    --------
    >>> degrees_of(486_000, 308_800)
    (52.66963, -0.72992)
    """
    lon, lat = _transformer().transform(easting, northing)
    return round(lat, 7), round(lon, 7)
