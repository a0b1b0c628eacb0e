"""When a milestone is reached, and when it lapses."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.travel_training.test_encoding import drawn
from tests.travel_training.trainees import BELL, FIRST_DAY, KERB, SECOND, STREETS, TRAINER, Trainee, stage
from travel_training.entries import AnyEntry, EntryId, Observed
from travel_training.mastery import Mastery, counted, masteries
from travel_training.people import Person
from travel_training.programme import Milestone, MilestoneId, Programme, Setting

ONLY = MilestoneId("only")
"""A milestone that each test shapes as it wants."""


def programme_of(milestone: Milestone) -> Programme:
    return replace(STREETS, stages=(stage("walk", Setting.ACCOMPANIED, replace(milestone, id=ONLY)),))


def observation(number: int, day: int, level: int, by: Person = TRAINER, *, unplanned: bool = False) -> Observed:
    moment = datetime(2026, 1, 5, 8, number, tzinfo=UTC) + timedelta(days=day)
    id_ = EntryId(f"o{number}")
    return Observed(id=id_, at=moment, by=by, milestone=ONLY, level=level, was_unplanned=unplanned)


def mastery(milestone: Milestone, *seen: tuple[int, int], on: int = 0) -> Mastery:
    """Return the mastery after levels on days; ``on`` is the day on which one asks, the last one if not given."""
    history = [observation(number, day, level) for number, (day, level) in enumerate(seen)]
    return mastery_of(history, milestone, max(on, *(day for day, _ in seen)))


def mastery_of(history: list[Observed], milestone: Milestone, on: int = 400) -> Mastery:
    return masteries(history, programme_of(milestone), FIRST_DAY + timedelta(days=on))[ONLY]


def test_a_milestone_is_reached_after_so_many_days_in_a_row() -> None:
    assert mastery(BELL, (0, 2)).in_a_row == 1
    assert mastery(BELL, (0, 2), (3, 2)).reached_on == date(2026, 1, 8)


def test_twice_on_one_day_is_one_day() -> None:
    assert not mastery(BELL, (0, 2), (0, 2)).is_reached


def test_help_breaks_the_row_even_on_a_day_on_which_it_also_went_well() -> None:
    assert not mastery(BELL, (0, 2), (1, 1), (2, 2)).is_reached
    assert not mastery(BELL, (0, 2), (1, 0), (1, 2)).is_reached
    assert mastery(BELL, (0, 2), (1, 1), (2, 2), (3, 2)).is_reached


def test_the_row_is_reached_in_the_morning_and_the_afternoon_is_a_slip() -> None:
    slipped = mastery(BELL, (0, 2), (1, 2), (1, 0))
    assert (slipped.reached_on, slipped.slipped_on) == (date(2026, 1, 6), date(2026, 1, 6))
    assert not mastery(KERB, (0, 2), (1, 2), (1, 0)).is_reached


def test_a_slip_is_remarked_and_what_was_reached_stays() -> None:
    slipped = mastery(BELL, (0, 2), (1, 2), (5, 0))
    assert slipped.is_reached
    assert (slipped.slipped_on, slipped.in_a_row) == (date(2026, 1, 10), 0)


def test_help_at_a_safety_critical_milestone_makes_it_lapse_until_it_is_reached_again() -> None:
    lapsed = mastery(KERB, (0, 2), (1, 2), (5, 1))
    assert (lapsed.is_reached, lapsed.lapsed_on) == (False, date(2026, 1, 10))
    assert lapsed.lapsed_because == "help was needed again"
    assert not mastery(KERB, (0, 2), (1, 2), (5, 1), (6, 2)).is_reached
    again = mastery(KERB, (0, 2), (1, 2), (5, 1), (6, 2), (7, 2))
    assert (again.reached_on, again.lapsed_on) == (date(2026, 1, 12), None)


def test_what_is_not_seen_for_too_long_lapses_on_the_day_after() -> None:
    assert mastery(KERB, (0, 2), (1, 2), on=61).is_reached
    lapsed = mastery(KERB, (0, 2), (1, 2), on=62)
    assert (lapsed.is_reached, lapsed.lapsed_on) == (False, date(2026, 3, 8))
    assert mastery(KERB, (0, 2), (1, 2), (80, 2)).in_a_row == 1
    assert mastery(BELL, (0, 2), (1, 2), on=4000).is_reached


def test_a_row_that_was_begun_is_forgotten_too() -> None:
    assert not mastery(KERB, (0, 2), (100, 2)).is_reached


def test_an_unplanned_problem_is_among_the_days_where_it_is_wanted() -> None:
    wants = replace(BELL, needs_unplanned=True)
    planned = [observation(number, number, 2) for number in range(4)]
    assert not mastery_of(planned, wants).is_reached
    assert mastery_of([*planned, observation(4, 4, 2, unplanned=True)], wants).reached_on == date(2026, 1, 9)
    lost = [observation(0, 0, 2, unplanned=True), observation(1, 1, 0), observation(2, 2, 2), observation(3, 3, 2)]
    assert not mastery_of(lost, wants).is_reached


def test_a_replaced_observation_does_not_count_and_two_trainers_both_do() -> None:
    wrong, right = observation(0, 0, 0), observation(1, 0, 2)
    mended = replace(right, replaces=wrong.id)
    good = [observation(2, 1, 2)]
    assert not mastery_of([wrong, right, *good], BELL).is_reached
    assert mastery_of([wrong, mended, *good], BELL).is_reached
    assert counted([wrong, mended]) == [mended]
    assert not mastery_of([observation(0, 0, 2), observation(1, 1, 1, SECOND), observation(2, 1, 2)], BELL).is_reached


def test_a_review_renews_what_was_reached_and_reaches_nothing() -> None:
    trainee = Trainee().alone()
    trainee.wait(40).review(1).wait(50)
    assert masteries(trainee.history, STREETS, trainee.day)[KERB.id].is_reached
    assert not masteries(trainee.history, STREETS, trainee.day)[BELL.id].is_reached
    assert not masteries(trainee.history, STREETS, trainee.day + timedelta(days=11))[KERB.id].is_reached


def test_what_is_seen_later_is_not_known_yet() -> None:
    assert not mastery_of([observation(0, 0, 2), observation(1, 9, 2)], BELL, on=8).is_reached


SEEN = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 2), st.booleans()), min_size=1, max_size=14)
SHAPES = st.builds(
    replace,
    st.just(BELL),
    days_needed=st.integers(1, 3),
    is_safety_critical=st.booleans(),
    needs_unplanned=st.booleans(),
    lapses_after_days=st.none() | st.integers(1, 6),
)


def observations(seen: list[tuple[int, int, bool]]) -> list[Observed]:
    day, found = 0, []
    for number, (gap, level, unplanned) in enumerate(seen):
        day += gap
        found.append(observation(number, day, level, unplanned=unplanned))
    return found


@drawn(max_examples=150)
@given(SHAPES, SEEN)
def test_once_reached_and_not_lapsed_it_stays_reached(milestone: Milestone, seen: list[tuple[int, int, bool]]) -> None:
    history = observations(seen)
    was_reached = False
    for length in range(1, len(history) + 1):
        on = (history[length - 1].day - FIRST_DAY).days
        now = mastery_of(history[:length], milestone, on)
        if was_reached and not now.is_reached:
            assert now.lapsed_on is not None
            assert now.lapsed_on <= history[length - 1].day
            assert milestone.is_safety_critical or milestone.lapses_after_days is not None
        was_reached = now.is_reached


@drawn(max_examples=150)
@given(st.integers(1, 3), SEEN)
def test_reached_is_a_row_of_days_without_help(days_needed: int, seen: list[tuple[int, int, bool]]) -> None:
    """By another method: at some moment, the last days on which it was seen had no help in them."""
    history: list[Observed] = observations(seen)
    is_reached = False
    for length in range(1, len(history) + 1):
        days = [list(day) for _, day in groupby(history[:length], key=lambda entry: entry.day)]
        good = [all(each.level == 2 for each in day) for day in days]
        is_reached |= len(good) >= days_needed and all(good[-days_needed:])
    assert mastery_of(history, replace(BELL, days_needed=days_needed)).is_reached == is_reached


@pytest.mark.parametrize("order", [1, -1])
def test_observations_count_on_their_day_whenever_they_became_known(order: int) -> None:
    history: list[AnyEntry] = [observation(0, 0, 2), observation(1, 1, 0), observation(2, 2, 2), observation(3, 3, 2)]
    found = masteries(history[::order], programme_of(BELL), date(2026, 2, 1))[ONLY]
    assert found.reached_on == date(2026, 1, 8)
