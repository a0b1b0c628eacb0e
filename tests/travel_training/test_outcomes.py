"""How much, how well, is anyone better off."""

from datetime import date, timedelta

import pytest

from tests.travel_training.trainees import OFFICE, SECOND, TRAINER, Trainee
from travel_training.courses import courses_of
from travel_training.entries import AnyEntry, Attendance, Severity, State, Told, When
from travel_training.outcomes import Given, Held, Load, Outcomes, Share, Span, outcomes
from travel_training.people import TraineeId

JANUARY = Span(date(2026, 1, 1), date(2026, 1, 31))
YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))


def outcomes_of(*trainees: Trainee, span: Span = JANUARY, given: Given | None = None) -> Outcomes:
    return outcomes(courses_of(named(*trainees), span.last), span, given)


def named(*trainees: Trainee) -> dict[TraineeId, list[AnyEntry]]:
    return {TraineeId(f"t{number}"): trainee.history for number, trainee in enumerate(trainees)}


def finished(weeks: int = 4) -> Trainee:
    """Return someone signed off after so many weeks of a session each."""
    trainee = Trainee().accompanied()
    for number in range(weeks - 1):
        trainee.attend(f"{id(trainee)}-{number}").wait(7)
    return trainee.reach("kerb").move(State.SHADOWED).wait(5).sign(TRAINER).sign(SECOND).move(State.ALONE)


def test_how_much_counts_what_happened_within_the_span() -> None:
    early = Trainee().wait(-60).referred()
    waiting = Trainee().assessed().wait(3).move(State.WAITING)
    much = outcomes_of(early, waiting, finished(3)).how_much
    assert (much.referrals, much.assessments, much.starts, much.completions) == (2, 2, 1, 1)
    assert (much.sessions, much.minutes) == (2, 120)
    assert (much.waiting, much.waiting_days) == (1, 23)


def test_a_span_without_anything_has_no_figures_that_divide_by_nothing() -> None:
    empty = outcomes_of()
    assert empty.how_well.days_to_assessment is None
    assert empty.how_well.completed.percent is None
    assert empty.better_off.incidents_per_100 is None
    assert empty.better_off.pence_a_completion is None
    assert outcomes_of(given=Given(cost_pence=5)).better_off.pence_a_completion is None


def test_assessments_are_held_against_the_days_that_were_promised() -> None:
    slow = Trainee().wait(-40).referred().wait(50)
    slow.history += Trainee().assessed().history[1:]
    well = outcomes_of(slow, Trainee().assessed()).how_well
    assert (well.days_to_assessment, well.assessed_in_time) == (20, Share(1, 2))
    assert outcomes_of(slow, given=Given(assessed_within_days=40)).how_well.assessed_in_time == Share(1, 1)


def test_take_up_leaves_out_those_who_are_not_ready_yet() -> None:
    declined = Trainee().assessed().move(State.DECLINED, reason="not now")
    not_yet = Trainee().assessed().move(State.NOT_YET, reason="too young")
    well = outcomes_of(declined, not_yet, Trainee().planned()).how_well
    assert well.take_up == Share(1, 2)
    assert well.reasons == ((State.DECLINED, "not now", 1), (State.NOT_YET, "too young", 1))


def test_completions_are_of_the_courses_that_ended_and_tell_what_each_took() -> None:
    left = Trainee().accompanied().move(State.RETURNED, OFFICE, "moved away")
    under_way = Trainee().accompanied()
    well = outcomes_of(finished(4), left, under_way, span=YEAR).how_well
    assert (well.completed, well.weeks, well.sessions_each, well.minutes_each) == (Share(1, 2), 4, 3, 180)
    assert well.completed.percent == 50


def test_attendance_and_load_count_each_trainers_sessions_and_a_group_once() -> None:
    one = Trainee().accompanied().attend("group").attend("s1", Attendance.TRAINEE_ABSENT)
    other = Trainee().accompanied().attend("group").attend("s2", Attendance.CANCELLED)
    well = outcomes_of(one, other).how_well
    assert well.attended == Share(2, 3)
    assert well.loads == (Load(TRAINER.user, 1, 60, 20),)
    assert well.loads[0].contact == Share(60, 80)


def test_sustained_is_of_those_for_whom_the_month_is_past() -> None:
    reviewed = Trainee().alone().reviewed()
    silent = Trainee().alone()
    back = Trainee().alone().wait(20).move(State.RETURNED, reason="too hard")
    late = Trainee().wait(300).alone()
    off = outcomes_of(reviewed, silent, back, late, span=YEAR).better_off
    assert off.sustained[0] == Held(3, sustained=1, ended=1, unknown=1)
    assert off.sustained[0].share == Share(1, 3)
    assert off.sustained[3] == Held(12, 0, 0, 0)
    assert off.returned == 1


def test_incidents_alone_are_held_against_journeys_alone() -> None:
    trainee = Trainee().alone().wait(1).incident(Severity.NEAR_MISS, alone=True)
    off = outcomes_of(trainee).better_off
    assert (off.solo_journeys, off.solo_incidents, off.serious_incidents) == (36, 1, 0)
    assert off.incidents_per_100 == pytest.approx(100 / 36)
    holidays = Given(school_days=frozenset({date(2026, 1, 8), date(2026, 1, 9)}))
    assert outcomes_of(trainee, given=holidays).better_off.solo_journeys == 4
    assert outcomes_of(Trainee().accompanied().incident()).better_off.solo_incidents == 0


def test_confidence_tells_how_many_are_known_and_what_has_changed() -> None:
    trainee = Trainee().accompanied()
    for when, confidence in ((When.BEFORE, 2), (When.AFTER, 4)):
        told = Told(
            id=trainee.next_id(), at=trainee.at(), by=TRAINER, whose="young person", when=when, confidence=confidence
        )
        trainee.add(told)
    trainee.reach("kerb").move(State.SHADOWED).sign(TRAINER).sign(SECOND).move(State.ALONE)
    assert outcomes_of(trainee, Trainee().alone()).better_off.confidence == {"young person": (1, 2)}


def test_what_is_given_is_told() -> None:
    given = Given(cost_pence=500_001, seats_released=3, saving_banked_pence=77)
    off = outcomes_of(Trainee().alone(), Trainee().alone(), given=given).better_off
    assert (off.seats_released, off.saving_banked_pence, off.pence_a_completion) == (3, 77, 250_000)


def test_a_span_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="must not end before it begins"):
        Span(JANUARY.last, JANUARY.last - timedelta(days=1))
