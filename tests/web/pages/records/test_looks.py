"""The records' pages in a browser, in states to which no link leads: wrong, overtaken, looked at before loading."""

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.web.browser import DESK, PHONE, ZOOMED, Watch, axe_violations, sideways, watch
from tests.web.conftest import OpenPage
from tests.web.pages.client import sign_in
from tests.web.pages.records.desk import keep
from tests.web.pages.records.test_importing import LIST
from web.access import Role
from web.store import Store
from web.store.people import User

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("full")]
PAGES = (
    "/records/pupils/p1",
    "/records/pupils/p6",
    "/records/pupils/p1/restricted",
    "/records/pupils/p1/change/all",
    "/records/pupils/p1/remove",
    "/records/schools/oak",
    "/records/schools/oak/remove",
    "/records/vehicles/minibus-1/history",
    "/records/pupils/p1/assessment",
    "/records/pupils/p1/assessment/new",
    "/records/new/calendar",
    "/records/calendar",
    "/records/policy",
    "/records/gates",
)


@pytest.fixture
def desk(
    app: Flask, users: Mapping[Role, User], serve: Callable[[Flask], str], open_page: OpenPage
) -> tuple[Page, str]:
    """Return an officer's page, and the address of the site."""
    session = sign_in(app, users[Role.OFFICER]).get_cookie("waymark")
    assert session is not None
    page, site = open_page(), serve(app)
    page.context.add_cookies([{"name": "waymark", "value": session.value, "url": site}])
    return page, site


def faults(page: Page, watching: Watch) -> list[str]:
    """Return what is wrong with a page as it stands, at every width; a refusal in the console is no fault."""
    found = [*axe_violations(page), *(each for each in watching.problems if "status of 4" not in each)]
    watching.problems.clear()
    for width in (PHONE, ZOOMED, DESK):
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"wider than {width}"] if sideways(page) > 0 else []
    return [f"{urlsplit(page.url).path}: {each}" for each in found]


def test_each_page_of_a_record_is_as_it_should_be(desk: tuple[Page, str]) -> None:
    page, site = desk
    watching, wrong = watch(page), []
    for address in PAGES:
        page.goto(site + address)
        wrong += faults(page, watching)
    assert not wrong, "\n".join(wrong)


def test_forms_that_are_wrong_overtaken_or_cannot_be_met_are_as_they_should_be(
    desk: tuple[Page, str], store: Store
) -> None:
    page, site = desk
    watching, wrong = watch(page), []
    page.goto(f"{site}/records/new/pupils")
    page.fill("#born_on", "soon")
    page.get_by_role("button", name="Save").click()
    wrong += faults(page, watching)
    page.goto(f"{site}/records/pupils/p2/change")
    keep(store, "pupils", pupil="p2", locality="Uppingham")
    page.fill("#locality", "Oakham")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_role("alert").is_visible()
    wrong += faults(page, watching)
    page.goto(f"{site}/records/pupils/p1/assessment/change")
    page.fill("#training", "bls")
    page.get_by_role("button", name="Save").click()
    wrong += faults(page, watching)
    page.get_by_role("button", name="Save all the same").click()
    assert "bls" in page.inner_text("main")
    assert not wrong, "\n".join(wrong)


def test_a_file_is_sent_looked_at_and_loaded(desk: tuple[Page, str]) -> None:
    page, site = desk
    watching, wrong = watch(page), []
    page.goto(f"{site}/records/import")
    page.set_input_files("#file", {"name": "list.csv", "mimeType": "text/csv", "buffer": LIST + b"p9,,,,,\n"})
    page.select_option("#kind", "pupils")
    page.get_by_role("button", name="Look at it").click()
    wrong += faults(page, watching)
    for part in ("Changed", "Refused"):
        page.get_by_label("What would be done").get_by_role("link", name=part).click()
        wrong += faults(page, watching)
    page.get_by_role("link", name="Choose the columns").click()
    wrong += faults(page, watching)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Load it").click()
    assert "Loaded: 1 new and 1 changed." in page.inner_text("main")
    assert not wrong, "\n".join(wrong)
