"""A trainer's telephone with a memory of its own, and a server, each to be killed in the middle and begun again."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import BrowserContext, Error, Page, Playwright, expect

from tests.faults.running import ROOT
from tests.faults.street_server import HOST, WORD
from tests.web.browser import launch_again
from tests.web.office import NAMES
from tests.web.street import fill_street, give, is_ready, notes, sign_in, strip_says, tap
from web.opening import open_store
from web.settings import Settings
from web.store import Store
from web.store.store import utc_now

SECRETS = (*NAMES.values(), "Secret Lane", "Oakley")
"""What must never lie on a phone, beside the notes."""


class Server:
    """The service in a process of its own."""

    def __init__(self, home: Path, fault: str = "") -> None:
        self._home = home
        self._fault = fault
        self._process: subprocess.Popen[bytes] | None = None
        with socket.socket() as found:
            found.bind((HOST, 0))
            self.port: int = found.getsockname()[1]
        self.site = f"http://{HOST}:{self.port}"

    def start(self) -> None:
        """Begin to serve, and wait until it answers."""
        command = [sys.executable, "-m", "tests.faults.street_server", str(self._home), str(self.port), self._fault]
        self._process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
        while not self._answers():
            assert self._process.poll() is None, "the server has ended by itself"
            time.sleep(0.05)

    def kill(self) -> None:
        """Kill it, as the machine does that loses its power."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def will_die(self) -> None:
        """Have it die after the next entries have been kept, and before it says so."""
        (self._home / WORD).touch()

    def wait_until_dead(self) -> None:
        """Wait until it has died."""
        assert self._process is not None
        assert self._process.wait(30) == -signal.SIGKILL

    def _answers(self) -> bool:
        with suppress(URLError, ConnectionError), urlopen(f"{self.site}/health", timeout=5) as answer:  # noqa: S310 -- our own
            return bool(answer.status == 200)
        return False


class Telephone:
    """A browser whose profile stays when it is killed."""

    def __init__(self, playwright: Playwright, folder: Path, site: str) -> None:
        self._playwright = playwright
        self.folder = folder
        self._site = site
        self._context: BrowserContext | None = None
        self.secret = ""

    @property
    def context(self) -> BrowserContext:
        """The browser, which must be on."""
        assert self._context is not None
        return self._context

    @property
    def page(self) -> Page:
        """The one page that is open."""
        return self.context.pages[0]

    def switch_on(self, *, offline: bool = False) -> None:
        """Begin, at the list of the day."""
        self._context = launch_again(self._playwright, self.folder, offline=offline)
        if self.secret:
            give(self._context, self.secret, self._site)
            self.page.goto(f"{self._site}/phone/")

    def open_visit(self) -> None:
        """Go to the one session of the day."""
        self.page.get_by_role("link", name="Session 1").click()
        expect(self.page.get_by_role("heading", name="Feeling before")).to_be_visible()

    def kill(self) -> None:
        """Kill every process of the browser that was started on this profile."""
        for pid in self._pids():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        with suppress(Error):
            self.context.close()
        self._context = None

    def switch_off(self) -> None:
        """End, if it is on."""
        if self._context is not None:
            self._context.close()
            self._context = None

    def _pids(self) -> Iterator[int]:
        own = f"--user-data-dir={self.folder}".encode()
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if own in (process / "cmdline").read_bytes().split(b"\0"):
                    yield int(process.name)

    def holds(self, *words: str, within: str = "") -> set[str]:
        """Return which of some words stand in any file of the profile, in either way in which browsers write."""
        files = [path.read_bytes() for path in (self.folder / within).rglob("*") if path.is_file()]
        return {
            word
            for word in words
            for written in (word.encode(), word.encode("utf-16-le"))
            if any(written in text for text in files)
        }


@contextmanager
def in_the_street(playwright: Playwright, home: Path, fault: str = "") -> Iterator[tuple[Store, Server, Telephone]]:
    """Give an installation with today's sessions, its server, and Tamsin's telephone, ready to lose its signal."""
    settings = Settings(home=home / "service", secure_cookies=False)
    store = open_store(settings, create=True)
    server = Server(settings.home, fault)
    phone = Telephone(playwright, home / "profile", server.site)
    try:
        trainers = fill_street(store)
        assert store.now is utc_now
        server.start()
        phone.switch_on()
        phone.secret = sign_in(phone.context, store, trainers.tamsin, server.site)
        phone.page.goto(f"{server.site}/phone/")
        is_ready(phone.page)
        yield store, server, phone
    finally:
        phone.switch_off()
        server.kill()
        store.database.close()


def log_offline(phone: Telephone, words: list[str]) -> None:
    """Log a note for each word where there is no signal, and see that all wait, with those that waited before."""
    phone.open_visit()
    for word in words:
        tap(phone.page, 1, word)


def lost_and_doubled(store: Store, made: list[str]) -> tuple[set[str], set[str]]:
    """Return which notes were not kept, and which more than once."""
    kept = Counter(notes(store))
    return {each for each in made if not kept[each]}, {each for each in kept if kept[each] > 1}


def all_sent(phone: Telephone) -> None:
    """Have the phone send what waits, again and again until nothing does."""
    for _ in range(60):
        phone.page.evaluate("dispatchEvent(new Event('online'))")
        phone.page.wait_for_timeout(500)
        if phone.page.locator("[data-strip]").inner_text() == "All sent":
            break
    strip_says(phone.page, "All sent")
