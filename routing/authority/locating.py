"""Where sites are, in degrees: from their own, from the National Grid, or from their postcode."""

from collections.abc import Sequence

from geodata import Place
from geodata.postcodes import to_degrees
from routing.authority.records import FindPostcode, Site


def locate(sites: Sequence[Site], find_postcode: FindPostcode | None = None) -> list[Place | None]:
    """Return where each site is; None where it has only a postcode that nobody knows.

    Examples
    --------
    >>> from geodata import PlaceId
    >>> [place] = locate([Site(id=PlaceId("a"), easting=486_000, northing=308_800)])
    >>> round(place.lat, 4), round(place.lon, 4)
    (52.6701, -0.7296)
    """
    on_grid = [site for site in sites if site.lat is None and site.easting is not None]
    lat, lon = to_degrees([site.easting or 0 for site in on_grid], [site.northing or 0 for site in on_grid])
    of_grid = {site.id: (round(float(y), 7), round(float(x), 7)) for site, y, x in zip(on_grid, lat, lon, strict=True)}
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
