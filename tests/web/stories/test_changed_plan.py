"""What is published changes: a draft begins from it, takes its place, and the school sees what is not as it was."""

import pytest
from playwright.sync_api import expect

from tests.web.stories.conftest import Office
from tests.web.stories.test_officer_and_school import publish
from web.access import Role

pytestmark = pytest.mark.browser


def test_a_changed_time_is_a_new_version_that_the_school_sees(town_office: Office) -> None:
    officer = town_office.person(Role.OFFICER)
    officer.follow("Morning: By hand")
    version_1 = officer.plan
    officer.press("Begin a draft from this plan")
    assert officer.plan != version_1
    officer.reads("Begun from version 1")
    officer.finds_nothing_wrong()

    officer.follow("taxi-7/1")
    officer.page.get_by_label("Arrives at stop 1").fill("08:15")
    officer.press("Set the time of stop 1")
    officer.reads("Run taxi-7/1 comes to stop 1 at 08:15")
    officer.reads("No rule is broken or mended by it.")
    officer.finds_nothing_wrong()
    publish(officer)
    officer.reads("Family of Eve Elmhurst (p5)")
    assert [ride.pupil for ride in town_office.rides(officer.plan)] == [r.pupil for r in town_office.rides(version_1)]

    officer.follow("Runs")
    row = officer.page.get_by_role("row")
    expect(row.filter(has_text="taxi-7/1")).to_contain_text("Changed")
    expect(row.filter(has_text="minibus-1/1")).not_to_contain_text("Changed")
    officer.finds_nothing_wrong()
    officer.open(f"/plans/{version_1}")
    officer.reads("Version 1")
    officer.finds_nothing_wrong()

    school = town_office.person(Role.SCHOOL, ("elm",))
    school.follow("Next school day")
    school.reads("08:20, was 08:30")
    school.reads("It replaces version 1.")
    school.finds_nothing_wrong()
