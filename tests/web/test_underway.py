"""How a run is going, by what was said last."""

from datetime import UTC, datetime

from tests.web.town import DAY, plan_to_school, town
from web.store.day import Actual, What
from web.underway import by_run, is_late, last_said, stops_so_far, told

STOPS = plan_to_school(town()).runs[0].stops


def said(stop: int, what: What, at_s: int, pupil: str | None = None, run: str = "minibus-1/1") -> Actual:
    return Actual(
        id=f"{stop}-{what}-{at_s}",
        plan_id="plan",
        day=DAY,
        run=run,
        stop=stop,
        what=what,
        at_s=at_s,
        planned_s=30_000,
        logged_by="crew",
        logged_at=datetime(2026, 11, 23, 8, 0, tzinfo=UTC),
        pupil=pupil,
    )


def test_what_was_said_last_of_the_same_thing_counts() -> None:
    entries = [
        said(2, What.ARRIVED, 30_000),
        said(2, What.ARRIVED, 30_060),
        said(2, What.BOARDED, 30_100, "p1"),
        said(2, What.NOT_TRAVELLING, 30_120, "p1"),
        said(2, What.BOARDED, 30_130, "p2"),
    ]
    stop = stops_so_far(STOPS, entries)[1]
    assert stop.arrived is entries[1]
    assert stop.left is None
    assert dict(stop.pupils) == {"p1": entries[3]}


def test_a_run_is_where_it_was_furthest_on_whatever_is_corrected_afterwards() -> None:
    entries = [said(3, What.ARRIVED, 30_400), said(2, What.LEFT, 30_070), said(2, What.ARRIVED, 30_050)]
    assert last_said(entries) is entries[0]
    assert last_said([said(2, What.LEFT, 1), said(2, What.ARRIVED, 2)]) == said(2, What.LEFT, 1)
    assert last_said([said(2, What.BOARDED, 30_000, "p1")]) is None


def test_how_it_goes_is_said_in_minutes_that_are_whole() -> None:
    assert told(None) == "Nothing said yet."
    assert told(said(3, What.ARRIVED, 30_059)) == "Arrived at stop 3 at 08:20, as planned."
    assert told(said(3, What.LEFT, 30_660)) == "Left stop 3 at 08:31, 11 minutes late."
    assert told(said(3, What.LEFT, 29_880)) == "Left stop 3 at 08:18, 2 minutes early."


def test_a_vehicle_is_late_beyond_five_minutes() -> None:
    assert not is_late(None)
    assert not is_late(said(1, What.LEFT, 30_300))
    assert is_late(said(1, What.LEFT, 30_301))


def test_what_was_said_is_told_apart_by_run() -> None:
    one, other = said(1, What.LEFT, 1), said(1, What.LEFT, 1, run="taxi-7/1")
    assert by_run([one, other, one]) == {"minibus-1/1": [one, one], "taxi-7/1": [other]}
