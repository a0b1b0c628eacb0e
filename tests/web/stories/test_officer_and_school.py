"""An officer makes the first plan of a morning, mends it with the keyboard, publishes it; a school lives with it."""

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from routing.wording import clock
from tests.web.conftest import DAY
from tests.web.stories.conftest import SCHOOL, Office
from tests.web.stories.people import Hands, Person
from web.access import Role

pytestmark = pytest.mark.browser


def test_an_officer_drafts_mends_and_publishes_and_a_school_sees_its_own(office: Office) -> None:
    officer = office.person(Role.OFFICER)
    officer.press("Sign out")
    officer.sign_in()
    officer.finds_nothing_wrong()

    draft(officer, office)
    mend(officer, office)
    leave_one_out(officer, office)
    accept_unplaced(officer, office)
    publish(officer)

    school = office.person(Role.SCHOOL, (SCHOOL,))
    look_at_the_day(school, office, officer.plan)
    absent = report_an_absence(school, office)

    officer.open("/today/")
    for words in ("Absent", absent, "1 thing reported since it was published"):
        officer.reads(words)
    officer.finds_nothing_wrong()


def draft(officer: Person, office: Office) -> None:
    """Ask for a draft, watch it being made, and come to it."""
    officer.follow("Plans")
    officer.press("Draft a plan")
    officer.finds_nothing_wrong()
    officer.fill("Day", "24/11/2026")
    officer.page.get_by_label("To school", exact=True).check()
    officer.fill("Seconds to plan", "1")
    officer.press("Draft it")
    officer.reads("Waiting to begin.")
    officer.finds_nothing_wrong()
    office.work()
    officer.page.wait_for_url(re.compile(r"/plans/[^/]+$"))
    officer.reads("Paid a day")
    officer.finds_nothing_wrong()


def mend(officer: Person, office: Office) -> None:
    """Leave a pupil out and insert them again, move another and undo it: all with the keyboard."""
    hands, plan, names = Hands(officer.page), officer.plan, office.names()
    first, second = sorted(office.rides(plan), key=lambda ride: ride.pupil)[:2]

    hands.follow(first.run)
    officer.finds_nothing_wrong()
    hands.follow(names[first.pupil])
    officer.reads("Leave out")
    officer.finds_nothing_wrong()
    hands.type(officer.page.locator("#leave-reason"), "At respite care this week")
    hands.press("Leave them out")
    officer.reads(f"{names[first.pupil]} ({first.pupil}) left out")
    officer.finds_nothing_wrong()

    hands.follow("Without a run")
    officer.reads("Not accepted")
    officer.finds_nothing_wrong()
    hands.follow(names[first.pupil])
    hands.follow("Show the best runs")
    officer.reads("Every rule that was kept is kept.")
    officer.finds_nothing_wrong()
    hands.press("Choose this")
    officer.reads("inserted, choice 1")
    officer.finds_nothing_wrong()

    stood = {ride.pupil: ride for ride in office.rides(plan)}
    assert first.pupil in stood
    officer.open(f"/plans/{plan}/pupils/{second.pupil}")
    there = next(ride.run for ride in office.rides(plan) if ride.run != stood[second.pupil].run)
    hands.choose(officer.page.get_by_label("To which run"), there)
    hands.press("Move them there")
    officer.reads("It costs")
    assert {ride.pupil: ride.vehicle for ride in office.rides(plan)}[second.pupil] == there.partition("/")[0]
    officer.finds_nothing_wrong()
    hands.press("Undo this")
    officer.reads("Back to step")
    assert {ride.pupil: ride for ride in office.rides(plan)} == stood
    officer.finds_nothing_wrong()


def leave_one_out(officer: Person, office: Office) -> None:
    """Leave a pupil of the other school out."""
    left = next(ride for ride in office.rides(officer.plan) if ride.school != SCHOOL)
    officer.open(f"/plans/{officer.plan}/pupils/{left.pupil}")
    officer.page.locator("#leave-reason").fill("The family drives")
    officer.press("Leave them out")


def accept_unplaced(officer: Person, office: Office) -> None:
    """Accept whoever has no run, each by name."""
    names, unplaced = office.names(), office.unplaced(officer.plan)
    assert unplaced
    for pupil in unplaced:
        officer.follow("Without a run")
        officer.follow(names[pupil])
        officer.page.locator("#accept-reason").fill("The family drives until Christmas")
        officer.press("Accept it")
        officer.reads("The family drives until Christmas")
    officer.finds_nothing_wrong()


def publish(officer: Person) -> None:
    """Go through the list before publishing, look once more, and publish."""
    officer.follow("Publish")
    officer.reads("To do before it is published")
    officer.finds_nothing_wrong()
    officer.press("Check and publish")
    officer.reads("Check before you publish")
    officer.finds_nothing_wrong()
    officer.press("Publish")
    officer.reads("Published. Schools and operators see it now.")
    officer.finds_nothing_wrong()


def look_at_the_day(school: Person, office: Office, plan: str) -> None:
    """See one's own pupils' times and nobody else's, hide names, take the list away."""
    names, rides = office.names(), office.rides(plan)
    own, others = [ride for ride in rides if ride.school == SCHOOL], [r for r in rides if r.school != SCHOOL]
    assert own
    assert others
    school.follow("Next school day")
    for ride in own:
        line = school.page.get_by_role("row").filter(has_text=names[ride.pupil])
        expect(line).to_contain_text(clock(ride.alight_s))
    school.reads_nothing_of(*(names[ride.pupil] for ride in others), *(ride.pupil for ride in others))
    school.finds_nothing_wrong()

    name, hide = school.page.get_by_text(names[own[0].pupil]), school.page.get_by_role("button", name="Hide names")
    expect(name).to_be_visible()
    hide.click()
    expect(name).to_be_hidden()
    expect(school.page.get_by_text(own[0].pupil, exact=True)).to_be_visible()
    school.finds_nothing_wrong()
    hide.click()

    with school.page.expect_download() as waiting:
        school.page.get_by_role("link", name="Download this day").click()
    lines = list(csv.DictReader(Path(waiting.value.path()).read_text(encoding="utf-8-sig").splitlines()))
    assert {line["reference"]: line["time"] for line in lines} == {r.pupil: clock(r.alight_s) for r in own}
    assert DAY in waiting.value.suggested_filename


def report_an_absence(school: Person, office: Office) -> str:
    """Say that a pupil does not travel; return their name."""
    names = office.names()
    school.follow("Absences")
    school.finds_nothing_wrong()
    pupil = next(ref for ref in sorted(names) if names[ref] in school.page.content())
    school.page.get_by_label("Pupil", exact=True).select_option(pupil)
    school.fill("First day away", "24/11/2026")
    school.press("Tell the transport team")
    school.reads("The transport team has been told.")
    school.reads(names[pupil])
    school.finds_nothing_wrong()
    school.follow("Arrivals and departures")
    school.follow("Next school day")
    expect(school.page.get_by_role("row").filter(has_text=names[pupil])).to_contain_text("Not travelling")
    return names[pupil]
