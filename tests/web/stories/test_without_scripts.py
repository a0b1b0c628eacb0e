"""The same service without JavaScript: a morning is drafted, published and printed, and a school lives with it."""

import pytest
from playwright.sync_api import expect

from routing.wording import clock
from tests.web.stories.conftest import SCHOOL, Office
from tests.web.stories.people import Person
from tests.web.stories.test_officer_and_school import accept_unplaced, leave_one_out, publish
from web.access import Role

pytestmark = pytest.mark.browser


def test_all_that_matters_is_done_without_scripts(office: Office) -> None:
    officer = office.person(Role.OFFICER, scripts=False)
    draft(officer, office)
    plan = officer.plan
    leave_one_out(officer, office)
    accept_unplaced(officer, office)
    publish(officer)
    print_a_run(officer, office, plan)

    school = office.person(Role.SCHOOL, (SCHOOL,), scripts=False)
    own = [ride for ride in office.rides(plan) if ride.school == SCHOOL]
    names = office.names()
    school.follow("Next school day")
    for ride in own:
        line = school.page.get_by_role("row").filter(has_text=names[ride.pupil])
        expect(line).to_contain_text(clock(ride.alight_s))
    expect(school.page.get_by_role("button", name="Hide names")).to_be_hidden()
    school.finds_nothing_wrong()
    school.page.emulate_media(media="print")
    expect(school.page.get_by_text(names[own[0].pupil])).to_be_visible()
    expect(school.page.get_by_role("link", name="Absences")).to_be_hidden()


def draft(officer: Person, office: Office) -> None:
    """Ask for a draft, and look again until it is there."""
    officer.follow("Plans")
    officer.press("Draft a plan")
    officer.fill("Day", "24/11/2026")
    officer.page.get_by_label("To school", exact=True).check()
    officer.press("Draft it")
    officer.reads("Waiting to begin.")
    officer.follow("See how far it is now")
    officer.reads("Waiting to begin.")
    office.work()
    officer.follow("See how far it is now")
    officer.reads("Done.")
    officer.finds_nothing_wrong()
    officer.follow("Look at the plan")
    officer.reads("Paid a day")


def print_a_run(officer: Person, office: Office, plan: str) -> None:
    """Put a run on paper: its stops and its map, without the ways to other pages."""
    run = office.rides(plan)[0].run
    officer.open(f"/plans/{plan}")
    officer.follow(run)
    officer.finds_nothing_wrong()
    officer.page.emulate_media(media="print")
    expect(officer.page.get_by_role("table", name="Stops")).to_be_visible()
    expect(officer.page.locator("main svg").first).to_be_visible()
    expect(officer.page.get_by_role("navigation")).to_have_count(0)
    officer.page.emulate_media(media="screen")
