"""Signing out of a phone: never without a look at what waits; then nothing stays but what is to."""

import pytest

from tests.web.pages.client import Browser


def test_signing_out_from_any_page_goes_to_the_page_that_looks_first(phone: Browser) -> None:
    assert 'action="/phone/sign-out"' in phone.get("/account/").get_data(as_text=True)
    answer = phone.post("/phone/sign-out")
    assert (answer.status_code, answer.location) == (303, "/phone/sign-out")
    assert phone.get("/phone/").status_code == 200


@pytest.mark.parametrize(
    ("left", "cleared"),
    [({}, '"cache", "storage"'), ({"left": "lose"}, '"cache", "storage"'), ({"left": "keep"}, '"cache"')],
)
def test_whoever_has_looked_is_signed_out_and_the_phone_cleared(
    phone: Browser, left: dict[str, str], cleared: str
) -> None:
    answer = phone.post("/phone/sign-out", data={"asked": "yes"} | left)
    assert (answer.status_code, answer.location) == (303, "/account/sign-in")
    assert answer.headers["Clear-Site-Data"] == cleared
    assert phone.get("/phone/").status_code == 302
