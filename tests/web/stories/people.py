"""The people of the stories: each has a browser and an app for codes, and does all through the pages."""

import re
import secrets
from dataclasses import dataclass, field

import pyotp
from playwright.sync_api import Locator, Page, expect

from tests.web.browser import Watch, axe_violations, watch
from tests.web.office import OFFICE, Clock
from web.store import Store
from web.store.people import User

PASSWORD = "three random words"  # noqa: S105 -- the password of nobody but invented people
MOST_TABS = 400
"""More than any page has places to go to with the Tab key."""


@dataclass
class Person:
    """Someone with a browser.

    Parameters
    ----------
    site
        The address of the service.
    clock
        What the service thinks the time is: a person waits by moving it on.
    """

    page: Page
    site: str
    clock: Clock
    email: str
    has_scripts: bool = True
    watching: Watch = field(init=False)
    secret: str = field(default="", init=False)

    def __post_init__(self) -> None:
        self.watching = watch(self.page)

    def open(self, path: str) -> None:
        """Type an address."""
        answer = self.page.goto(f"{self.site}{path}")
        assert answer is not None
        assert answer.ok, f"{path} answers {answer.status}"

    def follow(self, words: str) -> None:
        """Click on a link, and wait for what it leads to."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=words).first.click()

    def press(self, words: str) -> None:
        """Click on a button, or on a link that looks like one, and wait for what it leads to."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=words).first.click()

    def fill(self, label: str, text: str) -> None:
        """Type into the box that bears a label."""
        self.page.get_by_label(label, exact=True).fill(text)

    def reads(self, words: str | re.Pattern[str]) -> None:
        """See that the page says something."""
        expect(self.page.locator("main")).to_contain_text(words, use_inner_text=True)

    def reads_nothing_of(self, *words: str) -> None:
        """See that the page does not say something, not even where nobody looks."""
        text = self.page.content()
        assert not [each for each in words if each in text]

    def finds_nothing_wrong(self) -> None:
        """See that the page on which a step has ended is as every page should be."""
        assert self.watching.problems == []
        if self.has_scripts:
            assert axe_violations(self.page) == []

    def take_up(self, link: str) -> None:
        """Follow an invitation: choose a password, set up the app from the key that is written there."""
        self.open(link)
        self.finds_nothing_wrong()
        self.secret = self.page.locator("code.app-code").inner_text().replace(" ", "")
        self.fill("New password", PASSWORD)
        self.fill("Code", self.code())
        self.press("Save and sign in")
        self.reads("Your recovery codes")
        self.finds_nothing_wrong()
        self.press("I have kept them")

    def sign_in(self) -> None:
        """Sign in with password and app."""
        self.fill("E-mail address", self.email)
        self.fill("Password", PASSWORD)
        self.press("Continue")
        self.reads("Enter a code")
        self.finds_nothing_wrong()
        self.fill("Code", self.code())
        self.press("Sign in")

    @property
    def plan(self) -> str:
        """The id of the plan on whose page they are."""
        found = re.search(r"/plans/([^/?]+)", self.page.url)
        assert found is not None, self.page.url
        return found[1]

    def code(self) -> str:
        """Return what the app shows now, after waiting for a code that has not been used."""
        self.clock.wait(31)
        return pyotp.TOTP(self.secret).at(self.clock())


@dataclass
class Hands:
    """The keyboard of someone who has no mouse."""

    page: Page

    def reach(self, wanted: Locator) -> None:
        """Go to something with the Tab key; it must be somewhere on the way, and show that it is reached."""
        expect(wanted).to_be_visible()
        for _ in range(MOST_TABS):
            if wanted.evaluate("thing => thing === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{wanted} is not reached with the Tab key")

    def follow(self, words: str | re.Pattern[str]) -> None:
        """Go to a link and follow it."""
        self.reach(self.page.get_by_role("link", name=words).first)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def press(self, words: str) -> None:
        """Go to a button and press it."""
        self.reach(self.page.get_by_role("button", name=words).first)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def type(self, box: Locator, text: str) -> None:
        """Go to a box and type into it, in place of what it holds."""
        self.reach(box)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, box: Locator, value: str) -> None:
        """Go to a list of choices, and down to one of them."""
        self.reach(box)
        for _ in range(box.locator("option").count()):
            if box.input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{value} is not reached with the arrows")


def invited(store: Store, user: User) -> str:
    """Return the path of an invitation, as it stands in the link that an administrator sends."""
    secret = secrets.token_urlsafe(32)
    with store.writing(OFFICE) as kept:
        kept.credentials.invite(user.id, secret)
    return f"/account/invitation/{secret}"
