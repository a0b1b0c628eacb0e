"""From a referral to a journey alone, and back: a coordinator and a trainer do all of it through the pages."""

import pytest

from tests.web.office import OFFICE
from tests.web.stories.conftest import Office
from tests.web.stories.people import Person
from tests.web.trainees import ANN, by, entry_id, programme
from travel_training.entries import JourneySigned, State
from travel_training.people import Part
from web.access import Role
from web.records.rows import row_of
from web.store.records import Change

pytestmark = pytest.mark.browser


def test_a_pupil_is_referred_trained_signed_off_by_two_and_returns(town_office: Office) -> None:
    office = town_office
    trainers_and_programme(office)
    coordinator = office.person(Role.MANAGER)
    trainer = office.person(Role.TRAINER, scripts=False)
    make_a_cohort(coordinator)
    refer(coordinator)
    agree(coordinator)
    sign_journey(office)
    plan(coordinator)
    teach(trainer)
    sign_off(coordinator, trainer)
    relapse(coordinator)
    with office.store.reading(OFFICE) as kept:
        assert kept.training.get(ANN).state is State.RETURNED


def trainers_and_programme(office: Office) -> None:
    """Keep a trainer's record, bound to the user who is yet to come, and a programme."""
    with office.store.writing(OFFICE) as kept:
        cells = {"trainer": "t1", "name": "Tamsin Rowe", "email": "new-trainer@example.org"}
        kept.records.apply([Change(row_of("trainers", cells))])
        kept.training.programmes.keep(programme())


def make_a_cohort(coordinator: Person) -> None:
    """Make a cohort with a trainer."""
    coordinator.follow("Training")
    coordinator.reads("There are no trainees yet: refer a pupil.")
    coordinator.follow("Cohorts")
    coordinator.press("Make a cohort")
    coordinator.fill("Name", "Winter")
    coordinator.page.get_by_label("Programme", exact=True).select_option("One to one")
    coordinator.fill("First day", "01/11/2026")
    coordinator.fill("Last day", "31/03/2027")
    coordinator.page.get_by_label("Tamsin Rowe", exact=True).check()
    coordinator.press("Save")
    coordinator.reads("The cohort has been saved.")
    coordinator.finds_nothing_wrong()


def refer(coordinator: Person) -> None:
    """Find a pupil by name, refer them, write down the entry check."""
    coordinator.follow("Training")
    coordinator.press("Refer a pupil")
    coordinator.page.get_by_label("Look for the pupil").fill("oakley")
    coordinator.press("Search")
    coordinator.page.get_by_label("Ann Oakley (p1)", exact=True).check()
    coordinator.press("Refer them")
    coordinator.reads("Referred. Next comes the entry check.")
    coordinator.reads("The entry check has not been written down.")
    coordinator.follow("Write down the entry check")
    coordinator.page.get_by_label("The young person wishes it", exact=True).check()
    coordinator.press("Save the entry check")
    move(coordinator, "The entry check is done")


def agree(coordinator: Person) -> None:
    """Write down the consents, and what is to be followed."""
    coordinator.reads("Consent to keep what training asks for is not in force.")
    coordinator.follow("Consents")
    for consent in ("A parent agrees", "The young person agrees", "What training asks for"):
        row = coordinator.page.get_by_role("row").filter(has_text=consent).first
        with coordinator.page.expect_navigation():
            row.get_by_role("link", name="Give").click()
        coordinator.fill("Version of the wording", "2026-1")
        coordinator.press("Write it down")
        coordinator.reads("The consent has been written down.")
    coordinator.finds_nothing_wrong()
    coordinator.follow("Where they stand")
    move(coordinator, "The assessment is done")
    coordinator.follow("Change what the trainee follows")
    coordinator.page.get_by_label("Programme", exact=True).select_option("One to one, version 1")
    coordinator.page.locator("#cohort").select_option("Winter")
    coordinator.page.locator("#trainer").select_option("Tamsin Rowe")
    coordinator.page.get_by_label("Both ways", exact=True).check()
    coordinator.press("Save")
    coordinator.reads("No journey with a signed risk assessment.")
    coordinator.finds_nothing_wrong()


def sign_journey(office: Office) -> None:
    """Sign a journey: its own pages do that."""
    with office.store.writing(OFFICE) as kept:
        journey = kept.training.journeys.keep(ANN, {"steps": ["Walk to the stop"]})
        me, at = by("office", Part.OFFICE), office.clock()
        until = at.date().replace(year=at.year + 1)
        kept.training.add(ANN, JourneySigned(id=entry_id(), at=at, by=me, document=journey, review_by=until))


def plan(coordinator: Person) -> None:
    """Agree on the plan."""
    coordinator.open("/training/trainees/p1")
    move(coordinator, "The plan is agreed")


def teach(trainer: Person) -> None:
    """Find the own trainee and nobody else, and teach until help is not needed."""
    trainer.follow("Training")
    trainer.reads("Trainees: 1")
    trainer.follow("p1")
    move(trainer, "Begin the foundation")
    move(trainer, "Begin to go with them")
    trainer.reads("Safety-critical: Crosses a road: not reached")
    trainer.follow("Write down an observation")
    trainer.page.get_by_label("Milestone", exact=True).select_option("In the street: Crosses a road")
    trainer.page.get_by_label("Level 2", exact=True).check()
    trainer.press("Save the observation")
    trainer.reads("In the street: 1 of 1 reached")
    trainer.finds_nothing_wrong()
    trainer.follow("Where they stand")
    move(trainer, "Begin to shadow")


def sign_off(coordinator: Person, trainer: Person) -> None:
    """Sign both halves, each by another, and let go."""
    trainer.follow("Sign")
    trainer.press("Sign this half")
    trainer.reads("One of the two halves of the sign-off has been signed.")
    trainer.finds_nothing_wrong()
    coordinator.open("/training/trainees/p1")
    coordinator.follow("Sign a half of the sign-off")
    coordinator.press("Sign this half")
    move(coordinator, "Travels alone")
    coordinator.reads("Reviews of the first year alone")
    coordinator.finds_nothing_wrong()
    coordinator.follow("Certificate")
    coordinator.reads("Ann Oakley travels alone to school and home again")
    coordinator.finds_nothing_wrong()


def relapse(coordinator: Person) -> None:
    """Return to transport; nothing that was learned is lost."""
    coordinator.follow("Back to the trainee")
    coordinator.follow("Return to transport")
    coordinator.fill("Why", "The bus has been rerouted")
    coordinator.press("Do it")
    coordinator.reads("Returned to transport")
    coordinator.follow("Milestones")
    coordinator.reads("In the street: 1 of 1 reached")
    coordinator.finds_nothing_wrong()


def move(person: Person, words: str) -> None:
    """Make a move that nothing stands against."""
    person.press(words)
    person.press("Do it")
    person.reads("Done: ")
