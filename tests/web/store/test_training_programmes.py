"""Programmes, cohorts and journeys: versions stay, nobody overwrites another's change, a signature is final."""

from dataclasses import replace
from datetime import date

import pytest

from tests.web.office import NOW, OFFICE
from tests.web.trainees import ANN, AUTUMN, BEN, TAMSIN, ULF, begin, by, entry_id, programme, referral, train_in_town
from travel_training.entries import Assigned, JourneySigned
from travel_training.errors import TrainingError
from travel_training.people import CohortId, Part
from travel_training.programme import ProgrammeId
from travel_training.templates import offered
from web.store import ConflictError, NotKeptError, Store
from web.store.events import Event

ONE = ProgrammeId("one")


def test_a_programme_that_says_the_same_is_no_new_version(store: Store) -> None:
    with store.writing(OFFICE) as kept:
        programmes = kept.training.programmes
        assert programmes.keep(programme()).version == 1
        assert programmes.keep(programme(version=7)).version == 1
        assert programmes.keep(programme(name="One to one, shorter")).version == 2
        assert [each.version for each in programmes.list_versions(ONE)] == [2, 1]
        assert programmes.get(ONE).name == "One to one, shorter"
        said = [entry.detail for entry in kept.audit.list_entries(event=Event.PROGRAMME_CHANGED)]
    assert said == [{"version": 2}, {"version": 1}]


def test_a_newer_version_does_not_change_those_who_began_with_an_older(store: Store) -> None:
    begin(store, train_in_town(store))
    with store.writing(OFFICE) as kept:
        kept.training.programmes.keep(programme(name="Another"))
    with store.reading(OFFICE) as kept:
        head = kept.training.get(ANN)
        assert head.programme is not None
        assert kept.training.programmes.get(head.programme, head.version) == programme()
        assert [each.name for each in kept.training.programmes.list_current() if each.id == ONE] == ["Another"]
        assert kept.training.programmes.get_many([(ONE, 1), (ONE, 9)]) == {(ONE, 1): programme()}


def test_a_template_is_offered_and_kept_once_it_is_used(store: Store) -> None:
    train_in_town(store)
    office = by("office", Part.OFFICE)
    template = offered()[0]
    assigned = Assigned(id=entry_id(), at=NOW, by=office, cohort=None, trainer=None, programme=template.id, version=1)
    with store.writing(OFFICE) as kept:
        programmes = kept.training.programmes
        assert {each.id for each in programmes.list_current()} == {ONE} | {each.id for each in offered()}
        assert kept.copies.figures()["training_programme"].rows == 1
        kept.training.add(ANN, referral(who=office))
        kept.training.add(ANN, assigned)
        assert kept.copies.figures()["training_programme"].rows == 2
        assert programmes.keep(replace(template, name="Our own")).version == 2
        assert programmes.get(template.id, 1) == template


def test_a_template_that_is_changed_before_anyone_follows_it_becomes_the_second_version(store: Store) -> None:
    template = offered()[1]
    with store.writing(OFFICE) as kept:
        assert kept.training.programmes.keep(replace(template, name="Our own")).version == 2
        assert kept.training.programmes.list_versions(template.id) == [
            replace(template, name="Our own", version=2),
            template,
        ]


def test_nobody_is_assigned_to_what_is_not_there(store: Store) -> None:
    train_in_town(store)
    office = by("office", Part.OFFICE)
    assigned = Assigned(id=entry_id(), at=NOW, by=office, cohort=AUTUMN, trainer=TAMSIN, programme=ONE, version=1)
    with store.writing(OFFICE) as kept:
        kept.training.add(ANN, referral(who=office))
        with pytest.raises(TrainingError, match="no version 9 of a programme one"):
            kept.training.add(ANN, replace(assigned, version=9))
        with pytest.raises(TrainingError, match="no cohort winter"):
            kept.training.add(ANN, replace(assigned, cohort=CohortId("winter")))
        kept.training.add(ANN, assigned)


def test_a_cohort_is_changed_by_whoever_saw_it_last(store: Store) -> None:
    train_in_town(store)
    with store.writing(OFFICE) as kept:
        seen = kept.training.cohorts.get(AUTUMN)
        changed = kept.training.cohorts.keep(replace(seen, name="Autumn term", trainers=(ULF, TAMSIN)))
        assert kept.training.cohorts.get(AUTUMN) == changed
        assert changed.trainers == (TAMSIN, ULF)
        with pytest.raises(ConflictError, match="Someone else has changed the cohort"):
            kept.training.cohorts.keep(seen)


def test_a_trainer_changes_no_cohort_and_no_programme(store: Store) -> None:
    trainers = train_in_town(store)
    with store.writing(trainers.tamsin.principal()) as kept:
        cohort = kept.training.cohorts.get(AUTUMN)
        with pytest.raises(NotKeptError):
            kept.training.cohorts.keep(cohort)
        with pytest.raises(NotKeptError):
            kept.training.programmes.keep(programme(name="Mine"))
        with pytest.raises(NotKeptError):
            kept.training.cohorts.get(CohortId("spring"))


def test_a_journey_is_drawn_up_in_steps_and_does_not_change_once_it_is_signed(store: Store) -> None:
    trainers = train_in_town(store)
    boss = by(trainers.manager, Part.COORDINATOR)
    with store.writing(trainers.manager.principal()) as kept:
        kept.training.add(ANN, referral(who=boss))
        kept.training.add(BEN, referral(who=boss))
        journeys = kept.training.journeys
        id_ = journeys.keep(ANN, {"steps": ["Walk"]})
        journeys.keep(ANN, {"steps": ["Walk", "Ride"]}, id_, step=1)
        with pytest.raises(ConflictError, match="Someone else has changed this journey"):
            journeys.keep(ANN, {"steps": []}, id_, step=1)
        signed = JourneySigned(id=entry_id(), at=NOW, by=boss, document=id_, review_by=date(2027, 8, 31))
        with pytest.raises(TrainingError, match="no such journey of this trainee"):
            kept.training.add(BEN, signed)
        kept.training.add(ANN, signed)
        found = journeys.get(id_)
        assert (found.document, found.step) == ({"steps": ["Walk", "Ride"]}, 2)
        assert (found.signed_by, found.signed_at, found.review_by) == (boss.user, NOW, date(2027, 8, 31))
        with pytest.raises(ConflictError, match="has been signed"):
            journeys.keep(ANN, {"steps": []}, id_, step=2)
        newest = kept.audit.list_entries(most=1)[0]
    assert (newest.event, newest.ref) == (Event.TRAINING_JOURNEY_SIGNED, ANN)
