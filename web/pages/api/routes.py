"""What the API answers: plans, runs, rides, what is not as usual, tasks. Each route bears a permission, as pages do."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response, abort, jsonify, request

from routing.problem import Direction
from web.access import Permission
from web.pages.api.description import described
from web.pages.api.schema import to_json
from web.pages.guard import needs, now, reading, writing
from web.store.day import DayEventKind

pages = Blueprint("api", __name__, url_prefix="/api")

_LONGEST = timedelta(days=92)


@pages.get("/openapi.json")
@needs(Permission.ACCOUNT_OWN)
def describe() -> Response:
    """Return the description of the API, as OpenAPI 3.1."""
    return jsonify(described())


@pages.get("/plans")
@needs(Permission.ACCOUNT_OWN)
def list_plans() -> Response:
    """Return the plans of some days that the user may see."""
    from_day, until_day = _days()
    with reading() as kept:
        found = kept.plans.list_plans(from_day, until_day)
    return jsonify(to_json(found))


@pages.get("/plans/<plan_id>")
@needs(Permission.ACCOUNT_OWN)
def get_plan(plan_id: str) -> Response:
    """Return one plan in one line."""
    with reading() as kept:
        found = kept.plans.get(plan_id)
    return jsonify(to_json(found))


@pages.get("/plans/<plan_id>/runs")
@needs(Permission.PLAN_VIEW)
def list_runs(plan_id: str) -> Response:
    """Return the runs of a plan by time."""
    with reading() as kept:
        found = kept.plans.list_runs(plan_id)
    return jsonify(to_json(found))


@pages.get("/plans/<plan_id>/rides")
@needs(Permission.ACCOUNT_OWN)
def list_rides(plan_id: str) -> Response:
    """Return the rides of a plan that the user may see: a school's or an operator's own alone."""
    with reading() as kept:
        found = kept.plans.list_rides(plan_id)
    return jsonify(to_json(found))


@pages.get("/plans/<plan_id>/unplaced")
@needs(Permission.ACCOUNT_OWN)
def list_unplaced(plan_id: str) -> Response:
    """Return the pupils whom a plan leaves without a run: a school's own alone."""
    with reading() as kept:
        found = kept.plans.list_unplaced(plan_id)
    return jsonify(to_json(found))


@pages.get("/events")
@needs(Permission.ACCOUNT_OWN)
def list_events() -> Response:
    """Return what is not as usual on some days."""
    from_day, until_day = _days()
    with reading() as kept:
        found = kept.day.list_events(from_day, until_day)
    return jsonify(to_json(found))


@pages.post("/absences")
@needs(Permission.SCHOOL_REPORT)
def report_absence() -> tuple[Response, int]:
    """Write down that a pupil of the user's own school does not travel; return the event."""
    given = _object()
    pupil, way = _text(given, "pupil"), given.get("direction")
    first = _day(given.get("day"), "day")
    last = first if given.get("until_day") is None else _day(given.get("until_day"), "until_day")
    if way is not None and way not in list(Direction):
        abort(422, "direction must be to-school or from-school, or left out for both.")
    if not now().date() <= first <= last <= first + _LONGEST:
        abort(422, f"day must be today or later, and until_day no earlier and at most {_LONGEST.days} days later.")
    with writing() as kept:
        school = kept.records.get("pupils", pupil)["school"]
        direction = None if way is None else Direction(way)
        id_ = kept.day.report(
            DayEventKind.PUPIL_ABSENT, pupil, first, until_day=last, direction=direction, school=school
        )
        found = kept.day.get_event(id_)
    return jsonify(to_json(found)), 201


@pages.get("/tasks/<task_id>")
@needs(Permission.PLAN_VIEW)
def get_task(task_id: str) -> Response:
    """Return how far long work is."""
    with reading() as kept:
        found = kept.tasks.get(task_id)
    return jsonify(to_json(found))


def _days() -> tuple[date, date]:
    """Return the days that the address asks for: ``from`` and ``until``; today if it does not say."""
    today = now().date()
    first = _day(request.args.get("from", str(today)), "from")
    last = _day(request.args.get("until", str(first)), "until")
    if not first <= last <= first + _LONGEST:
        abort(422, f"until must not be before from, nor more than {_LONGEST.days} days after it.")
    return first, last


def _day(text: Any, name: str) -> date:
    if not isinstance(text, str) or len(text) != len("2026-11-23"):
        abort(422, f"{name} must be a date as YYYY-MM-DD.")
    try:
        return date.fromisoformat(text)
    except ValueError:
        abort(422, f"{name} must be a date as YYYY-MM-DD.")


def _object() -> dict[str, Any]:
    given = request.get_json(silent=True)
    if not isinstance(given, dict):
        abort(422, "Send an object of JSON.")
    return given


def _text(given: dict[str, Any], name: str) -> str:
    found = given.get(name)
    if not isinstance(found, str) or not found:
        abort(422, f"{name} must be a text.")
    return found
