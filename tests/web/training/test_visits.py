"""Visits are named by label and reference, which say nothing of the trainee and differ each day."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.web import town
from tests.web.trainees import session
from travel_training.entries import SessionId
from travel_training.people import TraineeId
from web.training.visits import visits_of

KEY = b"k" * 32
ANN, BEN = TraineeId("p1"), TraineeId("p2")


def test_sessions_are_counted_and_trainees_lettered_within_a_day() -> None:
    early = replace(session("s2", (BEN,)), begins_s=7 * 3600)
    late = session("s1", (ANN, BEN))
    tomorrow = session("s3", (ANN,), day=town.DAY + timedelta(days=1))
    assert [(each.label, each.pupil) for each in visits_of([tomorrow, late, early], KEY)] == [
        ("Session 1 – trainee A", BEN),
        ("Session 2 – trainee B", ANN),
        ("Session 2 – trainee A", BEN),
        ("Session 1 – trainee A", ANN),
    ]


def test_a_reference_is_the_same_again_but_of_no_other_day_trainee_or_installation() -> None:
    [one, other] = visits_of([session("s1", (ANN, BEN))], KEY)
    [tomorrow] = visits_of([session("s2", (ANN,), day=town.DAY + timedelta(days=1))], KEY)
    [elsewhere, _] = visits_of([session("s1", (ANN, BEN))], b"other" * 7)
    assert visits_of([session("s1", (ANN, BEN))], KEY)[0].ref == one.ref
    assert len({one.ref, other.ref, tomorrow.ref, elsewhere.ref}) == 4


@given(st.integers(1, 60))
def test_every_trainee_of_a_day_has_a_letter_of_their_own(number: int) -> None:
    trainees = tuple(TraineeId(f"p{each}") for each in range(number))
    day = replace(session("s1", trainees), id=SessionId("s1"))
    labels = [each.label for each in visits_of([day], KEY)]
    assert len(set(labels)) == number
    assert all("p" not in label.rpartition(" ")[2] for label in labels)
