"""Every page that each role can reach, in a browser and in every state: empty, long, changed, with mistakes.

On a desk axe finds no violation, the page breaks no policy and asks no other host; on a telephone, and on a desk
at 400 %, it is no wider than the window. Not every role is walked in every state: what roles share is seen once in
each, and the usual state, of which the changed one has every page and more, by the administrator alone.
"""

import secrets
from collections.abc import Callable, Iterator, Mapping

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.web.browser import DESK, PHONE, ZOOMED, Watch, axe_violations, sideways, watch
from tests.web.conftest import OpenPage
from tests.web.houses import House, opened
from tests.web.office import OFFICE
from tests.web.town import DAY
from tests.web.walk import walked
from web.access import Role
from web.pages.guard import NOBODY, session_cookie
from web.settings import Settings
from web.store.plan_views import PlanState

pytestmark = pytest.mark.browser

STARTS: Mapping[Role, str] = {
    Role.OFFICER: "/today/",
    Role.MANAGER: "/today/",
    Role.SCHOOL: f"/school/?day={DAY}",
    Role.TRAINER: "/training/",
    Role.OPERATOR: f"/operator/?day={DAY}",
    Role.ADMINISTRATOR: "/account/",
}
WALKS = (
    ("usual", Role.ADMINISTRATOR),
    ("changed", Role.MANAGER),  # sees all that an officer sees
    ("changed", Role.SCHOOL),
    ("changed", Role.OPERATOR),
    ("changed", Role.TRAINER),
    ("empty", Role.OFFICER),
    ("empty", Role.SCHOOL),
    ("empty", Role.ADMINISTRATOR),
    ("long", Role.OFFICER),
    ("long", Role.SCHOOL),
    ("long", Role.OPERATOR),
)
PLANS = ("today", "plans", "day", "school", "operator")
"""The sets of pages on which there is more in the long state than in others."""
MISTAKES = (
    (None, "/account/sign-in", "Continue"),
    (Role.SCHOOL, "/school/absences", "Tell the transport team"),
    (Role.OFFICER, "/plans/draft", "Draft it"),
    (Role.OFFICER, "/records/new/pupils", "Save"),
    (Role.MANAGER, "/plans/{draft}/pupils/p1/waive", "Waive it"),
    (Role.MANAGER, "/training/cohorts/new", "Save"),
    (Role.ADMINISTRATOR, "/users/new", "Continue"),
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], House]]:
    """Return what opens the application in a state, once."""
    made: dict[str, House] = {}

    def of(state: str) -> House:
        if state not in made:
            made[state] = opened(tmp_path_factory.mktemp(state), state)
        return made[state]

    yield of
    for each in made.values():
        each.store.database.close()


def enter(page: Page, house: House, role: Role, site: str) -> None:
    """Give a browser the session of a user of a role."""
    secret = secrets.token_urlsafe(16)
    with house.store.writing(NOBODY) as kept:
        kept.people.begin_session(house.users[role].id, secret, "a walk", is_verified=True)
    page.context.add_cookies([{"name": session_cookie(Settings(secure_cookies=False)), "value": secret, "url": site}])


def faults(page: Page, watching: Watch) -> list[str]:
    """Return what is wrong with a page as it stands, at every width; it is left as wide as it was."""
    found = [*axe_violations(page), *watching.problems]
    watching.problems.clear()
    for width in (PHONE, ZOOMED):
        page.set_viewport_size({"width": width, "height": 900})
        if (wide := sideways(page)) > 0:
            found.append(f"{wide} pixels wider than a window of {width}")
    page.set_viewport_size({"width": DESK, "height": 900})
    return found


def draft_of(house: House) -> str:
    """Return the id of the town's draft."""
    with house.store.reading(OFFICE) as kept:
        return next(head.id for head in kept.plans.list_plans(DAY, DAY) if head.state is PlanState.DRAFT)


@pytest.mark.parametrize(("state", "role"), WALKS)
def test_every_page_is_as_it_should_be(
    house: Callable[[str], House],
    serve: Callable[[Flask], str],
    open_page: OpenPage,
    state: str,
    role: Role,
) -> None:
    here, page = house(state), open_page()
    site = serve(here.app)
    enter(page, here, role, site)
    watching, wrong, seen = watch(page), [], set[str]()
    for endpoint in walked(here.app, page, site, STARTS[role], PLANS if state == "long" else ()):
        seen.add(endpoint)
        wrong += [f"{endpoint}: {said}" for said in faults(page, watching)]
    assert not wrong, "\n".join(wrong)
    assert len(seen) >= (2 if state == "long" else 3), seen


@pytest.mark.parametrize(("role", "path", "button"), MISTAKES)
def test_a_form_sent_with_mistakes_is_as_it_should_be(
    house: Callable[[str], House],
    serve: Callable[[Flask], str],
    open_page: OpenPage,
    role: Role | None,
    path: str,
    button: str,
) -> None:
    here, page = house("usual"), open_page()
    site = serve(here.app)
    if role is not None:
        enter(page, here, role, site)
    page.goto(site + path.format(draft=draft_of(here)))
    for box in page.locator("main input[type=text], main input[type=password]").all():
        box.fill("")
    watching = watch(page)
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()
    assert page.title().startswith("Error: ")
    assert page.get_by_role("alert").get_by_role("link").count() >= 1
    told = [each for each in faults(page, watching) if "status of 422" not in each]
    assert not told, "\n".join(told)
