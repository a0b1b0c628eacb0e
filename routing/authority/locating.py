"""Where sites are, in degrees: from their own, from the National Grid, or from their postcode."""

from collections.abc import Sequence

from geodata import Place, PlaceId
from geodata.postcodes import to_degrees
from routing.authority.records import FindPostcode, Site


def locate(sites: Sequence[Site], find_postcode: FindPostcode | None = None) -> list[Place | None]:
    """Return where each site is; None where it has only a postcode that nobody knows.

    Examples
    --------
    >>> [place] = locate([Site(id=PlaceId("a"), easting=486_000, northing=308_800)])
    >>> round(place.lat, 4), round(place.lon, 4)
    (52.6701, -0.7296)
    """
    of_grid = _of_grid([site for site in sites if site.lat is None and site.easting is not None])
    found: list[Place | None] = []
    for site in sites:
        if site.lat is not None and site.lon is not None:
            found.append(Place(site.id, site.lat, site.lon))
        elif site.id in of_grid:
            found.append(Place(site.id, *of_grid[site.id]))
        else:
            place = find_postcode(site.postcode) if find_postcode is not None and site.postcode is not None else None
            found.append(None if place is None else Place(site.id, place.lat, place.lon))
    return found


def _of_grid(sites: Sequence[Site]) -> dict[PlaceId, tuple[float, float]]:
    """Return latitude and longitude of sites on the National Grid, all in one go."""
    if not sites:
        return {}
    lat, lon = to_degrees([site.easting or 0 for site in sites], [site.northing or 0 for site in sites])
    return {site.id: (round(float(y), 7), round(float(x), 7)) for site, y, x in zip(sites, lat, lon, strict=True)}
