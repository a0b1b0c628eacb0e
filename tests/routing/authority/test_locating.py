"""Where a site is: the most exact of what is known counts."""

import pytest

from geodata import Place, PlaceId
from routing.authority.locating import locate
from routing.authority.records import Site


def test_degrees_count_before_the_grid_and_the_grid_before_the_postcode() -> None:
    sites = (
        Site(id=PlaceId("all"), lat=52.0, lon=-1.0, easting=486_000, northing=308_800, postcode="LE15 6HP"),
        Site(id=PlaceId("grid"), easting=486_000, northing=308_800, postcode="LE15 6HP"),
        Site(id=PlaceId("post"), postcode="LE15 6HP"),
        Site(id=PlaceId("lost"), postcode="XX1 1XX"),
    )
    known = {"LE15 6HP": Place(PlaceId("LE15 6HP"), 52.5, -0.5)}
    everything, grid, post, lost = locate(sites, known.get)
    assert everything == Place(PlaceId("all"), 52.0, -1.0)
    assert grid is not None
    assert (grid.lat, grid.lon) == pytest.approx((52.6701, -0.7296), abs=1e-4)
    assert post == Place(PlaceId("post"), 52.5, -0.5)
    assert lost is None


def test_the_waters_south_west_of_the_grid_are_a_place_too() -> None:
    [corner] = locate([Site(id=PlaceId("origin"), easting=0, northing=0)])
    assert corner is not None
    assert (corner.lat, corner.lon) == pytest.approx((49.7668, -7.5572), abs=1e-3)


def test_without_postcodes_a_postcode_is_nowhere() -> None:
    assert locate([Site(id=PlaceId("post"), postcode="LE15 6HP")]) == [None]
