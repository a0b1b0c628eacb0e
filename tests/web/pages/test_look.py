from collections.abc import Callable

import pytest
from flask import Flask

from tests.web.browser import DESK, PHONE, ZOOMED, axe_violations, evaluated, sideways, watch
from tests.web.conftest import OpenPage
from tests.web.pages.specimens import PAGES, specimens

pytestmark = pytest.mark.browser

@pytest.fixture
def site(serve: Callable[[Flask], str]) -> str:
    """Return the address of the specimens."""
    return serve(specimens())


@pytest.mark.parametrize("name", PAGES)
def test_x(name: str, site: str, open_page: OpenPage) -> None:
    for width in (DESK, PHONE):
        page = open_page(width=width)
        seen = watch(page)
        page.goto(f"{site}/{name}")
        page.wait_for_timeout(300)
        page.screenshot(path=f"/tmp/shots/{name or 'parts'}-{width}.png", full_page=True)
        print(name, width, axe_violations(page), seen.problems, sideways(page))
