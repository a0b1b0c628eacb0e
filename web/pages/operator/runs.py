"""An operator's runs of a day: those that have changed first, each with its times, vehicle and how it goes."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from flask import render_template, request, url_for

from routing.problem import Direction
from routing.wording import clock, counted, listed
from web.access import Permission
from web.pages.desk.one_plan import paged
from web.pages.guard import needs, now, principal, reading
from web.pages.operator.blueprint import pages, run_address
from web.pages.parts import Badge, Column, Lines, Link, Pages, Table, Tag, table
from web.store import Kept
from web.store.day import Actual
from web.store.plan_views import PlanHead, PlanState, RunHead
from web.underway import by_run, is_late, last_said, told
from web.words import long_day, short_day

_HALVES = {Direction.TO_SCHOOL: "Morning", Direction.FROM_SCHOOL: "Afternoon"}
_AHEAD = timedelta(days=7)
_EVENING_HOUR = 17
Found = Sequence[tuple[PlanHead, RunHead]]


@pages.get("/")
@needs(Permission.OPERATOR_VIEW)
def show() -> str:
    """Show an operator's runs of a day."""
    this = now()
    today = this.date()
    with reading() as kept:
        heads = kept.plans.list_plans(today, today + _AHEAD, [PlanState.PUBLISHED])
        day = _day_asked(today, heads, is_over=this.hour >= _EVENING_HOUR)
        shown = [head for head in heads if head.day == day] or _published(kept, day)
        runs = [(head, run) for head in shown for run in kept.plans.list_runs(head.id)]
        said = {head.id: _said(kept, head) for head in shown}
        schools = kept.records.names("schools")
    runs.sort(key=lambda each: (not each[1].is_changed, each[0].direction != Direction.TO_SCHOOL, each[1].begins_s))
    number, last, page = paged(runs)
    return render_template(
        "operator/runs.html",
        title=listed(sorted(principal().operators)),
        day=long_day(day),
        days=_days(today, heads, day),
        changed=counted(sum(run.is_changed for _, run in runs), "run"),
        has_changed=any(run.is_changed for _, run in runs),
        runs=_table(page, said, schools),
        heads=shown,
        halves=_HALVES,
        place=Pages(number, last, url_for("operator.show", day=day.isoformat()) + "&page={}"),
        seen_at=this,
    )


def _published(kept: Kept, day: date) -> list[PlanHead]:
    return kept.plans.list_plans(day, day, [PlanState.PUBLISHED])


def _day_asked(today: date, heads: Sequence[PlanHead], *, is_over: bool) -> date:
    """Return the day that the address names; otherwise today, and the next that is published once it is over."""
    try:
        return date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        later = [head.day for head in heads if head.day > today]
        is_empty = all(head.day != today for head in heads)
        return min(later) if later and (is_over or is_empty) else today


def _days(today: date, heads: Sequence[PlanHead], shown: date) -> list[Link]:
    """Return the ways to today, to the next day that is published, and to the one shown."""
    later = [head.day for head in heads if head.day > today]
    days = {today: "Today", **({min(later): short_day(min(later))} if later else {})}
    days.setdefault(shown, short_day(shown))
    return [
        Link(words, url_for("operator.show", day=day.isoformat()), is_current=day == shown)
        for day, words in sorted(days.items())
    ]


def _said(kept: Kept, head: PlanHead) -> dict[str, list[Actual]]:
    """Return what was said of each run, whatever version of the plan its crew has on paper."""
    versions = {each.id for each in kept.plans.list_versions(head.day, head.direction)}
    return by_run(each for each in kept.day.list_actuals(head.day, head.day) if each.plan_id in versions)


def _table(runs: Found, said: Mapping[str, Mapping[str, Sequence[Actual]]], schools: Mapping[str, str]) -> Table:
    return table(
        "Your runs, changed ones first",
        ["Run", "When", "School", Column("Pupils", is_number=True), "Crew", "How it goes"],
        [_row(head, run, last_said(said[head.id].get(run.run, ())), schools) for head, run in runs],
        empty="No run of yours is published for this day. It will stand here as soon as it is.",
    )


def _row(head: PlanHead, run: RunHead, last: Actual | None, schools: Mapping[str, str]) -> tuple[object, ...]:
    name: list[object] = [Link(run.run, run_address("show_sheet", head.id, run.run))]
    going: list[object] = [Tag("Late")] if is_late(last) else []
    return (
        Lines((*name, *((Badge("changed"),) if run.is_changed else ()))),
        Lines((_HALVES[head.direction], f"{clock(run.begins_s)} to {clock(run.ends_s)}")),
        ", ".join(schools.get(school, school) for school in run.schools),
        run.pupils,
        Lines((run.driver or "Driver not named", counted(len(run.assistants), "assistant"))),
        Lines((*going, told(last))),
    )
