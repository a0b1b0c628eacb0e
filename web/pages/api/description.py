"""The description of the API, as OpenAPI 3.1: made from the list below and the values that routes answer with."""

from importlib.metadata import version
from typing import Any

from web.pages.api.schema import Schema, schema_of
from web.store.day import DayEvent
from web.store.plan_views import PlanHead, RideView, RunHead, UnplacedView
from web.store.tasks import Task

_ID = {"name": "plan_id", "in": "path", "required": True, "schema": {"type": "string", "pattern": "^[^/]+$"}}
_TASK = {**_ID, "name": "task_id"}
_DAYS = [
    {"name": name, "in": "query", "required": False, "schema": {"type": "string", "format": "date"}}
    for name in ("from", "until")
]
_SAID: Schema = {"type": "object", "properties": {"said": {"type": "string"}}, "required": ["said"]}
_ABSENCE: Schema = {
    "type": "object",
    "properties": {
        "pupil": {"type": "string", "minLength": 1},
        "day": {"type": "string", "format": "date"},
        "until_day": {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]},
        "direction": {"anyOf": [{"type": "string", "enum": ["to-school", "from-school"]}, {"type": "null"}]},
    },
    "required": ["pupil", "day"],
}
_GETS: tuple[tuple[str, str, list[Any], Any], ...] = (
    ("/plans", "The plans of some days that you may see", _DAYS, list[PlanHead]),
    ("/plans/{plan_id}", "One plan in one line", [_ID], PlanHead),
    ("/plans/{plan_id}/runs", "The runs of a plan", [_ID], list[RunHead]),
    ("/plans/{plan_id}/rides", "The rides of a plan that you may see", [_ID], list[RideView]),
    ("/plans/{plan_id}/unplaced", "Who has no run, of those whom you may see", [_ID], list[UnplacedView]),
    ("/events", "What is not as usual on some days", _DAYS, list[DayEvent]),
    ("/tasks/{task_id}", "How far long work is", [_TASK], Task),
)


def described() -> dict[str, Any]:
    """Return the description."""
    paths: dict[str, Any] = {
        path: {"get": _operation(summary, parameters, 200, schema_of(hint)) | {"operationId": _name(path)}}
        for path, summary, parameters, hint in _GETS
    }
    post = _operation("Tell that a pupil of your school does not travel", [], 201, schema_of(DayEvent))
    body = {"required": True, "content": {"application/json": {"schema": _ABSENCE}}}
    paths["/absences"] = {"post": post | {"operationId": "report_absence", "requestBody": body}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Waymark", "version": version("waymark")},
        "servers": [{"url": "/api"}],
        "paths": paths,
    }


def _name(path: str) -> str:
    return "get" + path.replace("/", "_").replace("{", "").replace("}", "")


def _operation(summary: str, parameters: list[Any], code: int, schema: Schema) -> dict[str, Any]:
    refusals = {str(wrong): _answer(said, _SAID) for wrong, said in _REFUSALS.items()}
    return {
        "summary": summary,
        "parameters": parameters,
        "responses": {str(code): _answer("What was asked for", schema), **refusals},
    }


_REFUSALS = {
    400: "It came from elsewhere, or without its token",
    401: "You are signed out",
    404: "There is no such thing, or none that you may see",
    422: "It cannot be read: the sentence says what would do",
}


def _answer(said: str, schema: Schema) -> dict[str, Any]:
    return {"description": said, "content": {"application/json": {"schema": schema}}}
