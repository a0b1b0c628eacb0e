"""What tests of the web share: a small county on disk (map, roads, an authority of twelve pupils, a plan), a browser.

A test marked ``browser`` may open sockets to this machine and to no other: pytest-socket's ``allow_hosts`` is put on it
here, which lets the server listen on 127.0.0.1 while any other connection is still refused. Chromium is a process of
its own; ``tests.web.browser`` takes every other host from it.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from geodata.county import write_county
from tests.web.browser import DESK, HOST, launch, serving
from tests.web.office import new_store, sqlite_url
from web.cli import main
from web.morning import INVENTED_MAP

DAY = "2026-11-24"


@dataclass(frozen=True)
class County:
    """Where everything is."""

    map_file: Path
    roads: Path
    authority: Path
    plan: Path

    def plan_arguments(self, out: Path) -> list[str]:
        """Return the arguments that made the plan, to another file."""
        arguments = ["plan", str(self.authority), "--roads", str(self.roads), "--day", DAY, "--direction", "to-school"]
        return [*arguments, "--iterations", "200", "--seed", "1", "--out", str(out), "--quiet"]


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> County:
    """Return the county, made by the commands themselves."""
    root = tmp_path_factory.mktemp("county")
    made = County(root / INVENTED_MAP, root / "roads", root / "authority", root / "plan.json")
    write_county(made.map_file)
    assert main(["roads", "build", str(made.map_file), "--out", str(made.roads), "--quiet"]) == 0
    drawn = ["synthesise", "--roads", str(made.roads), "--pupils", "12", "--schools", "2", "--seed", "3"]
    assert main([*drawn, "--out", str(made.authority), "--quiet"]) == 0
    assert main(made.plan_arguments(made.plan)) == 0
    return made


def pytest_configure(config: pytest.Config) -> None:
    """Name the marker of tests that drive a browser."""
    config.addinivalue_line("markers", "browser: drives Chromium, and may open sockets to this machine")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Let tests with a browser reach this machine, and nothing else."""
    if item.get_closest_marker("browser"):
        item.add_marker(pytest.mark.allow_hosts([HOST]))


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Return what starts browsers.

    It keeps its event loop in this thread from now on, so no later test can call ``asyncio.run``; none does.
    """
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Return the one browser of the session."""
    started = launch(playwright)
    yield started
    started.close()


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Return what opens a page in a context of its own: ``open_page(width=390, scripts=False)``."""
    with ExitStack() as stack:

        def opened(*, width: int = DESK, scripts: bool = True) -> Page:
            context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts)
            stack.callback(context.close)
            return context.new_page()

        yield opened


@pytest.fixture
def browser_page(open_page: OpenPage) -> Page:
    """Return a page as on a desk."""
    return open_page()


@pytest.fixture
def serve() -> Iterator[Callable[[Flask], str]]:
    """Return what serves an application until the test ends, and tells its address."""
    with ExitStack() as stack:
        yield lambda app: stack.enter_context(serving(app))


@pytest.fixture(scope="session")
def ready_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of an empty SQLite store, for tests to copy: to make its tables takes longer than most tests."""
    folder = tmp_path_factory.mktemp("ready")
    new_store(sqlite_url(folder)).database.close()
    return folder / "waymark.sqlite"
