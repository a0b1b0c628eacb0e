"""Files that are being looked at: sealed, one's own, confirmed once, and forgotten in time."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from tests.web.office import OFFICE, Clock, school_of
from web.access import the_clock
from web.store import ConflictError, NotKeptError, Store
from web.store.uploads import KEPT_FOR


def keep(store: Store) -> str:
    with store.writing(OFFICE) as kept:
        return kept.uploads.keep("pupils", "pupils.csv", b"pupil,name\nP1,Ann Lee\n", {"whole": True})


def test_a_file_is_given_back_to_whoever_loaded_it_and_to_nobody_else(store: Store) -> None:
    id_ = keep(store)
    with store.reading(OFFICE) as kept:
        assert kept.uploads.get(id_).content == b"pupil,name\nP1,Ann Lee\n"
    with store.reading(school_of("oak")) as kept:
        assert kept.principal.user == OFFICE.user  # the same person may look at their own file
    with store.database.reading() as connection:
        assert "Ann" not in repr(connection.execute(text("SELECT * FROM upload")).all())


def test_a_file_is_confirmed_once_and_then_forgotten(store: Store) -> None:
    id_ = keep(store)
    with store.writing(OFFICE) as kept:
        kept.uploads.confirm(id_)
    with store.reading(OFFICE) as kept:
        assert kept.uploads.get(id_).content == b""
    with pytest.raises(ConflictError, match="confirmed already"), store.writing(OFFICE) as kept:
        kept.uploads.confirm(id_)


def test_a_file_that_nobody_confirms_is_forgotten(store: Store, clock: Clock) -> None:
    id_ = keep(store)
    clock.now += KEPT_FOR + timedelta(minutes=1)
    keep(store)
    with store.reading(OFFICE) as kept, pytest.raises(NotKeptError):
        kept.uploads.get(id_)


def test_a_file_can_be_forgotten_at_once_by_whoever_loaded_it(store: Store) -> None:
    id_ = keep(store)
    with store.writing(the_clock("another")) as kept:
        kept.uploads.forget(id_)
    with store.writing(OFFICE) as kept:
        assert kept.uploads.get(id_).name == "pupils.csv"
        kept.uploads.forget(id_)
    with store.reading(OFFICE) as kept, pytest.raises(NotKeptError):
        kept.uploads.get(id_)


def test_a_column_mapping_is_kept_by_name(store: Store) -> None:
    with store.writing(OFFICE) as kept:
        kept.uploads.keep_mapping("From the case system", "pupils", {"Child ref": "pupil"})
        kept.uploads.keep_mapping("From the case system", "pupils", {"Ref": "pupil"})
    with store.reading(OFFICE) as kept:
        assert kept.uploads.list_mappings("pupils") == {"From the case system": {"Ref": "pupil"}}
        assert kept.uploads.list_mappings("schools") == {}
