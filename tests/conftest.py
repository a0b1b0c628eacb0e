"""What every test may use: the shared data, where it is present, and what starts browsers.

A test marked ``browser`` may open sockets to this machine and to no other: pytest-socket's ``allow_hosts`` is put on it
here, which lets the server listen on 127.0.0.1 while any other connection is still refused. Chromium is a process of
its own; ``tests.web.browser`` takes every other host from it.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
THIS_MACHINE = "127.0.0.1"
LONGEST = (
    "tests/test_counties.py",  # has the planner's kernels translated, while the next needs none
    "tests/web/test_every_page.py",
    "tests/test_tools.py",
    "tests/web/test_cli.py",
    "tests/routing/rules/test_said_unsaid.py",
)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of real roads and places, or skip the test, saying so, where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"the shared data folder is absent ({SHARED_DATA.parent.name}/{SHARED_DATA.name})")
    return SHARED_DATA


def pytest_configure(config: pytest.Config) -> None:
    """Name the marker of tests that drive a browser."""
    config.addinivalue_line("markers", "browser: drives Chromium, and may open sockets to this machine")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Let tests with a browser reach this machine, and nothing else."""
    if item.get_closest_marker("browser"):
        item.add_marker(pytest.mark.allow_hosts([THIS_MACHINE]))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files, so that no processor waits at the end while another finishes one of them."""
    rank = {name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.nodeid.partition("::")[0], len(rank)))


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Return what starts browsers.

    It keeps its event loop in this thread from now on, so no later test can call ``asyncio.run``; none does.
    """
    with sync_playwright() as started:
        yield started
