"""What lapses: read off the records, said once, gone when it is renewed; never with a pupil's name."""

from datetime import date, timedelta

import pytest

from tests.web.keeping.conftest import Installation
from tests.web.office import NAMES, OFFICE, fill
from web.keeping.lapses import CHECKS, lapsing_assessments, lapsing_checks, remind_of_assessments, remind_of_checks
from web.records.layouts import KIND
from web.records.rows import Row, row_of
from web.slots import Turn

TODAY = date(2026, 11, 23)
UNTIL = TODAY + timedelta(days=28)


def assessment(pupil: str, review_by: str, assessed_on: str = "2026-01-01") -> Row:
    return row_of("risk_assessments", {"pupil": pupil, "assessed_on": assessed_on, "review_by": review_by})


def pupil(id_: str, **cells: str) -> Row:
    return row_of("pupils", {"pupil": id_, "name": "Ann Oakley", "school": "oak", **cells})


def lapsing(*assessments: Row, **cells: str) -> list[str]:
    return [lapse.said for lapse in lapsing_assessments(list(assessments), [pupil("p1", **cells)], TODAY, UNTIL)]


def test_an_assessment_is_said_from_so_many_days_before_it_lapses() -> None:
    assert lapsing(assessment("p1", "2026-12-22")) == []
    assert lapsing(assessment("p1", "2026-12-21")) == ["Risk assessment of pupil p1: review by 21 December 2026"]
    assert lapsing(assessment("p1", "2026-01-02")) == ["Risk assessment of pupil p1: review by 2 January 2026"]


def test_of_several_assessments_the_one_that_holds_longest_counts() -> None:
    assert lapsing(assessment("p1", "2026-11-30"), assessment("p1", "2027-11-30", "2026-11-01")) == []


def test_nobody_is_reminded_of_a_pupil_who_has_left_or_is_not_carried() -> None:
    assert lapsing(assessment("p1", "2026-11-30"), school_until="2026-07-22") == []
    assert lapsing(assessment("p1", "2026-11-30"), mode="pass") == []
    assert lapsing(assessment("p1", "2026-11-30"), school_until="2026-11-23") != []


@pytest.mark.parametrize(("kind", "column"), CHECKS)
def test_every_check_is_a_day_of_its_kind(kind: str, column: str) -> None:
    values = dict.fromkeys(KIND[kind].key, "x") | {column: UNTIL.isoformat()}
    row = row_of(kind, values)
    (lapse,) = lapsing_checks([row], column, UNTIL)
    assert lapse.due == UNTIL
    assert lapse.said.endswith("until 21 December 2026") or column == "expires"
    assert list(lapsing_checks([row], column, UNTIL - timedelta(days=1))) == []


def test_a_check_is_said_as_one_would_say_it() -> None:
    row = row_of("assistant_training", {"assistant": "a1", "training": "first-aid", "expires": "2026-12-01"})
    (lapse,) = lapsing_checks([row], "expires", UNTIL)
    assert lapse.said == "Training of a passenger assistant a1, first-aid: expires 1 December 2026"
    row = row_of("drivers", {"driver": "d1", "dbs_until": "2026-12-01"})
    (lapse,) = lapsing_checks([row], "dbs_until", UNTIL)
    assert lapse.said == "Driver d1: DBS check until 1 December 2026"


def test_the_jobs_remind_once_and_take_back_what_is_renewed(here: Installation) -> None:
    fill(here.store)
    turn = Turn(here.store, here.settings, here.clock.now + timedelta(days=260))
    with here.store.writing(OFFICE) as kept:
        assert remind_of_assessments(turn, kept) == "5 new, 0 no longer needed"
        assert remind_of_assessments(turn, kept) == "0 new, 0 no longer needed"
        taxi = kept.records.get("vehicles", "taxi-7")
        kept.records.keep(row_of("vehicles", {**taxi.values, "insured_until": "2026-12-01"}, taxi.version))
        assert remind_of_checks(turn, kept) == "1 new, 0 no longer needed"
        said = [reminder.lapse.said for reminder in kept.reminders.list_open()]
    assert said[0] == "Vehicle taxi-7: insured until 1 December 2026"
    assert len(said) == 6
    assert not [name for name in NAMES.values() if name in str(said)]
    with here.store.writing(OFFICE) as kept:
        taxi = kept.records.get("vehicles", "taxi-7")
        kept.records.keep(row_of("vehicles", {**taxi.values, "insured_until": "2028-12-01"}, taxi.version))
        assert remind_of_checks(turn, kept) == "0 new, 1 no longer needed"
