"""What the authority sets for all pages."""

import pytest

from tests.web.office import OFFICE
from tests.web.pages.client import Browser
from web.pages.nameplate import OPTION
from web.store import Store

TOLD = {"organisation": "Rutland County Council", "brand_colour": "#702963", "help_contact": "the team on 01572 000000"}


def test_what_is_set_stands_on_every_page_at_once(admin: Browser, officer: Browser) -> None:
    assert "Your council" in officer.get("/help").get_data(as_text=True)
    assert admin.post("/settings/", data=TOLD).location == "/settings/"
    page = officer.get("/help").get_data(as_text=True)
    for told in ("Rutland County Council", "the team on 01572 000000", "/brand.css?colour=702963"):
        assert told in page
    assert "--app-brand:#702963" in officer.get("/brand.css").get_data(as_text=True)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"brand_colour": "#ffaacc"}, "at least 4.5:1 is needed"),
        ({"brand_colour": "red}body{display:none"}, "is not a colour"),
        ({"organisation": ""}, "Name of the organisation is empty"),
    ],
)
def test_what_nobody_could_read_is_refused(admin: Browser, store: Store, given: dict[str, str], said: str) -> None:
    answer = admin.post("/settings/", data=TOLD | given)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    with store.reading(OFFICE) as kept:
        assert kept.options.find(OPTION) is None
