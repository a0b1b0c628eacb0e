"""Today: the office's first page. What is not as it should be comes first, then the plans of today and tomorrow."""

from collections.abc import Iterator, Sequence
from datetime import date

from flask import Blueprint, render_template, url_for

from routing.problem import Direction
from routing.wording import counted, pounds
from web.access import Permission
from web.pages.desk.blueprint import HALVES, tag_of
from web.pages.desk.days import wants
from web.pages.desk.naming import Names
from web.pages.desk.tasks import task_row, told
from web.pages.guard import may, needs, now, reading
from web.pages.parts import Column, Lines, Link, Table, Tag, Task, table
from web.planning.school_days import next_school_day
from web.store import Kept
from web.store.day import OF_PUPILS, DayEvent, DayEventKind, Notice
from web.store.plan_views import PlanHead, PlanState
from web.store.reminders import Reminder
from web.store.tasks import Task as Work
from web.store.tasks import TaskState
from web.words import long_day

pages = Blueprint("today", __name__, url_prefix="/today")
_FRIDAY = 4
MOST_LAPSES = 20
KINDS = {
    DayEventKind.PUPIL_ABSENT: "Absent",
    DayEventKind.TRAINING: "Travel training",
    DayEventKind.VEHICLE_OUT: "Vehicle out",
    DayEventKind.ASSISTANT_OUT: "Passenger assistant out",
    DayEventKind.ROAD_CLOSED: "Road closed",
    DayEventKind.SCHOOL_CLOSED: "School closed",
    DayEventKind.SCHOOL_CLOSES_EARLY: "School closes early",
}


@pages.get("/")
@needs(Permission.PLAN_VIEW)
def show() -> str:
    """Show what to see to, and the plans of today and of the next school day."""
    today = now().date()
    with reading() as kept:
        tomorrow = next_school_day(kept.records.list_kind("calendar"), today)
        heads = kept.plans.list_plans(today, tomorrow)
        days = [day for day in (today, tomorrow) if day == tomorrow or today.weekday() <= _FRIDAY]
        notices = [(head, kept.day.list_notices(head.id)) for head in _published(heads, days)]
        events = kept.day.list_events(today, tomorrow)
        tasks = [task for task in kept.tasks.list_recent() if not task.state.is_over or _failed_lately(task, kept)]
        refs = {event.ref for event in events}
        names = Names.of(kept, refs, refs)
        matters = [*_unpublished(heads, days), *_wrong(heads), *_since(heads, events), *_owed(notices, kept)]
        reminders = kept.reminders.list_open()
    return render_template(
        "desk/today.html",
        title=long_day(today),
        matters=matters,
        days=[(long_day(day), _plans(heads, day), day.isoformat()) for day in days],
        events=_events(events, names),
        lapses=_lapses(reminders, today),
        tasks=table("Long work", ["Task", "State", "Asked", "How far"], [task_row(task) for task in tasks]),
        polled=[(told(task)["text"], task) for task in tasks if task.state is TaskState.RUNNING],
        may_draft=may(Permission.PLAN_EDIT),
    )


def _published(heads: Sequence[PlanHead], days: Sequence[date]) -> list[PlanHead]:
    return [head for head in heads if head.day in days and head.state is PlanState.PUBLISHED]


def _failed_lately(task: Work, kept: Kept) -> bool:
    return task.state is TaskState.FAILED and (kept.now - task.asked_at).days < 1


def _unpublished(heads: Sequence[PlanHead], days: Sequence[date]) -> Iterator[Task]:
    """Yield the halves of a day of which no plan counts yet."""
    there = {(head.day, head.direction) for head in heads if head.state is PlanState.PUBLISHED}
    for day in days:
        for direction in Direction:
            if (day, direction) not in there:
                href = url_for("plans.days", day=day.isoformat())
                words = f"{HALVES[direction]} of {long_day(day)} is not published"
                yield Task(words, Tag("Unpublished", "red"), href)


def _wrong(heads: Sequence[PlanHead]) -> Iterator[Task]:
    """Yield where a rule is broken or a pupil has no run: in the plan that counts, or else in the newest draft."""
    counting: dict[tuple[date, Direction], PlanHead] = {}
    for head in heads:
        here = (head.day, head.direction)
        before = counting.get(here)
        is_open = before is None or before.state is not PlanState.PUBLISHED
        if head.state is PlanState.PUBLISHED or (is_open and not head.is_supposed):
            counting[here] = head
    for head in counting.values():
        half = f"{HALVES[head.direction]} of {long_day(head.day)}"
        if head.violations:
            said = f"{half}: {counted(head.violations, 'rule')} broken"
            yield Task(said, Tag("Violation"), url_for("plans.show_violations", id_=head.id))
        if head.unplaced:
            said = f"{half}: {counted(head.unplaced, 'pupil')} without a run"
            yield Task(said, Tag("Unplaced"), url_for("plans.show_unplaced", id_=head.id))


def _since(heads: Sequence[PlanHead], events: Sequence[DayEvent]) -> Iterator[Task]:
    """Yield the published plans since which something of their day was reported."""
    for head in heads:
        if head.published_at is None or head.state is not PlanState.PUBLISHED:
            continue
        new = [
            event
            for event in events
            if event.day <= head.day <= event.until_day
            and event.direction in (None, head.direction)
            and event.reported_at > head.published_at
        ]
        if new:
            said = f"{HALVES[head.direction]} of {long_day(head.day)}: "
            said += f"{counted(len(new), 'thing')} reported since it was published"
            yield Task(said, Tag("Changed"), url_for("day.show", day=head.day.isoformat()))


def _owed(notices: Sequence[tuple[PlanHead, Sequence[Notice]]], kept: Kept) -> Iterator[Task]:
    """Yield the published plans of which somebody has still to be told."""
    for head, each in notices:
        open_ = [notice for notice in each if notice.told_at is None]
        late = [notice for notice in open_ if notice.due_at < kept.now]
        if open_:
            said = f"{HALVES[head.direction]} of {long_day(head.day)}: {counted(len(open_), 'notice')} to give"
            said += f", {len(late)} late" if late else ""
            tag = Tag("Late") if late else Tag("Due")
            yield Task(said, tag, url_for("plans.show_notices", id_=head.id))


def _plans(heads: Sequence[PlanHead], day: date) -> Table:
    columns: list[str | Column] = [
        "Plan",
        "State",
        Column("Runs", is_number=True),
        Column("A day", is_number=True),
        "To see to",
    ]
    rows = [
        (
            Link(
                f"{HALVES[head.direction]}: {head.title}",
                url_for("plans.show", id_=head.id),
                hidden=f"of {long_day(day)}",
            ),
            tag_of(head),
            head.summary.get("runs", 0),
            pounds(head.cost_pence),
            Lines(wants(head)),
        )
        for head in heads
        if head.day == day
    ]
    return table(f"Plans of {long_day(day)}", columns, rows, empty="There is no plan yet: draft one.")


def _lapses(reminders: Sequence[Reminder], today: date) -> Table:
    """Return what has lapsed or lapses soon, the soonest first: risk assessments, checks of crews and vehicles."""
    rows = [
        (each.lapse.said, Tag("Lapsed") if each.lapse.due < today else Tag("Due"), long_day(each.lapse.due))
        for each in reminders[:MOST_LAPSES]
    ]
    caption = (
        "What lapses" if len(reminders) <= MOST_LAPSES else f"What lapses: the first {MOST_LAPSES} of {len(reminders)}"
    )
    return table(caption, ["What", "State", "Last day"], rows, empty="Nothing has lapsed, and nothing lapses soon.")


def _events(events: Sequence[DayEvent], names: Names) -> Table:
    rows = [
        (
            KINDS[event.kind],
            names.pupil(event.ref) if event.kind in OF_PUPILS else names.in_words(event.ref),
            long_day(event.day)
            if event.day == event.until_day
            else f"{long_day(event.day)} to {long_day(event.until_day)}",
            "Both ways" if event.direction is None else HALVES[event.direction],
        )
        for event in events
    ]
    return table(
        "Reported", ["What", "Of whom", "When", "Which half"], rows, empty="Nothing is reported: all is as usual."
    )
