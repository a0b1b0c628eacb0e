"""The API answers as the pages do, and nothing that is sent to it is an error of ours."""

from collections.abc import Mapping
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.web.pages.client import Browser, sign_in
from tests.web.town import DAY
from web.access import Role
from web.pages.api.description import described
from web.store.people import User

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)
"""Not among them: that whatever fits the schema is accepted; a day in the year 265 fits it, and is refused."""


def plan_of(browser: Browser) -> str:
    [head] = browser.get(f"/api/plans?from={DAY}").json or []
    id_: str = head["id"]
    return id_


def test_an_officer_has_the_runs_and_all_rides(officer: Browser) -> None:
    id_ = plan_of(officer)
    assert [run["run"] for run in officer.get(f"/api/plans/{id_}/runs").json or []] == ["minibus-1/1", "taxi-7/1"]
    assert len(officer.get(f"/api/plans/{id_}/rides").json or []) == 5


def test_a_school_has_its_own_rides_and_no_runs(school: Browser) -> None:
    id_ = plan_of(school)
    assert {ride["school"] for ride in school.get(f"/api/plans/{id_}/rides").json or []} == {"oak"}
    assert [each["pupil"] for each in school.get(f"/api/plans/{id_}/unplaced").json or []] == ["p6"]
    assert school.get(f"/api/plans/{id_}/runs").status_code == 404


def test_a_school_tells_of_its_own_pupils_absence_alone(school: Browser) -> None:
    told = school.post("/api/absences", json={"pupil": "p1", "day": str(DAY)})
    assert (told.status_code, (told.json or {})["ref"]) == (201, "p1")
    for pupil in ("p5", "nobody"):
        assert school.post("/api/absences", json={"pupil": pupil, "day": str(DAY)}).status_code == 404


@pytest.mark.parametrize("sent", [{}, {"pupil": "p1"}, {"pupil": 7}, {"pupil": "p1", "day": "20261123"}])
def test_what_cannot_be_read_is_refused_in_a_sentence(school: Browser, sent: Mapping[str, object]) -> None:
    answer = school.post("/api/absences", json=sent)
    assert answer.status_code == 422
    assert "must be" in (answer.json or {})["said"]


def test_whoever_is_not_signed_in_gets_nothing(app: Flask) -> None:
    assert app.test_client().get("/api/plans").status_code == 401


def test_every_route_is_described(app: Flask) -> None:
    routes = {
        str(rule).removeprefix("/api").replace("<", "{").replace(">", "}")
        for rule in app.url_map.iter_rules()
        if str(rule).startswith("/api/") and "openapi" not in str(rule)
    }
    assert routes == set(described()["paths"])


@pytest.mark.parametrize("role", [Role.OFFICER, Role.SCHOOL])
def test_nothing_that_is_sent_is_an_error_of_ours(app: Flask, users: Mapping[Role, User], role: Role) -> None:
    cookie = sign_in(app, users[role]).get_cookie("waymark")
    assert cookie is not None
    schema = schemathesis.openapi.from_dict(described())
    schema.app = app
    for found in schema.get_all_operations():
        operation = found.ok()  # type: ignore[union-attr]  # a test of its own reads the description

        @settings(max_examples=8, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def answers(case: Any) -> None:
            case.call_and_validate(cookies={"waymark": cookie.value}, checks=list(CHECKS))

        answers()
