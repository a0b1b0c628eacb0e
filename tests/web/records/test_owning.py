"""Whose a record is."""

import pytest

from tests.web.records.offices import small
from web.records.layouts import KINDS
from web.records.owning import owner_of, pupils_of, schools_of

SCHOOL_OF = {"P1": "OAK", "P2": "OAK", "P3": "ASH"}.get


@pytest.mark.parametrize(
    ("kind", "values", "owner"),
    [
        ("pupils", {"pupil": "P1"}, "P1"),
        ("addresses", {"pupil": "P1", "days": "Mon"}, "P1"),
        ("kept_apart", {"pupil": "P1", "other": "P2"}, "P1"),
        ("drivers", {"driver": "D1"}, None),
        ("places", {"place": "gate"}, None),
    ],
)
def test_sensitive_cells_are_sealed_under_the_pupils_key(kind: str, values: dict[str, str], owner: str | None) -> None:
    assert owner_of(kind, values) == owner


def test_every_row_that_names_a_pupil_is_found_when_they_are_erased() -> None:
    named = {kind: [row for row in rows if "P3" in pupils_of(kind, row.values)] for kind, rows in small().items()}
    assert {kind for kind, rows in named.items() if rows} == {"pupils", "kept_apart"}


@pytest.mark.parametrize(
    ("kind", "values", "schools"),
    [
        ("pupils", {"pupil": "P1", "school": "OAK"}, {"OAK"}),
        ("risk_assessments", {"pupil": "P3"}, {"ASH"}),
        ("gates", {"school": "OAK", "number": "1"}, {"OAK"}),
        ("calendar", {"what": "term"}, set()),
        ("calendar", {"what": "inset", "school": "ASH"}, {"ASH"}),
        ("together", {"pupil": "P1", "other": "P2"}, {"OAK"}),
        ("kept_apart", {"pupil": "P1", "other": "P3"}, set()),
        ("kept_apart", {"pupil": "P3", "other": "gone"}, set()),
        ("contracts", {"contract": "C1", "schools": "OAK"}, set()),
    ],
)
def test_a_school_sees_what_is_of_its_own_world_alone(kind: str, values: dict[str, str], schools: set[str]) -> None:
    assert schools_of(kind, values, SCHOOL_OF) == schools


def test_every_kind_has_an_answer() -> None:
    for kind in KINDS:
        assert owner_of(kind.stem, {}) is None
        assert schools_of(kind.stem, {}, SCHOOL_OF) == frozenset()
