"""A trainer logs a session on a phone, with a signal, without, and without scripts: nothing is lost."""

import re
import shutil
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect

from tests.web.browser import ZOOMED, Watch, axe_violations, evaluated, sideways, watch
from tests.web.conftest import OpenPage
from tests.web.office import NAMES, OFFICE, sqlite_url
from tests.web.stories.people import Hands
from tests.web.street import fill_street, is_ready, logged, notes, sign_in, strip_says, tap, wait_until
from tests.web.trainees import BEN, ULF, Trainers, entry_id
from travel_training.entries import AnyEntry, Attended, Felt, Observed, SessionId
from web.app import create_app
from web.pages.nameplate import OPTION
from web.settings import Settings
from web.store import Keyring, Store
from web.store.database import Database
from web.store.people import User
from web.training import outbox
from web.training.logged import Fields, entry_of

pytestmark = pytest.mark.browser

OFFLINE = "ERR_INTERNET_DISCONNECTED"


@dataclass(frozen=True)
class Street:
    """One installation, and the telephones that know it."""

    store: Store
    site: str
    app: Flask
    trainers: Trainers
    open_page: OpenPage

    def phone(self, user: User, *, width: int = 390, scripts: bool = True) -> "Phone":
        """Return a new telephone in which a trainer is signed in, at the list of the day."""
        page = self.open_page(width=width, scripts=scripts)
        watching = watch(page)
        sign_in(page.context, self.store, user, self.site)
        page.goto(f"{self.site}/phone/")
        return Phone(self, page, watching)


@dataclass(frozen=True)
class Phone:
    """A trainer's telephone."""

    street: Street
    page: Page
    watching: Watch

    def open_visit(self) -> None:
        """Go to the one session of the day."""
        self.page.get_by_role("link", name="Session 1").click()
        expect(self.page.get_by_role("heading", name="Feeling before")).to_be_visible()

    def lose_signal(self) -> None:
        """Go where there is no signal."""
        self.page.context.set_offline(True)

    def find_signal(self) -> None:
        """Come back from there."""
        self.page.context.set_offline(False)

    def finds_nothing_wrong(self) -> None:
        """See that the page is as every page should be, but that it was without signal."""
        assert [each for each in self.watching.problems if OFFLINE not in each] == []
        assert axe_violations(self.page) == []
        assert sideways(self.page) == 0


@pytest.fixture
def street(ready_file: Path, tmp_path: Path, serve: Callable[[Flask], str], open_page: OpenPage) -> Iterator[Street]:
    """Give an installation with today's sessions."""
    shutil.copy(ready_file, tmp_path / "waymark.sqlite")
    store = Store(Database(sqlite_url(tmp_path)), Keyring.fresh())
    trainers = fill_street(store)
    settings = Settings(home=tmp_path, secure_cookies=False)
    app = create_app(store, settings)
    yield Street(store, serve(app), app, trainers, open_page)
    store.database.close()


def lines(page: Page, words: str) -> Locator:
    """Return the lines of what was logged that say something."""
    return page.locator("[data-said]").filter(has_text=words)


def too_small(page: Page) -> list[str]:
    """Return what is meant for a thumb and is smaller than 44 pixels one way."""
    targets = "main button, main a, main summary, main input:not([type=hidden]), header a, footer a"
    found: list[str] = evaluated(
        page,
        f"""[...document.querySelectorAll({targets!r})].filter(each => each.checkVisibility()).map(each => {{
              const label = each.type === "checkbox" || each.type === "radio" ? each.parentElement : each
              const box = label.getBoundingClientRect()
              return [each.outerHTML.slice(0, 80), box.width, box.height]
            }}).filter(([, width, height]) => width < 44 || height < 44).map(String)""",
    )
    return found


def shifted(page: Page) -> float:
    """Return how much of the page has moved since it was drawn."""
    moved: float = page.evaluate(
        """new Promise(done => {
             new PerformanceObserver(list => done(list.getEntries().reduce((sum, each) => sum + each.value, 0)))
               .observe({ type: "layout-shift", buffered: true })
             setTimeout(() => done(0), 300)
           })"""
    )
    return moved


def test_a_session_is_logged_in_the_street(street: Street) -> None:
    phone = street.phone(street.trainers.tamsin, width=ZOOMED)
    page = phone.page
    expect(page.locator("main")).to_contain_text(NAMES["p1"])
    phone.finds_nothing_wrong()
    phone.open_visit()
    assert shifted(page) == 0
    page.get_by_label("Feeling before").get_by_role("button", name="Worried", exact=True).click()
    page.get_by_role("link", name="Aboard").click()
    expect(page.get_by_role("link", name="Aboard")).to_have_attribute("aria-current", "true")
    tap(page, 0, "zebra")
    strip_says(page, "All sent")
    expect(lines(page, "level 0, aboard, with a note")).to_have_count(1)
    expect(page.get_by_text("Sent", exact=True)).to_have_count(2)
    page.get_by_role("link", name="Put right").click()
    tap(page, 2)
    expect(page.locator(".app-phone-line--replaced")).to_contain_text("level 0")
    page.get_by_role("button", name="Held").click()
    expect(page.get_by_text("Sent", exact=True)).to_have_count(4)
    page.locator("summary").first.click()
    phone.finds_nothing_wrong()
    assert too_small(page) == []
    felt, first, second, came = logged(street.store)
    assert isinstance(felt, Felt)
    assert isinstance(first, Observed)
    assert isinstance(second, Observed)
    assert isinstance(came, Attended)
    assert (felt.feeling, first.level, first.part, first.note) == (2, 0, "aboard", "zebra")
    assert (second.level, second.replaces, came.minutes) == (2, first.id, 60)


def test_a_session_is_logged_by_the_keyboard(street: Street) -> None:
    phone = street.phone(street.trainers.tamsin)
    hands = Hands(phone.page)
    hands.follow(re.compile("Session 1"))
    hands.reach(phone.page.get_by_role("link", name="Aboard"))
    phone.page.keyboard.press("Enter")
    hands.reach(phone.page.get_by_role("button", name="level 1"))
    phone.page.keyboard.press("Space")
    expect(phone.page.get_by_text("Sent", exact=True)).to_be_visible()
    [seen] = logged(street.store)
    assert isinstance(seen, Observed)
    assert (seen.level, seen.part) == (1, "aboard")


def test_without_signal_the_day_goes_on_without_names(street: Street) -> None:
    phone = street.phone(street.trainers.tamsin)
    page = phone.page
    is_ready(page)
    phone.open_visit()
    phone.lose_signal()
    tap(page, 0, "first")
    strip_says(page, "1 entry waiting")
    page.reload()
    tap(page, 1, "second")
    page.get_by_role("link", name="Today").click()
    expect(page.get_by_role("heading", name="Your sessions")).to_be_visible()
    strip_says(page, "2 entries waiting")
    assert not [name for name in NAMES.values() if name in page.content()]
    phone.open_visit()
    tap(page, 2, "third")
    page.get_by_role("link", name="3 entries waiting").click()
    expect(page.locator("[data-waiting] li")).to_have_text([re.compile("Session 1 – trainee A, .+ Waiting")] * 3)
    assert logged(street.store) == []
    phone.find_signal()
    strip_says(page, "All sent")
    expect(page.get_by_text("Nothing waits on this phone.")).to_be_visible()
    assert notes(street.store) == ["first", "second", "third"]
    phone.finds_nothing_wrong()


def test_copies_are_good_for_twelve_hours_and_what_waits_for_a_day_is_told(street: Street) -> None:
    phone = street.phone(street.trainers.tamsin)
    page = phone.page
    is_ready(page)
    phone.open_visit()
    phone.lose_signal()
    tap(page, 1)
    page.get_by_role("link", name="Today").click()
    page.reload()
    expect(page.get_by_role("heading", name="Your sessions")).to_be_visible()
    left = page.evaluate(
        """(async () => {
             const pack = await caches.open("visit-pack")
             const [first] = await pack.keys()
             const copy = await pack.match(first)
             const left = Date.parse(copy.headers.get("Expires")) - Date.now()
             for (const each of await pack.keys()) {
               const old = await pack.match(each)
               await pack.put(each, new Response(await old.text(), { headers: { Expires: new Date(0).toUTCString() } }))
             }
             return left
           })()"""
    )
    assert timedelta(hours=11) < timedelta(milliseconds=left) <= timedelta(hours=12)
    page.reload()
    expect(page.get_by_role("heading", name="Waiting to send")).to_be_visible()
    assert page.evaluate("caches.has('visit-pack')") is False
    page.clock.set_system_time(datetime.now().astimezone() + timedelta(hours=25))
    page.evaluate("dispatchEvent(new Event('online'))")
    strip_says(page, "1 entry waiting, over a day: find signal")


def test_without_scripts_each_form_is_kept_once(street: Street) -> None:
    phone = street.phone(street.trainers.tamsin, scripts=False)
    page = phone.page
    phone.open_visit()
    page.get_by_role("link", name="At the stop", exact=True).click()
    page.get_by_role("button", name="level 2").dblclick()  # the second way to the page may cut the first one off
    expect(lines(page, "level 2, at the stop")).to_have_count(1)
    with page.expect_navigation():
        page.get_by_label("Feeling after").get_by_role("button", name="Very happy").click()
    seen, felt = logged(street.store)
    assert isinstance(seen, Observed)
    assert isinstance(felt, Felt)
    assert (seen.level, seen.part, felt.feeling) == (2, "at the stop", 5)
    assert sideways(page) == 0


def test_what_is_refused_stays_with_its_reason_until_it_is_dismissed(street: Street) -> None:
    phone = street.phone(street.trainers.tamsin)
    page = phone.page
    is_ready(page)
    phone.open_visit()
    phone.lose_signal()
    tap(page, 1)
    with street.store.writing(OFFICE) as kept:
        given = kept.training.sessions.get(SessionId("s1"))
        kept.training.sessions.keep_all([replace(given, trainer=ULF)])
    phone.find_signal()
    why = "The session is not one of yours, or was more than a week ago."
    expect(page.get_by_text(f"Refused: {why}")).to_be_visible()
    strip_says(page, "1 refused")
    page.get_by_role("link", name="1 refused").click()
    expect(page.locator("[data-waiting]")).to_contain_text(why)
    phone.finds_nothing_wrong()
    page.get_by_role("button", name="Dismiss").click()
    strip_says(page, "All sent")
    with street.store.reading(street.trainers.tamsin.principal()) as kept:
        assert kept.training.outbox.list_refused() == []


def test_one_entry_over_which_the_server_stumbles_holds_up_no_other(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumbling(fields: Fields, *arguments: Any, **named: Any) -> AnyEntry:
        if fields.get("note") == "stone":
            raise ZeroDivisionError
        return entry_of(fields, *arguments, **named)

    monkeypatch.setattr(outbox, "entry_of", stumbling)
    phone = street.phone(street.trainers.tamsin)
    is_ready(phone.page)
    phone.open_visit()
    phone.lose_signal()
    for note in ("before", "stone", "after"):
        tap(phone.page, 1, note)
    phone.find_signal()
    strip_says(phone.page, "1 entry waiting")
    assert notes(street.store) == ["before", "after"]
    monkeypatch.undo()
    phone.page.get_by_role("link", name="1 entry waiting").click()
    strip_says(phone.page, "All sent")
    assert notes(street.store) == ["before", "after", "stone"]


@pytest.mark.parametrize(("has_ids", "times"), [(True, 1), (False, 2)], ids=["with-ids", "control-without-ids"])
def test_when_an_answer_is_lost_an_entry_is_kept_once_and_without_its_id_twice(
    street: Street, monkeypatch: pytest.MonkeyPatch, *, has_ids: bool, times: int
) -> None:
    if not has_ids:
        forget_ids(monkeypatch)
    phone = street.phone(street.trainers.tamsin)
    phone.open_visit()
    lose_next_answer(street.app)
    tap(phone.page, 1, "once")
    wait_until_kept(street.store, 1)
    strip_says(phone.page, "1 entry waiting")
    phone.page.evaluate("dispatchEvent(new Event('online'))")
    strip_says(phone.page, "All sent")
    assert notes(street.store) == ["once"] * times


def forget_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each entry an id of the server's, whatever id it came with."""

    def anew(*arguments: Any, **named: Any) -> AnyEntry:
        return replace(entry_of(*arguments, **named), id=entry_id())

    monkeypatch.setattr(outbox, "entry_of", anew)


def lose_next_answer(app: Flask) -> None:
    """Have the next answer to a phone's entries be lost on the way, when all has been kept."""
    whole = app.wsgi_app

    def losing(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/phone/entries.json":
            b"".join(whole(environ, start_response))
            app.wsgi_app = whole  # type: ignore[method-assign]  # as Flask's own documents do
            environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
            return []
        return whole(environ, start_response)

    app.wsgi_app = losing  # type: ignore[method-assign]  # as Flask's own documents do


def wait_until_kept(store: Store, count: int) -> None:
    """Wait until so many notes are kept."""
    for _ in range(300):
        if len(notes(store)) == count:
            return
        time.sleep(0.1)
    raise AssertionError(notes(store))


def test_an_older_shell_goes_away(street: Street) -> None:
    phone = street.phone(street.trainers.tamsin)
    is_ready(phone.page)
    [before] = shells(phone.page)
    with street.store.writing(OFFICE) as kept:
        kept.options.put(OPTION, {"brand_colour": "#7a0019"})
    phone.page.reload()
    wait_until(phone.page, f"caches.has('{before}').then(is => !is)")
    [after] = shells(phone.page)
    assert before != after


def shells(page: Page) -> list[str]:
    """Return the names of the shells that the browser keeps."""
    names: list[str] = page.evaluate("caches.keys()")
    return [name for name in names if name.startswith("shell")]


def test_entries_are_sent_by_whoever_made_them_alone(street: Street) -> None:
    phone = street.phone(street.trainers.tamsin)
    page = phone.page
    is_ready(page)
    phone.open_visit()
    phone.lose_signal()
    tap(page, 1, "of Tamsin")
    sign_in(page.context, street.store, street.trainers.ulf, street.site)
    phone.find_signal()
    page.goto(f"{street.site}/phone/")
    phone.open_visit()
    tap(page, 2, "of Ulf")
    strip_says(page, "1 entry waiting")
    page.get_by_role("link", name="1 entry waiting").click()
    expect(page.locator("[data-waiting]")).to_contain_text("Someone else’s: only they can send it")
    assert (logged(street.store), len(logged(street.store, BEN))) == ([], 1)
    leave(page, "Keep them on this phone")
    sign_in(page.context, street.store, street.trainers.tamsin, street.site)
    page.goto(f"{street.site}/phone/")
    strip_says(page, "All sent")
    assert notes(street.store) == ["of Tamsin"]


def leave(page: Page, *what: str) -> None:
    """Sign out, saying what becomes of what was not sent."""
    page.get_by_role("link", name="Sign out").click()
    for each in what:
        page.get_by_label(each).check()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_whoever_is_signed_out_loses_nothing_and_is_asked_to_sign_in(street: Street) -> None:
    phone = street.phone(street.trainers.tamsin)
    page = phone.page
    is_ready(page)
    phone.open_visit()
    page.context.clear_cookies()
    tap(page, 1, "kept")
    strip_says(page, "1 entry waiting, sign in to send")
    page.get_by_role("link", name="sign in to send").click()
    expect(page.get_by_role("link", name="Sign in to send what waits")).to_be_visible()
    sign_in(page.context, street.store, street.trainers.tamsin, street.site)
    page.get_by_role("button", name="Send now").click()
    strip_says(page, "All sent")
    assert notes(street.store) == ["kept"]


def test_signing_out_sends_what_waits_and_then_forgets_all(street: Street) -> None:
    phone = street.phone(street.trainers.tamsin)
    page = phone.page
    is_ready(page)
    phone.open_visit()
    phone.lose_signal()
    tap(page, 1, "late")
    phone.find_signal()
    leave(page)
    assert notes(street.store) == ["late"]
    assert kept_in(page) == [[], []]


def test_signing_out_with_something_unsent_asks_what_becomes_of_it(street: Street) -> None:
    phone = street.phone(street.trainers.ulf)
    page = phone.page
    is_ready(page)
    phone.open_visit()
    phone.lose_signal()
    tap(page, 1, "lost")
    sign_in(page.context, street.store, street.trainers.tamsin, street.site)
    phone.find_signal()
    page.goto(f"{street.site}/phone/sign-out")
    button = page.get_by_role("button", name="Sign out")
    expect(page.get_by_role("group", name="1 entry not sent")).to_be_visible()
    phone.finds_nothing_wrong()
    button.click()
    expect(page.locator("[data-say]")).to_have_text("Say what becomes of what was not sent.")
    leave(page, "Delete them for good")
    assert kept_in(page) == [[], []]
    assert logged(street.store, BEN) == []


def kept_in(page: Page) -> list[list[str]]:
    """Return the databases and the caches that the browser keeps of us."""
    expression = "Promise.all([indexedDB.databases().then(all => all.map(each => each.name)), caches.keys()])"
    found: list[list[str]] = evaluated(page, expression)
    return found
