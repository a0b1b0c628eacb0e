"""No pupil's name stands in a title, an address or a line of the log: these outlive the page and are seen by others."""

import logging
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urldefrag

import pytest
from flask import Flask

from tests.web.houses import opened
from tests.web.office import NAMES
from tests.web.pages.client import Browser, sign_in
from tests.web.test_every_page import STARTS
from tests.web.walk import kind_of
from web.access import Role

NAME = re.compile(rf"\b({'|'.join(sorted(set(' '.join(NAMES.values()).split())))})\b")
"""A pupil's first or last name, as it is written."""
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_ADDRESS = re.compile(r'(?:href|action|src|data-poll|data-source)="([^"]*)"')

_NO_PAGES = ("static", "public.brand")


@pytest.mark.parametrize("role", [Role.OFFICER, Role.SCHOOL, Role.TRAINER])
def test_no_name_leaves_a_page(tmp_path: Path, caplog: pytest.LogCaptureFixture, role: Role) -> None:
    house = opened(tmp_path, "changed")
    caplog.set_level(logging.DEBUG)
    browser = sign_in(house.app, house.users[role])
    pages, shown = dict(everything(browser, house.app, STARTS[role])), False
    assert len(pages) >= 8
    for path, text in pages.items():
        title = _TITLE.search(text)
        assert title is not None, path
        outside = [path, title[1], *_ADDRESS.findall(text)]
        assert not [each for each in outside if NAME.search(each)], path
        shown |= NAME.search(text) is not None
    assert shown  # the names are there to leak
    assert not NAME.search(caplog.text)
    house.store.database.close()


def everything(browser: Browser, app: Flask, start: str) -> Iterator[tuple[str, str]]:
    """Yield the address and the text of each page that can be reached, one of each kind."""
    waiting, seen = [start], set[tuple[str, frozenset[str]]]()
    while waiting:
        path = waiting.pop(0)
        kind = kind_of(app, path)
        if kind is None or kind in seen or kind[0] in _NO_PAGES:
            continue
        seen.add(kind)
        answer = browser.get(path)
        if answer.mimetype != "text/html" or answer.status_code != 200:
            continue
        text = answer.get_data(as_text=True)
        yield path, text
        found = [urldefrag(unescape(each)).url for each in _ADDRESS.findall(text)]
        waiting += [each for each in found if each.startswith("/")]
