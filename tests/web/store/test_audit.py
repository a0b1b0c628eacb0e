"""The audit log is a chain: what is changed, taken out, put in or cut off is found."""

import pytest
from sqlalchemy import text

from tests.web.office import OFFICE
from web.store import Keyring, Store
from web.store.audit import head_text, read_head
from web.store.errors import UnusableError
from web.store.events import Event

TAMPERINGS = {
    "changed": ("UPDATE audit SET who = 'nobody' WHERE number = 2", "Row 2 has been changed"),
    "taken out": ("DELETE FROM audit WHERE number = 2", "Rows 2 to 2 are missing"),
    "swapped": ("UPDATE audit SET ref = 'r3' WHERE number = 2", "Row 2 has been changed"),
}


def fill(store: Store) -> tuple[int, str]:
    with store.writing(OFFICE) as kept:
        for number in range(1, 6):
            kept.audit.say(Event.RECORD_CHANGED, "pupils", f"r{number}", version=number)
        return kept.audit.head()


def test_a_whole_log_is_found_whole(store: Store) -> None:
    head = fill(store)
    with store.reading(OFFICE) as kept:
        assert kept.audit.verify(head) == []
        assert [entry.ref for entry in kept.audit.list_entries(most=2)] == ["r5", "r4"]


@pytest.mark.parametrize("how", TAMPERINGS)
def test_tampering_is_found(store: Store, how: str) -> None:
    statement, said = TAMPERINGS[how]
    fill(store)
    with store.database.writing() as connection:
        connection.execute(text(statement))
    with store.reading(OFFICE) as kept:
        assert said in " ".join(kept.audit.verify())


def test_a_log_that_is_cut_off_is_found_by_the_head_that_was_written_down(store: Store) -> None:
    head = fill(store)
    with store.database.writing() as connection:
        connection.execute(text("DELETE FROM audit WHERE number > 3"))
    with store.reading(OFFICE) as kept:
        assert kept.audit.verify() == []  # by itself it looks whole
        assert "the end of the log has been cut off" in " ".join(kept.audit.verify(head))


def test_what_is_undone_is_not_logged(store: Store) -> None:
    def say_and_fail() -> None:
        with store.writing(OFFICE) as kept:
            kept.audit.say(Event.RECORD_CHANGED, "pupils", "p1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        say_and_fail()
    with store.reading(OFFICE) as kept:
        assert kept.audit.head()[0] == 0


def test_a_head_is_read_as_it_was_written_down(store: Store) -> None:
    head = fill(store)
    assert read_head(head_text(head)) == head
    for typed in ("", "5", "x" * 64, f"5 {'g' * 64}", f"-1 {'a' * 64}"):
        with pytest.raises(ValueError, match="no head of an audit log"):
            read_head(typed)


def test_a_log_begun_with_other_keys_is_told_at_once(store: Store) -> None:
    fill(store)
    with store.reading(OFFICE) as kept:
        kept.audit.refuse_other_keys()
    other = Store(store.database, Keyring.fresh(), store.now)
    with other.reading(OFFICE) as kept, pytest.raises(UnusableError, match="not those of this database"):
        kept.audit.refuse_other_keys()
