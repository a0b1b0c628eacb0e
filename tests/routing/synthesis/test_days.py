"""Days of change are drawn from the seed, make valid days, and are read as they were written."""

from collections import Counter
from pathlib import Path

import pytest

from routing.errors import FilesError
from routing.problem import Problem
from routing.records import AssistantNeed
from routing.risk import PupilId
from routing.synthesis import plane_problem
from routing.synthesis.days import (
    LEAST,
    MOST,
    Change,
    ChangeKind,
    draw_days,
    problem_on,
    promises_void,
    spare_pupils,
)
from routing.synthesis.days_file import read_days, write_days

PUPILS, DAYS = 120, 30
EVERYONE = PUPILS + spare_pupils(PUPILS, DAYS)


@pytest.fixture(scope="module")
def problem() -> Problem:
    return plane_problem(EVERYONE, 4, seed=3)


@pytest.fixture(scope="module")
def spare(problem: Problem) -> list[PupilId]:
    return [pupil.id for pupil in problem.pupils if int(pupil.id[1:]) > PUPILS]


@pytest.fixture(scope="module")
def changes(problem: Problem, spare: list[PupilId]) -> tuple[Change, ...]:
    return draw_days(problem, spare, DAYS, seed=1)


def test_the_same_seed_draws_the_same_days(problem: Problem, spare: list[PupilId], changes: tuple[Change, ...]) -> None:
    assert draw_days(problem, spare, DAYS, seed=1) == changes
    assert draw_days(problem, spare, DAYS, seed=2) != changes


def test_one_to_three_in_a_hundred_records_change_a_day(problem: Problem, changes: tuple[Change, ...]) -> None:
    records = PUPILS + len(problem.vehicles) + len(problem.assistants)
    each_day = Counter(change.day for change in changes)
    assert set(each_day) == set(range(1, DAYS + 1))
    assert max(each_day.values()) <= MOST * records + 1
    assert sum(each_day.values()) >= 0.8 * LEAST * records * DAYS
    assert {change.kind for change in changes} >= set(ChangeKind) - {ChangeKind.BELL}


def test_every_day_is_a_valid_day_and_who_is_to_spare_stays_at_home(
    problem: Problem, spare: list[PupilId], changes: tuple[Change, ...]
) -> None:
    assert {pupil.id for pupil in problem_on(problem, spare, changes, 0).pupils}.isdisjoint(spare)
    joined = {change.whose: change.day for change in changes if change.kind is ChangeKind.JOINS}
    assert joined
    for day in range(DAYS + 1):
        here = set(problem_on(problem, spare, changes, day).pupil)
        assert {each for each in here if each in spare} <= {who for who, since in joined.items() if since <= day}


def test_each_change_is_seen_on_its_days_alone(problem: Problem) -> None:
    ann, bob, cat, dan = (pupil.id for pupil in problem.pupils[:4])
    shared = next(each for each in problem.pupils if each.needs.assistant is AssistantNeed.NONE and each.id != ann)
    vehicle, helper, school = problem.vehicles[0].id, problem.assistants[0].id, problem.schools[0]
    changes = (
        Change(2, ChangeKind.ABSENT, ann, days=2),
        Change(1, ChangeKind.LEAVES, bob),
        Change(2, ChangeKind.MOVES, cat, value=problem.pupil[dan].home),
        Change(2, ChangeKind.NEEDS, shared.id, value="shared"),
        Change(2, ChangeKind.VEHICLE_OUT, vehicle, days=1),
        Change(2, ChangeKind.ASSISTANT_OUT, helper, days=1),
        Change(2, ChangeKind.BELL, school.id, value="-5"),
    )
    one, two, three, four = (problem_on(problem, (), changes, day) for day in (1, 2, 3, 4))
    assert [ann in each.pupil for each in (one, two, three, four)] == [True, False, False, True]
    assert not [each for each in (one, two, three, four) if bob in each.pupil]
    assert (one.pupil[cat].home, four.pupil[cat].home) == (problem.pupil[cat].home, problem.pupil[dan].home)
    assert two.pupil[shared.id].needs.assistant is AssistantNeed.SHARED
    assert [vehicle in each.vehicle for each in (one, two, three)] == [True, False, True]
    assert [helper in each.assistant for each in (one, two, three)] == [True, False, True]
    assert four.school[school.id].from_s == school.from_s - 300
    void = promises_void(changes, two, 2)
    assert {cat, shared.id} <= void
    assert all(two.pupil[each].school == school.id for each in void - {cat, shared.id})
    assert promises_void(changes, four, 4) == frozenset()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"day": 0, "kind": ChangeKind.LEAVES}, "day must be at least 1"),
        ({"day": 1, "kind": ChangeKind.ABSENT}, "days must be given"),
        ({"day": 1, "kind": ChangeKind.LEAVES, "days": 2}, "days must be given, and only"),
        ({"day": 1, "kind": ChangeKind.MOVES}, "moves needs a value"),
        ({"day": 1, "kind": ChangeKind.LEAVES, "value": "x"}, "leaves has no value"),
        ({"day": 1, "kind": ChangeKind.NEEDS, "value": "magic"}, "magic"),
        ({"day": 1, "kind": ChangeKind.BELL, "value": "soon"}, "soon"),
    ],
)
def test_a_change_that_means_nothing_is_refused(wrong: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Change(whose="P0001", **wrong)  # type: ignore[arg-type]  # each as named


def test_days_are_read_as_they_were_written(problem: Problem, changes: tuple[Change, ...], tmp_path: Path) -> None:
    write_days(tmp_path / "town-days.csv", changes)
    assert read_days(tmp_path / "town-days.csv", problem) == changes


def test_everything_wrong_in_a_file_is_told_at_once(problem: Problem, tmp_path: Path) -> None:
    target = tmp_path / "town-days.csv"
    rows = "1,vanishes,P0001,,", "1,moves,P0001,,the moon", "2,absent,P0001,,", "2,leaves,X9,,"
    target.write_text("\n".join(("day,kind,whose,days,value", *rows)), encoding="utf-8")
    with pytest.raises(FilesError) as caught:
        read_days(target, problem)
    told = str(caught.value)
    assert "town-days.csv line 2, column kind: 'vanishes'" in told
    assert "town-days.csv line 3, column value: 'the moon' is not known to the authority" in told
    assert "town-days.csv line 4: days must be given" in told
    assert "town-days.csv line 5, column whose: 'X9' is not known" in told
