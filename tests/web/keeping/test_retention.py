"""Retention: one table says what is kept how long, and each rule forgets just what is older."""

from datetime import timedelta

from tests.web.keeping.conftest import Installation
from tests.web.office import OFFICE, fill
from web.keeping.retention import OLD, PASSING, forget_old, forget_passing, report, would_forget
from web.slots import Turn
from web.store.events import Event


def test_what_would_be_forgotten_is_counted_and_nothing_is(here: Installation) -> None:
    fill(here.store)
    with here.store.writing(OFFICE) as kept:
        kept.uploads.keep("pupils", "list.csv", b"", {})
    here.clock.now += timedelta(days=here.settings.keep_days + 2)
    with here.store.reading(OFFICE) as kept:
        before = kept.copies.figures()
    counts = {each.rule.what: each.count for each in would_forget(here.store, here.settings) if each.count}
    assert counts == {
        "Plans, with runs, rides, edits, notices and actual times": 1,
        "Files loaded to be looked at": 1,
    }
    with here.store.reading(OFFICE) as kept:
        assert kept.copies.figures() == before


def test_a_plan_is_kept_to_its_last_day_and_no_longer(here: Installation) -> None:
    fill(here.store)
    turn = Turn(here.store, here.settings, here.clock.now + timedelta(days=here.settings.keep_days + 1))
    with here.store.writing(OFFICE) as kept:
        assert forget_old(turn, kept) == "Nothing was old enough."
    turn = Turn(here.store, here.settings, turn.due_at + timedelta(days=1))
    with here.store.writing(OFFICE) as kept:
        assert forget_old(turn, kept) == "Plans, with runs, rides, edits, notices and actual times: 1"
        entry = kept.audit.list_entries(event=Event.RETENTION_RUN)[0]
        assert list(entry.detail.values()) == [1]


def test_what_is_passing_goes_the_next_night(here: Installation) -> None:
    users = fill(here.store)
    with here.store.writing(OFFICE) as kept:
        kept.people.begin_session(next(iter(users.values())).id, "secret", "a browser", is_verified=True)
        kept.uploads.keep("pupils", "list.csv", b"", {})
    turn = Turn(here.store, here.settings, here.clock.now + timedelta(hours=25))
    with here.store.writing(OFFICE) as kept:
        assert forget_passing(turn, kept) == "Sessions: 1; Files loaded to be looked at: 1"


def test_the_report_says_how_long_each_thing_is_kept(here: Installation) -> None:
    lines = list(report(would_forget(here.store, here.settings), here.settings))
    assert lines[0].endswith("actual times: 400 days from their day; 0 old enough")
    assert len(lines) > len(OLD) + len(PASSING)
