"""What tests of the records' pages share: a manager's browser, and a town in which much is restricted."""

from collections.abc import Mapping

import pytest
from flask import Flask

from tests.web.office import OFFICE
from tests.web.pages.client import Browser, sign_in
from tests.web.pages.records.desk import put
from web.access import Role
from web.store import Store
from web.store.people import User


@pytest.fixture
def manager(app: Flask, users: Mapping[Role, User]) -> Browser:
    """Return a manager's browser."""
    return sign_in(app, users[Role.MANAGER])


@pytest.fixture
def full(store: Store, users: Mapping[Role, User]) -> None:  # noqa: ARG001 -- the town must be there
    """Fill in what the town's records leave out, so that there is something restricted in every kind that has it."""
    with store.writing(OFFICE) as kept:
        operators = [{"operator": name, "name": name} for name in ("Own fleet", "Acorn Cars")]
        kept.records.apply([put(kept, "operators", each) for each in operators])
        kept.records.apply(
            [
                put(
                    kept,
                    "pupils",
                    {
                        "pupil": "p1",
                        "born_on": "2013-02-07",
                        "upn": "H801200001001",
                        "postcode": "LE15 6SD",
                        "lat": "52.651234",
                        "lon": "-1.111234",
                        "ehc_plan": "yes",
                        "decision_reason": "Unlit lane of two miles",
                        "contact": "Mary Oakley",
                        "school_confirmed_on": "2026-10-01",
                        "address_confirmed_on": "2026-10-01",
                    },
                ),
                put(
                    kept,
                    "risk_assessments",
                    {"pupil": "p1", "assessed_on": "2026-09-01", "notes": "Bites when cornered"},
                ),
                put(kept, "measures", {"pupil": "p1", "assistant": "shared", "training": "tube-feeding"}),
                put(
                    kept,
                    "addresses",
                    {"pupil": "p1", "days": "Fri", "postcode": "LE15 8AA", "address": "Hidden Cottage"},
                ),
                put(
                    kept, "pick_up_points", {"pupil": "p1", "number": "1", "walk_minutes": "4", "postcode": "LE15 9ZZ"}
                ),
                put(kept, "kept_apart", {"pupil": "p1", "other": "p3"}),
                put(kept, "usual", {"pupil": "p1", "direction": "to-school", "time": "08:10", "vehicle": "minibus-1"}),
            ]
        )
