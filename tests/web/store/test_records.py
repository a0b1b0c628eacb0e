"""Records in versions, sealed, and seen by those who may see them."""

import pytest
from sqlalchemy import select, text

from tests.web.office import OFFICE, fill, school_of
from web.records.rows import Row, row_of
from web.store import ConflictError, NotKeptError, Store
from web.store.records import Change
from web.store.tables import AuditRow, RecordRow

ANN = {"pupil": "P1", "name": "Ann Lee", "school": "OAK", "phase": "primary", "address": "1 Secret Lane"}


def keep(store: Store, values: dict[str, str], version: int = 0, why: str = "") -> Row:
    with store.writing(OFFICE) as kept:
        return kept.records.keep(row_of("pupils", values, version), why)


def test_every_change_is_a_version_with_who_and_why(store: Store) -> None:
    keep(store, ANN)
    keep(store, ANN | {"school": "ELM"}, 1, "moved house")
    with store.reading(OFFICE) as kept:
        history = kept.records.history("pupils", "P1")
    said = [(each.row.version, each.row["school"], each.why) for each in history]
    assert said == [(2, "ELM", "moved house"), (1, "OAK", None)]
    assert {each.changed_by for each in history} == {OFFICE.user}


def test_a_change_of_what_someone_else_has_changed_is_refused(store: Store) -> None:
    keep(store, ANN)
    keep(store, ANN | {"school": "ELM"}, 1)
    with pytest.raises(ConflictError, match="Someone else has changed pupil P1"):
        keep(store, ANN | {"school": "ASH"}, 1)
    with pytest.raises(ConflictError):
        keep(store, ANN)


def test_what_is_taken_out_is_gone_but_its_history_stays_and_it_may_come_back(store: Store) -> None:
    keep(store, ANN)
    with store.writing(OFFICE) as kept:
        kept.records.remove("pupils", "P1", 1, "left the county")
    with store.reading(OFFICE) as kept:
        assert kept.records.find("pupils", "P1") is None
        assert [each.is_removed for each in kept.records.history("pupils", "P1")] == [True, False]
    assert keep(store, ANN).version == 3


def test_all_changes_of_a_load_are_kept_or_none(store: Store) -> None:
    keep(store, ANN)
    changes = [Change(row_of("pupils", ANN | {"pupil": "P2"})), Change(row_of("pupils", ANN, 7))]
    with pytest.raises(ConflictError), store.writing(OFFICE) as kept:
        kept.records.apply(changes)
    with store.reading(OFFICE) as kept:
        assert [row.key for row in kept.records.list_kind("pupils")] == ["P1"]


def test_names_and_addresses_stand_nowhere_in_the_open(store: Store) -> None:
    keep(store, ANN)
    with store.database.reading() as connection:
        held = [connection.execute(select(table.__table__)).all() for table in (RecordRow, AuditRow)]
    assert "P1" in repr(held)
    assert "Ann" not in repr(held)
    assert "Secret" not in repr(held)


def test_an_erased_pupil_has_no_name_in_any_version(store: Store) -> None:
    keep(store, ANN)
    keep(store, ANN | {"name": "Ann Leigh"}, 1)
    with store.writing(OFFICE) as kept:
        assert kept.keys.erase("P1")
    with store.reading(OFFICE) as kept:
        assert [dict(each.row.values) for each in kept.records.history("pupils", "P1")] == [
            {"pupil": "P1", "school": "OAK", "phase": "primary"}
        ] * 2


def test_a_school_sees_its_own_pupils_and_of_them_no_more_than_it_needs(store: Store) -> None:
    fill(store)
    with store.reading(school_of("elm")) as kept:
        assert [dict(row.values) for row in kept.records.list_kind("pupils")] == [
            {"pupil": "p5", "name": "Eve Elmhurst", "school": "elm"}
        ]
        assert kept.records.find("pupils", "p1") is None
        assert kept.records.list_kind("risk_assessments") == []
        assert kept.records.list_of_pupil("p5") == kept.records.list_kind("pupils")
        with pytest.raises(NotKeptError):
            kept.records.history("pupils", "p5")


def test_a_pupil_who_moves_school_takes_all_that_is_theirs_along(store: Store) -> None:
    fill(store)
    with store.writing(OFFICE) as kept:
        row = kept.records.get("pupils", "p5")
        kept.records.keep(row_of("pupils", {**row.values, "school": "oak"}, row.version))
    with store.reading(school_of("elm")) as kept:
        assert kept.records.list_kind("pupils") == []
    with store.reading(school_of("oak")) as kept:
        assert "p5" in [row.key for row in kept.records.list_kind("pupils")]
    with store.database.reading() as connection:
        asked = text("SELECT DISTINCT school FROM record WHERE pupil = 'p5' AND is_current")
        assert connection.execute(asked).scalars().all() == ["oak"]


def test_what_stands_in_the_open_is_listed_without_a_key(store: Store) -> None:
    fill(store)
    with store.writing(OFFICE) as kept:
        kept.keys.erase("p1")
    with store.reading(OFFICE) as kept:
        assert [row.key for row in kept.records.list_open("pupils", "elm")] == ["p5"]
        assert {name for row in kept.records.list_open("pupils") for name in row.values} == {"pupil", "school", "phase"}
        assert [row["name"] for row in kept.records.list_keys("pupils", ["p2", "p5", "p9"])] == [
            "Ben Oakwood",
            "Eve Elmhurst",
        ]
    with store.reading(school_of("elm")) as kept, pytest.raises(NotKeptError):
        kept.records.list_open("pupils")


def test_what_is_beside_a_pupil_is_theirs_and_the_offices_and_nobody_elses(store: Store) -> None:
    fill(store)
    with store.reading(OFFICE) as kept:
        beside = kept.records.list_beside(["p5"])
        everyone = kept.records.all_rows()
    assert [row.key for row in beside["pupils"]] == ["p5"]
    assert [row.key for row in beside["risk_assessments"]] == ["p5|2026-09-01"]
    assert beside["vehicles"] == everyone["vehicles"]


def test_the_mark_of_the_records_is_another_after_each_change(store: Store) -> None:
    marks = []
    for change in ({}, {"school": "ELM"}, {"school": "OAK"}):
        with store.reading(OFFICE) as kept:
            marks.append(kept.records.mark())
        keep(store, ANN | change, len(marks) - 1)
    assert len(set(marks)) == 3
