"""What is learnt from actual times."""

from datetime import datetime

from routing.problem import Direction
from tests.web.test_underway import STOPS, said
from tests.web.town import DAY, PLACES
from web.learning import Punctuality, drives, punctuality
from web.store.day import What

PLACE_OF = {place.id: place for place in PLACES}


def test_a_drive_is_from_where_a_vehicle_left_to_where_it_arrived_next() -> None:
    entries = [said(2, What.LEFT, 29_000), said(2, What.LEFT, 29_040), said(3, What.ARRIVED, 29_240)]
    [leg] = drives(DAY, STOPS, entries, PLACE_OF)
    assert (leg.start.id, leg.end.id, leg.seconds) == ("home-1", "home-2", 200.0)
    assert leg.departed_at == datetime(2026, 11, 23, 8, 4)  # noqa: DTZ001 -- roads know local time only


def test_what_nobody_said_was_mistyped_or_skips_a_stop_is_no_drive() -> None:
    for entries in (
        [said(2, What.LEFT, 29_000)],
        [said(3, What.ARRIVED, 29_000)],
        [said(2, What.LEFT, 29_000), said(3, What.ARRIVED, 29_000)],
        [said(2, What.LEFT, 29_000), said(4, What.ARRIVED, 29_900)],
        [said(2, What.ARRIVED, 29_000), said(3, What.LEFT, 29_900)],
    ):
        assert drives(DAY, STOPS, entries, PLACE_OF) == ()


def test_a_runs_punctuality_counts_each_stop_once_a_day() -> None:
    entries = [
        said(1, What.ARRIVED, 31_000),
        said(1, What.ARRIVED, 30_060),
        said(2, What.ARRIVED, 30_400),
        said(2, What.LEFT, 39_000),
        said(1, What.ARRIVED, 29_970, run="taxi-7/1"),
    ]
    assert punctuality(entries, {"another": Direction.TO_SCHOOL}) == ()
    assert punctuality(entries, {"plan": Direction.TO_SCHOOL}) == (
        Punctuality(
            direction=Direction.TO_SCHOOL, run="minibus-1/1", arrivals=2, punctual=1, median_late_s=230, most_late_s=400
        ),
        Punctuality(
            direction=Direction.TO_SCHOOL, run="taxi-7/1", arrivals=1, punctual=1, median_late_s=-30, most_late_s=-30
        ),
    )
