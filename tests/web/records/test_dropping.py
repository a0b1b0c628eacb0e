"""What goes with a dropped record, and what must stay."""

import pytest

from tests.web.records.offices import small
from web.records.dropping import drops, references
from web.records.rows import Row, row_of

EVERYTHING = {(row.kind, row.key): row for rows in small().values() for row in rows}


def dropping(*ids: tuple[str, str]) -> tuple[set[tuple[str, str]], list[str]]:
    going = [(EVERYTHING[id_], "list.csv") for id_ in ids]
    found, findings = drops(going, [row for id_, row in EVERYTHING.items() if id_ not in ids])
    return {(row.kind, row.key) for row in found}, [str(finding) for finding in findings]


def test_a_pupil_takes_along_what_is_nothing_without_them() -> None:
    found, findings = dropping(("pupils", "P1"))
    assert {kind for kind, _ in found} == {"pupils", "risk_assessments", "measures", "usual", "kept_apart"}
    assert findings == []


def test_what_something_else_names_stays() -> None:
    found, findings = dropping(("vehicles", "V1"), ("contracts", "C1"), ("assistants", "A1"))
    assert found == {("assistants", "A1"), ("assistant_training", "A1|bsl")}
    assert findings == [
        "list.csv: vehicle V1 cannot be dropped, for promise P1, to-school names it: change that first",
        "list.csv: contract C1 cannot be dropped, for vehicle V1 names it: change that first",
    ]


def test_what_only_dropped_records_name_goes_too() -> None:
    found, findings = dropping(("pupils", "P1"), ("vehicles", "V1"), ("contracts", "C1"), ("drivers", "D1"))
    assert {("vehicles", "V1"), ("contracts", "C1"), ("usual", "P1|to-school"), ("drivers", "D1")} <= found
    assert findings == []


@pytest.mark.parametrize(
    ("row", "named"),
    [
        (row_of("contracts", {"contract": "C", "operator": "H", "schools": "OAK; ASH"}), {"H", "OAK", "ASH"}),
        (row_of("schools", {"school": "OAK", "shares_with": "none"}), set()),
    ],
)
def test_references_are_found_in_lists_too(row: Row, named: set[str]) -> None:
    assert {key for _, (_, key) in references(row)} == named
