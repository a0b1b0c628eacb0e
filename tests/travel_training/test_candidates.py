"""Candidates: who is looked at, in which order, and what is said for and against each."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from travel_training.candidates import (
    Candidate,
    Criteria,
    JourneyFacts,
    MarginalSaving,
    Situation,
    Wish,
    candidates,
    year_group_of,
)
from travel_training.entries import State
from travel_training.people import TraineeId

DAY = date(2026, 11, 23)


def saving(pence: int, *, again: bool = True) -> MarginalSaving:
    return MarginalSaving(day=DAY, day_pence=pence, is_planned_again=again)


ANN = Situation(
    trainee=TraineeId("P1"),
    year_group=10,
    ride_minutes=40,
    aboard=3,
    saving=saving(4_120),
    journey=JourneyFacts(exists=True, minutes=34, walk_m=420),
    wish=Wish.YES,
)


def the(situation: Situation) -> Candidate:
    [found] = candidates([situation], Criteria())
    return found


def test_the_dearest_seat_comes_first_and_one_that_nobody_has_costed_last() -> None:
    some = [replace(ANN, trainee=TraineeId(f"P{pence}"), saving=saving(pence)) for pence in (100, 900, 0)]
    nobody = replace(ANN, trainee=TraineeId("P?"), saving=None)
    found = candidates([nobody, *some], Criteria(school_days=195))
    assert [each.situation.trainee for each in found] == ["P900", "P100", "P0", "P?"]
    assert [each.year_pence for each in found] == [900 * 195, 100 * 195, 0, None]


def test_whoever_is_too_young_or_in_training_is_left_out_and_whose_age_is_unknown_is_not() -> None:
    young, unknown = replace(ANN, year_group=8), replace(ANN, year_group=None)
    trained = [replace(ANN, state=state) for state in State]
    assert candidates([young], Criteria()) == ()
    assert candidates([young], Criteria(year_group_from=8))
    assert "The date of birth is not recorded, so the year group is not known." in the(unknown).unknown
    assert {each.situation.state for each in candidates(trained, Criteria())} == {
        State.IDENTIFIED,
        State.NOT_YET,
        State.DECLINED,
        State.RETURNED,
    }


def test_all_that_is_known_for_a_pupil_is_said() -> None:
    assert the(ANN).why == (
        "A day without this seat costs £41.20 less: the plan made again without them.",
        "In Year 10 by age.",
        "Wishes to travel alone.",
        "There is a journey by bus or on foot: 34 minutes, 420 metres of it on foot.",
        "It has no change.",
        "It crosses no main road where the map records no signals.",
        "It is shorter than the ride now, of 40 minutes.",
    )
    assert (the(ANN).against, the(ANN).unknown) == ((), ())


def test_what_speaks_against_is_said_as_plainly() -> None:
    long = JourneyFacts(exists=True, minutes=70, changes=2, crossings_unsignalled=1, walk_m=900)
    hard = replace(ANN, saving=saving(0), wish=Wish.NO, state=State.RETURNED, journey=long)
    assert the(hard).against == (
        "Would save nothing now: the run goes on, with 3 others aboard.",
        "Does not wish to travel alone.",
        "Has travelled alone before, and came back to transport.",
        "The journey has 2 changes.",
        "It crosses 1 main road where the map records no signals.",
        "It takes 30 minutes longer than the ride now.",
    )
    assert the(replace(ANN, journey=JourneyFacts(exists=False))).against == (
        "No journey on foot and by bus arrives in time.",
    )


def test_what_nobody_has_found_out_is_neither_for_nor_against() -> None:
    blank = the(Situation(trainee=TraineeId("P9")))
    assert (blank.why, blank.against) == ((), ())
    assert len(blank.unknown) == 4
    quick = the(replace(ANN, saving=saving(10, again=False), wish=Wish.UNSURE, journey=None))
    assert quick.unknown == (
        "The plan has not been made again without them: it may save more.",
        "Is not sure whether they wish it.",
        "Nobody has looked for a journey on foot and by bus.",
    )


def test_a_saving_less_than_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="must not be less than nothing, not -1"):
        saving(-1)


@given(st.dates(date(2005, 1, 1), date(2020, 12, 31)), st.dates(date(2024, 1, 1), date(2028, 12, 31)))
def test_a_year_group_rises_by_one_on_each_first_of_september_alone(born_on: date, day: date) -> None:
    here = year_group_of(born_on, day)
    assert year_group_of(born_on, date(day.year + 1, day.month, min(day.day, 28))) == here + 1
    assert year_group_of(born_on, date(day.year, 9, 1)) - year_group_of(born_on, date(day.year, 8, 31)) == 1
    begins = day.year if day.month >= 9 else day.year - 1
    had_birthday = (born_on.month, born_on.day) <= (8, 31)
    assert here + 4 == begins - born_on.year - (0 if had_birthday else 1)
