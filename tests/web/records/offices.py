"""Offices for tests: a small one written by hand, and drawn ones with every column of the office's own filled in."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from random import Random

from hypothesis import strategies as st

from routing.authority.cells import DATE, TEXT, YES_NO
from routing.synthesis import draw, plane_ground
from web.records.cells import EMAIL, NOTE, PHONE, REGISTRATION, UPN, upn_letter
from web.records.columns import OfficeColumn
from web.records.importing import RecordChange, applied
from web.records.layouts import KINDS
from web.records.rows import Row, row_of
from web.records.writing import rows_of

Office = dict[str, tuple[Row, ...]]

_HOURS = {"opens": "08:30", "starts": "08:50", "finishes": "15:00", "leave_by": "15:30"}
_SMALL: dict[str, list[dict[str, str]]] = {
    "schools": [
        {"school": "OAK", "name": "Oaklodge School", "urn": "106167", "gate": "gate", **_HOURS},
        {"school": "ASH", "name": "Ash Base", "postcode": "LE15 6HP", **_HOURS},
    ],
    "places": [{"place": "gate", "easting": "486000", "northing": "308800"}],
    "pupils": [
        {
            "pupil": "P1",
            "name": "Ann Oak",
            "upn": "H801200001001",
            "school": "OAK",
            "school_confirmed_on": "2026-09-01",
            "phase": "primary",
            "lat": "52.67",
            "lon": "-0.73",
            "postcode": "LE15 6SD",
            "address_confirmed_on": "2026-09-01",
        },
        {"pupil": "P2", "name": "Ben Elm", "school": "OAK", "phase": "secondary", "postcode": "LE15 8AA"},
        {"pupil": "P3", "name": "Cay Ash", "school": "ASH", "phase": "secondary", "postcode": "LE15 8AA"},
    ],
    "risk_assessments": [
        {"pupil": "P1", "assessed_on": "2026-09-01", "review_by": "2027-08-31", "signed_by": "RA1", "hazards": "falls"}
    ],
    "measures": [{"pupil": "P1", "assistant": "shared", "training": "bsl"}],
    "operators": [{"operator": "HILL", "name": "Hill Cars"}],
    "contracts": [{"contract": "C1", "operator": "HILL", "day_rate": "45.00", "mile_rate": "1.20"}],
    "drivers": [{"driver": "D1", "name": "Dan Fir", "dbs_until": "2027-01-31", "badge_until": "2027-06-30"}],
    "vehicles": [
        {"vehicle": "V1", "contract": "C1", "layouts": "4+0", "driver": "D1", "inspected_until": "2027-03-31"}
    ],
    "assistants": [{"assistant": "A1", "name": "Sam Bay", "lat": "52.66", "lon": "-0.72"}],
    "assistant_training": [{"assistant": "A1", "training": "bsl", "expires": "2026-12-31"}],
    "usual": [{"pupil": "P1", "direction": "to-school", "vehicle": "V1", "driver": "D1"}],
    "kept_apart": [{"pupil": "P1", "other": "P3"}],
}


def small() -> Office:
    """Return an office of two schools and three pupils, every row as it is kept."""
    return {stem: tuple(row_of(stem, values, 1) for values in rows) for stem, rows in _SMALL.items()}


def changed(office: Office, kind: str, key: str, **texts: str) -> Office:
    """Return an office in which one record says something else; a key that is new is added."""
    before = next((row for row in office.get(kind, ()) if row.key == key), None)
    values = {**(before.values if before is not None else {}), **texts}
    return applied(office, [RecordChange(kind, key, before.version if before is not None else None, values)])


_NASTY = st.sampled_from(["=1+1", "'tis", "''", "'=x", "-5", "-x", "+44", "@me", "a, b", 'a "b"', "none", "a|b"])
_LETTERS = st.text(st.characters(categories=("L", "N", "P", "S"), include_characters=" "), min_size=1, max_size=12)
LINES = st.one_of(_NASTY, _LETTERS).map(str.strip).filter(bool)
"""Text that people write, and text that spreadsheets and files stumble over."""


def _texts(column: OfficeColumn, lines: Sequence[str], rng: Random) -> str:
    """Return what a cell of the office's own may be; empty for those that must fit others."""
    if column.choices:
        return rng.choice(column.choices)[0]
    number = f"{rng.randrange(10**12):012d}"
    samples: list[tuple[object, str]] = [
        (DATE, date.fromordinal(rng.randrange(735_000, 740_000)).isoformat()),
        (TEXT, rng.choice(lines)),
        (NOTE, "\n".join(rng.choices(lines, k=rng.randint(1, 3)))),
        (PHONE, rng.choice(["01572 722577", "+44 1572 722577"])),
        (EMAIL, rng.choice(["office@example.org", "-a@example.org"])),
        (UPN, upn_letter(number) + number),
        (REGISTRATION, "AB12 CDE"),
        (YES_NO, rng.choice(["yes", "no"])),
    ]
    return next((text for cell, text in samples if column.cell is cell), "")


@cache
def _drawn(pupils: int, schools: int, seed: int) -> Office:
    return rows_of(draw(plane_ground(pupils, schools, seed), pupils, schools, seed))


@st.composite
def offices(draw_: st.DrawFn) -> Office:
    """Draw an office: an authority's rows, with columns of the office's own."""
    office = _drawn(draw_(st.integers(1, 12)), draw_(st.integers(1, 3)), draw_(st.integers(0, 5)))
    lines = draw_(st.lists(LINES, min_size=1, max_size=4))
    rng = Random(draw_(st.integers(0, 10**6)))  # noqa: S311 -- drawn, not secret
    found: Office = {}
    for kind in KINDS:
        names = set(kind.office_only) - set(kind.key) if kind.stem != "measures" else set()
        own = [column for column in kind.columns if column.name in names]
        rows = [
            {**row.values, **{column.name: _texts(column, lines, rng) for column in own if rng.random() < 0.3}}
            for row in office.get(kind.stem, ())
        ]
        found[kind.stem] = tuple(row_of(kind.stem, values, 1) for values in rows)
    return found
