"""How far a trainee and a cohort are."""

from datetime import date, timedelta

from tests.travel_training.trainees import BELL, KERB, STREETS, TRAINER, Trainee
from travel_training.entries import Attendance, Observed, State
from travel_training.people import TraineeId
from travel_training.progress import Progress, Week, cohort_progress, progress_of, sessions_of


def progress(trainee: Trainee, days: int = 0) -> Progress:
    return progress_of(trainee.history, STREETS, trainee.day + timedelta(days=days))


def test_the_curve_of_each_milestone_runs_from_the_oldest_observation() -> None:
    trainee = Trainee().accompanied().observe("kerb", 0).observe("kerb", 1).observe("kerb", unplanned=True)
    kerb = progress(trainee).milestones[0]
    assert [(point.on.day, point.level, point.was_unplanned) for point in kerb.points] == [
        (6, 0, False),
        (7, 1, False),
        (8, 2, True),
    ]
    assert (kerb.milestone, kerb.stage, kerb.points[0].by) == (KERB, STREETS.stages[0], TRAINER.user)
    for _ in range(5):
        trainee.observe("kerb", 1)
    assert len(progress(trainee).milestones[0].last) == 5


def test_what_is_next_is_what_is_not_reached_of_the_first_stage_that_is_not() -> None:
    trainee = Trainee().accompanied()
    assert progress(trainee).next == (KERB,)
    trainee.reach("kerb")
    assert (progress(trainee).next, progress(trainee).reached) == ((BELL,), 1)
    assert [each.is_reached for each in progress(trainee).stages] == [True, False]
    trainee.reach("bell")
    assert (progress(trainee).next, progress(trainee).stage) == ((), None)


def test_what_has_lapsed_is_told() -> None:
    trainee = Trainee().accompanied().reach("kerb")
    assert progress(trainee).lapsed == ()
    assert [each.milestone for each in progress(trainee, days=61).lapsed] == [KERB]


def test_help_is_counted_by_the_week() -> None:
    trainee = Trainee().accompanied().observe("kerb", 0).observe("bell", 1).observe("kerb").wait(5).observe("kerb")
    assert progress(trainee).weeks == (Week(date(2026, 1, 5), 3, 2), Week(date(2026, 1, 12), 1, 0))
    assert progress(trainee).weeks[0].helped_percent == 67


def test_the_last_word_on_a_session_counts() -> None:
    trainee = Trainee().accompanied().attend("s1", Attendance.TRAINEE_ABSENT).attend("s1", minutes=45).wait(3)
    assert [each.minutes for each in sessions_of(trainee.history)] == [45]
    assert progress(trainee).days_since_session == 3
    assert progress(Trainee().accompanied()).days_since_session is None
    assert progress(trainee).stages[0].held == 1


def test_what_is_taught_is_the_stage_of_the_last_session_that_was_held() -> None:
    trainee = Trainee().accompanied()
    assert progress(trainee).taught is None
    trainee.attend("s1", minutes=45).wait(1).attend("s2", Attendance.TRAINEE_ABSENT)
    assert progress(trainee).taught == STREETS.stages[0]


def test_whoever_reaches_nothing_new_for_some_sessions_is_stuck() -> None:
    trainee = Trainee().accompanied().reach("kerb")
    for number in range(4):
        assert not progress(trainee).is_stuck()
        trainee.wait(1).attend(f"s{number}")
    assert progress(trainee).is_stuck()
    assert not progress(trainee).is_stuck(after=5)
    assert not progress(trainee.reach("bell")).is_stuck()
    for number in range(4):
        trainee.wait(1).attend(f"t{number}")
    assert not progress(trainee).is_stuck()
    assert not progress(trainee.move(State.PAUSED)).is_stuck()


def test_to_reach_again_what_had_lapsed_is_nothing_new() -> None:
    trainee = Trainee().accompanied().reach("kerb").observe("kerb", 0)
    for number in range(4):
        trainee.wait(1).attend(f"s{number}")
    assert progress(trainee.reach("kerb")).is_stuck()


def test_ready_is_whoever_lacks_only_the_signatures() -> None:
    assert not progress(Trainee().accompanied().reach("kerb")).is_ready
    trainee = Trainee().shadowed()
    assert progress(trainee).is_ready
    assert not progress(trainee, days=70).is_ready


def test_what_comes_later_is_not_known_yet() -> None:
    trainee = Trainee().accompanied().reach("kerb")
    before = progress(trainee, days=-1)
    assert (before.reached, len(before.milestones[0].points)) == (0, 1)


def test_a_replaced_observation_is_on_no_curve() -> None:
    trainee = Trainee().accompanied().observe("kerb", 0)
    wrong = trainee.history[-1]
    mended = Observed(id=trainee.next_id(), at=wrong.at, by=TRAINER, milestone=KERB.id, level=2, replaces=wrong.id)
    assert [point.level for point in progress(trainee.add(mended)).milestones[0].points] == [2]


def test_a_cohort_counts_what_its_trainees_attended_and_a_group_once() -> None:
    ann = Trainee().accompanied().attend("s1").attend("g")
    bob = Trainee().shadowed().attend("s2", Attendance.TRAINEE_ABSENT).attend("g").attend("s3", Attendance.CANCELLED)
    cohort = cohort_progress({TraineeId("ann"): progress(ann), TraineeId("bob"): progress(bob)})
    assert (cohort.held, cohort.missed, cohort.attended_percent) == (3, 1, 75)
    assert (cohort.minutes, cohort.travel_minutes) == (120, 40)
    assert (cohort.ready, cohort.stuck) == (("bob",), ())
    assert cohort_progress({}).attended_percent is None
