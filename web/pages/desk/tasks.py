"""Long work that somebody asked for: how far it is, polled or looked at again, and cancelling it."""

from datetime import date
from typing import Any

from flask import Blueprint, jsonify, redirect, render_template, url_for
from werkzeug.wrappers import Response

from routing.problem import Direction
from routing.wording import pounds
from web.access import Permission
from web.pages.desk.blueprint import WAYS
from web.pages.guard import may, needs, reading, writing
from web.pages.parts import Link, Tag, table
from web.planning.disruption import REPLAN
from web.planning.drafting import DRAFT
from web.planning.editing import TRACE
from web.planning.what_if import WHAT_IF, Supposed
from web.store.tasks import Task, TaskState
from web.training.candidates import SAVINGS
from web.training.following import FOLLOW
from web.training.ladder import LADDER_COSTS
from web.training.timetables import TASK as TIMETABLE
from web.words import long_day, moment

pages = Blueprint("tasks", __name__, url_prefix="/tasks")
WHOLE = 100
"""What a bar without known end is out of."""


@pages.get("/")
@needs(Permission.PLAN_VIEW)
def list_recent() -> str:
    """Show the newest tasks."""
    with reading() as kept:
        tasks = kept.tasks.list_recent()
    shown = table(
        "Newest first",
        ["Task", "State", "Asked", "How far"],
        [task_row(task) for task in tasks],
        empty="Nobody has asked for long work yet: drafts and what-ifs will be listed here.",
    )
    return render_template("desk/tasks.html", tasks=shown)


@pages.get("/<id_>")
@needs(Permission.PLAN_VIEW)
def show(id_: str) -> str:
    """Show how far a task is."""
    with reading() as kept:
        task = kept.tasks.get(id_)
    return render_template(
        "desk/task.html",
        task=task,
        title=title_of(task),
        state=Tag(task.state.capitalize()),
        told=told(task),
        made=made_by(task),
        may_cancel=may(Permission.PLAN_EDIT) and not task.state.is_over,
    )


@pages.get("/<id_>.json")
@needs(Permission.PLAN_VIEW)
def show_json(id_: str) -> Response:
    """Tell a script how far a task is."""
    with reading() as kept:
        return jsonify(told(kept.tasks.get(id_)))


@pages.post("/<id_>/cancel")
@needs(Permission.PLAN_EDIT)
def cancel(id_: str) -> Response:
    """Cancel a task: nothing of it will be kept."""
    with writing() as kept:
        kept.tasks.get(id_)
        kept.tasks.cancel(id_)
    return redirect(url_for("tasks.show", id_=id_), 303)


def task_row(task: Task) -> tuple[object, ...]:
    """Return a task as a row."""
    link = Link(title_of(task), url_for("tasks.show", id_=task.id))
    return link, Tag(task.state.capitalize()), moment(task.asked_at), told(task)["text"]


def title_of(task: Task) -> str:
    """Return what a task is called."""
    if task.kind == DRAFT and "day" in task.asked:
        day = long_day(date.fromisoformat(task.asked["day"]))
        return f"Draft of {day}, {WAYS[Direction(task.asked['direction'])]}"
    if task.kind == REPLAN:
        return "A published plan made again"
    if task.kind == TIMETABLE:
        return "The trainers' weeks"
    if task.kind == WHAT_IF and "change" in task.asked:
        return Supposed.of(task.asked).title
    return _TITLES.get(task.kind) or task.kind.replace("-", " ").capitalize()


_TITLES = {
    TRACE: "Roads of a changed draft",
    FOLLOW: "Seats and training days",
    LADDER_COSTS: "What each rung of the ladder of independence costs",
    SAVINGS: "What seats cost",
}


def told(task: Task) -> dict[str, Any]:
    """Return how far a task is, as ``js/polling.js`` asks for it."""
    seconds, of_s = task.progress.get("seconds"), task.progress.get("of_s")
    done, of = (min(seconds, of_s), of_s) if seconds is not None and of_s else (0, WHOLE)
    return {
        "text": _text(task),
        "done": of if task.state is TaskState.DONE else done,
        "of": of,
        "ended": task.state.is_over,
        "href": made_by(task) or url_for("tasks.show", id_=task.id),
    }


def made_by(task: Task) -> str:
    """Return where what a task has made is looked at; empty if it has made nothing yet."""
    if "plan" in task.result:
        return url_for("plans.show", id_=task.result["plan"])
    if "timetable" in task.result:
        return url_for("timetable.look", id_=task.result["timetable"])
    return ""


def _text(task: Task) -> str:
    if task.state is TaskState.QUEUED:
        return "Waiting to begin."
    if task.state is TaskState.FAILED:
        return str(task.result.get("said") or "It failed, and did not say why.")
    if task.state is TaskState.CANCELLED:
        return "Cancelled: nothing of it is kept."
    if task.state is TaskState.DONE:
        return str(task.result.get("said") or "Done.")
    return f"{'; '.join(_parts(task)).capitalize()}."


def _parts(task: Task) -> list[str]:
    progress = task.progress
    parts = [str(progress.get("doing", "beginning")).rstrip(".")]
    if progress.get("cost_pence") is not None:
        parts.append(f"the best plan so far costs {pounds(progress['cost_pence'])}")
    if progress.get("bound_pence") is not None:
        parts.append(f"none costs less than {pounds(progress['bound_pence'])}")
    if progress.get("of_s"):
        parts.append(f"{progress.get('seconds', 0)} of {progress['of_s']} seconds")
    return parts
