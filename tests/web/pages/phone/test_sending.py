"""What phones fetch and send: a pack that names nobody; entries that are each kept once, or refused with a reason."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count

import pytest

from tests.web.office import NAMES, OFFICE, Clock
from tests.web.pages.client import Browser, without_keys
from tests.web.pages.phone.conftest import MORNING
from tests.web.trainees import ANN, ULF, Trainers
from tests.web.training.phones import seal
from travel_training.entries import AnyEntry, Observed, SessionId
from web.access import Role
from web.store import Store
from web.store.people import User
from web.store.training_outbox import OutboxKey


@dataclass
class Telephone:
    """A phone that logs without signal, and sends later."""

    browser: Browser
    user: User
    key: OutboxKey
    visit: str
    ids: "count[int]" = field(default_factory=lambda: count(1))

    def log(self, **fields: str) -> dict[str, str]:
        """Return an entry as it lies on the phone."""
        number = next(self.ids)
        id_ = fields.pop("id", f"e{number}")
        told = {"what": "observed", "milestone": "cross", "level": "2", "visit": self.visit, "sequence": number}
        text = told | {"at": MORNING.isoformat(), "device": "d1"} | fields
        sealed = seal(self.key.public, text, id_=id_, key_id=self.key.key_id, user=self.user.id)
        return {"id": id_, "key_id": self.key.key_id, "sealed": sealed}

    def send(self, *entries: Mapping[str, str], sent_at: datetime = MORNING) -> list[tuple[str, str]]:
        """Send entries; return what is said of each, and why."""
        answer = self.browser.post("/phone/entries.json", json={"sent_at": sent_at.isoformat(), "entries": entries})
        assert answer.status_code == 200, answer.get_data(as_text=True)
        told = answer.get_json()
        self.clock_told = told["clock"]
        by_id = {each["id"]: (each["said"], each["why"]) for each in told["answers"]}
        return [by_id[each["id"]] for each in entries]


def telephone(browser: Browser, user: User, store: Store) -> Telephone:
    """Return a phone whose pages have been opened once."""
    pack = browser.get("/phone/pack.json").get_json()
    [visit] = [address.rpartition("/")[2] for address in pack["pages"] if "/visits/" in address]
    with store.reading(OFFICE) as kept:
        key = kept.training.outbox.find_key()
    assert key is not None
    return Telephone(browser, user, key, visit)


@pytest.fixture
def tamsins(phone: Browser, trainers: Trainers, store: Store) -> Telephone:
    """Return Tamsin's telephone."""
    return telephone(phone, trainers.tamsin, store)


def logged(store: Store) -> list[AnyEntry]:
    """Return what has been logged of Ann's session."""
    with store.reading(OFFICE) as kept:
        return [each for each in kept.training.history(ANN) if getattr(each, "session", None) == "s1"]


STORED, DUPLICATE = ("stored", ""), ("duplicate", "")


def test_the_pack_is_the_days_pages_without_anyone(phone: Browser) -> None:
    phone.post(_visit(phone), data={"entry": "e1", "what": "observed", "milestone": "cross", "level": "2"})
    answer = phone.get("/phone/pack.json")
    assert answer.headers["Cache-Control"] == "no-store"
    pages = answer.get_json()["pages"]
    assert len(pages) == 2
    for page in pages.values():
        assert "Session 1 – trainee A" in page
        for told in (*NAMES.values(), "p1", "Secret Lane", "Oak School", "Tamsin", "08:14"):
            assert told not in without_keys(page).replace("Made 23 November 2026 at 08:14", ""), told
        assert 'data-token=""' in page
        assert not re.search(r'name="csrf_token" value="[^"]', page)
        assert "<script>" not in page


def _visit(browser: Browser) -> str:
    pages: Mapping[str, str] = browser.get("/phone/pack.json").get_json()["pages"]
    return next(address for address in pages if "/visits/" in address)


def test_entries_are_kept_in_the_order_of_the_phone(tamsins: Telephone, store: Store) -> None:
    entries = [tamsins.log(level=str(level), note="zebra") for level in (0, 1, 2)]
    assert tamsins.send(*reversed(entries)) == [STORED] * 3
    seen = [(each.level, each.note) for each in logged(store) if isinstance(each, Observed)]
    assert seen == [(0, "zebra"), (1, "zebra"), (2, "zebra")]
    assert tamsins.clock_told == ""


def test_what_is_sent_again_is_a_duplicate(tamsins: Telephone, store: Store, clock: Clock) -> None:
    entries = [tamsins.log(), tamsins.log(at=(MORNING + timedelta(minutes=2)).isoformat())]
    tamsins.send(*entries)
    clock.wait(600)
    assert tamsins.send(*entries) == [DUPLICATE] * 2
    assert len(logged(store)) == 2


def test_each_is_judged_by_itself(tamsins: Telephone, store: Store) -> None:
    wrong = tamsins.log(milestone="fly")
    said = tamsins.send(tamsins.log(), wrong, tamsins.log())
    assert said == [STORED, ("refused", "The milestone is not in the trainee's programme."), STORED]
    assert len(logged(store)) == 2
    with store.reading(tamsins.user.principal()) as kept:
        assert [each.entry for each in kept.training.outbox.list_refused()] == [wrong["id"]]


def test_of_two_under_one_id_the_first_is_kept_and_the_other_refused(tamsins: Telephone, store: Store) -> None:
    tamsins.send(tamsins.log(id="e1"))
    said = tamsins.send(tamsins.log(id="e1", level="0"))
    assert said == [("refused", "Something else was kept under its id first, and stays.")]
    assert len(logged(store)) == 1


def test_what_cannot_be_opened_or_was_sealed_by_no_page_of_ours_is_refused(tamsins: Telephone, store: Store) -> None:
    for entry, said in (
        (tamsins.log() | {"key_id": "another"}, "It was sealed too long ago"),
        (tamsins.log() | {"sealed": "AAAA"}, "It cannot be opened: it is too short."),
        (tamsins.log() | {"id": "another"}, "It cannot be opened: it was sealed with another key or for someone else"),
        (tamsins.log(sequence="many"), "It is not as Waymark's pages seal entries."),
        (tamsins.log(at="morning"), "It is not as Waymark's pages seal entries."),
        (tamsins.log(at="2026-11-23T08:00:00"), "It is not as Waymark's pages seal entries."),
    ):
        [(told, why)] = tamsins.send(entry)
        assert (told, why[: len(said)]) == ("refused", said)
    assert not logged(store)


def test_an_entry_of_someone_else_or_of_their_session_is_refused(
    tamsins: Telephone, other_phone: Browser, trainers: Trainers, store: Store
) -> None:
    ulfs = telephone(other_phone, trainers.ulf, store)
    [(said, why)] = ulfs.send(tamsins.log())
    assert (said, why[:24]) == ("refused", "It cannot be opened: it ")
    said_of_session = ulfs.send(ulfs.log(visit=tamsins.visit))
    assert said_of_session == [("refused", "The session is not one of yours, or was more than a week ago.")]
    assert not logged(store)


def test_what_was_kept_is_a_duplicate_even_when_the_session_has_become_anothers(
    tamsins: Telephone, trainers: Trainers, store: Store
) -> None:
    entry = tamsins.log()
    assert tamsins.send(entry) == [STORED]
    with store.writing(OFFICE) as kept:
        given = kept.training.sessions.get(SessionId("s1"))
        kept.training.sessions.keep_all([replace(given, trainer=ULF)])
    assert tamsins.send(entry) == [DUPLICATE]
    [(said, _)] = tamsins.send(tamsins.log())
    assert said == "refused"
    with store.reading(trainers.tamsin.principal()) as kept:
        assert entry["id"] not in {each.entry for each in kept.training.outbox.list_refused()}


def test_a_clock_that_is_wrong_is_told_and_written_down(tamsins: Telephone, store: Store) -> None:
    ahead = MORNING + timedelta(minutes=12)
    assert tamsins.send(tamsins.log(at=ahead.isoformat()), sent_at=ahead) == [STORED]
    assert tamsins.clock_told == "This phone's clock is 12 minutes ahead: set it, so that times are right."
    with store.reading(OFFICE) as kept:
        last = kept.training.list_entries(ANN)[-1]
    assert (last.skew_s, last.entry.at) == (720, MORNING)  # nothing happens after it has come to us
    page = tamsins.browser.get(f"/phone/visits/{tamsins.visit}").get_data(as_text=True)
    assert "Kept; the phone&#39;s clock was 12 minutes ahead" in page


def test_the_zone_of_the_phone_is_kept(tamsins: Telephone, store: Store) -> None:
    at = "2026-11-23T09:10:00+01:00"
    tamsins.send(tamsins.log(at=at))
    assert logged(store)[0].at.isoformat() == at


def test_an_entry_may_come_a_week_late_but_its_key_is_not_kept_for_ever(
    tamsins: Telephone, trainers: Trainers, store: Store, clock: Clock
) -> None:
    early, late = tamsins.log(), tamsins.log()
    for days, said in ((6, STORED), (39, ("refused", "It was sealed too long ago: its key is no longer kept."))):
        clock.now = MORNING + timedelta(days=days)
        with store.writing(OFFICE) as kept:
            kept.people.begin_session(trainers.tamsin.id, f"after {days}", "a test", is_verified=True)
        tamsins.browser.set_cookie("waymark", f"after {days}")
        assert tamsins.send(early if days == 6 else late, sent_at=clock.now) == [said]


def test_what_is_no_call_of_a_phone_is_said_to_be_none(phone: Browser) -> None:
    at, entry = MORNING.isoformat(), {"id": "e", "key_id": "k", "sealed": "s"}
    bodies: tuple[object, ...] = (
        None,
        [],
        {"sent_at": at, "entries": []},
        {"sent_at": at, "entries": [entry] * 101},
        {"sent_at": at, "entries": [entry | {"id": 1}]},
        {"sent_at": at, "entries": [entry | {"id": "\0"}]},
        {"sent_at": at, "entries": [entry | {"key_id": "k" * 65}]},
        {"sent_at": "yesterday", "entries": [entry]},
        {"sent_at": 8, "entries": [entry]},
    )
    for body in bodies:
        answer = phone.post("/phone/entries.json", json=body)
        assert answer.status_code == 422, body
        assert answer.get_json()["said"].endswith("."), body


def test_whoever_is_signed_out_or_no_trainer_sends_nothing(
    phone: Browser, officer: Browser, users: Mapping[Role, User]
) -> None:
    assert users
    assert officer.post("/phone/entries.json", json={}).status_code == 404
    phone.delete_cookie("waymark")
    answer = phone.post("/phone/entries.json", json={})
    assert (answer.status_code, answer.mimetype) == (401, "application/json")
    assert phone.get("/phone/pack.json").status_code == 302
