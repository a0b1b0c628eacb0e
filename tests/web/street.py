"""Trainers in the street: today's sessions, by the real clock as telephones have it, and what was logged."""

import secrets
from datetime import datetime

from playwright.sync_api import BrowserContext, Page, expect

from tests.web.office import OFFICE, fill
from tests.web.trainees import ANN, AUTUMN, BEN, SPRING, TAMSIN, ULF, Trainers, begin, fill_training, session
from travel_training.entries import AnyEntry, Observed
from travel_training.people import TraineeId
from web.pages.guard import LONDON, NOBODY
from web.store import Store
from web.store.people import User

COOKIE = "waymark"
expect.set_options(timeout=30_000)  # a machine that does much else besides is slow, and nothing is wrong with that


def fill_street(store: Store) -> Trainers:
    """Fill an empty store: today Tamsin has a session with Ann, and Ulf one with Ben."""
    fill(store)
    trainers = fill_training(store)
    begin(store, trainers, ANN, AUTUMN, TAMSIN)
    begin(store, trainers, BEN, SPRING, ULF)
    today = datetime.now(LONDON).date()
    with store.writing(OFFICE) as kept:
        sessions = [session("s1", day=today), session("s2", (BEN,), day=today, trainer=ULF)]
        kept.training.sessions.keep_all(sessions)
    return trainers


def sign_in(context: BrowserContext, store: Store, user: User, site: str) -> str:
    """Let a user be signed in in a browser; return the secret of the session."""
    secret = secrets.token_urlsafe(32)
    with store.writing(NOBODY) as kept:
        kept.people.begin_session(user.id, secret, "a telephone", is_verified=True)
    give(context, secret, site)
    return secret


def give(context: BrowserContext, secret: str, site: str) -> None:
    """Give a browser the cookie of a session."""
    context.add_cookies([{"name": COOKIE, "value": secret, "url": site}])


def logged(store: Store, pupil: TraineeId = ANN) -> list[AnyEntry]:
    """Return what was logged of the day's session, in the order in which it was kept."""
    with store.reading(OFFICE) as kept:
        return [each for each in kept.training.history(pupil) if getattr(each, "session", None)]


def notes(store: Store) -> list[str]:
    """Return the notes of what was seen, in the order in which it was kept."""
    return [each.note for each in logged(store) if isinstance(each, Observed)]


def is_ready(page: Page) -> None:
    """Wait until a page has its service worker, and the day's copies."""
    page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    wait_until(page, "caches.open('visit-pack').then(pack => pack.keys()).then(keys => keys.length > 1)")


def wait_until(page: Page, promise: str) -> None:
    """Wait until what a promise gives is true."""
    page.evaluate(f"(async () => {{ while (!(await {promise})) await new Promise(go => setTimeout(go, 50)) }})()")


def tap(page: Page, level: int, note: str = "", milestone: str = "Crosses a road") -> None:
    """Log the help that was needed at a milestone, and wait until the page says that it is kept."""
    card = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=milestone))
    lines = card.locator("[data-lines] li")
    before = lines.count()
    if note:
        box = card.get_by_label("What happened")
        if not box.is_visible():
            card.locator("summary").click()
        box.fill(note)
    card.get_by_role("button", name=f"level {level}").click()
    expect(lines).to_have_count(before + 1)
    expect(card.locator("form[data-busy]")).to_have_count(0)


def strip_says(page: Page, words: str) -> None:
    """See what stands at the head of the page."""
    expect(page.locator("[data-strip]")).to_have_text(words)
