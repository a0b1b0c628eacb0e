"""What lapses: the last day still holds, and what nobody knows is missing."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from web.pages.records.lapsing import LAST_DAYS, State, confirmed, lapse_of, last_day, newest_assessments
from web.records.layouts import KIND
from web.records.rows import row_of

TODAY = date(2026, 11, 22)
FOUR_WEEKS = timedelta(days=28)


@given(st.integers(-400, 400))
def test_the_last_day_still_holds_and_soon_ends_with_its_own_last_day(days: int) -> None:
    lapse = lapse_of((TODAY + timedelta(days=days)).isoformat(), TODAY, FOUR_WEEKS)
    assert lapse.days == days
    assert (lapse.state is State.LAPSED) == (days < 0)
    assert (lapse.state is State.CURRENT) == (days > 28)
    assert (f"in {days} day" in lapse.tag.text) == (0 < days <= 28)


def test_what_nobody_knows_is_missing_and_was_never_confirmed() -> None:
    assert lapse_of("", TODAY, FOUR_WEEKS).state is State.MISSING
    assert confirmed(TODAY, "", "").on is None
    assert confirmed(TODAY, "", "").is_due


def test_the_newest_word_counts_and_goes_stale_after_half_a_year() -> None:
    assert confirmed(TODAY, "2026-05-26", "2025-01-01").tag.text == "Confirmed"
    assert confirmed(TODAY, "2026-05-25", "").tag.text == "Confirm again"


def test_the_first_check_and_the_longest_assessment_count() -> None:
    vehicle = row_of("vehicles", {"vehicle": "V1", "insured_until": "2027-01-01", "inspected_until": "2026-12-01"})
    assert last_day(vehicle) == "2026-12-01"
    assert last_day(row_of("vehicles", {"vehicle": "V1"})) == ""
    rows = [
        row_of("risk_assessments", {"pupil": "P1", "assessed_on": on, "review_by": until})
        for on, until in (("2026-09-01", "2027-08-31"), ("2026-10-01", "2026-12-31"))
    ]
    assert newest_assessments(rows)["P1"]["assessed_on"] == "2026-09-01"


def test_every_last_day_is_a_column_that_stands_in_the_open() -> None:
    for kind, names in LAST_DAYS.items():
        assert not [name for name in names if KIND[kind].column(name).sensitive], kind
