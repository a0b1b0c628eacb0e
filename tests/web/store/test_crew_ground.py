"""What crews are given of a plan holds nothing that is not theirs to know."""

import pytest

from routing.files import problem_to_json
from tests.web.office import OFFICE, keep_draft, publish, school_of
from web.access import Principal, Role, UserId
from web.store import NotKeptError, Store

ACORN = Principal(user=UserId("acorn"), role=Role.OPERATOR, operators=frozenset({"Acorn Cars"}))


def test_a_crew_is_given_its_own_vehicles_runs_and_nobody_elses_pupils_or_places(store: Store) -> None:
    plan = keep_draft(store)
    publish(store, plan)
    with store.reading(ACORN) as kept:
        document = kept.plans.crew_document(plan, "taxi-7/1")
    problem = document.problem
    assert [pupil.id for pupil in problem.pupils] == ["p5"]
    assert {str(place.id) for place in problem.places.places} == {"home-5", "gate-elm"}
    assert (problem.assessments, problem.usuals, problem.assistants) == ((), (), ())
    text = str(problem_to_json(problem))
    assert not [word for word in ("seizures", "RA7", "p1", "home-1", "minibus", "6000") if word in text]


def test_another_operators_run_a_draft_and_a_school_are_given_nothing(store: Store) -> None:
    plan = keep_draft(store)
    with store.reading(ACORN) as kept, pytest.raises(NotKeptError):
        kept.plans.crew_document(plan, "taxi-7/1")
    publish(store, plan)
    with store.reading(ACORN) as kept, pytest.raises(NotKeptError):
        kept.plans.crew_document(plan, "minibus-1/1")
    with store.reading(school_of("elm")) as kept, pytest.raises(NotKeptError):
        kept.plans.crew_document(plan, "taxi-7/1")


def test_the_office_is_given_any_run(store: Store) -> None:
    plan = keep_draft(store)
    with store.reading(OFFICE) as kept:
        found = kept.plans.crew_document(plan, "minibus-1/1").problem
    assert {pupil.id for pupil in found.pupils} == {"p1", "p2", "p3", "p4"}
