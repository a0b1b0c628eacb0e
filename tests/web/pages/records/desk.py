"""What a test does at the desk: keep records behind the pages' back, open pages, send forms and files."""

import io
import re

from werkzeug.test import TestResponse

from tests.web.office import OFFICE
from tests.web.pages.client import Browser
from web.records.rows import Row, key_of, row_of
from web.store import Kept, Store
from web.store.audit import Entry
from web.store.records import Change


def put(kept: Kept, kind: str, cells: dict[str, str]) -> Change:
    """Return the change that lays cells over a record, or makes it."""
    before = kept.records.find(kind, key_of(kind, cells))
    values = {**(before.values if before is not None else {}), **cells}
    return Change(row_of(kind, values, before.version if before is not None else 0))


def keep(store: Store, kind: str, **cells: str) -> Row:
    """Lay cells over a record, or make it, as somebody else would."""
    with store.writing(OFFICE) as kept:
        return kept.records.apply([put(kept, kind, cells)])[0]


def held(store: Store, kind: str, key: str) -> Row | None:
    """Return a record as it is kept."""
    with store.reading(OFFICE) as kept:
        return kept.records.find(kind, key)


def said_in_audit(store: Store, event: str) -> list[Entry]:
    """Return the entries of one kind of event, the newest first."""
    with store.reading(OFFICE) as kept:
        return kept.audit.list_entries(event=event)


def text_of(answer: TestResponse, status: int = 200) -> str:
    """Return a page's text as it reads, without marks and with one space between words."""
    assert answer.status_code == status, answer.get_data(as_text=True)[:3000]
    plain = re.sub(r"<[^>]*>", " ", answer.get_data(as_text=True))
    return " ".join(plain.replace("&#39;", "'").replace("&amp;", "&").split())


def opened(browser: Browser, address: str) -> str:
    """Return the text of a page."""
    return text_of(browser.get(address))


def form_at(browser: Browser, address: str) -> dict[str, str]:
    """Return what a form shows and would send if nobody touched it."""
    page = browser.get(address).get_data(as_text=True)
    found = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = _attribute(tag, "name"), _attribute(tag, "value")
        if name and ('type="radio"' not in tag or "checked" in tag):
            found[name] = value
    for name, body in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', body)
        found[name] = chosen[1] if chosen else ""
    found |= dict(re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.DOTALL))
    return {name: value for name, value in found.items() if name not in ("csrf_token", "find")}


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return found[1] if found else ""


def send_file(browser: Browser, content: bytes, kind: str, name: str = "list.csv", **more: str) -> TestResponse:
    """Send a file to be looked at."""
    data = {"file": (io.BytesIO(content), name), "kind": kind, **more}
    return browser.post("/records/import", data=data, content_type="multipart/form-data")


def mark_in(page: str) -> str:
    """Return the mark by which a dry run is confirmed."""
    found = re.search(r'name="mark" value="([0-9a-f]{64})"', page)
    assert found is not None, "it cannot be confirmed"
    return found[1]
