"""The small town with trainers and trainees, on SQLite."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.web.office import OFFICE, Clock, rows, sqlite_url
from tests.web.trainees import Trainers, begin, fill_training
from travel_training.term import TermProblem
from web.store import Keyring, Store
from web.store.database import Database
from web.training.reading import known_of
from web.training.sites import journeys_between
from web.training.terms import Term, term_of

FIRST, LAST = date(2026, 11, 23), date(2027, 1, 22)


@pytest.fixture
def store(ready_file: Path, tmp_path: Path) -> Iterator[Store]:
    """Give a store with the town's records."""
    shutil.copy(ready_file, tmp_path / "waymark.sqlite")
    made = Store(Database(sqlite_url(tmp_path)), Keyring.fresh(), Clock())
    with made.writing(OFFICE) as kept:
        kept.records.apply(rows())
    yield made
    made.database.close()


@pytest.fixture
def trainers(store: Store) -> Trainers:
    """Keep the trainers, and have Ann be in training with Tamsin."""
    found = fill_training(store)
    begin(store, found)
    return found


def change(store: Store, kind: str, key: str, **cells: str) -> None:
    """Change some cells of a record."""
    with store.writing(OFFICE) as kept:
        row = kept.records.get(kind, key)
        kept.records.keep(replace(row, values={**row.values, **cells}))


def read_term(store: Store) -> Term:
    """Return the term of the store."""
    with store.reading(OFFICE) as kept:
        known = known_of(kept, FIRST, LAST)
    return term_of(known, lambda places: journeys_between(places, None).travel)


def read_problem(store: Store) -> TermProblem:
    """Return the problem of the store's term."""
    return read_term(store).problem
