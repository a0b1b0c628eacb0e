"""What a timetable changes for families: what moves, is given up, or is new; nothing where it holds."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.web.training.weeks.conftest import read_problem
from tests.web.training.weeks.terms import plan_by_hand
from travel_training.term import TermProblem
from travel_training.timetable import Session, Timetable
from web.store import Store
from web.training.changes import changes_of

DAY = timedelta(days=1)


@pytest.fixture
def problem(store: Store, trainers: object) -> TermProblem:  # noqa: ARG001 -- whose term it is
    """Return the term with its timetable by hand in force."""
    found = read_problem(store)
    return replace(found, in_force=plan_by_hand(found))


def told(problem: TermProblem, *sessions: Session) -> list[tuple[date | None, date | None]]:
    found = changes_of(problem, Timetable(sessions=sessions))
    return [(each.was.day if each.was else None, each.now.day if each.now else None) for each in found]


def test_what_holds_is_no_change(problem: TermProblem) -> None:
    assert problem.in_force is not None
    sessions = problem.in_force.sessions
    assert told(problem, *sessions) == []
    renumbered = [replace(each, id=other.id) for each, other in zip(sessions, sessions[1:] + sessions[:1], strict=True)]
    assert told(problem, *renumbered) == []


def test_what_moves_is_told_with_where_it_goes(problem: TermProblem) -> None:
    assert problem.in_force is not None
    first, second, *others = problem.in_force.sessions
    moved = replace(first, day=first.day + DAY)
    later = replace(second, begins_s=second.begins_s + 600, ends_s=second.ends_s + 600)
    assert told(problem, moved, later, *others) == [(first.day, moved.day), (second.day, second.day)]


def test_what_is_given_up_and_what_is_new_stand_alone(problem: TermProblem) -> None:
    assert problem.in_force is not None
    first, *others = problem.in_force.sessions
    assert told(problem, *others) == [(first.day, None)]
    more = replace(first, day=first.day + DAY)
    assert told(problem, first, more, *others) == [(None, more.day)]
