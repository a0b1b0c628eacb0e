"""An authority's records refuse what makes no sense, and become the values of a day."""

from typing import Any

import pytest

from geodata import PlaceId
from routing.authority.records import OtherHome, SchoolRecord, Site
from routing.records import SchoolId

HOURS: dict[str, Any] = {"opens_s": 30_900, "starts_s": 32_100, "finishes_s": 54_000, "leave_by_s": 55_800}


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ({}, "must have lat and lon, or easting and northing, or a postcode"),
        ({"lat": 52.0}, "must have both lat and lon"),
        ({"easting": 1.0, "postcode": "LE15 6HP"}, "must have both easting and northing"),
        ({"lat": 91.0, "lon": 0.0}, "lat must be from -90 to 90"),
    ],
)
def test_a_site_must_be_somewhere(where: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Site(id=PlaceId("a"), **where)


@pytest.mark.parametrize("change", [{"opens_s": 32_101}, {"finishes_s": 32_100}, {"leave_by_s": 53_999}])
def test_a_schools_times_must_run_forwards(change: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="must hold at school oak"):
        SchoolRecord(id=SchoolId("oak"), gates=(PlaceId("g"),), **HOURS | change)


def test_a_school_needs_a_gate() -> None:
    with pytest.raises(ValueError, match="must have a gate"):
        SchoolRecord(id=SchoolId("oak"), gates=(), **HOURS)


def test_a_week_has_seven_days() -> None:
    with pytest.raises(ValueError, match="weekday must be from 0"):
        OtherHome(7, PlaceId("a"))
