"""The steps of the migrations lead to the tables of ``tables.py``."""

import pytest
from sqlalchemy import text

from web.store import Store
from web.store.database import Database
from web.store.errors import UnusableError
from web.store.schema import differences, refuse_old, upgrade


def test_the_steps_lead_to_the_tables(store: Store) -> None:
    refuse_old(store.database)
    with store.database.reading() as connection:
        assert differences(connection) == []


def test_an_empty_database_is_refused_until_it_is_upgraded(url: str) -> None:
    database = Database(url)
    with pytest.raises(UnusableError, match="of another version"):
        refuse_old(database)
    upgrade(database)
    refuse_old(database)
    upgrade(database)  # again changes nothing
    database.close()


def test_the_database_of_a_newer_program_is_left_alone(url: str) -> None:
    database = Database(url)
    upgrade(database)
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(UnusableError, match="of a newer Waymark"):
        upgrade(database)
    database.close()
