"""Whether the clock does its work: each job, the long work that waits, the last backup; for people and for monitors."""

from datetime import date
from typing import Any

from flask import Blueprint, Flask, Response, make_response, render_template

from web.access import Permission
from web.health import Health, health_of
from web.jobs import JOBS
from web.pages.guard import needs, now, reading
from web.pages.parts import Fact, Tag, table
from web.slots import Standing, slot_standing
from web.store.tasks import Slot, Task
from web.words import moment, short_day

pages = Blueprint("health", __name__, url_prefix="/health")
_MOST_RUNS = 30
_COLOURS = {Standing.MISSED: "red"}
_BACKUP, _VERIFICATION = "backup", "verify-audit"


def register(app: Flask) -> None:
    """Put the pages into the application."""
    app.register_blueprint(pages)


@pages.get("/jobs")
@needs(Permission.JOBS_VIEW)
def jobs() -> Response:
    """Show how each job stands; 200 even if something is wrong, for people read it."""
    health = _health()
    page = render_template(
        "health/jobs.html",
        wrong=health.wrong,
        facts=_facts(health),
        jobs=_jobs_table(health),
        runs=_runs_table(health),
        tasks=_tasks_table(health),
    )
    return make_response(page)


@pages.get("/jobs.json")
@needs(Permission.JOBS_VIEW)
def jobs_json() -> Response:
    """Tell a monitor; 503 if something is wrong."""
    health = _health()
    return make_response(_told(health), 503 if health.wrong else 200)


def _health() -> Health:
    with reading() as kept:
        return health_of(kept, JOBS, now())


def _facts(health: Health) -> tuple[Fact, ...]:
    backup, verified = health.job(_BACKUP).last_done, health.job(_VERIFICATION).last_done
    return (
        Fact("Last backup, restored once", "None yet" if backup is None else _done(backup)),
        Fact("Audit log last verified", "Not yet" if verified is None else _done(verified)),
        Fact("Long work", f"{len(health.open)} waiting or under way"),
    )


def _done(slot: Slot) -> str:
    return f"{moment(slot.ended_at or slot.begun_at)}: {slot.said}"


def _jobs_table(health: Health) -> object:
    rows = [
        (
            each.job.name,
            f"{each.job.does[0].upper()}{each.job.does[1:]}",
            _tag(each.standing),
            moment(each.slots[0].begun_at) if each.slots else "Never",
            moment(each.next_at),
            each.said,
        )
        for each in health.jobs
    ]
    return table("Jobs", ("Job", "What it does", "State", "Last begun", "Next due", "What it said"), rows)


def _runs_table(health: Health) -> object:
    slots = sorted((slot for each in health.jobs for slot in each.slots), key=lambda slot: slot.begun_at, reverse=True)
    rows = [
        (moment(slot.due_at), slot.job, _tag(slot_standing(slot, health.now)), moment(slot.begun_at), slot.said)
        for slot in slots[:_MOST_RUNS]
    ]
    empty = "Nothing has been run yet: is the command waymark jobs running on the server?"
    return table("What was run", ("Due", "Job", "State", "Begun", "What it said"), rows, empty=empty)


def _tasks_table(health: Health) -> object:
    rows = [
        (_what(each), Tag(each.state.capitalize()), moment(each.asked_at), _said(each))
        for each in (*health.open, *health.failed)
    ]
    columns = ("What", "State", "Asked for", "What it said")
    return table("Long work", columns, rows[:_MOST_RUNS], empty="Nothing waits, and nothing has failed.")


def _what(task: Task) -> str:
    """Return what a task is: its kind, and of which day and direction."""
    day, direction = task.asked.get("day"), task.asked.get("direction")
    words = [task.kind.capitalize(), short_day(date.fromisoformat(day)) if day else "", str(direction or "")]
    return ", ".join(word for word in words if word)


def _said(task: Task) -> str:
    """Return what a task says of itself: why it failed, or what it is doing."""
    return str(task.result.get("said", "") or task.progress.get("doing", ""))


def _tag(standing: Standing) -> Tag:
    return Tag(standing.capitalize(), _COLOURS.get(standing, ""))


def _told(health: Health) -> dict[str, Any]:
    return {
        "is_red": bool(health.wrong),
        "wrong": list(health.wrong),
        "jobs": [
            {
                "job": each.job.name,
                "standing": each.standing,
                "due_at": each.due_at.isoformat(),
                "next_at": each.next_at.isoformat(),
                "last_done_at": None if each.last_done is None else each.last_done.begun_at.isoformat(),
            }
            for each in health.jobs
        ],
        "tasks": {"open": len(health.open), "failed": len(health.failed)},
    }
