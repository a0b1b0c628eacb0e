"""The checker: it judges anything that can be written down, excuses what is over, and loads no planner."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.travel_training.weeks import day, session, stage, term, timetable, trainee, trainer
from travel_training.checker import check
from travel_training.entries import SessionId
from travel_training.people import TraineeId, TrainerId
from travel_training.programme import StageId
from travel_training.timetable import PlaceId, Session, Timetable

ROOT = Path(__file__).resolve().parents[2]
WEEK = term(trainee("ann", stage("accompanied", 2), at_most_a_week=2))
ANY_SESSION = st.builds(
    Session,
    id=st.sampled_from([SessionId("ann/accompanied/1"), SessionId("x")]),
    day=st.sampled_from([day(0), day(40)]),
    begins_s=st.integers(0, 3600),
    ends_s=st.integers(3601, 80_000),
    trainer=st.sampled_from([TrainerId("tess"), TrainerId("x")]),
    stage=st.just(StageId("accompanied")),
    trainees=st.sampled_from([(TraineeId("ann"),), (TraineeId("x"), TraineeId("ann"))]),
    begins_at=st.sampled_from([PlaceId("a"), PlaceId("x")]),
    ends_at=st.just(PlaceId("oak")),
)


@given(st.lists(ANY_SESSION, max_size=3))
def test_it_judges_any_nonsense_and_passes_none(sessions: list[Session]) -> None:
    assert check(WEEK, Timetable(sessions=tuple(sessions)))


def test_what_only_the_past_has_broken_is_not_told() -> None:
    held = session(WEEK, "ann/accompanied/1", 0, "08:00")
    made = timetable(WEEK, held, session(WEEK, "ann/accompanied/2", 1, "08:00"))
    ill = replace(WEEK, trainers=(trainer("tess", away={day(0)}),), in_force=made)
    assert [violation.rule for violation in check(ill, made)] == ["TrainersAreThere"]
    assert check(replace(ill, fixed_before=day(1)), made) == []


def test_a_past_session_that_is_moved_is_told() -> None:
    made = timetable(WEEK, session(WEEK, "ann/accompanied/1", 0, "08:00"))
    problem = replace(WEEK, in_force=made, fixed_before=day(1))
    moved = timetable(WEEK, session(WEEK, "ann/accompanied/1", 2, "08:00"))
    assert [violation.rule for violation in check(problem, moved)] == ["WhatIsFixedStays"]


def test_a_timetable_is_judged_with_no_or_tools_loaded() -> None:
    program = (
        "import sys; import travel_training.checker, travel_training.timetable_cost, travel_training.terms;"
        " loaded = [name for name in sys.modules if name.split('.')[0] == 'ortools'"
        " or name.startswith('travel_training.scheduler')]; assert not loaded, loaded"
    )
    judged = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert judged.returncode == 0, judged.stderr
