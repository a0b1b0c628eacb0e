"""What tests of pages in a browser share: one Chromium, a server on this machine, a watch over the page, and axe.

Each page is opened in a context of its own. The browser cannot find any host but this machine, and a page that asks for
another is reported by ``watch``.
"""

import json
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Request, ViewportSize
from werkzeug.serving import make_server
from werkzeug.wsgi import ClosingIterator

WEB = Path(__file__).resolve().parents[2] / "web"
AXE = WEB / "assets" / "node_modules" / "axe-core" / "axe.min.js"
HOST = "127.0.0.1"
PHONE, DESK = 390, 1280
"""The widths at which every page is looked at."""
ZOOMED = 320
"""A screen of 1280 at 400 %."""
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
"""What axe is asked to judge: the level AA of WCAG 2.2."""
_HELD: ViewportSize = {"width": PHONE, "height": 800}
_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--no-sandbox",  # tests run as root in containers
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-dev-shm-usage",
    "--metrics-recording-only",
    "--no-pings",
    f"--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE {HOST}",
)
# told by the page itself, since not every violation is written to the console
_TELL = """addEventListener("securitypolicyviolation", (violation) => console.error(
  `policy: ${violation.effectiveDirective} ${violation.blockedURI} ${violation.sample}`))"""


def missing(what: str) -> NoReturn:
    """Skip the test for want of something; fail it where a browser is required."""
    if os.environ.get("WAYMARK_BROWSER") == "required":
        pytest.fail(f"{what}, and WAYMARK_BROWSER says that a browser is required")
    pytest.skip(what)


def launch(playwright: Playwright, *flags: str) -> Browser:
    """Return the system's Chromium, started; skip the test, saying so, where it or what pages need is not there."""
    return playwright.chromium.launch(executable_path=_chromium(), args=[*_FLAGS, *flags])


def launch_again(playwright: Playwright, folder: Path, *, offline: bool = False) -> BrowserContext:
    """Return a Chromium that goes on where the one before on the same folder has ended, or was killed."""
    start = playwright.chromium.launch_persistent_context
    return start(folder, executable_path=_chromium(), args=list(_FLAGS), offline=offline, viewport=_HELD)


def _chromium() -> str:
    found = next((path for name in _CHROMIUM if (path := shutil.which(name))), None)
    if found is None:
        missing("no Chromium is installed (Debian: apt-get install chromium)")
    for needed in (WEB / "static" / "waymark.css", AXE):
        if not needed.exists():
            missing(f"{needed.relative_to(WEB.parent)} is not built (python web/assets/backend.py)")
    return found


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve an application in a thread of its own; give its address."""

    def closed_at_the_end(environ: WSGIEnvironment, start_response: StartResponse) -> Iterator[bytes]:
        # the server leaves open what its reader goes away from; a generator that is dropped closes what it holds
        with closing(ClosingIterator(app(environ, start_response))) as answer:
            yield from answer

    server = make_server(HOST, 0, closed_at_the_end, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Watch:
    """What a page did that no page may do."""

    host: str = HOST
    problems: list[str] = field(default_factory=list)

    def hear(self, message: ConsoleMessage) -> None:
        """Note what the page or the browser complains of."""
        if "GL Driver Message" in message.text:
            return  # what graphics made of software say of themselves
        if message.type in ("error", "warning"):
            self.problems.append(f"console {message.type}: {message.text}")

    def see(self, request: Request) -> None:
        """Note a request to any other host."""
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != self.host:
            self.problems.append(f"a request to {parts.hostname}: {request.url}")


def watch(page: Page) -> Watch:
    """Watch a page from now on: errors, violations of its policy, requests to elsewhere."""
    watching = Watch()
    page.on("console", watching.hear)
    page.on("pageerror", lambda error: watching.problems.append(f"script error: {error}"))
    page.on("request", watching.see)
    page.add_init_script(_TELL)
    return watching


@cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")


def axe_violations(page: Page) -> list[str]:
    """Return what axe finds wrong with a page as it stands, one line for each element."""
    options = json.dumps({"runOnly": list(RULES), "resultTypes": ["violations"]})
    found = evaluated(page, f"{_axe()};axe.run(document, {options}).then(found => found.violations)")
    return [f"{rule['id']}: {node['target']} {node['failureSummary']}" for rule in found for node in rule["nodes"]]


def evaluated(page: Page, expression: str) -> Any:
    """Return the value of a script's expression, which the page's policy does not forbid as it would its own.

    A page to which a click has just led is waited for: its document may stand, and have nothing in it yet.
    """
    page.wait_for_load_state()
    session = page.context.new_cdp_session(page)
    asked = {"expression": expression, "awaitPromise": True, "returnByValue": True, "allowUnsafeEvalBlockedByCSP": True}
    answer = session.send("Runtime.evaluate", asked)
    session.detach()
    assert "exceptionDetails" not in answer, answer
    return answer["result"].get("value")


def sideways(page: Page) -> int:
    """Return by how many pixels the page is wider than the window."""
    return int(evaluated(page, "document.documentElement.scrollWidth - document.documentElement.clientWidth"))
