"""The runs of a day as they go: where each vehicle was last, by what crews and the office have said."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import render_template, request, url_for

from routing.problem import Direction
from routing.wording import clock
from web.access import Permission
from web.pages.day.blueprint import HALVES, day_asked, days_of, pages, sections
from web.pages.desk.one_plan import badges_of, paged
from web.pages.forms import Choice, Field, Form, Kind
from web.pages.guard import needs, now, reading
from web.pages.parts import Lines, Link, Pages, Table, Tag, table
from web.store.day import Actual
from web.store.plan_views import PlanHead, RunHead
from web.underway import by_run, is_late, last_said, told
from web.words import long_day

_ALL = "all"


@pages.get("/runs")
@needs(Permission.DAY_HANDLE)
def list_runs() -> str:
    """Show how the runs of one direction of a day go."""
    this = now()
    day = day_asked(this.date())
    form = Form(_FIELDS).read(request.args)
    direction = Direction(form.values.get("direction") or _direction_of(this.hour))
    with reading() as kept:
        head = kept.plans.find_published(day, direction)
        runs = [] if head is None else kept.plans.list_runs(head.id)
        actuals = kept.day.list_actuals(day, day)
        versions = {each.id for each in kept.plans.list_versions(day, direction)}
        days = days_of(kept, day, "day.list_runs")
    said = by_run(each for each in actuals if each.plan_id in versions)
    runs = _wanted(runs, said, form)
    number, last, shown = paged(runs)
    chosen = {
        "day": day,
        "direction": direction,
        "which": form.values.get("which") or _ALL,
        "run": form.values.get("run"),
    }
    return render_template(
        "day/runs.html",
        title=long_day(day),
        day=day.isoformat(),
        days=days,
        sections=sections(day),
        questions=Form.filled(_FIELDS, chosen),
        half=HALVES[direction],
        head=head,
        runs=None if head is None else _table(head, shown, said),
        place=Pages(number, last, url_for("day.list_runs", **_address(day, direction, form)) + "&page={}"),
        clear=url_for("day.list_runs", day=day.isoformat(), direction=direction.value),
    )


_FIELDS = (
    Field(name="day", label="Day", kind=Kind.DATE, required=False),
    Field(
        name="direction",
        label="Direction",
        kind=Kind.SELECT,
        required=False,
        choices=tuple(Choice(way.value, HALVES[way]) for way in Direction),
    ),
    Field(
        name="which",
        label="Which",
        kind=Kind.SELECT,
        required=False,
        choices=(Choice(_ALL, "All runs"), Choice("late", "Late"), Choice("silent", "Nothing said yet")),
    ),
    Field(name="run", label="Run, vehicle or operator", required=False, width=20),
)


def _direction_of(hour: int) -> Direction:
    return Direction.TO_SCHOOL if hour < 12 else Direction.FROM_SCHOOL  # noqa: PLR2004 -- noon


def _address(day: date, direction: Direction, form: Form) -> dict[str, Any]:
    more = {name: form.values[name] for name in ("which", "run") if form.values.get(name)}
    return {"day": day.isoformat(), "direction": direction.value, **more}


def _wanted(runs: Sequence[RunHead], said: Mapping[str, Sequence[Actual]], form: Form) -> list[RunHead]:
    """Return the runs that are asked for, those that are late first."""
    text, which = (form.values.get("run") or "").casefold(), form.values.get("which") or _ALL
    found = []
    for run in runs:
        last = last_said(said.get(run.run, ()))
        if (which == "late" and not is_late(last)) or (which == "silent" and last is not None):
            continue
        if text and not any(text in words.casefold() for words in (run.run, run.vehicle, run.operator)):
            continue
        found.append((not is_late(last), run.begins_s, run.run, run))
    return [run for *_, run in sorted(found, key=lambda each: each[:3])]


def _table(head: PlanHead, runs: Sequence[RunHead], said: Mapping[str, Sequence[Actual]]) -> Table:
    return table(
        "Runs, late ones first",
        ["Run", "Times", "Operator", "How it goes", "About it"],
        [_row(head, run, last_said(said.get(run.run, ()))) for run in runs],
        empty="No run is like that: show all of them again.",
    )


def _row(head: PlanHead, run: RunHead, last: Actual | None) -> tuple[object, ...]:
    going: list[object] = [Tag("Late")] if is_late(last) else []
    return (
        Link(run.run, log_href(head.id, run.run)),
        f"{clock(run.begins_s)} to {clock(run.ends_s)}",
        run.operator,
        Lines((*going, told(last))),
        Lines(badges_of(run)),
    )


def log_href(id_: str, run: str) -> str:
    """Return the address of the page on which what happens to a run is logged."""
    vehicle, _, number = run.rpartition("/")
    return url_for("day.show_run", id_=id_, vehicle=vehicle, number=int(number))
