"""A phone and a server killed in the middle: nothing is lost, nothing kept twice, nothing to be read on the phone.

The control, without ids, stands with the stories (test_logging_in_the_street); ``python -m tests.soak.outbox`` has one.
"""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.faults.street import SECRETS, Telephone, in_the_street, log_offline
from tests.web.street import logged, notes, strip_says, tap
from web.store import Keyring

pytestmark = pytest.mark.browser
CONTROL = "wildebeest"
MILESTONE = "Crosses a road"
"""Stands in the visit pack, and so shows that what stands on the phone is found."""
SESSIONS = "Default/Sessions"
"""Where Chromium writes what it brings back after a crash."""


def begun(ready_file: Path, folder: Path) -> Path:
    """Return a folder in which a service has its keys and its tables, and nothing in them."""
    (folder / "service").mkdir()
    Keyring.fresh().write(folder / "service" / "keys.json")
    shutil.copy(ready_file, folder / "service" / "waymark.sqlite")
    return folder


def test_killed_half_way_nothing_is_lost_doubled_or_readable(
    playwright: Playwright, ready_file: Path, tmp_path: Path
) -> None:
    made = ["zebrafinch", "quagmire", "marzipan"]
    with in_the_street(playwright, begun(ready_file, tmp_path)) as (store, server, phone):
        phone.context.set_offline(True)
        log_offline(phone, made[:1])
        type_and_wait_until_the_browser_writes(phone, made[1])
        tap(phone.page, 1, made[1])
        phone.kill()
        phone.switch_on(offline=True)
        strip_says(phone.page, "2 entries waiting")
        phone.open_visit()
        server.will_die()
        phone.context.set_offline(False)
        server.wait_until_dead()
        assert notes(store) == made[:2]
        tap(phone.page, 1, made[2])
        phone.kill()
        server.start()
        phone.switch_on()
        strip_says(phone.page, "All sent")
        assert notes(store) == made
        assert len(logged(store)) == 3
        phone.switch_off()
        assert phone.holds(*made, *SECRETS, MILESTONE) == {MILESTONE}


def type_and_wait_until_the_browser_writes(phone: Telephone, note: str) -> None:
    """Begin a note, and wait until the browser has written down what it can of the page, as it does for crashes.

    A box that is not one of ours, for which that is not forbidden, shows that it has, and that it would be found.
    """
    phone.page.evaluate("document.querySelector('main').append(document.createElement('textarea'))")
    phone.page.get_by_label("What happened").first.fill(note)
    phone.page.locator("main > textarea").fill(CONTROL)
    for _ in range(100):
        if phone.holds(CONTROL, within=SESSIONS):
            break
        phone.page.wait_for_timeout(200)
    assert phone.holds(CONTROL, note, within=SESSIONS) == {CONTROL}
    phone.page.get_by_label("What happened").first.fill("")
