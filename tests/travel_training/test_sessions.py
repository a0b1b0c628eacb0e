"""A term and who takes part in it: nonsense is refused in a sentence; sessions keep their numbers; shares are fair."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.travel_training.weeks import (
    OAK,
    day,
    group,
    session,
    stage,
    term,
    timetable,
    trainee,
    trainer,
    window,
)
from travel_training.entries import SessionId
from travel_training.errors import TrainingError
from travel_training.people import TrainerId
from travel_training.sessions import SchoolDays, SchoolId, Travel
from travel_training.timetable import PlaceId
from travel_training.timetable_cost import cost_lines, timetable_cost

ANN = trainee("ann", stage("classroom", 2, held=1), stage("accompanied", 3), kinds=("to", "class"))
REFUSED: dict[str, Callable[[], object]] = {
    "weekday must be 0": lambda: window("to", "a", 7),
    "from must be before until": lambda: window("to", "a", 0, "09:00-08:00"),
    "minutes and count must be 1 or more": lambda: stage("accompanied", 0),
    "hours stand twice": lambda: trainer("tess", weekdays=(0, 0)),
    "a stage stands twice": lambda: trainee("ann", stage("fading"), stage("fading")),
    "no more than at most": lambda: trainee("ann", a_week=2),
    "trainee ann stands twice": lambda: term(trainee("ann"), trainee("ann")),
    "there is no school elm": lambda: term(replace(trainee("ann"), school=SchoolId("elm"))),
    "travel knows no place z": lambda: term(trainee("ann", home="z")),
    "there is no trainer tim": lambda: term(trainee("ann", trainer=TrainerId("tim"))),
    "group g: it has from 1 to 1 trainees": lambda: term(ANN, groups=(group("g", "ann", "bob", at_most=1),)),
    "one classroom stage, and as much of it": lambda: term(
        ANN, trainee("bob", stage("classroom")), groups=(group("g", "ann", "bob"),)
    ),
    "is locked, but is in no timetable": lambda: term(ANN, locked=frozenset({SessionId("ann/accompanied/1")})),
    "2 places need 2 rows of 2": lambda: Travel(places=(PlaceId("a"), PlaceId("b")), minutes=((0,),)),
    "must begin before it ends": lambda: session(term(ANN), "ann/accompanied/1", 0, "23:30"),
}


@pytest.mark.parametrize("sentence", REFUSED)
def test_nonsense_is_refused_in_a_sentence(sentence: str) -> None:
    with pytest.raises(TrainingError, match=sentence):
        REFUSED[sentence]()


def test_a_later_session_held_before_an_earlier_one_is_refused() -> None:
    problem = term(trainee("ann", stage("accompanied", 2)))
    held = timetable(problem, session(problem, "ann/accompanied/2", 0, "08:00"))
    with pytest.raises(TrainingError, match="session ann/accompanied/1 was not held, and a later one was"):
        replace(problem, in_force=held, fixed_before=day(1))


def test_sessions_are_numbered_on_from_those_that_were_held() -> None:
    ids = [wanted.id for wanted in term(ANN).wanted_of[ANN.id]]
    assert ids[:3] == ["ann/classroom/2", "ann/classroom/3", "ann/accompanied/1"]


def test_a_group_shares_its_sessions() -> None:
    people = tuple(trainee(name, stage("classroom"), kinds=("class",)) for name in ("ann", "bob"))
    wanted = term(*people, groups=(group("g", "ann", "bob"),)).wanted
    assert [each.trainees for each in wanted.values()] == [("ann", "bob")]


def test_a_fair_share_goes_by_the_time_at_work() -> None:
    staff = (trainer("tess"), trainer("tom", weekdays=(0, 1)), trainer("tim", away=frozenset(map(day, range(5)))))
    shares = term(trainee("ann", stage("accompanied", 7)), trainers=staff).fair_minutes
    assert shares == {"tess": 300, "tom": 120, "tim": 0}


def test_holidays_are_no_weeks() -> None:
    problem = term(ANN, schools=(SchoolDays(school=OAK, days=frozenset({day(0), day(10)})),))
    assert problem.week_of == {day(0): 0, day(10): 1}


def test_the_cost_is_told_line_by_line() -> None:
    person = trainee("ann", stage("accompanied", 3), trainer=TrainerId("tom"), at_most_a_week=2)
    staff = (trainer("tess"), trainer("tom", away={day(0)}))
    problem = term(person, trainers=staff, days=15)
    held = [session(problem, f"ann/accompanied/{n + 1}", at, "08:00") for n, at in enumerate((0, 10))]
    made = timetable(problem, *held, ann="tess")
    lines: Counter[str] = Counter()
    for line in cost_lines(problem, made):
        lines[line.what] += line.pence
    assert +lines == {
        "unplanned": 30_000,
        "other trainer": 6_000,
        "week without": 2_500,
        "week short": 800,
        "week later": 2 * 500,
        "travel": 2 * (10 + 30) * 30,
        "overload": (2 * 60 - 94) * 20,
    }
    assert timetable_cost(problem, made) == sum(lines.values())


def test_an_appointment_that_does_not_hold_has_its_price() -> None:
    problem = term(trainee("ann", stage("accompanied", 1, minutes=30)))
    first = session(problem, "ann/accompanied/1", 0, "08:00")
    told = replace(problem, in_force=timetable(problem, first))
    later = replace(first, begins_s=first.begins_s + 1800, ends_s=first.ends_s + 1800)
    prices = [timetable_cost(told, timetable(problem, each)) for each in (first, later, replace(first, day=day(1)))]
    assert [pence - prices[0] for pence in prices] == [0, 700, 2000]
