"""A trainee's way from a referral to what became of it."""

from datetime import date, timedelta

import pytest

from tests.travel_training.trainees import OFFICE, SECOND, TRAINER, Trainee
from travel_training.courses import Course, Spell, Sustained, courses_of
from travel_training.entries import State, Told, When
from travel_training.people import Scope, TraineeId

ANN = TraineeId("ann")


def course(trainee: Trainee, days: int = 0) -> Course:
    (found,) = courses_of({ANN: trainee.history}, trainee.day + timedelta(days=days))
    return found


def test_whoever_is_referred_again_begins_another_course() -> None:
    trainee = Trainee().move(State.IDENTIFIED).referred().wait(9).move(State.DECLINED).wait(30).assessed()
    first, second = courses_of({ANN: trainee.history}, trainee.day)
    assert (first.referred_on, first.state) == (date(2026, 1, 5), State.DECLINED)
    assert (second.referred_on, second.assessed_on, second.state) == (trainee.day, trainee.day, State.ASSESSED)
    assert courses_of({ANN: Trainee().move(State.IDENTIFIED).history}, trainee.day) == ()


def test_what_comes_after_the_day_is_not_known() -> None:
    trainee = Trainee().accompanied()
    later = trainee.day
    trainee.wait(5).move(State.PAUSED)
    (before,) = courses_of({ANN: trainee.history}, later)
    assert before.state is State.ACCOMPANIED


def test_a_course_tells_its_days() -> None:
    found = course(Trainee().assessed().wait(3).move(State.WAITING), days=4)
    assert (found.decided, found.waiting_since) == (found.moves[-1], date(2026, 1, 8))
    assert (found.started_on, found.alone_on, found.left, found.alone_ended_on) == (None, None, None, None)
    alone = course(Trainee().alone())
    assert (alone.started_on, alone.alone_on) == (date(2026, 1, 5), date(2026, 1, 7))


def test_training_that_ends_without_a_sign_off_was_left() -> None:
    assert course(Trainee().accompanied().move(State.RETURNED, OFFICE, "moved away")).left is not None
    assert course(Trainee().planned().move(State.RETURNED, OFFICE)).left is None
    assert course(Trainee().alone().wait(9).move(State.RETURNED)).left is None


@pytest.mark.parametrize(
    ("days", "known"), [(89, None), (90, Sustained.UNKNOWN)], ids=["the day before", "the day itself"]
)
def test_sustained_is_not_asked_before_its_day_and_not_supposed_after_it(days: int, known: Sustained | None) -> None:
    assert course(Trainee().alone(), days).sustained_at(3) is known


def test_sustained_is_what_a_review_found_or_the_end_of_being_alone() -> None:
    trainee = Trainee().alone().wait(95).review(3)
    assert course(trainee).sustained_at(3) is Sustained.YES
    assert course(Trainee().alone().wait(95).review(3, alone=False)).sustained_at(3) is Sustained.NO
    assert course(Trainee().alone().wait(20).move(State.RETURNED), 80).sustained_at(3) is Sustained.NO
    trainee.move(State.PAUSED)
    assert course(trainee, 3).sustained_at(3) is Sustained.YES


def test_what_comes_after_a_refresher_does_not_mend_the_first_sign_off() -> None:
    trainee = Trainee().alone().wait(20).move(State.REFRESHED).sign(TRAINER).sign(SECOND).move(State.ALONE)
    trainee.wait(100).review(3)
    found = course(trainee)
    assert (found.alone_ended_on, found.sustained_at(3), found.reviews) == (date(2026, 1, 27), Sustained.NO, ())


def test_time_alone_is_told_without_pauses_and_by_what_was_agreed() -> None:
    trainee = Trainee().alone().wait(10).move(State.PAUSED).wait(5).move(State.ALONE).wait(3)
    assert course(trainee).spells == (
        Spell(date(2026, 1, 7), date(2026, 1, 17), 2),
        Spell(date(2026, 1, 22), date(2026, 1, 25), 2),
    )
    one_way = Trainee().accompanied().assign(Scope.FROM_SCHOOL).reach("kerb").move(State.SHADOWED)
    one_way.sign(TRAINER).sign(SECOND).move(State.ALONE)
    assert course(one_way).spells[0].journeys_a_day == 1


def test_sessions_count_up_to_the_sign_off() -> None:
    trainee = Trainee().accompanied().attend("s1").reach("kerb").move(State.SHADOWED)
    trainee.sign(TRAINER).sign(SECOND).move(State.ALONE).wait(2).attend("s2")
    found = course(trainee)
    assert (len(found.taught), len(found.sessions)) == (1, 2)


def test_confidence_is_known_when_it_was_told_before_and_after() -> None:
    trainee = Trainee().accompanied()
    for when, confidence in ((When.BEFORE, 2), (When.AFTER, 5)):
        assert course(trainee).confidence("parent") is None
        entry = Told(
            id=trainee.next_id(), at=trainee.at(), by=TRAINER, whose="parent", when=when, confidence=confidence
        )
        trainee.add(entry)
    assert course(trainee).confidence("parent") == (2, 5)
