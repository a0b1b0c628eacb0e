"""Where a trainee stands after a history."""

from datetime import date

import pytest

from tests.travel_training.trainees import COORDINATOR, SECOND, TRAINER, Trainee
from travel_training.entries import State
from travel_training.people import Scope
from travel_training.standing import Standing, after_months, standing_of


def test_nobody_stands_nowhere() -> None:
    assert standing_of([]) == Standing()
    assert standing_of([]).scope is Scope.BOTH_WAYS
    assert standing_of([]).programme is None


def test_what_is_assigned_last_counts() -> None:
    standing = Trainee().planned().assign(Scope.FROM_SCHOOL, "t2").standing
    assert (standing.trainer, standing.cohort, standing.programme) == ("t2", "spring", ("streets", 1))
    assert standing.scope is Scope.FROM_SCHOOL


def test_it_is_told_since_when_and_what_was_before_a_pause_within_a_stop() -> None:
    trainee = Trainee().accompanied().wait(3).move(State.PAUSED)
    assert (trainee.standing.since, trainee.standing.before) == (trainee.at(), State.ACCOMPANIED)
    trainee.incident().move(State.STOPPED)
    assert trainee.standing.before is State.ACCOMPANIED


def test_sessions_are_held_in_training_and_in_a_refresher() -> None:
    assert Trainee().accompanied().standing.is_in_training
    assert Trainee().alone().move(State.REFRESHED).standing.is_in_training
    assert not Trainee().alone().standing.is_in_training


def test_who_taught_and_who_was_met_is_known() -> None:
    standing = Trainee().accompanied().observe("kerb").observe("kerb", by=SECOND).standing
    assert standing.taught_by == {TRAINER.user}
    assert standing.met == {TRAINER.user, SECOND.user}
    in_place = Trainee().accompanied().observe("kerb", by=COORDINATOR).standing
    assert COORDINATOR.user in in_place.taught_by


def test_reviews_are_due_after_months_and_those_held_are_beside_them() -> None:
    trainee = Trainee().alone()
    assert trainee.standing.alone_since == date(2026, 1, 7)
    trainee.wait(40).review(1)
    dues = trainee.standing.reviews_due
    assert [(due.month, due.on) for due in dues][:2] == [(1, date(2026, 2, 7)), (3, date(2026, 4, 7))]
    assert [due.held is not None for due in dues] == [True, False, False, False, False]
    assert Trainee().shadowed().standing.reviews_due == ()


@pytest.mark.parametrize("to", [State.RETURNED, State.REFRESHED])
def test_time_alone_ends_and_begins_anew(to: State) -> None:
    trainee = Trainee().alone().wait(40).review(1).move(to)
    assert trainee.standing.alone_since is None
    if to is State.RETURNED:
        trainee.move(State.REFRESHED)
    anew = trainee.sign(TRAINER).sign(SECOND).move(State.ALONE).standing
    assert (anew.alone_since, anew.reviews) == (trainee.day, ())


def test_incidents_are_those_of_this_state() -> None:
    trainee = Trainee().accompanied().incident()
    assert len(trainee.standing.incidents) == 1
    assert not trainee.move(State.PAUSED).standing.incidents


def test_months_end_with_their_last_day() -> None:
    assert after_months(date(2027, 11, 30), 3) == date(2028, 2, 29)
    assert after_months(date(2026, 12, 31), 12) == date(2027, 12, 31)
