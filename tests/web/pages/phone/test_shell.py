"""The shell: the same for everyone, with nothing of anyone, and another whenever what it is made of changes."""

import json
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.browser import WEB, missing
from tests.web.office import OFFICE
from tests.web.pages.client import Browser
from web.pages.nameplate import OPTION
from web.store import Store


@pytest.fixture
def nobody(app: Flask) -> FlaskClient:
    """Return a browser in which nobody is signed in, where the scripts have been built."""
    if not (WEB / "static" / "built-from.txt").exists():
        missing("web/static is not made (python web/assets/backend.py)")
    return app.test_client()


def version_of(client: FlaskClient) -> str:
    """Return the mark of the shell."""
    found = re.match(r'const VERSION = "(\w+)"', client.get("/phone/worker.js").get_data(as_text=True))
    assert found is not None
    return found[1]


def test_the_page_that_answers_offline_is_the_same_for_everyone(phone: Browser, nobody: FlaskClient) -> None:
    own, none = (client.get("/phone/waiting").get_data(as_text=True) for client in (phone, nobody))
    assert own == none
    assert 'data-user="" data-key-id="" data-key="" data-token=""' in own


def test_the_worker_keeps_all_that_the_page_fetches(nobody: FlaskClient) -> None:
    worker = nobody.get("/phone/worker.js")
    assert (worker.mimetype, worker.headers["Cache-Control"]) == ("text/javascript", "no-cache")
    found = re.search(r"^const SHELL = (.+)$", worker.get_data(as_text=True), re.MULTILINE)
    assert found is not None
    shell = json.loads(found[1])
    page = nobody.get(shell[0]).get_data(as_text=True)
    fetched = set(re.findall(r'(?:src|href)="(/(?:static|brand)[^"]+)"', page))
    scripts = {f"/static/js/{name}" for name in _imported("phone.js")}
    assert shell[0] == "/phone/waiting"
    assert fetched | scripts == set(shell[1:])
    for address in shell:
        with nobody.get(address) as answer:
            assert answer.status_code == 200, address


def _imported(name: str) -> set[str]:
    """Return the names of a script and of all that it imports."""
    text = (WEB / "assets" / "js" / name).read_text(encoding="utf-8")
    return {name}.union(*(_imported(each) for each in re.findall(r'from "\./(.+?)"', text)))


def test_another_build_or_another_colour_is_another_version(
    app: Flask, nobody: FlaskClient, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = version_of(nobody)
    assert version_of(nobody) == before
    with store.writing(OFFICE) as kept:
        kept.options.put(OPTION, {"brand_colour": "#7a0019"})
    recoloured = version_of(nobody)
    (tmp_path / "js").mkdir()
    for name in ("built-from.txt", "js/phone-worker.js"):
        (tmp_path / name).write_text("another", encoding="utf-8")
    monkeypatch.setattr(app, "static_folder", str(tmp_path))
    assert len({before, recoloured, version_of(nobody)}) == 3


def test_where_the_scripts_have_not_been_built_there_is_no_worker(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "static_folder", str(tmp_path))
    assert app.test_client().get("/phone/worker.js").status_code == 404


def test_it_can_be_installed(nobody: FlaskClient) -> None:
    answer = nobody.get("/phone/manifest.webmanifest")
    told = json.loads(answer.get_data(as_text=True))
    assert answer.mimetype == "application/manifest+json"
    assert (told["start_url"], told["scope"], told["display"]) == ("/phone/", "/phone/", "standalone")
    assert {icon["sizes"] for icon in told["icons"]} == {"192x192", "512x512"}
    assert {icon["purpose"] for icon in told["icons"]} == {"any", "maskable"}
    for icon in told["icons"]:
        with nobody.get(icon["src"]) as picture:
            assert picture.get_data().startswith(b"\x89PNG")
