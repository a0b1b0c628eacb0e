"""Drafts, publishing, and what each principal sees of plans."""

import pytest

from geodata import PlaceId
from routing.checker import check
from routing.files import plan_to_json, problem_to_json
from routing.risk import PupilId, RuleId
from routing.rules import Violation
from routing.scenarios import without_pupil
from tests.web import town
from tests.web.office import OFFICE, document, fill, keep_draft, moved_document, publish, school_of
from web.access import Principal, Role, UserId
from web.store import ConflictError, NotKeptError, Store
from web.store.plan_documents import pack_problem, unpack_problem
from web.store.plan_views import PlanState
from web.store.projection import DraftLocks


def test_a_draft_is_given_back_as_it_was(store: Store) -> None:
    id_ = keep_draft(store)
    with store.reading(OFFICE) as kept:
        problem, plan = kept.plans.load(id_)
    assert problem_to_json(problem) == problem_to_json(town.town())
    assert plan_to_json(plan) == plan_to_json(town.plan_to_school(problem))
    assert check(problem, plan) == []


def test_where_somebody_lives_who_does_not_travel_that_day_is_not_kept_with_it(store: Store) -> None:
    gone = without_pupil(town.town(), PupilId("p5"))
    with store.writing(OFFICE) as kept:
        kept.keys.make_all([pupil.id for pupil in gone.pupils])
        read = unpack_problem(pack_problem(gone, kept.keys), kept.keys).places
    home, gate = read.place(PlaceId("home-5")), read.place(PlaceId("gate-oak"))
    assert (home.lat, home.lon) == (gate.lat, gate.lon)
    others = [place for place in town.PLACES if place.id != "home-5"]
    assert [read.place(place.id) for place in others] == others


def test_nothing_is_published_while_someone_is_unplaced_whom_nobody_accepted(store: Store) -> None:
    id_ = keep_draft(store)
    with pytest.raises(ConflictError, match="Nobody has accepted that p6 has no run"), store.writing(OFFICE) as kept:
        kept.plans.publish(id_, 0)
    with store.reading(OFFICE) as kept:
        assert kept.plans.get(id_).state is PlanState.DRAFT


def test_nothing_is_published_that_breaks_a_rule(store: Store) -> None:
    problem = town.town()
    broken = document(problem, town.plan_for_nobody(problem))
    id_ = keep_draft(store)
    wrong = Violation(RuleId("NoOneRidesTooLong"), "No one rides too long.", "p1: 80 minutes aboard")
    with store.writing(OFFICE) as kept:
        kept.plans.edit(id_, 0, broken, [wrong], "Everyone is left out")
    with pytest.raises(ConflictError, match="breaks a rule 1 times"), store.writing(OFFICE) as kept:
        kept.plans.publish(id_, 1)


def test_an_edit_of_what_someone_else_has_edited_is_refused(store: Store) -> None:
    id_ = keep_draft(store)
    with store.writing(OFFICE) as kept:
        kept.plans.edit(id_, 0, moved_document(), [], "The taxi starts earlier")
    with pytest.raises(ConflictError, match="Someone else has changed this draft"), store.writing(OFFICE) as kept:
        kept.plans.edit(id_, 0, document(), [], "and I did not see it")


def test_a_new_version_takes_the_place_of_the_old_and_flags_what_changed(store: Store) -> None:
    first = keep_draft(store)
    assert publish(store, first) == 1
    second = keep_draft(store, moved_document(), replaces=first)
    assert publish(store, second) == 2
    with store.reading(OFFICE) as kept:
        assert kept.plans.get(first).state is PlanState.REPLACED
        assert {run.run: run.is_changed for run in kept.plans.list_runs(second)} == {
            "minibus-1/1": False,
            "taxi-7/1": True,
        }


def test_a_draft_begun_before_a_newer_version_is_refused(store: Store) -> None:
    first, other = keep_draft(store), keep_draft(store)
    publish(store, first)
    with pytest.raises(ConflictError, match="Version 1 has been published since"):
        publish(store, other)


def test_nobody_outside_the_office_is_told_who_is_locked_where(store: Store) -> None:
    locked = DraftLocks(pupils={"p1": "taxi-7"})
    id_ = keep_draft(store, moved_document())
    with store.writing(OFFICE) as kept:
        kept.plans.edit(id_, 0, moved_document(), [], "Keep p1 in the taxi", locked)
    publish(store, id_)
    with store.reading(OFFICE) as kept:
        assert kept.plans.get(id_).locks == locked
    with store.reading(school_of("elm")) as kept:
        assert kept.plans.get(id_).locks == DraftLocks()


def test_a_trainer_sees_no_plan(store: Store) -> None:
    fill(store)
    trainer = Principal(user=UserId("t"), role=Role.TRAINER)
    with store.reading(trainer) as kept:
        assert kept.plans.list_versions(town.DAY, town.town().direction) == []
        assert kept.plans.list_rides_of("p1", town.DAY, town.DAY) == []


def test_a_school_sees_its_own_rides_of_published_plans_alone(store: Store) -> None:
    id_ = keep_draft(store)
    with store.reading(school_of("elm")) as kept, pytest.raises(NotKeptError):
        kept.plans.list_rides(id_)
    publish(store, id_)
    with store.reading(school_of("elm")) as kept:
        assert [ride.pupil for ride in kept.plans.list_rides(id_)] == ["p5"]
        assert kept.plans.list_unplaced(id_) == []
        for look in (kept.plans.load, kept.plans.list_runs, kept.plans.list_violations):
            with pytest.raises(NotKeptError):
                look(id_)


def test_an_operator_sees_its_own_runs_alone(store: Store) -> None:
    fill(store)
    acorn = Principal(user=UserId("u"), role=Role.OPERATOR, operators=frozenset({"Acorn Cars"}))
    with store.reading(acorn) as kept:
        head = kept.plans.find_published(town.DAY, town.town().direction)
        assert head is not None
        assert [run.run for run in kept.plans.list_runs(head.id)] == ["taxi-7/1"]
        assert kept.records.names("pupils") == {"p5": "Eve Elmhurst"}
        with pytest.raises(NotKeptError):
            kept.plans.get_run(head.id, "minibus-1/1")


def test_an_erased_home_is_gone_from_plans_that_can_still_be_judged(store: Store) -> None:
    id_ = keep_draft(store)
    with store.reading(OFFICE) as kept:
        before = kept.plans.get_run(id_, "taxi-7/1").lines
        assert before is not None
        assert before.places[town.PUPILS[4].home] == (52.63, -1.16)
    with store.writing(OFFICE) as kept:
        assert kept.keys.erase("p5")
    with store.reading(OFFICE) as kept:
        assert kept.plans.get_run(id_, "taxi-7/1").lines is None
        problem, plan = kept.plans.load(id_)
    home = problem.places.place(town.PUPILS[4].home)
    assert (home.lat, home.lon) == (52.648, -1.165)  # the gate of their school
    assert check(problem, plan) == []
