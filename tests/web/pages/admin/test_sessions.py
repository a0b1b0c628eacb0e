"""The administrator's page of open sessions."""

import re
from collections.abc import Mapping

from flask import Flask

from tests.web.accounts import bare, is_signed_in
from tests.web.pages.client import Browser, sign_in
from tests.web.queries import counted_queries
from web.access import Role
from web.store import Store
from web.store.people import User


def test_every_open_session_is_listed_and_can_be_ended(
    admin: Browser, app: Flask, users: Mapping[Role, User], store: Store
) -> None:
    with counted_queries(store) as of_one:
        admin.get("/sessions/")
    trainer = sign_in(app, users[Role.TRAINER])
    with counted_queries(store) as of_two:
        page = admin.get("/sessions/").get_data(as_text=True)
    assert len(of_one) == len(of_two)
    assert users[Role.TRAINER].name in page
    ends = re.findall(r'href="(/sessions/[0-9a-f]{64}/end)"', page)
    assert len(ends) == 2
    link = next(each for each in ends if users[Role.TRAINER].name in admin.get(each).get_data(as_text=True))
    assert is_signed_in(trainer)
    assert admin.post(link).location == "/sessions/"
    assert (is_signed_in(trainer), is_signed_in(admin)) == (False, True)
    over, none = admin.post(link), admin.post("/sessions/none/end")
    assert (over.status_code, bare(over)) == (404, bare(none))
