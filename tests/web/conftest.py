"""What tests of the web share: a small county on disk (map, roads, twelve pupils, a plan), a browser."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Playwright

from geodata.county import write_county
from tests.web.browser import DESK, launch, serving
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
